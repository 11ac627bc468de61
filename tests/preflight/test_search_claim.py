"""The search behind a claim: its words with their synonyms, the pages, the hits."""

from __future__ import annotations

import pytest

from imr_desktop.preflight import absence_claims, search_for_claim
from imr_desktop.preflight.search_claim import terms_for

from .builders import AT, with_record

RECORD = {1: "Work status: modified duty.\nPT attended 6 of 12, function improved; ADLs easier.",
          2: "Refill of ibuprofen.", 3: ""}


def searched(sentence, **fields):
    return search_for_claim(absence_claims(sentence)[0], with_record(sentence), RECORD, AT, **fields)


def test_synonyms_find_what_the_sentence_says_is_absent():
    found = searched("There is no documentation of functional improvement with physical therapy.")
    assert [hit.source.page for hit in found.hits] == [1]
    assert found.hits[0].source.quote == "PT attended 6 of 12, function improved; ADLs easier."
    assert found.hits[0].source.document == "d1"
    assert found.hits[0].remark == ""
    assert "pt" in found.terms


def test_pages_without_text_are_unreadable():
    found = searched("There is no mention of a fall.")
    assert (found.pages, found.unreadable, found.made_at) == ((1, 2), (3,), AT)
    assert found.hits == ()


def test_the_reviewers_own_terms():
    assert searched("There is no mention of a fall.", terms=("refill*",)).hits[0].source.page == 2


def test_it_backs_its_claim():
    sentence = "There is no mention of a fall."
    assert searched(sentence).statement == absence_claims(sentence)[0].text


@pytest.mark.parametrize(("sentence", "term"), [
    ("There is no evidence of a failed trial of NSAIDs.", "ibuprofen"),
    ("The provider failed to document a urine drug screen.", "uds"),
    ("A home exercise program was not described.", "hep"),
    ("It is unclear whether the epidural helped.", "lesi"),
    ("The record does not mention zygapophysial pain.", "zygapophysial"),
    ("No rationale was provided.", "medical necessity"),
])
def test_terms(sentence, term):
    assert term in terms_for(absence_claims(sentence)[0])


def test_many_hits_are_cut_off():
    record = dict.fromkeys((1, 2, 3), "ibuprofen\n" * 500)
    claim = absence_claims("There is no mention of ibuprofen.")[0]
    assert len(search_for_claim(claim, with_record("x"), record).hits) == 60

"""The search behind a claim: its words with their synonyms, the pages, the hits."""

from __future__ import annotations

import pytest

from imr_desktop.errors import UsageError
from imr_desktop.preflight import absence_claims, search_for_claim, synonyms
from imr_desktop.preflight.data import table
from imr_desktop.preflight.search_claim import terms_for

from .builders import AT, with_record

RECORD = {
    1: "Work status: modified duty.\nPT attended 6 of 12, function improved; ADLs easier.",
    2: "Refill of ibuprofen.",
    3: "",
}


def searched(sentence, **fields):
    return search_for_claim(absence_claims(sentence)[0], with_record(sentence, unreadable=(3,)), RECORD, AT, **fields)


def test_synonyms_find_what_the_sentence_says_is_absent():
    found = searched("There is no documentation of functional improvement with physical therapy.")
    assert [hit.source.quote for hit in found.hits] == ["PT attended 6 of 12, function improved; ADLs easier."]
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


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("There is no evidence of a failed trial of NSAIDs.", "ibuprofen"),
        ("The provider failed to document a urine drug screen.", "uds"),
        ("A home exercise program was not described.", "hep"),
        ("It is unclear whether the epidural helped.", "lesi"),
        ("The record does not mention zygapophysial pain.", "zygapophysial"),
        ("No rationale was provided.", "medical necessity"),
    ],
)
def test_terms(sentence, term):
    assert term in terms_for(absence_claims(sentence)[0])


def lines(count, start=0):
    return "\n".join(f"Refilled ibuprofen {number} on visit {number * 7}." for number in range(start, start + count))


def test_many_hits_stop_the_search_and_pages_behind_do_not_count_as_searched():
    most = table("thesaurus.toml")["limits"]["hits"]
    record = {1: "Ibuprofen.", 2: lines(most + 5), 3: "Ibuprofen."}
    claim = absence_claims("There is no mention of ibuprofen.")[0]
    found = search_for_claim(claim, with_record("x"), record)
    assert found.pages == (1,)
    assert len(search_for_claim(claim, with_record("x"), {1: lines(10), 2: lines(10, 10), 3: ""}).hits) == 20


def test_own_synonyms_join_the_shipped_group_they_share_a_word_with():
    claim = absence_claims("There is no documentation of kinesitherapy.")[0]
    terms = terms_for(claim, (("PT", "Kinesitherapy"),))
    assert {"kinesitherapy", "pt", "physiotherapy"} <= set(terms)
    claim = absence_claims("There is no documentation of physiotherapy.")[0]
    assert "kinesitherapy" in terms_for(claim, (("PT", "Kinesitherapy"),))
    assert "kinesitherapy" not in terms_for(claim)


def test_own_synonyms_are_words_not_patterns():
    claim = absence_claims("There is no documentation of a TENS unit.")[0]
    assert "(a+)+$" in terms_for(claim, (("tens", "(a+)+$"),))


def test_terms_with_blanks_count_once():
    assert searched("There is no mention of a fall.", terms=(" pt ", "pt", "")).terms == ("pt",)


class TestLines:
    def test_lines_become_groups_and_lines_again(self):
        text = "PT = physical  therapy = physiotherapy\n\nFCE = functional capacity evaluation = FCE"
        groups = synonyms.from_lines(text)
        assert groups == (("PT", "physical therapy", "physiotherapy"), ("FCE", "functional capacity evaluation"))
        assert synonyms.from_lines(synonyms.to_lines(groups)) == groups
        assert synonyms.from_toml(synonyms.to_toml(groups)) == groups

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("a = b\nPT", "Line 2 has fewer"),
            ("PT = pt", "Line 1 has fewer"),
            ("= =", "Line 1 has fewer"),
            (" = ".join(f"w{at}" for at in range(40)), "more than 30 words"),
            (f"PT = {'x' * 100}", "more than 80 letters"),
            ("a = b\n" * 600, "more than 500 groups"),
        ],
    )
    def test_lines_that_cannot_be_used_are_named(self, text, said):
        with pytest.raises(UsageError, match=said):
            synonyms.from_lines(text)

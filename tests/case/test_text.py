"""Texts compared: a quotation stands where its letters stand, and nowhere else; what two texts have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case.text import common_end, common_start, fold, letters, place_of

PAGE = "Motor strength is 4/5 in all mus-\ncle groups. The patient denies asymptomatic falls; takes 10 mg twice daily."
TEXTS = st.text(st.sampled_from("abilos01568 .-\u00e9\n"), max_size=60)


def stands(quote, text=PAGE):
    return bool(place_of(quote, letters(text)))


@pytest.mark.parametrize(
    "quote",
    ["motor STRENGTH is 4/5", "all muscle groups", "den\u00edes", "takes lO mg twice daily", "asymptomatic fa1ls; takes"],
)
def test_quotes_that_stand(quote):
    assert stands(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "Motor strength is 5/5 in all muscle groups",
        "Motor strength is A/5 in all muscle groups",
        "the patient denied asymptomatic falls; takes 10 mg",
        "the patient denies asymptomatic fails; takes 10 mg",
        "the patient denies symptomatic falls; takes 10 mg and",
        "takes 16 mg twice daily",
        "the patient denies no asymptomatic falls",
        "5O mg",
        "\u2026",
        "",
        PAGE + PAGE,
    ],
)
def test_quotes_that_do_not_stand(quote):
    assert not stands(quote)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_every_passage_of_a_text_stands_in_it(text, start, end):
    passage = letters(text[start:end])
    found = place_of(text[start:end], letters(text))
    assert bool(found) == bool(passage)
    assert letters(text)[found.start : found.stop] == passage


@given(TEXTS, TEXTS)
def test_what_is_found_is_the_quotation_but_for_digits_taken_for_letters(quote, text):
    there, wanted = letters(text), letters(quote)
    found = place_of(quote, there)
    passage = there[found.start : found.stop]
    assert len(passage) in (0, len(wanted))
    for letter, other in zip(wanted, passage, strict=False):
        assert letter == other or letter.isdigit() != other.isdigit()
    assert not found or sum(map(str.__ne__, wanted, passage)) * 100 <= 15 * len(wanted)


@pytest.mark.parametrize(
    "text", ["no \ufb01ndings", "NO \ufb01NDINGS", "no f\u00edndings", "no fi\u0301ndings", "no fin-\ndings"]
)
def test_a_quotation_stands_however_a_file_spells_its_letters(text):
    assert stands("No findings", text)
    assert stands(text, "No findings")
    assert letters(letters(text)) == letters(text)


@given(st.text(max_size=40))
def test_folding_keeps_offsets_and_is_done_once(text):
    assert len(fold(text)) == len(text)
    assert letters(letters(text)) == letters(text)


@given(st.text("ab\n", max_size=40), st.text("ab\n", max_size=40))
def test_what_two_texts_have_in_common(one, other):
    for first, second in ((one, other), (one.encode(), other.encode())):
        start, end = common_start(first, second), common_end(first, second)
        assert first[:start] == second[:start]
        assert first[len(first) - end :] == second[len(second) - end :]
        assert start == min(len(first), len(second)) or first[start] != second[start]
        assert end == min(len(first), len(second)) or first[-1 - end] != second[-1 - end]

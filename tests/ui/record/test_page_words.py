"""Words where they stand on a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.record import Word
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_words import PlacedWord

WORDS = tuple(
    PlacedWord(word, (20.0 + 40 * column, 10.0 + 20 * line, 55.0 + 40 * column, 22.0 + 20 * line))
    for line, words in enumerate(("Muscle spasms felt", "as taut bands,"))
    for column, word in enumerate(words.split())
)


def test_a_quote_is_found_across_lines_and_hyphens():
    found = page_words.find(WORDS, "spasms  FELT as\ntaut")
    assert found == range(1, 5)
    assert len(page_words.lines([WORDS[at] for at in found])) == 2
    assert not page_words.find(WORDS, "twitch")
    assert not page_words.find(WORDS, "\u2026")
    assert not page_words.find((), "spasms")


def test_the_nearest_word_is_on_the_same_line():
    assert WORDS[page_words.nearest(WORDS, 300, 36)].text == "bands,"
    assert page_words.nearest((), 1, 1) == -1


@given(st.tuples(*[st.floats(0, 700, allow_nan=False)] * 4))
def test_cited_boxes_come_back(box):
    there = page_words.flipped(box, 792)
    assert all(abs(a - b) < 0.02 for a, b in zip(page_words.flipped(there, 792), box, strict=True))


def test_words_lie_on_the_picture_and_those_nobody_sees_are_left_out():
    words = (Word("seen", (0.25, 0.5, 0.5, 0.75)), Word("covered", (0, 0, 1, 1), visible=False))
    assert page_words.from_pdf(words, (400, 200)) == (PlacedWord("seen", (100, 100, 200, 150)),)

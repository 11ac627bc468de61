"""The parts of panes that need no window: citations, typed findings, drafts, page places, words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import findings
from imr_desktop.case.model import Case, CaseFile, SourceRef
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_layout import GAP, MARGIN, PageLayout
from imr_desktop.ui.record.page_words import PlacedWord
from imr_desktop.ui.wording import size_note


def test_counts_leave_citations_out_of_the_words():
    assert size_note("Neck pain 3\u20134/10 [p.\u00a037].") == "3 words \u00b7 1 citation"
    assert size_note(" \n ") == "Empty"


@given(st.integers(1, 5000), st.integers(100, 2000), st.integers(0, 10_000_000))
def test_every_height_belongs_to_one_page(count, width, y):
    layout = PageLayout(count, width)
    page = layout.page_at(y)
    assert 1 <= page <= count
    if MARGIN <= y < layout.total:
        assert layout.top(page) <= y < layout.top(page) + layout.height(page) + GAP


def test_a_wide_page_moves_only_what_is_below():
    layout = PageLayout(5000, 612)
    before = layout.top(100), layout.top(101)
    assert layout.set_size(100, (792.0, 612.0))
    assert layout.top(100) == before[0]
    assert layout.top(101) < before[1]
    assert not layout.set_size(100, (792.0, 612.0))
    assert not layout.set_size(7, (0.0, 5.0))


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
def test_pdf_boxes_come_back(box):
    there = page_words.flipped(box, 792)
    word = page_words.from_pdf([type("Word", (), {"text": "x", "box": there})], 792)[0]
    assert all(abs(a - b) < 0.02 for a, b in zip(word.box, box, strict=True))


def test_pages_of_a_case_without_documents_still_cite():
    case = Case(id="c", files=(CaseFile("d", "a.pdf", 3, 1),))
    assert findings.sources(case, (2,)) == (SourceRef("", 2),)


@given(st.text(alphabet="ab\n", max_size=30))
def test_paragraphs_go_into_a_document_and_back(text):
    from imr_desktop.ui.widgets import paragraphs

    assert paragraphs.from_document(paragraphs.to_document(text)) == text
    assert paragraphs.position(text, len(text) + 5) == len(paragraphs.to_document(text))

"""The parts of panes that need no window: citations, typed findings, drafts, page places, words."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case.model import Case, CaseFile, CriterionAnswer, DisputedItem, Finding, SourceRef
from imr_desktop.ui.findings import categories, finding_entry
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_layout import GAP, MARGIN, PageLayout
from imr_desktop.ui.record.page_words import PlacedWord
from imr_desktop.ui.summary import compose
from imr_desktop.ui.wording import size_note


def test_counts_leave_citations_out_of_the_words():
    assert size_note("Neck pain 3\u20134/10 [p.\u00a037].") == "3 words \u00b7 1 citation"
    assert size_note(" \n ") == "Empty"


@pytest.mark.parametrize(
    ("line", "text", "category", "pages", "error"),
    [
        ("Taut bands #exam @37", "Taut bands", "exam", (37,), False),
        ("#DX Myalgia @3-5 @9", "Myalgia", "diagnosis", (3, 4, 5, 9), False),
        ("Norco 10/325 #60 refilled", "Norco 10/325 #60 refilled", "", (), False),
        ("Seen by a#exam b@37", "Seen by a#exam b@37", "", (), False),
        ("Unknown #zebra stays", "Unknown #zebra stays", "", (), False),
        ("Too far @900", "Too far", "", (900,), True),
        ("#exam @37", "", "exam", (37,), True),
        ("   ", "", "", (), False),
    ],
)
def test_typed_findings(line, text, category, pages, error):
    typed = finding_entry.parse(line, 214)
    assert (typed.text, typed.category, typed.pages, bool(typed.error)) == (text, category, pages, error)


@given(st.text(max_size=80), st.integers(0, 300))
def test_any_line_parses_and_stays_within_bounds(line, count):
    typed = finding_entry.parse(line, count)
    assert typed.error or all(1 <= page <= count for page in typed.pages)


@given(st.sampled_from([row.key for row in categories.categories()]), st.sets(st.integers(1, 214), max_size=5))
def test_a_finding_typed_again_is_the_same(category, pages):
    finding = Finding("f", "Tenderness of the trapezius", category, sources=tuple(SourceRef("d", page) for page in pages))
    typed = finding_entry.parse(finding_entry.line_of(finding), 214)
    assert (typed.text, typed.category, set(typed.pages)) == (finding.text, category, pages)


def test_the_summary_keeps_every_citation(stand):
    text = compose.summary(stand.full_case())
    assert text.startswith("The patient is a 48-year-old with an injury date of 03/03/2007.")
    for cited in ("[p.\u00a041]", "[pp.\u00a03\u20134]", "[p.\u00a010]", "[p.\u00a037]"):
        assert cited in text
    assert text.index("reports") < text.index("Examination") < text.index("Imaging") < text.index("request is for")


def test_a_written_summary_is_extended_not_replaced(stand):
    case = stand.full_case(summary="Own words about neck pain rated 3\u20134/10 [p.\u00a037].")
    text = compose.extend_summary(case)
    assert text.startswith(case.summary)
    assert text.count("eck pain rated 3\u20134/10") == 1
    assert compose.extend_summary(stand.full_case(summary=text)) == text


def test_the_rationale_uses_answers_never_proposals(stand):
    item = DisputedItem(
        "i1",
        "Trigger point injections",
        answers=(
            CriterionAnswer("tpi.5", "not met", sources=(SourceRef("d", 10),)),
            CriterionAnswer("tpi.1", "met", reason="twitch at two sites"),
        ),
    )
    text = compose.rationale(item, stand.report())
    assert "not met: no more than 3\u20134 injections per session [p.\u00a010]" in text
    assert "(twitch at two sites)" in text
    assert "Symptoms have persisted" not in text
    assert "medically necessary" not in text
    decided = compose.rationale(DisputedItem("i1", "Trigger point injections", decision="Upheld"), None)
    assert decided.endswith("not medically necessary.")


def test_drafting_twice_adds_nothing(stand):
    item = stand.items()[0]
    once = compose.extend_rationale(item, stand.report())
    again = msgspec.structs.replace(item, rationale=once)
    assert once.startswith(item.rationale)
    assert compose.extend_rationale(again, stand.report()) == once


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
    assert finding_entry.sources(case, (2,)) == (SourceRef("", 2),)


@given(st.text(alphabet="ab\n", max_size=30))
def test_paragraphs_go_into_a_document_and_back(text):
    from imr_desktop.ui.widgets import paragraphs

    assert paragraphs.from_document(paragraphs.to_document(text)) == text
    assert paragraphs.position(text, len(text) + 5) == len(paragraphs.to_document(text))

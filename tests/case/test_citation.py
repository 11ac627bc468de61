"""Page citations: what is written is read again, whatever people write, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import citation
from imr_desktop.case.model import Case, Document, SourceRef

PIECES = st.sampled_from(
    ["[", "]", "p", "pp", "P", ".", ",", ";", "-", "\u2013", " ", "\u00a0", "\n", "3", "40", "1234567", "x"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pain [p.\u00a037].", {"[p.\u00a037]": (37,)}),
        ("pain [p. 37] and [pp. 3\u20134]", {"[p. 37]": (37,), "[pp. 3\u20134]": (3, 4)}),
        ("[pp.\u00a03-4, 9]", {"[pp.\u00a03-4, 9]": (3, 4, 9)}),
        ("[p 37] and [ p. 38 ]", {"[p 37]": (37,), "[ p. 38 ]": (38,)}),
        ("[p. 37, p. 40]", {"[p. 37, p. 40]": (37, 40)}),
        ("[pp. 3, 5; 9]", {"[pp. 3, 5; 9]": (3, 5, 9)}),
        ("[PP.12 \u2013 14]", {"[PP.12 \u2013 14]": (12, 13, 14)}),
        ("[pp. 9-3]", {"[pp. 9-3]": (9,)}),
        ("[p. ] [37] p. 37 [p. x] [84, 89] [p. 3 above] [p. 12345678]", {}),
    ],
)
def test_citations_are_found(text, found):
    assert {text[one.start : one.end]: one.pages for one in citation.read(text)} == found


@given(TEXTS)
def test_any_text_is_read_and_every_span_is_exactly_a_citation(text):
    behind = 0
    for one in citation.read(text):
        assert behind <= one.start < one.end <= len(text)
        behind = one.end
        alone = text[one.start : one.end]
        assert alone[0] + alone[-1] == "[]"
        assert list(citation.read(alone)) == [(0, len(alone), alone)]
        assert 0 < len(one.pages) <= citation.MOST_PAGES
        assert all(citation.page_at(text, at) in one.pages for at in range(one.start + 1, one.end))
    assert "[" not in text or citation.without(text).count("[") + len(citation.spans(text)) == text.count("[")


@given(st.lists(st.integers(-3, 60)))
def test_page_runs_hold_every_page_once(pages):
    runs = citation.runs(pages)
    covered = [page for first, last in runs for page in range(first, last + 1)]
    assert covered == sorted({page for page in pages if page > 0})


@given(st.sets(st.integers(1, 9_999_999), min_size=1, max_size=30), st.text(alphabet="ab. ", max_size=9))
def test_what_is_written_is_read(pages, words):
    text = words + citation.cite(pages)
    assert [page for one in citation.read(text) for page in one.pages] == sorted(pages)
    assert citation.without(text).split() == words.split()
    assert [run for one in citation.read(text) for run in one.runs] == citation.runs(pages)
    assert citation.unbroken(text) == text


def test_a_place_inside_means_the_page_named_there():
    text = "See [pp. 3, 5; 19] there"
    assert [citation.page_at(text, at) for at in (4, 9, 10, 12, 16, 18)] == [3, 3, 3, 5, 19, 19]
    assert citation.page_at(text, 1) == citation.page_at(text, 20) == 0
    assert citation.around(text, 4) is None
    assert citation.around(text, 5) == (4, 18)


def test_a_citation_of_very_many_pages_ends():
    (one,) = citation.read("[pp. 1-9999999, 7]")
    assert one.runs == ((1, 9_999_999), (7, 7))
    assert len(one.pages) == citation.MOST_PAGES


def test_only_the_space_after_the_point_is_held_together():
    assert citation.unbroken("[p. 3] [p. 4 above] p. 5 [p.  6]") == "[p.\u00a03] [p.\u00a04 above] p. 5 [p.  6]"


def test_pages_in_words():
    assert citation.numbers((1, 2, 3, 9)) == "1-3, 9"
    assert citation.listed([3]) == "Page 3"
    assert citation.listed({5, 4, 3, 9}) == "Pages 3\u20135, 9"
    assert citation.listed([1, 3, 5, 7, 9, 11, 12], "page", "pages") == "pages 1, 3, 5, 7, 9 and 2 more"
    assert citation.labels([3, 4, 9]) == ["pp. 3\u20134", "p. 9"]


def test_sources_as_chips():
    sources = (
        SourceRef("d", 9),
        SourceRef("", 0, "own words"),
        SourceRef("d", 3, ""),
        SourceRef("d", 3, "limps"),
        SourceRef("d", 4, "x"),
    )
    assert citation.quotes(sources) == {9: "", 3: "limps", 4: "x"}
    assert citation.chips(sources) == [("pp. 3\u20134", 3, "limps"), ("p. 9", 9, "")]
    assert citation.chips(()) == []


def test_the_document_that_holds_a_page():
    one, other = Document("a", "f", "One", "note", 1, 2), Document("b", "f", "Other", "note", 4, 9)
    case = Case("c", documents=(one, other))
    assert [case.document_at(page) for page in (0, 1, 2, 3, 4, 9, 10)] == [None, one, one, None, other, other, None]
    assert case.source(4, "limps") == SourceRef("b", 4, "limps")
    assert case.source(3) == SourceRef("", 3)

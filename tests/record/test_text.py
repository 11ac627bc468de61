"""Searching the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case.model import Case, CaseFile
from imr_desktop.record import FileRead, PageText, RecordText

PAGES = {1: "No twitch\nresponse was seen.", 2: "Positive twitch response; taut bands.", 7: "Physical-therapy notes"}
RECORD = RecordText(PAGES, unreadable=(3,))


def test_terms_are_found_as_whole_words_across_line_breaks():
    hits = RECORD.search(["twitch response", "band"])
    assert [(hit.page, RECORD.text(hit.page)[hit.start : hit.end]) for hit in hits] == [
        (1, "twitch\nresponse"),
        (2, "twitch response"),
    ]
    assert hits[0].quote == "No twitch response was seen."
    assert RECORD.search(["physical therapy"])[0].page == 7
    assert RECORD.search([" ", ""]) == []


def test_the_find_box_takes_unfinished_words():
    assert [hit.page for hit in RECORD.find("TWITCH resp")] == [1, 2]
    assert [hit.page for hit in RECORD.find("bands twitch")] == [2, 2]
    assert RECORD.find("nothing") == RECORD.find("!?") == []


@pytest.mark.parametrize("query", ['"', "AND", "twitch OR", "NEAR(", "a*b", "pages:x", "'; --"])
def test_the_find_box_takes_any_characters(query):
    assert isinstance(RECORD.find(query), list)


def test_pages_are_the_cases():
    case = Case(id="1", files=(CaseFile("a", "a.pdf", 2, 1), CaseFile("b", "b.pdf", 1, 3, unreadable=(3,))))
    text = RecordText.from_reads(
        case,
        [
            FileRead("", "b.pdf", "b", pages=(PageText(1, "last"),)),
            FileRead("", "c.pdf", "c", pages=(PageText(1, "foreign"),)),
        ],
    )
    assert text.pages == {3: "last"}
    assert text.unreadable == (3,)


@given(
    st.lists(st.sampled_from(["taut", "bands", "x6", "neck"]), min_size=1, max_size=4),
    st.sampled_from([" ", "\n", "  \n ", "-"]),
)
def test_planted_terms_are_found_whatever_lies_between(words, between):
    text = RecordText({5: f"Before, {between.join(words)}. After"})
    hit = text.search([" ".join(words)])[0]
    assert text.text(5)[hit.start : hit.end] == between.join(words)


def test_each_page_says_how_far_it_may_be_relied_on():
    case = Case(id="1", files=(CaseFile("a", "a.pdf", 4, 1, unreadable=(2, 3)),))
    pages = (
        PageText(1, "seen", hidden="covered"),
        PageText(2, "", "not read", ("a scan",)),
        PageText(3, "guessed", "doubtful", ("only a machine read it",)),
    )
    text = RecordText.from_reads(case, [FileRead("", "a.pdf", "a", pages=pages)])
    assert dict(text.verdicts) == {1: "read", 2: "not read", 3: "doubtful"}
    assert text.unreadable == (2,)
    assert text.reasons == {2: ("a scan",), 3: ("only a machine read it",)}
    assert text.hidden == {1: "covered"}

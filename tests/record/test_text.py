"""The record's text by page."""

from imr_desktop.case.model import Case, CaseFile
from imr_desktop.record import FileRead, PageText, RecordText


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

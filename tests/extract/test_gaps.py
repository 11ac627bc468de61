"""How much of a document is read, and that what is not is told."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case.bounds import MOST_ITEMS
from imr_desktop.case.model import Document
from imr_desktop.extract import Proposal
from imr_desktop.extract.facts.collect import MOST_FINDINGS
from imr_desktop.extract.gaps import too_long, too_many
from imr_desktop.extract.pagetext import MAX_CHARS, PagedText
from imr_desktop.extract.requests.gaps import MOST_LINES, MOST_PAGES, gaps_in, within
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.record import PageText

LETTER = Document("ur", "file", "Determination", "ur determination", 3, 4)
PAGES = (PageText(1, "MRI of the knee is denied."), PageText(2, "Acupuncture is denied."))


def part(document=LETTER, text=None):
    return SimpleNamespace(document=document, text=text, is_of_other=False, source=None)


@given(st.lists(st.integers(1, 900), max_size=60))
def test_what_is_read_of_a_paper_is_its_beginning_and_the_rest_is_known(counts):
    pages = ["\n".join(f"{page} {line}" for line in range(count)) for page, count in enumerate(counts)]
    kept, rest = within(pages)
    read, all_lines = "\n".join(kept).split("\n"), "\n".join(pages).split("\n")
    assert read == all_lines[: len(read)]
    assert len(read) <= MOST_LINES
    assert len(kept) <= MOST_PAGES
    whole = len(pages) if rest is None else rest
    assert list(kept[:whole]) == pages[:whole], "before the first page of which something is left out all is read"
    assert rest is None or "\n".join(kept) != "\n".join(pages)


def test_a_list_that_is_as_long_as_can_be_read_may_go_on():
    found = [Found(f"MRI {number}", 0, "MRI") for number in range(MOST_ITEMS)]
    assert [one.what.split(".")[0] for one in gaps_in(part(), "ur", found, None, PAGES)] == [
        f"This letter of utilization review may list more than the {MOST_ITEMS} requests read out of it"
    ]
    assert not list(gaps_in(part(), "ur", found[:-1], None, PAGES))


def test_a_document_of_another_type_lacks_no_request():
    report = Document("pr", "file", "Progress report", "progress report", 3, 4)
    assert not list(gaps_in(part(report), "rfa", [], None, PAGES))
    assert len(list(gaps_in(part(), "ur", [], None, PAGES))) == 1


def test_the_end_of_a_document_that_is_too_long_for_facts_is_named():
    pages = ["a" * (MAX_CHARS // 2)] * 4
    long = Document("long", "file", "Records", "other", 11, 14)
    (gap,) = too_long([part(long, PagedText.of(pages)), part(LETTER, PagedText.of(["a", "b"]))])
    assert (gap.document, gap.first_page, gap.last_page) == ("long", 12, 14)


def test_more_findings_than_are_offered_are_told():
    offered = [Proposal(f"findings.{number}", {}) for number in range(MOST_FINDINGS)]
    assert not list(too_many([LETTER], offered[1:]))
    (gap,) = too_many([LETTER], offered)
    assert (gap.first_page, gap.last_page) == (3, 4)


@given(st.lists(st.text("ab.", min_size=1, max_size=300), min_size=1, max_size=40))
def test_a_line_of_any_length_keeps_all_its_letters(words):
    line = " ".join(words)
    read = "".join(cell.raw for one in Sheet.of([f"x {line} " * 8]).lines for cell in one.cells)
    assert "".join(read.split()) == "".join((f"x {line} " * 8).split())

"""The layout gate: published determinations as our letters, and letters no one would write, keep to the rules of the page."""

from __future__ import annotations

import io

import msgspec
import pypdfium2
import pytest
from determination_support import MADE, make_case

from imr_desktop.case.model import Attestation, Case, Issue, IssuingOffice
from imr_desktop.determination import build_letter, render
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.determination.styles import MARGIN, PAGE, styles
from imr_desktop.determination.wording import editions

replace = msgspec.structs.replace
STATED = tuple(Attestation(key, MADE) for key in ("no_affiliation", "qualification", "own_judgment"))
MORE_THAN_THE_REAL_ONE = 0.1
LEAST_LINES = 8
"""On a letter's last page, beside the note at the signature and the foot."""
FIRST_WORDS = 7


class Laid:
    """A letter as it came out: its case, its pages' words, and the boxes of its text."""

    def __init__(self, case: Case) -> None:
        self.case, pdf = case, render(case)
        self.lines = [[" ".join(line.split()) for line in page.splitlines() if line.strip()] for page in page_texts(pdf)]
        self.pages = [" ".join(lines) for lines in self.lines]
        with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
            self.boxes = [box for page in document for box in _boxes(page.get_textpage())]

    def find(self, words: str, start: int = 0) -> int:
        """Where the first of these words stand, counted through all pages. Raises ValueError."""
        return " ".join(self.pages).index(" ".join(words.split()[:FIRST_WORDS]), start)

    def page_at(self, place: int) -> int:
        """The page of such a place, from 0."""
        return next(number for number in range(len(self.pages)) if place < len(" ".join(self.pages[: number + 1])))


def _boxes(text: pypdfium2.PdfTextPage) -> list[tuple[float, float, float, float]]:
    return [text.get_rect(number) for number in range(text.count_rects())]


@pytest.fixture(scope="module")
def published(letter_cases: tuple[Case, ...]) -> list[Laid]:
    """Every published letter at hand as ours."""
    return [Laid(replace(case, attestations=STATED)) for case in letter_cases]


def outside(laid: Laid) -> list[tuple[float, float, float, float]]:
    """Text in the margins that is not the foot of the page; a line's last blank may overhang."""
    left, right, bottom, top = MARGIN - 1, PAGE[0] - MARGIN + 4, MARGIN - 1, PAGE[1] - MARGIN + 1
    return [box for box in laid.boxes if box[0] < left or box[2] > right or box[3] > top or (box[1] < bottom and box[3] > 50)]


def torn(laid: Laid) -> list[int]:
    """Items whose rationale does not begin on the page of their heading."""
    found, at = [], 0
    for item in build_letter(laid.case).items:
        heading = laid.find(f"{item.number}. {item.heading}", at)
        at = laid.find(f"Decision rationale: {item.rationale}", heading)
        if laid.page_at(heading) != laid.page_at(at):
            found.append(item.number)
    return found


def last_lines(laid: Laid) -> list[str]:
    """What the last page holds beside the note at the signature and the foot."""
    note = " ".join(laid.lines[-1])
    at = note.find("Signed electronically.")
    return [line for line in laid.lines[-1] if note.find(line) < at]


def test_published_letters_are_hardly_longer_than_they_were(published, letters):
    real = 0
    for laid in published:
        with pypdfium2.PdfDocument(letters / f"{laid.case.id}.pdf", password="") as document:
            real += len(document)
    ours = sum(len(laid.pages) for laid in published)
    assert (ours - real) / len(published) <= MORE_THAN_THE_REAL_ONE, f"{ours} pages where the published ones have {real}"


def test_no_last_page_holds_the_signature_alone(published):
    assert {laid.case.id: last_lines(laid) for laid in published if len(last_lines(laid)) < LEAST_LINES} == {}


def test_no_heading_of_an_item_is_parted_from_its_rationale(published):
    assert {laid.case.id: torn(laid) for laid in published if torn(laid)} == {}


def test_no_word_stands_in_the_margins(published):
    assert {laid.case.id: outside(laid) for laid in published if outside(laid)} == {}


def test_the_text_is_set_in_twelve_points():
    for name in ("body", "line", "cell", "item", "heading", "label", "value", "outcome", "decision"):
        assert styles()[name].fontSize == 12, name


def items(count: int, **changes) -> Case:
    case = make_case(2)
    return replace(case, items=tuple(replace(case.items[at % 2], id=f"{at}", **changes) for at in range(count)))


TITLE = "Compounded preparation of many parts as the request lists them one by one " * 6
ODD = {
    "sixty items": items(60),
    "long titles": items(5, title=TITLE[:450], relation=None),
    "long guidelines": items(6, claims_administrator_guideline="MTUS, a chapter. " * 60),
    "one long rationale": items(1, rationale="The reviewer weighs what the report of this visit says. " * 2000),
    "office": replace(
        items(3),
        issue=Issue(
            editions()[-1],
            2,
            "ab" * 32,
            office=IssuingOffice(
                "Harbor Medical Review",
                ("1 Pier Road", "Oakland, CA 94607"),
                ("Telephone 510-555-0100",),
                "Example Director, MD",
                "For help in another language call 510-555-0101, free of charge.",
            ),
        ),
    ),
}


@pytest.mark.parametrize("case", ODD.values(), ids=ODD)
def test_letters_no_one_would_write_keep_to_the_rules(case):
    laid = Laid(case)
    assert (outside(laid), torn(laid)) == ([], [])
    assert len(last_lines(laid)) >= LEAST_LINES


def test_many_documents_stand_behind_the_decisions(case):
    documents = tuple(replace(case.documents[at % 2], id=f"{at}", title=f"Report {at + 1}") for at in range(400))
    laid = Laid(replace(case, documents=documents))
    order = ["the 400 documents listed at the end", "Decision rationale:", "Signed electronically.", "APPENDIX", "Report 400"]
    places = [laid.find(words) for words in order]
    assert places == sorted(places)
    assert laid.page_at(places[1]) < 2
    assert outside(laid) == []


def test_an_office_stands_at_the_head_and_its_director_at_the_end():
    laid = Laid(ODD["office"])
    first, last = laid.pages[0], laid.pages[-1]
    for words in ("Harbor Medical Review", "1 Pier Road", "510-555-0100", "another language call", "Version 2; supersedes"):
        assert words in first
    assert "Example Director, MD, Medical Director" in last

"""Determinations in every published layout become the same data, however their lines fall."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract import parse_determination
from imr_desktop.extract.determination import read_determination
from imr_desktop.record import Reader

from .letters import FORMAT_2, FORMAT_3, Item, Letter, laid_out

BROUGHT_UP = (
    "A therapist was to begin on 1/2/26. The earlier denial was upheld: that was another request. "
    "The request is medically necessary."
)
TWO = Letter(
    items=[
        Item("MRI of the lumbar spine without contrast", "Upheld"),
        Item("Physical therapy 2 times a week for 4 weeks: lumbar spine, left hip", "Overturned", rationale=BROUGHT_UP),
    ]
)


def test_every_field_is_read():
    found = parse_determination([laid_out(TWO)])
    assert (found.case_number, found.priority, found.age, found.sex) == ("CM26-0001234", "Standard", 44, "female")
    assert (found.date_assigned, found.date_of_injury, found.decision_date) == (TWO.assigned, TWO.injury, TWO.decision)
    assert (found.ur_denial_date, found.application_received) == (TWO.denial, TWO.received)
    assert (found.licensure, found.specialty) == (TWO.licensure, TWO.specialty)
    assert found.summary == TWO.summary
    assert [
        (item.title, item.decision, item.claims_administrator_guideline, item.reviewer_guideline, item.rationale)
        for item in found.items
    ] == [(item.title, item.decision, item.administrator, item.reviewer, item.rationale) for item in TWO.items]


NOT_YET = "The expert reviewer has not yet made this statement: "


def test_a_statement_that_was_not_made_is_not_read_as_made():
    made = laid_out(TWO)
    for name, begins in (
        ("no_affiliation", "He/she has"),
        ("qualification", "He/she has been in active"),
        ("own_judgment", "The expert reviewer developed"),
    ):
        quoted = f"attestations.{name}"
        assert quoted in read_determination([made]).quotes
        unmade = made.replace(begins, NOT_YET + begins)
        assert unmade != made
        assert quoted not in read_determination([unmade]).quotes


words = st.sampled_from(["therapy", "injection", "left knee", "brace", "visits", "L4-5", "#60", "10/325mg", "TENS unit"])
titles = st.lists(words, min_size=1, max_size=30).map(" ".join)
sentences = st.lists(words, min_size=4, max_size=60).map(
    lambda some: f"The record was read in full. It tells of {' '.join(some)}. The request is not medically necessary."
)
items = st.builds(Item, title=titles, decision=st.sampled_from(["Upheld", "Overturned"]), rationale=sentences)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))
letters = st.builds(
    Letter,
    assigned=days,
    injury=days,
    decision=days,
    denial=days,
    received=days,
    priority=st.sampled_from(["Standard", "Expedited"]),
    items=st.lists(items, min_size=1, max_size=5),
)


def plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").casefold()


@settings(deadline=None, max_examples=60)
@given(letters, st.integers(50, 130), st.sampled_from(["\n", "\n\n", "\n \n\n"]), st.data())
def test_what_was_written_is_read_whatever_the_layout(letter, width, gap, data):
    text = laid_out(letter, width, gap)
    cut = data.draw(st.integers(0, text.count("\n")), label="page break after line")
    rows = text.split("\n")
    pages = ["\n".join(rows[:cut]), "\n".join(rows[cut:])] if cut else [text]
    found = parse_determination(pages)
    assert (found.case_number, found.priority) == (letter.number, letter.priority)
    assert (found.date_assigned, found.date_of_injury) == (letter.assigned, letter.injury)
    assert found.ur_denial_date == letter.denial
    assert [(plain(item.title), item.decision, plain(item.rationale)) for item in found.items] == [
        (plain(item.title), item.decision, plain(item.rationale)) for item in letter.items
    ]


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        (
            "Naproxen 500mg #90 was the original request. Naproxen 500mg #60 was authorized by the Claims Administrator. "
            "The remaining IMR eligible portion of the original request, Naproxen 500mg #30 is",
            ("Naproxen 500mg #90", "Naproxen 500mg #60", "Naproxen 500mg #30", "remainder"),
        ),
        (
            "Acupuncture 12 visits was the original request. The Claims Administrator authorized 4 visits of massage, "
            "leaving the original request IMR eligible. The original request, acupuncture 12 visits is",
            ("Acupuncture 12 visits", "4 visits of massage", "acupuncture 12 visits", "whole"),
        ),
    ],
)
def test_what_utilization_review_allowed_is_told_apart(title, parts):
    letter = Letter(items=[Item(title, "Upheld"), Item("TENS unit", "Upheld")])
    first, second = parse_determination([laid_out(letter)]).items
    assert (first.requested, first.authorized, first.in_dispute, first.relation) == parts
    assert second.title == "TENS unit"
    assert second.relation is None


@pytest.mark.parametrize(
    ("words", "title", "state"),
    [
        ("Physical therapy x6: Not Reviewed\nIt was withdrawn before the review.", "Physical therapy x6", "Not Reviewed"),
        ("Physical therapy x6\nEnd state: Withdrawn\nNo decision was made on it.", "Physical therapy x6", "Withdrawn"),
        ("Brace: Duplicate request\nDecision rationale: Decided in CM24-0000001.", "Brace", "Duplicate request"),
        ("The following item was not reviewed: Physical therapy x6. It came late.", "Physical therapy x6", "not reviewed"),
        ("Cold therapy unit is terminated: no decision is made.", "Cold therapy unit", "terminated"),
        ("The request for a brace was withdrawn by the doctor.", "The request for a brace", "withdrawn by the doctor"),
    ],
)
def test_an_item_that_ended_otherwise_is_not_swallowed_by_the_rationale_before_it(words, title, state):
    letter = Letter(number="CM 24-0123456", items=[Item("TENS unit", "Upheld"), Item("Norco 10/325 mg #60", "Overturned")])
    found = parse_determination(["A cover page.\nDear reader,", f"{laid_out(letter)}\n{words}"])
    assert found.case_number == "CM24-0123456"
    assert [(item.title, item.decision, item.end_state) for item in found.items][2:] == [(title, None, state)]
    assert found.items[1].rationale == Item("", "").rationale


def test_each_of_a_list_of_what_was_not_reviewed_is_an_item():
    letter = laid_out(Letter(items=[Item("TENS unit", "Upheld")]))
    for words in ("The following items were not reviewed:\n1. Brace\n2. Cane", "Not reviewed: Brace; Cane.\nDeferred: none"):
        found = parse_determination([f"{letter}\n{words}"])
        assert [item.title for item in found.items] == ["TENS unit", "Brace", "Cane"]
        assert found.items[0].rationale == Item("", "").rationale


def test_a_finding_of_a_rationale_is_no_item():
    rationale = "Range of motion: not addressed. It is not necessary.\nIt was withdrawn: why is unknown."
    letter = Letter(items=[Item("TENS unit", "Upheld", rationale=rationale)])
    assert len(parse_determination([laid_out(letter)]).items) == 1


def test_the_late_2013_layout():
    found = parse_determination([FORMAT_2])
    assert (found.case_number, found.date_of_injury, found.age, found.sex) == ("CM13-9900001", date(2011, 5, 11), 39, "male")
    assert [item.decision for item in found.items] == ["Upheld", "Overturned"]
    assert "Hot and cold pack for the left knee" in found.items[0].title
    assert "Ice at home" in found.items[0].rationale


def test_the_2013_review_layout():
    found = parse_determination([FORMAT_3])
    (item,) = found.items
    assert (item.decision, found.age, found.specialty) == ("Upheld", 51, "Family Practice")
    assert "lumbar brace" in item.title
    assert item.rationale.startswith("Supports help only")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear Sir, the request was Upheld.",
        "PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT\nPatient: [redacted]\nMRI: Upheld",
        "Utilization review determination. The request for six injections is not certified.",
    ],
)
def test_other_texts_are_no_determinations(text):
    assert parse_determination([text]) is None


@pytest.mark.parametrize(
    "text",
    [
        "Upheld: " * 120_000,
        "Case Number: " * 80_000,
        "(" * 1_000_000,
        "a" * 1_000_000,
        "HOW THE IMR FINAL DETERMINATION WAS MADE\n" * 25_000,
        "12/12/2012 " * 90_000,
        ("MRI: Upheld\nClaims Administrator guideline: x\n" * 20_000),
    ],
    ids=["decisions", "labels", "brackets", "letters", "headings", "dates", "items"],
)
def test_a_million_characters_take_bounded_time(text):
    # Work that grew with the square of the length would not end within the suite's time limit.
    assert parse_determination([laid_out(TWO) + "\n" + text]) is not None


@given(st.lists(st.text(max_size=200), max_size=3))
def test_any_text_gives_a_determination_or_none(pages):
    assert parse_determination(pages) is None


@pytest.fixture(scope="module")
def published(letters):
    with Reader() as reader:
        pages = {path.stem: [page.text for page in reader.read(path).pages] for path in sorted(letters.glob("*.pdf"))}
    return {name: (texts, parse_determination(texts)) for name, texts in pages.items()}


@pytest.mark.parametrize(
    "change",
    [
        lambda pages: ["\n".join(pages)],
        lambda pages: [re.sub(r"\n+", "\n", page) for page in pages],
        lambda pages: [page.replace("\n", "\n\n") for page in pages],
        lambda pages: [page.replace("\n", "\r\n") for page in pages],
        lambda pages: [page.replace("MAXIMUS guideline:", "Reviewer Guideline :") for page in pages],
        lambda pages: [f"{page}\nPage {number} of {len(pages)}" for number, page in enumerate(pages, 1)],
    ],
    ids=["one page", "no paragraphs", "double lines", "carriage returns", "another label", "page numbers"],
)
def test_published_letters_read_the_same_however_they_are_laid_out(published, change):
    for name, (pages, found) in published.items():
        assert parse_determination(change(pages)) == found, name

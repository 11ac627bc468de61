"""A character that no typeface of the letter draws is named with its place, and what is offered takes it away."""

from __future__ import annotations

import msgspec
import pytest

from imr_desktop.case.model import Document, Issue, IssuingOffice
from imr_desktop.preflight import apply_fix, run

from .builders import CONTEXT, case, item

replace = msgspec.structs.replace


def found(bad):
    return [problem for problem in run(bad, CONTEXT) if problem.check == "signs.unprintable"]


def fixed(bad):
    while problems := found(bad):
        bad = apply_fix(bad, problems[0])
    return bad


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Shows:\n\uf0b7 pain\n\uf0b7 stiffness", "Shows:\n• pain\n• stiffness"),
        ("  \uf0a7 pain; reflex \uf0a3 2, 5 \uf0b4 3", "  ▪ pain; reflex ≤ 2, 5 × 3"),
        ("non\x1ebreaking, op\x1ftional, it\x92s", "non-breaking, optional, it’s"),
        ("\u202ereversed", "reversed"),
        ("\ufffc and \U0001fa7a seen \U0001f600", " and (stethoscope) seen (grinning face)"),
        ("cell\x07cell", "cell\tcell"),
    ],
)
def test_the_offered_replacement_can_be_printed(text, after):
    bad = case(items=(item(rationale=text),), summary=text)
    assert found(bad)
    good = fixed(bad)
    assert good.summary == good.items[0].rationale == after
    assert found(good) == []


def test_the_same_sign_is_one_problem_that_names_it_and_its_first_place():
    problem, *others = found(case(items=(item(rationale="a \uf0b7 b \uf0b7 c"),)))
    assert others == []
    assert problem.severity == "must fix"
    assert "U+F0B7 at 2 places" in problem.message
    assert (problem.place.field, problem.place.start, problem.place.end) == ("rationale", 2, 3)
    assert problem.place.label == "Item 1 › Rationale"
    assert problem.fix.label == "Replace by “•”"


def test_a_word_in_a_script_that_cannot_be_set_is_one_problem_with_the_reason():
    problem, *others = found(case(items=(item(),), summary="Seen by \u05d3\u05d5\u05d3 on Monday."))
    assert others == []
    assert "“\u05d3\u05d5\u05d3” (hebrew letter dalet U+05D3, hebrew letter vav U+05D5)" in problem.message
    assert "right to left" in problem.message
    assert problem.fix is None


def test_every_printed_text_is_read():
    document = Document("d", "ab", "Report \ue000", "other", 1, 1, author="\ue001")
    office = IssuingOffice("Office \ue002", address=("1 Main St \ue003",), director="\ue004")
    bad = replace(
        case(items=(item(title="\ue005", reviewer_guideline="\ue006"),)),
        documents=(document,),
        number="CM26-\ue007",
        issue=Issue("2026-11", office=office),
    )
    bad = replace(bad, credentials=replace(bad.credentials, specialty="\ue008"))
    named = " ".join(problem.message for problem in found(bad))
    assert [number for number in range(9) if f"U+E00{number}" not in named] == []
    assert {problem.place.label for problem in found(bad)} >= {"Record › Document 1 › Title", "Issue, office, director"}

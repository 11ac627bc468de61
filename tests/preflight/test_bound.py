"""Stale words stand in the way of signing; their fixes make them true, keep them bound, or make them plain."""

from __future__ import annotations

from datetime import date

import pytest

from imr_desktop.case import bound, edits
from imr_desktop.case.model import BoundText, Case, Finding
from imr_desktop.preflight import apply_fix, blocking, run

from .builders import CONTEXT, case, item

RATIONALE = (
    "The request is for six visits and a brace. The patient has a sprain of the left knee with effusion after a "
    "fall. The guideline supports it. The request is medically necessary."
)


def found(wrong: Case, check: str):
    return [problem for problem in run(wrong, CONTEXT) if problem.check == check]


def inserted() -> Case:
    """The summary's date of injury taken from the case."""
    good = case(findings=(Finding("f1", "Knee locks on stairs"),))
    start = good.summary.index("11/3/2025")
    return bound.insert(good, "", "summary", start, "dates.injury", end=start + len("11/3/2025"))


def requested(words: str) -> Case:
    start = RATIONALE.index("six visits")
    made = case(
        items=(item(requested="six visits", rationale=RATIONALE),),
        bound=(BoundText("i1", "rationale", start, start + 10, "item:i1.requested"),),
    )
    return edits.change_item(made, "i1", requested=words)


def test_words_that_hold_raise_nothing():
    assert not found(inserted(), "bound.stale")
    assert not found(requested("six visits"), "bound.stale")
    assert not found(case(), "bound.gone")


def test_a_changed_date_blocks_signing_until_its_words_take_the_new_one():
    wrong = edits.set_dates(inserted(), injury=date(2025, 11, 5))
    (problem,) = found(wrong, "bound.stale")
    assert problem.severity == "must fix"
    assert problem in blocking(run(wrong, CONTEXT), ())
    assert problem.message == "The case says “11/05/2025” now, not “11/03/2025”."
    assert wrong.summary[problem.place.start : problem.place.end] == problem.quote == "11/03/2025"
    assert problem.fix.label == "Use 11/05/2025"
    fixed = apply_fix(wrong, problem)
    assert "injury of 11/05/2025 and" in fixed.summary
    assert not found(fixed, "bound.stale")
    assert [bound.words_of(fixed, one) for one in fixed.bound] == ["11/05/2025"]
    again = edits.set_dates(fixed, injury=date(2025, 11, 6))
    (problem,) = found(again, "bound.stale")
    assert "injury of 11/06/2025 and" in apply_fix(again, problem).summary


def test_a_changed_quantity_in_a_rationale_of_another_length():
    wrong = requested("twelve visits")
    (problem,) = found(wrong, "bound.stale")
    assert problem.place.item == "i1"
    fixed = apply_fix(wrong, problem)
    assert fixed.items[0].rationale == RATIONALE.replace("six visits", "twelve visits")
    assert [bound.words_of(fixed, one) for one in fixed.bound] == ["twelve visits"]


def test_every_stale_range_is_a_problem_of_its_own_with_a_lasting_id():
    twice = bound.insert(inserted(), "", "summary", 0, "dates.injury")
    wrong = edits.set_dates(twice, injury=date(2025, 11, 5))
    first, second = found(wrong, "bound.stale")
    assert (first.id, second.id) == ("bound.stale:0:dates.injury", "bound.stale:0:dates.injury.2")
    fixed = apply_fix(wrong, second)
    (left,) = found(fixed, "bound.stale")
    assert left.id == first.id
    assert len(fixed.bound) == 2


def test_words_whose_source_is_gone_are_kept_as_plain_text():
    made = bound.insert(inserted(), "", "summary", 0, "finding:f1")
    wrong = edits.remove_finding(made, "f1")
    (problem,) = found(wrong, "bound.gone")
    assert not found(wrong, "bound.stale")
    assert problem.severity == "must fix"
    assert problem.quote == "Knee locks on stairs"
    assert problem.fix.label == "Keep as plain text"
    fixed = apply_fix(wrong, problem)
    assert fixed.summary == wrong.summary
    assert [one.source for one in fixed.bound] == ["dates.injury"]
    assert not found(fixed, "bound.gone")


def test_rewriting_stale_words_by_hand_ends_the_problem():
    wrong = edits.set_dates(inserted(), injury=date(2025, 11, 5))
    assert not found(edits.set_summary(wrong, wrong.summary.replace("11/03", "11/05")), "bound.stale")


def test_other_fixes_move_what_is_bound():
    made = inserted()
    wrong = edits.set_summary(made, "TODO " + made.summary)
    (problem,) = [one for one in run(wrong, CONTEXT) if one.check == "text.placeholder"]
    fixed = apply_fix(wrong, problem)
    assert [bound.words_of(fixed, one) for one in fixed.bound] == ["11/03/2025"]


def test_long_values_leave_room_on_the_button():
    wrong = requested("visit " * 300)
    (problem,) = found(wrong, "bound.stale")
    assert len(problem.fix.label) < 60
    assert "visit visit" in apply_fix(wrong, problem).items[0].rationale


@pytest.mark.parametrize("spoiled", ["", "Short.", "Another text altogether, of some length, without a date in it at all."])
def test_a_fix_of_words_that_no_longer_stand_there_does_nothing(spoiled):
    wrong = edits.set_dates(inserted(), injury=date(2025, 11, 5))
    (problem,) = found(wrong, "bound.stale")
    edited = edits.set_summary(wrong, spoiled)
    assert apply_fix(edited, problem) == edited

"""Offered fixes do what they say and make their problem go away."""

from __future__ import annotations

from datetime import date

import msgspec

from imr_desktop.case.model import ClaimDates
from imr_desktop.preflight import Context, apply_fix, run

from .builders import CONTEXT, TODAY, case, item


def only(problems, check):
    found = [problem for problem in problems if problem.check == check]
    assert found, check
    return found[0]


def test_decision_date_becomes_today():
    bad = case(dates=msgspec.structs.replace(case().dates, decision=None))
    assert apply_fix(bad, only(run(bad, CONTEXT), "dates.missing")).dates.decision == TODAY


def test_prose_date_takes_the_field_in_its_own_form():
    bad = case(summary="A knee sprain. She sustained an industrial injury on 11-04-25 at work.")
    problem = only(run(bad, CONTEXT), "prose.injury")
    assert "11-03-25" in apply_fix(bad, problem).summary
    assert run(apply_fix(bad, problem), CONTEXT) == ()


def test_closing_sentence_says_what_was_decided():
    bad = case(items=(item(rationale="The knee pain persists and the exam shows locking and effusion.\n"),))
    fixed = apply_fix(bad, only(run(bad, CONTEXT), "outcome.closing"))
    assert fixed.items[0].rationale.endswith("effusion. The request is medically necessary.\n")
    assert run(fixed, CONTEXT) == ()


def test_identity_is_removed():
    bad = case(summary=f"{case().summary} Reviewed by Ana Ortiz.")
    context = Context(today=TODAY, identity=("Ana Ortiz",))
    assert "Ortiz" not in apply_fix(bad, only(run(bad, context), "identity.name")).summary


def test_number_of_items_in_dispute():
    bad = case(expected_items=3)
    assert apply_fix(bad, only(run(bad, CONTEXT), "item.count")).expected_items == 1


def test_words_that_no_longer_stand_there_are_left_alone():
    bad = case(summary="A knee sprain. She sustained an industrial injury on 11-04-25.")
    problem = only(run(bad, CONTEXT), "prose.injury")
    for changed in ("Short.", "A knee sprain, as noted. She sustained an industrial injury on 11-04-25."):
        edited = case(summary=changed)
        assert apply_fix(edited, problem) == edited


def test_an_item_that_is_gone_is_left_alone():
    bad = case(items=(item(rationale="The knee pain persists; the exam shows locking."),))
    problem = only(run(bad, CONTEXT), "outcome.closing")
    assert apply_fix(case(items=()), problem) == case(items=())


def test_an_act_of_the_reviewer_changes_nothing():
    bad = case(items=(item(decision=None),), dates=ClaimDates(injury=date(2025, 1, 1)))
    problem = only(run(bad, CONTEXT), "item.undecided")
    assert problem.fix.act == "decide"
    assert apply_fix(bad, problem) is bad

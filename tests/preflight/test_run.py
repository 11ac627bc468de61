"""Running the checks: a good case is clean, a broken check is a problem, nothing crashes, offsets point at the quote."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case.model import Acknowledgement, ClaimDates, DisputedItem
from imr_desktop.preflight import Context, blocking, run
from imr_desktop.preflight.problem import Raised
from imr_desktop.preflight.registry import Check
from imr_desktop.preflight.runner import _of_check

from .builders import CONTEXT, TODAY, case, item

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_finished_case_has_no_problem():
    assert run(case(), CONTEXT) == ()


def test_an_empty_case_names_what_is_needed():
    empty = case(number="", dates=ClaimDates(), items=(), attestations=(), summary="")
    ids = {problem.id for problem in run(empty, CONTEXT)}
    assert {
        "item.none",
        "dates.number",
        "dates.missing:injury",
        "dates.missing:ur_denial",
        "dates.missing:decision",
        "attestation.missing:no_affiliation",
        "attestation.missing:own_judgment",
        "attestation.missing:qualification",
    } <= ids


def test_a_check_that_breaks_becomes_one_problem_and_the_rest_stays():
    def broken(one, context):
        yield Raised(case_place(), "First.", "1")
        raise ZeroDivisionError

    def case_place():
        return next(iter(run(case(number=""), CONTEXT))).place

    problems = _of_check(Check("item.broken", "must fix", False, "likely", broken), case(), CONTEXT)
    assert [problem.message for problem in problems][0] == "First."
    assert "could not run" in problems[-1].message


@pytest.mark.parametrize("failure", [ZeroDivisionError, MemoryError, RecursionError])
@pytest.mark.parametrize("severity", ["must fix", "consider"])
def test_a_check_that_breaks_blocks_as_what_it_looks_for_would(severity, failure):
    def broken(one, context):
        raise failure
        yield

    (problem,) = _of_check(Check("absence.broken", severity, severity == "consider", "likely", broken), case(), CONTEXT)
    acknowledged = [Acknowledgement("absence", "seen", NOW)]
    assert blocking([problem], []) == (problem,)
    assert blocking([problem], acknowledged) == ((problem,) if severity == "must fix" else ())
    assert problem.message.endswith(".")


def test_rules_that_broke_block_and_cannot_be_acknowledged():
    problems = run(case(), dataclasses.replace(CONTEXT, rules_fault=True))
    assert [problem.id for problem in blocking(problems, [Acknowledgement("rules", "seen", NOW)])] == ["rules:not-run"]


def test_what_is_beyond_the_first_thousand_is_said():
    place = run(case(number=""), CONTEXT)[0].place
    many = [Raised(place, f"{n}.", str(n), severity="consider") for n in range(1001)]
    check = Check("x.y", "must fix", False, "likely", lambda one, context: iter(many))
    found = _of_check(check, case(), CONTEXT)
    assert (len(found), found[-1].id, found[-1].severity) == (1001, "x.y:more", "must fix")
    fewer = Check("x.y", "must fix", False, "likely", lambda one, context: iter(many[:1000]))
    assert len(_of_check(fewer, case(), CONTEXT)) == 1000


def test_a_key_given_twice_still_gives_two_ids():
    place = run(case(number=""), CONTEXT)[0].place
    twice = [Raised(place, "A.", "1"), Raised(place, "B.", "1")]
    check = Check("x.y", "consider", False, "likely", lambda one, context: iter(twice))
    assert len({problem.id for problem in _of_check(check, case(), CONTEXT)}) == 2


def test_ids_stay_the_same_when_another_item_is_fixed():
    two = case(items=(item("a", decision=None), item("b", title="Ibuprofen", decision=None)))
    fixed = case(items=(item("a"), item("b", title="Ibuprofen", decision=None)))
    assert {problem.id for problem in run(fixed, CONTEXT)} < {problem.id for problem in run(two, CONTEXT)}


def test_messages_are_short_and_places_have_names():
    poor = item("a", decision=None, rationale="No documentation of it.", reviewer_guideline="")
    bad = case(number="", items=(poor,), sex="male")
    for problem in run(bad, CONTEXT):
        assert len(problem.message) <= 95
        assert problem.place.label
        assert problem.message.endswith((".", "?"))


def test_problems_are_plain_data():
    problems = run(case(number="", items=(item(decision=None),)), CONTEXT)
    assert msgspec.json.decode(msgspec.json.encode(problems), type=list)


PIECES = [
    "no documentation of",
    "There is no",
    "not provided",
    "fails to",
    "document",
    "evidence",
    "MTUS",
    "is silent",
    "the patient",
    "he",
    "[",
    "]",
    "injury on",
    "13/45/2025",
    "1/2/25",
    "February 30, 2024",
    "utilization review",
    "dated",
    ".",
    ";",
    "(",
    ")",
    "\n\n",
    "“",
    "Dr.",
    "signed by",
    "License No. A12345",
    "medically necessary",
    "not",
    "neither",
    "nor",
    "44 year old",
    "999 year old man",
    "\u0301",
    "ﬁ",
    "İ",
    "\x00",
    "{",
    "{{x}}",
]
texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
items = st.builds(
    DisputedItem,
    id=st.sampled_from(["a", "b"]),
    title=texts,
    rationale=texts,
    reviewer_guideline=texts,
    no_citation_reason=texts,
    requested=texts,
    decision=st.sampled_from([None, "Upheld", "Overturned"]),
)


@settings(max_examples=80, deadline=None)
@given(
    summary=texts,
    all_items=st.lists(items, max_size=3, unique_by=lambda one: one.id),
    identity=st.lists(st.text(max_size=30), max_size=3),
    sex=st.sampled_from([None, "female", "male"]),
    number=texts,
)
def test_any_text_in_any_field(summary, all_items, identity, sex, number):
    one = case(summary=summary, items=tuple(all_items), sex=sex, number=number)
    problems = run(one, Context(today=TODAY, identity=tuple(identity)))
    assert not [problem for problem in problems if "could not run" in problem.message]
    assert len({problem.id for problem in problems}) == len(problems)
    for problem in problems:
        place = problem.place
        if place.start >= 0 and place.area in {"summary", "item"}:
            text = one.summary if place.area == "summary" else getattr(one.item(place.item), place.field)
            assert text[place.start : place.end] == problem.quote


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "no ",
        "no documentation of x. ",
        "not ",
        "[",
        "he ",
        "( ",
        "1/1/25 ",
        "utilization review ",
        "MTUS ",
        "x" * 50 + " ",
        "\u0301",
        "é",
        "there is no red flag, ",
        "without ",
        ";",
        ". ",
        "\n",
        "Dr. A ",
        "signed by A ",
        "44 year old ",
    ],
)
def test_a_very_long_text_takes_bounded_time(unit):
    text = (unit * (250_000 // len(unit) + 1))[:250_000]
    context = Context(today=TODAY, identity=("Ana Ortiz", "A12345"))
    # Work that grew with the square of the length would not end within the suite's time limit.
    problems = run(case(summary=text, items=(item(rationale=text[:50_000]),)), context)
    assert isinstance(problems, tuple)

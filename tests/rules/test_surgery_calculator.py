"""The period after an operation and the visits left in it, out of the packs' own rules."""

from datetime import date

import pytest

from imr_desktop.review.calculators import CalculatorContext, InputRefused, calculate, calculators
from imr_desktop.rules.calculators.calendar_days import add_months

from .calculating import value

# --- after surgery


@pytest.mark.parametrize(
    ("operation", "rule", "visits", "months"),
    [
        ("carpal tunnel release", "ps09.06", 8, 3),
        ("lumbar fusion", "ps09.17", 34, 6),
        ("ACL reconstruction", "ps09.19", 24, 6),
        ("right mini open rotator cuff repair", "ps09.02", 30, 6),
        ("total knee arthroplasty", "ps09.20", 24, 4),
    ],
)
def test_the_period_comes_from_the_packs_own_rule(packs, operation, rule, visits, months):
    done = calculate("postsurgical", {"procedure": operation, "date": "2026-01-31"}, CalculatorContext(lambda: packs))
    assert rule in done.source
    assert (value(done, "visits"), value(done, "period_months")) == (visits, months)
    assert value(done) == add_months(date(2026, 1, 31), months)
    assert any("From memory" in note for note in done.result.notes)


def test_every_operation_of_the_packs_is_found(packs):
    context = CalculatorContext(lambda: packs)
    listed = next(f for c in calculators() if c.name == "postsurgical" for f in c.fields if f.name == "procedure")
    for name, _words in listed.choices_of(context):
        done = calculate("postsurgical", {"procedure": name, "date": "2026-01-05"}, context)
        assert "ps09.default" not in done.source, name


def test_an_operation_outside_the_table_has_the_general_period_only(packs):
    done = calculate(
        "postsurgical",
        {"procedure": "removal of a foreign body", "date": "2026-01-05", "on": "2026-08-01"},
        CalculatorContext(lambda: packs),
    )
    assert value(done) == date(2026, 7, 5)
    assert "visits" not in {one.key for one in done.result.values}
    assert "08/01/2026 is 27 days after the period." in done.result.notes


def test_course_and_visits_left(packs):
    done = calculate(
        "postsurgical",
        {
            "procedure": "carpal tunnel release",
            "date": "2026-01-05",
            "first_visit": "2026-01-12",
            "used": "4",
            "requested": "6",
        },
        CalculatorContext(lambda: packs),
    )
    assert value(done, "course_ends") == date(2026, 2, 16)
    assert (value(done, "first_visits"), value(done, "visits_left")) == (4, 0)
    assert any("Over the course by 2 visits" in note for note in done.result.notes)


def test_a_visit_before_the_operation_is_refused(packs):
    with pytest.raises(InputRefused) as refused:
        calculate(
            "postsurgical",
            {"procedure": "carpal tunnel release", "date": "2026-01-05", "first_visit": "2026-01-04"},
            CalculatorContext(lambda: packs),
        )
    assert refused.value.field == "first_visit"

"""Age on a date: from the day of birth, or, as records often give it, from an age on another day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from imr_desktop.rules.calculators.calendar_days import add_days, add_months, counted, years_between
from imr_desktop.rules.calculators.data import made
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, InputRefused, Result, Value, shown

OLDEST = 130


def calculator() -> Calculator:
    """Its description for window and command line: inputs with units and bounds, sources, and what computes it."""
    return made("age", compute)


def compute(values: Mapping[str, Any], context: CalculatorContext) -> Result:
    """Whole years on the day; two where only an age on another day is known."""
    born, age, known_on, on = (values[key] for key in ("born", "age", "known_on", "date"))
    if born is not None:
        return _from_birth(born, on)
    if age is None or known_on is None:
        raise InputRefused("Enter the date of birth, or an age and the day it was known on.", "born")
    return _from_age(age, known_on, on)


def _from_birth(born: date, on: date) -> Result:
    if born > on:
        raise InputRefused(f"The date of birth {shown(born)} comes after {shown(on)}; check both dates.", "born")
    years = _possible(years_between(born, on), "born")
    birthday = add_months(born, years * 12)
    steps = (f"{shown(born)} to {shown(on)}: {counted(years, 'whole year')}, the last birthday on {shown(birthday)}",)
    return Result(
        (Value("age", "Age", years, "years"),),
        f"The age on {shown(on)} was {counted(years, 'year')}.",
        steps,
        ("Born on February 29: the birthday counts from March 1 in other years.",)
        if (born.month, born.day) == (2, 29)
        else (),
    )


def _from_age(age: int, known_on: date, on: date) -> Result:
    latest = add_months(known_on, -12 * age)
    earliest = add_days(add_months(known_on, -12 * (age + 1)), 1)
    if earliest > on:
        raise InputRefused(
            f"Who was {counted(age, 'year')} old on {shown(known_on)} was not born on {shown(on)}; check the dates.", "date"
        )
    low = max(years_between(latest, on), 0)
    high = _possible(years_between(earliest, on), "age")
    steps = (
        f"{counted(age, 'year')} on {shown(known_on)}: born from {shown(earliest)} to {shown(latest)}",
        f"On {shown(on)}: {low} to {high} years" if low != high else f"On {shown(on)}: {counted(low, 'year')}",
    )
    words = f"{low} or {high}" if low != high else str(low)
    unit = "year" if words == "1" else "years"
    return Result(
        (Value("age", "Age", low if low == high else words, "years"),),
        f"The age on {shown(on)} was {words} {unit}.",
        steps,
        () if low == high else ("Which of the two depends on the birthday, which is not known.",),
    )


def _possible(years: int, field: str) -> int:
    if years > OLDEST:
        raise InputRefused(f"An age of {years} years is not possible; check the dates.", field)
    return years

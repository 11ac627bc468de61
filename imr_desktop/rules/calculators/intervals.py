"""Days, weeks and months between procedures, held against the least interval given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from imr_desktop.rules.calculators.calendar_days import add_days, add_months, counted
from imr_desktop.rules.calculators.data import made
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, Cell, InputRefused, Result, Table, Value, shown
from imr_desktop.rules.months import months_between

_LEAST = ("minimum_days", "minimum_weeks", "minimum_months")


def calculator() -> Calculator:
    """Its description for window and command line: inputs with units and bounds, sources, and what computes it."""
    return made("intervals", compute)


def compute(values: Mapping[str, Any], context: CalculatorContext) -> Result:
    """The interval from each date to the next, in the calendar's order, and which are too short."""
    days = sorted(values["dates"])
    if len(days) < 2:
        raise InputRefused("An interval needs two dates at least; enter one more.", "dates")
    least = _least(values)
    rows, short, steps = [], [], []
    for first, second in pairwise(days):
        row, early = _interval(first, second, least)
        rows.append(row)
        short += [early] if early else []
        steps.append(f"{shown(first)} to {shown(second)}: {counted((second - first).days, 'day')}")
    shortest = min((second - first).days for first, second in pairwise(days))
    notes = list(short)
    if tuple(days) != values["dates"]:
        notes.append("The dates were put in order.")
    if least and not short:
        notes.append(f"No interval is shorter than {counted(*least)}.")
    columns = ("From", "To", "Days", "In weeks", "In months", *(("Least",) if least else ()))
    found = (
        Value("shortest_days", "Shortest interval", shortest, "days"),
        Value("intervals", "Intervals", len(rows)),
        *((Value("too_short", "Shorter than the least", len(short)),) if least else ()),
    )
    return Result(
        found,
        _sentence(days, shortest, least, len(short)),
        tuple(steps),
        tuple(notes),
        (Table("Intervals", columns, tuple(rows)),),
    )


def _least(values: Mapping[str, Any]) -> tuple[int, str] | None:
    given = [(values[key], key.removeprefix("minimum_")[:-1]) for key in _LEAST if values[key] is not None]
    if len(given) > 1:
        raise InputRefused("Give the least interval once: in days, in weeks or in months.", "minimum_weeks")
    return given[0] if given else None


def _earliest(start: date, least: tuple[int, str]) -> date:
    count, unit = least
    return add_months(start, count) if unit == "month" else add_days(start, count * (7 if unit == "week" else 1))


def _interval(first: date, second: date, least: tuple[int, str] | None) -> tuple[tuple[Cell, ...], str]:
    days = (second - first).days
    months, rest = months_between(first, second)
    row: tuple[Cell, ...] = (first, second, days, _mixed(days // 7, "week", days % 7), _mixed(months, "month", rest))
    if least is None:
        return row, ""
    earliest = _earliest(first, least)
    if second >= earliest:
        return (*row, "kept"), ""
    early = (earliest - second).days
    return (*row, f"{counted(early, 'day')} early"), (
        f"{shown(second)} comes {counted(early, 'day')} before {counted(*least)} after {shown(first)} ({shown(earliest)}) "
        "have passed."
    )


def _mixed(count: int, unit: str, days: int) -> str:
    return counted(count, unit) + (f" {counted(days, 'day')}" if days else "")


def _sentence(days: list[date], shortest: int, least: tuple[int, str] | None, short: int) -> str:
    if len(days) == 2:
        words = f"{counted(shortest, 'day')} lie between {shown(days[0])} and {shown(days[1])}"
        words = words.replace("lie", "lies") if shortest == 1 else words
    else:
        words = (
            f"Between the {len(days)} dates from {shown(days[0])} to {shown(days[-1])} the shortest interval is "
            f"{counted(shortest, 'day')}"
        )
    if least is None:
        return f"{words}."
    which = (
        "this is"
        if len(days) == 2
        else f"{short} of {len(days) - 1} intervals are"
        if short != 1
        else f"1 of {len(days) - 1} intervals is"
    )
    if short:
        return f"{words}; {which} less than {counted(*least)}."
    return f"{words}; {'this is not' if len(days) == 2 else 'none is'} less than {counted(*least)}."

"""A taper with dates: from a start day, a percent less at each step, down to a goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from imr_desktop.rules.calculators.calendar_days import add_days, counted
from imr_desktop.rules.calculators.data import table
from imr_desktop.rules.calculators.model import Cell, InputRefused, Table, Value, shown, tidy


@dataclass(frozen=True, slots=True)
class Plan:
    """A taper plan: the day the goal is reached and the number of steps, the table, and its words."""

    values: tuple[Value, ...]
    steps: tuple[str, ...]
    table: Table
    sentence: str


def plan(values: Mapping[str, Any], total: Fraction, alone: tuple[str, Fraction, str] | None) -> Plan | None:
    """The plan the inputs ask for from `total` MME a day; None where no start day is given. Raises InputRefused.

    `alone` is the only drug taken, with its dose a day and unit: its dose then stands beside the equivalents.
    """
    start, percent, days, goal = (values[key] for key in ("taper_from", "step_percent", "step_days", "goal"))
    if start is None:
        if percent is not None or days is not None:
            raise InputRefused("A taper needs the day it starts; enter “Taper from”, such as 01/05/2026.", "taper_from")
        return None
    if percent is None or days is None:
        raise InputRefused(
            "A taper needs the percent and the days of a step, such as 10 percent every 28 days.",
            "step_percent" if percent is None else "step_days",
        )
    if goal >= total:
        raise InputRefused(f"The goal of {shown(goal)} MME a day is not below the present {shown(total)}; lower it.", "goal")
    doses = _doses(total, percent, goal, values["step_of"] == "current dose")
    rows = tuple(_row(number, dose, total, add_days(start, number * days), alone) for number, dose in enumerate(doses))
    columns = ("Step", "From", "MME a day", "Percent of start", *_column(alone))
    last, steps = rows[-1][1], len(doses) - 1
    share, often = f"{shown(percent)} % of the {values['step_of']}", f"every {counted(days, 'day')}"
    return Plan(
        (Value("taper_steps", "Taper steps", steps), Value("taper_goal_date", "Goal reached on", last)),
        (
            f"Taper: {share} less {often}, from {shown(total)} to {shown(goal)} MME a day",
            f"Goal: {shown(start)} + {steps} × {counted(days, 'day')} = {shown(last)}",
        ),
        Table("Taper plan", columns, rows),
        f"Reduced from {shown(start)} by {share} {often}, the dose reaches {shown(goal)} MME a day on {shown(last)}.",
    )


def _doses(total: Fraction, percent: Fraction, goal: Fraction, of_current: bool) -> list[Fraction]:
    """The MME a day of the start and each step; the last is the goal."""
    most = table("mme")["taper"]["max_steps"]
    if of_current and goal == 0 and percent < 100:
        raise InputRefused("By a percent of the current dose zero is never reached; enter a goal above 0.", "goal")
    doses = [total]
    while doses[-1] > goal:
        if len(doses) > most:
            raise InputRefused(
                f"This taper takes more than {most} steps; enter a larger percent or a higher goal.", "step_percent"
            )
        less = (doses[-1] if of_current else total) * percent / 100
        doses.append(max(doses[-1] - less, goal))
    return doses


def _row(
    number: int, dose: Fraction, total: Fraction, day: date, alone: tuple[str, Fraction, str] | None
) -> tuple[Cell, ...]:
    share = dose / total
    own = (tidy(alone[1] * share),) if alone else ()
    return (number, day, tidy(dose), tidy(share * 100, 1), *own)


def _column(alone: tuple[str, Fraction, str] | None) -> tuple[str, ...]:
    return (f"{alone[0].capitalize()}, {'mg a day' if alone[2] == 'mg' else alone[2]}",) if alone else ()

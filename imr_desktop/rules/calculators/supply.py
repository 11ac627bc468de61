"""How long a supply lasts: quantity by units a day, with refills, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imr_desktop.rules.calculators.calendar_days import add_days, counted
from imr_desktop.rules.calculators.data import made
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, InputRefused, Result, Value, shown, tidy

_MOST_DAYS = 3650


def calculator() -> Calculator:
    """Its description for window and command line: inputs with units and bounds, sources, and what computes it."""
    return made("supply", compute)


def compute(values: Mapping[str, Any], context: CalculatorContext) -> Result:
    """Whole days of one fill and of all fills, the last day covered and the first that is not."""
    quantity, per_day, refills, start = (values[key] for key in ("quantity", "per_day", "refills", "from"))
    fills = refills + 1
    one, whole = quantity / per_day, quantity * fills / per_day
    days = int(whole)
    if days > _MOST_DAYS:
        raise InputRefused(f"A supply of {days:,} days is longer than ten years; check quantity and units a day.", "quantity")
    left = quantity * fills - days * per_day
    steps = [f"One fill: {shown(quantity)} ÷ {shown(per_day)} a day = {shown(tidy(one))} days"]
    if refills:
        steps.append(f"All fills: {shown(quantity)} × {fills} fills ÷ {shown(per_day)} a day = {shown(tidy(whole))} days")
    found = [Value("days", "Days of supply", days, "days"), Value("days_per_fill", "Days of one fill", int(one), "days")]
    ends = ""
    if start is not None and days:
        last = add_days(start, days - 1)
        found += [Value("last_day", "Last day covered", last), Value("out_on", "First day without", add_days(last, 1))]
        steps.append(f"{shown(start)} is the first day; day {days:,} is {shown(last)}")
        ends = f", from {shown(start)} to {shown(last)}"
    notes = [f"{shown(left)} units are left over, less than a day's."] if left else []
    refill = f" with {counted(refills, 'refill')}" if refills else ""
    words = f"A quantity of {shown(quantity)}{refill} at {shown(per_day)} a day lasts {counted(days, 'day')}{ends}."
    return Result(tuple(found), words, tuple(steps), tuple(notes))

"""The postsurgical guideline's visits and periods after an operation, from the packs' own rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imr_desktop.rules.calculators.calendar_days import add_days, add_months, counted
from imr_desktop.rules.calculators.data import made
from imr_desktop.rules.calculators.limits import Limit, limits_of
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, InputRefused, Result, Value, shown
from imr_desktop.rules.packs import Packs, Rule

SERVICE = "postoperative physical therapy"
PROCEDURE = "surgery.procedure"
_VISITS, _WEEKS, _MONTHS = "visits.postop_total_incl_request", "request.duration_weeks", "surgery.months_since"


def calculator() -> Calculator:
    """The calculator; its figures stand in ``resources/guidelines/postsurgical_*.yaml``."""
    return made("postsurgical", compute, found={"procedure": {"choices_of": _procedures}})


def compute(values: Mapping[str, Any], context: CalculatorContext) -> Result:
    """The period's end, the visits and weeks of the course, and what is left of them."""
    packs = context.packs()
    name, rule = _rule(values["procedure"], packs)
    months, visits, weeks = (next(limits_of(rule, packs, (key,)), None) for key in (_MONTHS, _VISITS, _WEEKS))
    if months is None:
        raise InputRefused(
            f"The guideline packs give no period after {name}; look it up in {calculator().source}.", "procedure"
        )
    end = add_months(values["date"], months.number)
    found = [Value("period_ends", "Postsurgical period ends", end), Value("period_months", "Period", months.number, "months")]
    steps = [
        f"Operation read as {name}: rule {rule.data.id}",
        f"{shown(values['date'])} + {counted(months.number, 'month')} = {shown(end)}",
    ]
    for part in (_course(visits, values), _weeks(weeks, values)):
        found += part[0]
        steps += part[1]
    notes = _notes(values, end, (months, visits, weeks), rule)
    return Result(
        tuple(found),
        _sentence(name, values, end, months, visits),
        tuple(steps),
        tuple(notes),
        source=f"{packs.editions[rule.data.edition].title}, {rule.data.section} ({rule.data.id})",
        version=packs.version,
    )


def _rule(words: str, packs: Packs) -> tuple[str, Rule]:
    """The operation's name in the packs and its rule; the general rule where the table does not list it."""
    rules = {
        rule.data.when.get("val"): rule
        for rule in packs.by_service[SERVICE]
        if rule.data.when and rule.data.when.get("in") == PROCEDURE
    }
    exact = next((name for name in rules if str(name).casefold() == words.casefold()), None)
    said = packs.phrases.said(words).get(PROCEDURE)
    names = [exact] if exact else sorted(str(value) for value in said.values) if said else []
    if len(names) > 1:
        raise InputRefused(f"“{words[:60]}” may be {' or '.join(names)}; choose one.", "procedure")
    if names and names[0] in rules:
        return str(names[0]), rules[names[0]]
    general = next((rule for rule in packs.by_service[SERVICE] if rule.data.when is None), None)
    if general is None:
        raise InputRefused(f"The guideline packs have no rule for “{words[:60]}”; choose another operation.", "procedure")
    return "an operation the table does not list", general


def _course(visits: Limit | None, values: Mapping[str, Any]) -> tuple[list[Value], list[str]]:
    if visits is None:
        return [], []
    used, requested = values["used"], values["requested"]
    total, half = used + requested, visits.number // 2
    left = max(visits.number - total, 0)
    steps = [
        f"Whole course: {counted(visits.number, 'visit')}; the first half of it: {visits.number} ÷ 2 = {half}",
        f"{used} used + {requested} requested = {total}; {visits.number} − {total} = {visits.number - total}",
    ]
    return [
        Value("visits", "Visits in all", visits.number, "visits"),
        Value("first_visits", "First course", half, "visits"),
        Value("visits_left", "Left after the request", left, "visits"),
    ], steps


def _weeks(weeks: Limit | None, values: Mapping[str, Any]) -> tuple[list[Value], list[str]]:
    if weeks is None:
        return [], []
    found = [Value("weeks", "Weeks of the course", weeks.number, "weeks")]
    first = values["first_visit"]
    if first is None:
        return found, []
    if first < values["date"]:
        raise InputRefused(
            f"The first visit on {shown(first)} comes before the operation on {shown(values['date'])}.", "first_visit"
        )
    last = add_days(first, weeks.number * 7)
    return [*found, Value("course_ends", "Course ends", last)], [
        f"{shown(first)} + {counted(weeks.number, 'week')} = {shown(last)}"
    ]


def _notes(values: Mapping[str, Any], end: Any, limits: tuple[Limit | None, ...], rule: Rule) -> list[str]:
    notes, on, visits = [], values["on"], limits[1]
    if on is not None:
        notes.append(f"{shown(on)} is {_place(values['date'], on, end)}.")
    if visits is not None and values["used"] + values["requested"] > visits.number:
        notes.append(
            f"Over the course by {counted(values['used'] + values['requested'] - visits.number, 'visit')}; "
            "that alone decides nothing."
        )
    if rule.data.when is None:
        notes.append("The operation is not in the table: the general period is used, and no number of visits.")
    if any(limit is not None and not limit.checked for limit in limits):
        notes.append(f"From memory in part: look the figures up in {calculator().source} before they are relied on.")
    return [*notes, *([rule.data.note] if rule.data.note and rule.data.when else [])]


def _place(start: Any, on: Any, end: Any) -> str:
    if on < start:
        return "before the operation"
    return "within the period" if on <= end else f"{counted((on - end).days, 'day')} after the period"


def _sentence(name: str, values: Mapping[str, Any], end: Any, months: Limit, visits: Limit | None) -> str:
    course = f", with no more than {counted(visits.number, 'visit')}" if visits else ""
    operation = (
        values["procedure"]
        if values["procedure"].casefold() == name.casefold()
        else f"{values['procedure']} (read as {name})"
    )
    period = counted(months.number, "month")
    return f"After {operation} on {shown(values['date'])} the postsurgical period of {period} ends on {shown(end)}{course}."


def _procedures(context: CalculatorContext) -> tuple[tuple[str, str], ...]:
    packs = context.packs()
    return tuple((name, name) for name in packs.inputs[PROCEDURE].values)

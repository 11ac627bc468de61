"""Visits used and requested against a cap: the statute's, a guideline pack's, or one that is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imr_desktop.rules.calculators.calendar_days import counted
from imr_desktop.rules.calculators.data import made, table
from imr_desktop.rules.calculators.limits import visit_caps
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, InputRefused, Result, Value, shown


@dataclass(frozen=True, slots=True)
class _Cap:
    number: int | None
    words: str
    source: str
    version: str
    notes: tuple[str, ...] = ()


def calculator() -> Calculator:
    """The calculator over ``resources/calculators/visits.toml`` and the guideline packs."""
    data = table("visits")
    origin = {"source": data["statute"]["source"], "version": data["version"]}
    return made(
        "visits", compute, origin, {"guideline": {"choices_of": _guidelines}, "kind": {"choices": data["statute"]["kinds"]}}
    )


def compute(values: Mapping[str, Any], context: CalculatorContext) -> Result:
    """What is left of the cap before and after the request; visits after surgery do not count against it."""
    used, requested, apart = values["used"], values["requested"], values["post_surgical"]
    if apart > used:
        raise InputRefused(f"Of {counted(used, 'visit')} used, {apart} cannot have been after surgery.", "post_surgical")
    cap, against = _cap(values, context), used - apart
    total = against + requested
    steps = [f"Counted so far: {used} used − {apart} after surgery = {against}"] if apart else []
    steps.append(f"With the request: {against} + {requested} = {counted(total, 'visit')}")
    found = [Value("total", "With the request", total, "visits"), Value("counted", "Counted so far", against, "visits")]
    if cap.number is None:
        words = f"{counted(total, 'visit')} with the request; {cap.words}."
        return Result(tuple(found), words, tuple(steps), cap.notes, source=cap.source, version=cap.version)
    left, over = cap.number - against, total - cap.number
    steps += [f"Before the request: {_difference(cap.number, against)}", f"After it: {_difference(cap.number, total)}"]
    found = [
        Value("remaining", "Left after the request", max(-over, 0), "visits"),
        *found,
        Value("remaining_before", "Left before the request", max(left, 0), "visits"),
        Value("over", "Over the cap", max(over, 0), "visits"),
        Value("cap", "Cap", cap.number, "visits"),
    ]
    return Result(
        tuple(found),
        _sentence(against, requested, total, cap, over),
        tuple(steps),
        (*_notes(over, apart), *cap.notes),
        source=cap.source,
        version=cap.version,
    )


def _difference(cap: int, visits: int) -> str:
    return f"{cap} − {visits} = {cap - visits} left" if visits <= cap else f"{visits} − {cap} = {visits - cap} over the cap"


def _notes(over: int, apart: int) -> list[str]:
    notes = [f"Over the cap by {counted(over, 'visit')}; that alone decides nothing."] if over > 0 else []
    apart_note = "Visits after surgery fall under the postsurgical guideline, which has its own numbers."
    return [*notes, apart_note] if apart else notes


def _sentence(used: int, requested: int, total: int, cap: _Cap, over: int) -> str:
    with_request = f"With {used} used and {requested} requested, the visits come to {total}"
    if over > 0:
        return f"{with_request}, {over} more than {cap.words}."
    return f"{with_request}, within {cap.words}; {-over} would remain."


def _cap(values: Mapping[str, Any], context: CalculatorContext) -> _Cap:
    given = [key for key in ("cap", "guideline", "kind") if values[key] is not None]
    if len(given) > 1:
        raise InputRefused("Choose one cap: a number, a guideline’s, or the statute’s for one kind of visit.", given[1])
    if not given:
        raise InputRefused(
            "No cap is given; enter a number, choose a guideline’s, or the kind of visit for the statute’s.", "cap"
        )
    return {"cap": _own, "guideline": _from_packs, "kind": _statute}[given[0]](values, context)


def _own(values: Mapping[str, Any], context: CalculatorContext) -> _Cap:
    return _Cap(values["cap"], f"the cap of {values['cap']} entered", "Cap as entered", table("visits")["version"])


def _from_packs(values: Mapping[str, Any], context: CalculatorContext) -> _Cap:
    packs = context.packs()
    limit = visit_caps(packs)[values["guideline"]]
    notes = () if limit.checked else ("This cap is from memory: look it up before it is relied on.",)
    return _Cap(
        limit.number,
        f"the {limit.number} of {limit.source}",
        f"{limit.source} ({limit.criterion.id})",
        packs.version,
        (f"Applies where: {limit.criterion.text}.", *notes),
    )


def _statute(values: Mapping[str, Any], context: CalculatorContext) -> _Cap:
    data, kind, injury = table("visits"), values["kind"], values["injury"]
    statute, first = data["statute"], data["statute"]["injury_from"]
    if injury is None:
        raise InputRefused(f"The statute’s cap is for injuries from {shown(first)} on; enter the date of injury.", "injury")
    if injury < first:
        words = f"{statute['source']} sets no cap for an injury of {shown(injury)}, before {shown(first)}"
        return _Cap(None, words, statute["source"], data["version"], (f"{words}.",))
    notes = (f"The cap is for {kind} alone; the other kinds have their own.", statute["caution"])
    words = f"the {statute['cap']} of {statute['source']} for {kind}"
    return _Cap(statute["cap"], words, statute["source"], data["version"], notes)


def _guidelines(context: CalculatorContext) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, f"{limit.number} visits: {limit.rule.service}, {limit.edition}")
        for key, limit in visit_caps(context.packs()).items()
    )

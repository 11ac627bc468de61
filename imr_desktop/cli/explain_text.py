"""An explanation as text for people and as JSON."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

import msgspec

from imr_desktop.case.model import Case, SourceRef
from imr_desktop.cli.output import say_folded
from imr_desktop.cli.report import governing_lines
from imr_desktop.review.checking import FROM_MEMORY, VISITS, Explained, ExplainedCriterion, ExplainedInput, Gate

_MOST_QUOTED = 200
_MOST_WORDS = 1000
NO_RULE = "none covers this service; cite the guideline you apply"
_GATE = {True: "open", False: "closed", None: "not known"}


def explained_json(case: Case, items: tuple[Explained, ...]) -> dict[str, Any]:
    """One case's explanation for programs; inputs and missing ones stand by key and label."""
    return {"case_number": case.number or None, "items": [_item_json(one) for one in items]}


def _item_json(one: Explained) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(one)
    plain["request"] = msgspec.to_builtins(msgspec.structs.asdict(one.request))
    plain["criteria"] = [
        {**_report_json(criterion), **{key: value for key, value in row.items() if key != "report"}}
        for criterion, row in zip(one.criteria, plain["criteria"], strict=True)
    ]
    return plain


def _report_json(criterion: ExplainedCriterion) -> dict[str, Any]:
    fields = (
        "id",
        "kind",
        "text",
        "status",
        "limit",
        "citation",
        "confidence",
        "edition",
        "would_change",
        "question",
        "source",
        "overrides",
        "answer",
        "tier",
        "historical",
    )
    shown = {field: msgspec.to_builtins(getattr(criterion.report, field)) for field in fields}
    return {**shown, "missing_inputs": list(criterion.report.missing)}


def say_explained(case: Case, items: tuple[Explained, ...]) -> None:
    """Print one case's items, each from its words to its criteria."""
    say_folded(f"Case {case.number or '(no number)'}, {len(items)} {'item' if len(items) == 1 else 'items'}")
    for number, one in enumerate(items, 1):
        _say_item(number, one)


def _say_item(number: int, one: Explained) -> None:
    say_folded(f"\n{number}. {_short(one.title, _MOST_WORDS)}")
    if one.words != one.title:
        _line("In dispute", _short(one.words, _MOST_WORDS))
    _line("Understood", "; ".join(one.understood) or "no number, side or body part is stated")
    _line("To ask", one.asks or "")
    _line("Service", one.service_why if one.service else f"not recognised. {one.service_why}")
    _line("Rule", f"{one.rule}. {one.governing_edition}" if one.rule else NO_RULE)
    for at, line in enumerate(governing_lines(one.governing, entry=one.entry)):
        _line("" if at else "Governing", line.removeprefix("governing: ").strip())
    for own in one.own:
        _line("", own.words)
    shown = {criterion.report.id for criterion in one.criteria}
    for gate in one.gates:
        if gate.id not in shown:
            _say_gate(gate)
    _say_criteria(one)
    _say_rules(one)
    if any(criterion.report.confidence == "from-memory" and not criterion.report.historical for criterion in one.criteria):
        say_folded(f"\n   A criterion {FROM_MEMORY}.")


def _line(name: str, words: str) -> None:
    if words:
        say_folded(f"   {name + ':' if name else '':<13}{words}")


def _say_gate(gate: Gate) -> None:
    _line("Gate", f"{_GATE[gate.holds]}: {gate.text} [{gate.citation}]")
    _say_values(gate.values, gate.missing, 16)


def _say_criteria(one: Explained) -> None:
    live = [criterion for criterion in one.criteria if not criterion.report.historical]
    counts = Counter(criterion.report.status for criterion in live)
    if counts:
        _line("Criteria", ", ".join(f"{number} {status}" for status, number in counts.items()))
    for why, same in groupby(live, key=_outside):
        if why:
            _say_outside(why, tuple(same))
            continue
        for criterion in same:
            _say_criterion(criterion, one.rule)
    if historical := [criterion.report for criterion in one.criteria if criterion.report.historical]:
        say_folded(f"\n   {historical[0].heading}")
    for report in historical:
        say_folded(f"     {report.text}")


def _outside(criterion: ExplainedCriterion) -> str:
    """Why a whole rule does not apply; empty where the criterion is judged by itself."""
    report = criterion.report
    return criterion.why if report.status == "not applicable" and criterion.why == report.would_change else ""


def _say_outside(why: str, criteria: tuple[ExplainedCriterion, ...]) -> None:
    say_folded("")
    for criterion in criteria:
        say_folded(f"   {criterion.report.status:<15} {criterion.report.text}")
    _detail("why", why)


def _say_criterion(criterion: ExplainedCriterion, main: str | None) -> None:
    report = criterion.report
    beside = f"  [{criterion.rule}]" if criterion.rule != main else ""
    say_folded(f"\n   {report.status:<15} {report.text}{beside}")
    _detail("why", criterion.why)
    if report.status == "not documented":
        _say_values(tuple(one for one in criterion.values if not (report.found and one.key in VISITS)), (), 19)
    if report.status != "not applicable":
        _detail("limit", f"{report.limit}{f'; found: {report.found}' if report.found else ''}" if report.limit else "")
    if report.would_change != criterion.why:
        _detail("would change", report.would_change)
    _detail("to ask", report.question)
    if report.answer is not None:
        _detail("your answer", f"{report.answer.status}{f' ({report.answer.reason})' if report.answer.reason else ''}")
    sure = "from memory" if report.confidence == "from-memory" else criterion.sure
    _detail("citation", f"{report.citation} ({report.kind_of_text}; {sure})")


def _detail(name: str, words: str) -> None:
    if words:
        say_folded(f"{'':<19}{name + ':':<14}{words}")


def _say_values(values: tuple[ExplainedInput, ...], missing: tuple[str, ...], indent: int) -> None:
    for value in values:
        say_folded(
            f"{'':<{indent}}{'found:' if value.tested else 'beside:':<14}{value.label}: {value.words} ({value.origin})"
        )
        for source in value.sources:
            say_folded(f"{'':<{indent + 14}}{_place(source)}“{_short(source.quote)}”")
    if missing:
        say_folded(f"{'':<{indent}}{'not known:':<14}{'; '.join(missing)}")


def _place(source: SourceRef) -> str:
    return f"p. {source.page}: " if source.page else ""


def _short(words: str, most: int = _MOST_QUOTED) -> str:
    return words if len(words) <= most else f"{words[:most]}…"


def _say_rules(one: Explained) -> None:
    others = [rule for rule in one.rules if rule.place == "adds" or (rule.place == "skipped" and not rule.general)]
    shown = [rule for rule in others if rule.place == "adds" or not rule.out_of_force]
    if others:
        say_folded("\n   Other rules looked at")
    for rule in shown:
        say_folded(f"     {rule.place:<8} {rule.rule:<26} {rule.why}")
    if old := [rule.rule for rule in others if rule not in shown]:
        say_folded(f"     not in force on the day: {', '.join(old)}")
    if general := sum(rule.general and rule.place == "skipped" for rule in one.rules):
        say_folded(f"     {general} general rules that have nothing to say here (--json names them with the reasons)")

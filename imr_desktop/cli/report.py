"""The result of a check as JSON for programs and as text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from imr_desktop.case.labels import in_words
from imr_desktop.cli.output import say_folded
from imr_desktop.review.checking import (
    Checked,
    CriterionReport,
    GoverningText,
    InputValue,
    ItemReport,
    Problem,
    asked_at_signing,
    left_words,
    to_fix,
)


def check_json(checked: Checked) -> dict[str, Any]:
    """One case's problems and criteria in the shape of the ``check --json`` contract."""
    return {
        "case_number": checked.case.number or None,
        "problems": [problem_json(problem) for problem in checked.problems],
        "to_fix": len(to_fix(checked)),
        "blocked_by": [problem.id for problem in checked.blocking],
        "checks_not_run": [{"check": one.check, "reason": one.reason} for one in checked.not_run],
        "items": [_item_json(report) for report in checked.reports],
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """One problem for programs."""
    return {
        "id": problem.id,
        "check": problem.check,
        "severity": problem.severity,
        "hint": problem.flag,
        "place": problem.place.label,
        "message": problem.message,
        "quote": problem.quote,
        "fix": problem.fix.label if problem.fix else None,
    }


def _item_json(report: ItemReport) -> dict[str, Any]:
    return {
        "title": report.title,
        "service": report.service,
        "request": msgspec.to_builtins(msgspec.structs.asdict(report.request)),
        "rule": report.rule,
        "governing_edition": report.governing_edition,
        "governing": msgspec.to_builtins(report.governing),
        "entry": report.entry,
        "source": report.source,
        "overrides": list(report.overrides),
        "own_rules": msgspec.to_builtins(report.own),
        "criteria": [_criterion_json(criterion) for criterion in report.criteria],
    }


def _criterion_json(criterion: CriterionReport) -> dict[str, Any]:
    fields = (
        "id",
        "text",
        "status",
        "inputs",
        "limit",
        "citation",
        "confidence",
        "missing",
        "would_change",
        "edition",
        "source",
        "overrides",
        "tier",
        "historical",
    )
    shown = {field: msgspec.to_builtins(getattr(criterion, field)) for field in fields}
    return {
        **shown,
        "sources": [
            {"document": source.document, "page": source.page, "quote": source.quote} for source in criterion.sources
        ],
    }


def say_check(checked: Checked) -> None:
    """Print one case's problems and its criteria table."""
    say_folded(f"Case {checked.case.number or '(no number)'}")
    say_problems(checked.problems)
    if checked.problems:
        say_folded(f"  {left_words(checked.blocking)}")
    _say_not_run(checked)
    for report in checked.reports:
        say_folded(f"\n  {report.title}")
        say_folded(
            f"    service: {report.service or 'not recognised'}   rule: {report.rule or 'none'}"
            f"   edition: {report.governing_edition or 'none'}"
        )
        for line in governing_lines(report.governing, entry=report.entry):
            say_folded(f"    {line}")
        for own in report.own:
            say_folded(f"    {own.words}")
        if report.request.ambiguous:
            say_folded(f"    to ask: {report.request.ambiguous}")
        for criterion in report.criteria:
            if not criterion.historical:
                _say_criterion(criterion)
        if historical := [criterion for criterion in report.criteria if criterion.historical]:
            say_folded(f"    {historical[0].heading}")
        for criterion in historical:
            say_folded(f"      {criterion.text}")


def _say_not_run(checked: Checked) -> None:
    """Print the checks that were not made, those of one reason together."""
    for reason in dict.fromkeys(one.reason for one in checked.not_run):
        names = [one.check for one in checked.not_run if one.reason == reason]
        say_folded(f"  not run    {', '.join(names)}: {reason}")


def governing_lines(text: GoverningText | None, *, entry: bool) -> Iterator[str]:
    """What governs an item, and that the reviewer's own reading is asked for where it is."""
    if text is None:
        return
    yield f"governing: {text.citation} ({text.edition}{f', {text.days}' if text.days else ''})"
    if text.beside:
        yield f"           beside: {', '.join(text.beside)}"
    if text.note:
        yield f"           {text.note}"
    if entry and text.silent:
        yield "           What another guideline says, in the order of 8 CCR 9792.21.1, can be entered (Ctrl+R)."
    elif entry:
        yield "           Licensed words, and no criterion here was read in them: Enter what the guideline says (Ctrl+R)."


def say_problems(problems: tuple[Problem, ...]) -> None:
    """Print problems, one a line, with their ids."""
    if not problems:
        say_folded("  All checks pass.")
    for problem in problems:
        kind = "to state" if asked_at_signing(problem) else problem.severity
        say_folded(f"  {kind:<9}  {problem.id}  {problem.place.label}: {problem.message}")
        if problem.quote:
            say_folded(f"             “{problem.quote}”")


def _say_criterion(criterion: CriterionReport) -> None:
    say_folded(f"    {criterion.status:<14}  {criterion.text}")
    if criterion.limit:
        values = criterion.found or ", ".join(
            f"{criterion.labels[key]}: {_value(value)}" for key, value in criterion.inputs.items()
        )
        say_folded(f"                    limit: {criterion.limit}{f'; found: {values}' if values else ''}")
    if listed := criterion.inputs.get("drug.list_entry"):
        say_folded(f"                    {listed}")
    for source in criterion.sources:
        say_folded(f"                    found{f' on p. {source.page}' if source.page else ''}: “{source.quote}”")
    if criterion.missing:
        missing = dict.fromkeys(criterion.labels[key] for key in criterion.missing)
        say_folded(f"                    not documented: {'; '.join(missing)}")
    say_folded(f"                    {criterion.citation} ({criterion.kind_of_text}; {criterion.confidence})")


def _value(value: InputValue) -> str:
    if isinstance(value, bool | tuple):
        return in_words(value)
    return f"{value:g}" if isinstance(value, int | float) else value.replace("_", " ")

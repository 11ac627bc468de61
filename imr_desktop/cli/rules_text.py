"""Rules as text for people and as JSON: the list, one rule whole, and a trial of all examples."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from imr_desktop.cli.output import say
from imr_desktop.review.guidelines import RuleEntry, ShownCriterion, ShownRule, Trial


def say_rows(rows: Iterable[RuleEntry]) -> None:
    """Print one line a rule."""
    for row in rows:
        say(f"{row.id:<28} {row.service}  {row.edition}, in force {in_force(row)}  ({row.confidence}){own(row)}")


def in_force(row: RuleEntry) -> str:
    """The days a rule's edition was in force, for people."""
    return f"{row.in_force_from or '…'} to {row.in_force_to or 'today'}"


def own(row: RuleEntry) -> str:
    """What marks a rule of the user's own pack; empty for a shipped one."""
    if row.source == "shipped":
        return ""
    replaced = f", replaces {', '.join(row.overrides)}" if row.overrides else ""
    return f"  [your pack: {row.source}{replaced}]"


def rule_json(shown: ShownRule) -> dict[str, Any]:
    """A rule whole: the fields of its line in the list with ``criteria`` in full."""
    whole = msgspec.to_builtins(shown)
    return {**whole.pop("entry"), **whole}


def say_rule(shown: ShownRule) -> None:
    """Print a rule whole."""
    entry = shown.entry
    say(f"{entry.id}  {entry.service}{own(entry)}")
    _line("Family", entry.family)
    _line("Also for", ", ".join(shown.also))
    _line("Goes by", ", ".join(shown.synonyms))
    _line("Edition", f"{entry.edition}, in force {in_force(entry)}")
    _line("Section", shown.section)
    _line("Source", "shipped" if entry.source == "shipped" else f"your pack {entry.source}")
    _line("Replaces", ", ".join(entry.overrides))
    _line("Adds to", ", ".join(shown.adds_to))
    _line("Not to", ", ".join(shown.not_to))
    _line("Applies when", shown.applies_when)
    _line("Gates", "; ".join(shown.gates))
    _line("Closes", f"the rules of {', '.join(shown.closes)}, where its criteria do not hold" if shown.closes else "")
    _line("Note", shown.note)
    for criterion in shown.criteria:
        _say_criterion(criterion)
    say(f"\n  Examples: {len(shown.examples)}")
    for number, example in enumerate(shown.examples, 1):
        expected = ", ".join(f"{short}: {status}" for short, status in example.expect.items())
        say(f"    {number}. {json.dumps(example.inputs, ensure_ascii=False)} gives {expected}")


def _line(name: str, words: str, indent: int = 2) -> None:
    if words:
        say(f"{'':<{indent}}{name + ':':<15}{words}")


def _say_criterion(criterion: ShownCriterion) -> None:
    say(f"\n  {criterion.id}  ({criterion.kind})  {criterion.text}")
    for name, words in (
        ("Test", criterion.test),
        ("Applies when", criterion.applies_when),
        ("Limit", criterion.limit),
        ("If it fails", criterion.fails),
        ("If not known", criterion.missing),
        ("Asks", criterion.question),
        ("Would change", criterion.would_change),
        ("Citation", criterion.citation),
        ("Confidence", _confidence(criterion)),
    ):
        _line(name, words, 4)
    for one in criterion.inputs:
        say(f"      input: {one.label} ({one.key}, {one.type}{f', {one.unit}' if one.unit else ''})  {one.question}")


def _confidence(criterion: ShownCriterion) -> str:
    seen = f", seen in {', '.join(criterion.seen_in)}" if criterion.seen_in else ""
    return f"{criterion.confidence}{seen}"


def trial_json(trial: Trial) -> dict[str, Any]:
    """The trial's counts by family and its failures."""
    return {
        "examples": trial.examples,
        "failed": len(trial.failures),
        "families": [
            {"family": family.name, "rules": family.rules, "examples": family.examples, "failed": family.failed}
            for family in trial.families
        ],
        "failures": [
            {
                "rule": one.rule.data.id,
                "file": one.rule.file,
                "example": one.number,
                "criterion": criterion,
                "expected": expected,
                "actual": actual,
            }
            for one in trial.failures
            for criterion, expected, actual in one.failures
        ],
        "rules_without_example": list(trial.without),
    }


def say_trial(trial: Trial) -> None:
    """Print one line a family, then each failure."""
    for family in trial.families:
        failed = f", {family.failed} failed" if family.failed else ""
        say(f"{family.name:<28} {family.rules:>4} rules  {family.examples:>5} examples{failed}")
    for one in trial.failures:
        for criterion, expected, actual in one.failures:
            got = f"gives {actual}" if actual else "names no criterion of the rule"
            say(
                f"FAILED  {one.rule.file}: example {one.number} of {one.rule.data.id}: {criterion} {got}, expected {expected}"
            )
    if trial.without:
        say(f"Without an example: {', '.join(trial.without)}")
    verdict = f"{len(trial.failures)} failed" if trial.failures else "all come out"
    say(f"{trial.examples} examples of {sum(family.rules for family in trial.families)} rules: {verdict}")

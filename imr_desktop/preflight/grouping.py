"""One line for each cause: problems of one check that differ only in the item they stand at become one, with its places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from imr_desktop.preflight.problem import Fix, Problem

_OWN_WORK = frozenset({"search", "decide", "write"})
"""Acts that are work of their own at each place."""
_EACH_ITS_OWN = ("absence.", "identity.")
"""Families whose problems are each looked into where they stand."""
_NUMBER = re.compile(r"^Item (\d+)\b")
_LABEL = re.compile(r"^Item (\d+)")


def by_cause(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, those of one cause as one at the place of the first, the others' places in `also`.

    Where each place asks for work of its own (a search, a decision, words to write), and where a reason holds for one place
    alone, nothing is put together. The id names every place, so that an acknowledgement never covers one that came later.
    """
    groups: dict[object, list[Problem]] = {}
    for at, problem in enumerate(problems):
        groups.setdefault(_cause(problem) or at, []).append(problem)
    return tuple(_as_one(group) for group in groups.values())


def _cause(problem: Problem) -> tuple[object, ...] | None:
    fix = problem.fix
    if problem.place.area != "item" or problem.overridable or problem.check.startswith(_EACH_ITS_OWN):
        return None
    if fix and fix.act in _OWN_WORK:
        return None
    message = _NUMBER.sub("Item", problem.message)
    label, act = (fix.label, fix.act) if fix else ("", "")
    return problem.check, problem.severity, problem.flag, problem.place.field, message, problem.quote, label, act


def _as_one(group: list[Problem]) -> Problem:
    first, *others = group
    if not others:
        return first
    rest = ",".join(other.id.removeprefix(first.check).lstrip(":") for other in others)
    changes = tuple(change for one in group if one.fix for change in one.fix.changes)
    return replace(
        first,
        id=f"{first.id},{rest}",
        message=f"{first.message} The same at {_numbers(group)}.",
        fix=Fix(first.fix.label, changes, first.fix.act, first.fix.target) if first.fix else None,
        also=tuple(other.place for other in others),
    )


def _numbers(group: list[Problem]) -> str:
    """The items of the others, runs of numbers as such: ``items 3–5, 9``."""
    own = _number(group[0])
    numbers = sorted({_number(one) for one in group[1:]})
    if numbers == [own]:
        return f"{len(group) - 1} more place{'s' if len(group) > 2 else ''} there"
    return f"item{'s' if len(numbers) > 1 else ''} {', '.join(_runs(numbers))}"


def _number(problem: Problem) -> int:
    found = _LABEL.match(problem.place.label)
    return int(found[1]) if found else 0


def _runs(numbers: list[int]) -> Iterator[str]:
    start = last = numbers[0]
    for number in [*numbers[1:], -1]:
        if number != last + 1:
            yield f"{start}" if start == last else f"{start}, {last}" if last == start + 1 else f"{start}–{last}"
            start = number
        last = number

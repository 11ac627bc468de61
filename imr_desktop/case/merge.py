"""Two copies of one case made into one, field by field, without losing anything in silence.

With the version both come from (`base`), what only one side changed is taken; without it, what only one side says. What
both sides say differently is a conflict and waits for a choice; a decision in conflict stays open until then. A signed case
is what was signed: nothing is merged into it, and it is taken only whole.

A copy from another's hand (`foreign`) never gives an opinion in silence: each of its decisions, reasons and answers that
differs is a conflict, also where ours is empty; and where it says nothing, ours stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from imr_desktop.case import bound, dates, labels, seen
from imr_desktop.case.differences import BothNames, Difference, difference, order_difference
from imr_desktop.case.model import Case, CaseFile, DisputedItem
from imr_desktop.case.tree import Element, Entries, Fields, Path, Words, case_of, doubled, same, tree
from imr_desktop.errors import CaseInvalid, UsageError

replace = msgspec.structs.replace

Side = Literal["ours", "theirs"]
_DECISIONS = frozenset({"decision", "end_state"})
_OPINION = _DECISIONS | {"rationale", "reviewer_guideline", "no_citation_reason", "answers", "evidence"}
"""Fields of an item that are its reviewer's own view."""
_UNKNOWN = object()
"""Stands for what is not known of the base; None stands for an element that is not in a list."""


class Conflict(NamedTuple):
    """A place where both sides say something else; both values as plain text (empty: it was taken out there).

    `decision` says that the physician's decision on an item hangs on it.
    """

    place: str
    label: str
    ours: str
    theirs: str
    decision: bool = False


class Merged(NamedTuple):
    """Two copies made into one: `case` has ours at each conflict, and no decision where it is in conflict.

    `taken` is what comes from theirs without a question. `sides` are the copies it was made from: base, ours, theirs.
    """

    case: Case
    taken: tuple[Difference, ...]
    conflicts: tuple[Conflict, ...]
    sides: tuple[Case | None, Case, Case]
    foreign: bool = False


def merge(base: Case | None, ours: Case, theirs: Case, *, foreign: bool = False) -> Merged:
    """Merge two copies of a case; `base` is the version both come from, where it is known.

    `foreign`: theirs is from another's hand, so that each of its opinions is asked about.

    Raises UsageError for a signed case (theirs may be signed where ours has nothing of its own), CaseInvalid where an id
    stands twice in a list.
    """
    _refuse_signed(base, ours, theirs)
    roots = [tree(case) for case in (ours, theirs, *([base] if base else []))]
    for root, side in zip(roots, ("This case", "The other copy", "The earlier version"), strict=False):
        for path in doubled(root):
            raise CaseInvalid(
                f"{side} holds “{path[-1].partition('#')[0][:60]}” twice under {path[-2]} and cannot be "
                "merged; remove one of them."
            )
    return _merged(base, ours, theirs, None, foreign)


def resolve(merged: Merged, choices: Mapping[str, Side], default: Side | None = None) -> Case:
    """The case with each conflict settled by the choice for its place.

    `default` settles those that were not chosen, except decisions: these are always chosen one by one. Raises UsageError
    where a conflict has no choice, or a choice is for no conflict or for neither side.
    """
    known = {conflict.place: conflict for conflict in merged.conflicts}
    for place, side in choices.items():
        if place not in known or side not in ("ours", "theirs"):
            raise UsageError(
                f"“{place[:80]}: {str(side)[:20]}” settles nothing; choose “ours” or “theirs” "
                "for a place that is in conflict."
            )
    open_ones = [one.label for one in merged.conflicts if one.place not in choices and (default is None or one.decision)]
    if open_ones:
        more = f" and {len(open_ones) - 3} more" if len(open_ones) > 3 else ""
        raise UsageError(f"Choose a side first for: {', '.join(open_ones[:3])}{more}.")
    return _merged(*merged.sides, lambda place: choices.get(place) or default, merged.foreign).case


def _refuse_signed(base: Case | None, ours: Case, theirs: Case) -> None:
    if ours.locked:
        raise UsageError("This case is signed; nothing is merged into it. Reopen it as a new version first.")
    if theirs.locked and base != ours and not same(_unsigned(ours), _unsigned(theirs)):
        raise UsageError(
            "The other copy is signed and this one differs from it; a signed case is taken only whole. "
            "Restore the version both come from, then take it."
        )


def _unsigned(case: Case) -> Fields:
    root = tree(case)
    root.parts.pop("signed")
    return root


def _merged(
    base: Case | None, ours: Case, theirs: Case, choice: Callable[[str], Side | None] | None, foreign: bool
) -> Merged:
    roots = [tree(one) if one else None for one in (base, ours, theirs)]
    old, here, there = roots
    assert here is not None
    assert there is not None
    act = _Merging(choice, labels.item_numbers(here, there), (labels.names(here, there), labels.names(there, here)), foreign)
    root = act.fields((), "", _UNKNOWN if old is None else old, here, there)
    case = case_of(root, ours)
    if any(conflict.place == "files" for conflict in act.conflicts):
        case = _within_record(case, ours, theirs)
    case = bound.tidy(case)
    return Merged(case, tuple(act.taken), tuple(act.conflicts), (base, ours, theirs), foreign)


def _within_record(case: Case, *sides: Case) -> Case:
    """The case without what is of files that were not taken, documents and pages seen: their pages would be another's."""
    files = {file.digest for file in case.files}
    case = replace(case, documents=tuple(one for one in case.documents if one.file in files), seen=())
    for side in sides:
        case = seen.carry_seen(case, side)
    return case


class _Merging:
    """One merge under way: what was taken, what is in conflict, and who settles it (None: nobody yet)."""

    def __init__(
        self, choice: Callable[[str], Side | None] | None, items: Mapping[str, int], names: BothNames, foreign: bool
    ) -> None:
        self.choice, self.items, self.names, self.foreign = choice, items, names, foreign
        self.taken: list[Difference] = []
        self.conflicts: list[Conflict] = []

    def fields(self, path: Path, above: str, base: Any, ours: Fields, theirs: Fields) -> Fields:
        """Both sides' fields as one; the base is fields too, or `_UNKNOWN`."""
        made: dict[str, Any] = {}
        for name, mine in ours.parts.items():
            old = _UNKNOWN if base is _UNKNOWN else base.parts[name]
            label, yours, inner = labels.of_field(above, ours.kind, name), theirs.parts[name], (*path, name)
            if isinstance(mine, Entries):
                made[name] = self.entries(inner, label, above, old, mine, yours)
            elif isinstance(mine, Fields):
                made[name] = self.fields(inner, label, old, mine, yours)
            else:
                made[name] = self.value(inner, label, old, mine, yours, ours.kind is DisputedItem and name in _DECISIONS)
        return Fields(ours.kind, made)

    def value(self, path: Path, label: str, base: Any, ours: Any, theirs: Any, decision: bool = False) -> Any:
        """One value of both; with a decision in conflict, none."""
        if same(ours, theirs):
            return ours
        if self.foreign and _opinion(path):
            return self.opinion(path, label, base, ours, theirs, decision)
        known = base is not _UNKNOWN
        if same(base, theirs) if known else _unset(path, theirs):
            return ours
        if same(base, ours) if known else _unset(path, ours):
            return self.take(path, label, ours, theirs)
        agreed = _agreed(path, ours, theirs)
        if agreed is not None:
            return agreed if same(agreed, ours) else self.take(path, label, ours, agreed)
        return self.settle(path, label, ours, theirs, decision, None if decision else ours)

    def opinion(self, path: Path, label: str, base: Any, ours: Any, theirs: Any, decision: bool = False) -> Any:
        """A view of another's: never taken in silence, and ours where they have none or only we changed it."""
        if _unset(path, theirs) or (base is not _UNKNOWN and same(base, theirs)):
            return ours
        return self.settle(path, label, ours, theirs, decision, None if decision else ours)

    def take(self, path: Path, label: str, ours: Any, theirs: Any) -> Any:
        self.taken.append(difference(path, label, ours, theirs, self.names))
        return theirs

    def settle(self, path: Path, label: str, ours: Any, theirs: Any, decision: bool, meanwhile: Any) -> Any:
        """A conflict, and the value that was chosen for it, or stands there meanwhile."""
        seen = difference(path, label, ours, theirs, self.names)
        self.conflicts.append(Conflict(seen.place, seen.label, seen.before, seen.after, decision))
        side = self.choice(seen.place) if self.choice else None
        return meanwhile if side is None else theirs if side == "theirs" else ours

    # ----- lists

    def entries(self, path: Path, label: str, above: str, base: Any, ours: Entries, theirs: Entries) -> Entries:
        """Both sides' lists as one, element by element; in the order of the side that changed it."""
        made: dict[str, Any] = {}
        old = {} if base is _UNKNOWN else base.parts
        for number, key in enumerate(dict.fromkeys((*ours.parts, *theirs.parts)), start=1):
            mine, yours = ours.parts.get(key), theirs.parts.get(key)
            own = labels.of_entry(above, ours.kind, key, number, mine or yours, self.items)
            one = self.entry((*path, key), own, _UNKNOWN if base is _UNKNOWN else old.get(key), mine, yours)
            if one is not None:
                made[key] = one
        order = self.order(path, label, base, ours, theirs, made)
        return Entries(ours.kind, {key: made[key] for key in order})

    def entry(self, path: Path, label: str, base: Any, ours: Any, theirs: Any) -> Any:
        """One element of both, None where it is gone; a base of None: it was not there."""
        if isinstance(ours, Element) and isinstance(theirs, Element):
            old = base.fields if isinstance(base, Element) else _UNKNOWN
            return Element(ours.id, self.fields(path, label, old, ours.fields, theirs.fields))
        if ours is not None and theirs is not None:
            return self.value(path, label, _UNKNOWN if base is None else base, ours, theirs)
        if self.foreign and _opinion(path):
            return self.opinion(path, label, base, ours, theirs)
        one = ours if theirs is None else theirs
        if base is _UNKNOWN or base is None:
            return ours if theirs is None else self.take(path, label, None, theirs)
        if same(base, one):
            return None if ours is None else self.take(path, label, ours, None)
        return self.settle(path, label, ours, theirs, _decided(one), _undecided(one))

    def order(self, path: Path, label: str, base: Any, ours: Entries, theirs: Entries, made: Mapping[str, Any]) -> list[str]:
        """The keys of a list in the order of the side that changed it; items sorted anew by both are a conflict."""
        mine, yours = ([key for key in one.parts if key in made] for one in (ours, theirs))
        here, there = _of(mine, set(yours)), _of(yours, set(mine))
        if here == there:
            return _woven(mine, yours)
        if base is not _UNKNOWN and _kept(base, here):
            self.taken.append(order_difference(path, label, ours, theirs))
            return _woven(yours, mine)
        if path != ("items",) or (base is not _UNKNOWN and _kept(base, there)):
            return _woven(mine, yours)
        self.conflicts.append(Conflict(*order_difference(path, label, ours, theirs)))
        first_theirs = self.choice is not None and self.choice(".".join(path)) == "theirs"
        return _woven(yours, mine) if first_theirs else _woven(mine, yours)


def _of(keys: list[str], wanted: Iterable[str]) -> list[str]:
    return [key for key in keys if key in wanted]


def _kept(base: Entries, keys: list[str]) -> bool:
    """Whether keys stand in the base's order."""
    return _of(keys, base.parts) == _of(list(base.parts), set(keys))


def _woven(first: list[str], second: list[str]) -> list[str]:
    """The keys of two lists in the order of the first; what only the second has stands before its next common one."""
    known, ahead, pending = set(first), dict[str, list[str]](), list[str]()
    for key in second:
        pending.append(key)
        if key in known:
            ahead[key], pending = pending, []
    found: list[str] = []
    for key in first:
        found.extend(ahead.get(key, (key,)))
    return found + pending


def _unset(path: Path, value: Any) -> bool:
    """Whether a value says nothing; that a comment is not settled says nothing either."""
    return (
        value is None
        or (value is False and path[-1] == "resolved")
        or value in ("", ())
        or (isinstance(value, Words) and not value.text)
    )


def _opinion(path: Path) -> bool:
    """Whether a place is, or lies within, an item's reviewer's own view."""
    return len(path) > 2 and path[0] == "items" and path[2] in _OPINION


def _decided(one: Any) -> bool:
    return isinstance(one, Element) and any(one.fields.parts.get(name) is not None for name in _DECISIONS)


def _undecided(one: Any) -> Any:
    """An item without its decision, which hangs in a conflict; anything else as it is."""
    if not _decided(one):
        return one
    return Element(one.id, Fields(one.fields.kind, {**one.fields.parts, **dict.fromkeys(_DECISIONS)}))


def _agreed(path: Path, ours: Any, theirs: Any) -> Any:
    """What both sides amount to, where neither loses anything by it; None where they cannot be one."""
    if isinstance(ours, Words) and ours.text == theirs.text:
        return Words(ours.text, tuple(sorted({*ours.ranges, *theirs.ranges})))
    if path and path[0] in ("audit_head", "issue"):
        return ours
    if path == ("files",):
        return _longer(ours, theirs)
    if path == ("seen",):
        return seen.joined((*ours, *theirs))
    if path[0] == "documents" and path[-1] == "opened" and ours and theirs:
        return min(ours, theirs, key=lambda one: (dates.moment(one), one.isoformat()))
    return None


def _longer(ours: tuple[CaseFile, ...], theirs: tuple[CaseFile, ...]) -> tuple[CaseFile, ...] | None:
    """The record that goes on where the other ends: files are only ever added, their pages counted through."""
    short, long = sorted((ours, theirs), key=len)
    return long if long[: len(short)] == short else None

"""What differs between two versions of a case, place by place and in words, for those who look at its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from imr_desktop.case import labels
from imr_desktop.case.model import Case
from imr_desktop.case.tree import Element, Entries, Fields, Path, Words, same, tree

NOTHING_WRITTEN = "(nothing written)"
"""How an element without a word stands beside none."""


class Difference(NamedTuple):
    """One place that differs: its stable name, its name in words, and both values as plain text (empty: nothing there)."""

    place: str
    label: str
    before: str
    after: str


BothNames = tuple[labels.Names, labels.Names]
_NO_NAMES: BothNames = (labels.NO_NAMES, labels.NO_NAMES)


class Told(NamedTuple):
    """What people call the elements of the cases that are compared: items' numbers, and names by id in either case."""

    items: Mapping[str, int]
    names: BothNames


def differences(before: Case, after: Case) -> tuple[Difference, ...]:
    """What differs, in the order of the case; elements of lists are matched by id or key, never by position.

    An element that came or went is one difference; a list that was only sorted anew is one more.
    """
    old, new = tree(before), tree(after)
    told = Told(labels.item_numbers(new, old), (labels.names(old, new), labels.names(new, old)))
    return tuple(_of_fields((), "", old, new, told))


def difference(path: Path, label: str, before: Any, after: Any, names: BothNames = _NO_NAMES) -> Difference:
    """The difference of one place; where both values read alike, in every detail."""
    was, now = labels.plain(before, names[0]), labels.plain(after, names[1])
    if was == now:
        was, now = labels.exact(before, names[0]), labels.exact(after, names[1])
        label += " › Bound words" if isinstance(before, Words) else ""
    if was == now:  # only an inner name differs, which nobody gave a word
        was, now = labels.raw(before), labels.raw(after)
    if was == now:
        was, now = ("" if one is None else NOTHING_WRITTEN for one in (before, after))
    return Difference(".".join(path), label, was, now)


def _of_fields(path: Path, above: str, old: Fields, new: Fields, told: Told) -> Iterator[Difference]:
    for name, after in new.parts.items():
        yield from _of_value((*path, name), labels.of_field(above, new.kind, name), above, old.parts[name], after, told)


def _of_value(path: Path, label: str, above: str, old: Any, new: Any, told: Told) -> Iterator[Difference]:
    if isinstance(new, Entries):
        yield from _of_entries(path, label, above, old, new, told)
    elif isinstance(new, Fields):
        yield from _of_fields(path, label, old, new, told)
    elif not same(old, new):
        yield difference(path, label, old, new, told.names)


def _of_entries(path: Path, label: str, above: str, old: Entries, new: Entries, told: Told) -> Iterator[Difference]:
    for number, (key, after) in enumerate(new.parts.items(), start=1):
        own, before = labels.of_entry(above, new.kind, key, number, after, told.items), old.parts.get(key)
        if isinstance(after, Element) and isinstance(before, Element):
            yield from _of_fields((*path, key), own, before.fields, after.fields, told)
        elif before is None or not same(before, after):
            yield difference((*path, key), own, before, after, told.names)
    for number, (key, before) in enumerate(old.parts.items(), start=1):
        if key not in new.parts:
            yield difference(
                (*path, key), labels.of_entry(above, new.kind, key, number, before, told.items), before, None, told.names
            )
    yield from _of_order(path, label, old, new)


def _of_order(path: Path, label: str, old: Entries, new: Entries) -> Iterator[Difference]:
    was = [key for key in old.parts if key in new.parts]
    now = [key for key in new.parts if key in old.parts]
    if was != now:
        yield order_difference(path, label, old, new)


def order_difference(path: Path, label: str, old: Entries, new: Entries) -> Difference:
    """The difference of two lists' order: their elements, one line each; their keys where these read alike."""
    was, now = (
        [
            "\n".join(labels.plain(one).partition("\n")[0] or NOTHING_WRITTEN for one in entries.parts.values()),
            "\n".join(entries.parts),
        ]
        for entries in (old, new)
    )
    which = int(was[0] == now[0])
    return Difference(".".join(path), f"{label} › Order", was[which], now[which])

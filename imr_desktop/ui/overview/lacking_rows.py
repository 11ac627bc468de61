"""What the record lacks as rows: by kind, folded, filtered by words, some of it ticked for a request. Imports no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from imr_desktop.language import mark, told, tr
from imr_desktop.review.lacking import ABSENT, OWED, by_kind
from imr_desktop.ui.overview import rows
from imr_desktop.ui.overview.rows import OverviewRow, Tick

if TYPE_CHECKING:
    from imr_desktop.review.lacking import Lacked, Missing

_NAMES = {OWED: mark("Owed by law"), ABSENT: mark("Pages absent inside a document")}
_ICONS = {OWED: ("octagon-alert", "error"), ABSENT: ("octagon-alert", "error")}
FEW = 12
"""Rows that are shown at once; where there are more, only what the law owes and a few absent pages stand unfolded."""
_FEW_PAGES = 5
_LEAST = 2
"""Kinds from which on headings stand above them."""


class Lack:
    """What is missing, which of it is in view, and which of it is ticked; nothing is ticked at first."""

    def __init__(self) -> None:
        self._groups: tuple[Lacked, ...] = ()
        self._keys: dict[str, Missing] = {}
        self._ticked: set[str] = set()
        self._turned: set[str] = set()
        self.words = ""

    def show(self, missing: Sequence[Missing]) -> None:
        """Look at these from now on; what was ticked stays so where it is still missing."""
        self._groups = by_kind(missing)
        self._keys = {rows.missing_row(one).key: one for one in missing}
        self._ticked &= self._keys.keys()

    # --- what is shown

    def rows(self) -> tuple[OverviewRow, ...]:
        """The rows in view: a heading with its count for each kind, and what is unfolded below it."""
        return tuple(row for group in self._groups for row in self._of_group(group))

    def _of_group(self, group: Lacked) -> Iterator[OverviewRow]:
        listed = self._matching(group)
        if not listed:
            return
        headed = len(self._groups) >= _LEAST
        if headed:
            yield self._heading(group, listed)
        if not headed or self._is_open(group):
            yield from listed

    def _heading(self, group: Lacked, listed: Sequence[OverviewRow]) -> OverviewRow:
        on = sum(row.tick == "on" for row in listed)
        tick: Tick = "on" if on == len(listed) else "part" if on else "off"
        title = tr(_NAMES[group.name]) if group.name in _NAMES else rows.capitalized(told(group.name))
        count = tr("{on:,} of {count:,} ticked", on=on, count=len(listed)) if on else f"{len(listed):,}"
        icon = _ICONS.get(group.name, ("info", "warn"))
        fold: Literal["open", "folded"] = "open" if self._is_open(group) else "folded"
        return OverviewRow(f"group:{group.name}", title, count, icon=icon, chips=listed[0].chips[:1], tick=tick, fold=fold)

    def _matching(self, group: Lacked) -> list[OverviewRow]:
        wanted = self.words.lower().split()
        made = [replace(row, tick="on" if row.key in self._ticked else "off") for row in map(rows.missing_row, group.missing)]
        return [row for row in made if all(word in _searched(group, row) for word in wanted)]

    def _is_open(self, group: Lacked) -> bool:
        """Whether the rows of a kind are in view: turned by hand, else where they are few, weigh most or were looked for."""
        weighs = group.name == OWED or (group.name == ABSENT and len(group.missing) <= _FEW_PAGES)
        by_itself = len(self._keys) <= FEW or weighs or bool(self.words.strip())
        return by_itself != (group.name in self._turned)

    # --- what is wanted

    def fold(self, row: OverviewRow) -> None:
        """Fold the rows of a heading away, or unfold them."""
        if row.fold:
            self._turned ^= {row.key.partition(":")[2]}

    def toggle(self, row: OverviewRow) -> None:
        """Tick or untick a row, or all that match under a heading."""
        if not row.fold:
            self._ticked ^= {row.key}
            return
        name = row.key.partition(":")[2]
        keys = {one.key for group in self._groups if group.name == name for one in self._matching(group)}
        self._ticked = self._ticked - keys if keys <= self._ticked else self._ticked | keys

    @property
    def ticked(self) -> tuple[Missing, ...]:
        """What is ticked."""
        return tuple(one for key, one in self._keys.items() if key in self._ticked)

    @property
    def matching(self) -> tuple[Missing, ...]:
        """What matches the words that are looked for, folded or not."""
        return tuple(self._keys[row.key] for group in self._groups for row in self._matching(group))

    def at(self, row: OverviewRow | None) -> tuple[Missing, ...]:
        """What a row stands for; nothing for a heading."""
        return (self._keys[row.key],) if row is not None and row.key in self._keys else ()


def _searched(group: Lacked, row: OverviewRow) -> str:
    return f"{group.name} {row.title} {row.text} {row.note} {' '.join(chip[0] for chip in row.chips)}".lower()

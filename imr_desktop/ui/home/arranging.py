"""The worklist in order: which cases are shown, in which groups, sorted by which column. Imports no Qt.

Sorted by due date the open cases stand in groups by how soon they are due; by any other column they are one group. Signed
cases always stand apart, below.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from imr_desktop.language import mark, markc, tr, trc
from imr_desktop.ui import wording
from imr_desktop.ui.home.searching import folded

if TYPE_CHECKING:
    from imr_desktop.ui.home.worklist import CaseRow

COLUMNS = ("number", "item", "status", "due", "received", "changed")
"""What the worklist can be sorted by, as the columns stand."""
SOON_DAYS = 7
MANY_SIGNED = 10
"""Signed cases from which their group is folded as long as nobody opened it."""
_TITLES = {
    "late": mark("Late"),
    "week": mark("Due this week"),
    "later": mark("Due later"),
    "waiting": mark("Waiting, no due date"),
    "open": markc("group", "Open"),
    "signed": mark("Signed"),
}
GROUPS = tuple(_TITLES)
Key = str | float | None
"""What a row is sorted by; None: it has nothing there."""


@dataclass(frozen=True)
class Order:
    """How the worklist is arranged: the column, whether the other way round, and the groups folded or opened by hand."""

    column: str = "due"
    reverse: bool = False
    folded: frozenset[str] = frozenset()
    unfolded: frozenset[str] = frozenset()

    @classmethod
    def read(cls, column: str, folds: str) -> Order:
        """As it is kept in the settings: ``-due``, ``late -signed``; what is not known is left out."""
        names, marks = column.removeprefix("-"), folds.split()
        return cls(
            names if names in COLUMNS else "due",
            column.startswith("-") and names in COLUMNS,
            frozenset(mark for mark in marks if mark in GROUPS),
            frozenset(mark[1:] for mark in marks if mark.startswith("-") and mark[1:] in GROUPS),
        )

    @property
    def kept_column(self) -> str:
        """The column as the settings keep it."""
        return f"-{self.column}" if self.reverse else self.column

    @property
    def kept_folds(self) -> str:
        """The groups as the settings keep them."""
        return " ".join([*sorted(self.folded), *(f"-{name}" for name in sorted(self.unfolded))])

    def by(self, column: str) -> Order:
        """By this column; the other way round where it is this one already."""
        return Order(column, column == self.column and not self.reverse, self.folded, self.unfolded)

    def with_fold(self, group: str, *, folded: bool) -> Order:
        """With a group folded, or opened."""
        rest = self.folded - {group}, self.unfolded - {group}
        return Order(self.column, self.reverse, rest[0] | {group}, rest[1]) if folded else self._opened(group, rest)

    def _opened(self, group: str, rest: tuple[frozenset[str], frozenset[str]]) -> Order:
        return Order(self.column, self.reverse, rest[0], rest[1] | {group})

    def is_folded(self, group: str, count: int) -> bool:
        """Whether a group of so many cases is folded."""
        return group in self.folded or (group == "signed" and count > MANY_SIGNED and group not in self.unfolded)


@dataclass(frozen=True)
class GroupRow:
    """The line above the cases of a group."""

    name: str
    count: int
    folded: bool = False

    @property
    def key(self) -> str:
        return f"group {self.name}"

    @property
    def words(self) -> str:
        return trc("group", _TITLES[self.name])

    @property
    def spoken(self) -> str:
        """The group for a screen reader."""
        state = tr("folded") if self.folded else trc("group", "open")
        return tr(
            "Group: {words}. {counted}, {state}.", words=self.words, counted=wording.counted(self.count, "case"), state=state
        )


def group_of(row: CaseRow, column: str, today: date) -> str:
    """The group a case stands in."""
    summary = row.summary
    if summary.signed_at is not None:
        return "signed"
    if column != "due":
        return "open"
    if summary.due is None:
        return "waiting"
    if summary.due < today:
        return "late"
    return "week" if summary.due < today + timedelta(SOON_DAYS) else "later"


def sort(rows: Iterable[CaseRow], order: Order) -> list[CaseRow]:
    """The rows by a column: those that have nothing there last, whichever way round; the same again by number.

    Dates of receiving and changing begin with the newest.
    """
    by = _KEYS[order.column]
    keyed = [(by(row), row) for row in sorted(rows, key=_number)]
    filled = [(key, row) for key, row in keyed if key is not None]
    filled.sort(key=itemgetter(0), reverse=order.reverse)
    return [row for _key, row in filled] + [row for key, row in keyed if key is None]


def _number(row: CaseRow) -> str:
    return row.summary.number


def _by_number(row: CaseRow) -> Key:
    return row.summary.number or None


def _by_item(row: CaseRow) -> Key:
    return folded(row.words) if row.summary.titles else None


def _by_status(row: CaseRow) -> Key:
    return row.rank


def _by_due(row: CaseRow) -> Key:
    summary = row.summary
    if summary.signed_at is not None:
        return -summary.signed_at.timestamp()  # in a group of their own, the newest first
    return summary.due.toordinal() if summary.due else None


def _by_received(row: CaseRow) -> Key:
    return -row.summary.received.toordinal() if row.summary.received else None


def _by_changed(row: CaseRow) -> Key:
    return -row.summary.saved_at.timestamp()


_KEYS: dict[str, Callable[[CaseRow], Key]] = dict(
    zip(COLUMNS, (_by_number, _by_item, _by_status, _by_due, _by_received, _by_changed), strict=True)
)


def arrange(
    rows: Sequence[CaseRow], order: Order, today: date, *, searched: bool = False, shut: Collection[str] = ()
) -> list[CaseRow | GroupRow]:
    """Sorted rows in their groups, each under its line; a single group needs none.

    In what was `searched` for no group is folded but those in `shut`: nobody looks for what then stays hidden.
    """
    groups: dict[str, list[CaseRow]] = {name: [] for name in _order_of_groups(order)}
    for row in rows:
        groups[group_of(row, order.column, today)].append(row)
    filled = {name: cases for name, cases in groups.items() if cases}
    if len(filled) < 2:
        return list(rows)
    shown: list[CaseRow | GroupRow] = []
    for name, cases in filled.items():
        folded = name in shut if searched else order.is_folded(name, len(cases))
        shown.append(GroupRow(name, len(cases), folded))
        shown.extend(() if folded else cases)
    return shown


def _order_of_groups(order: Order) -> tuple[str, ...]:
    soon = ("late", "week", "later")
    return (*(reversed(soon) if order.reverse else soon), "waiting", "open", "signed")

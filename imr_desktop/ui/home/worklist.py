"""The stored cases by due date: the model of the home view's list and the painting of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from imr_desktop.case import dates
from imr_desktop.ui import wording
from imr_desktop.ui.home import ROW_HEIGHT
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import Index, RowDelegate, RowModel
from imr_desktop.ui.widgets.statuses import Status

if TYPE_CHECKING:
    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.review.checking import Open


def title_of(summary: CaseSummary) -> str:
    """What a case is about: its first item's title, and how many more."""
    if not summary.titles:
        return "No disputed item yet"
    first = " ".join(summary.titles[0].split())
    return first if len(summary.titles) == 1 else f"{first}; {len(summary.titles) - 1} more"


def facts_of(summary: CaseSummary) -> str:
    """CM14-0012345 · 48 y · DOI 03/03/2007 · 1 item."""
    parts = [
        summary.number or "No number yet",
        f"{summary.age} y" if summary.age is not None else "",
        f"DOI {dates.written(summary.injury)}" if summary.injury else "",
        wording.counted(len(summary.titles), "item"),
    ]
    return " · ".join(part for part in parts if part)


def status_of(summary: CaseSummary, blocking: Open | str | None) -> Status:
    """The next act as a chip; `blocking` is what stands in the way of signing, None while not known.

    A sentence where the case was set aside.
    """
    if isinstance(blocking, str):
        return Status("Set aside", "Set aside", "octagon-alert", "error")
    items = len(summary.titles)
    if summary.signed_at is not None:
        return Status("Signed", "Signed", "shield-check", "ok")
    if not items or summary.decided == 0:
        return Status("Undecided", "Undecided", "circle-dashed", "undecided", dashed=True)
    if summary.decided < items:
        words = f"{summary.decided} of {items} decided"
        return Status(words, words, "circle-dashed", "undecided", dashed=True)
    if blocking is not None and blocking.to_fix:
        return Status(blocking.words, blocking.words, "octagon-alert", "error")
    if blocking is not None and blocking.reasons:  # what the header's button says: its view asks for the reasons
        return Status("Review and sign", "Review", "pen-line", "accent")
    if blocking is not None:
        return Status("Ready to sign", "Ready", "circle-check", "ok")
    return Status(f"{items} of {items} decided", "Decided", "circle-check", "met")


def due_of(summary: CaseSummary, today: date) -> wording.Due:
    """The due date in words as of today; what was signed says when."""
    if summary.signed_at is not None:
        return wording.Due("", f"Signed {wording.day(dates.in_california(summary.signed_at).date(), today)}")
    if summary.due is None:
        return wording.Due("", "No due date yet")
    now = dates.now() if summary.track == "expedited" else None
    due = wording.due_words(summary.due, today, now=now)
    when = due.when.removeprefix("Due ")
    return wording.Due(
        due.left, f"{summary.track.capitalize()} · {when}" if summary.track != "standard" else when, due.urgency
    )


@dataclass(frozen=True)
class CaseRow:
    """A stored case. `blocking`: what stands in the way of signing, None while not known; why it was set aside."""

    summary: CaseSummary
    blocking: Open | str | None = None

    @property
    def key(self) -> str:
        return self.summary.id

    @property
    def words(self) -> str:
        return title_of(self.summary)

    @property
    def status(self) -> Status:
        return status_of(self.summary, self.blocking)

    @property
    def aside(self) -> str:
        """Why it was set aside; empty where it was not."""
        return self.blocking if isinstance(self.blocking, str) else ""

    @property
    def spoken(self) -> str:
        due = due_of(self.summary, dates.today())
        facts = facts_of(self.summary)
        return f"{self.words}. {facts}. {self.status.word}. {due.left} {due.when}. {self.aside}".rstrip()


class Worklist(RowModel[CaseRow]):
    """The stored cases."""

    _blocking: Mapping[str, Open | str] = MappingProxyType({})

    def set_cases(self, summaries: Iterable[CaseSummary]) -> None:
        self.show_rows(CaseRow(summary, self._blocking.get(summary.id)) for summary in summaries)

    def set_blocking(self, blocking: Mapping[str, Open | str]) -> None:
        """Show what stands in each case's way, by case id; a sentence where a case was set aside."""
        self._blocking = blocking
        self.set_cases([row.summary for row in self._rows])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row; its tip says why it was set aside, else all its items."""
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.ToolTipRole and row is not None:
            return row.aside or "\n".join(row.summary.titles)
        return super().data(index, role)


class WorklistDelegate(RowDelegate[CaseRow]):
    """Title and facts on the left, status and due date on the right."""

    uniform = True

    def height(self, row: CaseRow) -> int:
        return px(ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Below the last row lies the frame's edge."""
        self.ruled = index.row() < self.view.rows() - 1
        super().paint(painter, option, index)

    def draw(self, painter: QPainter, row: CaseRow, area: QRect, *, chosen: bool) -> None:
        summary, status, aside = row.summary, row.status, row.aside
        due = due_of(summary, dates.today())
        edge = area.right() - px(16)
        self._due(painter, QRect(edge - px(160), area.y(), px(160), area.height()), due)
        if due.urgency:
            painter.drawPixmap(edge - px(186), area.y() + (area.height() - px(16)) // 2, pixmap(due.icon, due.urgency, 16))
        left = edge - px(200) - paint.status_width(status.word)
        paint.status_chip(painter, left, area.y() + (area.height() - px(24)) / 2, status)
        words = QRect(area.x() + px(16), area.y() + px(11), left - area.x() - px(28), px(20))
        paint.text(painter, words, title_of(summary), "text", 14, 600)
        facts = f"{summary.number or 'No number yet'} · {aside.removeprefix('Set aside: ')}" if aside else facts_of(summary)
        paint.text(painter, words.translated(0, px(19)), facts, "error_text" if aside else "muted", 12)

    def _due(self, painter: QPainter, area: QRect, due: wording.Due) -> None:
        if not due.left:
            paint.text(painter, area, due.when, "muted", 12, flags=paint.RIGHT)
            return
        token = f"{due.urgency}_text" if due.urgency else "text"
        top = QRect(area.x(), area.y() + px(11), area.width(), px(20))
        paint.text(painter, top, due.left, token, 14, 600, paint.RIGHT)
        paint.text(painter, top.translated(0, px(19)), due.when, "muted", 12, flags=paint.RIGHT)

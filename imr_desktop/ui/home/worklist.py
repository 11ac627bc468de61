"""The stored cases by due date: the model of the home view's list and the painting of its rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from imr_desktop.case import dates
from imr_desktop.case.deadlines import judged_on
from imr_desktop.ui import wording
from imr_desktop.ui.home import ROW_HEIGHT
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate, RowList
from imr_desktop.ui.widgets.statuses import Status

if TYPE_CHECKING:
    from imr_desktop.store.summaries import CaseSummary

Index = QModelIndex | QPersistentModelIndex
SUMMARY = Qt.ItemDataRole.UserRole
STATUS = Qt.ItemDataRole.UserRole + 1
ASIDE = Qt.ItemDataRole.UserRole + 2


def title_of(summary: Any) -> str:
    """What a case is about: its first item's title, and how many more."""
    if not summary.titles:
        return "No disputed item yet"
    first = " ".join(summary.titles[0].split())
    return first if len(summary.titles) == 1 else f"{first}; {len(summary.titles) - 1} more"


def facts_of(summary: Any) -> str:
    """CM14-0012345 · 48 y · DOI 03/03/2007 · 1 item."""
    parts = [
        summary.number or "No number yet",
        f"{summary.age} y" if summary.age is not None else "",
        f"DOI {dates.written(summary.injury)}" if summary.injury else "",
        wording.counted(len(summary.titles), "item"),
    ]
    return " · ".join(part for part in parts if part)


def status_of(summary: Any, blocking: int | str | None) -> Status:
    """The next act as a chip; `blocking` is how many problems stand in the way, None while not known.

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
    if blocking:
        return Status(f"{blocking} to fix", f"{blocking} to fix", "octagon-alert", "error")
    if blocking == 0:
        return Status("Ready to sign", "Ready", "circle-check", "ok")
    return Status(f"{items} of {items} decided", "Decided", "circle-check", "met")


def due_of(summary: Any, today: date) -> wording.Due:
    """The due date in words; what was signed says when."""
    if summary.signed_at is not None:
        return wording.Due("", f"Signed {summary.signed_at:%b} {summary.signed_at.day}")
    if summary.due is None:
        return wording.Due("", "No due date yet")
    due = wording.due_words(summary.due, judged_on(summary.decision, today))
    when = due.when.removeprefix("Due ")
    return wording.Due(
        due.left, f"{summary.track.capitalize()} · {when}" if summary.track != "standard" else when, due.urgency
    )


class Worklist(QAbstractListModel):
    """The stored cases, soonest due first as the store gives them."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._summaries: tuple[CaseSummary, ...] = ()
        self._blocking: dict[str, int | str] = {}

    def set_cases(self, summaries: tuple[CaseSummary, ...]) -> None:
        """Show these cases."""
        self.beginResetModel()
        self._summaries = summaries
        self.endResetModel()

    def set_blocking(self, blocking: dict[str, int | str]) -> None:
        """Show how many problems stand in each case's way, by case id; a sentence where a case was set aside."""
        self._blocking = blocking
        if self._summaries:
            self.dataChanged.emit(self.index(0), self.index(len(self._summaries) - 1))

    def set_aside(self, row: int) -> str:
        """Why the case in a row was set aside; empty where it was not."""
        why = self._blocking.get(self._summaries[row].id)
        return why if isinstance(why, str) else ""

    def case_id(self, row: int) -> str:
        """The id of the case in a row."""
        return self._summaries[row].id

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many cases there are."""
        return 0 if parent.isValid() else len(self._summaries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row as words, for the eye and for the ear."""
        summary = self._summaries[index.row()]
        status, aside = status_of(summary, self._blocking.get(summary.id)), self.set_aside(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(summary)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            due = due_of(summary, date.today())
            return f"{title_of(summary)}. {facts_of(summary)}. {status.word}. {due.left} {due.when}. {aside}".rstrip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return aside or "\n".join(summary.titles)
        return {SUMMARY: summary, STATUS: status, ASIDE: aside}.get(role)


class WorklistDelegate(RowDelegate):
    """Title and facts on the left, status and due date on the right."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are alike."""
        return QSize(px(200), px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one case."""
        painter.save()
        self.paint_ground(painter, option, rule=index.row() < index.model().rowCount() - 1)
        area, summary, status = option.rect, index.data(SUMMARY), index.data(STATUS)
        due = due_of(summary, date.today())
        edge = area.right() - px(16)
        self._due(painter, QRect(edge - px(160), area.y(), px(160), area.height()), due)
        if due.urgency:
            painter.drawPixmap(edge - px(186), area.y() + (area.height() - px(16)) // 2, pixmap(due.icon, due.urgency, 16))
        left = edge - px(200) - paint.status_width(status.word)
        paint.status_chip(painter, left, area.y() + (area.height() - px(24)) / 2, status)
        words = QRect(area.x() + px(16), area.y() + px(11), left - area.x() - px(28), px(20))
        paint.text(painter, words, title_of(summary), "text", 14, 600)
        aside = index.data(ASIDE)
        facts = f"{summary.number or 'No number yet'} · {aside.removeprefix('Set aside: ')}" if aside else facts_of(summary)
        paint.text(painter, words.translated(0, px(19)), facts, "error_text" if aside else "muted", 12)
        self.paint_focus(painter, option)
        painter.restore()

    def _due(self, painter: QPainter, area: QRect, due: wording.Due) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if not due.left:
            paint.text(painter, area, due.when, "muted", 12, flags=right)
            return
        token = f"{due.urgency}_text" if due.urgency else "text"
        top = QRect(area.x(), area.y() + px(11), area.width(), px(20))
        paint.text(painter, top, due.left, token, 14, 600, right)
        paint.text(painter, top.translated(0, px(19)), due.when, "muted", 12, flags=right)

"""How the worklist's rows are painted: a case in one line under the columns, a group as a quiet heading."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from imr_desktop.case import dates
from imr_desktop.language import tr
from imr_desktop.ui import wording
from imr_desktop.ui.home import ROW_HEIGHT, columns
from imr_desktop.ui.home.arranging import GroupRow
from imr_desktop.ui.home.model import ListRow
from imr_desktop.ui.home.worklist import CaseRow, facts_of
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate

_LEAST_FACTS = 60
"""Pixels before zoom below which the facts behind the items are left out."""


class WorklistDelegate(RowDelegate[ListRow]):
    """Number, items with the facts behind them, status, due date, when it was received and changed."""

    uniform = True

    def height(self, row: ListRow) -> int:
        return px(ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A group's line has a ground of its own; the keyboard's ring is drawn on it as on a case."""
        row = index.data(ROW_ROLE)
        if isinstance(row, GroupRow):
            painter.fillRect(option.rect, color("sunken"))
        super().paint(painter, option, index)

    def draw(self, painter: QPainter, row: ListRow, area: QRect, *, chosen: bool) -> None:
        if isinstance(row, GroupRow):
            _group(painter, row, area)
        else:
            _case(painter, row, QRect(area.x(), area.y(), self.view.row_width(), area.height()))


def _group(painter: QPainter, row: GroupRow, area: QRect) -> None:
    arrow = pixmap("chevron-right" if row.folded else "chevron-down", "muted", 16)
    painter.drawPixmap(area.x() + px(10), area.y() + (area.height() - px(16)) // 2, arrow)
    token = "error_text" if row.name == "late" else "text2"
    words = area.adjusted(px(32), 0, 0, 0)
    paint.text(painter, words, row.words, token, 13, 600)
    paint.text(painter, words.adjusted(paint.width_of(row.words, 13, 600) + px(8), 0, 0, 0), f"{row.count:,}", "muted", 12)


def _case(painter: QPainter, row: CaseRow, area: QRect) -> None:
    summary = row.summary
    found = {
        column: QRect(area.x() + left, area.y(), wide, area.height())
        for column, (left, wide) in columns.places(area.width()).items()
    }
    number = summary.number or tr("No number yet")
    paint.text(painter, found["number"], number, "text2" if summary.number else "muted", 13, tabular=True)
    _items(painter, row, found["item"])
    place = found["status"]
    paint.status_chip(painter, place.x(), place.y() + (place.height() - px(24)) / 2, row.status)
    _due(painter, found["due"], row.due(dates.today()))
    _dates(painter, row, found)


def _items(painter: QPainter, row: CaseRow, area: QRect) -> None:
    """The items, and behind them what else tells the case apart, or why it was set aside."""
    aside = row.aside
    wide = min(paint.width_of(row.words, 13, 600) + 1, area.width() // 2 if aside else area.width())
    paint.text(painter, QRect(area.x(), area.y(), wide, area.height()), row.words, "text", 13, 600)
    rest = area.adjusted(wide + px(12), 0, 0, 0)
    if rest.width() > px(_LEAST_FACTS):
        why = aside.removeprefix("Set aside: ")
        told = why[:1].upper() + why[1:] if why else facts_of(row.summary)
        paint.text(painter, rest, told, "error_text" if aside else "muted", 12)


def _due(painter: QPainter, area: QRect, due: wording.Due) -> None:
    if due.urgency:
        top = area.y() + (area.height() - px(16)) // 2
        painter.drawPixmap(area.x(), top, pixmap(due.icon, due.urgency, 16))
    words = area.adjusted(px(22), 0, 0, 0)
    if not due.left:
        paint.text(painter, words, due.when, "muted", 12)
        return
    paint.text(painter, words, due.left, f"{due.urgency}_text" if due.urgency else "text", 13, 600)
    day = due.shown or due.when  # that it is late was said
    behind = words.adjusted(paint.width_of(due.left, 13, 600) + px(8), 0, 0, 0)
    paint.text(painter, behind, day, "muted", 12)


def _dates(painter: QPainter, row: CaseRow, found: Mapping[str, QRect]) -> None:
    received = dates.written(row.summary.received) if row.summary.received else ""
    changed = dates.written(dates.in_california(row.summary.saved_at).date())
    for column, words in (("received", received), ("changed", changed)):
        if column in found:
            paint.text(painter, found[column], words, "muted", 12, tabular=True)

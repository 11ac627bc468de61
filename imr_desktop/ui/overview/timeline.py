"""The time line: a picture of the years above a list of what happened, filtered by words or by a disputed item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from imr_desktop.language import tr
from imr_desktop.review.overview import about
from imr_desktop.ui.overview import rows
from imr_desktop.ui.overview.overview_list import OverviewList
from imr_desktop.ui.theme import color, current, px
from imr_desktop.ui.widgets import fields, paint
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, Document
    from imr_desktop.review.overview import Event

HEIGHT, _EDGE = 92, 18
_LANES = ("injury", "surgery", "treatment", "study", "medication", "work status", "decision", "document")
_TOKENS = {"injury": "warn", "surgery": "error", "medication": "ok", "decision": "warn"}
_TOKENS |= dict.fromkeys(("document", "work status"), "muted")


class TimeLine(QWidget):
    """`save_requested(events, words)`: the entries in view are wanted as a file; the words are those they were chosen by."""

    save_requested = Signal(object, str)

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._events: tuple[Event, ...] = ()
        self._shown: tuple[Event, ...] = ()
        self.list = OverviewList(tr("Time line"), tr("Enter opens the page in the record."))
        self.picture = YearStrip()
        self.filter = fields.line(tr("Show entries with these words"), hint=tr("Body part, drug, kind …"))
        options = [(None, tr("All items")), *((item.id, item.title) for item in case.items)]
        self.item = fields.choice(tr("Entries about this disputed item"), options)
        self.item.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.save_button = Button(tr("&Save as PDF…"), "file-down")
        self.fields = (self.filter, self.item, self.save_button)
        self.note, self.none = PlainLabel("", "muted", wrap=True), PlainLabel("", "muted", wrap=True)
        self.note.setContentsMargins(14, 6, 14, 6)
        self.none.setContentsMargins(14, 12, 14, 12)
        self.none.hide()
        chosen = row((self.filter, 1), (self.item, 1), self.save_button, margins=(14, 8, 14, 8))
        self.setLayout(column(self.picture, Hairline(), chosen, Hairline(), self.none, (self.list, 1), self.note))
        self._titles = {item.id: item.title for item in case.items}
        self.filter.textChanged.connect(self._show)
        self.item.currentIndexChanged.connect(self._show)
        self.list.current_changed.connect(self._point)
        self.picture.chosen.connect(self.list.select_row)
        self.save_button.clicked.connect(self._save)

    def show_events(self, events: Sequence[Event], undated: Sequence[Document]) -> None:
        """Show the entries; how many documents no date places is said below them."""
        self._events = tuple(events)
        pages = ", ".join(str(one.first_page) for one in undated[: rows.MOST_CHIPS])
        more = " …" if len(undated) > rows.MOST_CHIPS else ""
        self.note.say(
            tr(
                "Without a date that could be read: {what}, p. {pages}",
                what=counted(len(undated), "document"),
                pages=pages + more,
            )
            if undated
            else ""
        )
        self._show()

    def show_items(self, case: Case) -> None:
        """Offer the items that there are now; the one that is chosen stays so."""
        titles = {item.id: item.title for item in case.items}
        if titles == self._titles:
            return
        self._titles, chosen = titles, self.item.currentData()
        with QSignalBlocker(self.item):
            self.item.clear()
            for key, title in ((None, tr("All items")), *titles.items()):
                self.item.addItem(title, key)
            self.item.setCurrentIndex(max(self.item.findData(chosen), 0))
        self._show()

    @Slot()
    def _show(self) -> None:
        words, title = self.filter.text(), self._titles.get(self.item.currentData() or "", "")
        self._shown = tuple(one for one in self._events if about(one, words, title))
        self.list.row_model.show_rows(rows.event_rows(self._shown))
        self.picture.show_events(self._shown)
        if self.list.row() < 0:
            self.list.select_row(0)
        self.picture.point(self.list.row())
        self.save_button.setEnabled(bool(self._shown))
        self.none.say(
            tr("No entry is about that. Pages that were not read may say more.") if self._asks and not self._shown else ""
        )

    @property
    def _asks(self) -> bool:
        """Whether entries are chosen among those there are."""
        return bool(self._events) and bool(self.filter.text().strip() or self.item.currentData())

    @Slot()
    def _point(self) -> None:
        self.picture.point(self.list.row())

    @Slot()
    def _save(self) -> None:
        chosen = self.filter.text().strip(), self._titles.get(self.item.currentData() or "", "")
        self.save_requested.emit(self._shown, "; ".join(filter(None, chosen)))


class YearStrip(QWidget):
    """The entries as marks over the years, a lane for each kind. `chosen(row)`: one was clicked."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._events: tuple[Event, ...] = ()
        self._days = date.min, date.max
        self._boxes: tuple[QRectF, ...] = ()
        self._current = -1
        self.setFixedHeight(px(HEIGHT))
        self.setAccessibleName(tr("The time line as a picture; the list below says the same"))
        current().changed.connect(self._on_theme)

    def show_events(self, events: tuple[Event, ...]) -> None:
        days = [day for one in events for day in (one.date, one.until) if day]
        self._days = (min(days), max(days)) if days else (date.min, date.max)
        self._events, self._boxes, self._current = events, (), -1
        self.update()

    def point(self, entry: int) -> None:
        """Mark an entry."""
        self._current = entry
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(px(300), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._events:
            return
        for year in self._years():
            left = self._place(date(year, 1, 1))
            painter.setPen(color("divider"))
            painter.drawLine(QPointF(left, 0), QPointF(left, self.height() - px(20)))
            words = QRectF(min(left + px(3), self.width() - px(34)), self.height() - px(20), px(34), px(18))
            paint.text(painter, words, str(year), "muted", 11, tabular=True)
        painter.setPen(Qt.PenStyle.NoPen)
        for box, kind in self._marks():
            painter.setBrush(color(_TOKENS.get(kind, "accent")))
            painter.drawRoundedRect(box, px(2), px(2))
        if 0 <= self._current < len(self._events):
            painter.setBrush(color("focus"))
            painter.drawRoundedRect(self._placed()[self._current].adjusted(-1, -2, 1, 2), px(2), px(2))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The entry nearest to the click."""
        if self._events:
            spot = event.position()
            near = [(box.center() - spot).manhattanLength() for box in self._placed()]
            self.chosen.emit(near.index(min(near)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The years have another width."""
        self._boxes = ()
        super().resizeEvent(event)

    def _placed(self) -> tuple[QRectF, ...]:
        """Where each entry's mark lies; found once, as a record has thousands."""
        if not self._boxes:
            self._boxes = tuple(map(self._box, self._events))
        return self._boxes

    def _marks(self) -> Iterable[tuple[QRectF, str]]:
        """The marks, of those that lie on one another at a pixel one."""
        seen = {
            (one.kind, round(box.x()), round(box.width())): (box, one.kind)
            for one, box in zip(self._events, self._placed(), strict=True)
        }
        return seen.values()

    def _years(self) -> list[int]:
        """The years whose names have room."""
        first, last = self._days
        most = max(self.width() // px(52), 1)
        step = (last.year - first.year) // most + 1
        return list(range(first.year + 1, last.year + 1, step))

    def _place(self, day: date) -> float:
        first, last = self._days
        share = (day - first).days / max((last - first).days, 1)
        return px(_EDGE) + share * (self.width() - 2 * px(_EDGE))

    def _box(self, one: Event) -> QRectF:
        lane = (self.height() - px(24)) / len(_LANES)
        left = self._place(one.date)
        wide = max(self._place(one.until) - left if one.until else 0, px(5))
        return QRectF(left, px(3) + _LANES.index(one.kind) * lane, wide, max(lane - px(2), 3))

    def _on_theme(self) -> None:
        self._boxes = ()
        self.setFixedHeight(px(HEIGHT))
        self.update()

"""After a drop: what was read, each line with its page, and one key to accept it. Nothing is decided here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from imr_desktop.case import citation
from imr_desktop.ui.intake.proposal_rows import ProposalRow, chosen, headline, rows_of
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, row
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate, RowList, RowModel

if TYPE_CHECKING:
    from imr_desktop.review.intake import TakenIn

TITLE_WIDTH = 210
_MARKS = {"sentence": ("octagon-alert", "error"), "left out": ("info", "muted")}


class ProposalModel(RowModel[ProposalRow]):
    """Rows of a taken-in case; proposals can be unticked."""

    def ticked(self) -> list[int]:
        return [row.proposal for row in self._rows if row.proposal >= 0 and row.ticked]

    def toggle(self, at: int) -> None:
        """Tick or untick a proposal."""
        row = self._rows[at]
        if row.proposal >= 0:
            self.show_rows((*self._rows[:at], replace(row, ticked=not row.ticked), *self._rows[at + 1 :]))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if self._rows[index.row()].kind == "section":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As every row, and whether a proposal is ticked."""
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.CheckStateRole and row is not None and row.proposal >= 0:
            return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        return super().data(index, role)


class ProposalDelegate(RowDelegate[ProposalRow]):
    """Tick box, label, value, note and page chips."""

    def height(self, row: ProposalRow) -> int:
        if row.kind == "section":
            return px(38)
        words = paint.paragraph_height(self._words(row), self._text_width(row))
        title = paint.paragraph_height(row.title, self._title_width(row))
        return max(words, title, px(18)) + px(18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A heading stands on no ground of its own."""
        row: ProposalRow = index.data(ROW_ROLE)
        if row.kind != "section":
            super().paint(painter, option, index)
            return
        words = option.rect.adjusted(px(16), px(8), -px(16), 0)
        paint.text(painter, words, row.title, "text", 14, 600)
        paint.text(painter, words.translated(paint.width_of(row.title, 14, 600) + px(8), 0), row.text, "muted", 12)

    def draw(self, painter: QPainter, row: ProposalRow, area: QRect, *, chosen: bool) -> None:
        self._mark(painter, area, row)
        left, top, high = area.x() + px(42), area.y() + px(9), area.height() - px(12)
        wide = self._title_width(row)
        title_token = "error_text" if row.kind == "sentence" else "text"
        paint.paragraph(painter, QRect(left, top, wide, high), row.title, title_token)
        words = QRect(left + wide + px(12), top, self._text_width(row), high)
        paint.paragraph(painter, words, self._words(row), "text2")
        self._chips(painter, area, row)

    def _mark(self, painter: QPainter, area: QRect, shown: ProposalRow) -> None:
        top = area.y() + px(9)
        if shown.proposal < 0:
            name, token = _MARKS.get(shown.kind, ("file-text", "muted"))
            painter.drawPixmap(area.x() + px(16), top, pixmap(name, token, 16))
            return
        on, box = shown.ticked, QRectF(area.x() + px(16), top, px(17), px(17))
        paint.box(painter, box, 4, color("accent" if on else "surface"), color("accent" if on else "border_strong"))
        if on:
            painter.drawPixmap(int(box.x()) + px(2), int(box.y()) + px(2), pixmap("check", "on_accent", 13))

    def _chips(self, painter: QPainter, area: QRect, shown: ProposalRow) -> None:
        labels = citation.labels(shown.pages)[:2]
        left = float(area.x()) + self.view.row_width() - px(16) - paint.chips_width(labels)
        for label in labels:
            left += paint.page_chip(painter, left, area.y() + px(8), label).width() + px(paint.GAP)

    def _words(self, shown: ProposalRow) -> str:
        return "\n".join(part for part in (shown.text, shown.note) if part)

    def _title_width(self, shown: ProposalRow) -> int:
        room = self.view.row_width() - px(58)
        if shown.kind in _MARKS:
            return room
        return px(TITLE_WIDTH) if shown.kind in ("proposal", "told") and not shown.note else room // 2

    def _text_width(self, shown: ProposalRow) -> int:
        return max(self.view.row_width() - px(58) - self._title_width(shown) - px(150), px(120))

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on a proposal ticks or unticks it."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            model.toggle(index.row())
            return True
        return super().editorEvent(event, model, option, index)


class ProposalView(QWidget):
    """`accepted(taken, proposals)`: the reviewer takes these; `dismissed()`: nothing is taken in."""

    accepted = Signal(object, object)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What was read")
        self._taken: Any = None
        self._title = PlainLabel("What was read", "h1")
        self._size = PlainLabel("", "muted")
        self._model = ProposalModel()
        help_text = "Space leaves a line out, Enter accepts all that are ticked"
        self.list = RowList("Read from the files", help_text, self._model, ProposalDelegate)
        frame = framed(column((self.list, 1), margins=(1, 1, 1, 1)))
        self.accept = Button("Accept", "check", kind="primary", tip="Enter")
        cancel = Button("Cancel", kind="ghost", tip="Esc")
        note = PlainLabel("Decisions stay yours: an item is undecided until you decide it.", "muted")
        inner = QWidget()
        inner.setMaximumWidth(1100)
        inner.setLayout(
            column(
                row(self._title, self._size, None, spacing=10),
                10,
                (frame, 1),
                12,
                row(IconLabel("scale", "muted"), note, None, cancel, self.accept),
                margins=(24, 16, 24, 16),
            )
        )
        self.setLayout(row(None, (inner, 10), None))
        self.accept.clicked.connect(self._on_accept)
        cancel.clicked.connect(self.dismissed)
        self.list.installEventFilter(self)

    @Slot()
    def clear(self) -> None:
        """Forget what was read: it was taken in, or is not wanted."""
        self._taken = None
        self._model.show_rows(())

    def show_taken(self, taken: TakenIn) -> None:
        """Show what was read; the focus is where Enter accepts."""
        self._taken = taken
        self._size.setText(headline(taken))
        self._model.show_rows(rows_of(taken))
        usable = bool(taken.reads or taken.others or taken.finished)
        self.accept.setVisible(usable)
        nothing = "Nothing could be read" if taken.sentences else "What was received"
        self._title.setText("What comes in" if taken.finished else "What was read" if usable else nothing)
        self.focus_first()
        first = next((at for at, row in enumerate(self._model.shown) if row.kind != "section"), -1)
        self.list.select_row(first)

    def focus_first(self) -> None:
        """Where Enter accepts."""
        self.list.setFocus()

    def key_hints(self) -> str:
        return "Enter  accept   ·   Space  leave a line out   ·   Esc  cancel"

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Enter accepts, Space unticks, Esc leaves."""
        if event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key() if isinstance(event, QKeyEvent) else 0
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.accept.isVisible():
            self._on_accept()
        elif key == Qt.Key.Key_Space and self.list.row() >= 0:
            self._model.toggle(self.list.row())
        elif key == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            return False
        return True

    @Slot()
    def _on_accept(self) -> None:
        taken = self._taken
        if taken is not None:
            wanted = chosen(taken, self._model.ticked())
            self.clear()
            self.accepted.emit(taken, wanted)

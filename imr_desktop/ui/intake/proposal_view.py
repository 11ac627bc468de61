"""After a drop: what was read, each line with its page, and one key to accept it. Nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QStyleOptionViewItem, QWidget

from imr_desktop.case import citation
from imr_desktop.ui.intake.proposal_rows import ProposalRow, chosen, headline, rows_of
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row
from imr_desktop.ui.widgets.push import Button
from imr_desktop.ui.widgets.rows import ROW_ROLE, RowDelegate, RowList

if TYPE_CHECKING:
    from imr_desktop.review.intake import TakenIn

Index = QModelIndex | QPersistentModelIndex
TITLE_WIDTH = 210
_MARKS = {"sentence": ("octagon-alert", "error"), "left out": ("info", "muted")}


class ProposalModel(QAbstractListModel):
    """Rows of a taken-in case; proposals can be unticked."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ProposalRow, ...] = ()
        self._left_out: set[int] = set()

    def set_rows(self, rows: tuple[ProposalRow, ...]) -> None:
        """Show these rows, every proposal ticked."""
        self.beginResetModel()
        self._rows, self._left_out = rows, set()
        self.endResetModel()

    def ticked(self) -> list[int]:
        return [row.proposal for row in self._rows if row.proposal >= 0 and row.proposal not in self._left_out]

    def toggle(self, row: int) -> None:
        proposal = self._rows[row].proposal
        if proposal >= 0:
            self._left_out ^= {proposal}
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if self._rows[index.row()].kind == "section":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row for the eye and for the ear."""
        shown = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.title
        if role == ROW_ROLE:
            return shown
        if role == Qt.ItemDataRole.CheckStateRole and shown.proposal >= 0:
            return Qt.CheckState.Unchecked if shown.proposal in self._left_out else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = "" if shown.proposal < 0 else " Left out." if shown.proposal in self._left_out else " Accepted."
            pages = ", ".join(citation.labels(shown.pages))
            return f"{shown.title}: {shown.text} {shown.note} {pages}.{state}"
        return None


class ProposalDelegate(RowDelegate[ProposalRow]):
    """Tick box, label, value, note and page chips."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        shown: ProposalRow = index.data(ROW_ROLE)
        if shown.kind == "section":
            return QSize(px(200), px(38))
        wide = self._text_width(shown)
        words = paint.paragraph_height(self._words(shown), wide)
        title = paint.paragraph_height(shown.title, self._title_width(shown))
        return QSize(px(200), max(words, title, px(18)) + px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown: ProposalRow = index.data(ROW_ROLE)
        area = option.rect
        painter.save()
        if shown.kind == "section":
            words = area.adjusted(px(16), px(8), -px(16), 0)
            paint.text(painter, words, shown.title, "text", 14, 600)
            paint.text(painter, words.translated(paint.width_of(shown.title, 14, 600) + px(8), 0), shown.text, "muted", 12)
        else:
            self.paint_ground(painter, option)
            self._mark(painter, area, shown, index)
            left, top = area.x() + px(42), area.y() + px(9)
            high = area.height() - px(12)
            title_token = "error_text" if shown.kind == "sentence" else "text"
            paint.paragraph(painter, QRect(left, top, self._title_width(shown), high), shown.title, title_token)
            paint.paragraph(
                painter,
                QRect(left + self._title_width(shown) + px(12), top, self._text_width(shown), high),
                self._words(shown),
                "text2",
            )
            self._chips(painter, area, shown)
            self.paint_focus(painter, option)
        painter.restore()

    def _mark(self, painter: QPainter, area: QRect, shown: ProposalRow, index: Index) -> None:
        top = area.y() + px(9)
        if shown.proposal < 0:
            name, token = _MARKS.get(shown.kind, ("file-text", "muted"))
            painter.drawPixmap(area.x() + px(16), top, pixmap(name, token, 16))
            return
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        box = QRectF(area.x() + px(16), top, px(17), px(17))
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
        self._model = ProposalModel(self)
        self.list = RowList("Read from the files", "Space leaves a line out, Enter accepts all that are ticked")
        self.list.setModel(self._model)
        self.list.setItemDelegate(ProposalDelegate(self.list))
        frame = QFrame()
        frame.setProperty("pane", True)
        frame.setLayout(column((self.list, 1), margins=(1, 1, 1, 1)))
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
        """Let go of what was read: it was taken in, or is not wanted."""
        self._taken = None
        self._model.set_rows(())

    def show_taken(self, taken: TakenIn) -> None:
        """Show what was read; the focus is where Enter accepts."""
        self._taken = taken
        self._size.setText(headline(taken))
        self._model.set_rows(rows_of(taken))
        usable = bool(taken.reads or taken.others or taken.finished)
        self.accept.setVisible(usable)
        self._title.setText("What comes in" if taken.finished else "What was read" if usable else "Nothing could be read")
        self.list.setFocus()
        first = next(
            (
                row
                for row in range(self._model.rowCount())
                if self._model.flags(self._model.index(row)) != Qt.ItemFlag.NoItemFlags
            ),
            -1,
        )
        self.list.select_row(first)

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

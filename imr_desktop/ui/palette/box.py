"""The box itself: a line to type in, and what was found below it; keys alone work it, and Esc gives the keyboard back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from imr_desktop.language import mark, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.palette.entries import Entry
from imr_desktop.ui.palette.field import NAME
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row
from imr_desktop.ui.widgets.rows import Index, RowDelegate, RowList, RowModel

WIDTH, ROW, ROWS, TOP = 640, 38, 11, 84
_NOTHING = mark("Nothing has these words.")
_TOLD_AFTER = 600
"""Milliseconds without a further letter, or a further row, after which what was found is spoken."""
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryModel(RowModel[Entry]):
    """What was found. What arrives late is put below: nothing that stands moves."""

    def append(self, entries: Sequence[Entry]) -> None:
        """Add rows at the end; the current one stays where it is."""
        known = {one.key for one in self._rows}
        fresh = [one for one in entries if one.key not in known]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows = (*self._rows, *fresh)
            self.endInsertRows()


class EntryDelegate(RowDelegate[Entry]):
    """Picture, words, what they belong to; at the right the key or the page. A hairline begins each group."""

    ruled = False
    uniform = True

    def height(self, row: Entry) -> int:
        return px(ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The hairline above the first of each group."""
        super().paint(painter, option, index)
        rows, area = self.view.row_model, QRect(option.rect)
        here, before = rows.row_at(index.row()), rows.row_at(index.row() - 1)
        if here is not None and before is not None and here.kind != before.kind:
            painter.setPen(color("border"))
            painter.drawLine(area.x() + px(14), area.y(), area.right() - px(14), area.y())

    def draw(self, painter: QPainter, row: Entry, area: QRect, *, chosen: bool) -> None:
        left, right = area.x() + px(44), area.x() + self.view.row_width() - px(10)
        off = bool(row.why_not)
        if row.icon:
            token = "disabled" if off else "text2"
            painter.drawPixmap(area.x() + px(16), area.y() + (area.height() - px(16)) // 2, pixmap(row.icon, token, 16))
        hint = paint.width_of(row.hint, 12)
        if hint:
            painter_area = QRect(right - hint, area.y(), hint, area.height())
            paint.text(painter, painter_area, row.hint, "disabled" if off else "muted", 12)
        room = right - left - (hint + px(16) if hint else 0)
        detail = row.why_not or row.detail
        least = min(paint.width_of(detail, 12), room // 3) if detail else 0
        words = min(paint.width_of(row.words, 14), room - least - (px(12) if detail else 0))
        paint.text(painter, QRect(left, area.y(), words, area.height()), row.words, "disabled" if off else "text", 14)
        behind = QRect(left + words + px(12), area.y(), room - words - px(12), area.height())
        paint.text(painter, behind, detail, "muted", 12)


class PaletteBox(QWidget):
    """Lies over a window while it is open. `typed(words)`; `chosen(entry)`; `left()`: Esc, or a click beside it. `closed()`.

    The keyboard goes back to where it was before either is told.
    """

    typed = Signal(str)
    chosen = Signal(object)
    left = Signal()
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._room = window
        self._before: QWidget | None = None
        self.hide()
        self.setAccessibleName(tr(NAME))
        self._frame = QFrame(self)
        self._frame.setObjectName("palette")
        self.line = QLineEdit()
        self.line.setObjectName("paletteline")
        self.line.setPlaceholderText(tr("A command, an item, a finding, a guideline, a case, words of the record"))
        self.line.setAccessibleName(tr(NAME))
        self.line.setMaxLength(200)
        self.model = EntryModel()
        self.list = RowList(tr("What was found"), tr("Enter does it or goes there"), self.model, EntryDelegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("bg", "raised")
        self.note = PlainLabel("", "muted", wrap=True)
        self.note.setContentsMargins(px(16), px(6), px(16), px(10))
        head = row(IconLabel("search", "muted"), (self.line, 1), margins=(16, 6, 12, 6))
        self._frame.setLayout(column(head, (self.list, 1), self.note, margins=(1, 1, 1, 7)))
        self._telling = QTimer(self, singleShot=True, interval=_TOLD_AFTER)
        self._telling.timeout.connect(self._tell_found)
        self.line.textChanged.connect(self.typed)
        self.line.installEventFilter(self)
        window.installEventFilter(self)
        self.list.clicked.connect(self._on_clicked)

    def open(self) -> None:
        """Show it over the window with nothing typed; the keyboard comes here."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
            self.line.clear()
        self.setGeometry(self._room.rect())
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """What was found for the words that stand there, the first one current."""
        self.model.show_rows(entries)
        self.list.select_row(0)
        self.list.scrollToTop()
        self._say_nothing()
        self._telling.start()

    def append(self, entries: Sequence[Entry]) -> None:
        """What arrived later, below the rest."""
        self.model.append(entries)
        if self._telling.isActive():
            self._telling.start()
        if self.list.row() < 0:
            self.list.select_row(0)
        if self.note.text() == tr(_NOTHING):  # another sentence is about a row that still stands
            self._say_nothing()

    def say(self, sentence: str) -> None:
        """A sentence below the list, spoken too."""
        self.note.say(sentence)
        announce(self.line, sentence)
        self._place()

    def close_back(self) -> None:
        """Close it; the keyboard goes where it was."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.line.clear()
        self.model.show_rows(())
        self.closed.emit()

    @Slot()
    def leave(self) -> None:
        self.close_back()
        self.left.emit()

    def focus_first(self) -> None:
        """The line."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def key_hints(self) -> str:
        return tr("↑ ↓  choose   ·   Enter  do it or go there   ·   Esc  back")

    def accept(self) -> None:
        """Do what the current row says; what cannot be done now says why and stays."""
        entry = self.list.current()
        if entry is None:
            return
        if entry.why_not:
            self.say(f"{entry.words}: {entry.why_not[:1].lower()}{entry.why_not[1:]}.")
            return
        self.close_back()
        self.chosen.emit(entry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while words are typed; Enter takes, Esc closes, Tab stays here."""
        if event.type() == QEvent.Type.Resize and watched is self._room and self.isVisible():
            self._place()
        if event.type() == QEvent.Type.KeyPress and watched is self.line:
            return self._on_key(cast(QKeyEvent, event))
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and watched is self.line:
            self._on_focus_lost()
        return super().eventFilter(watched, event)

    def _on_focus_lost(self) -> None:
        now = QApplication.focusWidget()
        if now is not None and now.window() is self._room and now is not self.line:
            self._before = None
            self.leave()

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(event)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(1 if key == Qt.Key.Key_Tab else -1)
        elif key in _ENTER:
            self.accept()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _move(self, event: QKeyEvent) -> None:
        self._telling.stop()
        key, last = event.key(), self.list.rows() - 1
        if key == Qt.Key.Key_Up and self.list.row() <= 0:
            self.list.select_row(last)
        elif key == Qt.Key.Key_Down and self.list.row() >= last:
            self.list.select_row(0)
        else:
            self.list.keyPressEvent(event)
        self._tell()

    def _step(self, by: int) -> None:
        self._telling.stop()
        if self.list.rows():
            self.list.select_row((self.list.row() + by) % self.list.rows())
            self._tell()

    def _tell(self) -> None:
        if (entry := self.list.current()) is not None:
            announce(self.line, entry.spoken)

    @Slot()
    def _tell_found(self) -> None:
        """How many there are, and the one that Enter takes."""
        entry = self.list.current()
        if self.isVisible() and self.line.text().strip():
            found, nothing = self.list.rows(), tr(_NOTHING)
            announce(self.line, tr("{found} found. {first}", found=found, first=entry.spoken) if entry else nothing)

    def _say_nothing(self) -> None:
        nothing = not self.list.rows() and bool(self.line.text().strip())
        self.note.say(tr(_NOTHING) if nothing else "")
        self._place()

    def _place(self) -> None:
        self.setGeometry(self._room.rect())
        wide = min(px(WIDTH), self.width() - px(32))
        head, top = px(52), min(px(TOP), self.height() // 6)
        rows = min(self.list.rows(), ROWS, max((self.height() - top - head - px(60)) // px(ROW), 3))
        self.list.setFixedHeight(rows * px(ROW) + px(2))
        note = self.note.heightForWidth(wide) if self.note.isVisibleTo(self._frame) else 0
        high = QSize(wide, head + rows * px(ROW) + note + px(12))
        self._frame.setGeometry(QRect((self.width() - wide) // 2, top, high.width(), high.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the box leaves it."""
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.leave()

    def _on_clicked(self, index: Index) -> None:
        self.list.setCurrentIndex(index)
        self.accept()

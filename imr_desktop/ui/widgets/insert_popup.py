"""Choosing a value of the case to put into a text: type to filter, Enter inserts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from imr_desktop.case.bound_sources import Insertable
from imr_desktop.language import mark, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column
from imr_desktop.ui.widgets.rows import Index, RowDelegate, RowList, RowModel

WIDTH, HEIGHT = 520, 330
_LABEL = 216
_LISTED = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_STAYING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
NOTHING = mark("The case has nothing to insert yet.")
NO_MATCH = mark("Nothing in the case has these words.")


@dataclass(frozen=True)
class ValueRow:
    """One value that can be inserted."""

    offered: Insertable

    @property
    def key(self) -> str:
        return self.offered.source

    @property
    def words(self) -> str:
        """What it is and what it says."""
        return f"{self.offered.label}: {self.offered.value}"

    @property
    def spoken(self) -> str:
        return self.words


class ValueDelegate(RowDelegate[ValueRow]):
    """What it is at the left, what it says beside it."""

    ruled = False
    uniform = True

    def height(self, row: ValueRow) -> int:
        return px(32)

    def draw(self, painter: QPainter, row: ValueRow, area: QRect, *, chosen: bool) -> None:
        left, width = area.x() + px(12), self.view.row_width() - px(16)
        paint.text(painter, QRect(left, area.y(), px(_LABEL) - px(8), area.height()), row.offered.label, "muted", 12)
        paint.text(painter, QRect(left + px(_LABEL), area.y(), width - px(_LABEL), area.height()), row.offered.value, "text")


class InsertPopup(QFrame):
    """The values of a case below the cursor, over the other widgets of a window.

    `chosen(source)`: this one. `left()`: Esc, nothing was chosen. It closes by itself, also when the focus goes elsewhere.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._room = window
        self.hide()
        self._offered: tuple[Insertable, ...] = ()
        self.setObjectName("insertpopup")
        self.setProperty("pane", True)
        self.setAccessibleName(tr("Insert from the case"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Insert from the case: type to find"))
        self.filter.setAccessibleName(tr("Find a value of the case"))
        self.filter.setClearButtonEnabled(True)
        self.model = RowModel[ValueRow]()
        self.list = RowList(tr("Values of the case"), tr("Enter inserts at the cursor"), self.model, ValueDelegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note = PlainLabel("", "muted", wrap=True)
        self.note.setContentsMargins(px(12), px(8), px(12), px(8))
        self.setLayout(column(self.filter, self.note, (self.list, 1), margins=(px(8), px(8), px(8), px(8)), spacing=px(6)))
        self.filter.textChanged.connect(self._refresh)
        self.filter.installEventFilter(self)
        self.list.clicked.connect(self._on_clicked)

    def offer(self, offered: Sequence[Insertable], spot: QPoint) -> None:
        """Show values at a spot of the screen, the first one current."""
        self._offered = tuple(offered)
        self.filter.clear()
        self._refresh()
        self.resize(px(WIDTH), px(HEIGHT))
        self.move(_inside(self._room.rect(), QRect(self._room.mapFromGlobal(spot), self.size())))
        self.show()
        self.raise_()
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def accept(self) -> None:
        if (row := self.list.current()) is not None:
            self.chosen.emit(row.key)
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the words are typed; Enter takes, Esc closes."""
        if event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event)
            if key.key() in _LISTED:
                self.list.keyPressEvent(key)
                self._tell()
                return True
            if key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.accept()
                return True
            if key.key() == Qt.Key.Key_Escape:
                self.left.emit()
                self.hide()
                return True
        elif event.type() == QEvent.Type.FocusOut and cast(QFocusEvent, event).reason() not in _STAYING:
            self.hide()
        return super().eventFilter(watched, event)

    def _refresh(self) -> None:
        wanted = self.filter.text().casefold().split()
        rows = [ValueRow(one) for one in self._offered]
        found = [row for row in rows if all(word in row.words.casefold() for word in wanted)]
        self.model.show_rows(found)
        self.list.select_row(0)
        self.list.setVisible(bool(found))
        self.note.setVisible(not found)
        self.note.setText(tr(NO_MATCH) if rows else tr(NOTHING))

    def _tell(self) -> None:
        if (row := self.list.current()) is not None:
            announce(self.filter, row.spoken)

    def _on_clicked(self, index: Index) -> None:
        self.list.setCurrentIndex(index)
        self.accept()


def _inside(room: QRect, area: QRect) -> QPoint:
    """Where an area has to begin to lie in a room: above the line it belongs to where there is no room below."""
    left = max(room.left(), min(area.left(), room.right() - area.width()))
    top = area.top() if area.bottom() <= room.bottom() else max(room.top(), area.top() - area.height() - px(28))
    return QPoint(left, top)

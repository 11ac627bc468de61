"""The line above the worklist: how many cases there are, the search, what can be done with the chosen, and taking in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import current, icon, px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import row

HINT = mark("Search: number, item, service, status, date")
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchKeys(QObject):
    """The keys of the search that are the list's: `moved(event)`; Escape: `cleared()`, or `left()` where nothing is typed."""

    moved = Signal(QKeyEvent)
    left = Signal()

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Enter are the list's, and Ctrl+A where nothing is typed; Escape clears, then leaves."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        everything = event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in _MOVES or (everything and not self._field.text()):
            self.moved.emit(event)
            return True
        if event.key() == Qt.Key.Key_Escape:
            if self._field.text():
                self._field.clear()
            else:
                self.left.emit()
            return True
        return False


class Head(QWidget):
    """`searched(words)`; `chosen_pressed()`: show what can be done with the chosen cases."""

    searched = Signal(str)
    chosen_pressed = Signal()
    open_requested = Signal()
    paste_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = PlainLabel(tr("Cases"), "h1")
        self.count = ElidedLabel("", "muted")
        self.search = fields.line(tr("Search cases"), "", tr(HINT), longest=200)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.keys = SearchKeys(self.search)
        self._glass = self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._glass.setText(tr("Search cases"))
        self._clear = QAction(tr("Clear the search"), self)
        self._clear.triggered.connect(self.search.clear)
        self.chosen = Button("", "list-checks", tip=tr("What can be done with the chosen cases"))
        self.chosen.hide()
        self.open = Button(tr("Open files…"), "folder-open", tip=tr("Choose files of a case"), key="Ctrl+O")
        self.paste = Button(
            tr("Paste text…"), "clipboard-list", tip=tr("Start from a determination's text"), key="Ctrl+Shift+V"
        )
        self.setLayout(
            row(self.title, self.count, 8, (self.search, 100), None, self.chosen, self.open, self.paste, spacing=8)
        )
        self.search.textChanged.connect(self._on_text)
        self.chosen.clicked.connect(self.chosen_pressed)
        self.open.clicked.connect(self.open_requested)
        self.paste.clicked.connect(self.paste_requested)
        current().changed.connect(self._restyle)
        self._restyle()

    def show_count(self, words: str) -> None:
        self.count.setText(words)

    def show_chosen(self, count: int) -> None:
        """Offer what can be done with several cases at once."""
        self.chosen.setVisible(count > 1)
        self.chosen.set_text(
            tr("{count:,} cases…", count=count), tr("{count:,} cases are chosen: what to do with them", count=count)
        )

    @Slot(str)
    def _on_text(self, words: str) -> None:
        if words and self._clear not in self.search.actions():
            self.search.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        elif not words:
            self.search.removeAction(self._clear)
        self.searched.emit(words)

    @Slot()
    def _restyle(self) -> None:
        self._glass.setIcon(icon("search", "muted"))
        self._clear.setIcon(icon("x", "text2"))
        self.search.setMinimumWidth(px(160))
        self.search.setMaximumWidth(px(460))

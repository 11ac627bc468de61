"""Finding and replacing words in one text: a bar over its upper edge."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit

from imr_desktop.case.text import fold
from imr_desktop.language import tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.fields import line
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row


class FindBar(QFrame):
    """The bar of one text. Enter finds the next, Shift+Enter the one before, Esc closes; in the lower line it replaces."""

    def __init__(self, editor: CitationEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setProperty("pane", True)
        self.setAccessibleName(tr("Find in this text"))
        self.setAutoFillBackground(True)
        self.words = line(tr("Find"), hint=tr("Find in this text"), longest=1000)
        self.instead = line(tr("Replace with"), hint=tr("Replace with"), longest=10_000)
        self.count = PlainLabel("", "muted")
        self.next = IconButton("chevron-down", tr("Find the next (Enter)"))
        self.previous = IconButton("chevron-up", tr("Find the one before (Shift+Enter)"))
        self.close_button = IconButton("x", tr("Close (Esc)"))
        self.replace_one = IconButton("pencil", tr("Replace this one and find the next (Enter)"), text=tr("Replace"))
        self.replace_every = IconButton("list-checks", tr("Replace them all, in one step of undo"), text=tr("Replace all"))
        first = row((self.words, 1), self.count, self.previous, self.next, self.close_button)
        self._second = (self.instead, self.replace_one, self.replace_every)
        second = row((self.instead, 1), self.replace_one, self.replace_every)
        self.setLayout(column(first, second, margins=(px(8), px(6), px(8), px(6)), spacing=px(4)))
        self.words.textChanged.connect(self._on_words)
        self.next.clicked.connect(self.find_next)
        self.previous.clicked.connect(self.find_previous)
        self.close_button.clicked.connect(self.leave)
        self.replace_one.clicked.connect(self.replace)
        self.replace_every.clicked.connect(self.replace_all)
        for part in (self, self.words, self.instead, editor):
            part.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the bar, with the words that are selected."""
        chosen = self._editor.textCursor().selectedText()
        if chosen and "\u2029" not in chosen and len(chosen) < 200:
            self.words.setText(chosen)
        for part in self._second:
            part.setVisible(not self._editor.isReadOnly())
        self._place()
        self.show()
        self.raise_()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self._say()

    @Slot()
    def leave(self) -> None:
        """Close the bar; the keyboard goes back to the text, what was found stays selected."""
        self.hide()
        self._editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def find_next(self) -> None:
        """Select the next place of the words; behind the last comes the first."""
        places, (_, end) = self.places(), self._editor.selected_range()
        self._show(next((place for place in places if place >= end), places[0] if places else -1))

    @Slot()
    def find_previous(self) -> None:
        places, (start, _) = self.places(), self._editor.selected_range()
        self._show(next((place for place in reversed(places) if place < start), places[-1] if places else -1))

    def places(self) -> list[int]:
        """Where the words stand in the text, capitals and accents aside."""
        text, wanted = fold(self._editor.text()), fold(self.words.text())
        found, at = [], text.find(wanted) if wanted else -1
        while at >= 0:
            found.append(at)
            at = text.find(wanted, at + len(wanted))
        return found

    @Slot()
    def replace(self) -> None:
        """Put the other words in the place of those selected, then find the next."""
        start, end = self._editor.selected_range()
        if start in self.places() and end - start == len(self.words.text()) and not self._editor.isReadOnly():
            self._editor.textCursor().insertText(self.instead.text())
            self._editor.end_step()
        self.find_next()

    @Slot()
    def replace_all(self) -> None:
        """Put the other words in every place: one step of undo."""
        places, size = self.places(), len(self.words.text())
        if not places or self._editor.isReadOnly():
            return self._say()
        self._editor.end_step()
        cursor = QTextCursor(self._editor.document())
        cursor.beginEditBlock()
        for place in reversed(places):
            self._editor.select_range(place, place + size)
            self._editor.textCursor().insertText(self.instead.text())
        cursor.endEditBlock()
        self._editor.end_step()
        said = tr("{places_count} replaced", places_count=len(places))
        self.count.setText(said)
        announce(self, said)
        return None

    def _show(self, place: int) -> None:
        if place >= 0:
            self._editor.select_range(place, place + len(self.words.text()))
        self._say()

    @Slot()
    def _on_words(self) -> None:
        start, _ = self._editor.selected_range()
        self._show(next((place for place in self.places() if place >= start), -1))

    def _say(self) -> None:
        places, (start, _) = self.places(), self._editor.selected_range()
        if not self.words.text():
            said = ""
        elif not places:
            said = tr("Not found")
        else:
            said = (
                tr("{index} of {places_count}", index=places.index(start) + 1, places_count=len(places))
                if start in places
                else tr("{places_count} found", places_count=len(places))
            )
        self.count.setText(said)
        announce(self, said)

    def _place(self) -> None:
        self.adjustSize()
        width = min(px(420), self._editor.width() - px(24))
        self.setGeometry(self._editor.width() - width - px(12), px(4), width, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of both lines; the bar keeps its place when its text is resized."""
        if event.type() == QEvent.Type.Resize and watched is self._editor and self.isVisible():
            self._place()
        if event.type() != QEvent.Type.KeyPress or watched is self._editor:
            return super().eventFilter(watched, event)
        key = cast(QKeyEvent, event)
        if key.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        if key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QLineEdit):
            back = bool(key.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.replace if watched is self.instead else self.find_previous if back else self.find_next)()
            return True
        return super().eventFilter(watched, event)

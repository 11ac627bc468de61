"""Putting a passage into a text and going through its fields with Tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.case.bound_sources import Insertable
from imr_desktop.language import tr
from imr_desktop.review.snippets import fields
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.fields import line
from imr_desktop.ui.widgets.insert_popup import InsertPopup

_BELOW = QPoint(0, 4)


class Snippets(QObject):
    """The passages offered below the caret; Tab selects the next field while there is one, else it leaves the text."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._popup: InsertPopup | None = None
        self._editor: CitationEdit | None = None
        self._texts: Mapping[str, str] = {}
        self._filled: CitationEdit | None = None

    def offer(self, editor: CitationEdit, texts: Mapping[str, str]) -> None:
        """Offer passages for a text."""
        if self._popup is None:
            self._popup = InsertPopup(editor.window())
            self._popup.setAccessibleName(tr("Insert a snippet"))
            self._popup.filter.setPlaceholderText(tr("Insert a snippet: type to find"))
            self._popup.filter.setAccessibleName(tr("Find a snippet"))
            self._popup.chosen.connect(self._insert)
            self._popup.left.connect(self._back)
        self._editor, self._texts = editor, texts
        offered = [Insertable(name, name, " ".join(text.split())) for name, text in texts.items()]
        self._popup.offer(offered, editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft() + _BELOW))

    @Slot()
    def _back(self) -> None:
        if self._editor is not None:
            self._editor.setFocus()

    @Slot(str)
    def _insert(self, name: str) -> None:
        editor = self._editor
        if editor is None or editor.isReadOnly():
            return
        editor.setFocus()
        editor.end_step()
        start, _ = editor.selected_range()
        editor.insert_words(self._texts[name])
        editor.end_step()
        if fields(editor.text(), start):
            if self._filled is not None:
                self._filled.removeEventFilter(self)
            self._filled = editor
            editor.installEventFilter(self)
            editor.select_range(start, start)
            self.next_field()

    def next_field(self) -> bool:
        """Select the next field behind the caret; whether there is one."""
        editor = self._filled
        if editor is None:
            return False
        place = next(iter(fields(editor.text(), editor.selected_range()[1])), None)
        if place is None:
            editor.removeEventFilter(self)
            self._filled = None
            return False
        editor.select_range(*place)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab goes to the next field."""
        if event.type() == QEvent.Type.KeyPress and watched is self._filled:
            key = cast(QKeyEvent, event)
            if key.key() == Qt.Key.Key_Tab and not key.modifiers():
                return self.next_field()
        return super().eventFilter(watched, event)


class SnippetForm(Form):
    """The name under which selected words are kept. `kept(name, text)`."""

    kept = Signal(str, str)

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent, tr("Keep as a snippet"), tr("Keep"))
        self.text, self.name = text, line(tr("Name"), hint=tr("A few words to find it by"), longest=80)
        self.form.addRow(tr("Name"), self.name)
        self.fill()

    def complete(self) -> str:
        """A name is needed."""
        if not self.name.text().strip():
            return tr("Give the snippet a name.")
        self.kept.emit(self.name.text(), self.text)
        return ""

"""The text or list that commands of the Edit menu are for: what had the keyboard before a menu took it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMenu, QMenuBar, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.rows import ROW_ROLE

Text = QLineEdit | QTextEdit | QPlainTextEdit


class FocusText(QObject):
    """Follows the keyboard; a menu is passed over. `changed()`: another text, or none, is meant now."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last: QWidget | None = None
        self._pasted: bool | None = None
        QGuiApplication.clipboard().dataChanged.connect(self._on_clipboard)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not isinstance(new, QMenuBar | QMenu):
            before, self._last = self._last, new
            if isinstance(before, CitationEdit) or isinstance(new, CitationEdit):
                self.changed.emit()

    @Slot()
    def _on_clipboard(self) -> None:
        self._pasted = None

    def _words_to_paste(self) -> bool:
        """Whether the clipboard holds words; another program is asked once for each change of it, as it may be slow."""
        if self._pasted is None:
            held = QGuiApplication.clipboard().mimeData()
            self._pasted = held is not None and held.hasText()
        return self._pasted

    @property
    def text(self) -> Text | None:
        """The text that has the keyboard, or had it before a menu."""
        found = self._last if self._last is not None and isValid(self._last) else None
        return found if isinstance(found, Text) and found.isVisible() else None

    @property
    def written(self) -> CitationEdit | None:
        """The summary or rationale among them."""
        return text if isinstance(text := self.text, CitationEdit) else None

    @property
    def words_of_row(self) -> str:
        """The words of the current row of a list; empty where no list has the keyboard."""
        found = self._last if self._last is not None and isValid(self._last) else None
        if not isinstance(found, QAbstractItemView) or not found.isVisible() or not found.currentIndex().isValid():
            return ""
        return str(getattr(found.currentIndex().data(ROW_ROLE), "words", ""))

    def rules(self) -> dict[str, bool]:
        """Which commands can be done now."""
        text = self.text
        chosen = text is not None and _has_selection(text)
        secret = isinstance(text, QLineEdit) and text.echoMode() != QLineEdit.EchoMode.Normal
        editable = text is not None and not text.isReadOnly() and text.isEnabled()
        written = self.written
        return {
            "cut": chosen and editable and not secret,
            "copy": (chosen and not secret) or bool(self.words_of_row),
            "paste": editable and self._words_to_paste(),
            "select": text is not None,
            "text": written is not None,
            "write": written is not None and not written.isReadOnly(),
        }


def _has_selection(text: Text) -> bool:
    return text.hasSelectedText() if isinstance(text, QLineEdit) else text.textCursor().hasSelection()

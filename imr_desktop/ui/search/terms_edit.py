"""The line of terms a search looks for: plain words parted by commas; Enter searches."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from imr_desktop.language import tr
from imr_desktop.review import questions
from imr_desktop.ui.theme import current, font, px

_LINES = 2


class TermsEdit(QPlainTextEdit):
    """`search_requested()` on Enter."""

    search_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("framed", True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("Terms to look for"))
        self.setAccessibleDescription(tr("Parted by commas. An asterisk ends a stem. Enter searches again."))
        self.setPlaceholderText(tr("Terms parted by commas, e.g. physical therapy, PT, physiotherap*"))
        current().changed.connect(self._resize)
        self._resize()

    def terms(self) -> tuple[str, ...]:
        return questions.terms_of(self.toPlainText())

    def show_terms(self, terms: tuple[str, ...]) -> None:
        """Show terms; what is there already is left alone, so that the cursor stays."""
        if self.terms() != terms:
            self.setPlainText(", ".join(terms))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_requested.emit()
        else:
            super().keyPressEvent(event)

    def _resize(self) -> None:
        self.setFixedHeight(QFontMetrics(font(13)).lineSpacing() * _LINES + px(20))

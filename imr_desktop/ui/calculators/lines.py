"""A box for several values, one a line, that takes no more words than a calculation could read."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit

from imr_desktop.language import mark, tr

MOST = 10_000  # characters; laying out a pasted book would hold up the window for a minute
TOO_LONG = mark("What you pasted is too long for this field; paste one value a line.")


class Lines(QPlainTextEdit):
    """A plain-text box. `refused(sentence)`: pasted words were not taken, the box is as it was."""

    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("framed", True)
        self.setTabChangesFocus(True)

    def put(self, words: str) -> None:
        """Show other words in place of these."""
        if len(words) > MOST:
            self.refused.emit(tr(TOO_LONG))
        else:
            self.setPlainText(words)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted or dropped words, where they are few enough."""
        if len(source.text()) + self.document().characterCount() > MOST:
            self.refused.emit(tr(TOO_LONG))
        else:
            self.insertPlainText(source.text())

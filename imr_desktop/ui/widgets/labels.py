"""Labels that only ever show plain text, whatever a case file says. Their look is the style sheet's, by role."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolTip, QWidget

from imr_desktop.ui.announce import announce
from imr_desktop.ui.theme import current, pixmap, set_property
from imr_desktop.ui.widgets import paint

_ELIDED = {"muted": (12, 400, "muted"), "body": (13, 400, "text2"), "h1": (16, 600, "text"), "h2": (14, 600, "text")}


class PlainLabel(QLabel):
    """A plain-text label in one of the type roles: h1, h2, body, strong, muted, error, warn, ok."""

    def __init__(self, text: str = "", role: str = "body", *, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            # Else one long word, as case files have them, would widen the whole window.
            self.setMinimumWidth(1)
        self.setText(text)

    def say(self, words: str) -> None:
        """Show words; without any the label takes no room. An error is spoken, too."""
        self.setText(words)
        self.setVisible(bool(words))
        if self.property("role") == "error":
            announce(self, words)

    def set_role(self, role: str) -> None:
        """Take another role's look."""
        set_property(self, "role", role)


class ElidedLabel(PlainLabel):
    """A one-line label that gives way: cut with an ellipsis where there is no room; its tool tip then says all of it."""

    def __init__(self, text: str = "", role: str = "muted") -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """It may shrink to nothing."""
        return QSize(0, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Where it is cut and has no other tool tip, that is its words."""
        if event.type() == QEvent.Type.ToolTip and not self.toolTip() and isinstance(event, QHelpEvent):
            size, weight, _token = _ELIDED[self.property("role")]
            cut = paint.width_of(self.text(), size, weight) > self.width() + 1
            QToolTip.showText(event.globalPos(), plain_tip(self.text()) if cut else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        size, weight, token = _ELIDED[self.property("role")]
        paint.text(QPainter(self), QRect(QPoint(0, 0), self.size()), self.text(), token, size, weight)


def plain_tip(text: str) -> str:
    """A tool tip that shows any text as it stands: Qt would take markup in it for markup."""
    return f"<p>{escape(text)}</p>" if text else ""


class IconLabel(QLabel):
    """A small picture beside words; the words carry the meaning, so it has no name of its own."""

    def __init__(self, name: str, token: str = "muted", size: float = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = (name, token, size)
        self._redraw()
        current().changed.connect(self._redraw)

    def set_icon(self, name: str, token: str, size: float = 16) -> None:
        self._drawn = (name, token, size)
        self._redraw()

    def _redraw(self) -> None:
        self.setPixmap(pixmap(*self._drawn))


class Hairline(QFrame):
    """A hairline between two parts of a pane."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("rule", True)
        self.setFixedHeight(1)

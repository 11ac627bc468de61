"""Push buttons that carry an icon, and restyling a widget by a property the style sheet reads."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from imr_desktop.ui.theme import current, icon, px

_TOKENS = {"primary": "on_accent", "blocked": "error"}


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet reads, and restyle the widget."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Button(QPushButton):
    """A push button; `kind` is "", ``primary``, ``blocked`` or ``ghost``; `tip` also describes it."""

    def __init__(
        self, text: str, icon_name: str = "", *, kind: str = "", tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon_name
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.set_text(text)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        current().changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str, name: str = "") -> None:
        """Change the words, and the accessible name where it says more."""
        self.setText(f" {text}" if self._icon else text)
        self.setAccessibleName(name or text.replace("&", ""))

    def set_kind(self, kind: str, icon_name: str) -> None:
        self._icon = icon_name
        set_property(self, "kind", kind)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        if self._icon:
            self.setIcon(icon(self._icon, _TOKENS.get(self.property("kind"), "text2")))
            self.setIconSize(QSize(px(16), px(16)))

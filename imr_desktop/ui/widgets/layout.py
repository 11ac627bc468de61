"""Short ways to lay widgets out and name them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

Part = QWidget | QLayout | int | None | tuple[QWidget, int]
Margins = tuple[int, int, int, int]


def hbox(*parts: Part, margins: Margins = (0, 0, 0, 0), spacing: int = 8) -> QHBoxLayout:
    """Parts left to right: a widget, a layout, a gap in pixels, None for a stretch, (widget, stretch)."""
    return _fill(QHBoxLayout(), parts, margins, spacing)


def vbox(*parts: Part, margins: Margins = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    """The same from top to bottom."""
    return _fill(QVBoxLayout(), parts, margins, spacing)


def _fill[Box: QBoxLayout](box: Box, parts: tuple[Part, ...], margins: Margins, spacing: int) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for part in parts:
        add(box, part)
    return box


def add(box: QBoxLayout, part: Part) -> None:
    """Append one part to a box."""
    if part is None:
        box.addStretch(1)
    elif isinstance(part, int):
        box.addSpacing(part)
    elif isinstance(part, tuple):
        box.addWidget(part[0], part[1])
    elif isinstance(part, QLayout):
        box.addLayout(part)
    else:
        box.addWidget(part)


def label(text: str = "", role: str = "body", *, wrap: bool = False) -> QLabel:
    """A plain-text label; `role` is h1, h2, body, strong, muted, over, error, warn or ok (see style.qss)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


def named[W: QWidget](widget: W, name: str, description: str = "") -> W:
    """Give a widget its accessible name (and its shortcut or hint as description)."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(description)
    return widget


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet reads, and restyle the widget."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)

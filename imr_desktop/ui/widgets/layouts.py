"""Rows and columns in one line of code."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from imr_desktop.ui.theme import px

Part = QWidget | QLayout | int | None | tuple[QWidget, int]
Margins = tuple[int, int, int, int]


def row(*parts: Part, margins: Margins = (0, 0, 0, 0), spacing: int = 8) -> QHBoxLayout:
    """A row: widgets, (widget, stretch), layouts, a number for a gap, None for what is left over."""
    made = QHBoxLayout()
    _fill(made, parts, margins, spacing)
    return made


def column(*parts: Part, margins: Margins = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    """A column of the same parts."""
    made = QVBoxLayout()
    _fill(made, parts, margins, spacing)
    return made


def holder(layout: QLayout) -> QWidget:
    """A bare widget around a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


class ScrolledPart(QScrollArea):
    """Leaves keys with modifiers to what stands around it: the base class would scroll with Alt+Down, and keep it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


def scrolled(widget: QWidget, name: str, *, by_keys: bool = False) -> QScrollArea:
    """A widget that is scrolled where the window is too small for it; `name` is for those who do not see it.

    `by_keys`: it holds more words than fields, and Tab stops at it so that arrows scroll it.
    """
    area = ScrolledPart()
    area.setWidgetResizable(True)
    area.setWidget(widget)
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if by_keys else Qt.FocusPolicy.NoFocus)
    return area


def framed(layout: QLayout) -> QFrame:
    """A pane's frame around a layout."""
    frame = QFrame()
    frame.setProperty("pane", True)
    frame.setLayout(layout)
    return frame


def grid(across: int, down: int) -> QGridLayout:
    """A grid with gaps of so many pixels before zoom."""
    made = QGridLayout()
    made.setHorizontalSpacing(px(across))
    made.setVerticalSpacing(px(down))
    return made


def tab_chain(*widgets: QWidget) -> None:
    """Have Tab walk these widgets one after another, whenever they were made."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], margins: Margins, spacing: int) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, tuple):
            layout.addWidget(part[0], part[1])
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)

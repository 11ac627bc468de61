"""The frame all panes share, and what the window may ask of every pane.

A pane knows the case it shows and nothing else: it sends wishes, never changes anything itself, and never knows another
pane. All wiring between panes stands in ``main_window.py``.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from imr_desktop.case.model import Case
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.chips import IconLabel
from imr_desktop.ui.widgets.layout import hbox, label, named, set_property, vbox


class Pane(QFrame):
    """A titled frame: `head` (icon, title, state, room for buttons in `head_buttons`) above `body`.

    `edit_requested(label, edit, merge)` asks for ``session.apply``; `page_requested(page, quote)` for the record to open;
    `activated()` says the reviewer went into the pane; `digest_changed()` that `digest()` says something new.
    """

    edit_requested = Signal(str, object, str)
    page_requested = Signal(int, str)
    digest_changed = Signal()
    activated = Signal()

    def __init__(self, title: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("pane", True)
        self.setProperty("active", False)
        named(self, f"{title} pane")
        self.title = title
        self.icon_name = icon_name
        self._icon = IconLabel(icon_name)
        self._state = label("", "muted")
        self.head = QFrame()
        self.head.setProperty("panehead", True)
        self.head.setFixedHeight(px(40))
        self.head_buttons: QHBoxLayout = hbox(spacing=4)
        self.head.setLayout(hbox(self._icon, label(title, "h2"), 4, (self._state, 1), self.head_buttons,
                                 margins=(12, 0, 8, 0)))
        self.body = QWidget()
        self.setLayout(vbox(self.head, (self.body, 1), margins=(1, 1, 1, 1)))

    def set_case(self, case: Case) -> None:
        """Show a case; called after every change of it."""
        raise NotImplementedError

    def set_checked(self, checked: Any) -> None:
        """Show what the checks found (`review.Checked`); panes that show nothing of it leave this alone."""

    def digest(self) -> tuple[str, str]:
        """Title and live state in a few words, such as ("Clinical findings", "8 findings, all cited")."""
        return self.title, self._state.text()

    def enter(self) -> None:
        """Take the keyboard focus where the reviewer goes on working; panes choose the widget."""
        self.setFocus()

    def set_state(self, text: str) -> None:
        """Set the words after the title; says `digest_changed`."""
        if text != self._state.text():
            self._state.setText(text)
            self.digest_changed.emit()

    def set_compact(self, compact: bool) -> None:
        """Compact: the pane stands under a digest tab and shows no head of its own."""
        self.head.setVisible(not compact)
        set_property(self, "tabbed", compact)

    @Slot(bool)
    def set_active(self, active: bool) -> None:
        """Mark the pane the reviewer works in."""
        set_property(self, "active", active)
        self._icon.set_icon(token="accent_text" if active else "muted")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the pane goes into it."""
        self.activated.emit()
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the head's height at the zoom in force."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "head"):
            self.head.setFixedHeight(px(40))
        super().changeEvent(event)

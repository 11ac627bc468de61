"""What a pane shows where there is nothing yet: a picture, a sentence, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row


class EmptyState(QWidget):
    """Centred words with one action at most."""

    action_clicked = Signal()

    def __init__(self, icon: str, title: str, hint: str = "", action: str = "") -> None:
        super().__init__()
        picture = IconLabel(icon, "accent_text", 28)
        words, more = PlainLabel(title, "h2"), PlainLabel(hint, "muted", wrap=True)
        for label in (picture, words, more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = QPushButton(action)
        self._button.setAccessibleName(action or title)
        self._button.clicked.connect(self.action_clicked)
        self.setLayout(
            column(None, picture, 8, words, 4, more, 12, row(None, self._button, None), None, margins=(24, 24, 24, 24))
        )
        # Not before they are laid out: what is shown without a parent is a window of its own for a moment.
        more.setVisible(bool(hint))
        self._button.setVisible(bool(action))

    def focus_action(self) -> None:
        """The keyboard on the action."""
        self._button.setFocus(Qt.FocusReason.ShortcutFocusReason)

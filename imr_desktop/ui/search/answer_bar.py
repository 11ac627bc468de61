"""The answers to a hit: short choices under digit keys, and the reviewer's own words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button

_COLUMNS = 3


@dataclass(frozen=True)
class HitAnswer:
    """A short answer to a hit, under a digit key; `found` says that the thing is there after all."""

    key: str
    words: str
    found: bool = False


CHOICES = (
    HitAnswer("1", mark("Other condition")),
    HitAnswer("2", mark("Other date")),
    HitAnswer("3", mark("Says it is absent")),
    HitAnswer("4", mark("Asked for, not done")),
    HitAnswer("5", mark("It is there: reword"), found=True),
)
KEYS = mark(
    "1–5  answer   ·   →  each place   ·   R  own words   ·   Enter  page   ·   O V  not seen   ·   F  finding   ·   Esc"
)


class OwnWords(QLineEdit):
    """A remark in the reviewer's own words. `given(text)` on Enter, `left()` on Esc."""

    given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(1_000)
        self.setAccessibleName(tr("Why this place does not count, in your own words"))
        self.setPlaceholderText(tr("In your own words (R)"))
        self.returnPressed.connect(self._on_return)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the hits."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_return(self) -> None:
        words = " ".join(self.text().split())
        if words:
            self.given.emit(words)


class ChoiceButton(Button):
    """One short answer. `picked(choice)`."""

    picked = Signal(object)

    def __init__(self, choice: HitAnswer) -> None:
        super().__init__(f"{choice.key}  {tr(choice.words)}", tip=tr("Key {key}", key=choice.key))
        self._choice = choice
        self.setAccessibleName(tr(choice.words))
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.picked.emit(self._choice)


class AnswerBar(QWidget):
    """`chosen(words, found)`: what the reviewer says of the current hit. `left()`: back to the hits."""

    chosen = Signal(str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, ChoiceButton] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(6))
        for at, choice in enumerate(CHOICES):
            button = ChoiceButton(choice)
            button.picked.connect(self._choose)
            self.buttons[choice.key] = button
            grid.addWidget(button, at // _COLUMNS, at % _COLUMNS)
        self.own = OwnWords()
        self.own.given.connect(self._on_own)
        self.own.left.connect(self.left)
        grid.addWidget(self.own, len(CHOICES) // _COLUMNS, len(CHOICES) % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.setLayout(grid)

    def choose(self, key: str) -> bool:
        """Answer by a digit key; False where there is no such choice."""
        for choice in CHOICES:
            if choice.key == key:
                self._choose(choice)
                return True
        return False

    def show_remark(self, remark: str) -> None:
        """Show the current hit's own words, unless some are being typed."""
        if not self.own.hasFocus():
            self.own.setText("" if any(remark == choice.words for choice in CHOICES) else remark)
            self.own.setCursorPosition(0)

    def begin(self) -> None:
        self.own.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.own.selectAll()

    def _choose(self, choice: HitAnswer) -> None:
        self.chosen.emit(choice.words, choice.found)

    def _on_own(self, words: str) -> None:
        self.own.clear()
        self.chosen.emit(words, False)

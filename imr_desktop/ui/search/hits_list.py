"""The list of hits: digits answer a row and go on, arrows open a group up, R opens the own words, Enter the page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from imr_desktop.language import mark, tr
from imr_desktop.ui.search.answer_bar import CHOICES
from imr_desktop.ui.search.hits_delegate import AnswerDelegate
from imr_desktop.ui.search.hits_model import AnswerRow, AnswersModel
from imr_desktop.ui.widgets.bare_keys import BareKeys
from imr_desktop.ui.widgets.row_menu import Act, RowMenu
from imr_desktop.ui.widgets.rows import RowList

HELP = mark(
    "1 to 5 answer all places of the row, Right and Left open and close a document's places, "
    "R own words, Backspace takes the answer back, S gives the answer to all with the same "
    "words, Enter opens the page, E cites it as evidence, F adds a finding, O opens the next "
    "page not seen, V says that you read it by eye."
)


class HitsList(RowList[AnswerRow]):
    """`key_pressed(letter)` for a digit or letter that acts."""

    key_pressed = Signal(str)

    row_model: AnswersModel

    def __init__(self) -> None:
        super().__init__(tr("Places found"), tr(HELP), AnswersModel(), AnswerDelegate)
        RowMenu(self, self._menu_acts)

    def _menu_acts(self) -> tuple[Act, ...]:
        answers = (Act(tr(one.words), one.key, partial(self.key_pressed.emit, one.key)) for one in CHOICES)
        return (*answers, *(Act(tr(words), key, partial(self.key_pressed.emit, act)) for words, key, act in _OTHERS))

    def bare_keys(self) -> BareKeys:
        """Answers in a row; letters do one thing."""
        return BareKeys(series="12345ov", last="s", alone="rfeyn", name="answers")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bare digits and letters act; the rest moves."""
        act = _ACTS.get(event.key(), "")
        none = self.current() is None and act not in ("unseen", "by eye")
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not act or none:
            super().keyPressEvent(event)
        else:
            self.key_pressed.emit(act)


_OTHERS = (
    (mark("In your own words\u2026"), "R", "own"),
    (mark("Take the answer back"), "Backspace", "clear"),
    (mark("Open the page"), "Enter", "open"),
    (mark("Add as a finding"), "F", "finding"),
)
_ACTS: dict[int, str] = {
    **{Qt.Key.Key_0 + digit: str(digit) for digit in range(1, 6)},
    Qt.Key.Key_R: "own",
    Qt.Key.Key_S: "same",
    Qt.Key.Key_F: "finding",
    Qt.Key.Key_E: "cite",
    Qt.Key.Key_Y: "yes",
    Qt.Key.Key_N: "no",
    Qt.Key.Key_O: "unseen",
    Qt.Key.Key_V: "by eye",
    Qt.Key.Key_Right: "expand",
    Qt.Key.Key_Left: "collapse",
    Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
    Qt.Key.Key_Backspace: "clear",
    Qt.Key.Key_Delete: "clear",
}

"""Judge first: one line of the reviewer's own view before the rules' results and utilization review's reasoning open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from imr_desktop.case import dates
from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.case_line import DraftLine
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

HINT = mark("Criteria and what utilization review cited open after it. It is kept with the case; Settings turns this off.")
SHORTEST = 3
"""Letters of a view that says anything."""


def folded(case: Case, item: DisputedItem, *, judge_first: bool) -> bool:
    """Whether an item's rule results wait for a preliminary view.

    Not in a signed case, not once the item is settled, answered or viewed, and not for one that was read from an earlier
    determination: its outcome is known.
    """
    fresh = not (item.settled or item.preliminary_views or item.answers or item.source_decision)
    return judge_first and fresh and not case.locked


def view_line(item: DisputedItem) -> str:
    """The preliminary view as the item's head shows it, empty where there is none."""
    if not item.preliminary_views:
        return ""
    first = item.preliminary_views[0]
    return tr("Your preliminary view, {written_at}: {text}", written_at=dates.written_at(first.written_at), text=first.text)


class JudgeFirst(QWidget):
    """The field for the preliminary view. `view_given(text)` on Enter; `words_typed(item, words)` before that, as typed."""

    view_given = Signal(str)
    words_typed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._item, self._typed = "", dict[str, str]()
        self.line = DraftLine()
        self.line.setMaxLength(1_000)
        self.line.setAccessibleName(tr("Your preliminary view, in one line"))
        self.line.setAccessibleDescription(tr(HINT))
        self.line.setPlaceholderText(tr("What you think of the request so far. Enter opens the criteria."))
        self.line.returnPressed.connect(self._on_return)
        self.line.textEdited.connect(self._on_typed)
        self.refused = PlainLabel("", "error", wrap=True)
        self.refused.hide()
        head = row(IconLabel("pen-line", "accent_text"), (PlainLabel(tr("Your preliminary view, in one line"), "h2"), 1))
        self.setLayout(
            column(
                head,
                6,
                row((self.line, 1)),
                self.refused,
                6,
                PlainLabel(tr(HINT), "muted", wrap=True),
                None,
                margins=(px(16), px(10), px(16), px(8)),
            )
        )

    def ask(self) -> None:
        """The keyboard into the field, behind what stands there: by a shortcut's focus the next letter would replace it."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, done: str) -> None:
        """Say that something was not done since the line comes first, and put the keyboard into it."""
        self.refused.say(tr("{done} First one line of your own view, then Enter.", done=done))
        self.ask()

    def show_item(self, item_id: str) -> None:
        """Show an item's half-typed line."""
        if item_id != self._item:
            self._item = item_id
            self.refused.hide()
            self.line.setText(self._typed.get(item_id, ""))

    def take(self, typed: Mapping[str, str]) -> None:
        """Half-typed lines, by item, in place of all others."""
        self._typed = dict(typed)
        self.line.setText(self._typed.get(self._item, ""))

    def _on_typed(self, words: str) -> None:
        self._typed[self._item] = words
        self.refused.hide()
        self.words_typed.emit(self._item, words)

    def _on_return(self) -> None:
        words = " ".join(self.line.text().split())
        if len(words) >= SHORTEST:
            self.view_given.emit(words)
        else:
            self.refuse(tr("Nothing is opened yet."))

    def given(self, item_id: str) -> None:
        """An item's view is in the case: nothing of it is half-typed any more."""
        if self._typed.pop(item_id, ""):
            self.words_typed.emit(item_id, "")
        if item_id == self._item:
            self.refused.hide()
            self.line.begin_anew()

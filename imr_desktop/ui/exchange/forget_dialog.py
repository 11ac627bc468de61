"""Letting a case go for good: what goes, what stays, and its number typed to be sure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column
from imr_desktop.ui.wording import counted

GOES = (
    "The case with all its versions and comments, and the record files no other case has. Their keys are destroyed: "
    "nothing can be brought back from this vault."
)
GOES_EACH = GOES.replace("The case with all its versions", "Each with all its versions").replace(
    "no other case has", "no case that stays has"
)
STAYS = "The audit trail’s entries, without the case number. Letters, exports and packages you saved elsewhere."
NO_NUMBER = "FORGET"
_SHOWN = 5
_NAMED = 24


class ForgetDialog(Form):
    """`number` has to be typed; a case without one is confirmed by a word, `several` cases by how many they are."""

    def __init__(self, parent: QWidget, number: str, several: Sequence[str] = ()) -> None:
        count = len(several)
        what = f"these {count:,} cases" if several else "this case"
        super().__init__(parent, f"Forget {what if several or not number else number}", f"Forget {what}")
        self._wanted = str(count) if several else number or NO_NUMBER
        self.backups = PlainLabel("Looking for backups…", "body", wrap=True)
        asks = f"Type the case number, {number}, to be sure" if number else f"Type {NO_NUMBER} to be sure"
        if several:
            asks = f"Type how many cases go, {count}, to be sure"
        self.typed = fields.line(asks, longest=200)
        label = PlainLabel(asks, "strong", wrap=True)
        label.setBuddy(self.typed)
        self.form.addRow(
            column(
                PlainLabel("What goes", "h2"),
                2,
                PlainLabel(f"{_named(several)}{GOES_EACH if several else GOES}", "body", wrap=True),
                10,
                PlainLabel("What stays", "h2"),
                2,
                PlainLabel(STAYS, "body", wrap=True),
                10,
                PlainLabel("Backups", "h2"),
                2,
                self.backups,
                14,
                label,
                4,
                self.typed,
            )
        )
        self._ok.set_kind("blocked", "trash-2")
        self._ok.set_text(f"Forget {what}")
        self._ok.setDefault(False)
        self.setMinimumWidth(px(560))
        self.typed.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need, now that its width is known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()) + px(28))

    @Slot(object)
    def show_backups(self, paths: tuple[Path, ...]) -> None:
        """Say which backups may still hold the case."""
        if not paths:
            self.backups.setText("There are no backups in the usual place.")
            return
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        named = ", ".join(path.name for path in paths[:_SHOWN])
        self.backups.setText(
            f"{counted(len(paths), 'backup')} made until now may still hold it, until they are replaced or "
            f"you delete them: {named}{more}."
        )

    @Slot(object)
    def hide_backups(self, error: object) -> None:
        """They could not be listed."""
        self.backups.setText("The backups could not be listed; those made until now may still hold the case.")

    def try_accept(self) -> None:
        """Close where the number is right; else there is room for the sentence."""
        super().try_accept()
        self._fit()

    def complete(self) -> str:
        right = self.typed.text().strip() == self._wanted
        set_property(self.typed, "invalid", not right)
        return "" if right else "That is not it; nothing was forgotten."


def _named(cases: Sequence[str]) -> str:
    """Which cases go, the first of many by name."""
    more = len(cases) - _NAMED
    return f"{', '.join(cases[:_NAMED])}{f' and {more:,} more' if more > 0 else ''}.\n\n" if cases else ""

"""Letting a case go for good: what goes, what stays, and its number typed to be sure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column
from imr_desktop.ui.wording import counted

GOES = mark(
    "The case with all its versions and comments, and the record files no other case has. "
    "Their keys are destroyed: nothing can be brought back from this vault."
)
GOES_EACH = mark(
    "Each with all its versions and comments, and the record files no case that stays has. "
    "Their keys are destroyed: nothing can be brought back from this vault."
)
STAYS = mark("The audit trail’s entries, without the case number. Letters, exports and packages you saved elsewhere.")
NO_NUMBER = "FORGET"
_SHOWN = 5
_NAMED = 24


class ForgetDialog(Form):
    """`number` has to be typed; a case without one is confirmed by a word, `several` cases by how many they are."""

    def __init__(self, parent: QWidget, number: str, several: Sequence[str] = ()) -> None:
        count = len(several)
        what = tr("these {count:,} cases", count=count) if several else tr("this case")
        super().__init__(
            parent, tr("Forget {what}", what=what if several or not number else number), tr("Forget {what}", what=what)
        )
        self._wanted = str(count) if several else number or NO_NUMBER
        self.backups = PlainLabel(tr("Looking for backups…"), "body", wrap=True)
        asks = (
            tr("Type the case number, {number}, to be sure", number=number)
            if number
            else tr("Type {no_number} to be sure", no_number=NO_NUMBER)
        )
        if several:
            asks = tr("Type how many cases go, {count}, to be sure", count=count)
        self.typed = fields.line(asks, longest=200)
        label = PlainLabel(asks, "strong", wrap=True)
        label.setBuddy(self.typed)
        self.form.addRow(
            column(
                PlainLabel(tr("What goes"), "h2"),
                2,
                PlainLabel(f"{_named(several)}{(tr(GOES_EACH) if several else tr(GOES))}", "body", wrap=True),
                10,
                PlainLabel(tr("What stays"), "h2"),
                2,
                PlainLabel(tr(STAYS), "body", wrap=True),
                10,
                PlainLabel(tr("Backups"), "h2"),
                2,
                self.backups,
                14,
                label,
                4,
                self.typed,
            )
        )
        self._ok.set_kind("blocked", "trash-2")
        self._ok.set_text(tr("Forget {what}", what=what))
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
            self.backups.setText(tr("There are no backups in the usual place."))
            return
        more = tr(" and {paths_count} more", paths_count=len(paths) - _SHOWN) if len(paths) > _SHOWN else ""
        named = ", ".join(path.name for path in paths[:_SHOWN])
        self.backups.setText(
            tr(
                "{paths} made until now may still hold it, until they are replaced or you delete them: {named}{more}.",
                paths=counted(len(paths), "backup"),
                named=named,
                more=more,
            )
        )

    @Slot(object)
    def hide_backups(self, error: object) -> None:
        """They could not be listed."""
        self.backups.setText(tr("The backups could not be listed; those made until now may still hold the case."))

    def try_accept(self) -> None:
        """Close where the number is right; else there is room for the sentence."""
        super().try_accept()
        self._fit()

    def complete(self) -> str:
        right = self.typed.text().strip() == self._wanted
        set_property(self.typed, "invalid", not right)
        return "" if right else tr("That is not it; nothing was forgotten.")


def _named(cases: Sequence[str]) -> str:
    """Which cases go, the first of many by name."""
    more = len(cases) - _NAMED
    return f"{', '.join(cases[:_NAMED])}{(tr(' and {more:,} more', more=more) if more > 0 else '')}.\n\n" if cases else ""

"""Asking into which case files go that do not say it: nothing of them is taken in before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row, tab_chain
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review.belonging import Belonging

_MOST_NAMED = 4


def target(number: str) -> str:
    """How an open case is called where files go into it."""
    return number or tr("the open case")


def reasons(found: Belonging, number: str) -> tuple[str, ...]:
    """Why it is asked, in sentences: the weightiest first."""
    case = target(number)
    told = [
        tr("{names} names {other}, not {case}.", names=_names([name]), other=other, case=case)
        for name, other in found.other[:_MOST_NAMED]
    ]
    if len(found.other) > _MOST_NAMED:
        told.append(tr("So do {other}.", other=counted(len(found.other) - _MOST_NAMED, "more file")))
    if found.injury:
        told.append(tr("They state {injury} as the date of injury; {case} has another.", injury=found.injury, case=case))
    if not found.name and found.silent:
        told.append(
            tr("Nothing in {names} names {case}: neither its number nor its dates.", names=_names(found.silent), case=case)
        )
    return tuple(told)


def _names(names: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return (
        tr("{shown} and {names_count} more", shown=shown, names_count=len(names) - _MOST_NAMED)
        if len(names) > _MOST_NAMED
        else shown
    )


class BelongingDialog(QDialog):
    """`added()`: into the open case; `parted()`: a case of their own; `cancelled()`: nothing is taken in."""

    added = Signal()
    parted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget, found: Belonging, number: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Into which case?"))
        self._answered = False
        case = target(number)
        self.add_button = Button(tr("&Add to {case}", case=case))
        self.part_button = Button(tr("&Make a new case"), kind="primary")
        self.cancel_button = Button(tr("Cancel"), kind="ghost", tip="Esc")
        told = reasons(found, number)
        sentences = [part for words in told for part in (PlainLabel(words, wrap=True), 6)]
        self.setLayout(
            column(
                PlainLabel(tr("Add to {case}?", case=case), "h1"),
                8,
                *sentences,
                PlainLabel(tr("What is added can be taken back with Undo."), "muted", wrap=True),
                16,
                row(self.cancel_button, None, self.add_button, self.part_button),
                margins=(20, 16, 20, 16),
            )
        )
        self.setAccessibleDescription(" ".join(told))
        tab_chain(self.part_button, self.add_button, self.cancel_button)
        self.part_button.setDefault(True)
        self.add_button.clicked.connect(self._on_add)
        self.part_button.clicked.connect(self._on_part)
        self.cancel_button.clicked.connect(self.reject)
        self.setMinimumWidth(px(520))
        self.part_button.setFocus()

    @Slot()
    def _on_add(self) -> None:
        self._end()
        self.added.emit()

    @Slot()
    def _on_part(self) -> None:
        self._end()
        self.parted.emit()

    @Slot()
    def reject(self) -> None:
        """Escape, or the window's own button: take nothing in."""
        if not self._answered:
            self._end()
            self.cancelled.emit()

    def _end(self) -> None:
        self._answered = True
        super().reject()
        self.deleteLater()

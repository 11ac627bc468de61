"""Readings of another reviewer: shown first, taken one by one, nothing chosen beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from imr_desktop.language import mark, tr
from imr_desktop.review import readings
from imr_desktop.ui.dialogs import Form, room
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import CheckBox
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, scrolled

if TYPE_CHECKING:
    from imr_desktop.review.readings import Offer, Offered

_TITLE = mark("Readings of another reviewer")
_HELP = mark(
    "Tick what you take over. It only asks, and never says “not met”, until you read the "
    "text yourself and save it as edited. Yours is retired where it conflicts."
)
_STANDING = {"new": mark("New"), "same": mark("Yours says the same"), "conflicting": mark("Conflicts with yours")}
_MOST_FAULTS = 5


class ImportDialog(Form):
    """`chosen(offered)`: the ticked ones are taken over."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, offer: Offer) -> None:
        super().__init__(parent, tr(_TITLE), tr("&Take over"))
        self._offer = offer
        self.boxes = [_box(one) for one in offer.offered]
        parts: list[QWidget | int] = [PlainLabel(tr(_HELP), "muted", wrap=True), 8]
        for one, box in zip(offer.offered, self.boxes, strict=True):
            parts += [box, PlainLabel(_told(one), "body", wrap=True), 10]
        faults = [PlainLabel(words, "warn", wrap=True) for words in offer.faults[:_MOST_FAULTS]]
        if more := len(offer.faults) - _MOST_FAULTS:
            faults += [PlainLabel(tr("And {more} more that do not hold.", more=more), "warn", wrap=True)] if more > 0 else []
        if not offer.offered:
            faults.append(PlainLabel(tr("Nothing in the file can be taken over."), "body", wrap=True))
        self.form.addRow(scrolled(holder(column(*parts, *faults, None)), tr(_TITLE)))
        self.fill()
        self.resize(QSize(px(720), px(560)).boundedTo(room(self)))
        if first := next((box for box in self.boxes if box.isEnabled()), None):
            first.setFocus()
        self.accepted.connect(self._tell)

    def ticked(self) -> tuple[Offered, ...]:
        """Those that are to be taken over."""
        return tuple(one for one, box in zip(self._offer.offered, self.boxes, strict=True) if box.isChecked())

    def complete(self) -> str:
        """Something must be ticked."""
        return "" if self.ticked() else tr("Tick what you take over, or leave with Esc.")

    def _tell(self) -> None:
        self.chosen.emit(self.ticked())


def _box(one: Offered) -> CheckBox:
    words = f"{one.reading.service[:60]}, {one.text or one.reading.edition[:20]}: {_STANDING[one.standing]}"
    made = CheckBox(words.replace("&", "&&"))
    made.setEnabled(one.standing != "same")
    return made


def _told(one: Offered) -> str:
    """What it says; where it conflicts, what it says otherwise."""
    if one.standing == "conflicting" and one.mine is not None:
        rows = readings.differences(one.mine, one.reading)
        return "\n".join(
            tr("{what}: yours {what2}; theirs {what3}", what=what, what2=mine or "—", what3=theirs or "—")
            for what, mine, theirs in rows
        )
    return "\n".join(f"{what}: {words}" for what, words in readings.in_words(one.reading))

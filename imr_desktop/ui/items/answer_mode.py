"""The chip that says that letters answer: shown while the criteria have the keyboard, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.chips import StatusChip
from imr_desktop.ui.widgets.statuses import Status

if TYPE_CHECKING:
    from imr_desktop.ui.items.criteria import CriteriaList

_MODE = Status(mark("Answer mode: M N D A, U O"), mark("Answer mode"), "keyboard", "accent")


class AnswerMode(StatusChip):
    """Follows a list of criteria; stands in the row of `beside`, after it."""

    def __init__(self, criteria: CriteriaList, beside: QWidget) -> None:
        super().__init__(_MODE)
        self.setToolTip(tr("Letters answer the criterion and decide the item. Words typed here are taken back."))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        kept = self.sizePolicy()
        kept.setRetainSizeWhenHidden(False)
        self.setSizePolicy(kept)
        holder = beside.parentWidget()
        line = holder.layout() if holder is not None else None
        if isinstance(line, QBoxLayout):
            line.insertWidget(line.indexOf(beside) + 1, self)
        self.setVisible(criteria.hasFocus())
        criteria.answering.connect(self.setVisible)

    def minimumSizeHint(self) -> QSize:
        """Where the line is short, so is the chip."""
        return QSize(paint.status_width(_MODE.short), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        top = (self.height() - px(paint.STATUS_HEIGHT)) / 2
        paint.status_chip(QPainter(self), 0, top, _MODE, short=self.width() < self.sizeHint().width())

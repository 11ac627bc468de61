"""A status chip as a widget, and a row of page chips."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import PageChip
from imr_desktop.ui.widgets.statuses import Status


class StatusChip(QWidget):
    """Icon, word, fill and outline of one status."""

    def __init__(self, status: Status) -> None:
        super().__init__()
        self.set_status(status)

    def set_status(self, status: Status) -> None:
        self._status = status
        self.setAccessibleName(status.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(paint.status_width(self._status.word), px(paint.STATUS_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip in the middle of the height it was given."""
        top = (self.height() - px(paint.STATUS_HEIGHT)) / 2
        paint.status_chip(QPainter(self), 0, top, self._status)


class ChipRow(QWidget):
    """Page chips in a row."""

    page_clicked = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(paint.GAP)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._shown: tuple[tuple[str, int, str], ...] = ()
        self._chips: list[PageChip] = []

    def chips(self) -> list[PageChip]:
        return list(self._chips)

    def set_pages(self, chips: Iterable[tuple[str, int, str]]) -> None:
        """Show chips: label, page, quote."""
        wanted = tuple(chips)
        if wanted == self._shown:
            return
        self._shown = wanted
        for old in self._chips:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = [PageChip(*shown) for shown in wanted]
        for chip in self._chips:
            chip.page_clicked.connect(self.page_clicked)
            self._row.addWidget(chip)
        if self.parent() is not None or not wanted:  # shown without a parent it would be a window of its own for a moment
            self.setVisible(bool(wanted))

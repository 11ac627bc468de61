"""A thin row while files are read: how far, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import row


class ReadingStrip(QFrame):
    """A line such as "Reading 3 of 12 files…", a bar and Cancel; hidden otherwise."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("casebar")
        self._words, self._file = PlainLabel("", "strong"), tr("Reading")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("How far the reading is"))
        self._bar.setFixedWidth(px(220))
        cancel = Button(tr("Cancel"), kind="ghost")
        cancel.clicked.connect(self.cancel_requested)
        self.setLayout(row(IconLabel("loader-circle"), self._words, 8, self._bar, None, cancel, margins=(16, 4, 12, 4)))
        self.hide()

    @Slot(int, int)
    def show_progress(self, done: int, total: int) -> None:
        """`done` of `total` files are read; 0 of 0 while it is not known how many, all of them while they are understood."""
        if done >= total > 0:
            self._show(tr("All pages are read: finding documents, requests and facts in them…"), 0, 0)
            return
        self._file = tr("Reading file {done} of {total}", done=done + 1, total=total) if total > 1 else tr("Reading")
        self._show(f"{self._file}…", done, total)

    @Slot(int, int)
    def show_pages(self, done: int, total: int) -> None:
        """`done` of `total` pages of the file being read are read."""
        self._show(tr("{file}: page {done:,} of {total:,}…", file=self._file, done=done, total=total), done, total)

    def _show(self, words: str, done: int, total: int) -> None:
        self._words.setText(words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.show()

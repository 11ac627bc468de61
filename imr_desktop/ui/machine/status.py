"""How far the record is read, at the edge of the window's last row: quiet, never in the way of the work."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.language import tr
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.layouts import row
from imr_desktop.ui.wording import counted


@dataclass(frozen=True)
class ReadingStatus:
    """What is told: pages tried, of how many, how many could not be; `resting` says it was stopped with pages left.

    `states` are the case's pages that a person must look at, in words; `fresh` pages were read in this sitting and may
    propose something.
    """

    done: int = 0
    of: int = 0
    failed: int = 0
    running: bool = False
    resting: bool = False
    states: str = ""
    fresh: int = 0
    trouble: str = ""

    @property
    def words(self) -> str:
        """``Reading by machine: 37 of 214 pages``; what is left to look at where nothing runs."""
        if self.running:
            return tr("Reading by machine: {done:,} of {of}", done=self.done, of=counted(self.of, "page")) + self._failures
        if self.resting:
            return tr("Reading by machine stopped: {of} left", of=counted(self.of - self.done, "page"))
        return self.states[:1].upper() + self.states[1:]

    @property
    def _failures(self) -> str:
        return tr(", {failed:,} not", failed=self.failed) if self.failed else ""


class MachineStatus(QWidget):
    """`queue_requested()`, `stop_requested()`, `resume_requested()`, `proposals_requested()`."""

    queue_requested = Signal()
    stop_requested = Signal()
    resume_requested = Signal()
    proposals_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = ReadingStatus()
        self.words = Button("", "scan-text", kind="ghost")
        self.stop = Button(
            tr("Stop"), kind="ghost", tip=tr("Stop reading by machine. What was read is kept; Continue goes on.")
        )
        self.resume = Button(tr("Continue"), kind="ghost", tip=tr("Read the pages that are left by machine"))
        self.proposals = Button(
            "", kind="ghost", tip=tr("What the pages propose that a machine read. Nothing is taken by itself.")
        )
        self.setLayout(row(self.words, self.stop, self.resume, self.proposals, spacing=2))
        self.words.clicked.connect(self.queue_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.resume.clicked.connect(self.resume_requested)
        self.proposals.clicked.connect(self.proposals_requested)
        current().changed.connect(self._restyle)
        self._restyle()
        self.show_status(self.shown)

    def show_status(self, status: ReadingStatus) -> None:
        """Show how far it is; nothing where there is nothing to say."""
        self.shown = status
        self.words.set_text(status.words)
        tip = tr("Opens the list of pages that are not read, or read by machine only")
        self.words.setToolTip(f"{status.trouble} {tip}".strip())
        self.proposals.set_text(tr("{fresh} read: see what they propose", fresh=counted(status.fresh, "page")))
        self.words.setVisible(bool(status.words))
        self.stop.setVisible(status.running)
        self.resume.setVisible(status.resting and not status.running)
        self.proposals.setVisible(bool(status.fresh) and not status.running)
        self.setVisible(bool(status.words or status.fresh))

    @Slot()
    def _restyle(self) -> None:
        for button in (self.words, self.stop, self.resume, self.proposals):
            button.setFixedHeight(px(24))

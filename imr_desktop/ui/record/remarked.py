"""What the record pane does with what is to be said of pages: whose they are, in which language, in which order they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from imr_desktop.language import tr
from imr_desktop.review.remarks import Remarks
from imr_desktop.ui.record import page_state

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.ui.record.record_parts import RecordParts


class Remarked(QObject):
    """Keeps the remarks of the open case. `changed()`: they are others now; `said(sentence)`: how pages are read now."""

    changed = Signal()
    said = Signal(str)

    def __init__(self, parts: RecordParts) -> None:
        super().__init__(parts)
        self._parts, self.remarks = parts, Remarks()
        parts.side.order.turned.connect(self.turn)

    @property
    def turned(self) -> bool:
        """Whether files in reverse are read from their last page on."""
        return self._parts.progress.turned

    def is_turned(self, page: int) -> bool:
        """Whether a page's file is read from its last page on."""
        return self.turned and self.remarks.run_of(page) is not None

    def take(self, remarks: Remarks) -> None:
        """What is said of the pages from now on."""
        self.remarks = remarks
        self._parts.documents_model.set_remarks(remarks)
        self._put_in_order()
        self.changed.emit()

    def forget(self) -> None:
        """The case was closed."""
        self._parts.progress.turned = False
        self.remarks = Remarks()
        self._put_in_order()

    def follow(self, case: Case) -> None:
        """The case is another one: what a person read by eye since is understood."""
        self._parts.progress.foreign = frozenset(page_state.foreign_left(case, self.remarks))

    def come_back(self, *, turned: bool) -> None:
        """Read as the case was read before."""
        self._parts.progress.turned = turned
        self._put_in_order()

    @Slot()
    def turn(self) -> None:
        """Read files that lie in reverse from their last page on, or as they lie again; the page read stays."""
        if not self.remarks.backwards:
            self.said.emit(tr("No file of this record lies in reverse."))
            return
        self.come_back(turned=not self.turned)
        self._parts.progress.soon()
        run = self.remarks.run_of(self._parts.view.page())
        if self.turned and run is not None and self._parts.view.page() == run[0]:
            self._parts.view.jump_to(run[1])  # nothing was read yet: the beginning lies at the end
        self.said.emit(tr("Read from the last page on.") if self.turned else tr("Read as the file lies."))
        self.changed.emit()

    def _put_in_order(self) -> None:
        runs = self.remarks.backwards if self.turned else ()
        self._parts.view.backwards = self._parts.side.backwards = runs
        self._parts.side.order.show_files(self._parts.case.files, self.remarks.backwards, turned=self.turned)

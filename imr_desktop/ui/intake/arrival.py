"""What was read comes into view by itself, but not under the hands of somebody who types in the box for everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from imr_desktop.review.taken import TakenIn
    from imr_desktop.ui.controllers.case import CaseController
    from imr_desktop.ui.palette.controller import PaletteController


class Arrival(QObject):
    """`ready(taken)`: it can be shown now. The box's Enter and Esc would take or let go of what nobody has seen."""

    ready = Signal(object)

    def __init__(self, cases: CaseController, box: PaletteController) -> None:
        super().__init__(cases)
        self._cases, self._box = cases, box
        self._taken: TakenIn | None = None
        cases.taken.connect(self.take)
        box.closed.connect(self._show, Qt.ConnectionType.QueuedConnection)  # after what was chosen there is done

    @Slot(object)
    def take(self, taken: TakenIn) -> None:
        """Something was read: other files, and other cases, come after it was answered for."""
        self._cases.wait()
        self._taken = taken
        if not self._box.is_open:
            self._show()

    @Slot()
    def _show(self) -> None:
        taken, self._taken = self._taken, None
        if taken is not None and self._cases.is_waiting:
            self.ready.emit(taken)

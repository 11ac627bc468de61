"""What controllers are: services, session and window at hand, work off the window's thread, failures as sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

from PySide6.QtCore import QObject, Signal, Slot

from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from imr_desktop.review import Services
    from imr_desktop.ui.session import CaseSession

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Controller(QObject):
    """`notified(message)`: something was done; `failed(sentence)`: it could not be.

    `flush_requested()`: the case is about to be stored or written somewhere; what stands typed must be told now.
    """

    flush_requested = Signal()
    notified = Signal(str)
    failed = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._tasks, self._session, self._window = services, tasks, session, window
        self.dialog: QDialog | None = None

    def run(
        self,
        function: Callable[[*Ts], T],
        *args: *Ts,
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        key: str = "",
        of: str = "",
    ) -> None:
        """Run ``function(*args)`` as `Tasks.run` does; what goes wrong is told in a sentence, or to `on_error`."""
        self._tasks.run(function, *args, on_done=on_done, on_error=on_error or self._on_failed, key=key, of=of)

    def show_dialog(self, dialog: QDialog) -> None:
        """Open a dialog that is this controller's until it is finished."""
        self.dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    @Slot()
    def put_away(self) -> None:
        """Close the dialog, where it is open: nothing of a case may stay in view."""
        if self.dialog is not None:
            self.dialog.done(0)

    @Slot()
    def _on_finished(self) -> None:
        self.dialog = None

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(sentence(error))

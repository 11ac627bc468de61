"""A long file while it is being read: its documents so far are listed in place of the worklist, to be looked at only.

Nothing of it is final: the next pages may join documents or part them, and what is taken is taken when all are read.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QLineEdit

from imr_desktop.review.meanwhile import AGAIN
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.intake.so_far_view import SoFarView
from imr_desktop.ui.intake.stop import Stop, Stopped

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.intake import PartedSoFar
    from imr_desktop.review.taken import FileRead
    from imr_desktop.ui.palette.controller import PaletteController
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.shell.parts import WindowParts
    from imr_desktop.ui.tasks import Tasks

_T = TypeVar("_T")


def _while_reading(work: Callable[..., _T], *told: object) -> _T | None:
    """What work on pages so far gives; None where the reading was stopped, or is through."""
    with suppress(Stopped):
        return work(*told)
    return None


class SoFarController(Controller):
    """Parts what came of a file while the rest is read, and has its view shown over the worklist alone.

    Somebody who types there, or went back there, is not disturbed; nor is a case that is open.
    """

    def __init__(
        self, services: Services, tasks: Tasks, session: CaseSession, parts: WindowParts, box: PaletteController
    ) -> None:
        super().__init__(services, tasks, session, parts)
        self._parts, self._box = parts, box
        self._stop: Stop | None = None
        self._pages, self._busy, self._left = 0, False, False
        self.view = SoFarView()
        self.view.left.connect(self._on_left)
        cases = parts.case_controller
        cases.came.connect(self.note)
        cases.read_ended.connect(self.end)

    @Slot(object, int)
    def note(self, read: FileRead, of: int) -> None:
        """More pages of a file were read."""
        stop = self._parts.case_controller.stop
        if stop.is_set or self._busy:
            return
        if stop is not self._stop or len(read.pages) < self._pages:  # another reading, or its next file
            self._stop, self._pages = stop, 0
        if len(read.pages) >= AGAIN * self._pages:
            self._pages, self._busy = len(read.pages), True
            part, case = self._services.intake.parted_so_far, self._session.case
            told = part, case, read, of, stop.check_reading
            self.run(_while_reading, *told, on_done=self._on_parted, on_error=self._on_stopped)

    @Slot(object)
    def _on_parted(self, so_far: PartedSoFar | None) -> None:
        stop = self._stop
        if so_far is None or stop is None or stop.is_set:
            self._busy = False
            return
        self._show(so_far)
        foresee = self._services.intake.foresee
        self.run(_while_reading, foresee, so_far, stop.check_reading, on_done=self._on_foreseen, on_error=self._on_stopped)

    @Slot(object)
    def _on_foreseen(self, _nothing: None) -> None:
        self._busy = False

    @Slot(object)
    def _on_stopped(self, _error: Exception) -> None:
        """What came so far could not be parted: the whole file will be, or it will be said why not."""
        self._busy = False
        self._go_back()

    @Slot()
    def end(self) -> None:
        """All pages were read, or no more will be."""
        self._stop, self._pages, self._left = None, 0, False
        self._go_back()

    # --- the view

    def _show(self, so_far: PartedSoFar) -> None:
        parts, view = self._parts, self.view
        is_shown = parts.views.currentWidget() is view
        if self._session.case is not None or self._left or not (is_shown or self._is_free()):
            return
        view.show_so_far(so_far)
        if not is_shown:
            parts.views.setCurrentWidget(view)
            view.focus_first()
            parts.focus.tell_hints()

    def _is_free(self) -> bool:
        """Whether the worklist is in view, and nobody types there or in the box."""
        typed = QApplication.focusWidget()
        typing = isinstance(typed, QLineEdit) and bool(typed.text())
        return self._parts.views.currentWidget() is self._parts.home_view and not self._box.is_open and not typing

    @Slot()
    def _on_left(self) -> None:
        self._left = True
        self._go_back()

    @Slot()
    def _go_back(self) -> None:
        self.view.clear()
        if self._parts.views.currentWidget() is self.view:
            self._parts.show_home()

"""Locking: store the open case, put everything away, close the vault, and let a fresh process take this one's place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from imr_desktop.case.model import Case
from imr_desktop.language import mark, tr
from imr_desktop.ui.privacy.copies import forget_copies
from imr_desktop.ui.tasks import sentence
from imr_desktop.ui.vault.resume import Resume
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column

if TYPE_CHECKING:
    from imr_desktop.ui.shell.case_view import CaseView
    from imr_desktop.ui.shell.parts import WindowParts

Restarter = Callable[[Resume, list[Path]], None]
_LOOK_AGAIN = 20
_CLOSE_TIMES = 3
_TRACES = mark(
    "Your cases are locked, but the program could not start itself anew ({reason}): traces "
    "of them may stay in this computer's memory until it ends. Close this window and start "
    "the program again."
)


class Locking(QObject):
    """Locks a window's vault. `restart` starts the program anew; without it the same process goes on, locked.

    `back_to` is where the reviewer stood, for the next opening. `changed()`: `running` did.

    What is running (a signature, a backup, pages on their way to a printer) is finished first, out of sight. Where the case
    cannot be stored everything stays open.
    """

    changed = Signal()

    def __init__(self, window: WindowParts, back_to: Resume, restart: Restarter | None = None) -> None:
        super().__init__(window)
        self._window, self.back_to, self._restart = window, back_to, restart
        self.running = False
        self.cover = QWidget()
        self.cover.setAccessibleName(tr("Locking"))
        words = PlainLabel(tr("Locking. What is running is finished first."), "h1", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.cover.setLayout(column(None, words, None, None, margins=(48, 0, 48, 0)))
        self._before: QWidget | None = None
        window.views.addWidget(self.cover)
        window.views.currentChanged.connect(self._keep_covered)
        self._timer = QTimer(self, interval=_LOOK_AGAIN)
        self._timer.timeout.connect(self._look)

    @Slot()
    def begin(self) -> None:
        """Lock at once, or as soon as what is running has ended."""
        window = self._window
        view = window.case_view
        if self.running or window.vault_controller.is_shut or view is None:
            return
        close_dialogs()
        window.case_controller.cancel_reading()
        view.flush()
        self.back_to = self._place(view)
        self._before = window.views.currentWidget()
        self._set_running(True)
        if window.tasks.busy:
            window.views.setCurrentWidget(self.cover)
            self._timer.start()
        else:
            self._finish()

    @Slot()
    def _look(self) -> None:
        if not self._window.tasks.busy:
            self._timer.stop()
            self._finish()

    @Slot()
    def _keep_covered(self) -> None:
        if self._timer.isActive() and self._window.views.currentWidget() is not self.cover:
            self._window.views.setCurrentWidget(self.cover)

    def _place(self, view: CaseView) -> Resume:
        window, case = self._window, self._window.session.case
        geometry = bytes(window.saveGeometry().data()).hex()
        if case is None:
            return Resume(geometry=geometry)
        return Resume(case.id, view.workspace.active or "", view.record.current_page(), view.signing, geometry)

    def _finish(self) -> None:
        window = self._window
        window.case_controller.flush_requested.emit()
        # Since a moment ago it may open by itself: there is nothing to lock any more.
        opens_by_itself = window.vault_controller.protection != "passphrase"
        put_away = not opens_by_itself and (window.session.case is None or window.session.close())
        self._set_running(False)
        if not put_away:
            window.views.setCurrentWidget(self._before or window.home_view)
            return
        close_dialogs()  # what was running may have opened one, with recovery words in it
        for controller in window.controllers:
            controller.put_away()
        window.home_view.set_cases(())
        forget_copies()
        window.vault_controller.lock()
        if self._restart is not None:
            self._start_anew(self._restart)

    def _set_running(self, running: bool) -> None:
        self.running = running
        self.changed.emit()

    def go_back(self, case: Case) -> None:
        """Where that case is in view again, show the pane and the page of before; once."""
        place, view = self.back_to, self._window.case_view
        if not place.case or view is None:
            return
        self.back_to = Resume()
        if place.case == case.id and not view.signing:
            view.record.go_to_page(place.page)
            view.workspace.activate(place.pane if place.pane in view.panes else "items")
            if place.signing:
                view.open_sign()

    def _start_anew(self, restart: Restarter) -> None:
        try:
            restart(self.back_to, self._window.pending_files.waiting)
        except OSError as error:
            reason = (error.strerror or sentence(error)).lower()
            self._window.vault_controller.page.say(tr(_TRACES, reason=reason))


def close_dialogs() -> None:
    """Close every dialog and menu that stands before the window, file choosers of the system among them."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        if QApplication.activePopupWidget() is popup:
            break
    for _ in range(_CLOSE_TIMES):  # one that is closed may open another
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()

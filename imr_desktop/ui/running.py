"""Where the reviewer stands, noted beside the vault while the window is open: after a run that broke off it is offered again.

The note holds a case's id, a pane and a page number, nothing that a case says; an orderly end removes it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QPushButton

from imr_desktop.atomic import replaced
from imr_desktop.language import mark, tr
from imr_desktop.ui.dialogs import ask
from imr_desktop.ui.vault.resume import Resume, decode

if TYPE_CHECKING:
    from imr_desktop.paths import Home
    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.ui.main_window import MainWindow

NOTED_EVERY = 2_000
"""Milliseconds between two looks where the reviewer stands; it is written only where that changed."""
_MOST_BYTES = 4_000
BROKE_OFF = mark(
    "The program ended unexpectedly while {case} was open. Everything that was saved is there, half-typed words too."
)
_REPORTED = mark("What failed is noted in {report}, without any words of a case.")


def _note(home: Home) -> Path:
    return home.root / "running"


def take_note(home: Home) -> Resume | None:
    """Where the run before stood, where it broke off with a case open; None where it ended in order."""
    note, found = _note(home), None
    with suppress(OSError), note.open("rb") as file:
        found = decode(file.read(_MOST_BYTES))
    with suppress(OSError):
        note.unlink(missing_ok=True)
    return found if found is not None and found.case else None


class Running(QObject):
    """Keeps the note of one window, and offers what the run before left; `report` is what is known of its fault."""

    def __init__(self, home: Home, window: MainWindow, before: Resume | None, report: Path | None) -> None:
        super().__init__(window)
        self._home, self._window, self._before, self._report = home, window, before, report
        self._noted = self._wanted = Resume()
        self._timer = QTimer(self, interval=NOTED_EVERY)
        self._timer.timeout.connect(self.note)
        window.completed.connect(self._on_completed)
        window.closing.connect(self.end)

    @Slot()
    def _on_completed(self) -> None:
        self._timer.start()
        self._window.case_shown.connect(self.note)
        if self._before is None:
            return
        cases = self._window.case_controller
        cases.listed.connect(self._on_listed)
        if cases.last_listed is not None:  # they were listed while the case view was still being built
            self._on_listed(cases.last_listed)

    @Slot()
    def note(self) -> None:
        """Write down where the reviewer stands, where that changed."""
        stands = self._stands()
        if stands != self._noted:
            with suppress(OSError), replaced(_note(self._home)) as file:
                file.write(stands.encode())
            self._noted = stands

    def _stands(self) -> Resume:
        case, view = self._window.session.case, self._window.case_view
        if case is None or view is None:
            return Resume()
        return Resume(case.id, view.workspace.active or "", view.record.current_page(), view.signing)

    @Slot()
    def end(self) -> None:
        """The window closes in order: nothing is offered next time."""
        self._timer.stop()
        with suppress(OSError):
            _note(self._home).unlink(missing_ok=True)

    # --- what the run before left

    @Slot(object)
    def _on_listed(self, summaries: tuple[CaseSummary, ...]) -> None:
        before, self._before = self._before, None
        found = next((one for one in summaries if before is not None and one.id == before.case), None)
        if before is None or found is None or self._window.session.case is not None:
            return
        words = tr(BROKE_OFF, case=found.number or tr("a case"))
        if self._report is not None:
            words = f"{words}\n\n{tr(_REPORTED, report=self._report)}"
        self._window.case_controller.arriving.emit()
        box = ask(self._window, tr("Go on where you were?"), words, tr("&Reopen"), tr("&Not now"))
        box.setDefaultButton(next(one for one in box.findChildren(QPushButton) if one.text() == "&Reopen"))
        self._wanted = before
        box.accepted.connect(self._on_reopen)

    @Slot()
    def _on_reopen(self) -> None:
        self._window.locking.back_to = self._wanted
        self._window.case_controller.open_case(self._wanted.case)

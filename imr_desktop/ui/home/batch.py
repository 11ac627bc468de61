"""What is done with the chosen cases of the worklist: opened, exported, printed, packaged, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.review import batch
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose, tell
from imr_desktop.ui.home.arranging import COLUMNS
from imr_desktop.ui.home.batch_run import Act, BatchRun, Outcome, name_of
from imr_desktop.ui.home.columns import TITLES
from imr_desktop.ui.theme import icon
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.cases import CaseSummary, ForgetReport
    from imr_desktop.ui.exchange.reading import Sealing
    from imr_desktop.ui.home.view import HomeView
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.signing.printing import LetterPrinter
    from imr_desktop.ui.tasks import Tasks

_FORGETTING = mark("forgetting")
_FOLDER = QFileDialog.FileMode.Directory


class BatchController(Controller):
    """Menu commands for the chosen cases. `listing_changed()`: some are gone. `case_requested(id)`: open that one."""

    listing_changed = Signal()
    case_requested = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, home_view: HomeView, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._home_view = home_view
        self._lines: tuple[CaseSummary, ...] = ()
        self._letters: list[CaseSummary] = []
        self._printed = Outcome(0)
        self._printer: LetterPrinter | None = None
        self._run: BatchRun | None = None

    # --- the menu

    @Slot(QPoint)
    def show_menu(self, at: QPoint) -> None:
        """What can be done with the chosen cases, where the mouse or the keyboard is."""
        chosen = self._home_view.chosen
        if not chosen:
            return
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        several = len(chosen) > 1
        what = tr("{chosen_count:,} cases", chosen_count=len(chosen)) if several else tr("case")
        signed = sum(line.signed_at is not None for line in chosen)
        if not several:
            self._add(menu, tr("&Open"), "folder-open").triggered.connect(partial(self.case_requested.emit, chosen[0].id))
        self._add(menu, tr("&Export {what} as JSON…", what=what), "file-down").triggered.connect(self.export_chosen)
        letters = tr("&Print {signed}…", signed=counted(signed, "signed letter")) if several else tr("&Print signed letter…")
        printing = self._add(menu, letters, "printer")
        printing.setEnabled(signed > 0)
        printing.triggered.connect(self.print_chosen)
        self._add(menu, tr("Pac&kage {what} for another reviewer…", what=what), "upload").triggered.connect(
            self.package_chosen
        )
        menu.addSeparator()
        self._add(menu, tr("&Copy numbers") if several else tr("&Copy number"), "copy").triggered.connect(self.copy_numbers)
        self._add(menu, tr("Choose &all shown"), "check-check").triggered.connect(self.choose_all)
        self._add_sorting(menu)
        menu.addSeparator()
        self._add(menu, tr("&Forget {what}…", what=what), "trash-2").triggered.connect(self.forget_chosen)
        menu.popup(at)

    def _add(self, menu: QMenu, text: str, icon_name: str) -> QAction:
        return menu.addAction(icon(icon_name), text)

    def _add_sorting(self, menu: QMenu) -> None:
        under = menu.addMenu(tr("&Sort by"))
        for column in COLUMNS:
            under.addAction(tr(TITLES[column])).triggered.connect(partial(self._home_view.sort_by, column))

    @Slot()
    def copy_numbers(self) -> None:
        """Put the numbers of the chosen cases on the clipboard."""
        if self._home_view.worklist is not None:
            self._home_view.worklist.copy_numbers()

    @Slot()
    def choose_all(self) -> None:
        """Choose every case that is shown."""
        if self._home_view.worklist is not None:
            self._home_view.worklist.selectAll()
            self._home_view.worklist.setFocus()

    # --- into files

    @Slot()
    def export_chosen(self) -> None:
        """Ask for a folder, and write the JSON of each chosen case into it."""
        self._lines = self._home_view.chosen
        if self._lines:
            choose(self._window, tr("Export {count} as JSON into", count=self._count()), _FOLDER).fileSelected.connect(
                self._export
            )

    @Slot(str)
    def _export(self, folder: str) -> None:
        self._begin(
            Act(mark("exporting"), tr("exported to {folder}", folder=folder), partial(_export, self._services, Path(folder)))
        )

    @Slot()
    def package_chosen(self) -> None:
        """Ask for whom the packages are, then for a folder."""
        from imr_desktop.ui.exchange import reading
        from imr_desktop.ui.exchange.package_dialog import PackageDialog

        self._lines = self._home_view.chosen
        if not self._lines:
            return
        dialog = PackageDialog(self._window, self._count())
        dialog.accepted.connect(self._on_sealing)
        self.show_dialog(dialog)
        self._tasks.run(reading.own_key, self._services, on_done=dialog.show_own_key, on_error=dialog.hide_own_key)

    @Slot()
    def _on_sealing(self) -> None:
        from imr_desktop.ui.exchange.package_dialog import PackageDialog

        if isinstance(self.dialog, PackageDialog):
            title = tr("Save the packages of {count} in", count=self._count())
            choose(self._window, title, _FOLDER).fileSelected.connect(partial(self._package, self.dialog.sealing()))

    def _package(self, how: Sealing, folder: str) -> None:
        done = tr("packaged into {folder}", folder=folder)
        self._begin(Act(mark("packaging"), done, partial(_package, self._services, Path(folder), how)))

    # --- on paper

    @Slot()
    def print_chosen(self) -> None:
        """Ask for a printer once, and print the signed letter of each chosen case; what is not signed is named."""
        from imr_desktop.ui.signing.printing import LetterPrinter

        if self._letters and self._printer is not None and self._printer.busy:
            self.notified.emit(tr("Letters are being printed already."))
            return
        chosen = self._home_view.chosen
        self._letters = [line for line in chosen if line.signed_at is not None]
        if not self._letters:
            self.failed.emit(tr("None of the chosen cases is signed; there is no letter to print."))
            return
        if self._printer is None:
            self._printer = LetterPrinter(self._services, self._tasks, self._window)
            self._printer.notified.connect(self._on_print_said)
            self._printer.ended.connect(self._on_printed)
        self._printed = Outcome(len(chosen))
        self._printed.failed = [(name_of(line), tr("it is not signed")) for line in chosen if line.signed_at is None]
        self._printer.ask(self._letter())

    def _letter(self) -> partial[bytes]:
        return partial(batch.signed_letter, self._services, self._letters[0].id)

    @Slot(str)
    def _on_print_said(self, words: str) -> None:
        self._said = words
        self.notified.emit(words)

    @Slot()
    def _on_printed(self) -> None:
        """One letter is through: say what became of it, and go on with the next."""
        if self._printer is None or not self._letters:
            return
        line = self._letters.pop(0)
        if self._printer.went_through:
            self._printed.done[line.id] = self._printer.note
        else:
            self._printed.failed.append((name_of(line), self._said))
        if self._letters:
            self._printer.ask_no_more(self._letter())
        elif self._printed.total > 1:
            notes = "; ".join(dict.fromkeys(str(note) for note in self._printed.done.values() if note))
            done = tr("sent to the printer{what}", what=f"; {notes}" if notes else "")
            self._say(self._printed, Act(mark("printing"), done, bool))

    @Slot()
    def stop_printing(self) -> None:
        """Send nothing more to a printer: the window is about to close."""
        self._letters = []
        if self._printer is not None:
            self._printer.stop()

    # --- letting go

    @Slot()
    def forget_chosen(self) -> None:
        """Say what goes and what stays, how many cases, and ask for that number."""
        from imr_desktop.ui.exchange import reading
        from imr_desktop.ui.exchange.forget_dialog import ForgetDialog

        self._lines = self._home_view.chosen
        if not self._lines:
            return
        several = tuple(name_of(line) for line in self._lines) if len(self._lines) > 1 else ()
        dialog = ForgetDialog(self._window, self._lines[0].number, several)
        dialog.accepted.connect(self._on_forget)
        self.show_dialog(dialog)
        self._tasks.run(reading.backups, self._services, on_done=dialog.show_backups, on_error=dialog.hide_backups)

    @Slot()
    def _on_forget(self) -> None:
        self._begin(Act(_FORGETTING, tr("forgotten"), self._services.cases.forget))

    # --- going through them

    def _begin(self, act: Act) -> None:
        if not self._lines:
            return
        run, self._lines = BatchRun(self._tasks, self._window, act, self._lines), ()
        run.ended.connect(partial(self._on_ended, act))
        run.begin()

    def _on_ended(self, act: Act, outcome: Outcome) -> None:
        self._say(outcome, act)
        if act.doing == _FORGETTING:
            self.listing_changed.emit()
            self._tell_backups(list(outcome.done.values()))

    def _say(self, outcome: Outcome, act: Act) -> None:
        words = outcome.words(act)
        self.notified.emit(words.partition("\n")[0])
        if outcome.failed:
            tell(self._window, tr("Not all {partition}", partition=act.done.partition(" ")[0]), words)

    def _tell_backups(self, reports: Sequence[object]) -> None:
        from imr_desktop.review.cases import ForgetReport

        found: list[ForgetReport] = [one for one in reports if isinstance(one, ForgetReport)]
        backups = found[-1].backups if found else ()
        if backups:
            named = "\n".join(str(path) for path in backups[:20])
            words = tr("These backups were made before and may still hold the cases; they go as newer ones replace them, or")
            tell(
                self._window,
                tr("Backups still hold them"),
                tr("{words} delete them now:\n\n{named}", words=words, named=named),
            )

    def _count(self) -> str:
        return counted(len(self._lines), "case") if len(self._lines) != 1 else name_of(self._lines[0])


def _export(services: Services, folder: Path, case_id: str) -> Path:
    return batch.export_json(services, case_id, folder)


def _package(services: Services, folder: Path, how: Sealing, case_id: str) -> Path:
    return batch.package(services, case_id, folder, how.recipients, how.passphrase, blind=how.blind)

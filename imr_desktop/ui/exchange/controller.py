"""Menu commands for packages, and for forgetting a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from imr_desktop.errors import StoreError
from imr_desktop.language import mark, tr
from imr_desktop.names import safe_name
from imr_desktop.ui import writing
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose, choose_place, tell
from imr_desktop.ui.exchange import reading
from imr_desktop.ui.exchange.reading import Sealing
from imr_desktop.ui.exclusive import StoredVersion
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.cases import ForgetReport
    from imr_desktop.review.exchanging import Choice, OpenedPackage
    from imr_desktop.ui.exchange.forget_dialog import ForgetDialog
    from imr_desktop.ui.exchange.open_dialog import OpenDialog
    from imr_desktop.ui.exchange.package_dialog import PackageDialog

SUFFIX = ".imrcase"
_FILTER = mark("Packages (*.imrcase)")


class ExchangeController(Controller):
    """`case_taken(id)`: that case is to be opened.

    `left()`: the open case is being let go; `listing_changed()`: it is gone.
    """

    dialog: PackageDialog | OpenDialog | ForgetDialog | None
    case_taken = Signal(str)
    left = Signal()
    listing_changed = Signal()

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._how, self._number, self._waiting = Sealing(), "", list[Path]()

    # --- making a package

    @Slot()
    def package_case(self) -> None:
        """Ask for whom a package of the case is, then where it goes."""
        from imr_desktop.ui.exchange.package_dialog import PackageDialog

        if not self._stored():
            return
        dialog = PackageDialog(self._window, self._number)
        dialog.accepted.connect(self._on_sealing)
        self.show_dialog(dialog)
        self._tasks.run(reading.own_key, self._services, on_done=dialog.show_own_key, on_error=dialog.hide_own_key)

    @Slot()
    def _on_sealing(self) -> None:
        from imr_desktop.ui.exchange.package_dialog import PackageDialog

        if not isinstance(self.dialog, PackageDialog):
            return
        self._how = self.dialog.sealing()
        name = safe_name(f"{self._number or 'case'}{'-blind' if self._how.blind else ''}{SUFFIX}")
        choose_place(self._window, tr("Save the package as"), name, SUFFIX, tr(_FILTER)).fileSelected.connect(
            self.write_package
        )

    @Slot(str)
    def write_package(self, path: str) -> None:
        case = self._session.case
        if case is not None:
            self.notified.emit(tr("Sealing the package…"))
            self.run(reading.pack, self._services, case.id, Path(path), self._how, on_done=self._on_packed)
            self._how = Sealing()

    @Slot(object)
    def _on_packed(self, path: Path) -> None:
        self.notified.emit(tr("Package saved: {path}", path=path))

    # --- opening one

    @Slot()
    def open_package(self) -> None:
        mode = QFileDialog.FileMode.ExistingFile
        choose(self._window, tr("Open package"), mode, tr(_FILTER)).fileSelected.connect(self.show_package)

    @Slot(object)
    def show_packages(self, paths: list[Path]) -> None:
        self._waiting += [Path(path) for path in paths]
        if self.dialog is None:
            self._show_next()

    @Slot(str)
    def show_package(self, path: str) -> None:
        self.show_packages([Path(path)])

    def _show_next(self) -> None:
        from imr_desktop.ui.exchange.open_dialog import OpenDialog

        if not self._waiting:
            return
        if self._session.case is not None:
            self._stored()  # the merge is with the case as it stands
        dialog = OpenDialog(self._window, self._services, self._tasks, self._waiting.pop(0))
        dialog.take_requested.connect(self.take)
        self.show_dialog(dialog)

    @Slot(object, object)
    def take(self, opened: OpenedPackage, choices: dict[str, Choice]) -> None:
        """Take a package's case in; nothing else writes the open case meanwhile."""
        what = self._services, opened, choices
        if self._session.case is None:
            self.run(writing.take, *what, on_done=self._on_taken, on_error=self._on_not_taken)
        elif not self._session.run_exclusive(
            writing.MERGING, writing.merge, *what, on_done=self._on_taken, on_error=self._on_not_taken
        ):
            self._on_not_taken(
                StoreError(tr("Nothing was taken in: the open case has to be saved first. Close this, then try again."))
            )

    @Slot(object)
    def _on_not_taken(self, error: Exception) -> None:
        show = getattr(self.dialog, "show_not_taken", None)  # the dialog may have been closed meanwhile
        if show is not None:
            show(error)

    @Slot(object)
    def _on_taken(self, written: StoredVersion) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        case, now = written.case, self._session.case
        if now is not None and now.id == case.id:
            self._session.adopt(tr("Take in package"), *written)
            self.notified.emit(tr("The package is taken in. Undo brings back the case as it was."))
            return
        self.notified.emit(tr("The package’s case is taken in."))
        self.case_taken.emit(case.id)

    # --- letting go

    @Slot()
    def forget_case(self) -> None:
        """Say what goes and what stays, and ask for the case number."""
        from imr_desktop.ui.exchange.forget_dialog import ForgetDialog

        case = self._session.case
        if case is None:
            return
        self._number = case.number
        dialog = ForgetDialog(self._window, case.number)
        dialog.accepted.connect(self._on_forget)
        self.show_dialog(dialog)
        self._tasks.run(reading.backups, self._services, on_done=dialog.show_backups, on_error=dialog.hide_backups)

    @Slot()
    def _on_forget(self) -> None:
        case = self._session.case
        if case is None:
            return
        self._session.flush()  # also waits for a save on its way, which would bring the case back
        self._session.close(discard=True)
        self.left.emit()
        self.run(self._services.cases.forget, case.id, on_done=self._on_forgotten, on_error=self._on_not_forgotten)

    @Slot(object)
    def _on_forgotten(self, done: ForgetReport) -> None:
        files = tr(" {files} went with it.", files=counted(done.files, "file")) if done.files else ""
        self.notified.emit(tr("{what} is forgotten.{files}", what=self._number or tr("The case"), files=files))
        self.listing_changed.emit()
        if done.backups:
            tell(
                self._window,
                tr("Backups still hold it"),
                tr(
                    "These backups were made before and may still hold the case; they go as newer ones "
                    "replace them, or delete them now:\n\n"
                )
                + "\n".join(str(path) for path in done.backups[:20]),
            )

    @Slot(object)
    def _on_not_forgotten(self, error: Exception) -> None:
        self.failed.emit(sentence(error))
        self.listing_changed.emit()

    # --- parts

    def _stored(self) -> bool:
        """Store the open case as it stands; whether it is."""
        case = self._session.case
        if case is None:
            return False
        self._number = case.number
        self.flush_requested.emit()
        return self._session.flush()

    @Slot()
    def put_away(self) -> None:
        """Packages that wait are let go, too."""
        self._waiting.clear()
        super().put_away()

    @Slot()
    def _on_finished(self) -> None:
        super()._on_finished()
        self._show_next()

"""The menu command for the office's profile: shown, changed, taken from a file and written into one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QFileDialog

from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose, choose_place
from imr_desktop.ui.tasks import DIALOG, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imr_desktop.case.office import OfficeProfile
    from imr_desktop.review import Services
    from imr_desktop.review.office import Paragraph
    from imr_desktop.ui.office.dialog import OfficeDialog

_JSON = mark("Office profile (*.json)")
_PICTURES = mark("Pictures (*.png *.jpg *.jpeg)")


class OfficeController(Controller):
    """Shows the profile and keeps it."""

    dialog: OfficeDialog | None

    @Slot()
    def show_office(self) -> None:
        """Read the profile, then show it."""
        self.run(_read, self._services, on_done=self._show, key=DIALOG)

    @Slot(object)
    def _show(self, read: tuple[OfficeProfile, tuple[Paragraph, ...]]) -> None:
        from imr_desktop.ui.office.dialog import OfficeDialog

        self.put_away()
        dialog = OfficeDialog(QApplication.activeModalWidget() or self._window, *read)  # over the settings, from there
        dialog.picture_requested.connect(self._choose_picture)
        dialog.import_requested.connect(self._choose_import)
        dialog.export_requested.connect(self._choose_export)
        dialog.accepted.connect(self._on_accepted)
        self.show_dialog(dialog)

    @Slot()
    def _on_accepted(self) -> None:
        if self.dialog is not None:
            self.run(_keep, self._services, self.dialog.profile(), self.dialog.words(), on_done=self._on_kept)

    @Slot(object)
    def _on_kept(self, profile: OfficeProfile) -> None:
        own = tr(" Own wording: edition {edition}.", edition=profile.edition) if profile.edition else ""
        self.notified.emit(tr("The office profile is saved.{own}", own=own))

    @Slot()
    def _choose_picture(self) -> None:
        if self.dialog is not None:
            made = choose(self.dialog, tr("Letterhead picture"), QFileDialog.FileMode.ExistingFile, tr(_PICTURES))
            made.fileSelected.connect(self._read_picture)

    @Slot(str)
    def _read_picture(self, path: str) -> None:
        self.run(self._services.office.picture, Path(path), on_done=self._on_picture, on_error=self._on_dialog_failed)

    @Slot(object)
    def _on_picture(self, logo: bytes) -> None:
        if self.dialog is not None:
            self.dialog.show_failure("")
            self.dialog.set_logo(logo)

    @Slot()
    def _choose_import(self) -> None:
        if self.dialog is not None:
            made = choose(self.dialog, tr("Import office profile"), QFileDialog.FileMode.ExistingFile, tr(_JSON))
            made.fileSelected.connect(self._import)

    @Slot(str)
    def _import(self, path: str) -> None:
        self.run(_imported, self._services, Path(path), on_done=self._on_imported, on_error=self._on_dialog_failed)

    @Slot(object)
    def _on_imported(self, read: tuple[OfficeProfile, tuple[Paragraph, ...]]) -> None:
        self._show(read)
        self.notified.emit(tr("The office profile was imported and is saved."))

    @Slot()
    def _choose_export(self) -> None:
        if self.dialog is not None:
            made = choose_place(self.dialog, tr("Export office profile"), "office.json", "json", tr(_JSON))
            made.fileSelected.connect(self._export)

    @Slot(str)
    def _export(self, path: str) -> None:
        self.run(self._services.office.export_to, Path(path), on_done=self._on_exported, on_error=self._on_dialog_failed)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self.notified.emit(tr("The office profile as it is saved: {name}", name=path.name))

    @Slot(object)
    def _on_dialog_failed(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.show_failure(sentence(error))
        else:
            self.failed.emit(sentence(error))


def _read(services: Services) -> tuple[OfficeProfile, tuple[Paragraph, ...]]:
    profile = services.office.profile
    return profile, services.office.paragraphs(profile)


def _keep(services: Services, profile: OfficeProfile, words: Mapping[str, str]) -> OfficeProfile:
    return services.office.save(services.office.reworded(profile, words))


def _imported(services: Services, path: Path) -> tuple[OfficeProfile, tuple[Paragraph, ...]]:
    services.office.import_from(path)
    return _read(services)

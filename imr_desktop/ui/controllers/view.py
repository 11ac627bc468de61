"""Theme, zoom, settings, facts and help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget
from shiboken6 import isValid

from imr_desktop import __version__, settings
from imr_desktop.errors import StoreError
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import tell
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import DIALOG, Tasks, sentence
from imr_desktop.ui.theme import current

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.processes import ConfinementStatus
    from imr_desktop.ui.home.arranging import Order

_FACTS = "facts"
_ABOUT = mark(
    "IMR Desktop {version}\n\nAn offline workbench for California Independent Medical Review. "
    "Nothing leaves this computer. The program checks and composes; each decision is the "
    "physician's own.\n\nInter and Source Serif are used under the SIL Open Font License, "
    "Lucide icons under the ISC License, Qt under the LGPL."
)


_NOBODY = dict.fromkeys(settings.PRIVATE, "")


class ViewController(Controller):
    """`settings_changed(settings)`: after a choice was made, or read.

    `first_run_requested()`, `office_requested()`: the first steps, the office profile are to be shown. `reviewer_kept()`:
    what names the reviewer was stored in the vault, which was made where there was none.
    """

    settings_changed = Signal(object)
    first_run_requested = Signal()
    office_requested = Signal()
    reviewer_kept = Signal()

    def __init__(
        self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget, chosen: settings.Settings
    ) -> None:
        super().__init__(services, tasks, session, window)
        self.settings = chosen
        self._dialog: Any = None
        self._about: QMessageBox | None = None
        self._typed = self._place = ""
        session.drafts_found.connect(self._on_drafts)
        session.closed.connect(self.close_dialog)

    @Slot()
    def read_reviewer(self) -> None:
        """The vault is open: read what it keeps of the reviewer."""
        self.run(self._services.reviewer.opened_settings, on_done=self._on_read, key="settings")

    @Slot(object)
    def _on_read(self, read: settings.Settings) -> None:
        before, self.settings = self.settings, settings.named(self.settings, _NOBODY | settings.private(read))
        if self.settings != before:
            self.settings_changed.emit(self.settings)

    @Slot()
    def forget_reviewer(self) -> None:
        """The vault is locked: what it keeps of the reviewer is not at hand."""
        self.settings = settings.named(self.settings, _NOBODY)

    def keep(self, chosen: settings.Settings) -> None:
        """Store settings and put them in force."""
        before, self.settings = self.settings, chosen
        changes = {key: getattr(chosen, key) for key in settings.PRIVATE if getattr(chosen, key) != getattr(before, key)}
        if changes:
            self.run(self._services.reviewer.keep, changes, on_done=self._on_kept)
        try:
            settings.save(self._services.home, chosen)
        except StoreError as error:
            self.failed.emit(told(error.sentence))
        if (before.theme, before.zoom) != (chosen.theme, chosen.zoom):
            current().apply(chosen.theme, chosen.zoom)
        self.settings_changed.emit(chosen)

    @Slot(object)
    def _on_kept(self, _: object) -> None:
        self.reviewer_kept.emit()
        self._session.check_now()

    @Slot(object)
    def keep_worklist(self, order: Order) -> None:
        """Remember how the worklist is sorted, and which groups are folded."""
        kept = replace(self.settings, worklist_order=order.kept_column, worklist_folds=order.kept_folds)
        if kept != self.settings:
            self.keep(kept)

    @Slot()
    def theme_system(self) -> None:
        self.keep(replace(self.settings, theme="system"))

    @Slot()
    def theme_light(self) -> None:
        self.keep(replace(self.settings, theme="light"))

    @Slot()
    def theme_dark(self) -> None:
        self.keep(replace(self.settings, theme="dark"))

    @Slot()
    def theme_contrast(self) -> None:
        self.keep(replace(self.settings, theme="contrast"))

    def keep_places(self, *, window: str | None = None, panes: str | None = None) -> None:
        """Store where the window stands, and how the room in it is shared."""
        before = self.settings
        self.settings = replace(
            before, window=before.window if window is None else window, panes=before.panes if panes is None else panes
        )
        if self.settings != before:
            try:
                settings.save(self._services.home, self.settings)
            except StoreError as error:
                self.notified.emit(told(error.sentence))

    @Slot()
    def toggle_theme(self) -> None:
        """The other of light and dark."""
        self.keep(replace(self.settings, theme="dark" if current().name == "light" else "light"))

    @Slot()
    def zoom_in(self) -> None:
        self._zoom(1)

    @Slot()
    def zoom_out(self) -> None:
        self._zoom(-1)

    @Slot()
    def zoom_reset(self) -> None:
        """Everything at 100 percent."""
        self._zoom(0)

    def _zoom(self, steps: int) -> None:
        self.keep(replace(self.settings, zoom=current().stepped(steps)))

    @Slot()
    def show_settings(self) -> None:
        """The settings dialog, with what the vault keeps of the reviewer."""
        self.run(self._services.reviewer.opened_settings, on_done=self._show_settings, key=DIALOG)

    @Slot(str)
    def show_setting(self, name: str) -> None:
        """The settings dialog, the keyboard on one of them."""
        self._place = name
        self.show_settings()

    @Slot(object)
    def _show_settings(self, read: settings.Settings) -> None:
        from imr_desktop.ui.settings_dialog import SettingsDialog

        self._on_read(read)
        place, self._place = self._place, ""
        self._dialog = SettingsDialog(self._window, self.settings, place)
        self._dialog.office_requested.connect(self.office_requested)
        self._dialog.first_run_requested.connect(self._on_first_run)
        self._dialog.accepted.connect(self._on_settings)
        self._dialog.open()

    @Slot()
    def _on_settings(self) -> None:
        self.keep(self._dialog.settings())
        self._session.check_now()

    @Slot()
    def _on_first_run(self) -> None:
        """The first steps are asked for: what stands in the settings is kept before they are shown."""
        self._dialog.try_accept()
        if not self._dialog.isVisible():
            self.first_run_requested.emit()

    @Slot()
    def show_identity(self) -> None:
        """Ask who signs: before a first signature, and whenever the reviewer wishes."""
        self.run(self._services.reviewer.opened_settings, on_done=self._show_identity, key=DIALOG)

    @Slot(object)
    def _show_identity(self, read: settings.Settings) -> None:
        from imr_desktop.ui.identity_dialog import IdentityDialog

        self._on_read(read)
        self._dialog = IdentityDialog(self._window, self.settings)
        self._dialog.accepted.connect(self._on_settings)
        self._dialog.open()

    @Slot()
    def edit_facts(self) -> None:
        self.edit_fact("")

    def edit_fact(self, field: str) -> None:
        """The case's facts, the focus on one of them."""
        from imr_desktop.ui.facts_dialog import FactsDialog

        case = self._session.case
        if case is not None and not self._session.refuses():
            self._dialog = FactsDialog(self._window, case, field)
            if self._typed:
                self._dialog.take(self._typed)
            self._dialog.typed.connect(self._on_typed)
            self._dialog.accepted.connect(self._on_facts)
            self._dialog.rejected.connect(self._on_facts_left)
            self._dialog.open()

    @Slot()
    def _on_facts(self) -> None:
        if self._session.apply(tr("Change case facts"), self._dialog.change):
            self._on_typed("")

    @Slot()
    def _on_facts_left(self) -> None:
        if self._session.case is not None:
            self._on_typed("")

    @Slot(str)
    def _on_typed(self, words: str) -> None:
        self._typed = words
        self._session.draft(_FACTS, words)

    @Slot(object)
    def _on_drafts(self, drafts: Mapping[str, str]) -> None:
        self._typed = drafts.get(_FACTS, "")

    @Slot()
    def close_dialog(self) -> None:
        """The case was closed: close the dialog about it, and forget what was typed there."""
        dialog, self._dialog, self._typed = self._dialog, None, ""
        if dialog is not None and isValid(dialog):
            dialog.done(0)

    @Slot()
    def show_keys(self) -> None:
        """What the part in use is for, and all keys."""
        from imr_desktop.ui.help.keys import KeysDialog
        from imr_desktop.ui.help.parts import part_of

        dialog = KeysDialog(self._window, part_of(self._window.focusWidget()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.guide_requested.connect(self.show_guide)
        dialog.own_keys_requested.connect(self._show_own_keys)
        dialog.open()

    @Slot()
    def _show_own_keys(self) -> None:
        self.show_setting("keys")

    @Slot()
    def show_guide(self) -> None:
        """The user guide, in a window beside the work."""
        from imr_desktop.guide import chapters
        from imr_desktop.ui.help.guide import GuideWindow

        try:
            guide = self._window.findChild(GuideWindow) or GuideWindow(self._window, chapters())
        except FileNotFoundError as error:
            self.failed.emit(str(error))
            return
        guide.show()
        guide.activateWindow()

    @Slot()
    def show_about(self) -> None:
        """Version, purpose, licenses; how the process that reads files is confined here follows when it is known."""
        self._about = tell(self._window, tr("About IMR Desktop"), tr(_ABOUT).format(version=__version__))
        status = self._services.processes.status
        self.run(status, on_done=self._on_confinement, on_error=self._on_no_confinement, key="about")

    @Slot(object)
    def _on_confinement(self, found: ConfinementStatus) -> None:
        self._tell_confinement(found.text)

    @Slot(object)
    def _on_no_confinement(self, error: Exception) -> None:
        self._tell_confinement(sentence(error))

    def _tell_confinement(self, text: str) -> None:
        if self._about is not None and isValid(self._about):
            self._about.setText("\n\n".join((tr(_ABOUT).format(version=__version__), text)))

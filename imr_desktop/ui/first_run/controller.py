"""What the page of the first steps does: it asks those that ask elsewhere, and shows what came of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from imr_desktop.identity import lines
from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.first_run.page import FirstStepsPage, Standing
from imr_desktop.ui.shell import menu_rules

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.ui.controllers.keys import KeyController
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.shell.parts import WindowParts
    from imr_desktop.ui.tasks import Tasks

_PROTECTED = {
    "passphrase": mark("A passphrase opens them."),
    "keyring": mark("This account's keyring opens them; elsewhere the recovery words do."),
    "account": mark("Whoever uses this account opens them."),
}


class FirstRunController(Controller):
    """Shows the page in place of the worklist; a case that is taken in takes its place at once."""

    def __init__(
        self, services: Services, tasks: Tasks, session: CaseSession, window: WindowParts, keys: KeyController
    ) -> None:
        super().__init__(services, tasks, session, window)
        self._parts, self._chosen = window, False
        self.page = page = FirstStepsPage()
        window.views.addWidget(page)
        page.printed.connect(self._keep_printed)
        page.protection_requested.connect(window.vault_controller.choose_protection)
        page.identity_requested.connect(window.view_controller.show_identity)
        page.own_key_requested.connect(keys.make)
        page.key_file_requested.connect(keys.choose)
        page.left.connect(self.leave)
        window.vault_controller.protection_known.connect(self._look)
        window.vault_controller.protecting.secured.connect(self._look)
        window.view_controller.settings_changed.connect(self._show)
        window.view_controller.first_run_requested.connect(self.show_first_steps)

    @property
    def _in_view(self) -> bool:
        return self._parts.views.currentWidget() is self.page

    def begin(self) -> None:
        """The very first start: nothing is set and no case is there."""
        home = self._services.home
        if not home.vault.exists() and not home.settings.exists() and self._session.case is None:
            self.show_first_steps()

    @Slot()
    def show_first_steps(self) -> None:
        """Show the page; what stands typed in a case is stored first."""
        if self._session.case is not None:
            self.flush_requested.emit()
        self._show()
        self._parts.views.setCurrentWidget(self.page)
        if (view := self._parts.case_view) is not None:
            self._parts.menus.refresh(menu_rules.true_now(self._parts, view))
        self.page.focus_first()
        self._look()

    @Slot()
    def leave(self) -> None:
        """On to the case, or to the worklist."""
        (self._parts.show_home if self._session.case is None else self._parts.show_case)()

    @Slot(str, str)
    def _keep_printed(self, specialty: str, licensure: str) -> None:
        settings = self._parts.view_controller.settings
        if (specialty, licensure) != (settings.specialty, settings.licensure):
            self._parts.view_controller.keep(replace(settings, specialty=specialty, licensure=licensure))

    @Slot()
    def _look(self) -> None:
        if self._in_view:
            self._tasks.run(_chosen, self._services, on_done=self._on_looked, key="first steps")

    @Slot(object)
    def _on_looked(self, chosen: bool) -> None:
        self._chosen = chosen
        self._show()

    @Slot()
    def _show(self) -> None:
        settings = self._parts.view_controller.settings
        protection = self._parts.vault_controller.protection
        office = tr("The office signs.") if settings.office_signs else ""
        named = settings.reviewer_name or ", ".join(lines(settings.identity))
        key = settings.key_file if settings.key_file.startswith("pkcs11:") else Path(settings.key_file).name
        protected = tr(_PROTECTED.get(protection, "")) if self._chosen else ""
        self.page.show_standing(Standing(protected, " · ".join(filter(None, (named, office))), key), settings)


def _chosen(services: Services) -> bool:
    vault = services.vault
    return vault.protection != "none" and vault.is_open and vault.is_chosen

"""Theme, zoom, settings, facts and help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from imr_desktop import __version__, settings
from imr_desktop.case.model import Case
from imr_desktop.paths import Home, resource
from imr_desktop.ui.dialogs import Reader, keys_text, tell
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import sentence
from imr_desktop.ui.theme import current

_FACTS = "facts"
_ABOUT = """IMR Desktop {version}

An offline workbench for California Independent Medical Review. Nothing leaves this computer. \
The program checks and composes; each decision is the physician's own.

Inter and Source Serif are used under the SIL Open Font License, Lucide icons under the ISC License, Qt under the LGPL."""


def guide_text() -> str:
    """The user guide (the README) as markdown; empty where this installation has none."""
    try:
        return resource("ui").parent.parent.joinpath("README.md").read_text(encoding="utf-8")
    except OSError:
        return ""


class ViewActs(QObject):
    """`settings_changed(settings)`: after a choice was stored. `failed(sentence)`: it could not be."""

    settings_changed = Signal(object)
    failed = Signal(str)

    def __init__(self, home: Home, chosen: settings.Settings, session: CaseSession, window: QWidget) -> None:
        super().__init__(window)
        self._home, self.settings, self._session, self._window = home, chosen, session, window
        self._dialog: Any = None
        self._typed = ""
        session.drafts_found.connect(self._on_drafts)
        session.closed.connect(self.let_go)

    def keep(self, chosen: settings.Settings) -> None:
        """Store settings and put them in force."""
        before, self.settings = self.settings, chosen
        try:
            settings.save(self._home, chosen)
        except OSError as error:
            self.failed.emit(sentence(error))
        if (before.theme, before.zoom) != (chosen.theme, chosen.zoom):
            current().apply(chosen.theme, chosen.zoom)
        self.settings_changed.emit(chosen)

    @Slot()
    def theme_system(self) -> None:
        """Follow the system."""
        self.keep(replace(self.settings, theme="system"))

    @Slot()
    def theme_light(self) -> None:
        """Light."""
        self.keep(replace(self.settings, theme="light"))

    @Slot()
    def theme_dark(self) -> None:
        """Dark."""
        self.keep(replace(self.settings, theme="dark"))

    @Slot()
    def toggle_theme(self) -> None:
        """The other of light and dark."""
        self.keep(replace(self.settings, theme="dark" if current().name == "light" else "light"))

    @Slot()
    def zoom_in(self) -> None:
        """Everything larger."""
        self._zoom(1)

    @Slot()
    def zoom_out(self) -> None:
        """Everything smaller."""
        self._zoom(-1)

    @Slot()
    def zoom_reset(self) -> None:
        """Everything at 100 percent."""
        self._zoom(0)

    def _zoom(self, steps: int) -> None:
        current().zoom_by(steps)
        self.keep(replace(self.settings, zoom=current().zoom))

    @Slot()
    def show_settings(self) -> None:
        """The settings dialog."""
        from imr_desktop.ui.settings_dialog import SettingsDialog

        self._dialog = SettingsDialog(self._window, self.settings)
        self._dialog.accepted.connect(self._on_settings)
        self._dialog.open()

    @Slot()
    def _on_settings(self) -> None:
        self.keep(self._dialog.settings())
        self._session.check_now()

    @Slot()
    def edit_facts(self) -> None:
        """The case's facts."""
        self.edit_fact("")

    def edit_fact(self, field: str) -> None:
        """The case's facts, the focus on one of them."""
        from imr_desktop.ui.facts_dialog import FactsDialog

        case = self._session.case
        if case is not None and not case.locked:
            self._dialog = FactsDialog(self._window, case, field)
            if self._typed:
                self._dialog.take(self._typed)
            self._dialog.typed.connect(self._on_typed)
            self._dialog.accepted.connect(self._on_facts)
            self._dialog.rejected.connect(self._on_facts_left)
            self._dialog.open()

    @Slot()
    def _on_facts(self) -> None:
        if self._session.apply("Change case facts", partial(_changed, self._dialog)):
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
    def let_go(self) -> None:
        """The case was closed: close the dialog about it, and forget what was typed there."""
        dialog, self._dialog, self._typed = self._dialog, None, ""
        if dialog is not None and isValid(dialog):
            dialog.done(0)

    @Slot()
    def show_keys(self) -> None:
        """All keys."""
        Reader(self._window, "Keys", keys_text()).open()

    @Slot()
    def show_guide(self) -> None:
        """The user guide."""
        Reader(self._window, "User guide", guide_text()).open()

    @Slot()
    def show_about(self) -> None:
        """Version, purpose, licences."""
        tell(self._window, "About IMR Desktop", _ABOUT.format(version=__version__))


def _changed(dialog: Any, case: Case) -> Case:
    return dialog.change(case)

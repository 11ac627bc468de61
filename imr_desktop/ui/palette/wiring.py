"""The box's connections to the rest of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imr_desktop.ui.palette.controller import PaletteController

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.shell.parts import WindowParts
    from imr_desktop.ui.tasks import Tasks


def made_for(window: WindowParts, services: Services, tasks: Tasks, session: CaseSession, _: object) -> PaletteController:
    """The box's controller, connected to what is there before the first case."""
    made = PaletteController(services, tasks, session, window)
    window.case_controller.listed.connect(made.set_cases)
    window.top.palette_field.clicked.connect(made.open_palette)
    made.case_requested.connect(window.case_controller.open_case)
    made.setting_requested.connect(window.view_controller.show_setting)
    window.view_controller.settings_changed.connect(made.take_keys)
    window.completed.connect(made.take_keys)
    return made

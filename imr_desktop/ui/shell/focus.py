"""Where the keyboard goes when what had it vanishes: into the view, never onto the rows above it.

Qt hands it to the next widget in the order of Tab; there that may be a button that closes the case or changes the theme, and
the key that was meant for what vanished would press it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from imr_desktop.ui.shell.case_view import CaseView
    from imr_desktop.ui.shell.parts import WindowParts


class FocusKeeper(QObject):
    """Watches the keyboard of one window, and marks the pane that has it."""

    def __init__(self, window: WindowParts, view: CaseView) -> None:
        super().__init__(window)
        self._window, self._view = window, view
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._window.session.case is not None and not self._view.signing:
            self._view.workspace.mark_focus(now)
        if old is None or now is None or not isValid(old) or (old.isVisible() and old.isEnabled()):
            return
        window = self._window
        rows = (window.top, window.vault_controller.protecting.strip, self._view.header)
        if window.isVisible() and old.window() is window and any(row.isAncestorOf(now) for row in rows):
            self._to_view()

    def _to_view(self) -> None:
        window, view = self._window, self._view
        shown = window.views.currentWidget()
        if shown is window.home_view:
            window.home_view.focus_first()
        elif shown is not view or window.session.case is None:
            window.views.setFocus() if shown is None else shown.setFocus()
        elif view.signing:
            view.sign.panel.focus_first()
        else:
            view.workspace.panes[view.workspace.active or "items"].focus_first()

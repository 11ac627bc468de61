"""While the case is being written by something else, its panes can be read and not changed, and say so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from imr_desktop.ui.panes.base import Pane
from imr_desktop.ui.shell.case_header import CaseHeader
from imr_desktop.ui.widgets.citation_edit import CitationEdit

_CHANGING = (QLineEdit, QAbstractButton, QComboBox)


class Holder:
    """Holds what is in panes as it stands: texts can still be read, selected and copied."""

    def __init__(self, panes: Sequence[Pane], header: CaseHeader) -> None:
        self._panes, self._header = panes, header
        self._held: list[QWidget] = []

    def hold(self, busy: str) -> None:
        """Hold the panes, or let them go where `busy` is empty."""
        self._header.show_busy(busy)
        if busy:
            self._held = [
                part for pane in self._panes for kind in _CHANGING for part in pane.findChildren(kind) if part.isEnabled()
            ]
        for part in self._held:
            part.setEnabled(not busy)
        for pane in self._panes:
            for editor in pane.findChildren(CitationEdit):
                editor.setReadOnly(bool(busy) or pane.case.locked)
        if not busy:
            self._held = []

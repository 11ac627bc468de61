"""What can be done with a finding, as a menu at its row: by right click and by the menu key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from imr_desktop.case import edits, findings
from imr_desktop.language import told, tr
from imr_desktop.ui.findings.model import NO_CATEGORY

if TYPE_CHECKING:
    from imr_desktop.ui.findings.pane import FindingsPane


class FindingMenu(QObject):
    """The menu of one pane's list."""

    def __init__(self, pane: FindingsPane) -> None:
        super().__init__(pane)
        self._pane = pane
        pane.list.menu_requested.connect(self.open)

    @Slot(QPoint)
    def open(self, spot: QPoint) -> None:
        """Show it for the current row, at a spot of the screen."""
        rows, pane = self._pane.list, self._pane
        index = rows.currentIndex()
        row = pane.model.row_at(index.row()) if index.isValid() else None
        if row is None:
            return
        editable = not pane.case.locked
        menu = QMenu(rows)
        menu.setAccessibleName(tr("Finding {number}", number=row.number))
        opened = menu.addAction(tr("&Open the page\tEnter"))
        opened.setEnabled(bool(row.chips))
        opened.triggered.connect(pane.open_selected)
        menu.addAction(tr("&Copy the words")).triggered.connect(partial(self._copy, row.words))
        menu.addSeparator()
        changed = menu.addAction(tr("C&hange…\tF2"))
        changed.triggered.connect(partial(self._edit, index.row()))
        kinds = menu.addMenu(tr("Ca&tegory"))
        for key, label in (("", tr(NO_CATEGORY)), *((one.key, told(one.label)) for one in findings.categories())):
            action = kinds.addAction(label)
            action.setCheckable(True)
            action.setChecked(key == row.finding.category)
            action.triggered.connect(partial(self._set_category, row.key, key))
        removed = menu.addAction(tr("&Remove\tDelete"))
        removed.triggered.connect(pane.remove_selected)
        for part in (changed, kinds.menuAction(), removed):
            part.setEnabled(editable)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)

    def _copy(self, words: str, _checked: bool = False) -> None:
        QGuiApplication.clipboard().setText(words)

    def _edit(self, at: int, _checked: bool = False) -> None:
        self._pane.list.edit(self._pane.model.index(at, 0))

    def _set_category(self, finding: str, key: str, _checked: bool = False) -> None:
        self._pane.request_edit(tr("Set category"), edits.change_finding, finding, category=key)

"""What can be done with a row of a list, as a menu at it: by right click and by the menu key, beside its other keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from imr_desktop.language import tr

if TYPE_CHECKING:
    from imr_desktop.ui.widgets.rows import RowList


class Act(NamedTuple):
    """A line of the menu: its words, the key that does the same, what it does, whether it can be done now."""

    words: str
    key: str
    do: Callable[[], object]
    can: bool = True


class RowMenu(QObject):
    """The menu of one list; `acts` are asked for each time it opens, for the current row. The last line copies its words."""

    def __init__(self, rows: RowList[Any], acts: Callable[[], Iterable[Act]]) -> None:
        super().__init__(rows)
        self._rows, self._acts = rows, acts
        rows.menu_requested.connect(self.open)

    @Slot(QPoint)
    def open(self, spot: QPoint) -> None:
        """Show it at a spot of the screen."""
        current = self._rows.current()
        if current is None:
            return
        menu = QMenu(self._rows)
        menu.setAccessibleName(self._rows.accessibleName())
        for act in self._acts():
            action = menu.addAction(f"{act.words}\t{act.key}" if act.key else act.words)
            action.setEnabled(act.can)
            action.triggered.connect(partial(_do, act))
        menu.addSeparator()
        menu.addAction(tr("Copy the words")).triggered.connect(partial(_copy, current.words))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)


def _do(act: Act, _checked: bool = False) -> None:
    act.do()


def _copy(words: str, _checked: bool = False) -> None:
    QGuiApplication.clipboard().setText(words)

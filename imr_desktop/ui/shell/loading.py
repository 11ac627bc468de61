"""Loads and builds what the case view is made of while the worklist is in use, a little each turn: the window answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

_MODULES = tuple(
    f"imr_desktop.ui.{name}"
    for name in (
        "widgets.rows",
        "widgets.citation_edit",
        "widgets.pane",
        "record.page_view",
        "record.pane",
        "findings.pane",
        "summary.pane",
        "items.item_editor",
        "items.pane",
        "checks.pane",
        "search.controller",
        "signing.preview",
        "signing.view",
        "shell.case_view",
    )
)


class Loading(QObject):
    """`parts` are made after the modules are there, one at each step; nothing happens any more after `stop`."""

    def __init__(self, parts: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._left, self._parts = list(_MODULES), parts
        self._wish: Callable[[], object] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._next)

    def begin(self) -> None:
        """Load the first at the next turn of the event loop."""
        self._timer.start()

    def stop(self) -> None:
        """The window closes: nothing is loaded any more."""
        self._timer.stop()
        self._wish = None

    def then(self, wish: Callable[[], object]) -> None:
        """Do this when everything stands, now where it does; of several wishes meanwhile the last counts."""
        if self._timer.isActive():
            self._wish = wish
        else:
            wish()

    @Slot()
    def finish(self) -> None:
        """Load and build the rest at once: a case is wished for."""
        while self._timer.isActive():
            self._next()

    @Slot()
    def _next(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
        elif next(self._parts, self) is self:
            self._timer.stop()
            wish, self._wish = self._wish, None
            if wish is not None:
                wish()

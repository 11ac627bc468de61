"""Loads what the case view is made of while the worklist is in use: one module a turn, so that the window answers."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal, Slot

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
    """`done()`: all modules are there; never after `stop`."""

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(_MODULES)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._next)

    def begin(self) -> None:
        """Load the first at the next turn of the event loop."""
        self._timer.start()

    def stop(self) -> None:
        """The window closes: nothing is loaded any more."""
        self._timer.stop()

    @Slot()
    def _next(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
        else:
            self._timer.stop()
            self.done.emit()

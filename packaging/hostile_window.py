"""A window of the program on the screen at hand, on which files are dropped one after the other; for `hostile.py`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from imr_desktop.paths import Home
from imr_desktop.review.taken import TakenIn
from imr_desktop.settings import Settings
from imr_desktop.ui.main_window import MainWindow


class Window:
    """One window for all files; what it was asked meanwhile is closed with Escape."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._application = QApplication.instance() or QApplication([])
        self._most, self._told = 0, ""

    def __enter__(self) -> Window:
        self._window = MainWindow(Home(self._folder / "window"), Settings(theme="light", judge_first=False))
        self._window.resize(1366, 768)
        self._window.show()
        self._window.complete()
        self._window.case_controller.taken.connect(self._take)
        self._wait(60, lambda: self._window.case_view is not None)
        return self

    def __exit__(self, *_: object) -> None:
        self._window.close()

    def drop(self, path: Path, seconds: float) -> tuple[str, int]:
        """What the window said of a dropped file, and the bytes of its largest process meanwhile."""
        self._most, self._told = 0, ""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        button, key, at = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(200, 200)
        for event in (
            QDragEnterEvent(at, Qt.DropAction.CopyAction, data, button, key),
            QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, button, key),
        ):
            event.ignore()
            QApplication.sendEvent(self._window, event)
        self._wait(seconds, lambda: False)
        case = self._window.session.case
        said = self._told or (f"{case.page_count} pages" if case and case.files else "")
        self._window.case_controller.close_case()
        self._wait(20, lambda: False)
        return said, self._most

    def _take(self, taken: TakenIn) -> None:
        pages = sum(len(read.pages) for group in taken.all for read in group.reads)
        self._told = next(iter(taken.sentences), "") or f"{pages} pages"

    def _wait(self, seconds: float, done: Any) -> None:
        """Let the window work until it has nothing to do; dialogs are dismissed."""
        end, quiet = time.monotonic() + seconds, 0
        while time.monotonic() < end and quiet < 20 and not done():
            self._application.processEvents()
            for widget in () if self._window.tasks.busy else QApplication.topLevelWidgets():
                if isinstance(widget, (QMessageBox, QDialog)) and widget.isVisible():
                    widget.reject()
            quiet = 0 if self._window.tasks.busy else quiet + 1
            self._measure()
            time.sleep(0.05)

    def _measure(self) -> None:
        own = psutil.Process()
        for one in (own, *own.children(recursive=True)):
            try:
                self._most = max(self._most, one.memory_info().rss)
            except psutil.Error:
                continue

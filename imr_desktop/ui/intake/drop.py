"""Drag and drop of files and folders on the whole window, text fields included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint

VIRTUAL = mark("Save the attachment first, then drop it.")
READ_ONLY = mark("This case is signed and read-only.")
_OPENED = (".imrcase", ".json")
"""Cases by themselves: they are added to none."""
_WATCHED = "imr_drop_watched"
_EVENTS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop, QEvent.Type.DragLeave)


def local_paths(data: QMimeData) -> list[Path]:
    """The local files and folders among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class Overlay(QWidget):
    """What the window says while files are held over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text, self._allowed = "", True
        self.hide()

    def show_text(self, text: str, *, allowed: bool) -> None:
        """Cover the window and say what a drop would do."""
        self._text, self._allowed = text, allowed
        self.setAccessibleName(text)
        self.setGeometry(cast(QWidget, self.parent()).rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil, a dashed frame and one sentence."""
        painter = QPainter(self)
        veil = color("window")
        veil.setAlphaF(0.9)
        painter.fillRect(self.rect(), veil)
        token = "accent" if self._allowed else "error"
        paint.box(painter, QRectF(self.rect().adjusted(24, 24, -24, -24)), 14, None, color(token), 2, dashed=True)
        icon = pixmap("inbox" if self._allowed else "lock", token, 40)
        middle = self.rect().center()
        painter.drawPixmap(middle.x() - px(20), middle.y() - px(44), icon)
        area = QRectF(0, middle.y() + px(4), self.width(), px(28))
        paint.text(painter, area, self._text, "text", 16, 600, Qt.AlignmentFlag.AlignCenter)


class DropWatch(QObject):
    """Takes drops for a window from every widget in it.

    `coming()`: files are held over the window. `files_dropped(paths)`; `refused(sentence)` where nothing usable was dropped.
    `locked` says whether the case in view is signed and so takes nothing; a single PDF may still be a determination to
    verify. `target` names the open case that files are added to; empty where they begin one.
    """

    coming = Signal()
    files_dropped = Signal(list)
    refused = Signal(str)

    def __init__(self, window: QWidget, locked: Callable[[], bool], target: Callable[[], str] = str) -> None:
        super().__init__(window)
        self._window, self._locked, self._target = window, locked, target
        self.overlay = Overlay(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @Slot()
    def rescan(self) -> None:
        """Watch every widget that takes drops itself (text fields); call after widgets were made.

        Watching the whole application instead would pass each of its events through Python.
        """
        for widget in self._window.findChildren(QWidget):
            if widget.acceptDrops() and not widget.property(_WATCHED):
                widget.setProperty(_WATCHED, True)
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer drags of files before the widget below sees them; a text field would insert their paths."""
        if event.type() not in _EVENTS:
            return False
        if event.type() == QEvent.Type.DragLeave:
            self.overlay.hide()
            return False
        data = cast(QDropEvent, event).mimeData()
        if not data.hasUrls() and not _is_virtual(data):
            return False
        if event.type() == QEvent.Type.Drop:
            self._drop(cast(QDropEvent, event))
        else:
            self._drag(cast(QDragEnterEvent, event))
            if event.type() == QEvent.Type.DragEnter:
                self.coming.emit()
        return True

    def _drag(self, event: QDragEnterEvent) -> None:
        # What will be refused is accepted here too: only then does Qt say when the drag leaves, and the drop can be answered.
        refusal = self._refusal(event.mimeData())
        self.overlay.show_text(refusal or self._words(local_paths(event.mimeData())), allowed=not refusal)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _words(self, paths: list[Path]) -> str:
        """What a drop would do, and to which case."""
        target = self._target()
        if target and any(path.suffix.lower() not in _OPENED for path in paths):
            return tr("Drop to add to {target}", target=target)
        return (
            tr("Drop to read {name}", name=paths[0].name)
            if len(paths) == 1
            else tr("Drop to read {paths_count} files", paths_count=len(paths))
        )

    def _drop(self, event: QDropEvent) -> None:
        self.overlay.hide()
        refusal = self._refusal(event.mimeData())
        if refusal:
            event.ignore()
            self.refused.emit(refusal)
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._window.raise_()
            self._window.activateWindow()  # the file manager had the keyboard: Enter would open the file there
            self.files_dropped.emit(local_paths(event.mimeData()))

    def _refusal(self, data: QMimeData) -> str:
        if not local_paths(data):
            return tr(VIRTUAL)
        paths = local_paths(data)
        files = [path for path in paths if path.suffix.lower() != ".imrcase"]
        to_verify = len(paths) == 1 and paths[0].suffix.lower() == ".pdf"
        return tr(READ_ONLY) if files and not to_verify and self._locked() else ""


def _is_virtual(data: QMimeData) -> bool:
    return any("FileGroupDescriptor" in form or "promise" in form.lower() for form in data.formats())

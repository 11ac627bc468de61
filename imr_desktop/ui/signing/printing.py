"""Printing a letter: the exact file's pages as pictures at 300 dpi on letter paper, never a second layout."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.signing.letter_pages import POINTS_PER_INCH, Letter
from imr_desktop.ui.tasks import Tasks, sentence

DPI = 300


class LetterPrinter(QObject):
    """Asks for a printer, renders in a worker, then draws the pages. `told(sentence)`: what came of it."""

    told = Signal(str)

    def __init__(self, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window
        self._printer: QPrinter | None = None
        self._dialog: QPrintDialog | None = None
        self._job: Any = None

    def ask(self, job: Any, title: str) -> None:
        """Ask for a printer; then print what ``job(scale)`` gives (a `Letter`, made in a worker)."""
        self._printer = new_printer(title)
        self._job = job
        self._dialog = QPrintDialog(self._printer, self._window)
        self._dialog.setWindowTitle("Print determination")
        self._dialog.accepted.connect(self._on_chosen)
        self._dialog.open()

    @Slot()
    def _on_chosen(self) -> None:
        self.told.emit("Preparing the pages for the printer…")
        self._tasks.run(self._job, DPI / POINTS_PER_INCH, on_done=self._on_ready, on_error=self._on_failed)

    @Slot(object)
    def _on_ready(self, letter: Letter) -> None:
        if self._printer is not None and draw(self._printer, letter.pages):
            self.told.emit(f"Sent {len(letter.pages)} pages to the printer.")
        else:
            self.told.emit("The printer did not take the pages; choose another and print again.")

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.told.emit(sentence(error))


def new_printer(title: str) -> QPrinter:
    """A printer for whole letter pages at 300 dpi."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setResolution(DPI)
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.Letter), QPageLayout.Orientation.Portrait,
                                      QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    return printer


def draw(printer: QPrinter, pages: tuple[QImage, ...]) -> bool:
    """Draw each picture on a page of its own, as large as the page; False where the printer refuses."""
    painter = QPainter()
    if not pages or not painter.begin(printer):
        return False
    for number, page in enumerate(pages):
        if number and not printer.newPage():
            painter.end()
            return False
        painter.drawImage(_fitted(page, printer.pageLayout().fullRectPixels(printer.resolution()).size().toSizeF()), page)
    return painter.end()


def _fitted(page: QImage, room: QSizeF) -> QRectF:
    scale = min(room.width() / page.width(), room.height() / page.height())
    return QRectF(0, 0, page.width() * scale, page.height() * scale)

"""Printing a letter: its own bytes where the system has a print service, else its pages as pictures at 300 dpi.

There is never a second layout. Pictures are drawn one page after another: while a worker makes the next the window stays
alive, and a long letter needs no more memory than a short one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.signing import letter_pages, print_server
from imr_desktop.ui.signing.print_plan import PrintPlan, plan
from imr_desktop.ui.signing.print_server import Answer
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.review import Services

DPI = 300
NAME = "IMR determination"
"""What a print server lists the job as, for everyone to read: it names no case."""
_NONE = mark("No printer is set up on this computer; add one in the system's settings, then print again.")
_REFUSED = mark("{printer} did not take the pages{why}. Choose another printer, or see to this one and print again.")


_PICTURES = mark("as pictures of its pages, because this printer cannot take the file itself")
_LOOK_AGAIN = 1000
"""Milliseconds until the print service is asked what became of a job, and again; at most so often:"""
_LOOKS = 60
Sent = tuple[str, str, int]
"""A job: the service, the printer's name, the number it was given."""


class LetterPrinter(QObject):
    """Asks for a printer, then sends the file or draws page after page.

    `notified(message)`: what came of it, and once more where the printer then failed. `ended()`: nothing prints;
    `went_through` says whether the last letter was taken, `note` what else there is to know of it: the printer waits, say.
    """

    notified = Signal(str)
    ended = Signal()

    def __init__(self, services: Services, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._tasks, self._window = services, tasks, window
        self._printer: QPrinter | None = None
        self._dialog: QPrintDialog | None = None
        self._job: Callable[[], bytes] | None = None
        self._painter: QPainter | None = None
        self._plan: PrintPlan | None = None
        self._pdf = b""
        self._next = 0
        self._service = self._named = ""
        self.note = ""
        self._sent: tuple[Sent, ...] = ()
        self._looks = 0
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(_LOOK_AGAIN)
        self._watch.timeout.connect(self._look)
        self.busy = self.went_through = False

    def ask(self, job: Callable[[], bytes]) -> None:
        """Ask for a printer; then print the PDF that `job` gives (called in a worker)."""
        if self.busy:
            self.notified.emit(tr("The determination is being printed already."))
            return
        if not QPrinterInfo.availablePrinterNames():
            self.notified.emit(tr(_NONE))
            return
        self._printer, self._job = new_printer(), job
        self._dialog = QPrintDialog(self._printer, self._window)
        self._dialog.setWindowTitle(tr("Print determination"))
        self._dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)  # a picture of it proves nothing
        self._dialog.accepted.connect(self._on_chosen)
        self._dialog.finished.connect(self._forget_job)
        QDialog.open(self._dialog)  # QPrintDialog.open wants a slot by name

    def ask_no_more(self, job: Callable[[], bytes]) -> None:
        """Print a further PDF as the printer was chosen and set for the one before."""
        self._job = job
        self._on_chosen()
        self._forget_job()

    @Slot()
    def _on_chosen(self) -> None:
        if (job := self._job) is None:
            return
        self.busy, self.went_through, self.note = True, False, ""
        self.notified.emit(tr("Preparing the pages for the printer…"))
        self._tasks.run(_laid_out, self._services, job, on_done=self._on_laid_out, on_error=self._on_failed)

    @Slot()
    def _forget_job(self) -> None:
        """The worker has it, or nobody: it holds the case."""
        self._job = None

    @Slot(object)
    def _on_laid_out(self, made: tuple[bytes, int]) -> None:
        if self._printer is None or not self.busy:  # stopped meanwhile
            return
        self._pdf, count = made
        self._plan, self._next = plan(self._printer, count), 0
        if not self._plan.pages:
            self._end(
                tr(
                    "The determination has {pages}, and none of those chosen; print again and choose others.",
                    pages=_pages(count),
                )
            )
            return
        self._service, self._named = print_server.server(), self._printer.printerName()
        what = self._service, self._named, NAME, self._pdf, self._plan.options
        self._tasks.run(print_server.send, *what, on_done=self._on_answered, on_error=self._on_failed)

    @Slot(object)
    def _on_answered(self, answer: Answer) -> None:
        if self._printer is None or self._plan is None or not self.busy:  # stopped meanwhile
            return
        if answer.outcome == "refused":
            self._refuse(answer.why)
        elif answer.outcome == "unable":
            self._draw()
        else:
            self.went_through, self.note = True, answer.note
            if not answer.note:
                self._sent, self._looks = (*self._sent, (self._service, self._named, answer.job)), _LOOKS
                self._watch.start()
            self._end(self._plan.sentence(self._named, answer.note))

    @Slot()
    def _look(self) -> None:
        """Ask what became of the jobs that were sent and of which no end is known; while one is prepared, a little later."""
        if self.busy:
            self._watch.start()
        else:
            self._tasks.run(_endings, self._sent, on_done=self._on_looked, key="print job")

    @Slot(object)
    def _on_looked(self, endings: Mapping[Sent, str | None]) -> None:
        said = Counter(ending for ending in endings.values() if ending)
        for ending, letters in said.items():
            self.notified.emit(ending if letters == 1 else tr("{letters} letters: {ending}", letters=letters, ending=ending))
        self._sent = tuple(one for one in self._sent if endings.get(one) is None)
        self._looks -= 1
        if self._sent and self._looks > 0:
            self._watch.start()
        else:
            self._sent = ()

    def _draw(self) -> None:
        """Draw the pages for the printer: it takes nothing else."""
        assert self._printer is not None
        assert self._plan is not None
        self._printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        if self._service:  # which does nothing for this printer, and makes no copies either
            self._plan = replace(self._plan, drawn_copies=self._plan.copies)
            self._printer.setCopyCount(1)
        self._painter = QPainter()
        if self._painter.begin(self._printer):
            self._draw_next()
        else:
            self._refuse("")

    def _draw_next(self) -> None:
        assert self._plan is not None
        scale = DPI / letter_pages.POINTS_PER_INCH
        self._tasks.run(
            letter_pages.page,
            self._services,
            self._pdf,
            self._plan.sheets[self._next],
            scale,
            on_done=self._on_page,
            on_error=self._on_failed,
        )

    @Slot(object)
    def _on_page(self, image: QImage) -> None:
        if self._printer is None or self._painter is None or self._plan is None:  # stopped meanwhile
            return
        if self._next and not self._printer.newPage():
            self._refuse("")
            return
        draw(self._painter, self._printer, image)
        self._next += 1
        if self._next < len(self._plan.sheets):
            self._draw_next()
        else:
            self._finish()

    def _finish(self) -> None:
        assert self._printer is not None
        assert self._painter is not None
        assert self._plan is not None
        sent, self._painter = self._painter.end(), None
        why = print_server.last_failure()
        if sent and not why and self._printer.printerState() != QPrinter.PrinterState.Error:
            self.went_through = True
            self._end(self._plan.sentence(self._named, tr(_PICTURES) if self._service else ""))
        else:
            self._refuse(why)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._stop()
        self._end(sentence(error))

    def _refuse(self, why: str) -> None:
        assert self._printer is not None
        self._stop()
        self._end(tr(_REFUSED, printer=self._printer.printerName(), why=f" ({why})" if why else ""))

    def _end(self, said: str) -> None:
        self._pdf, self.busy = b"", False
        self.notified.emit(said)
        self.ended.emit()

    def stop(self) -> None:
        """Stop where it stands; nothing more is sent, for instance because the window closes."""
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.reject()
        self._watch.stop()
        if self.busy:
            self._stop()
            self._pdf, self.busy = b"", False

    def _stop(self) -> None:
        painter, self._painter = self._painter, None
        if painter is not None and painter.isActive():
            assert self._printer is not None
            self._printer.abort()
            painter.end()


def _endings(sent: tuple[Sent, ...]) -> dict[Sent, str | None]:
    return {one: print_server.ending(*one) for one in sent}


def new_printer() -> QPrinter:
    """A printer for whole letter pages at 300 dpi."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(NAME)
    printer.setResolution(DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))  # a printer that cannot keeps its own; pages are laid on the whole sheet
    printer.setFullPage(True)
    return printer


def draw(painter: QPainter, printer: QPrinter, page: QImage) -> None:
    """Draw a page's picture on the sheet, as large as fits, in its middle."""
    printer.setFullPage(True)
    sheet = printer.pageLayout().fullRectPixels(printer.resolution()).size().toSizeF()
    painter.drawImage(_fitted(page, sheet), page)


def _fitted(page: QImage, room: QSizeF) -> QRectF:
    scale = min(room.width() / page.width(), room.height() / page.height())
    wide, high = page.width() * scale, page.height() * scale
    return QRectF((room.width() - wide) / 2, (room.height() - high) / 2, wide, high)


def _laid_out(services: Services, job: Callable[[], bytes]) -> tuple[bytes, int]:
    pdf = job()
    return pdf, services.signing.page_count(pdf)


def _pages(count: int) -> str:
    return tr("1 page") if count == 1 else tr("{count} pages", count=count)

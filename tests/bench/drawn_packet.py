"""A record of many pages, and who draws its pages for a pane: for benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from imr_desktop.record import PageImage, Word, page_words, render_page

if TYPE_CHECKING:
    from pathlib import Path

    from imr_desktop.case.model import Case
    from imr_desktop.sandbox import Sandbox

LINES = 30


class Drawer:
    """Draws the pages of one file in the limited process."""

    def __init__(self, sandbox: Sandbox, path: Path) -> None:
        self._sandbox, self._path = sandbox, path

    def page_image(self, case: Case, page: int, scale: float) -> PageImage:
        return render_page(self._sandbox, self._path, page, scale)

    def page_words(self, case: Case, page: int) -> tuple[Word, ...]:
        return page_words(self._sandbox, self._path, page)


def packet_of(folder: Path, pages: int) -> Path:
    """A packet of so many pages of text."""
    path = folder / "packet.pdf"
    canvas = Canvas(str(path), pagesize=(612, 792))
    for page in range(pages):
        for line in range(LINES):
            canvas.drawString(60, 740 - 20 * line, f"Page {page + 1}, line {line}: neck pain rated three of ten on most days")
        canvas.showPage()
    canvas.save()
    return path

"""Text of all pages of a packet, beside bare pypdfium2 over the same pages in the same run."""

from __future__ import annotations

import io
import time

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.record.pdf import read

PAGES = 60
LEAST = 0.6
"""Of bare pypdfium2's speed: the rest goes into looking whether the words are seen, and are words."""
_LINE = "neck pain rated three of ten on most days, better after exercise, worse on turning the head"


def _packet() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(612, 792))
    for page in range(PAGES):
        for line in range(40):
            canvas.drawString(60, 740 - 16 * line, f"Page {page + 1}, line {line}: {_LINE}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _bare(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return texts


def test_text_of_all_pages(benchmark) -> None:
    data, bare = _packet(), []

    def bare_beside() -> None:
        started = time.perf_counter()
        assert len(_bare(data)) == PAGES
        bare.append(time.perf_counter() - started)

    pages = benchmark.pedantic(lambda: read(io.BytesIO(data)).pages, setup=bare_beside, rounds=5, warmup_rounds=1)
    assert all(page.verdict == "read" and _LINE in page.text for page in pages)
    ratio = sorted(bare)[len(bare) // 2] / benchmark.stats.stats.median
    benchmark.extra_info.update(speed_beside_bare=round(ratio, 2))
    assert ratio >= LEAST

"""The parts of an open page, gathered when they are asked for."""

from __future__ import annotations

from functools import cached_property

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.evidence.parts import Drawing, Grey, PageParts, PartWord
from imr_desktop.record.pdf.arranging import arranged
from imr_desktop.record.pdf.layers import Laid
from imr_desktop.record.pdf.matrix import picture_matrix
from imr_desktop.record.pdf.merging import merged
from imr_desktop.record.pdf.objects import Drawn
from imr_desktop.record.pdf.turning import turn_of
from imr_desktop.record.pdf.words import Words

_DOTS_PER_POINT = 100 / 72
_MOST_DOTS = 2_000
_COUNTED = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)


class OpenPage:
    """An open page with its fields and notes, and its text page, as evidence (`evidence.parts.Gathering`)."""

    def __init__(self, laid: Laid, text_page: pypdfium2.PdfTextPage) -> None:
        self.size: tuple[float, float] = laid.page.get_size()
        self._laid, self._text_page = laid, text_page

    def parts(self, text: str) -> PageParts:
        """The page as evidence, with its text as far as it is known."""
        page, added = self._laid.page, self._laid.added
        count = raw.FPDFPage_CountObjects(page) - added
        kinds = [raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, at)) for at in range(count)]
        texts, paths, pictures = (kinds.count(kind) for kind in _COUNTED)
        return PageParts(
            text,
            *self.size,
            texts=texts,
            paths=paths,
            pictures=pictures,
            others=count - texts - paths - pictures,
            cropped=page.get_cropbox() != page.get_mediabox(),
            gathering=self,
        )

    @cached_property
    def turned(self) -> int:
        """By how many degrees clockwise the file's picture must be turned to be upright."""
        known = self._laid.turned
        return turn_of(self._text_page, self._laid.page.get_rotation()) if known is None else known

    def words(self) -> tuple[PartWord, ...]:
        flow, notes = merged(self._written, self._laid.marks)
        return arranged(flow, notes, *self.size, self.turned)

    def drawings(self) -> tuple[Drawing, ...]:
        return tuple(self._drawn.drawings)

    def grey(self) -> Grey:
        scale = min(_DOTS_PER_POINT, _MOST_DOTS / max(1.0, *self.size))
        bitmap = self._laid.page.render(scale=scale, grayscale=True, may_draw_forms=False)
        try:
            rows, width = bytes(bitmap.buffer), bitmap.width
            data = b"".join(rows[row * bitmap.stride : row * bitmap.stride + width] for row in range(bitmap.height))
            return Grey(width, bitmap.height, data)
        finally:
            bitmap.close()

    @cached_property
    def _written(self) -> list[PartWord]:
        matrix, turn = picture_matrix(self._laid.page), self._laid.page.get_rotation()
        return Words(self._text_page, matrix, self._drawn, turn).found

    @cached_property
    def _drawn(self) -> Drawn:
        return Drawn(self._laid.page, picture_matrix(self._laid.page), self._laid.added)

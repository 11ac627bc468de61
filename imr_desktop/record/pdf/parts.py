"""The parts of an open page, gathered when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.evidence.parts import Drawing, Grey, PageParts, PartWord
from imr_desktop.record.pdf.arranging import arranged
from imr_desktop.record.pdf.layers import Mark, Original
from imr_desktop.record.pdf.matrix import picture_matrix
from imr_desktop.record.pdf.merging import merged
from imr_desktop.record.pdf.objects import Drawn
from imr_desktop.record.pdf.turning import turn_of
from imr_desktop.record.pdf.words import Words

_DOTS_PER_POINT = 100 / 72
_MOST_DOTS = 2_000
_COUNTED = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)


class OpenPage:
    """An open page (from 0) with its text page and what lies over it, as evidence (`evidence.parts.Gathering`)."""

    def __init__(
        self, page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, marks: Sequence[Mark], original: Original, index: int
    ) -> None:
        self.size: tuple[float, float] = page.get_size()
        self._page, self._text_page, self._marks, self._original, self._index = page, text_page, marks, original, index

    def parts(self, text: str, *, plain: bool) -> PageParts:
        """The page as evidence, with its text as far as it is known; whether it is all dark words was found before."""
        page = self._page
        count = raw.FPDFPage_CountObjects(page)
        kinds = [raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, at)) for at in range(count)]
        texts, paths, pictures = (kinds.count(kind) for kind in _COUNTED)
        return PageParts(
            text,
            *self.size,
            texts=texts,
            paths=paths,
            pictures=pictures,
            others=count - texts - paths - pictures,
            plain=plain,
            ordered=False,
            layered=self._original.facts.layered,
            cropped=page.get_cropbox() != page.get_mediabox(),
            gathering=self,
        )

    @cached_property
    def turned(self) -> int:
        """By how many degrees clockwise the file's picture must be turned to be upright."""
        return turn_of(self._text_page, self._page.get_rotation())

    def words(self) -> tuple[PartWord, ...]:
        flow, notes = merged(self._written, self._over[1], self._marks)
        return arranged(flow, notes, *self.size, self.turned)

    def drawings(self) -> tuple[Drawing, ...]:
        return (*self._drawn.drawings, *self._over[0])

    def grey(self) -> Grey:
        scale = min(_DOTS_PER_POINT, _MOST_DOTS / max(1.0, *self.size))
        bitmap = self._page.render(scale=scale, grayscale=True, may_draw_forms=True)
        try:
            rows, width = bytes(bitmap.buffer), bitmap.width
            data = b"".join(rows[row * bitmap.stride : row * bitmap.stride + width] for row in range(bitmap.height))
            return Grey(width, bitmap.height, data)
        finally:
            bitmap.close()

    @cached_property
    def _written(self) -> list[PartWord]:
        return Words(self._text_page, picture_matrix(self._page), self._drawn, self._page.get_rotation()).found

    @cached_property
    def _drawn(self) -> Drawn:
        return Drawn(self._page, picture_matrix(self._page))

    @cached_property
    def _over(self) -> tuple[list[Drawing], list[PartWord]]:
        """What fields and annotations draw, and its words."""
        return self._original.drawn(self._index, len(self._drawn.drawings)) if self._marks else ([], [])

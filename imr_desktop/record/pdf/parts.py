"""The parts of an open page, gathered when they are asked for."""

from __future__ import annotations

import pypdfium2

from imr_desktop.record.evidence.parts import Drawing, Grey, PartWord
from imr_desktop.record.pdf.matrix import picture_matrix
from imr_desktop.record.pdf.objects import Drawn
from imr_desktop.record.pdf.words import Words

_DOTS_PER_POINT = 100 / 72
_MOST_DOTS = 2_000


class OpenPage:
    """An open page and its text page, as evidence (`evidence.parts.Gathering`)."""

    def __init__(self, page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> None:
        self._page, self._text_page = page, text_page
        self._drawn: Drawn | None = None

    def words(self) -> tuple[PartWord, ...]:
        matrix, turn = picture_matrix(self._page), self._page.get_rotation()
        return tuple(Words(self._text_page, matrix, self._all_drawn(), turn).found)

    def drawings(self) -> tuple[Drawing, ...]:
        return tuple(self._all_drawn().drawings)

    def grey(self) -> Grey:
        scale = min(_DOTS_PER_POINT, _MOST_DOTS / max(1.0, *self._page.get_size()))
        bitmap = self._page.render(scale=scale, grayscale=True, may_draw_forms=True)
        try:
            rows, width = bytes(bitmap.buffer), bitmap.width
            data = b"".join(rows[row * bitmap.stride : row * bitmap.stride + width] for row in range(bitmap.height))
            return Grey(width, bitmap.height, data)
        finally:
            bitmap.close()

    def _all_drawn(self) -> Drawn:
        if self._drawn is None:
            self._drawn = Drawn(self._page, picture_matrix(self._page))
        return self._drawn

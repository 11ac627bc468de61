"""Page images and words for the pages in view: asked for once, kept near the place, dropped elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

KEPT = 4
_ENOUGH = 0.03
_CAPPED = 38_000_000


class PageSource(Protocol):
    """What gives pages (the window's `pages.PageSource`); handlers come back in the window's thread, page first."""

    def image(self, page: int, scale: float, on_done: Callable[[int, QImage | None], None]) -> None:
        """Ask for a page's image at `scale` pixels per point; None where it has none (a text file)."""

    def words(self, page: int, on_done: Callable[[int, tuple[Any, ...]], None]) -> None:
        """Ask for a page's words with boxes in PDF points."""


class PageCache(QObject):
    """Images and words by page. `image_came(page)`, `words_came(page)`; what a former source sends is dropped."""

    image_came = Signal(int)
    words_came = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: PageSource | None = None
        self._era = 0
        self.images: dict[int, QImage] = {}
        self.scales: dict[int, float] = {}
        self.words: dict[int, tuple[Any, ...]] = {}
        self.without_image: set[int] = set()
        self._asked: dict[int, float] = {}
        self._words_asked: set[int] = set()

    def set_source(self, source: PageSource | None, *, keep: bool = False) -> None:
        """Take pages from another source; `keep` those that came, where the new source has the same pages."""
        self._source = source
        self._era += 1
        self._asked.clear()
        self._words_asked.clear()
        if not keep:
            for kept in (self.images, self.scales, self.words, self.without_image):
                kept.clear()

    def want(self, page: int, scale: float) -> None:
        """Have a page's image and words come, unless they are here or on their way."""
        if self._source is None:
            return
        if (
            page not in self.without_image
            and not self._close(self.scales.get(page), scale)
            and not self._close(self._asked.get(page), scale)
        ):
            self._asked[page] = scale
            self._source.image(page, scale, partial(self._on_image, self._era, scale))
        if page not in self.words and page not in self._words_asked:
            self._words_asked.add(page)
            self._source.words(page, partial(self._on_words, self._era))

    def keep_near(self, first: int, last: int) -> None:
        """Drop what is far from the pages in view."""
        for kept in (self.images, self.scales, self.words):
            for page in [page for page in kept if not first - KEPT <= page <= last + KEPT]:
                del kept[page]

    def _on_image(self, era: int, scale: float, page: int, image: QImage | None) -> None:
        if era != self._era:
            return
        self._asked.pop(page, None)
        if image is not None and image.width() * image.height() >= _CAPPED and self._source is not None:
            # A sheet so large that it was drawn smaller than asked: its true size is known only from a smaller image.
            self._asked[page] = scale / 4
            self._source.image(page, scale / 4, partial(self._on_image, era, scale / 4))
            return
        if image is None or image.isNull():
            self.without_image.add(page)
        else:
            self.images[page], self.scales[page] = image, scale
        self.image_came.emit(page)

    def _on_words(self, era: int, page: int, words: tuple[Any, ...]) -> None:
        if era == self._era:
            self._words_asked.discard(page)
            self.words[page] = words
            self.words_came.emit(page)

    @staticmethod
    def _close(have: float | None, wanted: float) -> bool:
        return have is not None and abs(have - wanted) <= _ENOUGH * wanted

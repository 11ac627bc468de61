"""Record pages for the record pane: images and words, read in workers and kept around the page in view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from imr_desktop.case.model import Case
from imr_desktop.ui.tasks import Tasks

KEPT = 3
"""Pages kept on each side of the newest one asked for."""

ImageHandler = Callable[[int, QImage | None], None]
WordsHandler = Callable[[int, tuple[Any, ...]], None]


class PageSource(QObject):
    """Gives a case's pages by case page. Handlers get the page number first and are called in the window's thread.

    `image(page, scale, on_done)`: ``on_done(page, QImage | None)``; `scale` is pixels per PDF point, None where the page
    cannot be drawn (a text file). `words(page, on_done)`: ``on_done(page, words)`` with `record.Word` boxes in PDF points.
    """

    def __init__(self, services: Any, tasks: Tasks, case: Case, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._case = services, tasks, case
        self._images: dict[tuple[int, float], QImage | None] = {}
        self._words: dict[int, tuple[Any, ...]] = {}
        self._image_asked: dict[tuple[int, float], list[ImageHandler]] = {}
        self._words_asked: dict[int, list[WordsHandler]] = {}

    @property
    def case(self) -> Case:
        """The case whose pages these are."""
        return self._case

    def image(self, page: int, scale: float, on_done: ImageHandler) -> None:
        """Ask for a page's image; at once where it is kept."""
        key = (page, round(scale, 3))
        if key in self._images:
            on_done(page, self._images[key])
            return
        asked = self._image_asked.setdefault(key, [])
        asked.append(on_done)
        if len(asked) == 1:
            self._tasks.run(
                _render, self._services, self._case, *key, on_done=self._on_image, on_error=self._on_no_image(key)
            )

    def words(self, page: int, on_done: WordsHandler) -> None:
        """Ask for a page's words; at once where they are kept."""
        if page in self._words:
            on_done(page, self._words[page])
            return
        asked = self._words_asked.setdefault(page, [])
        asked.append(on_done)
        if len(asked) == 1:
            self._tasks.run(
                _words, self._services, self._case, page, on_done=self._on_words, on_error=self._on_no_words(page)
            )

    @Slot(object)
    def _on_image(self, result: tuple[int, float, QImage | None]) -> None:
        page, scale, image = result
        for key in [key for key in self._images if abs(key[0] - page) > KEPT or key[1] != scale]:
            del self._images[key]
        self._images[page, scale] = image
        for handler in self._image_asked.pop((page, scale), []):
            handler(page, image)

    @Slot(object)
    def _on_words(self, result: tuple[int, tuple[Any, ...]]) -> None:
        page, words = result
        for kept in [kept for kept in self._words if abs(kept - page) > 2 * KEPT]:
            del self._words[kept]
        self._words[page] = words
        for handler in self._words_asked.pop(page, []):
            handler(page, words)

    def _on_no_image(self, key: tuple[int, float]) -> Callable[[Exception], None]:
        return partial(_fail_image, self._on_image, key)

    def _on_no_words(self, page: int) -> Callable[[Exception], None]:
        return partial(_fail_words, self._on_words, page)


def _render(services: Any, case: Case, page: int, scale: float) -> tuple[int, float, QImage | None]:
    return page, scale, to_image(services.record.page_image(case, page, scale))


def _words(services: Any, case: Case, page: int) -> tuple[int, tuple[Any, ...]]:
    return page, tuple(services.record.page_words(case, page))


def _fail_image(deliver: Callable[[Any], None], key: tuple[int, float], error: Exception) -> None:
    deliver((*key, None))


def _fail_words(deliver: Callable[[Any], None], page: int, error: Exception) -> None:
    deliver((page, ()))


def to_image(page: Any) -> QImage | None:
    """A QImage that owns its pixels, from `record.PageImage` or the determination's; None where one lies about its size."""
    if page is None:
        return None
    from imr_desktop.sandbox.bounds import is_picture

    raw = getattr(page, "bgra", None)
    pixels = raw if raw is not None else page.rgba
    if not is_picture(page.width, page.height, page.stride, pixels):  # QImage would draw what lies behind them in memory
        return None
    kind = QImage.Format.Format_RGB32 if raw is not None else QImage.Format.Format_RGBA8888
    return QImage(pixels, page.width, page.height, page.stride, kind).copy()

"""The pictures of a case's pages: drawn one after the other in a worker, kept as far as they fit, gone with their case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage, QTransform

from imr_desktop.case.model import Case
from imr_desktop.errors import FileLocked, FileUnreadable
from imr_desktop.language import told
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_words import PlacedWord
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.review.letters import LetterImage
    from imr_desktop.review.record import PageImage, Word

MOST_BYTES = 64_000_000
"""Bytes of pictures that are kept; those in view are kept, whatever they take."""
SMALL = 0.17
"""Pixels a point of a page's small picture: a letter is some 104 by 135."""
MOST_SMALL = 300
_NEAR = 3
_ENOUGH = 0.03
_CAPPED = 38_000_000


class Drawer(Protocol):
    """What draws pages: the workbench."""

    def page_image(self, case: Case, page: int, scale: float) -> PageImage:
        """A case page at `scale` pixels per point. Raises FileUnreadable where it has no picture (a text file)."""

    def page_words(self, case: Case, page: int) -> tuple[Word, ...]:
        """A case page's words with boxes on its picture. Raises FileUnreadable."""


@dataclass(frozen=True)
class Picture:
    """A page drawn at `scale` pixels per point, less than was `asked` where it is too large; its words come later (None)."""

    image: QImage
    scale: float
    asked: float
    words: tuple[PlacedWord, ...] | None = None

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.image.width() / self.scale, self.image.height() / self.scale

    def turned(self, degrees: int) -> Picture:
        """The same page turned clockwise by a multiple of 90 degrees, with its words."""
        words = self.words
        if words is not None:
            words = tuple(replace(one, box=page_words.turned(one.box, self.size, degrees)) for one in words)
        return replace(self, image=self.image.transformed(QTransform().rotate(degrees)), words=words)


class PagePictures(QObject):
    """The pages of one case. `came(page)`: its picture is here, or its words, or it turned out to have none (`failed`).
    `small_came(page)`: its small picture is. `locked(page)`: its file's password is not known.

    One page is drawn at a time, so that a page scrolled by before its turn is never drawn, and none is taken for another.
    Small pictures are drawn where no page waits.
    """

    came = Signal(int)
    small_came = Signal(int)
    locked = Signal(int)

    def __init__(self, drawer: Drawer, tasks: Tasks, case: Case, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawer, self._tasks, self.case = drawer, tasks, case
        self._pictures: dict[int, Picture] = {}
        self._in_view: Mapping[int, float] = {}
        self._wanted: dict[int, float] = {}
        self._drawing = self._first = self._stale = 0
        self._near: tuple[int, ...] = ()
        self._small: dict[int, QImage | None] = {}
        self._small_wanted: list[int] = []
        self._small_sharp = 1.0
        self.failed: set[int] = set()
        self.reasons: dict[int, str] = {}

    def renew(self, case: Case) -> None:
        """The case's pages are known otherwise now: words put right come anew, and pages a machine read are drawn upright."""
        before, self.case = self.case, case
        for page in _read_otherwise(before, case):
            self._pictures.pop(page, None)
            self._small.pop(page, None)
        for page in _noted_otherwise(before, case) & self._pictures.keys():
            self._pictures[page] = replace(self._pictures[page], words=None)
        if self._drawing in _read_otherwise(before, case) | _noted_otherwise(before, case):
            self._stale = self._drawing
        self.want(self._in_view)

    def get(self, page: int) -> Picture | None:
        """A page's picture, if it is here."""
        return self._pictures.get(page)

    def want(self, scales: Mapping[int, float]) -> None:
        """Have these pages come at these scales, the first one first; what was wanted before and not begun is dropped."""
        self._in_view, self._wanted = scales, dict(scales)
        self._near = tuple(scales)[:_NEAR]
        self._first = next(iter(scales), 0)
        for page in scales:
            if page in self._pictures:
                self._pictures[page] = self._pictures.pop(page)
        self._draw_next()

    def small(self, page: int) -> QImage | None:
        """A page's small picture, if it is here."""
        return self._small.get(page)

    def want_small(self, pages: Iterable[int], sharp: float = 1.0) -> None:
        """Have these pages' small pictures come, `sharp` pixels of the screen for one of ours; others wait no longer."""
        if sharp != self._small_sharp:
            self._small_sharp = sharp
            self._small.clear()
        wanted = list(pages)
        for page in wanted:
            if page in self._small:
                self._small[page] = self._small.pop(page)
        self._small_wanted = [page for page in wanted if page not in self._small]
        self._draw_next()

    def _draw_small(self) -> None:
        if self._small_wanted and not self._drawing:
            page = self._drawing = self._small_wanted.pop(0)
            work = (self._drawer, self.case, page, SMALL * self._small_sharp)
            self._tasks.run(_drawn_small, *work, on_done=self._on_small, on_error=self._on_no_small, lane="view")

    @Slot(object)
    def _on_small(self, image: QImage | None) -> None:
        page, self._drawing = self._drawing, 0
        self._small[page] = image
        while len(self._small) > MOST_SMALL:
            del self._small[next(iter(self._small))]
        self.small_came.emit(page)
        self._draw_next()

    @Slot(object)
    def _on_no_small(self, _error: Exception) -> None:
        self._on_small(None)

    def _draw_next(self) -> None:
        if not self._drawing:
            self._wanted = {page: scale for page, scale in self._wanted.items() if not self._whole(page, scale)}
            page = self._next()
            if page is not None and not (self._small_wanted and self._can_wait(page)):
                self._drawing, scale = page, self._wanted[page]
                work = (self._drawer, self.case, page, scale, self._pictures.get(page))
                self._tasks.run(_drawn, *work, on_done=self._on_drawn, on_error=self._on_failed, lane="view")
        self._draw_small()

    def _next(self) -> int | None:
        """The page to do something for: the nearest pictures, then the words of the first page, other pictures, words."""
        missing = [page for page, scale in self._wanted.items() if not self._drawn(page, scale)]
        if self._first in self._wanted and not set(missing) & set(self._near):
            return self._first
        return next(iter(missing or self._wanted), None)

    def _can_wait(self, page: int) -> bool:
        """Whether only the words of a page ahead are missing: small pictures in view come before them."""
        return page != self._first and self._drawn(page, self._wanted[page])

    def _drawn(self, page: int, scale: float) -> bool:
        known = self._pictures.get(page)
        return page in self.failed or (known is not None and _close(known.asked, scale))

    def _whole(self, page: int, scale: float) -> bool:
        known = self._pictures.get(page)
        return self._drawn(page, scale) and (page in self.failed or (known is not None and known.words is not None))

    @Slot(object)
    def _on_drawn(self, picture: Picture | None) -> None:
        page, self._drawing = self._drawing, 0
        if page == self._stale:  # it became another while it was drawn
            self._stale = 0
            self._wanted = {page: picture.asked, **self._wanted} if picture else self._wanted
        elif picture is None:
            self.failed.add(page)
        else:
            self._pictures.pop(page, None)
            self._pictures[page] = picture
            self._drop_oldest()
        self.came.emit(page)
        self._draw_next()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, FileUnreadable):
            self.reasons[self._drawing] = told(error.sentence)
        if isinstance(error, FileLocked):
            self.locked.emit(self._drawing)
        known = self._pictures.get(self._drawing)
        self._on_drawn(replace(known, words=()) if known and known.words is None else None)

    def _drop_oldest(self) -> None:
        room = MOST_BYTES
        for page, picture in reversed(list(self._pictures.items())):
            room -= picture.image.sizeInBytes()
            if room < 0 and page not in self._in_view:
                del self._pictures[page]


def same_pages(one: Case, other: Case) -> bool:
    """Whether two states of a case have the same originals, and so the same pictures; their text may differ."""
    return one.id == other.id and _originals(one) == _originals(other)


def _read_otherwise(before: Case, after: Case) -> set[int]:
    """Pages that were not read and are now, or the other way round, without any note."""
    unread = [{page for file in case.files for page in file.unreadable} for case in (before, after)]
    return (unread[0] ^ unread[1]) - _noted_otherwise(before, after)


def _noted_otherwise(before: Case, after: Case) -> set[int]:
    return {note.page for note in set(before.page_notes) ^ set(after.page_notes)}


def _originals(case: Case) -> list[tuple[str, int]]:
    return [(file.digest, file.first_page) for file in case.files]


def _close(have: float, wanted: float) -> bool:
    return abs(have - wanted) <= _ENOUGH * wanted


def _drawn_small(drawer: Drawer, case: Case, page: int, scale: float) -> QImage | None:
    return to_image(drawer.page_image(case, page, scale))


def _drawn(drawer: Drawer, case: Case, page: int, scale: float, known: Picture | None) -> Picture | None:
    if known is not None and known.words is None:
        return replace(known, words=page_words.from_pdf(drawer.page_words(case, page), known.size))
    drawn, image = scale, to_image(drawer.page_image(case, page, scale))
    if image is not None and image.width() * image.height() >= _CAPPED:
        # A sheet so large that it was drawn smaller than asked: its true size is known only from a smaller image.
        drawn, image = scale / 4, to_image(drawer.page_image(case, page, scale / 4))
    return None if image is None else Picture(image, drawn, scale, known.words if known else None)


def to_image(page: PageImage | LetterImage | None) -> QImage | None:
    """A QImage that owns its pixels, from `record.PageImage` or the determination's; None where one lies about its size."""
    if page is None:
        return None
    from imr_desktop.review.record import is_picture

    if hasattr(page, "bgra"):
        pixels, kind = page.bgra, QImage.Format.Format_RGB32
    else:
        pixels, kind = page.rgba, QImage.Format.Format_RGBA8888
    if not is_picture(page.width, page.height, page.stride, pixels):  # QImage would draw what lies behind them in memory
        return None
    return QImage(pixels, page.width, page.height, page.stride, kind).copy()

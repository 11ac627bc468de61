"""Where thousands of pages stand above one another, from their sizes alone. Imports no Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Literal

LETTER = (612.0, 792.0)
GAP = 12
MARGIN = 12
Fit = float | Literal["width", "page"]
"""As wide as the room, whole in the room, or a share of the true size (1.0 is 100 %)."""
_LEAST = 100
_NONE: Mapping[int, int] = MappingProxyType({})


class PageLayout:
    """Pages 1…n in one column, drawn as `fit` says. Sizes are PDF points until shown; offsets are pixels.

    A page may have room for a line above it (`heads`: pixels by page).
    """

    def __init__(self, count: int, width: int = 600, height: int = 800) -> None:
        self.count = count
        self.room = (max(width, _LEAST), max(height, _LEAST))
        self.fit: Fit = "width"
        self.per_point = 96 / 72
        self._sizes: dict[int, tuple[float, float]] = {}
        self._heads = _NONE
        self._tops: list[int] | None = None

    def like(self, other: PageLayout) -> PageLayout:
        """Take the other's room, drawn as there."""
        self.room, self.fit, self.per_point = other.room, other.fit, other.per_point
        return self

    def size(self, page: int) -> tuple[float, float]:
        """A page's size in points; Letter until it is known."""
        return self._sizes.get(page, LETTER)

    def set_size(self, page: int, size: tuple[float, float]) -> bool:
        """Note a page's true size; True where that moves pages."""
        if size[0] <= 0 or size[1] <= 0:
            return False
        before = self.width(page), self.height(page)
        self._sizes[page] = size
        if (self.width(page), self.height(page)) == before:
            return False
        self._tops = None
        return True

    def set_room(self, width: int, height: int, fit: Fit, per_point: float) -> None:
        """Set the room in pixels, how pages are drawn in it, and how many pixels a point has at 100 %."""
        self.room, self.fit, self.per_point = (max(width, _LEAST), max(height, _LEAST)), fit, per_point
        self._tops = None

    def set_heads(self, heads: Mapping[int, int]) -> bool:
        """Keep room above these pages, in pixels; True where that moves pages."""
        if heads == self._heads:
            return False
        self._heads, self._tops = heads, None
        return True

    def head(self, page: int) -> int:
        """The room above a page."""
        return self._heads.get(page, 0)

    def forget_sizes(self) -> None:
        """Take every page for Letter again."""
        self._sizes.clear()
        self._tops = None

    def scale(self, page: int) -> float:
        """Pixels per point of a page."""
        return self._scale(self.size(page))

    def width(self, page: int) -> int:
        """A page's width in pixels."""
        size = self.size(page)
        return round(size[0] * self._scale(size))

    def height(self, page: int) -> int:
        """A page's height in pixels."""
        size = self.size(page)
        return round(size[1] * self._scale(size))

    def top(self, page: int) -> int:
        """The first pixel of a page."""
        page = min(max(page, 1), max(self.count, 1))
        return self._offsets()[page - 1] + self.head(page)

    def begin(self, page: int) -> int:
        """The first pixel of a page with the room above it."""
        return self.top(page) - self.head(page)

    @property
    def total(self) -> int:
        """The height of everything."""
        return self._offsets()[-1] if self.count else 0

    @property
    def widest(self) -> int:
        """The width of the widest page."""
        return max((self.width(page) for page in (0, *self._sizes)), default=0)

    def page_at(self, y: float) -> int:
        """The page at a height, the nearest one in the gaps; 0 without pages."""
        if not self.count:
            return 0
        return min(max(bisect_right(self._offsets(), y), 1), self.count)

    def visible(self, top: int, bottom: int) -> range:
        """The pages that can be seen between two heights."""
        if not self.count:
            return range(0)
        return range(self.page_at(top), self.page_at(bottom) + 1)

    def _scale(self, size: tuple[float, float]) -> float:
        if self.fit == "width":
            return self.room[0] / size[0]
        if self.fit == "page":
            return min(self.room[0] / size[0], self.room[1] / size[1])
        return self.per_point * self.fit

    def _offsets(self) -> list[int]:
        if self._tops is None:
            usual = round(LETTER[1] * self._scale(LETTER))
            heights = [usual] * self.count
            for page in self._sizes:
                if page <= self.count:
                    heights[page - 1] = self.height(page)
            for page, head in self._heads.items():
                if page <= self.count:
                    heights[page - 1] += head
            self._tops = list(accumulate((height + GAP for height in heights), initial=MARGIN))
        return self._tops

"""Where thousands of pages stand above one another, from their sizes alone. Imports no Qt."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

LETTER = (612.0, 792.0)
GAP = 12
MARGIN = 12


class PageLayout:
    """Pages 1…n in one column, all as wide as the room. Sizes are PDF points until shown; offsets are pixels."""

    def __init__(self, count: int, width: int = 600) -> None:
        self.count = count
        self.width = max(width, 100)
        self._sizes: dict[int, tuple[float, float]] = {}
        self._tops: list[int] | None = None

    def size(self, page: int) -> tuple[float, float]:
        """A page's size in points; Letter until it is known."""
        return self._sizes.get(page, LETTER)

    def set_size(self, page: int, size: tuple[float, float]) -> bool:
        """Note a page's true size; True where that moves pages."""
        if size[0] <= 0 or size[1] <= 0:
            return False
        before = self.height(page)
        self._sizes[page] = size
        if self.height(page) == before:
            return False
        self._tops = None
        return True

    def set_width(self, width: int) -> None:
        """Set the pages' width in pixels."""
        self.width = max(width, 100)
        self._tops = None

    def forget_sizes(self) -> None:
        """Take every page for Letter again."""
        self._sizes.clear()
        self._tops = None

    def scale(self, page: int) -> float:
        """Pixels per point of a page."""
        return self.width / self.size(page)[0]

    def height(self, page: int) -> int:
        """A page's height in pixels."""
        wide, high = self.size(page)
        return round(self.width * high / wide)

    def top(self, page: int) -> int:
        """The first pixel of a page."""
        return self._offsets()[min(max(page, 1), max(self.count, 1)) - 1]

    @property
    def total(self) -> int:
        """The height of everything."""
        return self._offsets()[-1] if self.count else 0

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

    def _offsets(self) -> list[int]:
        if self._tops is None:
            usual = round(self.width * LETTER[1] / LETTER[0])
            heights = [usual] * self.count
            for page in self._sizes:
                if page <= self.count:
                    heights[page - 1] = self.height(page)
            self._tops = list(accumulate((height + GAP for height in heights), initial=MARGIN))
        return self._tops

"""Which words of a page are selected. Imports no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.ui.record.page_content import PageContent
    from imr_desktop.ui.record.page_words import PlacedWord


class Selection:
    """Words of one page (0: none), by their numbers. `pressed`: the page and word where the mouse went down and still is."""

    def __init__(self) -> None:
        self.page = 0
        self.pressed: tuple[int, int] | None = None
        self._words = slice(0)

    def take(self, page: int, first: int, last: int) -> None:
        """Select the words between two, whichever comes first."""
        self.page, self._words = page, slice(min(first, last), max(first, last) + 1)

    def press(self, page: int, word: int) -> None:
        """The mouse went down at a word; -1 for none."""
        self.pressed = (page, word) if word >= 0 else None

    def words(self, content: PageContent) -> tuple[PlacedWord, ...]:
        return content.words(self.page)[self._words] if self.page else ()

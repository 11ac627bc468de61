"""What is selected in the record: words of one or several pages, or a box on a page; and where the caret stands.

Imports no Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.ui.record import page_words

if TYPE_CHECKING:
    from imr_desktop.ui.record.page_content import PageContent
    from imr_desktop.ui.record.page_words import Box, PlacedWord

_LONGEST = 1_000_000


class Spot(NamedTuple):
    """A place between words: before word `at` of a page, or behind its last one.

    `behind`: it is where the line of the word before ends, not where the next line begins.
    """

    page: int
    at: int
    behind: bool = False


class Region(NamedTuple):
    """A box on a page, in points from the shown page's top left corner."""

    page: int
    box: Box


class Selection:
    """Words between two spots, or a region. `pressed`: the page and word where the mouse went down and still is."""

    def __init__(self) -> None:
        self.anchor: Spot | None = None
        self.caret: Spot | None = None
        self.pressed: tuple[int, int] | None = None
        self.region: Region | None = None

    @property
    def bounds(self) -> tuple[Spot, Spot] | None:
        """The first and the last spot; None where nothing lies between."""
        if self.anchor is None or self.caret is None or self.anchor[:2] == self.caret[:2]:
            return None
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    @property
    def page(self) -> int:
        """The page it begins on, 0 for none."""
        if self.region:
            return self.region.page
        return self.bounds[0].page if self.bounds else 0

    @property
    def pages(self) -> range:
        """The pages it lies on."""
        if self.region:
            return range(self.region.page, self.region.page + 1)
        return range(self.bounds[0].page, self.bounds[1].page + 1) if self.bounds else range(0)

    def drop(self) -> None:
        """Select nothing; the caret stays."""
        self.anchor, self.region = self.caret, None

    def clear(self) -> None:
        """Forget the caret, too."""
        self.anchor = self.caret = self.region = self.pressed = None

    def take(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Select from one word (page, number) to another, both with it, whichever comes first."""
        self.region = None
        if first <= last:
            self.anchor, self.caret = Spot(*first), Spot(last[0], last[1] + 1)
        else:
            self.anchor, self.caret = Spot(first[0], first[1] + 1), Spot(*last)

    def move(self, to: Spot, *, extend: bool) -> None:
        """Move the caret, selecting what it passes where `extend`."""
        self.region = None
        self.caret = to
        if not extend or self.anchor is None:
            self.anchor = to

    def words(self, content: PageContent, page: int = 0) -> tuple[PlacedWord, ...]:
        """The selected words of a page (of the first one it lies on), as far as they are here."""
        page = page or self.page
        if self.region:
            return _inside(content.words(page), self.region.box) if self.region.page == page else ()
        if self.bounds is None or page not in self.pages:
            return ()
        words, (first, last) = content.words(page), self.bounds
        return words[first.at if page == first.page else 0 : last.at if page == last.page else len(words)]

    def box(self, content: PageContent, page: int) -> Box | None:
        """What to go around on a page."""
        if self.region:
            return self.region.box if self.region.page == page else None
        return page_words.bounds(self.words(content, page))

    def text(self, content: PageContent) -> str:
        """The selection as plain text: lines as on the page, an empty line between pages."""
        parts, length = [], 0
        for page in self.pages:
            part = page_words.plain(self.words(content, page)) or self._whole(content, page)
            parts.append(part)
            length += len(part)
            if length > _LONGEST:
                break
        return "\n\n".join(filter(None, parts))[:_LONGEST]

    def _whole(self, content: PageContent, page: int) -> str:
        """The record's own text of a page within the selection whose words are not here any more."""
        bounds = self.bounds
        return content.plain(page).strip() if bounds and bounds[0].page < page < bounds[1].page else ""


def _inside(words: tuple[PlacedWord, ...], box: Box) -> tuple[PlacedWord, ...]:
    """The words whose middle lies in a box."""
    left, top, right, bottom = box
    return tuple(
        word
        for word in words
        if left <= (word.box[0] + word.box[2]) / 2 <= right and top <= (word.box[1] + word.box[3]) / 2 <= bottom
    )

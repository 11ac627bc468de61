"""The structure of a letter: what each piece of its pages is, in reading order, for those who do not see the page.

PDF calls an element a tag. A tag holds other tags and marked pieces of pages; a screen reader follows them (PDF/UA-1,
ISO 14289-1).
"""

from __future__ import annotations

from collections.abc import Iterator

_KEPT_EMPTY = frozenset({"TD", "TH", "Form"})


class Tag:
    """One element; `role` is PDF's name for what it is (``P``, ``H2``, ``TD``).

    `attributes` is a dictionary in PDF's own words; `alt` says what a picture shows; `title` names it in the outline and in
    links to it. What is marked `once` and drawn again on a later page (a table's heading) is read on its first page only.
    `place` is where it was first drawn: page from 0, left and top in points. `number` is its object's.
    """

    __slots__ = ("alt", "attributes", "kids", "link", "number", "once", "place", "role", "title")

    def __init__(self, role: str, parent: Tag | None = None, *, attributes: str = "", once: bool = False) -> None:
        self.role, self.attributes, self.once = role, attributes, once
        self.kids: list[Tag | tuple[int, int]] = []
        self.alt = self.title = ""
        self.place: tuple[int, float, float] | None = None
        self.link: Link | None = None
        self.number = 0
        if parent is not None:
            parent.kids.append(self)

    def begins(self) -> tuple[int, float, float] | None:
        """The place of it or of the first thing in it; None where nothing of it was drawn."""
        return self.place or next((place for kid in self.kids if isinstance(kid, Tag) and (place := kid.begins())), None)

    def read_before(self, page: int) -> bool:
        """Whether it was drawn on an earlier page already."""
        return self.once and any(not isinstance(kid, Tag) and kid[0] != page for kid in self.kids)

    def prune(self) -> bool:
        """Take out what holds nothing; whether anything is left."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, Tag) or kid.prune()]
        return bool(self.kids) or self.role in _KEPT_EMPTY

    def walk(self) -> Iterator[Tag]:
        """It and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()


class Link:
    """Where the words of a tag can be pressed, and the tag that this leads to."""

    __slots__ = ("page", "rect", "target")

    def __init__(self, page: int, rect: tuple[float, float, float, float], target: Tag) -> None:
        self.page, self.rect, self.target = page, rect, target

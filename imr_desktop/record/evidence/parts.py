"""What a page is made of, as evidence: gathered by the reader of a format, judged here without it.

Coordinates, all through this package: a box is left, top, right, bottom as fractions of the page's picture as the file
itself shows it (through its /Rotate, CropBox and UserUnit, before it is turned upright), from the picture's top left
corner. What lies outside the picture has numbers below 0 or above 1; boxes are never clipped, and left <= right,
top <= bottom. A box is as wide as the letters' advance and as high as the font's own box of those letters (loose), so that
it covers the ink.

Drawing order: `at` counts everything that is drawn, from 0, in the order in which it is drawn, what stands in forms and
annotations included (annotations and form fields after the page's own content). What has the larger `at` lies above.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from imr_desktop.record.model import Box, Origin, Verdict

Kind = Literal["text", "path", "picture", "shading"]
Color = tuple[int, int, int, int]
"""Red, green, blue, alpha, each 0 to 255."""

BLACK: Color = (0, 0, 0, 255)


class PartWord(NamedTuple):
    """A word of the page as it is written.

    `at` is the drawing that shows it; `fill` the colour of its letters; `mode` PDF's text render mode (0 filled, 1 stroked,
    2 both, 3 invisible, 7 clip only); `size` is the font's in points of the page; `font` its base name; `mapped` how many of
    its characters the font maps to Unicode without doubt (the others were guessed by the reader, or are missing).
    `line` counts the lines of the page's reading order, from 0; `angle` is by how many degrees clockwise its direction is
    turned away from left-to-right in the picture.
    """

    text: str
    box: Box
    origin: Origin = "text layer"
    at: int = 0
    fill: Color = BLACK
    mode: int = 0
    size: float = 0.0
    font: str = ""
    mapped: int = 0
    line: int = 0
    angle: int = 0


class Drawing(NamedTuple):
    """One thing that is drawn.

    `fill` is a path's colour, alpha 0 where it is not filled (or, for pictures, where the picture is see-through by itself);
    `rectangle` says that the path covers its whole box. `layers` names the optional content groups it belongs to.
    """

    kind: Kind
    box: Box
    at: int
    fill: Color = BLACK
    rectangle: bool = False
    layers: tuple[str, ...] = ()
    origin: Origin = "text layer"


class Grey(NamedTuple):
    """The page as it is shown, drawn small: `height` rows of `width` bytes, 0 black to 255 white."""

    width: int
    height: int
    data: bytes

    def inside(self, box: Box, grow: float = 0.0) -> tuple[int, int, int, int]:
        """A box as first column, first row, column and row after the last, clipped to the picture (it may be empty)."""
        left, right = (box[0] - grow) * self.width, (box[2] + grow) * self.width
        top, bottom = (box[1] - grow) * self.height, (box[3] + grow) * self.height
        across = (min(max(0, int(left)), self.width), min(max(0, int(right + 0.999)), self.width))
        down = (min(max(0, int(top)), self.height), min(max(0, int(bottom + 0.999)), self.height))
        return across[0], down[0], across[1], down[1]


class Gathering(Protocol):
    """Where the dear parts of a page come from; each is asked for at most once, while the page is open."""

    def words(self) -> tuple[PartWord, ...]: ...

    def drawings(self) -> tuple[Drawing, ...]: ...

    def grey(self) -> Grey: ...


@dataclass(frozen=True)
class Gathered:
    """Parts that are here already: for tests, and for formats that have them."""

    all_words: tuple[PartWord, ...] = ()
    all_drawings: tuple[Drawing, ...] = ()
    picture: Grey = field(default_factory=lambda: Grey(0, 0, b""))

    def words(self) -> tuple[PartWord, ...]:
        return self.all_words

    def drawings(self) -> tuple[Drawing, ...]:
        return self.all_drawings

    def grey(self) -> Grey:
        return self.picture


@dataclass
class PageParts:
    """One page. The first fields cost nothing; `words`, `drawings` and `grey` are gathered when they are first looked at.

    `text` is in reading order; `width` and `height` are the picture's in points (as the file shows it). `texts`, `paths`,
    `pictures` and `others` count what is drawn at the top of the page (a form counts as one of the others; what annotations
    show is not counted). `plain` says that the reader knows that all text is drawn filled, dark and opaque, `ordered` that it
    was written in reading order; `cropped` that the page has more than its picture shows; `layered` that the document has
    layers (optional content).
    """

    text: str
    width: float = 0.0
    height: float = 0.0
    texts: int = 0
    paths: int = 0
    pictures: int = 0
    others: int = 0
    plain: bool = False
    ordered: bool = True
    cropped: bool = False
    layered: bool = False
    gathering: Gathering = field(default_factory=Gathered, repr=False)

    @cached_property
    def words(self) -> tuple[PartWord, ...]:
        """Its words in reading order, all of them: those that nobody can see and doubled ones too."""
        return self.gathering.words()

    @cached_property
    def drawings(self) -> tuple[Drawing, ...]:
        """What is drawn, in drawing order."""
        return self.gathering.drawings()

    @cached_property
    def grey(self) -> Grey:
        """The page as an eye sees it, at about 100 dots an inch."""
        return self.gathering.grey()


class Judged(NamedTuple):
    """What the evidence says about a page. `hidden` and `doubled` are indexes in `PageParts.words`, left out of the text.

    `machine` are those that a machine laid unseen over a picture.
    """

    verdict: Verdict = "read"
    reasons: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    doubled: frozenset[int] = frozenset()
    machine: frozenset[int] = frozenset()

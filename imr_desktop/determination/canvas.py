"""The pages of a letter as they are drawn: each word inside the tag it belongs to, what is not read aloud beside them.

ReportLab knows no tags. What it draws is put between the marks of PDF (``BDC`` … ``EMC``) here; what the marks refer to is
written by `tag_objects`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from reportlab import rl_config
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from imr_desktop.determination.tag_objects import Annotation, write_structure
from imr_desktop.determination.tags import Link, Tag

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

    from imr_desktop.determination.flowables import Furniture
    from imr_desktop.determination.links import Places
    from imr_desktop.determination.structure import Structure

rl_config.useA85 = 0  # streams as text for printers of long ago, which would only be undone when the file is finished

_BELOW, _ABOVE = 0.25, 0.8  # of the size of the letters: how far a link reaches from the line they stand on
_ESCAPED = {code: escapePDF(chr(code)) for code in range(256)}
_NOT_READ = "/Artifact <</Type /{kind}>> BDC"


class MarkedText(PDFTextObject):
    """Text whose pieces are marked, one after another; what it cites on its lines is a link."""

    _code: list[str]
    _canvas: LetterCanvas
    _fontname: str
    _fontsize: float
    _leading: float
    _x0: float
    _y0: float
    places: Places

    def __init__(self, canvas: Canvas, x: float = 0, y: float = 0, direction: Literal["LTR", "RTL"] | None = None) -> None:
        super().__init__(canvas, x, y, direction=direction)
        self._marked = False
        self.places = {}
        self._line = self._drawn = 0
        self._right = 0.0

    @property
    def size(self) -> float:
        """Of its letters, in points."""
        return self._fontsize

    def mark(self, opening: str) -> None:
        """What follows belongs to another mark."""
        if self._marked:
            self._code.append("EMC")
        self._code.append(opening)
        self._marked = True

    def getCode(self) -> str:
        """The finished text, its last mark closed."""
        if self._marked:
            self._code.append("EMC")
            self._marked = False
        return super().getCode()

    def _textOut(self, text: Any, TStar: int = 0) -> None:
        """Lines end with a space: a reader that follows the tags would run the last word into the first of the next line."""
        if TStar and type(text) is str and text and not text.endswith((" ", "-", "\xad")):
            text += " "
        if cited := self.places.get(self._line):
            text = self._linked(text, cited)
        super()._textOut(text, TStar)  # type: ignore[misc]
        if TStar:
            self._line, self._drawn, self._right = self._line + 1, 0, 0.0

    def _linked(self, text: str, cited: list[tuple[int, int, str]]) -> str:
        """Draw all up to the last place that is a link, each link in its mark; what is left to draw."""
        done, begin, y = 0, self._drawn, self._y0 - self._line * self._leading
        for first, last, page in ((first - begin, last - begin, page) for first, last, page in cited):
            if first >= 0 and last <= len(text):
                self._draw(text[done:first])
                left = self._x0 + self._right
                right = left + self._wide(text[first:last])
                with self._canvas.linked(self, page, (left, y - _BELOW * self.size, right, y + _ABOVE * self.size)):
                    self._draw(text[first:last])
                done = last
        self._right += self._wide(text[done:])
        self._drawn = begin + len(text)
        return text[done:]

    def _draw(self, text: str) -> None:
        if text:
            super()._textOut(text)  # type: ignore[misc]
            self._right += self._wide(text)

    def _wide(self, text: str) -> float:
        return self._canvas.stringWidth(text, self._fontname, self._fontsize)


class LetterCanvas(Canvas):
    """Keeps the pages until the end, so that each can say how many there are, and writes the structure beside them."""

    _code: list[str]
    _doc: PDFDocument

    def __init__(self, *args: Any, furniture: Furniture, structure: Structure, **options: Any) -> None:
        super().__init__(*args, **options)
        self._furniture, self._structure = furniture, structure
        self._pages: list[dict[str, Any]] = []
        self._links: list[Tag] = []
        self._tag: Tag | None = None
        self._leading: Tag | None = None
        self._is_aside = False
        self._marks = 0

    # ----- what flowables call

    @contextmanager
    def inside(self, tag: Tag | None, width: float, height: float, leads: str = "") -> Iterator[None]:
        """What is drawn within belongs to `tag`, whose size here is given; None: to a paragraph of its own.

        What `leads` somewhere can be pressed anywhere.
        """
        if tag is not None and tag.place is None:
            tag.place = (self._page, *self.absolutePosition(0, height))
        target = self._structure.target(leads) if leads and tag is not None else None
        if target is not None:
            tag = Tag("Link", tag)
            self._add_link(tag, (0, 0, width, height), target)
        self._leading = tag if target is not None else None
        self.go_on_inside(tag)
        yield
        self._tag = self._leading = None

    def go_on_inside(self, tag: Tag | None) -> None:
        """What is drawn from here on belongs to `tag`, or to the link around it."""
        self._tag = self._leading or tag

    @contextmanager
    def linked(self, text: MarkedText, page: str, box: tuple[float, float, float, float]) -> Iterator[None]:
        """What `text` draws within, inside this box, leads to the row that lists a page of the record, where there is one."""
        inside, target = self._tag, self._structure.target(page)
        if target is None or inside is None or self._leading is not None or self._is_aside:
            yield
            return
        tag = Tag("Link", inside)
        self._add_link(tag, box, target)
        text.mark(self._opening(tag))
        yield
        text.mark(self._opening(inside))

    @contextmanager
    def aside(self, kind: str = "Layout") -> Iterator[None]:
        """What is drawn within is not read: lines, grounds, what every page carries."""
        self._code.append(_NOT_READ.format(kind=kind))
        self._is_aside = True
        yield
        self._is_aside = False
        self._code.append("EMC")

    @contextmanager
    def figure(self, tag: Tag | None, width: float, height: float) -> Iterator[None]:
        """A picture of this size is drawn within; its tag has the words for it."""
        if tag is None:
            tag = Tag("Figure", self._structure.root)
        corners = *self.absolutePosition(0, 0), *self.absolutePosition(width, height)
        box = " ".join(f"{corner:.2f}" for corner in corners)
        tag.attributes = f"<</O/Layout/Placement/Block/BBox[{box}]>>"
        tag.place = (self._page, corners[0], corners[3])
        self._code.append(self._opening(tag))
        yield
        self._code.append("EMC")

    # ----- what ReportLab calls

    def _escape(self, text: str | bytes) -> str:
        """A string's characters as they are written in a page."""
        return (text if isinstance(text, str) else text.decode("latin-1")).translate(_ESCAPED)

    def beginText(self, x: float = 0, y: float = 0, direction: Literal["LTR", "RTL"] | None = None) -> MarkedText:
        """A text object, marked unless all around it is; what has no tag gets one, so that it is not lost to who listens."""
        text = MarkedText(self, x, y, direction)
        if not self._is_aside:
            text.mark(self._opening(self._tag or Tag("P", self._structure.root)))
        return text

    def showPage(self) -> None:
        """End a page: remember it instead of writing it."""
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # the stubs leave it out
        self._marks = 0

    def save(self) -> None:
        """Draw the furniture onto every page and write the document."""
        pages, links, headings = self._pages, self._links, self._structure.headings()
        annotations = [Annotation(tag, tag.link) for tag in links if tag.link is not None]
        for number, page in enumerate(pages):
            self.__dict__.update(page)
            with self.aside("Pagination"):
                self._furniture.draw(self, number + 1, len(pages))
            for count, annotation in enumerate(annotations):
                if annotation.link.page == number:
                    self._addAnnotation(annotation, f"Link{count}")  # type: ignore[attr-defined]
            self._outline(number, headings)
            Canvas.showPage(self)
        write_structure(self._doc, self._structure.root, annotations, len(pages))
        Canvas.save(self)

    # ----- marks

    @property
    def _page(self) -> int:
        return self.getPageNumber() - 1

    def _opening(self, tag: Tag) -> str:
        """The mark that opens the next piece of `tag` on this page."""
        if tag.read_before(self._page):
            return _NOT_READ.format(kind="Pagination")
        tag.kids.append((self._page, self._marks))
        self._marks += 1
        return f"/{tag.role} <</MCID {self._marks - 1}>> BDC"

    def _add_link(self, tag: Tag, box: tuple[float, float, float, float], target: Tag) -> None:
        corners = (*self.absolutePosition(*box[:2]), *self.absolutePosition(*box[2:]))
        tag.link = Link(self._page, corners, target)
        self._links.append(tag)

    def _outline(self, page: int, headings: list[tuple[int, Tag]]) -> None:
        """Enter the headings of a page into the outline, which leads to them."""
        for number, (level, tag) in enumerate(headings):
            place = tag.begins()
            if place is not None and place[0] == page:
                self.bookmarkPage(f"h{number}", fit="XYZ", left=0, top=round(place[2], 2))
                self.addOutlineEntry(tag.title, f"h{number}", level, closed=False)

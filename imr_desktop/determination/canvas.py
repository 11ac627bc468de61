"""The pages of a letter as they are drawn: each word inside the tag it belongs to, what is not read aloud beside them.

ReportLab knows no tags. What it draws is put between the marks of PDF (``BDC`` … ``EMC``) here; what the marks refer to is
written by `tag_objects`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from imr_desktop.determination.tag_objects import Annotation, write_structure
from imr_desktop.determination.tags import Link, Tag

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

    from imr_desktop.determination.flowables import Furniture
    from imr_desktop.determination.structure import Structure

rl_config.useA85 = 0  # streams as text for printers of long ago, which would only be undone when the file is finished

LINK = "link"
"""The name under which a paragraph calls for a link, with the cited page as label; without one where the link ends."""
_BELOW, _ABOVE = 0.25, 0.8  # of the size of the letters: how far a link reaches from the line they stand on
_NOT_READ = "/Artifact <</Type /{kind}>> BDC"


class MarkedText(PDFTextObject):
    """Text whose pieces are marked, one after another."""

    _code: list[str]
    _fontsize: float

    def __init__(self, canvas: Canvas, x: float = 0, y: float = 0, direction: Literal["LTR", "RTL"] | None = None) -> None:
        super().__init__(canvas, x, y, direction=direction)
        self._marked = False

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
        super()._textOut(text, TStar)  # type: ignore[misc]


class LetterCanvas(Canvas):
    """Keeps the pages until the end, so that each can say how many there are, and writes the structure beside them."""

    _code: list[str]
    _doc: PDFDocument
    _curr_tx_info: dict[str, Any]

    def __init__(self, *args: Any, furniture: Furniture, structure: Structure, **options: Any) -> None:
        super().__init__(*args, **options)
        self._furniture, self._structure = furniture, structure
        self._pages: list[dict[str, Any]] = []
        self._links: list[Tag] = []
        self._tag: Tag | None = None
        self._leading: Tag | None = None
        self._is_aside = False
        self._marks = 0
        self._open_link: tuple[Tag, Tag, float, float] | None = None
        self.setNamedCB(LINK, LetterCanvas._link)  # type: ignore[arg-type]  # it is called with this canvas

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
        if self._open_link is not None:  # a line ended inside: it cannot be pressed
            self._open_link[0].role, self._open_link = "Span", None
        self._tag = self._leading = None

    def go_on_inside(self, tag: Tag | None) -> None:
        """What is drawn from here on belongs to `tag`, or to the link around it."""
        self._tag = self._leading or tag

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

    def _link(self, _kind: str, label: str) -> None:
        """A citation begins (`label` is its page) or ends, in the midst of a line."""
        text, x, y = (self._curr_tx_info[name] for name in ("tx", "cur_x", "cur_y"))
        if label:
            self._begin_link(text, label, x, y)
        elif self._open_link is not None:
            self._end_link(text, x, y)

    def _begin_link(self, text: MarkedText, label: str, x: float, y: float) -> None:
        target = self._structure.target(label)
        if target is None or self._tag is None or self._leading is not None or self._is_aside:
            return
        tag = Tag("Link", self._tag)
        self._open_link = (tag, target, x, y)
        text.mark(self._opening(tag))

    def _end_link(self, text: MarkedText, x: float, y: float) -> None:
        assert self._open_link is not None
        assert self._tag is not None
        (tag, target, left, line), self._open_link = self._open_link, None
        if line == y and x > left:
            self._add_link(tag, (left, y - _BELOW * text.size, x, y + _ABOVE * text.size), target)
        else:
            tag.role = "Span"
        text.mark(self._opening(self._tag))

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

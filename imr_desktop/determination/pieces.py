"""What a letter is set of: paragraphs, tables and pictures that know which tag of its structure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from reportlab.platypus import Image, Paragraph, Table

from imr_desktop.determination.links import places

if TYPE_CHECKING:
    from reportlab.pdfgen.textobject import PDFTextObject
    from reportlab.platypus import Flowable

    from imr_desktop.determination.tags import Tag


class LetterParagraph(Paragraph):
    """A paragraph with its tag; `label` is that of its bullet in a list.

    `shows` are the pages of the record that the row of a table lists which this paragraph is in: links to them lead there.
    A paragraph that `leads` to a name is a link, as a whole, to the one that is `named` so.
    """

    canv: Any
    blPara: Any
    tag: Tag | None = None
    label: Tag | None = None
    shows = leads = named = ""
    _broken_at: float | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size at this width; the lines are broken once, though tables and pages ask three times."""
        if self._broken_at != width or "blPara" not in vars(self):  # it is thrown away where a split comes to nothing
            super().wrap(width, height)
            self._broken_at = width
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Its parts belong to the same tag."""
        parts: list[Flowable] = super().split(width, height)
        for number, part in enumerate(parts):
            if isinstance(part, LetterParagraph):
                part.tag, part.label = self.tag, self.label if number == 0 else None
        return parts

    def draw(self) -> None:
        """Draw inside the tag."""
        with self.canv.inside(self.label or self.tag, self.width, self.height, self.leads):
            super().draw()

    def beginText(self, x: float, y: float) -> PDFTextObject:
        """The text itself begins: a bullet before it stands in its own tag; the pages that it cites are links."""
        self.canv.go_on_inside(self.tag)
        text = self.canv.beginText(x, y)
        text.places = places(self._lines())
        return cast("PDFTextObject", text)

    def _lines(self) -> list[str]:
        """The words of each line, as they are drawn."""
        if self.blPara.kind == 0:
            return [" ".join(words) for _, words in self.blPara.lines]
        return ["".join(one.text for one in line.words).rstrip(" ") for line in self.blPara.lines]


class LetterTable(Table):
    """A table whose lines and grounds are not read.

    One without headings of columns or rows only sets pieces side by side, unless it `holds_data`.
    """

    holds_data = False
    canv: Any
    _cellvalues: list[list[Any]]
    _bkgrndcmds: list[Any]
    _linecmds: list[Any]

    def cells(self) -> list[list[Any]]:
        """Its rows, each cell as it was given: ReportLab makes a list of a single flowable."""
        return [
            [cell[0] if isinstance(cell, (list, tuple)) and len(cell) == 1 else cell for cell in row]
            for row in self._cellvalues
        ]

    def _drawCell(self, cell: Any, *place: Any) -> None:
        if cell != "":
            super()._drawCell(cell, *place)  # type: ignore[misc]  # the stubs leave it out

    def _drawBkgrnd(self) -> None:
        if self._bkgrndcmds:
            with self.canv.aside():
                super()._drawBkgrnd()  # type: ignore[misc]

    def _drawLines(self) -> None:
        if self._linecmds:
            with self.canv.aside():
                super()._drawLines()  # type: ignore[misc]


class Picture(Image):
    """A picture with the words that stand for it. Eight-bit RGB: it is embedded as it is."""

    canv: Any
    tag: Tag | None = None
    alt = ""

    def draw(self) -> None:
        """Draw inside the tag."""
        with self.canv.figure(self.tag, self.drawWidth, self.drawHeight):
            super().draw()

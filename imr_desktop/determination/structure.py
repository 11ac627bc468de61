"""From a letter's flowables to its structure: which tag each of them is. The names of their styles say it.

Called before the pages are made; the flowables then draw themselves inside their tags (see `canvas`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from reportlab.platypus import Flowable

from imr_desktop.case.citation import Citation
from imr_desktop.determination.flowables import SignatureBox
from imr_desktop.determination.pieces import LetterParagraph, LetterTable, Picture
from imr_desktop.determination.tags import Tag

HEADINGS = {"title": "H1", "heading": "H2", "item": "H3"}
LISTS = {"list": 1, "list 2": 2, "list 3": 3}
COLUMN_STYLES = frozenset({"column", "column right"})
ROW_STYLES = frozenset({"label"})
_COLUMN = "<</O/Table/Scope/Column>>"
_ROW = "<</O/Table/Scope/Row>>"


class Structure:
    """The tree of tags of one letter, and the rows that list pages of the record."""

    def __init__(self, story: Iterable[Flowable]) -> None:
        self.root = Tag("Document")
        self._rows: list[tuple[int, int, Tag]] = []
        self._lists: list[Tag] = []
        self._add_all(story, self.root)

    def target(self, label: str) -> Tag | None:
        """Where a link leads: ``37`` to the first row that lists this page of the record, ``item 2`` to an item's heading."""
        kind, _, number = label.rpartition(" ")
        return self.item(int(number)) if kind else self.row(int(number))

    def item(self, number: int) -> Tag | None:
        """The heading of an item, counted from 1."""
        return next(islice((tag for tag in self.root.walk() if tag.role == "H3"), number - 1, None), None)

    def row(self, page: int) -> Tag | None:
        """The first row that lists a page of the record."""
        return next((row for first, last, row in self._rows if first <= page <= last), None)

    def headings(self) -> list[tuple[int, Tag]]:
        """Sections and items with their level for the outline, from 0 and never more than one deeper than the one before."""
        found: list[tuple[int, Tag]] = []
        for tag in self.root.walk():
            if tag.role in {"H2", "H3"} and tag.place is not None:
                level = int(tag.role[1]) - 2
                found.append((min(level, found[-1][0] + 1 if found else 0), tag))
        return found

    def _add_all(self, story: Iterable[Flowable], parent: Tag) -> None:
        for flowable in story:
            self._add(flowable, parent)

    def _add(self, flowable: Flowable, parent: Tag) -> None:
        if isinstance(flowable, LetterParagraph):
            self._add_paragraph(flowable, parent)
        elif isinstance(flowable, LetterTable):
            self._lists.clear()
            self._add_table(flowable, parent)
        elif isinstance(flowable, Picture):
            flowable.tag = Tag("Figure", parent)
            flowable.tag.alt = flowable.alt
        elif isinstance(flowable, SignatureBox):
            flowable.tag = Tag("Form", parent)
        else:
            self._add_all(vars(flowable).get("_content", ()), parent)

    def _add_paragraph(self, paragraph: LetterParagraph, parent: Tag) -> None:
        name = paragraph.style.name
        if name in LISTS:
            self._add_list_item(paragraph, LISTS[name], parent)
            return
        self._lists.clear()
        paragraph.tag = Tag(HEADINGS.get(name, "P"), parent)
        paragraph.tag.title = _words(paragraph)

    def _add_list_item(self, paragraph: LetterParagraph, depth: int, parent: Tag) -> None:
        """An item of the list that is open at this depth, else of a new one, inside the item before it where it is deeper."""
        del self._lists[depth:]
        while len(self._lists) < depth:
            outer = self._lists[-1].kids[-1] if self._lists and self._lists[-1].kids else parent
            self._lists.append(Tag("L", outer if isinstance(outer, Tag) else parent, attributes=_numbering(paragraph)))
        item = Tag("LI", self._lists[-1])
        if paragraph.bulletText:
            paragraph.label = Tag("Lbl", item)
        paragraph.tag = Tag("LBody", item)

    def _add_table(self, table: LetterTable, parent: Tag) -> None:
        rows = table.cells()
        cells = [cell for row in rows for cell in row if isinstance(cell, LetterParagraph)]
        if any(cell.style.name in HEADINGS for cell in cells):
            self._add_heading(cells, parent)
            return
        tag, heading = Tag("Table", parent), _heading_rows(table, rows)
        head = Tag("THead", tag) if heading else None
        body = Tag("TBody", tag)
        for number, row in enumerate(rows):
            self._add_row(row, head if head and number < heading else body, heading=number < heading)

    def _add_heading(self, cells: Sequence[LetterParagraph], parent: Tag) -> None:
        """A heading whose words are set beside one another, in a box."""
        tag = Tag(next(HEADINGS[cell.style.name] for cell in cells if cell.style.name in HEADINGS), parent)
        tag.title = " ".join(_words(cell) for cell in cells)
        for cell in cells:
            cell.tag = tag

    def _add_row(self, row: Sequence[Any], parent: Tag, *, heading: bool) -> None:
        line = Tag("TR", parent)
        for cell in row:
            if heading:
                place = Tag("TH", line, attributes=_COLUMN, once=True)
            elif isinstance(cell, LetterParagraph) and cell.style.name in ROW_STYLES:
                place = Tag("TH", line, attributes=_ROW)
            else:
                place = Tag("TD", line)
            self._fill(cell, place)
        paragraphs = [cell for cell in row if isinstance(cell, LetterParagraph)]
        for first, last in (run for cell in paragraphs for run in Citation(0, 0, cell.shows).runs):
            self._rows.append((first, last, line))
        line.title = ", ".join(filter(None, (_words(cell) for cell in paragraphs[:2])))

    def _fill(self, cell: object, place: Tag) -> None:
        if isinstance(cell, LetterParagraph):
            cell.tag = place
        elif isinstance(cell, (list, tuple)):
            self._add_all(cell, place)
        elif isinstance(cell, Flowable):
            self._add(cell, place)


def _heading_rows(table: LetterTable, rows: Sequence[Sequence[object]]) -> int:
    """How many rows at the top are headings: those that repeat on later pages, or those set as headings of columns."""
    if isinstance(table.repeatRows, int) and table.repeatRows:
        return table.repeatRows
    return next((number for number, row in enumerate(rows) if not _names_columns(row)), len(rows) - 1)


def _names_columns(row: Sequence[object]) -> bool:
    return all(isinstance(cell, LetterParagraph) and cell.style.name in COLUMN_STYLES for cell in row)


def _numbering(paragraph: LetterParagraph) -> str:
    kind = "Decimal" if str(paragraph.bulletText or "")[:1].isdigit() else "Disc"
    return f"<</O/List/ListNumbering/{kind}>>"


def _words(paragraph: LetterParagraph) -> str:
    return " ".join(paragraph.getPlainText(identify=False).split())

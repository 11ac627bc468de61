"""From a letter's flowables to its structure: which tag each of them is. The names of their styles say it.

Called before the pages are made; the flowables then draw themselves inside their tags (see `canvas`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportlab.platypus import Flowable

from imr_desktop.case.citation import Citation
from imr_desktop.determination import styles as look
from imr_desktop.determination.flowables import SignatureBox
from imr_desktop.determination.pieces import LetterParagraph, LetterTable, Picture
from imr_desktop.determination.tags import Tag

HEADINGS = {"title": 0, "heading": 1, "item": 2}
LISTS = {"list": 1, **{f"list {depth}": depth for depth in range(2, look.LIST_LEVELS + 1)}}
COLUMN_STYLES = frozenset({"column", "column right"})
ROW_STYLES = frozenset({"label"})
_LONGEST_TITLE = 120
_COLUMN = "<</O/Table/Scope/Column>>"
_ROW = "<</O/Table/Scope/Row>>"


class Structure:
    """The tree of tags of one letter, and the rows that list pages of the record."""

    def __init__(self, story: Iterable[Flowable]) -> None:
        self.root = Tag("Document")
        self._rows: list[tuple[int, int, Tag]] = []
        self._named: dict[str, Tag] = {}
        self._lists: list[Tag] = []
        self._bodies: list[Tag] = []
        self._headings: list[tuple[int, Tag]] = []
        self._add_all(story, self.root)
        self._close_gaps()

    def target(self, name: str) -> Tag | None:
        """What a link leads to: the tag of this name, or the first row that lists the page of the record that it numbers."""
        if not name.isdigit():
            return self._named.get(name)
        return next((row for first, last, row in self._rows if first <= int(name) <= last), None)

    def headings(self) -> list[tuple[int, Tag]]:
        """Sections and items with their level in the outline, from 0: what is drawn, beside the title."""
        drawn = [(level, tag) for level, tag in self._headings if level and tag.begins()]
        return list(zip(_unbroken(level - 1 for level, _ in drawn), (tag for _, tag in drawn), strict=True))

    def _close_gaps(self) -> None:
        """No level of heading is left out where a document has no title."""
        for level, (_, tag) in zip(_unbroken(level for level, _ in self._headings), self._headings, strict=True):
            tag.role = f"H{level + 1}"

    def _heading(self, style: str, parent: Tag) -> Tag:
        tag = Tag("H", parent)
        self._headings.append((HEADINGS[style], tag))
        return tag

    def _add_all(self, story: Iterable[Flowable], parent: Tag) -> None:
        for flowable in story:
            if isinstance(flowable, Flowable):
                self._add(flowable, parent)

    def _add(self, flowable: Flowable, parent: Tag) -> None:
        if isinstance(flowable, LetterParagraph):
            self._add_paragraph(flowable, parent)
        elif isinstance(flowable, LetterTable):
            self._end_lists()
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
        self._end_lists()
        paragraph.tag = self._heading(name, parent) if name in HEADINGS else Tag("P", parent)
        paragraph.tag.title = _words(paragraph)
        self._remember(paragraph)

    def _add_list_item(self, paragraph: LetterParagraph, depth: int, parent: Tag) -> None:
        """An item of the list that is open at this depth, else of a new one, inside the item before it where it is deeper."""
        if not paragraph.bulletText and len(self._bodies) >= depth:  # the item above goes on
            paragraph.tag = Tag("P", self._bodies[depth - 1])
            return
        del self._lists[depth:], self._bodies[depth - 1 :]
        while len(self._bodies) < depth:
            if len(self._lists) == len(self._bodies):
                inside = self._bodies[-1] if self._bodies else parent
                self._lists.append(Tag("L", inside, attributes=_numbering(paragraph)))
            item = Tag("LI", self._lists[-1])
            label = Tag("Lbl", item)
            self._bodies.append(Tag("LBody", item))
        paragraph.label = label if paragraph.bulletText else None
        paragraph.tag = Tag("P", self._bodies[-1])

    def _end_lists(self) -> None:
        self._lists.clear()
        self._bodies.clear()

    def _add_table(self, table: LetterTable, parent: Tag) -> None:
        rows = table.cells()
        cells = [cell for row in rows for cell in row if isinstance(cell, LetterParagraph)]
        if any(cell.style.name in HEADINGS for cell in cells):
            self._add_heading(cells, parent)
            return
        heading = _heading_rows(table, rows)
        if not (heading or table.holds_data or any(cell.style.name in ROW_STYLES for cell in cells)):
            for row in rows:
                self._add_row_by_side(row, parent)
            return
        tag = Tag("Table", parent)
        head = Tag("THead", tag) if heading else None
        body = Tag("TBody", tag)
        for number, row in enumerate(rows):
            self._add_row(row, head if head and number < heading else body, heading=number < heading)

    def _remember(self, paragraph: LetterParagraph) -> None:
        if paragraph.named and paragraph.tag is not None:
            self._named[paragraph.named] = paragraph.tag

    def _add_heading(self, cells: Sequence[LetterParagraph], parent: Tag) -> None:
        """A heading whose words are set beside one another, in a box."""
        tag = self._heading(next(cell.style.name for cell in cells if cell.style.name in HEADINGS), parent)
        tag.title = _short(" ".join(map(_words, cells)))
        for cell in cells:
            cell.tag = tag
            self._remember(cell)

    def _add_row_by_side(self, row: Sequence[Any], parent: Tag) -> None:
        for cell in row:
            self._add_all(cell if isinstance(cell, (list, tuple)) else [cell], parent)

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
        line.title = "document " + ", ".join(filter(None, (_words(cell) for cell in paragraphs[:2])))

    def _fill(self, cell: Any, place: Tag) -> None:
        if isinstance(cell, LetterParagraph):
            cell.tag = place
        elif isinstance(cell, (list, tuple)):
            self._add_all(cell, place)
        else:
            self._add_all([cell], place)


def _unbroken(levels: Iterable[int]) -> Iterator[int]:
    """Levels from 0 of which each is at most one deeper than the one before."""
    last = -1
    for level in levels:
        last = min(level, last + 1)
        yield last


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
    return _short(" ".join(paragraph.getPlainText(identify=False).split()))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else f"{text[:_LONGEST_TITLE].rstrip()}…"

"""A document's pages as lines of cells: what stands apart on a line is a cell, with its place across the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from imr_desktop.extract.pagetext import PagedText, tidy
from imr_desktop.extract.requests.choices import without_unchecked
from imr_desktop.extract.requests.columns import one_by_one
from imr_desktop.record.layout import RULE

_CELL = re.compile(r"[^\s|](?:[^\n|\t]*?[^\s|])??(?=[ \t]{2,}|\t|\s{0,9}\||\s{0,9}\Z)")
_LONGEST = 2_000
_PIECE = re.compile(r"\S[^\n]{0,118}(?!\S)|\S{1,120}")
"""A line's worth of a paragraph that no line breaks."""
_RULED = re.compile(rf"\s*[{RULE}_=\-*+.|~\s]{{5,}}\Z")
_SENTENCE = re.compile(r"(?:\S+\s){2}\S*[A-Za-z\d)%]{2}[.?!]\Z")
_FILLED = re.compile(r"(?<![A-Za-z\d_])(_{1,20})[ ]{0,2}(\d{1,4})[ ]{0,2}(_{1,20})(?![A-Za-z\d_])")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_BULLET = re.compile(
    r"\s*(?:(?!I\.\s{1,9}[A-Z][\w'-]{1,20}(?:[ ,]{1,3}[A-Z][\w'.-]{1,20})?\s{0,9}\Z)"
    r"\(?(?P<roman>i{1,3}|iv|vi{0,3}|ix|x|I{1,3}|IV|VI{0,3}|IX)[.)](?<!\bV\.)\s{1,9}(?=[A-Za-z\d])|"
    r"[(\[]?(?P<n>\d{1,2})[.):\]](?![\d/])\s{0,9}|(?P<letter>[a-hA-H])[.)]\s{1,9}|"
    r"[-*\u2612\u2022\u25cf\u25aa\u25a0\u00b7\u2013>\u25cb\u25e6\u2043\u27a2\u2192\u25c6\u25a1]\s{1,9}|o\s{1,9}(?=[A-Za-z(\d])|_{3,20}\s{1,3}(?=[A-Za-z(])|"
    r"#(?P<hash>\d{1,2}(?=[.):])|\d|1[0-2])[.):]?\s{1,9}|"
    r"(?P<dashed>\d{1,2})\s?[-\u2013/]\s{1,3}(?=[A-Za-z(]))"
)

COLON = re.compile(r"\s{0,4}(?::(?![/\d\\])|(?:\.\s?){3,80})\s{0,9}|\s\|\s")
PAIR = re.compile(r"(?:\A|(?<=\s))(?P<label>[a-z]{2,20}(?:_[a-z]{1,20}){0,4})=(?=\S|\s|\Z)")
SERIES = re.compile(r"\W{0,3}[A-Za-z]{2,14}\s(?:no\.?\s|#\s?)?\d{1,2}\b")
"""How a part of a numbered series begins ("Determination 2 - …")."""


MARK = re.compile(
    r"(?:[(#\[]?(?:\d{1,3}|[ivx]{1,4}|[a-h])[.):\]]?|[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}|(?:\d{5}|[A-V]\d{4})(?:-\d\d)?(?:\s?x\s?\d)?)\Z",
    re.IGNORECASE,
)
"""What stands alone before a row's words: its number, or a code."""
UNFINISHED = re.compile(r"(?:[&,/(-]|\b(?:and|or|of|for|with|without|to|in|the|before|after|under))\Z", re.IGNORECASE)
"""How the words of a cell end that go on below them."""


class Cell(NamedTuple):
    """Words that stand together: folded for patterns, `raw` as they are; `left` and `right` are columns of text."""

    text: str
    raw: str
    left: int
    right: int


class Line(NamedTuple):
    """A line of a page (from 0 in the document): its cells; none for an empty one, `ruled` for one across the page."""

    page: int
    cells: tuple[Cell, ...]
    ruled: bool = False

    @property
    def text(self) -> str:
        """The line's words, folded."""
        return "  ".join(cell.text for cell in self.cells)

    @property
    def raw(self) -> str:
        """The line's words as they are."""
        return " ".join(cell.raw for cell in self.cells)

    @property
    def left(self) -> int:
        """Where it begins."""
        return self.cells[0].left if self.cells else 0


@dataclass(frozen=True)
class Sheet:
    """All lines of a document, its pages' furniture left out."""

    lines: tuple[Line, ...]

    @classmethod
    def of(cls, pages: Sequence[str], furniture: frozenset[str] = frozenset()) -> Sheet:
        """Pages as they lie (`record.layout`), or as text; `furniture` as `PagedText.of` takes it."""
        paged = PagedText.of([_without_blanks(one_by_one(page)) for page in pages], furniture)
        raw, folded = without_unchecked(paged.raw, paged.folded)
        raws, folds = raw.split("\f"), folded.split("\f")
        lines: list[Line] = []
        for page, (raw, folded) in enumerate(zip(raws, folds, strict=False)):
            lines += _sentences_joined([*_lines(page, raw, folded)])
        return cls(tuple(lines))

    @cached_property
    def prose(self) -> PagedText:
        """The same words as running text: one space between words, lines and paragraphs kept."""
        pages: dict[int, list[str]] = {}
        for line in self.lines:
            pages.setdefault(line.page, []).append(line.raw)
        last = max(pages, default=0)
        return PagedText.of(["\n".join(pages.get(page, [])) for page in range(last + 1)])


def _without_blanks(page: str) -> str:
    """A page with spaces for the lines on which numbers were filled in: "visits: __10__"."""
    return _FILLED.sub(lambda blank: f"{' ' * len(blank[1])}{blank[2]}{' ' * len(blank[3])}", page)


def _lines(page: int, raw: str, folded: str) -> Iterator[Line]:
    at = 0
    for line in folded.split("\n"):
        if len(line.strip()) >= 5 and _RULED.match(line[:400]) and not any(map(str.isalnum, line)):
            yield Line(page, (), True)
        elif len(line) > _LONGEST:
            for piece in _PIECE.finditer(line):
                yield Line(page, tuple(_cells(raw[at + piece.start() : at + piece.end()], piece.group())))
        else:
            yield Line(page, tuple(_cells(raw[at : at + len(line)], line)))
        at += len(line) + 1


def _sentences_joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines in which two spaces part no cells, but a sentence from the next: nothing above or below begins there, too."""
    for at, line in enumerate(lines):
        begins = {cell.left for other in lines[max(0, at - 1) : at + 2] if other is not line for cell in other.cells}
        cells: list[Cell] = []
        for cell in line.cells:
            before = cells[-1] if cells else None
            if before and cell.left - before.right == 2 and cell.left not in begins and _SENTENCE.search(before.text):
                words = f"{before.text} {cell.text}", f"{before.raw} {cell.raw}"
                cells[-1] = Cell(*words, before.left, cell.right)
            else:
                cells.append(cell)
        yield line._replace(cells=tuple(cells)) if len(cells) < len(line.cells) else line


def _cells(raw: str, folded: str) -> Iterator[Cell]:
    for match in _CELL.finditer(folded):
        yield Cell(match.group(), raw[match.start() : match.end()], *match.span())


class Entry(NamedTuple):
    """How a list's entry begins: its number (0 for a bullet), and how long the mark before its words is."""

    number: int
    length: int


def entry_of(text: str) -> Entry | None:
    """Whether a line begins an entry of a list ("1.", "#2", "a)", a bullet)."""
    match = _BULLET.match(text)
    if match is None or match.end() >= len(text):
        return None
    letter = match["letter"]
    roman = _ROMAN.index(match["roman"].lower()) if match["roman"] else 0
    number = int(match["n"] or match["hash"] or match["dashed"] or (ord(letter.lower()) - 96 if letter else roman))
    return Entry(number, match.end())


def words_of(cells: Sequence[Cell]) -> str:
    """Cells of one column, line under line, as one line of the record's own words."""
    return tidy(" \n".join(cell.raw for cell in cells))

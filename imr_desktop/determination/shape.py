"""The shape of a plain text: paragraphs, lists and simple tables, as they were typed or pasted. Knows no layout.

A blank line starts a block. In a block, lines that begin with a bullet or a number are items of a list, lines whose columns
stand apart by tabs or spaces are rows of a table, and lines that only end because a window was so wide are one paragraph.
Every other line break was meant and is kept. No word is changed and none is left out; only white space is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from imr_desktop.determination.signs import unified

_MOST_COLUMNS = 12
_WIDE_GAP = 3
_NARROWEST, _WIDEST = 50, 130
_BULLETS = "•●▪■◦○▫□◻►▶▸➢➤➔→‣⁃∙·❖❑❒◆◇✓✔✗✘☐☑☒*+–—-"
_BULLET = re.compile(rf"([{re.escape(_BULLETS)}]|o(?= \s*[A-Z]))[ \t]+(?=\S)")
_NUMBER = re.compile(r"(\(?(?:(\d{1,3})|([a-z])|([ivx]{1,5}))[.)])[ \t]+(?=\S)")
_GAP = re.compile(r"\t+ *|(?<=[^\s.?!:;,]) {2,}| {3,}")
_ENDED = re.compile(r"[.:;!?][\"”’)\]]*$")


class ParagraphBlock(msgspec.Struct, frozen=True):
    """Lines that belong together, each of one line or of many."""

    lines: tuple[str, ...]


class ListItem(msgspec.Struct, frozen=True):
    """One item: its marker as it stands (``•``, ``2.``), its words, and how far in it stands (0: the outermost)."""

    marker: str
    text: str
    level: int = 0


class ListBlock(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple[ListItem, ...]


class TableBlock(msgspec.Struct, frozen=True):
    """A simple table: rows of equally many cells. `headed`: the first row names the columns."""

    rows: tuple[tuple[str, ...], ...]
    headed: bool


Block = ParagraphBlock | ListBlock | TableBlock


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order."""
    parts = re.split(r"\n[ \t]*(?:\n[ \t]*)+", unified(text).strip("\n"))
    return tuple(block for part in parts if part.strip() for block in _blocks([line.rstrip() for line in part.split("\n")]))


def _blocks(lines: list[str]) -> Iterator[Block]:
    plain: list[str] = []
    at = 0
    while at < len(lines):
        found = _table(lines, at) or _list(lines, at)
        if found is None:
            plain.append(lines[at])
            at += 1
            continue
        block, at = found
        if plain:
            yield ParagraphBlock(_paragraph(plain))
        plain = []
        yield block
    if plain:
        yield ParagraphBlock(_paragraph(plain))


# --- paragraphs


def _paragraph(lines: list[str]) -> tuple[str, ...]:
    """The lines as they were meant: one where they were only wrapped."""
    plain = [" ".join(line.split("\t")).strip() for line in lines]
    return (" ".join(plain),) if _wrapped(plain) else tuple(plain)


def _wrapped(lines: list[str]) -> bool:
    """Whether lines end only where the next word had no room: nowhere would it have fitted into the longest line.

    Of two lines the first is the longest, so that this says little: there the sentence must go on in a small letter.
    """
    width = max(map(len, lines))
    if len(lines) < 2 or not _NARROWEST <= width <= _WIDEST:
        return False
    full = all(len(line) + 1 + len(after.split(" ", 1)[0]) > width for line, after in pairwise(lines))
    ended = sum(bool(_ENDED.search(line)) for line in lines[:-1])
    if len(lines) == 2:
        return full and not ended and lines[1][:1].islower()
    return full and ended * 2 < len(lines)


# --- lists


def _list(lines: list[str], at: int) -> tuple[ListBlock, int] | None:
    """The list that begins at a line, and where it ends."""
    if _marker(lines, at) is None:
        return None
    items: list[ListItem] = []
    indents: list[int] = []
    while at < len(lines):
        marker = _marker(lines, at)
        if marker is not None:
            indents = _nested(indents, _indent(lines[at]))
            items.append(ListItem(marker, lines[at].strip()[len(marker) :].strip(), len(indents) - 1))
        elif _goes_on(lines, at, indents[-1]):
            items[-1] = msgspec.structs.replace(items[-1], text=f"{items[-1].text} {lines[at].strip()}")
        else:
            break
        at += 1
    return ListBlock(tuple(items)), at


def _marker(lines: list[str], at: int) -> str | None:
    """The marker that a line begins with; a number is one only beside its neighbour, as it may end a sentence."""
    line = lines[at].strip()
    if found := _BULLET.match(line):
        return found[1]
    found = _NUMBER.match(line)
    if found is None:
        return None
    near = (_NUMBER.match(other.strip()) for other in (*lines[max(0, at - 3) : at], *lines[at + 1 : at + 4]))
    return found[1] if any(other is not None and _neighbours(found, other) for other in near) else None


def _neighbours(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two markers are of one kind and follow each other, or are both Roman."""
    if one[2] or other[2]:
        return bool(one[2] and other[2]) and abs(int(one[2]) - int(other[2])) == 1
    letters = bool(one[3] and other[3]) and abs(ord(one[3]) - ord(other[3])) == 1
    return letters or bool((one[4] or one[3]) in _ROMAN and (other[4] or other[3]) in _ROMAN)


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _indent(line: str) -> int:
    """How far in a line begins, a tab as eight."""
    expanded = line.expandtabs(8)
    return len(expanded) - len(expanded.lstrip())


def _nested(indents: list[int], indent: int) -> list[int]:
    """The indents above and of a new item."""
    outer = [one for one in indents if one < indent]
    return [*outer, indent]


def _goes_on(lines: list[str], at: int, indent: int) -> bool:
    """Whether a line without a marker goes on with the item above: further in, or where the line above broke a sentence."""
    if _indent(lines[at]) > indent:
        return True
    above = lines[at - 1]
    return len(above) >= _NARROWEST and not _ENDED.search(above) and lines[at].strip()[:1].islower()


# --- tables


def _table(lines: list[str], at: int) -> tuple[TableBlock, int] | None:
    """The table that begins at a line, and where it ends; one row makes none."""
    rows: list[list[str]] = []
    end = at
    while end < len(lines) and len(cells := _cells(lines[end])) > 1 and _fits(rows, lines, at, end, cells):
        rows.append(cells)
        end += 1
    if len(rows) < 2:
        return None
    columns = max(map(len, rows))
    if columns > _MOST_COLUMNS:
        return None
    whole = tuple(tuple(row + [""] * (columns - len(row))) for row in rows)
    return TableBlock(whole, _headed(whole)), end


def _cells(line: str) -> list[str]:
    """The cells of a line. Of a line with tabs, each tab ends one; a list's marker is no cell."""
    if "\t" not in line and "  " not in line:
        return [line]
    if "\t" in line.strip():
        cells = [part.strip() for part in line.strip(" ").split("\t")]
        while cells and not cells[-1]:
            cells.pop()
    else:
        cells = _GAP.split(line.strip())
    return [line] if len(cells) == 2 and _is_marker(cells[0]) else cells


def _is_marker(cell: str) -> bool:
    return (len(cell) == 1 and cell in f"{_BULLETS}o") or bool(re.fullmatch(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]", cell))


def _fits(rows: list[list[str]], lines: list[str], at: int, end: int, cells: list[str]) -> bool:
    """Whether a line is one more row: by tabs it is, by spaces where it has a cell below each of the first row.

    Wide gaps make a row though nothing stands below anything; narrow ones may be those of text set to the full width.
    """
    if not rows:
        return True
    first, line = lines[at].strip(), lines[end].strip()
    if "\t" in first or "\t" in line:
        return "\t" in first and "\t" in line
    if len(cells) != len(rows[0]):
        return False
    return _below(lines[at], lines[end]) or min(_gaps(first) + _gaps(line)) >= _WIDE_GAP


def _below(first: str, line: str) -> bool:
    """Whether the gaps of two lines end, or begin, at the same places."""
    ones, others = list(_GAP.finditer(first)), list(_GAP.finditer(line))
    pairs = list(zip(ones, others, strict=False))
    return all(one.end() == other.end() for one, other in pairs) or all(one.start() == other.start() for one, other in pairs)


def _gaps(line: str) -> list[int]:
    return [len(gap[0]) for gap in _GAP.finditer(line)]


def _headed(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the first row names the columns: it alone holds no figure."""
    return all(rows[0]) and not _figures(rows[0]) and all(map(_figures, rows[1:]))


def _figures(row: tuple[str, ...]) -> bool:
    return any(char.isdigit() for cell in row for char in cell)

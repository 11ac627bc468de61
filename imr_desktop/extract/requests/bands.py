"""The rows of a table whose lines lie in bands: between ruled lines, or gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imr_desktop.extract.requests.care import has_code
from imr_desktop.extract.requests.counts import bare
from imr_desktop.extract.requests.naming import titled
from imr_desktop.extract.requests.ruling import sign
from imr_desktop.extract.requests.sheet import UNFINISHED, Cell, entry_of
from imr_desktop.extract.requests.words import decided

_BEGUN = re.compile(
    r"(?:partial(?:ly)?|non-?|not|conditional(?:ly)?|medically|(?:certif(?:y|ied)|approv(?:ed?|al)|authorized?)\s(?:with|as|in)|not\smedically)\W*\Z",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,4}[/-]\d{1,2}[/-]\d{2,4}\Z")
_DITTO = re.compile(r"[\"\u201d\u3003]\Z|(?:same|ditto|as above)\Z", re.IGNORECASE)
_COUNTED = frozenset({"asked", "allowed", "lost", "changed", "put_off"})
_MARK = re.compile(r"[\u2612\u2611\u2713\u2714xX*]\Z|yes\Z", re.IGNORECASE)


class Column(NamedTuple):
    """A column by its head: what it asks for, its place, its words; `guessed` where the head alone does not tell."""

    kind: str
    left: int
    right: int
    guessed: bool = False
    head: str = ""


Row = dict[int, list[Cell]]


def table_rows(bands: Sequence[list[tuple[int, Row]]], columns: Sequence[Column]) -> list[tuple[int, Row]]:
    """The rows of a table whose lines lie in bands (between ruled lines, or gaps)."""
    rows: list[tuple[int, Row]] = []
    for band in bands:
        for page, row in _parted(band, columns, ruled=len(bands) > 1):
            if rows and not _has_anchor(row, columns) and not _title(row, columns):
                _join(rows[-1][1], row)
            else:
                rows.append((page, row))
    return _joined(rows, columns)


def _joined(rows: list[tuple[int, Row]], columns: Sequence[Column]) -> list[tuple[int, Row]]:
    """Rows that a gap parted from their decision: one that has none takes its neighbour's, where that has no title."""
    kept: list[tuple[int, Row]] = []
    for page, row in rows:
        if kept and _has_anchor(row, columns) and not _title(row, columns) and not _has_anchor(kept[-1][1], columns):
            _join(kept[-1][1], row)
        else:
            kept.append((page, row))
    return kept


def _parted(band: Sequence[tuple[int, Row]], columns: Sequence[Column], *, ruled: bool) -> Iterator[tuple[int, Row]]:
    """The rows of one band: each begins where its number, decision or quantity stands."""
    begins = (
        _numbered(band, columns)
        or _repeating(band)
        or _named(band, columns)
        or _full(band, columns)
        or _counted(band, columns)
        or _anchored(band, columns)
    )
    if not ruled and begins[:1] in ([], [0]):
        begins = sorted({*begins, *(_coded(band, columns) or ([] if begins else _accompanied(band, columns)))})
    if len(begins) <= 1:
        yield band[0][0], _merged([row for _, row in band])
        return
    if begins[0] > 0:
        begins = _nearest_first(begins, len(band))
    for start, end in zip(begins, [*begins[1:], len(band)], strict=True):
        yield band[start][0], _merged([row for _, row in band[start:end]])


def _numbered(band: Sequence[tuple[int, Row]], columns: Sequence[Column]) -> list[int]:
    """Where rows begin that are numbered one after the other."""
    found: list[tuple[int, int]] = []
    for at, (_, row) in enumerate(band):
        number = _number(row, columns)
        if number and (not found or number == found[-1][1] + 1):
            found.append((at, number))
    return [at for at, _ in found] if len(found) > 1 and found[0][0] == 0 else []


def _named(band: Sequence[tuple[int, Row]], columns: Sequence[Column]) -> list[int]:
    """Where rows begin whose titles each name care by themselves, line by line."""
    titles = [(at, title) for at, (_, row) in enumerate(band) if (title := _title(row, columns))]
    alone = all(title[:1].isupper() and titled(title) for _, title in titles)
    return [at for at, _ in titles] if len(titles) > 1 and titles[0][0] == 0 and alone else []


def _full(band: Sequence[tuple[int, Row]], columns: Sequence[Column]) -> list[int]:
    """Where rows begin that take a line each: every line fills every column, and its title goes on with none."""
    whole = all(len(row) == len(columns) and not _title(row, columns)[:1].islower() for _, row in band)
    return [*range(len(band))] if whole and len(columns) > 2 else []


def _counted(band: Sequence[tuple[int, Row]], columns: Sequence[Column]) -> list[int]:
    """Where rows begin that each say by a count how much was asked for, and by another how much was allowed."""
    told = [
        [at for at, (_, row) in enumerate(band) if bare(_text(row, columns, kind)) is not None]
        for kind in ("asked", "allowed")
    ]
    return told[0] if told[0] == told[1] and len(told[0]) > 1 and told[0][0] == 0 else []


def _repeating(band: Sequence[tuple[int, Row]]) -> list[int]:
    """Where rows begin that each have a day in one column, or a sign that it says the same as above."""
    for at, cells in band[0][1].items():
        own = [number for number, (_, row) in enumerate(band) if at in row and _same_kind(cells[0], row[at][0])]
        if len(own) > 1:
            return [0, *own] if own[0] else own
    return []


def _same_kind(first: Cell, cell: Cell) -> bool:
    return _DITTO.match(cell.text) is not None or (_DAY.match(first.text) is not None and _DAY.match(cell.text) is not None)


def _number(row: Row, columns: Sequence[Column]) -> int:
    for at, column in enumerate(columns):
        if at in row and column.kind in ("number", "title"):
            entry = entry_of(row[at][0].text + " x")
            if column.kind == "number" and row[at][0].text.strip("#.() ").isdigit():
                return int(row[at][0].text.strip("#.() "))
            return entry.number if entry and column.kind == "title" else 0
    return 0


def _anchored(band: Sequence[tuple[int, Row]], columns: Sequence[Column]) -> list[int]:
    """Where a decision, a count or a code stands; where the first line has one, what goes on with a title begins no row."""
    found = _anchors(band, columns)
    return (
        [at for at in found if at == 0 or _opens(band, at, columns) or not _title(band[at][1], columns)]
        if found[:1] == [0]
        else found
    )


def _anchors(band: Sequence[tuple[int, Row]], columns: Sequence[Column]) -> list[int]:
    found, begun = [], False
    for at, (_, row) in enumerate(band):
        if _has_anchor(row, columns) and not begun:
            found.append(at)
        begun = _BEGUN.search(_text(row, columns, "decision")) is not None
        if begun and (not found or found[-1] != at):
            found.append(at)
    return found


def _coded(band: Sequence[tuple[int, Row]], columns: Sequence[Column]) -> list[int]:
    """Where rows begin that each have a diagnosis's code of their own beside the title, from the first line on."""
    found = [
        at for at, (_, row) in enumerate(band) if has_code(_text(row, columns, "diagnosis")) and _opens(band, at, columns)
    ]
    return found if len(found) > 1 and found[0] == 0 else []


def _opens(band: Sequence[tuple[int, Row]], at: int, columns: Sequence[Column]) -> bool:
    """Whether a line's title may be the first of its row: it goes on with none above, or is as full as the first line."""
    title = _title(band[at][1], columns)
    above = _title(band[at - 1][1], columns) if at else ""
    rest = bool(above) and (title[:1].islower() or UNFINISHED.search(above) is not None)
    return bool(title) and not (rest and len(band[at][1]) < len(band[0][1]))


def _accompanied(band: Sequence[tuple[int, Row]], columns: Sequence[Column]) -> list[int]:
    """Where nothing else tells: rows begin where a title has company in other columns."""
    return [
        at
        for at, (_, row) in enumerate(band)
        if len(row) > 1 and not _title(row, columns)[:1].islower() and _title(row, columns)
    ]


def _nearest_first(begins: list[int], count: int) -> list[int]:
    """Rows whose decision stands in their middle: each line belongs to the decision that lies nearest."""
    nearest = [min(begins, key=lambda begin: (abs(begin - at), begin)) for at in range(count)]
    return [at for at in range(count) if at == 0 or nearest[at] != nearest[at - 1]]


def _has_anchor(row: Row, columns: Sequence[Column]) -> bool:
    kinds = {columns[at].kind for at in row}
    if any(column.kind == "decision" for column in columns):
        said = _text(row, columns, "decision")
        return decided(said) is not None or sign(said) is not None or bool(_BEGUN.search(said))
    if kinds & _COUNTED:
        return any(
            bare(cell.text) is not None or _MARK.match(cell.text)
            for at in row
            for cell in row[at]
            if columns[at].kind in _COUNTED
        )
    return bool(kinds & {"code"}) and bool(_title(row, columns))


def _title(row: Row, columns: Sequence[Column]) -> str:
    return _text(row, columns, "title")


def _text(row: Row, columns: Sequence[Column], kind: str) -> str:
    return " ".join(cell.text for at in sorted(row) if columns[at].kind == kind for cell in row[at])


def _merged(rows: Sequence[Row]) -> Row:
    merged: Row = {}
    for row in rows:
        _join(merged, row)
    return merged


def _join(row: Row, other: Row) -> None:
    for at, cells in other.items():
        row.setdefault(at, []).extend(cells)

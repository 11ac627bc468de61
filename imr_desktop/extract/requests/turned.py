"""Tables that were turned: labels down the left, and a column for each request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from imr_desktop.extract.requests.bands import Column, Row
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.labels import kind_of
from imr_desktop.extract.requests.sheet import Cell, Line
from imr_desktop.extract.requests.tables import Table

_TELLING = frozenset({"decision", "asked", "allowed"})
_OFF, _MOST_EMPTY = 3, 2


class _Field(NamedTuple):
    """A label, and what stands in each column beside it."""

    label: Cell
    cells: list[list[Cell]]


def turned_at(lines: Sequence[Line], at: int) -> Table | None:
    """The turned table that begins on this line, or below it where this numbers its columns; None where there is none."""
    begin = at if _begins(lines[at]) else _below(lines, at)
    if begin is None or not _begins(lines[begin]) or (begin > at and not _numbers(lines[at], lines[begin])):
        return None
    page, left = lines[begin].page, lines[begin].cells[0].left
    starts = [cell.left for cell in lines[begin].cells[1:]]
    fields: list[_Field] = []
    end, empty = begin, 0
    while end < len(lines) and lines[end].page == page and empty < _MOST_EMPTY:
        line = lines[end]
        empty = empty + 1 if not line.cells and not line.ruled else 0
        if line.cells:
            own = abs(line.cells[0].left - left) <= _OFF
            columns = _in_columns(line.cells[own:], starts)
            if columns is None or (own and (len(line.cells) == 1 or not kind_of(line.cells[0].text))):
                break
            if own:
                fields.append(_Field(line.cells[0], columns))
            else:
                for held, more in zip(fields[-1].cells, columns, strict=True):
                    held.extend(more)
        end += 1
    kinds = [kind_of(one.label.text) for one in fields]
    if kinds.count("title") != 1 or _TELLING.isdisjoint(kinds):
        return None
    heads = tuple(
        Column(kind, one.label.left, one.label.right, head=one.label.text) for kind, one in zip(kinds, fields, strict=True)
    )
    return Table(heads, tuple((page, _row(fields, column)) for column in range(len(starts))), end)


def _row(fields: Sequence[_Field], column: int) -> Row:
    return {at: one.cells[column] for at, one in enumerate(fields) if one.cells[column]}


def _begins(line: Line) -> bool:
    """Whether a line is a label for treatments with two columns at least beside it, one of which names care."""
    if len(line.cells) < 3 or kind_of(line.cells[0].text) != "title":
        return False
    beside = [cell.text for cell in line.cells[1:]]
    return not any(map(kind_of, beside)) and any(map(names_care, beside))


def _below(lines: Sequence[Line], at: int) -> int | None:
    """The next line that holds words, where no gap parts it."""
    return next((number for number in range(at + 1, min(at + 3, len(lines))) if lines[number].cells), None)


def _numbers(line: Line, first: Line) -> bool:
    """Whether a line holds a head for each column of the table whose first line that is."""
    starts = [cell.left for cell in first.cells[1:]]
    return len(line.cells) == len(starts) and line.page == first.page and _in_columns(line.cells, starts) is not None


def _in_columns(cells: Sequence[Cell], starts: Sequence[int]) -> list[list[Cell]] | None:
    """Cells by the columns that begin there; None where one lies across several, or before the first."""
    found: list[list[Cell]] = [[] for _ in starts]
    for cell in cells:
        at = next((at for at, start in reversed([*enumerate(starts)]) if start - _OFF <= cell.left), None)
        if at is None or (at + 1 < len(starts) and cell.right > starts[at + 1]):
            return None
        found[at].append(cell)
    return found

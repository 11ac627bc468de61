"""Labels in boxes of a form: a row of labels without colons, their values below them, or above as signature lines have it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from imr_desktop.extract.dates import first_date
from imr_desktop.extract.pagetext import tidy
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.counts import asked_in, bare
from imr_desktop.extract.requests.labels import kind_of
from imr_desktop.extract.requests.saying import verdict_of
from imr_desktop.extract.requests.sheet import UNFINISHED, Cell, Line, entry_of
from imr_desktop.extract.requests.words import decided, form_words

_WORD = re.compile(r"[a-z]+")
_REMARK = re.compile(r"\([^()]*\)|['\u2019]s\b")
"""What a label says besides: "(use ICD code where practical)"."""
_LETTERED = re.compile(r"\s(?:[B-H]|\([a-h]\)|A(?=\s{0,9}\Z))\s{0,9}\Z")
_DATED = re.compile(
    r"\bdat(?:e|ed)\b|\binjur(?:y|ed)\b|\bborn\b|\bletter of\b|\bd\.?o\.?[ib]\b|\bd/i\b|\bsigned on\b|\bserved\b|"
    r"\breceived\b",
    re.IGNORECASE,
)
_COLON = re.compile(r":(?![/\d\\])(?:\s|\Z)")
_COUNTED = re.compile(r":\s?#?\d")
_VALUED = re.compile(r"(?:CT|[A-Za-z]{3,12}):\s\d[\d/-]*(?:\s.{0,40})?\Z")
"""Values with a colon: "CT: 02/15/2021 to 07/10/2021", "visits: 6"."""
_LONGEST, _MOST_ROWS, _MOST_LABELS, _MOST_ALONE = 60, 3, 6, 9


class Boxed(NamedTuple):
    """A label with its value, and where the value begins across the page."""

    label: str
    value: str
    left: int


class Boxes(NamedTuple):
    """A row of labels with their values, and the lines that they take."""

    fields: tuple[Boxed, ...]
    lines: frozenset[int]


def label_rows(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that hold nothing but two labels or more."""
    return frozenset(at for at, line in enumerate(lines) if 1 < len(line.cells) <= _MOST_LABELS and _is_row(line))


def boxes_of(lines: Sequence[Line], rows: frozenset[int]) -> dict[int, Boxes]:
    """The boxes of all pages by the line where each begins; `rows` are the lines that `label_rows` gave."""
    found: dict[int, Boxes] = {}
    for page in {lines[at].page for at in rows}:
        own = sorted(at for at in rows if lines[at].page == page)
        if _values_above(lines, own, rows):
            alone = {at for at, line in enumerate(lines) if line.page == page and _is_alone(line)}
            held = [_row(lines, at, rows | alone, -1) for at in sorted({*own, *alone})]
        else:
            held = [_row(lines, at, rows, 1) for at in own]
        found |= {min(one.lines): one for one in held}
    return found


def _is_row(line: Line) -> bool:
    if len(line.cells) == 2 and asked_in(line.cells[1].text) is not None and kind_of(line.cells[0].text) == "asked":
        return False  # a label with its count beside it
    if len(line.cells) == 2 and kind_of(line.cells[0].text) == "decision" and verdict_of(line.cells[1].text):
        return False  # a label with the decision beside it
    cells = [_without_colon(cell) for cell in line.cells]
    if any(cells):
        return all(cell is not None and (_is_label(cell) or kind_of(cell.text)) for cell in cells)
    return all(map(_is_label, line.cells)) or all(map(_asks, line.cells))


def _without_colon(cell: Cell) -> Cell | None:
    """A cell that ends in a colon, without it."""
    return cell._replace(text=cell.text[:-1].rstrip()) if cell.text.endswith(":") else None


def _is_alone(line: Line) -> bool:
    """Whether a line on a page whose values stand above their labels is one label."""
    if len(line.cells) != 1 or line.text.rstrip().endswith(":") or len(line.text.split()) > _MOST_ALONE:
        return False
    return _is_label(line.cells[0]) or kind_of(line.text) == "title"


def _asks(cell: Cell) -> bool:
    said = decided(cell.text) is not None and len(cell.text.split()) == 1 and cell.text.lower() != "allowed"
    kind = kind_of(cell.text)
    counts = bare(cell.text) is not None or (kind in ("asked", "allowed", "lost") and _COUNTED.search(cell.text))
    return bool(kind) and cell.text[:1].isupper() and not counts and not said


def _is_label(cell: Cell) -> bool:
    text = cell.text
    whole = text.removesuffix("no.").removesuffix("No.")
    if (
        bare(text) is not None
        or _COUNTED.search(text)
        or len(text) > _LONGEST
        or whole.endswith((".", ",", ":"))
        or re.search(r"\d{3}", text)
    ):
        return False
    words = _WORD.findall(_REMARK.sub("", _LETTERED.sub("", text)).lower())
    return bool(words) and all(word in form_words() for word in words) and (text[0].isupper() or text[0] in "#1234567890(")


def _values_above(lines: Sequence[Line], own: Sequence[int], rows: frozenset[int]) -> bool:
    """Whether a page's values stand above their labels: days do, as seen from the labels that ask for days."""
    votes = 0
    for at in own:
        for step in (-1, 1):
            for field in _row(lines, at, rows, step).fields:
                if _DATED.search(field.label) and first_date(field.value):
                    votes += step
    return votes < 0


def _row(lines: Sequence[Line], at: int, rows: frozenset[int] | set[int], step: int) -> Boxes:
    """One row of labels, their values in the lines before (`step` -1) or behind it."""
    labels = lines[at].cells
    values: list[list[tuple[int, Cell]]] = [[] for _ in labels]
    taken = _value_lines(lines, at, rows, step)
    for number in taken:
        cells = lines[number].cells
        for place, cell in enumerate(cells):
            values[_label_at(labels, cell, place if len(cells) == len(labels) else -1)].append((number, cell))
    fields = []
    for label, held in zip(labels, values, strict=True):
        stacked = [cell for _, cell in sorted(held, key=lambda one: one[0])]
        left = stacked[0].left if stacked else label.left
        fields.append(Boxed(label.text, tidy(" ".join(cell.raw for cell in stacked)), left))
    return Boxes(tuple(fields), frozenset({at, *taken}))


def _value_lines(lines: Sequence[Line], at: int, rows: frozenset[int] | set[int], step: int) -> list[int]:
    """The lines that hold a row's values: up to the next row of labels, or the ruled line behind the first of them."""
    found: list[int] = []
    number = at + step
    while 0 <= number < len(lines) and len(found) < _MOST_ROWS and lines[number].page == lines[at].page:
        line = lines[number]
        if number in rows or (found and (line.ruled or not line.cells)):
            break
        if line.cells:
            if any(_COLON.search(cell.text) and not _VALUED.match(cell.text) for cell in line.cells):
                break
            found.append(number)
        elif not line.ruled and not found and abs(number - at) > 1:
            break
        number += step
    return _theirs(lines, at, found, step)


def _theirs(lines: Sequence[Line], at: int, found: list[int], step: int) -> list[int]:
    """Of the lines near labels those that may be values: what lists or names care is none of a label that asks for none."""
    if any(kind_of(cell.text) == "title" for cell in lines[at].cells):
        return found
    kept: list[int] = []
    for number in found:
        line, before = lines[number], lines[number - step] if kept else None
        wraps = before is not None and _wraps(before, line, step)
        alone = len(line.cells) == 1 and names_care(line.text) and bare(line.text) is None
        if not wraps and (entry_of(line.text) or alone or (step < 0 and kept)):
            if step < 0:
                break
            continue
        kept.append(number)
    return kept


def _wraps(before: Line, line: Line, step: int) -> bool:
    """Whether each cell of a line goes on with one of the value line read `before` it; where `step` is -1, that with it."""
    for cell in line.cells:
        other = next((one for one in before.cells if abs(one.left - cell.left) <= 1), None)
        if other is None:
            return False
        first, second = (other, cell) if step > 0 else (cell, other)
        full = step > 0 or len(line.cells) > len(before.cells)
        if not (second.text[:1].islower() or second.text[:1] in "&(/" or (full and UNFINISHED.search(first.text))):
            return False
    return True


def _label_at(labels: Sequence[Cell], cell: Cell, place: int) -> int:
    """Which label a value belongs to: that of its place where there are as many, else the nearest on its left."""
    if place >= 0:
        return place
    near = min(range(len(labels)), key=lambda number: abs(labels[number].left - cell.left))
    if abs(labels[near].left - cell.left) <= 3:
        return near
    around = [number for number, label in enumerate(labels) if label.right >= cell.left]
    return around[0] if around else len(labels) - 1

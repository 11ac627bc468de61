"""Fields of a form by position: a label with its value beside it, below it, or above it as signature lines have it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imr_desktop.extract.dates import first_date
from imr_desktop.extract.pagetext import tidy
from imr_desktop.extract.requests.counts import asked_in, bare
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.sheet import Cell, Line, Sheet
from imr_desktop.extract.requests.titles import title_of
from imr_desktop.extract.requests.words import form_words, is_treatment, label_of

_INLINE = re.compile(
    r"(?:\A|(?<=\s\s)|(?<=[;|]\s)|(?<=\.\s)|(?<=\d\s)|(?<=:\s))"
    r"(?P<label>[A-Za-z#][\w #/'()&?.,-]{1,70}?)\s{0,6}:(?![/\d\\])\s{0,9}"
)
_WORD = re.compile(r"[a-z]+")
_LETTERED = re.compile(r"\s(?:[B-H]|\([a-h]\)|A(?=\s{0,9}\Z))\s{0,9}\Z")
_NUMBERED_DRUG = re.compile(r"\b(tylenol(?:\s(?:with|w/)\s?codeine)?|apap/codeine)\s(?:#|no\.?\s?)[234]\b", re.IGNORECASE)
_DATED = re.compile(
    r"\bdat(?:e|ed)\b|\binjury\b|\bd\.?o\.?[ib]\b|\bd/i\b|\bsigned on\b|\bserved\b|\breceived\b", re.IGNORECASE
)
_OFTEN = re.compile(r"\b(?:freq\w*|how often|(?:times|visits|sessions)?\s?(?:per|a|/)\s?(?:week|wk))\b", re.IGNORECASE)
_LONG = re.compile(r"\b(?:duration|how long|(?:number|no\.?|#)?\s?(?:of )?(?:weeks|wks)|length)\b", re.IGNORECASE)
DETAIL = ("reason", "amount", "asked")
"""The kinds of labels and columns that say how much of a request."""
_LONGEST = 60
_MOST_ROWS = 3


class Field(NamedTuple):
    """A label, its value, where the value stands (page from 0, line of the sheet), and words to quote."""

    label: str
    value: str
    page: int
    at: int
    quote: str


def fields_of(sheet: Sheet) -> list[Field]:
    """All labels with their values, in the order of the lines."""
    found = [*_inline(sheet), *_boxed(sheet)]
    return sorted(found, key=lambda one: one.at)


def _inline(sheet: Sheet) -> Iterator[Field]:
    for at, line in enumerate(sheet.lines):
        marks = list(_INLINE.finditer(line.text)) if line.cells else []
        for number, mark in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(line.text)
            value = " ".join(line.text[mark.end() : end].split())
            yield Field(mark["label"], value, line.page, at, value or line.raw)


# ----- labels in boxes


def _boxed(sheet: Sheet) -> Iterator[Field]:
    rows = {at for at, line in enumerate(sheet.lines) if is_label_row(line)}
    for page in {sheet.lines[at].page for at in rows}:
        own = sorted(at for at in rows if sheet.lines[at].page == page)
        above = _values_above(sheet.lines, own, rows)
        for at in own:
            yield from _row(sheet.lines, at, rows, -1 if above else 1)


def pages_with_values_above(sheet: Sheet) -> frozenset[int]:
    """The pages whose rows of labels stand below their values: nothing on them is a table with its head above."""
    rows = {at for at, line in enumerate(sheet.lines) if is_label_row(line)}
    pages = {sheet.lines[at].page for at in rows}
    return frozenset(
        page for page in pages if _values_above(sheet.lines, sorted(at for at in rows if sheet.lines[at].page == page), rows)
    )


def is_label_row(line: Line) -> bool:
    """Whether a line holds nothing but labels of a form, without colons."""
    return bool(line.cells) and len(line.cells) <= 6 and all(map(_is_label, line.cells))


def _is_label(cell: Cell) -> bool:
    text = cell.text
    whole = text.removesuffix("no.").removesuffix("No.")
    if len(text) > _LONGEST or whole.endswith((".", ",", ":")) or re.search(r"\d{3}", text):
        return False
    words = _WORD.findall(_LETTERED.sub("", text).lower())
    return bool(words) and all(word in form_words() for word in words) and (text[0].isupper() or text[0] in "#1234567890(")


def _values_above(lines: Sequence[Line], own: Sequence[int], rows: set[int]) -> bool:
    """Whether a page's values stand above their labels: days do, as seen from the labels that ask for days."""
    votes = 0
    for at in own:
        for step in (-1, 1):
            for field in _row(lines, at, rows, step):
                if _DATED.search(field.label) and first_date(field.value):
                    votes += step
    return votes < 0


def _row(lines: Sequence[Line], at: int, rows: set[int], step: int) -> Iterator[Field]:
    """The fields of one row of labels, their values in the lines before (`step` -1) or behind it."""
    labels = lines[at].cells
    values: list[list[tuple[int, Cell]]] = [[] for _ in labels]
    for number in _value_lines(lines, at, rows, step):
        cells = lines[number].cells
        for place, cell in enumerate(cells):
            values[_label_at(labels, cell, place if len(cells) == len(labels) else -1)].append((number, cell))
    for label, held in zip(labels, values, strict=True):
        stacked = [cell for _, cell in sorted(held, key=lambda one: one[0])]
        value = tidy(" ".join(cell.raw for cell in stacked))
        line = min((number for number, _ in held), default=at)
        yield Field(label.text, value, lines[at].page, min(line, at), stacked[0].raw if stacked else label.raw)


def _value_lines(lines: Sequence[Line], at: int, rows: set[int], step: int) -> list[int]:
    """The lines that hold a row's values: up to the next row of labels, or the ruled line behind the first of them."""
    found: list[int] = []
    number = at + step
    while 0 <= number < len(lines) and len(found) < _MOST_ROWS and lines[number].page == lines[at].page:
        line = lines[number]
        if number in rows or (found and (line.ruled or not line.cells)):
            break
        if line.cells:
            if any(_INLINE.search(cell.text) for cell in line.cells):
                break
            found.append(number)
        elif not line.ruled and not found and abs(number - at) > 1:
            break
        number += step
    return found


def _label_at(labels: Sequence[Cell], cell: Cell, place: int) -> int:
    """Which label a value belongs to: that of its place where there are as many, else the nearest on its left."""
    if place >= 0:
        return place
    near = min(range(len(labels)), key=lambda number: abs(labels[number].left - cell.left))
    if abs(labels[near].left - cell.left) <= 3:
        return near
    around = [number for number, label in enumerate(labels) if label.right >= cell.left]
    return around[0] if around else len(labels) - 1


def kind_of(field: Field) -> str:
    """What a field's label asks for (a key of the table of labels); empty for others."""
    return label_of(field.label) or label_of(_LETTERED.sub("", field.label))


def count_in(title: str) -> float | None:
    """How much a request's own words ask for; the number in a drug's name is none."""
    return asked_in(_NUMBERED_DRUG.sub(r"\1", title))


def field_items(sheet: Sheet) -> Iterator[Found]:
    """The requests that stand in boxes of a form, each with the counts in the boxes behind it; `said` is the box's label."""
    found: Found | None = None
    details: list[tuple[str, str]] = []
    for one in _boxed(sheet):
        kind = kind_of(one)
        if kind == "title":
            if found is not None:
                yield counted(found, details)
            title = title_of(one.value)
            found = Found(title, one.page, one.quote, count_in(one.value), said=one.label) if is_treatment(title) else None
            details = []
        elif kind in DETAIL and one.value:
            details.append((one.label, one.value))
    if found is not None:
        yield counted(found, details)


def counted(found: Found, details: Sequence[tuple[str, str]]) -> Found:
    """A request with the count that the labels behind it give: a total, else how often by how long."""
    totals = [count for label, value in details if not _rate(label) and (count := bare(value)) is not None]
    words = " ".join(f"{value}{_rate(label)}" if bare(value) is not None else value for label, value in details)
    count = totals[0] if totals else asked_in(words) if words else None
    return found._replace(asked=found.asked if count is None else count)


def _rate(label: str) -> str:
    """What a bare number behind a label of rates counts: so many a week, or so many weeks; empty for other labels."""
    if _OFTEN.search(label) and not _LONG.search(label):
        return " per week"
    return " weeks" if _LONG.search(label) and not _OFTEN.search(label) else ""

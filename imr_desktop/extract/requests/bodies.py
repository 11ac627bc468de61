"""What a table's columns ask for, where its heads alone do not tell: by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from imr_desktop.extract.requests.amounts import is_amount
from imr_desktop.extract.requests.bands import Column, Row
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.counts import bare, measured_in
from imr_desktop.extract.requests.naming import titled
from imr_desktop.extract.requests.words import decided

_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?(?: (?:units?|visits?|sessions?|amounts?|quantity|requests?|items?))?\W{0,3}\Z", re.IGNORECASE
)


def without_totals(columns: Sequence[Column], rows: Sequence[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """The rows but for those of sums."""
    return [
        (page, row)
        for page, row in rows
        if not any(_TOTAL.match(_words(row, at)) for at, column in enumerate(columns) if column.kind in ("title", "number"))
    ]


def _words(row: Row, at: int) -> str:
    return " ".join(cell.text for cell in row.get(at, []))


def by_amounts(columns: tuple[Column, ...], rows: Sequence[tuple[int, Row]]) -> tuple[Column, ...]:
    """The columns; amounts are no treatments, and counts no decisions, whatever heads them.

    Where the head of treatments has nothing but amounts below it, another with care below it names them. Counts below one for
    the decision ("Medically necessary") are what was allowed, or, where that says no, lost.
    """
    told = {at: [_words(row, at) for _, row in rows if at in row] for at in range(len(columns))}
    kinds = {column.kind for column in columns}
    swapped = {
        at: "lost" if (made := decided(column.head)) and made.verdict == "denied" else "allowed"
        for at, column in enumerate(columns)
        if (column.kind == "decision" or decided(column.head)) and _all_counts(told[at])
    }
    if len({*swapped.values()} - kinds) < len(swapped):
        swapped = {}
    title = next((at for at, column in enumerate(columns) if column.kind == "title"), None)
    if title is not None and told[title] and all(map(is_amount, told[title])):
        care = {
            at: sum(map(bool, map(titled, told[at])))
            for at, column in enumerate(columns)
            if column.kind in ("", "number", "code")
        }
        best = max(care, key=lambda at: care[at], default=title)
        if 2 * care.get(best, 0) > len(rows):
            swapped |= {best: "title", title: "asked"}
    return tuple(column._replace(kind=swapped.get(at, column.kind)) for at, column in enumerate(columns))


def _all_counts(said: Sequence[str]) -> bool:
    return len(said) > 0 and all(bare(words) is not None for words in said)


def by_body(columns: tuple[Column, ...], rows: Sequence[tuple[int, Row]]) -> tuple[Column, ...]:
    """The columns; where no head tells which names the treatments, the one with the fullest words of care does."""
    guessed = next((at for at, column in enumerate(columns) if column.guessed), None)
    if guessed is None:
        return columns
    able = [guessed, *(at for at, column in enumerate(columns) if not column.kind)]
    told = {at: [_words(row, at) for _, row in rows if at in row] for at in able}
    best = max(able, key=lambda at: (sum(map(bool, map(titled, told[at]))), sum(map(len, told[at])), -at))
    if best == guessed:
        return columns
    swapped = {best: "title", guessed: "number" if all(map(str.isdigit, told[guessed])) else ""}
    return tuple(column._replace(kind=swapped.get(at, column.kind)) for at, column in enumerate(columns))


def numbering(columns: tuple[Column, ...], rows: Sequence[tuple[int, Row]]) -> tuple[Column, ...]:
    """The columns; what counts from 1 on, row by row, left of the treatments numbers them, whatever its head ("Req")."""
    title = next((at for at, column in enumerate(columns) if column.kind == "title"), 0)
    for at in range(title):
        if _runs([_words(row, at) for _, row in rows]):
            columns = (*columns[:at], columns[at]._replace(kind="number"), *columns[at + 1 :])
    return columns


def counting(columns: tuple[Column, ...], rows: Sequence[tuple[int, Row]]) -> tuple[Column, ...]:
    """The columns; where no head asks for how much, the one whose cells hold nothing but amounts tells it."""
    kinds = {column.kind for column in columns}
    title = next((at for at, column in enumerate(columns) if column.kind == "title"), len(columns))
    caring = [row for _, row in rows if title in row and names_care(" ".join(cell.text for cell in row[title]))]
    caring = caring or [row for _, row in rows]
    told = {at: [_words(row, at) for row in caring if at in row] for at in range(len(columns))}
    if "asked" in kinds:
        return _allowing(columns, told)
    untold = () if "amount" in kinds else ("", "who", "dates")
    able = [
        at
        for at, said in told.items()
        if (columns[at].kind in untold or (columns[at].kind == "number" and at > title))
        and said
        and not _runs(said)
        and all(is_amount(words) or measured_in(words) is not None for words in said)
    ]
    if not able and "amount" in kinds:
        return _allowing(columns, told)
    return tuple(column._replace(kind="asked") if [at] == able else column for at, column in enumerate(columns))


def _allowing(columns: tuple[Column, ...], told: Mapping[int, Sequence[str]]) -> tuple[Column, ...]:
    """The columns; beside what was asked for and the decision, the one of nothing but counts tells what was allowed."""
    kinds = [column.kind for column in columns]
    able = [
        at
        for at, kind in enumerate(kinds)
        if not kind and told[at] and all(bare(words) is not None or words == "-" for words in told[at])
    ]
    if "allowed" in kinds or not {"asked", "decision"} <= set(kinds) or len(able) != 1 or able[0] < kinds.index("asked"):
        return columns
    return tuple(column._replace(kind="allowed") if [at] == able else column for at, column in enumerate(columns))


def _runs(said: Sequence[str]) -> bool:
    """Whether cells hold the rows' own numbers, from 1 on."""
    return len(said) > 1 and [words.strip(" .)#(").lstrip("0") for words in said] == [
        str(at) for at in range(1, len(said) + 1)
    ]

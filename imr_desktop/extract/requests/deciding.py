"""Decisions that stand apart from what they decide: under its number further down, on a line above it, or below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from imr_desktop.extract.likeness import same_request
from imr_desktop.extract.requests.amounts import count_of
from imr_desktop.extract.requests.candidates import Candidate, Marked, is_heading
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.clauses import marked
from imr_desktop.extract.requests.counts import part_of_whole
from imr_desktop.extract.requests.rows import Part, Row
from imr_desktop.extract.requests.ruling import opens_with_ruling, sign
from imr_desktop.extract.requests.saying import verdict_of
from imr_desktop.extract.requests.sheet import SERIES
from imr_desktop.extract.requests.words import Verdict, decided, phrase

_NUMBER = re.compile(
    r"\W{0,3}(?:[A-Za-z]{1,14}\s{0,3}(?:#|no\.?|number)?\s{0,3})?[(#]?(?P<n>\d{1,2})[).:]?(?:\sof\s\d{1,2})?"
    r"\s{0,4}[-.:)\u2013\u2014/]{0,2}\s{0,9}",
    re.IGNORECASE,
)
_PAPER = phrase(r"\b(?:review|notice|letter|report|conditional)\b")
_MOST_BEFORE, _MOST_READ, _MOST_SIGN = 16, 80, 3
_NEAR = 2
"""Rows between a decision and what it decides."""
_MOST_ROWS, _LONG_ROW, _MOST_COUNT = 13, 40, 4


class Ruling(NamedTuple):
    """A row that holds a decision and names no care: where it is, the number before it (0 for none), and its words."""

    at: int
    number: int
    verdict: Verdict
    words: str


def ruling_in(row: Row, at: int = 0) -> Ruling | None:
    """The decision of a row that holds nothing else."""
    if row.form or len(marked(row.text).numbers) > 1:  # several at once: their sentence is read by itself
        return None
    mark = _NUMBER.match(row.text)
    rest = row.text[mark.end() :] if mark else row.text
    made = decided(rest[:_MOST_READ])
    verdict: Verdict | None = None
    if made and made.start <= _MOST_BEFORE and not names_care(rest[: made.start]):
        verdict = verdict_of(rest) or made.verdict
    elif rest and len(rest.split()) <= _MOST_SIGN:
        verdict = sign(rest)
    return Ruling(at, int(mark["n"]) if mark else 0, verdict, rest) if verdict else None


def bind_rulings(rows: Sequence[Marked], found: Sequence[Candidate], *, decides: bool) -> None:
    """Give each candidate the rows that belong to it; where the paper `decides`, the decisions that stand apart from it."""
    named = {one.row for one in found}
    rulings = [
        made
        for at, one in enumerate(rows)
        if decides and at not in named and not one.aside and (made := ruling_in(one.row, at) or _heading(rows, at, named))
    ]
    leads = _lead(rows, rulings, named)
    _give_rows(rows, found, leads=leads)
    if not rulings or not found:
        return
    numbered = [one for one in rulings if one.number]
    if leads and max(named) > rulings[-1].at:
        _give_from_above(rows, found, rulings)
    elif len(numbered) > 1 and _has_run(rulings, named):
        _give_by_number(found, numbered)


def _heading(rows: Sequence[Marked], at: int, named: set[int]) -> Ruling | None:
    """A heading that decides in other words ("What can go ahead?"), where care stands right under it."""
    one = rows[at]
    near = one.verdict is not None and one.heading and any(at + step in named for step in range(1, _NEAR + 1))
    return Ruling(at, 0, one.verdict, one.row.text) if near and one.verdict else None


def _events(rulings: Sequence[Ruling], named: set[int]) -> list[tuple[int, str]]:
    return sorted([*((one.at, "ruling") for one in rulings), *((at, "care") for at in named)])


def _lead(rows: Sequence[Marked], rulings: Sequence[Ruling], named: set[int]) -> bool:
    """Whether a paper's decisions stand above what they decide: the first that has something near it does."""
    events = [(at, kind) for at, kind in _events(rulings, named) if kind == "care" or not _PAPER.search(rows[at].row.text)]
    for number, (at, kind) in enumerate(events):
        near = number + 1 < len(events) and events[number + 1][0] - at <= _NEAR
        if kind == "care" or near:
            return kind == "ruling"
    return False


def _has_run(rulings: Sequence[Ruling], named: set[int]) -> bool:
    """Whether several requests stand one after the other, and several decisions behind them."""
    kinds = "".join(kind[0] for _, kind in _events(rulings, named))
    return re.search(r"ccr*.*rr", kinds) is not None


def _give_rows(rows: Sequence[Marked], found: Sequence[Candidate], *, leads: bool) -> None:
    """The rows behind each candidate up to the next one, or to another part of the paper."""
    at_row: dict[int, list[Candidate]] = {}
    for one in found:
        at_row.setdefault(one.row, []).append(one)
    again = _named_again(found)
    for at, ones in at_row.items():
        if len(ones) == 1:
            ones[0].territory, ones[0].notes = _territory(rows, at, at_row.keys(), again, leads=leads)


def _named_again(found: Sequence[Candidate]) -> frozenset[int]:
    """The rows that name what a row further up names."""
    first = list({one.title: one for one in reversed(found)}.values())
    return frozenset(
        one.row for one in found if any(other.row < one.row and same_request(other.title, one.title) for other in first)
    )


def _territory(
    rows: Sequence[Marked], at: int, named: Collection[int], again: Collection[int], *, leads: bool
) -> tuple[list[Row], list[Part]]:
    held: list[Row] = []
    notes: list[Part] = []
    for number in range(at + 1, min(at + _MOST_ROWS, len(rows))):
        one = rows[number]
        if number in named or (one.row.form == "table" and not _says_more(one.row)) or one.lead:
            break
        if one.aside:
            if is_heading(one.row):
                break
            notes += [part for part in one.row.parts if part.kind in ("reason", "guideline")]
            continue
        ruled = one.verdict is not None and not leads and not one.row.parts[0].label and all(map(_says_how_much, held))
        ruled = ruled and (number + 1 not in again or at in again)  # it heads another list of the same
        if one.heading and (not ruled or (SERIES.match(one.row.text) and not opens_with_ruling(one.row.text))):
            break
        if one.row.gap and number > at + 1 and len(one.row.text.split()) > _LONG_ROW:
            break
        held.append(one.row)
    return held, notes


def _says_how_much(row: Row) -> bool:
    """Whether a row says no more than how much of what stands above it."""
    return all(
        part.kind in ("asked", "amount") or (len(part.text.split()) <= _MOST_COUNT and count_of(part.text) is not None)
        for part in row.parts
    )


def _says_more(row: Row) -> bool:
    """Whether a table's row goes on about the one above it: each cell has a label of its own, none for a treatment."""
    return all(part.label and part.kind != "title" for part in row.parts)


def _give_from_above(rows: Sequence[Marked], found: Sequence[Candidate], rulings: Sequence[Ruling]) -> None:
    """Decisions above what they decide: the nearest one, where it is a heading or stands close by."""
    for one in found:
        one.territory = [row for row in one.territory if row.parts[0].label or not ruling_in(row) or _counts_both(row)]
        above = next((made for made in reversed(rulings) if made.at < one.row), None)
        if above is None or decided(one.named.said) or verdict_of(one.said):
            continue
        heads = rows[above.at].heading or rows[above.at].lead
        own = _decides(rows[one.row].row) or any(ruling_in(row) or _decides(row) for row in one.territory)
        if (heads or one.row - above.at <= _NEAR) and not own:
            one.ruled = (above.verdict, above.words)


def _counts_both(row: Row) -> bool:
    """Whether a row says how much was asked for and allowed: it goes with the decision above it."""
    return part_of_whole(row.text).asked is not None


def _decides(row: Row) -> bool:
    """Whether a row has a place for its own decision, with something in it."""
    return any(part.kind == "decision" and part.text for part in row.parts)


def _give_by_number(found: Sequence[Candidate], numbered: Sequence[Ruling]) -> None:
    """Decisions under the numbers of a list above them, or in its order."""
    for made in numbered:
        same = [one for one in found if one.named.number == made.number and one.row < made.at]
        run = [one for one in found if one.row < made.at]
        if not same and len(run) == len(numbered) and made.number <= len(run):
            same = [run[made.number - 1]]
        for one in same[:1]:
            one.ruled = one.ruled or (made.verdict, made.words)
    for one in found:
        one.territory = [row for row in one.territory if not _is_numbered(row)]


def _is_numbered(row: Row) -> bool:
    made = ruling_in(row)
    return made is not None and made.number > 0

"""What stands where a paper's items stand, though no list has its words: the layout tells that it is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.likeness import plain
from imr_desktop.extract.requests.amounts import is_amount
from imr_desktop.extract.requests.candidates import RULING, Candidate, Heading, Marked, no_request, opening
from imr_desktop.extract.requests.care import is_aside, names_care
from imr_desktop.extract.requests.counts import bare
from imr_desktop.extract.requests.deciding import ruling_in
from imr_desktop.extract.requests.edges import FURNITURE
from imr_desktop.extract.requests.labels import kind_of
from imr_desktop.extract.requests.naming import Named, is_sentence, listed_in, named_in
from imr_desktop.extract.requests.ruling import opens_with_ruling, sign
from imr_desktop.extract.requests.saying import sentences, verdict_of
from imr_desktop.extract.requests.sheet import MARK, entry_of
from imr_desktop.extract.requests.words import decided
from imr_desktop.record.layout import CHECKED

if TYPE_CHECKING:
    from imr_desktop.extract.requests.model import Paper
    from imr_desktop.extract.requests.rows import Part, Row

_CODE = re.compile(r"(?:\d{5}|[A-V]\d{4})(?:-\d\d)?(?:\s?x\s?\d)?\Z")
_MOST_APART, _MOST_RULING, _MOST_LABEL = 8, 4, 10
_MOST_TITLE, _MOST_FIELDS, _LEAST_ALIKE = 16, 6, 2


class Place(NamedTuple):
    """Where a paper decides on words: the words, their row, and the way in which the decision stands by them."""

    at: int
    part: Part
    named: Named | None
    way: str
    quote: str
    said: str = ""
    lead: int | None = None


def adopted(marked: Sequence[Marked], found: Sequence[Candidate], paper: Paper) -> list[Candidate]:
    """What was found, and what stands in the same way as it or is decided in the same way, in the paper's order."""
    found = [*found, *_alike(marked, found, paper)]
    if paper == "ur":
        found += _decided(marked, found)
    return sorted(found, key=lambda one: one.row)


# ----- between and behind what names care


def _alike(marked: Sequence[Marked], found: Sequence[Candidate], paper: Paper) -> Iterator[Candidate]:
    numbered = {(one.named.number, one.part.left): one for one in found if one.named.number}
    placed = {(one.row, one.part.left): one for one in found}
    for at, one in enumerate(marked):
        if one.aside or one.row.form or any(key[0] == at for key in placed):
            continue
        cell, number = one.row.parts[0], 0
        if len(one.row.parts) > 1 and not cell.label and MARK.match(cell.text):
            cell, number = one.row.parts[1], int(bare(cell.text) or 0)
        for each in _names_of(one.row, cell):
            name = each._replace(number=each.number or number)
            like = _like_numbered(numbered, name, cell.left) or _like_beside(marked, placed, name, at, cell, paper)
            if like is not None and abs(like.row - at) <= _MOST_APART:
                adopted = Candidate(name, cell, at, cell.first or cell.label, asks=like.asks, above=like.above)
                placed[at, cell.left] = adopted
                if name.number:
                    numbered[name.number, cell.left] = adopted
                yield adopted


def _names_of(row: Row, cell: Part) -> Iterator[Named]:
    """What a row's first words name, whatever they are; of a list's entry also what stands before a colon and its amount."""
    if cell.label:
        counted = entry_of(cell.label) and not kind_of(cell.label) and (not cell.text or is_amount(cell.text))
        names = [one._replace(said=cell.text) for one in named_in(cell.label, firm=True)] if counted else []
    else:
        names = [] if len(row.parts) == 1 and _rules(cell.text) else named_in(cell.text, firm=True)
    yield from (one for one in names if not is_sentence(one.words))


def _rules(words: str) -> bool:
    entry = entry_of(words)
    return opens_with_ruling(words[entry.length if entry else 0 :])


def _like_numbered(numbered: Mapping[tuple[int, int], Candidate], name: Named, left: int) -> Candidate | None:
    """The item with the number before or behind."""
    return next((numbered[key] for step in (-1, 1) if name.number and (key := (name.number + step, left)) in numbered), None)


def _like_beside(
    marked: Sequence[Marked], placed: Mapping[tuple[int, int], Candidate], name: Named, at: int, cell: Part, paper: Paper
) -> Candidate | None:
    """The item a line or two above or below in the same place: of the same list, or with a decision in a cell of its own."""
    row = marked[at].row
    decides = _is_told_beside(row, cell, paper)
    marked_too = row.text.startswith(CHECKED)
    if not decides and _is_numbered_apart(row, cell):
        beside = ((placed.get((at + step, cell.left)), step) for step in (-1, 1))
        return next((one for one, step in beside if one and _is_numbered_apart(marked[at + step].row, one.part)), None)
    if not decides and not (name.entry and not name.number):
        return None
    for step in (-1, 1, -2, 2, -3, 3):
        like = placed.get((at + step, cell.left))
        other = marked[like.row].row if like else None
        if like is None or other is None or like.named.entry != name.entry:
            continue
        near = (like.asks and abs(step) == 1) or (marked_too and other.text.startswith(CHECKED))
        if (decides and _is_told_beside(other, like.part, paper)) or (not decides and near):
            return like
    return None


def _is_numbered_apart(row: Row, cell: Part) -> bool:
    """Whether a row's first cell is its number or letter, and words stand in the next: "iv   sling"."""
    return (
        len(row.parts) > 1 and row.parts[1] is cell and not row.parts[0].label and MARK.match(row.parts[0].text) is not None
    )


def _is_told_beside(row: Row, cell: Part, paper: Paper) -> bool:
    """Whether beside words stands the decision; in a paper that decides none how much is asked for, or a procedure's code."""
    beside = [part for part in row.parts if part is not cell]
    asked = paper != "ur" and any(is_amount(part.text) or _CODE.match(part.text) for part in beside)
    return asked or any(map(_is_ruling, beside))


def _is_ruling(part: Part) -> bool:
    return len(part.text.split()) <= _MOST_RULING and verdict_of(part.text) is not None


# ----- what is decided in one way, several times


def _decided(marked: Sequence[Marked], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Words that a decision stands by, in a way in which the paper decides more than once."""
    named = {one.row for one in found}
    places = [place for at in range(len(marked)) for place in _places(marked, at)]
    ways = Counter(way for at, way in {(place.at, place.way) for place in places})
    ways["above"] = len({place.lead for place in places if place.way == "above"} & set(range(len(marked))))
    adopted: list[str] = []
    sure = {place.at for place in places if place.named and ways[place.way] >= _LEAST_ALIKE}
    for one in found:
        one.placed = one.row in sure
    for place in places:
        if place.named and place.at not in named and ways[place.way] >= _LEAST_ALIKE:
            marked[place.at].heading = marked[place.at].lead = False
            adopted.append(plain(place.named.title))
            lead = marked[place.lead] if place.lead is not None else None
            above = (Heading(lead.row.parts[0].left, lead.verdict),) if lead and lead.verdict else ()
            yield Candidate(
                place.named, place.part, place.at, place.quote, asks=True, said=place.said, above=above, placed=True
            )
    for at, line in enumerate(marked):
        if adopted and at not in named and not line.aside and not line.row.form and len(line.row.parts) == 1:
            cell = line.row.parts[0]
            for name in named_in(cell.text, firm=True):
                if any(plain(name.title).startswith(title) and plain(name.title) != title for title in adopted):
                    yield Candidate(name, cell, at, cell.first, asks=True)


def _places(marked: Sequence[Marked], at: int) -> Iterator[Place]:
    """Where a row may name what a decision stands by; a place without a name is one that names nothing ("Granted: none")."""
    one = marked[at]
    cell = one.row.parts[0]
    beside = any(map(_is_ruling, one.row.parts[1:]))
    if one.aside or one.row.form or (len(one.row.parts) > 1 and (cell.label or not beside)):
        return
    label = cell.label.strip(" :")
    if label:
        yield from _labelled(marked, at, cell, label)
        return
    words = opening(cell.text)
    if _rules(words):
        yield from _behind_ruling(at, cell)
        return
    if len(words.split()) > _MOST_TITLE * 2 or kind_of(words) or no_request(words) or _rules(words):
        return
    names = named_in(words, firm=True, whole=True)
    if len(names) != 1 or is_sentence(names[0].words):
        return
    name = names[0]
    if name.entry and name.said and decided(name.said):
        yield Place(at, cell, name, "behind", cell.first)
    elif beside:
        yield Place(at, cell, name, "beside", cell.first)
    elif not name.said and (below := _label_below(marked, at)):
        yield Place(at, cell, name, f"below {below}", cell.first)
    elif not name.said and at + 1 < len(marked) and _rules_alone(marked[at + 1].row):
        yield Place(at, cell, name, "over", cell.first)
    elif not name.said and name.entry and (lead := _lead_above(marked, at)) is not None:
        yield Place(at, cell, name, "above", cell.first, lead=lead)


def _behind_ruling(at: int, cell: Part) -> Iterator[Place]:
    """Care behind a decision that begins a line ("DENIED. Physical therapy, 12 visits. No gain is told.")."""
    made = decided(cell.text)
    if made is None or cell.text[made.end : made.end + 1] not in (".", ":"):
        return
    told = list(sentences(cell.text[made.end + 1 :]))
    for name in named_in(told[0].rstrip("."), firm=True, whole=True) if told else []:
        if not is_sentence(name.words) and not is_amount(name.title) and names_care(name.title):
            yield Place(at, cell, name._replace(said=" ".join(told[1:])), "first", name.words, said=cell.text[: made.end])


def _rules_alone(row: Row) -> bool:
    """Whether a row decides what stands above it."""
    return len(row.parts) == 1 and not row.parts[0].label and ruling_in(row) is not None and opens_with_ruling(row.text)


def _labelled(marked: Sequence[Marked], at: int, cell: Part, label: str) -> Iterator[Place]:
    """A label that decides before what it decides, or that is itself what its value or the row below decides."""
    kind = kind_of(label)
    if (not kind or kind in RULING) and verdict_of(label) and _is_verdict(label):
        names = [] if _rules(cell.text) else [one for one in listed_in(cell.text) if not is_amount(one.title)]
        for name in names:
            yield Place(at, cell, name, "before", name.words if len(names) > 1 else cell.first, said=label)
        if not names:
            yield Place(at, cell, None, "before", "")
        return
    if kind or no_request(label) or is_aside(f"{label}:"):
        return
    names = named_in(label, firm=True, whole=True)
    if len(names) != 1 or is_sentence(label):
        return
    said = f"{names[0].said} {cell.text}".strip()
    name = names[0]._replace(said=said)
    if _rules(cell.text):
        yield Place(at, cell, name, "value", label)
    elif (not cell.text or is_amount(cell.text)) and at + 1 < len(marked) and ruling_in(marked[at + 1].row):
        yield Place(at, cell, name, "under", label)


def _is_verdict(label: str) -> bool:
    """Whether a label says what was decided, and little more."""
    count = len(label.split())
    return (count <= _MOST_RULING and decided(label) is None) or (count <= _MOST_LABEL and opens_with_ruling(label))


def _lead_above(marked: Sequence[Marked], at: int) -> int | None:
    """The line that decides what the list below it holds."""
    for number in range(at - 1, max(-1, at - _MOST_APART), -1):
        if marked[number].verdict and (marked[number].lead or marked[number].heading):
            return number
        if not entry_of(marked[number].row.text) or marked[number].aside:
            return None
    return None


def _label_below(marked: Sequence[Marked], at: int) -> str:
    """The label that decides what stands above it: nothing but labels with their values lie between."""
    for one in marked[at + 1 : at + 1 + _MOST_FIELDS]:
        parts = one.row.parts
        if any(FURNITURE.match(part.text) for part in parts) and not any(part.label for part in parts):
            continue
        if one.aside or one.row.form == "table" or not all(part.label for part in parts):
            return ""
        for part in parts:
            if part.kind in RULING and (part.kind != "decision" or verdict_of(part.text) or sign(part.text)):
                return part.label
    return ""

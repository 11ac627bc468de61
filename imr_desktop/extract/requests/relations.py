"""What the words around a request's names decide of it, each by how it stands to them: what learned trees weigh (`outcomes`).

A decision may stand behind the name or before it, in a cell beside it, under a label or a heading, below it, under its
number elsewhere, in the same place of another list, or where a sentence names it by one word. Each says what it would
decide; how far that counts is learned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from imr_desktop.extract.requests.answers import answered
from imr_desktop.extract.requests.binding import MARKED, coded, signed
from imr_desktop.extract.requests.by_number import Numbered, decided_by_number
from imr_desktop.extract.requests.care import names_care, quotes
from imr_desktop.extract.requests.learned import Item, Mention
from imr_desktop.extract.requests.letter import MOST_READ, Letter, Place, decides, is_mark, place_of, sentence_at, sentence_of
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.plainly import decided_plainly
from imr_desktop.extract.requests.rows import Part
from imr_desktop.extract.requests.ruling import by_counts, sign
from imr_desktop.extract.requests.saying import sentences
from imr_desktop.extract.requests.topics import Spoken, spoken_of, telling
from imr_desktop.extract.requests.words import Decided, Verdict, all_decided, phrase, words_in

MOST_MENTIONS = 5
_FEW_WORDS, _SHORT_CELL = 3, 2
_FAR, _NEAR, _COLUMN, _MOST_ABOVE, _MOST_HEAD, _TOP, _BESIDE = 12, 3, 4, 14, 6, 8, 40
_DAY = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(?:19|20)\d\d\b|\b(?:ago|last (?:year|month|spring|summer|fall|winter))\b"
)
_DOCTOR = re.compile(r"\bDr\.? [A-Z]|\b(?:M\.?D|D\.?O|Ph\.?D|D\.?C)\b")
_FIRST_OF_TWO = re.compile(r"\b(?:the former|the first(?: (?:one|of (?:these|them)))?)\b", re.IGNORECASE)
_SECOND_OF_TWO = re.compile(r"\b(?:the latter|the second(?: one)?)\b", re.IGNORECASE)


READ_CLOSELY = ("plainly", "by its number", "answer", "legend")
"""The relations that decide by a sentence's whole grammar, a list's numbers, a question or a legend."""


@cache
def _past() -> re.Pattern[str]:
    return phrase(rf"\b(?:{'|'.join(words_in('past'))})\b")


class Said(NamedTuple):
    """What each relation would decide of a request, and figures of where it stands."""

    verdicts: dict[str, Verdict]
    figures: dict[str, float]


def relations_in(letter: Letter, ruled: Sequence[Found], told: Sequence[Found | None]) -> list[Said]:
    """For each request of a letter what its relations decide.

    `ruled` are the requests as rules bind them, `told` as rules found and decided them besides, None what they did not find.
    """
    spoken = spoken_of(letter)
    answers, in_order = answered(letter)
    numbered, (plainly, but) = decided_by_number(letter), decided_plainly(letter)
    found = []
    for at, item in enumerate(letter.items):
        said = Said({}, {})
        _take(said, "", [*_of_item(letter, at, ruled[at], spoken[at]), ("plainly", plainly[at])])
        said.figures.update(_figures(letter, at, ruled[at]))
        _take(said, "", [("told", kept.verdict)] if (kept := told[at]) else [])
        said.figures["found by rules"] = float(told[at] is not None)
        for which, mention in _told_of(item):
            place = place_of(letter, mention)
            for relation in _OF_MENTION:
                _take(said, which, relation(letter, place))
            for name, figure in _placed(letter, place):
                said.figures.setdefault(f"{which}{name}", figure)
        _take(said, "", [("mixed", _mixed(letter, item)), ("answer", answers[at]), ("answer in order", in_order[at])])
        _take(said, "", [("by its number", _by_number(numbered[at], ruled[at])), ("all but", but[at])])
        found.append(said)
    return found


def _by_number(made: Numbered | None, ruled: Found) -> Verdict | None:
    """What is decided of its number: certified for less than was asked for is modified."""
    less = made is not None and made.given is not None and ruled.asked is not None and 0 < made.given < ruled.asked
    return None if made is None else "modified" if less and made.verdict == "certified" else made.verdict


def _told_of(item: Item) -> Iterator[tuple[str, Mention]]:
    """An item's names as they are weighed: the first, those behind it together, and the last by itself, too."""
    yield "", item.mentions[0]
    yield from (("again ", mention) for mention in item.mentions[1:MOST_MENTIONS])
    if len(item.mentions) > 1:
        yield "last ", item.mentions[-1]


def _take(said: Said, which: str, told: Iterable[tuple[str, Verdict | None]]) -> None:
    """Keep what each relation says first."""
    for name, made in told:
        if made is not None:
            said.verdicts.setdefault(f"{which}{name}", made)


# ----- in the part that names it


def _in_part(_letter: Letter, here: Place) -> Iterator[tuple[str, Verdict | None]]:
    behind = here.text[here.end :]
    yield "behind", decides(here.behind) or (decides(here.part.text) if here.label else None)
    yield "behind, all", decides(behind)
    yield "behind, a sentence", decides(next(sentences(behind), ""))
    yield "before", decides(here.before)
    yield "before, all", decides(here.text[: here.start])
    if not here.label:
        yield "label", decides(here.part.label)
    before, own, after = sentence_of(here.text, 0 if here.label else here.start)
    yield "sentence", decides(own)
    yield "next sentence", decides(after)
    yield "sentence before", decides(before)
    left, right = _nearest(here)
    yield "left", left.verdict if left else None
    yield "right", right.verdict if right else None


def _in_order(letter: Letter, here: Place) -> Iterator[tuple[str, Verdict | None]]:
    """The decision of the same place, where a sentence names several and then decides as many, or of the former or latter."""
    if here.label:
        return
    start, end = sentence_at(here.text, here.start)
    beside = (one.words for one in letter.named[here.at] if one.words[0].part is here.part)
    names = sorted({(words[0].start, words[-1].end) for words in beside if start <= words[0].start < end})
    at = next((at for at, name in enumerate(names) if name[0] == here.start), None)
    if at is None or len(names) < 2:
        return
    made = [one for one in all_decided(here.text[:MOST_READ]) if start <= one.start < end]
    if len(made) == len(names):
        if made[0].start >= names[-1][1] or made[-1].end <= names[0][0]:
            yield "in order", made[at].verdict
        if all(one.start >= last for one, (_, last) in zip(made, names, strict=True)):
            yield "each behind", made[at].verdict
        if all(one.end <= first for one, (first, _) in zip(made, names, strict=True)):
            yield "each before", made[at].verdict
    for pattern, place in ((_FIRST_OF_TWO, 0), (_SECOND_OF_TWO, 1)):
        found = pattern.search(here.text, names[-1][1])
        if found and at == place:
            yield "former, latter", decides(next(sentences(here.text[found.start() :]), ""))


def _nearest(here: Place) -> tuple[Decided | None, Decided | None]:
    made = all_decided(here.text[:MOST_READ])
    left = [one for one in made if one.end <= here.start]
    return left[-1] if left else None, next((one for one in made if one.start >= here.end), None)


# ----- beside it


def _in_cells(letter: Letter, here: Place) -> Iterator[tuple[str, Verdict | None]]:
    for part in here.row.parts:
        if part is here.part:
            continue
        if part.kind == "decision":
            yield "decision", sign(part.text) or decides(part.text)
        elif part.kind in MARKED and is_mark(part.text):
            yield "marked", MARKED[part.kind]
        else:
            yield "cell", decides(part.text)
            yield "cell's label", decides(part.label)
        yield "legend", coded(part, letter.legend) or signed(part.text, letter.legend)
        if len(part.text.split()) <= _SHORT_CELL:
            yield from _headed(letter, here, part)
    for name, beside in (("cell right", here.number + 1), ("cell left", here.number - 1)):
        if 0 <= beside < len(here.row.parts):
            words = here.row.parts[beside].text
            yield name, decides(words) or sign(words)
    yield "row", letter.verdicts[here.at]


def _headed(letter: Letter, here: Place, part: Part) -> Iterator[tuple[str, Verdict | None]]:
    """What the head of a column of marks or counts decides, in a row of heads further up."""
    marked = is_mark(part.text)
    if not marked and not part.text.strip(" #").isdigit():
        return
    name = "column marked" if marked else "column counted"
    for _, heads in _heads_above(letter, here, _FEW_WORDS + 1, _of_head):
        if len(heads) > 1:
            yield name, _nearest_head(heads, part)
            return


def _under_head(letter: Letter, here: Place) -> Iterator[tuple[str, Verdict | None]]:
    """What the head of its own column decides: "Item authorized", or of two columns "We approve", "We do not approve"."""
    if here.part.head:
        yield "head of its column", decides(here.part.head)
        return
    for count, heads in _heads_above(letter, here, _MOST_HEAD, decides):
        if len(heads) > 1 and len(heads) == count:
            yield "head of its column", _nearest_head(heads, here.part)
            return


def _heads_above(
    letter: Letter, here: Place, longest: int, of_head: Callable[[str], Verdict | None]
) -> Iterator[tuple[int, dict[int, Verdict]]]:
    """Rows further up, the nearest first: how many cells, and by their left edge what those decide that may be heads."""
    for at in range(here.at - 1, max(-1, here.at - _MOST_ABOVE), -1):
        parts = letter.rows[at].row.parts
        short = (one for one in parts if len(one.text.split()) <= longest)
        yield len(parts), {one.left: made for one in short if (made := of_head(one.text))}


def _nearest_head(heads: dict[int, Verdict], part: Part) -> Verdict:
    return heads[min(heads, key=lambda left: abs(left - part.left))]


def _of_head(text: str) -> Verdict | None:
    """What the head of a column of marks decides: "None" is nothing of it."""
    return "denied" if text.strip().lower() == "none" else decides(text)


def _in_column(letter: Letter, here: Place) -> Iterator[tuple[str, Verdict | None]]:
    """What stands below it in its column, where each column is a request."""
    count = len(here.row.parts)
    for at in range(here.at + 1, min(here.at + _NEAR + 2, len(letter.rows))) if count > _SHORT_CELL else ():
        parts = letter.rows[at].row.parts
        if len(parts) >= count - 1:
            nearest = min(parts, key=lambda one: abs(one.left - here.part.left))
            if abs(nearest.left - here.part.left) <= _COLUMN:
                yield "column below", sign(nearest.text) or decides(nearest.text)


# ----- above and below it


def _below(letter: Letter, here: Place) -> Iterator[tuple[str, Verdict | None]]:
    for at in range(here.at + 1, min(here.at + _FAR, len(letter.rows))):
        if at in letter.named:
            break
        if at == here.at + 1:
            yield "row below", letter.verdicts[at] or decides(letter.rows[at].row.text)
        if at <= here.at + _NEAR:
            yield "rows below", letter.verdicts[at]
        yield "below", letter.verdicts[at]
    yield "ruling below", next((made for at, made in letter.rulings if at > here.at), None)


def _above(letter: Letter, here: Place) -> Iterator[tuple[str, Verdict | None]]:
    for at in range(here.at - 1, max(-1, here.at - _FAR), -1):
        if at in letter.named:
            break
        yield "above", letter.verdicts[at]
        if at == here.at - 1:
            yield "row above", letter.verdicts[at]
    head = letter.heads[here.at]
    if head is not None:
        yield "head", letter.verdicts[head] or decides(letter.rows[head].row.text)
    for heading in letter.rows[here.at].above:
        yield "heading", heading.verdict
    yield "ruling above", next((made for at, made in reversed(letter.rulings) if at < here.at), None)


# ----- elsewhere


def _by_mark(letter: Letter, here: Place) -> Iterator[tuple[str, Verdict | None]]:
    mark = here.mark
    if mark:
        for at, other in enumerate(letter.marks):
            if other == mark and at != here.at:
                yield "same mark", letter.verdicts[at]
        for made in letter.numbered.get(mark, ()):
            yield "number", made
        yield "near its mark", _often(letter.near.get(mark, ()))


def _often(made: Sequence[Verdict]) -> Verdict | None:
    return Counter(made).most_common(1)[0][0] if made else None


_OF_MENTION: tuple[Callable[[Letter, Place], Iterator[tuple[str, Verdict | None]]], ...] = (
    _in_part,
    _in_order,
    _in_cells,
    _in_column,
    _under_head,
    _below,
    _above,
    _by_mark,
)


def _mixed(letter: Letter, item: Item) -> Verdict | None:
    """Modified, where it is named once where things are certified and once where they are denied: a part of it each."""
    made = {_decided_there(letter, place_of(letter, mention)) for mention in item.mentions}
    return "modified" if {"certified", "denied"} <= made else None


def _decided_there(letter: Letter, here: Place) -> Verdict | None:
    head = letter.heads[here.at]
    return decides(here.behind) or letter.verdicts[here.at] or (letter.verdicts[head] if head is not None else None)


# ----- of the whole request


def _of_item(letter: Letter, at: int, ruled: Found, spoken: Sequence[Spoken]) -> Iterator[tuple[str, Verdict | None]]:
    yield "rule", ruled.verdict
    yield "counts", by_counts(ruled.asked, ruled.allowed)
    number = str(at + 1)
    yield "rank's number", next(iter(letter.numbered.get(number, ())), None)
    yield "near its rank", _often(letter.near.get(number, ()))
    yield "rank", letter.rulings[at][1] if len(letter.rulings) == len(letter.items) else None
    yield "all of them", next(iter(letter.of_all), None)
    yield "title", next((made for place, made in letter.rulings if place < _TOP), None)
    said = {made for made, one in zip(letter.verdicts, letter.rows, strict=True) if made and not one.aside}
    yield "only", next(iter(said)) if len(said) == 1 else None
    for name, able in _SPOKEN:
        made = [one.verdict for one in spoken if one.verdict and able(one)]
        yield name, _often(made)
        yield f"{name} first", made[0] if made else None
        yield f"{name} last", made[-1] if made else None


_SPOKEN: tuple[tuple[str, Callable[[Spoken], bool]], ...] = (
    ("one word", lambda one: one.named == 1),
    ("one word of several", lambda one: one.named > 1),
    ("spoken of", lambda one: one.named == 0),
    ("spoken or named", lambda one: one.named < 2),
)


def _figures(letter: Letter, at: int, ruled: Found) -> Iterator[tuple[str, float]]:
    item, count = letter.items[at], len(letter.items)
    yield "names", len(item.mentions)
    yield "requests", count
    yield "order", at / count
    yield "words of its title", len(item.title.split())
    yield "names care", float(names_care(item.title))
    yield "named aside", sum(letter.rows[one.row].aside for one in item.mentions) / len(item.mentions)
    own, others = telling(item.title), [telling(one.title) for one in letter.items if one is not item]
    yield "within another", float(any(own < other for other in others))
    yield "holds another", float(any(other and other < own for other in others))
    yield "speaks for it", max(-9.0, min(9.0, max(mention.margin for mention in item.mentions)))
    yield "asked", float(ruled.asked is not None)
    if ruled.allowed is not None:
        yield "allowed", min(2.0, ruled.allowed)
        if ruled.asked is not None:
            yield "less allowed", (ruled.allowed < ruled.asked) + 2.0 * (ruled.allowed > ruled.asked)
    made = [one for one, marked in zip(letter.verdicts, letter.rows, strict=True) if one and not marked.aside]
    yield "kinds decided", len(set(made))


def _placed(letter: Letter, here: Place) -> Iterator[tuple[str, float]]:
    marked = letter.rows[here.at]
    yield "aside", float(marked.aside)
    yield "asks", float(marked.asks)
    yield "heading above it", float(marked.heading)
    yield "form", ("", "table", "boxes").index(here.row.form)
    _, own, _ = sentence_of(here.text, 0 if here.label else here.start)
    yield "tells of what was", float(quotes(own))
    yield "days told", len(_DAY.findall(own))
    yield "day before it", float(_DAY.search(here.text[max(0, here.start - _BESIDE) : here.start]) is not None)
    yield "doctor before it", float(_DOCTOR.search(here.text[max(0, here.start - _BESIDE) : here.end]) is not None)
    yield "words of its row", min(60, len(here.row.text.split()))
    yield "alone in its part", float(here.start <= _SHORT_CELL and len(here.text) - here.end <= _SHORT_CELL)
    yield "row", here.at / len(letter.rows)
    yield "names beside", len(letter.named[here.at])
    yield "names behind", float(here.last < len(here.text))
    yield "bears a mark", float(bool(here.mark))
    head = letter.heads[here.at]
    if head is not None:
        yield "below its head", min(8, here.at - head)
        yield "below a head of the past", float(_past().search(letter.rows[head].row.text) is not None)
    free = range(here.at + 1, min(here.at + _FAR, len(letter.rows)))
    end = next((at for at in free if at in letter.named), here.at + _FAR)
    yield "rows free", end - here.at - 1
    made = next((at for at in free if at < end and letter.verdicts[at]), None)
    if made is not None:
        yield "decided below", made - here.at
    left, right = _nearest(here)
    if left:
        yield "left by", min(40, here.start - left.end)
        yield "left beyond", float(here.first > left.end)
    if right:
        yield "right by", min(80, right.start - here.end)
        yield "right beyond", float(here.last < right.start)

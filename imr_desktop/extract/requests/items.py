"""What is named in a paper, as requests: with the counts and the decision that belong to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imr_desktop.extract.requests.amounts import counts_next, without_next
from imr_desktop.extract.requests.binding import agreeing, bound, count_in, legend_of
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.counts import Amounts, allowed_in, bare, first_count, less_in, part_of_whole
from imr_desktop.extract.requests.deciding import bind_rulings
from imr_desktop.extract.requests.learned import Item, Mention
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.naming import Named
from imr_desktop.extract.requests.saying import sentences
from imr_desktop.extract.requests.serials import Serials, running_in, without_serials
from imr_desktop.extract.requests.sheet import entry_of
from imr_desktop.extract.requests.words import Verdict

_CLAUSE_ENDS = re.compile(r"[;:]|\.\s|\b(?:is|are|was|were|not|and|because|which)\b|\s-\s")
_CLAUSE_BEGINS = re.compile(r"[;:,]|\((?!\d{1,4}\))|\.\s")
_LEADS = re.compile(r"(?:[,;(]|\b(?:and|or|with|plus|then|followed by)\b)[^,;()]{0,60}\Z", re.IGNORECASE)
_LONGEST_AMOUNT, _SHORTEST_AMOUNT, _LONG_SAID = 60, 45, 160
"""Letters behind a title that may say how much, before it, and of what is said near it."""
_NEAR = 3
_WHOLE = 1 << 30

Ends = dict[tuple[int, int, bool, int], tuple[int, int]]
"""For each mention (row, part, whether in its label, where it begins) from where up to where the words are its own."""


def bound_items(rows: Sequence[Marked], items: Sequence[Item], *, decides: bool) -> list[Found]:
    """Items with the counts and the decision that rules bind to where a paper names them first (`binding`)."""
    ends, running = _ends_of(items), running_in(one.row for one in rows)
    found = [_candidate(rows, item, ends, running) for item in items]
    bind_rulings(rows, found, decides=decides)
    paper: Paper = "ur" if decides else "rfa"
    legend = legend_of([one.row for one in rows]) if decides else {}
    return [
        _counted(bound(one, rows[one.row].row, paper, legend), item, ends, running)
        for one, item in zip(found, items, strict=True)
    ]


def _ends_of(items: Sequence[Item]) -> Ends:
    """For each mention from where up to where the words of its part are its own: from the name before it to the next one."""
    named: dict[tuple[int, int, bool], list[tuple[int, int]]] = {}
    for item in items:
        for mention in item.mentions:
            first = mention.words[0]
            named.setdefault((mention.row, first.number, first.label), []).append((first.start, mention.words[-1].end))
    found: Ends = {}
    for place, spans in named.items():
        ordered = sorted(set(spans))
        for at, (start, _) in enumerate(ordered):
            behind = ordered[at + 1][0] if at + 1 < len(ordered) else _WHOLE
            found[*place, start] = ordered[at - 1][1] if at else 0, behind
    return found


def _own(mention: Mention, ends: Ends) -> tuple[str, str]:
    """The words before a mention and behind it that are no other's."""
    first = mention.words[0]
    text = first.part.label if first.label else first.part.text
    start, end = ends[mention.row, first.number, first.label, first.start]
    return text[start : first.start], text[mention.words[-1].end : end]


def _alone(mention: Mention, ends: Ends) -> tuple[str, str]:
    """The same without what the next name is counted by (", 90 tablets of")."""
    before, behind = _own(mention, ends)
    return before, without_next(behind)


def amount_again(items: Sequence[Item], at: int) -> float | None:
    """How much the words ask for, or give, with which a letter names an item again."""
    ends = _ends_of(items)
    return next((found for one in items[at].mentions[1:] if (found := _amount(one, *_own(one, ends))) is not None), None)


def _counted(found: Found, item: Item, ends: Ends, running: Serials) -> Found:
    """A request with how much its own words ask for, right behind the title or before it, where nothing else told."""
    if found.asked is not None:
        return found
    amounts = (_amount(one, *(without_serials(words, running) for words in _alone(one, ends))) for one in item.mentions)
    asked = next((amount for amount in amounts if amount is not None), None)
    return found if asked is None else agreeing(found._replace(asked=asked))


def _amount(mention: Mention, before: str, behind: str) -> float | None:
    behind = _CLAUSE_ENDS.split(behind[:_LONGEST_AMOUNT], maxsplit=1)[0]
    before = _CLAUSE_BEGINS.split(before[-_SHORTEST_AMOUNT:])[-1]
    words = [f"{mention.title}{behind}", f"{before}{mention.title}"]
    return first_count(*map(count_in, reversed(words) if counts_next(before) else words))


def decided_as(rows: Sequence[Marked], item: Item, found: Found, verdict: Verdict | None) -> Found:
    """An item as it is decided, None where that cannot be told; how much, where a part was allowed, by the words near it."""
    allowed = found.allowed
    if verdict is None:
        allowed = None
    elif verdict in ("denied", "deferred"):
        allowed = 0.0
    elif verdict == "certified":
        allowed = found.asked
    elif allowed is None or (found.asked is not None and not 0 < allowed < found.asked):
        told = (_part_of(words, found.asked) for words in _near(rows, item))
        both = next((one for one in told if one.allowed is not None), Amounts())
        return found._replace(verdict=verdict, asked=both.asked or found.asked, allowed=both.allowed)
    return found._replace(verdict=verdict, allowed=allowed)


def _near(rows: Sequence[Marked], item: Item) -> Iterator[str]:
    """What stands behind an item's titles, in their rows and right below them."""
    for mention in item.mentions:
        first = mention.words[0]
        yield first.part.text if first.label else first.part.text[mention.words[-1].end :][:_LONG_SAID]
        parts = rows[mention.row].row.parts
        yield from (part.text[:_LONG_SAID] for part in parts if part is not first.part)
        yield from (one.row.text[:_LONG_SAID] for one in rows[mention.row + 1 : mention.row + 1 + _NEAR])


def _part_of(words: str, asked: float | None) -> Amounts:
    """How much words allow, where that is less than was asked for; and how much was, where they say "from 24 to 12"."""
    if (lessened := less_in(words)).asked in (asked, None if asked else lessened.asked):
        return lessened
    counts = (part_of_whole(words).allowed, allowed_in(words), bare(words))
    return Amounts(None, next((one for one in counts if one and (asked is None or one < asked)), None))


def _without_lead(mention: Mention, behind: str, ends: Ends) -> str:
    """What stands behind a name without the words that lead to the next one (", and for a series of")."""
    first = mention.words[0]
    return behind if ends[mention.row, first.number, first.label, first.start][1] == _WHOLE else _LEADS.sub("", behind)


def _candidate(rows: Sequence[Marked], item: Item, ends: Ends, running: Serials) -> Candidate:
    mention = next((one for one in item.mentions if not rows[one.row].aside), item.mentions[0])
    one, first = rows[mention.row], mention.words[0]
    entry = entry_of(one.row.text)
    behind = "" if first.label else _without_lead(mention, without_serials(_own(mention, ends)[1], running), ends)
    said = first.part.text if first.label else next(sentences(behind), "")
    named = Named(item.title, mention.title, said.strip(" ,;:-"), entry.number if entry else 0, entry is not None)
    return Candidate(
        named, first.part, mention.row, mention.title, firm=first.part.kind == "title", asks=one.asks, above=one.above
    )

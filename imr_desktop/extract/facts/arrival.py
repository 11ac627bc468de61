"""The day on which a review's request came in, as words say: ahead of it ("RFA received: …", "… and reached us on …") or
behind it ("On … we received your form").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from imr_desktop.case.dates import today, written
from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.facts.below import is_below
from imr_desktop.extract.facts.model import Found
from imr_desktop.extract.facts.rows import receipt_in_rows
from imr_desktop.extract.facts.tables import phrase, table

_MOST = 12_000
"""Characters of a letter in which its days are looked for."""
_AHEAD, _NEAR, _BEHIND = 150, 60, 150
"""Characters around a day in which its clause stands, and in which the word stands that says what came in."""
_ON_ITS_WAY = timedelta(60)
"""Within which a request comes in that is answered: a day long behind is another paper's."""
_CLAUSE = re.compile(r"(?<!\b[A-Z])(?<!\b[Dd]r)[.!?](?=\s)|[;|]|\n[ ]*\n|\f")
"""Where a clause ends: what stands beyond tells of another day."""
_PAIR = re.compile(r"\s{0,3}/\s{0,3}")
"""Between the days of "RFA / received: 6/17/24 / 6/18/24": the second one is meant."""


def find_receipt(text: str, asked: date | None) -> Iterator[Found]:
    """The day on which the request of the day `asked` came in: the first that words claim, else what a row of labels says."""
    told = [one for one in _arrivals(text[:_MOST]) if asked is None or asked <= one.value <= asked + _ON_ITS_WAY]
    days = {one.value for one in told}
    if not told:
        yield from _same_day(text[:_MOST], asked) or receipt_in_rows(text)
    elif asked is not None or len(days) == 1:
        first = min(told, key=lambda one: one.value)
        yield Found("ur received", written(first.value), first.start, first.end, day=first.value)


def _same_day(text: str, asked: date | None) -> list[Found]:
    """The request's own day, where a letter says that it came in on that day ("We got it the same day")."""
    said = _pattern("same_day").search(text)
    before = list(find_dates(text, max(0, said.start() - _BEHIND), said.start())) if said else []
    if not said or not before or before[-1].value != asked:
        return []
    return [Found("ur received", written(asked), before[-1].start, said.end(), day=asked)]


def _arrivals(text: str) -> Iterator[Located[date]]:
    """The days that a letter's words claim for the receipt of a request, in reading order."""
    found = [one for one in find_dates(text) if one.value <= today()]
    for at, one in enumerate(found):
        following = found[at + 1].start if at + 1 < len(found) else len(text)
        clause = _last_clause(text[max(0, one.start - _AHEAD) : one.start])
        if (came := _came(clause)) is not None and is_below(text, one.start - len(clause) + came, one):
            yield found[at + 1] if _PAIR.fullmatch(text[one.end : following]) else one
        elif _begins(clause) and _is_told_behind(text[one.end : min(following, one.end + _BEHIND)]):
            yield one


def _came(clause: str) -> int | None:
    """Where the words end that say, ahead of a day, that a request came in: they name it, or stand alone on their line."""
    came = _pattern("came").search(clause)
    if came is None or _pattern("other").search(clause, max(0, came.start() - _NEAR)):
        return None
    alone = came["sure"] is not None and not clause[: came.start()].rpartition("\n")[2].strip(" -*\u2022:,(")
    return len(clause.rstrip()) if alone or _pattern("named").search(clause) else None


def _begins(clause: str) -> bool:
    """Whether nothing but "On" stands ahead of a day on its line."""
    return clause.rpartition("\n")[2].strip(" ,-").lower() == "on"


def _is_told_behind(words: str) -> bool:
    """Whether a clause that begins with a day goes on with who received which request."""
    stop = _CLAUSE.search(words)
    received = _pattern("received").match(words[: stop.start() if stop else None])
    return received is not None and not _pattern("other").search(received[0])


def _last_clause(words: str) -> str:
    stops = list(_CLAUSE.finditer(words))
    return words[stops[-1].end() :] if stops else words


@cache
def _pattern(name: str) -> re.Pattern[str]:
    told = table("told")["arrival"]
    return phrase(told[name].replace("{request}", told["request"]).replace("{got}", told["got"]))

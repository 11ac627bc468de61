"""When a review's request was signed, where no label right before the day says so, and when it came in.

Words tell it ahead of the day ("RFA received: …", "… and reached us on …") or behind it ("On … we received your form").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from imr_desktop.case.dates import today, written
from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.facts.below import is_below
from imr_desktop.extract.facts.day_columns import days_below
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
        yield from _same_day(text[:_MOST], asked) or [one for one in _in_rows(text) if _may_be(text, one, asked)]
    elif asked is not None or len(days) == 1:
        first = min(told, key=lambda one: one.value)
        yield Found("ur received", written(first.value), first.start, first.end, day=first.value)


def _in_rows(text: str) -> list[Found]:
    """The day of the receipt that a row of labels gives, or a column of a table."""
    day = days_below(text).get("received")
    below = [Found("ur received", written(day.value), day.start, day.end, day=day.value)] if day else []
    return list(receipt_in_rows(text)) or below


def signed_on(text: str) -> Located[date] | None:
    """The one day that words claim for the signing of a request ("the form you signed on …", "On … she signed a form")."""
    found: dict[date, Located[date]] = {}
    for one, following, clause in _clauses(text[:_MOST]):
        said = _pattern("signed").search(clause)
        ahead = said and not _pattern("other").search(clause, said.start()) and is_below(text, _end(clause, one), one)
        behind = _behind(text, one, following)
        signing = _begins(clause) and _pattern("signing").match(behind) and not _pattern("other").search(behind)
        if ahead or signing:
            found.setdefault(one.value, one)
    return next(iter(found.values())) if len(found) == 1 else None


def _may_be(text: str, one: Found, asked: date | None) -> bool:
    """Whether a day that a row gives is none before the request, and of nothing else that came in."""
    clause = _last_clause(text[max(0, one.start - _NEAR) : one.start])
    others = _pattern("came").search(clause) and _pattern("other").search(clause.rpartition("\n")[2])
    return (asked is None or one.day is None or asked <= one.day) and not others


def _same_day(text: str, asked: date | None) -> list[Found]:
    """The request's own day, where a letter says that it came in on that day ("We got it the same day")."""
    said = _pattern("same_day").search(text)
    before = list(find_dates(text, max(0, said.start() - _BEHIND), said.start())) if said else []
    if said is None or asked is None or not before or before[-1].value != asked:
        return []
    return [Found("ur received", written(asked), before[-1].start, said.end(), day=asked)]


def _arrivals(text: str) -> Iterator[Located[date]]:
    """The days that a letter's words claim for the receipt of a request, in reading order."""
    for one, following, clause in _clauses(text):
        if _came(clause) and is_below(text, _end(clause, one), one):
            second = following if following and _PAIR.fullmatch(text[one.end : following.start]) else None
            yield second or one
        elif _begins(clause) and _is_told_behind(_behind(text, one, following)):
            yield one


def _clauses(text: str) -> Iterator[tuple[Located[date], Located[date] | None, str]]:
    """Each day of a text with the day that follows it, and the words ahead of it in its clause."""
    found = [one for one in find_dates(text) if one.value <= today()]
    for one, following in zip(found, [*found[1:], None], strict=False):
        yield one, following, _last_clause(text[max(0, one.start - _AHEAD) : one.start])


def _last_clause(words: str) -> str:
    stops = list(_CLAUSE.finditer(words))
    return words[stops[-1].end() :] if stops else words


def _end(clause: str, one: Located[date]) -> int:
    """Where the words ahead of a day end in its text."""
    return one.start - len(clause) + len(clause.rstrip())


def _behind(text: str, one: Located[date], following: Located[date] | None) -> str:
    """The words behind a day in its clause, as far as the next day."""
    end = min(one.end + _BEHIND, following.start if following else len(text))
    stop = _CLAUSE.search(text, one.end, end)
    return text[one.end : stop.start() if stop else end]


def _came(clause: str) -> bool:
    """Whether the words ahead of a day say that a request came in: they name it, or stand alone on their line."""
    came = _pattern("came").search(clause)
    if came is None or _pattern("other").search(clause, max(0, came.start() - _NEAR)):
        return False
    alone = came["sure"] is not None and not clause[: came.start()].rpartition("\n")[2].strip(" -*\u2022:,(")
    return alone or _pattern("named").search(clause) is not None


def _begins(clause: str) -> bool:
    """Whether nothing but "On" stands ahead of a day on its line."""
    return clause.rpartition("\n")[2].strip(" ,-").lower() == "on"


def _is_told_behind(words: str) -> bool:
    """Whether a clause that begins with a day goes on with who received which request."""
    received = _pattern("received").match(words)
    return received is not None and not _pattern("other").search(received[0])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    told = table("told")["arrival"]
    words = told[name]
    for part in ("request", "got", "aside"):
        words = words.replace(f"{{{part}}}", told[part])
    return phrase(words)

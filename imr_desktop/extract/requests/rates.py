"""How often and how long: what "2x6", "twice a week for four weeks", "4 hours a day, 7 days a week" come to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.extract.requests.numbers import AGAIN, MOST, NUMBER, number
from imr_desktop.extract.requests.uncounted import counts_alone
from imr_desktop.extract.requests.words import phrase


def _count(name: str) -> str:
    return rf"(?P<{name}>{NUMBER}){AGAIN}"


_TIMES = r"(?: ?x| ?times?| ?visits?| ?sessions?| ?treatments?| ?days?| ?d\b)?"
_RATE = (
    rf"(?<![\w.#/-]){_count('rate')}{_TIMES} ?(?:per|a|an|each|every|/)? ?(?:week(?:ly)?|wks?\b\.?|w\b|month(?:ly)?|mo\b\.?)"
    rf"(?: ?[,;])?(?: ?(?:for|x|times|over|during|a total of))? ?(?:the next |a period of |a duration of )?{_count('long')} ?"
    r"(?:-? ?(?:weeks?|wks?\b|w\b|months?|mos?\b))?(?![\w/])"
)
_BY = (
    r"(?<![\w.#/-])(?P<by_rate>\d{1,2}) ?(?:[x\u00d7] ?|w)(?P<by_long>\d{1,2})(?: ?w(?:ee)?ks?\b)?"
    r"(?![\w/%]|\.\d| ?(?:mg|mcg|ml|cm|mm|inch|day)\b)"
)


_EACH = r"(?:,| ?x)?(?: for)? ?"
_HOURS = (
    rf"(?<![\w.#/-]){_count('hours')} ?(?:hours?|hrs?\b\.?|h\b) ?(?:(?:per|a|each|/) ?day|daily){_EACH}"
    rf"{_count('days')} ?(?:days?|d)\b"
    rf"(?:(?: ?(?:per|a|each|/) ?(?:week|wk))?{_EACH}{_count('weeks')} ?(?:weeks?|wks?)\b|(?! ?(?:per|a|each|/|x)))"
)
"""Hours a day, days a week, and so many weeks; or hours a day, and so many days."""


@cache
def _hours() -> re.Pattern[str]:
    return phrase(_HOURS)


_IN_A = {
    ("daily", "day"): 1,
    ("daily", "week"): 7,
    ("weekly", "week"): 1,
    ("weekly", "year"): 52,
    ("monthly", "month"): 1,
    ("monthly", "year"): 12,
    ("quarterly", "year"): 4,
}
_REGULARLY = phrase(
    r"(?<![\w-])(?<!times[ ])(?<!twice[ ])(?<!once[ ])(?P<each>daily|weekly|monthly|quarterly),? (?:for|x|over) "
    rf"(?:the next )?(?P<long>{NUMBER}|an?) (?P<span>day|week|month|year)s?\b"
)
"""How often in a word, and how long: "weekly for 20 weeks"."""
_LONG_FIRST = (
    rf"(?<![\w.#/-])(?P<first_long>{NUMBER}) (?:weeks?|wks?|months?) of [^.;]{{3,60}}?[ ,](?P<then_rate>{NUMBER}){_TIMES} ?"
    r"(?:per|a|each|/) ?(?:week|wk|month)\b"
)


@cache
def _rates() -> re.Pattern[str]:
    return phrase(rf"{_RATE}|{_BY}|{_LONG_FIRST}")


def paced_in(text: str) -> float | None:
    """What a text's words for how often and how long come to ("2x/week for 6 weeks"); None where it has none."""
    text = counts_alone(text)
    match = _rates().search(text)
    if match is None and (regular := _REGULARLY.search(text)):
        many = _IN_A.get((regular["each"].lower(), regular["span"].lower()))
        return many * (number(regular["long"]) or 1) if many else None
    return _product(match) if match else None


def totals_in(text: str) -> Iterator[tuple[float, int, int]]:
    """What words for how often and how long come to, and from where up to where they stand."""
    for match in _rates().finditer(text):
        if (total := _product(match)) is not None:
            yield total, *match.span()
    for match in _hours().finditer(text):
        if total := _hours_of(match):
            yield total, *match.span()


def hours_in(text: str) -> float | None:
    """What hours a day and so many days, or weeks of so many days, come to; None where a text has none."""
    match = _hours().search(text)
    return (_hours_of(match) or None) if match else None


def _hours_of(match: re.Match[str]) -> float:
    return math.prod(number(match[name]) or 0 for name in ("hours", "days", "weeks") if match[name])


def _product(match: re.Match[str]) -> float | None:
    rate, long = (
        number(match[name] or match[f"by_{name}"] or match[other])
        for name, other in (("rate", "then_rate"), ("long", "first_long"))
    )
    return rate * long if rate and long and rate * long <= MOST else None

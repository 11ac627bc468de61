"""Words that say how much and name no care, and what stands behind them in a title."""

from __future__ import annotations

import re
from functools import cache

from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.counts import asked_in, bare, counting_words, first_count, measured_in
from imr_desktop.extract.requests.numbers import AGAIN, NUMBER
from imr_desktop.extract.requests.words import phrase, units
from imr_desktop.rules.request.body import body_parts

_LOOSE = re.compile(r"\b(?:(?<!\bIF )units?|(?<!office )visits|sessions|rental|purchase|trial|supplies)\b", re.IGNORECASE)
_PLAIN = re.compile(r"[a-z]{3,}")
_PIECE = re.compile(
    r"[,;(]\s{0,3}(?P<amount>[^,;()]{1,24})[,;]\s{1,3}(?P<rest>(?:for|after|at|to|only|as|during|until|once|post-?op\w*|pre-?op\w*|"
    r"with|no|from|before|in|on|over|per|if|when)\b[^,;()]{2,60})\)?\Z",
    re.IGNORECASE,
)
"""An amount behind a title, and words behind that."""

_DAYS = re.compile(r"\([^()]{0,20}\d{1,4}[/-]\d{1,4}[/-]\d{1,4}[^()]{0,30}\)")
_BOTH = re.compile(r"\s{0,3}(?P<n>\d{1,4})\s/\s(?P<other>\d{1,4})(?P<days>\sdays?)?\s{0,3}\Z", re.IGNORECASE)
"""How many, and for how many days ("28 / 14"); or how many were asked for and allowed, in any order."""
_DAY = re.compile(r"\d[/-]\d{1,4}[/-]\d|\b(?:19|20)\d\d\b")
_MOST_WORDS = 9


@cache
def _counted() -> re.Pattern[str]:
    return phrase(rf"(?<![\w.]){NUMBER}(?: \(\d{{1,3}}\))? {units()}\b")


def only_counts(words: str) -> bool:
    """Whether words say how much, and name no care."""
    return not names_care(_LOOSE.sub(" ", _counted().sub(" ", words)))


def is_amount(words: str) -> bool:
    """Whether words say how much, and nothing else."""
    counts = bare(words) is not None or asked_in(words) is not None
    return counts and only_counts(words) and all(word in counting_words() for word in _PLAIN.findall(words.lower()))


def up_to_amount(title: str) -> tuple[str, str]:
    """A title without an amount in it and how or when it is used ("sling, one, for after the operation"), and the amount."""
    for mark in _PIECE.finditer(title):
        amount, rest = mark["amount"], mark["rest"]
        if is_amount(amount) and not names_care(rest) and not body_parts(rest) and names_care(title[: mark.start()]):
            return title[: mark.start()].rstrip(" ,;"), amount
    return title, ""


def count_of(words: str) -> float | None:
    """How much a cell or short value counts, whatever days stand in brackets behind it."""
    words = _DAYS.sub("", words)
    both = _BOTH.match(words)
    if both and not both["days"]:
        return max(float(both["n"]), float(both["other"]))
    count = bare(both["n"] if both else words)
    if count is None and len(words.split()) <= _MOST_WORDS and not _DAY.search(words):
        return first_count(asked_in(words), measured_in(words))
    return count


_COUNT_OF = rf"{NUMBER}{AGAIN}(?:\s[a-z-]{{3,14}}){{1,3}}\sof(?:\s(?:the|a|an))?\s{{0,3}}"
_COUNTS_NEXT = phrase(rf"{_COUNT_OF}\Z")
_NEXT = phrase(
    rf"(?:[,;(]|\b(?:and|or|with|plus|then)\b)(?:\s(?:and|or|also|for|a|an|the|then)){{0,3}}\s{{0,3}}{_COUNT_OF}(?=[a-z]|\Z)"
)
_MOST_NAME = 60


def counts_next(words: str) -> bool:
    """Whether words end with how many there are of what is named next: "90 tablets of"."""
    return _COUNTS_NEXT.search(words) is not None


def without_next(words: str) -> str:
    """Words behind a name without other care that tells first how many there are of it: ", and 90 tablets of baclofen"."""
    for mark in _NEXT.finditer(words):
        rest = words[mark.end() :][:_MOST_NAME]
        if not rest.strip() or names_care(rest):
            return words[: mark.start()]
    return words

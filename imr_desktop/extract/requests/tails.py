"""What stands behind care and its amount in a title and is none of it: how a drug is taken, when care begins, why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from imr_desktop.extract.likeness import plain
from imr_desktop.extract.requests.amounts import only_counts
from imr_desktop.extract.requests.care import is_drug, names_care
from imr_desktop.extract.requests.counts import counting_words
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.numbers import AGAIN, NUMBER, number
from imr_desktop.extract.requests.words import phrase, units
from imr_desktop.rules.request.body import body_parts, spinal_levels

_OFTEN = (
    r"(?:once|twice|three times|four times|daily|weekly|monthly|nightly|q ?\d{1,2} ?h(?:rs?)?\b|q[dh]s?\b|"
    rf"qam\b|bid\b|tid\b|qid\b|prn\b|{NUMBER}(?: (?:tab|cap)\w{{0,6}})? ?(?:po\b|by mouth)|(?:{NUMBER} )?at bedtime|"
    r"every (?:day|night|week|month|other)|per (?:day|week|month))"
)
_PACE = (
    rf"{NUMBER}{AGAIN} ?(?:x|times|days?|hours?|hrs?)? ?(?:(?:a|per|each|every|/) ?(?:day|week|wk|month|mo)\b|"
    r"x ?(?:a )?(?:week|wk)\b)"
)
_SPAN = r"(?:days?|weeks?|wks?|months?|mos?)\b"
_SIGN = r"(?:\s{0,2}[,;(]{1,2}\s{0,2}|\s[-\u2013]{1,2}\s)"
_WHEN_OR_WHY = phrase(
    rf"(?:{_SIGN}|\s)"
    r"(?:(?:to (?:begin|start|commence|follow (?=\w)|be (?:given|done|started|held|used|worn))|starting|beginning|begun|"
    r"commencing|(?:to be )?followed|in place of|instead of|in lieu of|r/o|if|unless|which|pending|until|"
    r"list (?:goes on|continues)|continued on)\b|\?\s?[a-z])"
)
"""How words go on behind a title that say when care begins, what it takes the place of, or why it is asked for."""
_WHICH = re.compile(
    r"\b(?:left|right|bilateral|both|with(?:out)?|under|via|versus|and|or|rent(?:al)?|purchase|buy|trial)\b|\b[LR]\b",
    re.IGNORECASE,
)
"""What tells which care it is, behind an amount, too."""
_REFILLS = re.compile(r"\brefills?\b|\brf\b", re.IGNORECASE)
_FURTHER = re.compile(r"\W{0,3}\d{1,2}(?:,|\W{0,3}\Z)")
"""A number right behind another: teeth, levels."""
_DOSE = re.compile(r"\d\s?(?:mg|mcg|%)", re.IGNORECASE)
_WORD = re.compile(r"\b(?!(?:x|wk|mo|d|w)\b)[a-z]+")
_OPEN = re.compile(
    r"(?:\b(?:and|or|to|with|at|on|by|the|an?|between|after|before|over|in|tooth|teeth|sites?|tylenol|codeine|series)|[+&/#])\Z",
    re.IGNORECASE,
)
"""How words end that a number goes on with."""


@cache
def _often() -> re.Pattern[str]:
    return phrase(rf"(?:{_SIGN}|\s){_OFTEN}")


@cache
def _pace() -> re.Pattern[str]:
    return phrase(rf"(?:{_SIGN}|\s){_PACE}")


@cache
def _amounts() -> re.Pattern[str]:
    """An amount, or how often, with the sign before it; `n` is a number by itself between signs."""
    return phrase(
        rf"(?:{_SIGN}|\s)(?:#\s?\d{{2,4}}\b|(?:qty|quantity|number|count)\b[.:]? ?#?{NUMBER}\b|x ?\d{{1,3}}\b(?: {_SPAN})?|"
        rf"\d{{1,2}} ?x ?\d{{1,2}}\b(?: {_SPAN})?|{_PACE}|{_OFTEN}|"
        rf"(?:(?:for|of|x|in) )?{NUMBER}{AGAIN}[ -](?:{units()}|wks?|mos?)\b)|"
        rf"{_SIGN}(?:#\s?\d\b|(?P<n>(?!(?:19|20)\d\d){NUMBER}){AGAIN}(?=\s{{0,2}}(?:[,;()]|\Z)))"
    )


def shortened(found: Sequence[Found], *, counts: bool) -> tuple[Found, ...]:
    """Requests without the tails of their titles, but where two would then bear one name.

    Where it `counts`, a number by itself before a tail is how much is asked for if nothing else says it.
    """
    short = [_shortened(one, counts=counts) for one in found]
    names = [plain(one.title) for one in short]
    return tuple(one if names.count(name) == 1 else whole for one, whole, name in zip(short, found, names, strict=True))


def _shortened(one: Found, *, counts: bool) -> Found:
    title, alone = without_tail(one.title)
    return one._replace(title=title, asked=alone if counts and one.asked is None else one.asked)


@lru_cache(maxsize=4096)
def without_tail(title: str) -> tuple[str, float | None]:
    """A title up to its amount, where nothing behind that tells which care it is; the number that stands there alone."""
    title = _without_reason(title)
    for mark in _amounts().finditer(title):
        name = title[: mark.start()]
        if not _is_name(name):
            continue
        drug = _is_drug(name)
        amounts, end = "", mark.start()
        while piece := _amounts().match(title, end):
            amounts += "" if drug and _often().fullmatch(piece.group()) else piece.group()
            end = piece.end()
        rest = title[end:].strip(" .,;)/")
        if all(word in counting_words() for word in _WORD.findall(rest.lower())) and not drug:
            return title, None
        if not _tells_which(rest, drug=drug):
            short = f"{name}{amounts}".rstrip(" ,;(-\u2013")
            return short + ")" * (short.count("(") - short.count(")")), number(mark["n"]) if mark["n"] else None
    return title, None


def _without_reason(title: str) -> str:
    """A title up to where it says when care begins, or why."""
    found = next((mark.start() for mark in _WHEN_OR_WHY.finditer(title) if _is_name(title[: mark.start()])), None)
    return title if found is None else title[:found].rstrip(" ,;:(-\u2013")


def _is_name(words: str) -> bool:
    return names_care(words) and words.count("(") == words.count(")") and not _OPEN.search(words)


def _is_drug(name: str) -> bool:
    return any(map(is_drug, name.split())) and _DOSE.search(name) is not None


def _tells_which(words: str, *, drug: bool) -> bool:
    """Whether words behind an amount name care, its place or its side, which a drug has not, or how often it is refilled."""
    if _FURTHER.match(words) or _REFILLS.search(words) or not only_counts(words):
        return True
    return not drug and bool(body_parts(words) or spinal_levels(words) or _WHICH.search(words))

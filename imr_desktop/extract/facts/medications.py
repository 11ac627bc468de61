"""Medications out of one sentence or entry: the drug as it is written, dose, how often, how many, whether it is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from imr_desktop.extract.facts.marks import Mark
from imr_desktop.extract.facts.model import Status
from imr_desktop.extract.facts.tables import either, phrase, table

_DOSE = re.compile(
    r"(?<![\w.,/#])(?P<number>\d{1,3}(?:,\d{3})?(?:\.\d{1,3})?(?:\s?[-/]\s?\d{1,4}(?:\.\d{1,2})?){0,2})\s?"
    r"(?P<unit>mcg/hr|mcg/h|mg/ml|mg|mcg|%|ml|units?|iu|meq|gm?|grams?)(?![A-Za-z])",
    re.IGNORECASE,
)
_COMBINED = re.compile(r"(?<![\w.,/#])\d{1,2}(?:\.\d)?\s?[-/]\s?(?:200|300|325|500|650|660|750)(?![\w/])")
_BULK = frozenset({"g", "gm", "gram", "grams", "ml"})
_JOINS = re.compile(r"\s?(?:/|-|\+|&|\band\b|\bwith\b|\()\s?", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:was|were|has been|is) (?:stopped|weaned)|\bdiscontinued\b|\bwithout (?:relief|benefit)|\bin the past\b",
    re.IGNORECASE,
)
ONCE = "once"
_GIVEN = re.compile(
    r"\b(?:(?:was|were) given|injected|m[lL]|cc|IM|IV|intramuscular(?:ly)?)\b|\bonce\b(?!\s(?:a|per|every|daily))"
)
_INTO = re.compile(
    r"\b(?:mL|cc)\s(?:of|\d)|\b(?:was|were)\s(?:then\s)?(?:delivered|deposited|infiltrated|instilled|introduced|injected|infused|placed)\b|"
    r"\binfiltrat\w+|\binjectate\b|\bmixture\sof\b",
    re.IGNORECASE,
)
"""Words of a drug that somebody was given in a procedure."""
_LOOSE = re.compile(r"(?:[\s,&]|\band\b)+\Z")
_STOPS = re.compile(r";|\.\s|,\s(?=[A-Z])")
_REACH = 48
"""Characters from a name to its dose."""


class Medication(NamedTuple):
    """A drug somebody takes, took or is to take; ``start:end`` are its own words."""

    name: str
    dose: str
    frequency: str
    amount: int | None
    status: Status
    start: int
    end: int


@cache
def _every() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((phrase(rf"(?<![\w])(?:{words})(?!\w)"), said) for words, said in table("drugs")["every"])


@cache
def _as_needed() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{table('drugs')['as_needed']})(?!\w)")


@cache
def _counts() -> tuple[re.Pattern[str], ...]:
    return tuple(phrase(rf"(?<!\w)(?:{words})") if words[0] != "#" else phrase(words) for words in table("drugs")["counts"])


@cache
def _said(name: str) -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{either(table('drugs')[name])})(?!\w)")


@cache
def _salts() -> re.Pattern[str]:
    return phrase(rf"[\s\-]{{0,2}}(?:{either(table('drugs')['salts'])})(?![\w])")


def find_medications(text: str, start: int, end: int, marks: list[Mark], section: str) -> Iterator[Medication]:
    """The medications of the sentence ``text[start:end]``; `section` is the part it stands in."""
    drugs = _named(text, [mark for mark in marks if mark.what == "drug"])
    if not drugs or section in ("allergies", "guidelines") or _said("denied").search(text, start, drugs[0][0]):
        return
    if _said("other").search(text, start, end) and section not in ("medications", "past medications"):
        return
    for index, (name_start, name_end) in enumerate(drugs):
        low = drugs[index - 1][1] if index else start
        high = drugs[index + 1][0] if index + 1 < len(drugs) else end
        one = _medication(text, (start, low, high, end), name_start, name_end, section, _clause(text, start, drugs, index))
        if one is not None:
            yield one


def _clause(text: str, start: int, drugs: list[tuple[int, int]], index: int) -> int:
    """Where the words begin that are said of a drug: after the last semicolon or *but* before it."""
    stops = [match.end() for match in re.finditer(r";|\bbut\b|\bnow\b|\bcurrently\b", text[start : drugs[index][0]])]
    return start + stops[-1] if stops else start


def _named(text: str, marks: list[Mark]) -> list[tuple[int, int]]:
    """The names, those joined to one ("hydrocodone/APAP", "Norco (hydrocodone/acetaminophen)") as one."""
    found: list[tuple[int, int]] = []
    for mark in marks:
        gap = text[found[-1][1] : mark.start] if found else " , "
        joined = _JOINS.fullmatch(gap)
        if joined and (gap.strip() in ("/", "-", "+", "(") or _is_pair(text, found[-1], mark)):
            found[-1] = (found[-1][0], mark.end)
        else:
            found.append((mark.start, mark.end))
    return found


def _is_pair(text: str, first: tuple[int, int], mark: Mark) -> bool:
    """Whether two names with a word between are one drug."""
    second = _said("second_of_pair").fullmatch(text, mark.start, mark.end)
    return second is not None and _said("first_of_pair").search(text, *first) is not None


def _medication(
    text: str, ends: tuple[int, int, int, int], name_start: int, name_end: int, section: str, clause: int
) -> Medication | None:
    start, low, high, end = ends
    words_end = name_end
    while (salt := _salts().match(text, words_end, high)) is not None:
        words_end = salt.end()
    dose, dose_end = _dose(text, words_end, high, low, name_start)
    frequency = _frequency(text, words_end, high)
    if not frequency and _INTO.search(text, start, end):
        frequency = ONCE
    count, count_end = _count(text, max(words_end, dose_end), high)
    status = _status(text, start, clause, name_start, high, section)
    stated = bool(dose or frequency or count)
    if status is None or not (
        stated
        or section in ("medications", "past medications")
        or _said("taking").search(text, start, end)
        or status != "current"
    ):
        return None
    if not stated and status == "planned":
        return None
    return Medication(
        _tidy(text[name_start:name_end]),
        dose,
        frequency,
        count,
        status,
        name_start,
        max(dose_end, count_end, words_end, _tail(text, words_end, high)),
    )


def _tidy(name: str) -> str:
    return re.sub(r"\s{0,3}([/(])\s{0,3}", r"\1", " ".join(name.split()))


def _dose(text: str, at: int, high: int, low: int, name_start: int) -> tuple[str, int]:
    found = next(
        (
            one
            for one in _DOSE.finditer(text, at, min(high, at + _REACH))
            if one["unit"].lower() not in _BULK or "%" not in text[at : one.start()]
        ),
        None,
    )
    if found is None or text[at : found.start()].count(",") > 2:
        combined = _COMBINED.search(text, at, min(high, at + 24))
        if combined:
            return re.sub(r"\s", "", combined[0]), combined.end()
        found = next(
            (
                one
                for one in _DOSE.finditer(text, max(low, name_start - 14), name_start)
                if text[one.end() : name_start].strip(" of") == ""
            ),
            None,
        )
        return (_dose_words(found), at) if found else ("", at)
    return _dose_words(found), found.end()


def _dose_words(found: re.Match[str]) -> str:
    number = re.sub(r"[\s,]", "", found["number"])
    unit = found["unit"].lower()
    return f"{number} {'mcg/hr' if unit == 'mcg/h' else unit}"


def _frequency(text: str, at: int, high: int) -> str:
    found = [(match.start(), said) for pattern, said in _every() if (match := pattern.search(text, at, min(high, at + 160)))]
    often = min(found)[1] if found else ""
    if not often and _GIVEN.search(text, at, min(high, at + 60)):
        return ONCE
    needed = _as_needed().search(text, at, min(high, at + 160))
    return f"{often} as needed".strip() if needed else often


def _count(text: str, at: int, high: int) -> tuple[int | None, int]:
    for pattern in _counts():
        match = pattern.search(text, at, min(high, at + 200))
        if match:
            return int(match[1]), match.end()
    return None, at


def _tail(text: str, at: int, high: int) -> int:
    """The end of the words that say how a drug is taken: at most to the next comma-free stop."""
    stop = _STOPS.search(text, at, min(high, at + 120))
    words = text[at : stop.start() if stop else min(high, at + 120)]
    return at + len(_LOOSE.sub("", words))


def _status(text: str, start: int, clause: int, name: int, high: int, section: str) -> Status | None:
    """Whether it is taken; None where the words are of no taking at all."""
    if section == "past medications":
        return "history"
    before = (clause, name)
    if _said("denied").search(text, *before):
        return None
    if _said("history").search(text, *before) or _ENDED.search(text, name, high):
        return "history"
    if _said("hypothetical").search(text, *before):
        return None
    if _said("planned").search(text, *before) or section == "request":
        return "planned"
    return "current"

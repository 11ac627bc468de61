"""Sex and age in the text against the case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache, partial

from imr_desktop.case.dates import written
from imr_desktop.case.model import Case
from imr_desktop.preflight.data import any_of, pattern_of, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.prose_dates_found import DATE, parse
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import prose, sentences

_OTHER_SEX = {"female": "male", "male": "female"}
_AGE = re.compile(r"\b(\d{1,3})[-\s]*(?:years?|yrs?|y)[-\s./]*(?:old|o)\b", re.IGNORECASE)
_AGED = re.compile(r"\b(?:aged|age(?: is| of|:)?)\s+(\d{1,3})\b(?![-\s]*(?:to|or|and|through|–|-)\s*\d)", re.IGNORECASE)
_BIRTH = re.compile(
    rf"\b(?:DOB|D\.O\.B\.?|date of birth|birth ?date|born(?: on)?)\b[\s:]*(?:(?:is|was|of) )?({DATE})", re.IGNORECASE
)
_NEAR = (-1, 0, 1)

_words = partial(pattern_of, "people.toml")


@cache
def _pronouns(sex: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![/\w]){any_of(table('people.toml')[sex]['pronouns'])}(?![/\w'])", re.IGNORECASE)


@cache
def _nouns(sex: str) -> re.Pattern[str]:
    nouns = any_of(table("people.toml")[sex]["nouns"])
    employee, strikes = any_of(table("people.toml")["employee"]), any_of(table("people.toml")["strikes"])
    return re.compile(
        rf"\b(?:years?[-\s]+old|yo|y/o)\s+(?:[\w-]+\s+){{0,2}}?({nouns})\b(?!\s+(?:who\s+)?{strikes}\b)"
        rf"|\b(?:this|pleasant)\s+(?:[\w-]+\s+){{0,2}}?({nouns})\b(?!\s+{employee})"
        rf"|\b({nouns})\s+(?:injured\s+|industrially\s+)?{employee}\b(?!s)",
        re.IGNORECASE,
    )


@check("people.sex", severity="consider")
def sex(case: Case, context: Context) -> Iterator[Raised]:
    """The pronouns and nouns for the employee fit the case, or where it names no sex, the case summary.

    bad: {"sex": "female", "summary": "The patient has knee pain. He had normal strength."}
    bad: {"sex": "male", "summary": "This 40-year-old woman has knee pain."}
    bad: {"sex": "male", "items": [{"rationale": "This pleasant lady has knee pain."}]}
    bad: {"summary": "A 40-year-old woman with knee pain.", "items": [{"rationale": "The patient fell. His knee locks."}]}
    good: {"sex": "female", "summary": "The patient has knee pain. The physician states that he advised a brace."}
    good: {"sex": "female", "summary": "The patient was seen with her husband. He helps at home."}
    good: {"sex": "female", "items": [{"rationale": "The guideline advises it for male patients."}]}
    """
    right = case.sex or _sex_in(case.summary)
    for field in prose(case) if right else ():
        for count, (start, end) in enumerate(_wrong_sex(field.text, _OTHER_SEX[right]), start=1):
            words = field.text[start:end]
            yield field.raised((start, end), f"“{words}” here, but the employee is {right}: who is meant?", count)


def _sex_in(summary: str) -> str:
    """The sex a summary's first noun for the employee names, or nothing."""
    found = {sex: match.start() for sex in _OTHER_SEX if (match := _nouns(sex).search(summary))}
    return min(found, key=lambda sex: found[sex], default="")


@lru_cache(maxsize=512)
def _wrong_sex(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """The words of the other sex that can only mean the employee: one noun each, and one pronoun a sentence."""
    nouns = (found.span(found.lastindex or 0) for found in _nouns(other).finditer(text))
    return (*nouns, *(_wrong_pronouns(text, other) if _pronouns(other).search(text) else ()))


def _wrong_pronouns(text: str, other: str) -> Iterator[tuple[int, int]]:
    of_employee = True
    for sentence in sentences(text):
        if _words("another").search(sentence.text):
            of_employee = False
        elif _words("employee").search(sentence.text):
            of_employee = True
        found = _pronouns(other).search(sentence.text) if of_employee else None
        if found:
            yield sentence.start + found.start(), sentence.start + found.end()


@check("people.age", severity="consider")
def age(case: Case, context: Context) -> Iterator[Raised]:
    """The employee's age in the text is the one of the case, or where it names none, the first in the case summary.

    bad: {"age": 48, "summary": "The patient is a 52-year-old man with neck pain."}
    bad: {"summary": "A 48-year-old man fell.", "items": [{"rationale": "This 58-year-old man has knee pain."}]}
    bad: {"age": 48, "summary": "The claimant, aged 84, has neck pain."}
    good: {"age": 48, "summary": "The patient is a 48 year old man with a 10 year old scar."}
    good: {"age": 48, "summary": "The patient was 31 years old at the time of the injury; the guideline speaks of age 65."}
    """
    right = case.age if case.age is not None else next((int(found[1]) for found in _ages(case.summary)), None)
    tolerance = table("people.toml")["age_tolerance"]
    for field in prose(case) if right is not None else ():
        wrong = (found for found in _ages(field.text) if right is not None and abs(int(found[1]) - right) > tolerance)
        for count, found in enumerate(wrong, start=1):
            fix = Fix(f"Replace by {right}", (field.replace(*found.span(1), str(right)),))
            yield field.raised(found.span(), f"Age {found[1]} here, but the employee is {right}: correct one.", count, fix)


@lru_cache(maxsize=512)
def _ages(text: str) -> tuple[re.Match[str], ...]:
    """The ages of a text that can only be the employee's today."""
    return tuple(_ages_in(text))


def _ages_in(text: str) -> Iterator[re.Match[str]]:
    if "old" in text or "y/o" in text or "yo" in text.lower():
        yield from (found for found in _AGE.finditer(text) if _is_employee(text, found) and not _at_another_time(text, found))
    yield from (
        found
        for found in _AGED.finditer(text)
        if _names_employee().search(text, max(0, found.start() - 20), found.start()) and not _at_another_time(text, found)
    )


def _at_another_time(text: str, found: re.Match[str]) -> bool:
    low, high = max(0, found.start() - 12), min(len(text), found.end() + 30)
    return (
        _words("other_time").search(text, low, found.start()) is not None
        or _words("other_time").search(text, found.end(), _clause_end(text, found.end(), high)) is not None
    )


def _clause_end(text: str, start: int, end: int) -> int:
    """Where the words on an age end: at a comma or full stop, at most at `end`."""
    return min((at for at in (text.find(sign, start, end) for sign in ",.;") if at >= 0), default=end)


@cache
def _names_employee() -> re.Pattern[str]:
    """The employee, named right before an age: "the claimant, aged 48"."""
    return re.compile(rf"\b{any_of(table('people.toml')['employee'])},?\s+(?:is\s+|was\s+)?$", re.IGNORECASE)


def _is_employee(text: str, found: re.Match[str]) -> bool:
    """Whether an age is the employee's: a person's noun follows it, or the employee is named before it."""
    return (
        _after_age().match(text, found.end(), found.end() + 60) is not None
        or _before_age().search(text, max(0, found.start() - 40), found.start()) is not None
    )


@cache
def _after_age() -> re.Pattern[str]:
    people = table("people.toml")
    nouns = any_of([*people["employee"], *people["male"]["nouns"], *people["female"]["nouns"]])
    return re.compile(rf"[,\s]+(?:[\w,]+[-\s]+){{0,3}}?{nouns}\b", re.IGNORECASE)


@cache
def _before_age() -> re.Pattern[str]:
    return re.compile(
        rf"\b{any_of(table('people.toml')['employee'])},?\s+(?:who\s+)?(?:is|was)\s+(?:now\s+)?(?:an?\s+)?$", re.IGNORECASE
    )


@check("people.birth", severity="consider")
def birth(case: Case, context: Context) -> Iterator[Raised]:
    """There is one date of birth, and it gives the age.

    bad: {"summary": "DOB 3/4/1970, a man with neck pain.", "items": [{"rationale": "Date of birth: 4/3/1970."}]}
    bad: {"age": 48, "dates": {"decision": "2025-11-20"}, "summary": "Born on March 4, 1967."}
    good: {"age": 48, "dates": {"decision": "2025-11-20"}, "summary": "Date of birth 3/4/77. He was born in 1977."}
    """
    first: date | None = None
    for field in prose(case):
        for found in _BIRTH.finditer(field.text) if field.mentions("birth", "dob", "born", "d.o.b") else ():
            day = parse(found[1], date(1970, 1, 1)) or first
            if first and day != first:
                message = f"{found[1]} here, {written(first)} before: there is one date of birth."
                yield field.raised(found.span(1), message, found.start())
            elif (
                day
                and case.age is not None
                and case.dates.decision
                and _years(day, case.dates.decision) - case.age not in _NEAR
            ):
                yield field.raised(found.span(1), f"This date of birth does not give the age of {case.age}.", found.start())
            first = first or day


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

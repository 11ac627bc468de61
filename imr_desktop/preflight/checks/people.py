"""Sex and age in the text against the case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import any_of, compile_words, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, prose, sentences

_OTHER_SEX = {"female": "male", "male": "female"}
_AGE = re.compile(r"\b(\d{1,3})[-\s]*(?:years?|yrs?|y)[-\s./]*(?:old|o)\b", re.IGNORECASE)


@cache
def _words(key: str) -> re.Pattern[str]:
    return compile_words(table("people.toml")[key])


@cache
def _pronouns(sex: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![/\w]){any_of(table('people.toml')[sex]['pronouns'])}(?![/\w'])", re.IGNORECASE)


@cache
def _nouns(sex: str) -> re.Pattern[str]:
    nouns = any_of(table("people.toml")[sex]["nouns"])
    return re.compile(rf"\byears?[-\s]+old\s+(?:\w+[-\s]+){{0,2}}?({nouns})\b", re.IGNORECASE)


@check("people.sex", severity="consider")
def sex(case: Case, context: Context) -> Iterator[Raised]:
    """The pronouns and nouns for the employee fit the case.

    bad: {"sex": "female", "summary": "The patient has knee pain. He had normal strength."}
    bad: {"sex": "male", "summary": "This 40-year-old woman has knee pain."}
    good: {"sex": "female", "summary": "The patient has knee pain. The physician states that he advised a brace."}
    """
    if case.sex is None:
        return
    for field in prose(case):
        for count, (start, end) in enumerate(_wrong_sex(field, _OTHER_SEX[case.sex]), start=1):
            words = field.text[start:end]
            yield Raised(field.place(start, end), f"“{words}” here, but the employee is {case.sex}: who is meant?",
                         f"{field.key}:{count}", words)


def _wrong_sex(field: TextField, other: str) -> Iterator[tuple[int, int]]:
    """The words of the other sex that can only mean the employee: one noun each, and one pronoun a sentence."""
    yield from (found.span(1) for found in _nouns(other).finditer(field.text))
    if _pronouns(other).search(field.text) is None:
        return
    of_employee = True
    for sentence in sentences(field.text):
        if _words("another").search(sentence.text):
            of_employee = False
        elif _words("employee").search(sentence.text):
            of_employee = True
        found = _pronouns(other).search(sentence.text) if of_employee else None
        if found:
            yield sentence.start + found.start(), sentence.start + found.end()


@check("people.age", severity="consider")
def age(case: Case, context: Context) -> Iterator[Raised]:
    """The employee's age in the text is the one of the case.

    bad: {"age": 48, "summary": "The patient is a 52-year-old man with neck pain."}
    good: {"age": 48, "summary": "The patient is a 48 year old man with a 10 year old scar."}
    """
    if case.age is None:
        return
    tolerance = table("people.toml")["age_tolerance"]
    for field in prose(case):
        count = 0
        for found in _AGE.finditer(field.text):
            if abs(int(found[1]) - case.age) > tolerance and _is_employee(field.text, found):
                count += 1
                fix = Fix(f"Replace by {case.age}", (field.replace(*found.span(1), str(case.age)),))
                yield Raised(field.place(*found.span()), f"Age {found[1]} here, but the employee is {case.age}: correct one.",
                             f"{field.key}:{count}", found[0], fix)


def _is_employee(text: str, found: re.Match[str]) -> bool:
    """Whether an age is the employee's: a person's noun follows it, or the employee is named before it."""
    return (_after_age().match(text, found.end(), found.end() + 60) is not None
            or _before_age().search(text, max(0, found.start() - 40), found.start()) is not None)


@cache
def _after_age() -> re.Pattern[str]:
    people = table("people.toml")
    nouns = any_of([*people["employee"], *people["male"]["nouns"], *people["female"]["nouns"]])
    return re.compile(rf"[,\s]+(?:[\w,]+[-\s]+){{0,3}}?{nouns}\b", re.IGNORECASE)


@cache
def _before_age() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(table('people.toml')['employee'])}\s+(?:is|was)\s+(?:an?\s+)?$", re.IGNORECASE)

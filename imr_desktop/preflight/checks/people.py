"""Sex and age in the text against the case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, prose, sentences

_PRONOUNS = {"female": re.compile(r"(?<![/\w])(?:he|his|him|himself)(?![/\w'])", re.IGNORECASE),
             "male": re.compile(r"(?<![/\w])(?:she|her|hers|herself)(?![/\w'])", re.IGNORECASE)}
_NOUNS = {"female": re.compile(r"\byears?[-\s]+old\s+(?:\w+[-\s]+){0,2}?(male|man|gentleman)\b", re.IGNORECASE),
          "male": re.compile(r"\byears?[-\s]+old\s+(?:\w+[-\s]+){0,2}?(female|woman|lady)\b", re.IGNORECASE)}
_SUBJECT = re.compile(r"\b(?:patient|claimant|worker|applicant|employee|male|female|man|woman|iw)\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:physician|provider|doctor|dr|treater|surgeon|chiropractor|therapist|reviewer|husband|wife|spouse|son|daughter|"
                      r"mother|father|brother|sister|psychologist|attorney|supervisor|coworker|co-worker|he/she|his/her|m\.?d|child|children|"
                      r"partner|boyfriend|girlfriend|examiner|specialist|evaluator|ame|qme|ptp|radiologist|patients)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(\d{1,3})[-\s]*(?:years?|yrs?|y)[-\s./]*(?:old|o)\b", re.IGNORECASE)
AGE_TOLERANCE = 1
"""Years an age in the text may differ: records and decision may lie on two sides of a birthday."""


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
        for count, (start, end) in enumerate(_wrong_sex(field, case.sex), start=1):
            yield Raised(field.place(start, end), f"“{field.text[start:end]}” here, but the employee is {case.sex}: who is meant?",
                         f"{field.key}:{count}", field.text[start:end])


def _wrong_sex(field: TextField, sex: str) -> Iterator[tuple[int, int]]:
    yield from (found.span(1) for found in _NOUNS[sex].finditer(field.text))
    of_employee = True
    for sentence in sentences(field.text):
        if _ANOTHER.search(sentence.text):
            of_employee = False
        elif _SUBJECT.search(sentence.text):
            of_employee = True
        found = _PRONOUNS[sex].search(sentence.text) if of_employee else None
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
    for field in prose(case):
        wrong = [found for found in _AGE.finditer(field.text) if _is_employee(field.text, found) and abs(int(found[1]) - case.age) > AGE_TOLERANCE]
        for count, found in enumerate(wrong, start=1):
            fix = Fix(f"Replace by {case.age}", (field.replace(*found.span(1), str(case.age)),))
            yield Raised(field.place(*found.span()), f"Age {found[1]} here, but the employee is {case.age}: correct one.",
                         f"{field.key}:{count}", found[0], fix)


def _is_employee(text: str, found: re.Match[str]) -> bool:
    """Whether an age is the employee's: the patient is named before it or a person's noun follows."""
    after = text[found.end():found.end() + 40]
    before = text[max(0, found.start() - 40):found.start()]
    return bool(re.match(r"[,\s]+(?:\w+[-\s]+){0,3}?(?:fe)?male\b|[,\s]+(?:\w+[-\s]+){0,2}?(?:wo)?man\b|[,\s]+(?:\w+\s+){0,2}?"
                         r"(?:patient|worker|employee|claimant|applicant|gentleman|lady)", after, re.IGNORECASE)
                or re.search(r"\b(?:patient|worker|claimant|applicant|employee)\s+is\s+an?\s*$", before, re.IGNORECASE))

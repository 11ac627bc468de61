"""Names of people: none of another case, and none of the employee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_desktop.case.model import Case
from imr_desktop.case.text import fold
from imr_desktop.preflight.data import table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import prose

_NAME = r"[^\W\d_a-z][\w'’-]{0,40}[^\W\d_]"
_DEGREE = r"(?:M\.?\s?D|D\.?\s?O|D\.?\s?C|Ph\.?\s?D|D\.?P\.?M|Psy\.?D|P\.?A\.?-?C?|N\.?P|L\.?Ac|R\.?N)\b"
_DOCTOR = re.compile(
    rf"\b(?:Dr|Doctor)\b\.?\s+(?:[A-Z]\.\s*)*({_NAME}(?:\s+(?:[A-Z]\.\s+)?{_NAME}){{0,2}})"
    rf"|\b({_NAME}(?:\s+[A-Z]\.)?\s+{_NAME}),?\s+{_DEGREE}"
)
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?<![\d-])\(\d{3}\)\s?\d{3}-\d{4}\b|(?<![\d-])\d{3}[-.]\d{3}[-.]\d{4}\b(?!-)"
    r"|(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"
    r"|(?i:\b(?:date of birth|dob|d\.o\.b\.?|born(?: on)?)\b[\s:]{0,3}(?:is |of |on )?)\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
)
_NUMBER = re.compile(r"\bCM\d{2}-\d{7}\b")
_TITLE = re.compile(r"\b(?:Dr|Doctor|Prof|Mr|Mrs|Ms|Miss)\b\.?\s+$")
_PERSON = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss)\b\.?\s+({_NAME}(?:\s+{_NAME})?)")


@check("names.stranger", severity="consider", needs="record")
def stranger(case: Case, context: Context) -> Iterator[Raised]:
    """Every physician the text names stands in the record; without a record nothing is asked.

    bad: {"record": {"1": "Seen by Dana Moreno, MD, on 3/4/2025."}, "summary": "Dr. Kessler advised a brace."}
    bad: {"record": {"1": "Seen by Dr. Moreno."}, "items": [{"rationale": "The report of Ira Kessler, M.D., shows spasm."}]}
    good: {"record": {"1": "Seen by DANA MORENO, MD, on 3/4/2025."}, "summary": "Dr. Moreno advised a brace."}
    good: {"record": {"1": "Seen by Dr. Moreno."}, "summary": "Dr. ___ advised a brace; the doctor agreed."}
    good: {"summary": "Dr. Kessler advised a brace."}
    """
    if not context.record:
        return
    for field in prose(case):
        if not field.mentions("dr", "doctor", "m.d", "md", "d.o", "d.c", "ph", "pa-c", "n.p", "np"):
            continue
        count = 0
        for found in _DOCTOR.finditer(field.text):
            surname = _surname(found[1] or found[2])
            if surname and not _known(surname, case, context):
                count += 1
                yield field.raised(found.span(), f"{surname} stands nowhere in the record: is it from another case?", count)


@check("names.patient", severity="consider")
def patient(case: Case, context: Context) -> Iterator[Raised]:
    """The employee is not named: determinations are published.

    bad: {"summary": "Mr. Halloran fell from a ladder on 3/4/2025."}
    bad: {"items": [{"rationale": "Ms. Ortega has had six visits."}]}
    good: {"summary": "The employee takes MS Contin 15 mg; Ms. ____ fell."}
    """
    for field in prose(case):
        if not field.mentions("mr", "ms", "miss"):
            continue
        words = table("names.toml")
        count = 0
        for found in _PERSON.finditer(field.text):
            if found[1].split()[0].lower() in words["not_names"]:
                continue
            count += 1
            name_end = found.start() + len(found[0]) - len(found[1]) + len(_kept(found[1]))
            instead = (
                words["instead"]
                if found.start() and field.text[: found.start()].rstrip()[-1:] not in ("", ".", "\n")
                else words["instead"].capitalize()
            )
            message = f"Names a person: write “{words['instead']}”."
            yield field.raised(
                (found.start(), name_end),
                message,
                count,
                Fix(f"Write “{instead}”", (field.replace(found.start(), name_end, instead),)),
            )


@check("names.given", severity="consider")
def given(case: Case, context: Context) -> Iterator[Raised]:
    """The employee is not named without a title either.

    bad: {"items": [{"rationale": "Robert Delgado has lumbar radiculopathy."}]}
    bad: {"summary": "Maria Sandoval is a 45 year old female."}
    good: {"summary": "Dr. Robert Delgado has advised a brace; Robert Delgado, MD, agrees."}
    good: {"summary": "Grant Medical Center is where he was seen. Carpal Tunnel is suspected."}
    """
    for field in prose(case):
        for found in _named_in(field.text):
            yield field.raised(found.span(1), f"Names a person: write “{table('names.toml')['instead']}”.", found.start())


@lru_cache(maxsize=256)
def _named_in(text: str) -> tuple[re.Match[str], ...]:
    """Where a given name and a surname stand before what is said of a patient."""
    names = table("names.toml")
    return tuple(
        found
        for found in _subjects().finditer(text)
        if found[2] in names["given"] and found[3].lower() not in names["ends"] and not _TITLE.search(text, 0, found.start())
    )


@lru_cache(maxsize=1)
def _subjects() -> re.Pattern[str]:
    said: str = table("names.toml")["said_of"]
    return re.compile(rf"\b(([A-Z]\w{{1,14}})\s+(?:[A-Z]\.\s+)?([A-Z][a-z’'-]+))(?=,?\s+{said})")


@check("text.case_number", severity="consider")
def case_number(case: Case, context: Context) -> Iterator[Raised]:
    """No other case's number stands in the text.

    bad: {"number": "CM26-0000001", "summary": "As in CM25-0000777, the knee locks."}
    good: {"number": "CM26-0000001", "summary": "In CM26-0000001 the knee locks."}
    """
    for field in prose(case) if case.number.strip() else ():
        for found in _NUMBER.finditer(field.text) if field.mentions("cm") else ():
            if found[0] != case.number.strip():
                yield field.raised(found.span(), "The number of another case: is this text of this one?", found.start())


@check("names.contact", severity="consider", confidence="sure")
def contact(case: Case, context: Context) -> Iterator[Raised]:
    """No e-mail address, telephone or social security number and no day of birth stands in the letter: it is published.

    bad: {"items": [{"rationale": "Write to reviewer@example.org."}]}
    bad: {"summary": "Call (916) 555-0142."}
    bad: {"summary": "SSN 123-45-6789, born on 03/12/1971."}
    bad: {"summary": "The patient (DOB: 3/12/1971) fell."}
    good: {"summary": "She was born in 1971, ICD M54.16, claim 2015-04-0417, pages 916-920."}
    """
    for field in prose(case):
        for count, found in enumerate(_CONTACT.finditer(field.text), start=1):
            yield field.raised(found.span(), "Tells who somebody is: determinations are published without it.", count)


def _kept(name: str) -> str:
    """A name without the word behind it that is none ("Halloran Report" is "Halloran")."""
    first, _, second = name.partition(" ")
    return first if second.strip().lower() in table("names.toml")["ends"] else name


def _surname(name: str) -> str:
    """The last word of a name, before any word that ends it."""
    words = table("names.toml")
    kept: list[str] = []
    for word in name.split():
        if word.lower() in words["ends"] or word.lower() in words["not_names"]:
            break
        kept.append(word)
    surname = kept[-1] if kept else ""
    return re.sub(r"['’]s?$", "", surname)


def _known(surname: str, case: Case, context: Context) -> bool:
    """Whether a surname stands in the record, or as the author of a document."""
    wanted = fold(surname)
    if any(wanted in fold(f"{document.author} {document.title}") for document in case.documents):
        return True
    return any(_stands(text, wanted) for text in context.record.values())


@lru_cache(maxsize=8192)
def _stands(text: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", fold(text)) is not None

"""The case's own facts against the record throughout: date of injury, other dates, age, sex; who is named in the letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from imr_desktop.case import citation
from imr_desktop.case.model import Case
from imr_desktop.extract.people import find_age, find_sex
from imr_desktop.preflight import places
from imr_desktop.preflight.absence_phrases import absence_claims
from imr_desktop.preflight.checks.absence import search_behind
from imr_desktop.preflight.kept import kept, words
from imr_desktop.preflight.not_seen import said_unread
from imr_desktop.preflight.problem import Context, Fix, Raised, SetCaseField, SetDate
from imr_desktop.preflight.prose_dates_found import DATE, parse
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import prose, rationales

if TYPE_CHECKING:
    from datetime import date


_LABELLED = {
    "injury": r"(?:date(?: and hour)? of injury|doi|d\.o\.i\.|injury date|date of (?:accident|loss))",
    "ur_denial": r"(?:date of (?:this |the )?(?:utilization review )?determination(?: letter)?)",
    "application_received": r"(?:(?:imr )?application received|date (?:the )?application (?:was )?received)",
    "assigned": r"(?:date assigned|assignment date|date of assignment)",
}
_WITHIN = {"ur_denial": ("ur determination",)}
"""Of which documents a label counts; without a row, of every one."""
_BORN = re.compile(r"(?:date of birth|dob|d\.o\.b\.)[^\d\n]{0,40}?(?:(?:\d{1,2}[/-]){0,2}((?:19|20)\d\d))", re.IGNORECASE)
_NAME = r"([A-Z][A-Za-z'’-]*\.?(?:[ \t]+[A-Z][A-Za-z'’.-]+){1,3}|(?=[A-Z\d-]*\d{4})[A-Z\d][A-Z\d-]{6,})"
_ROLES = (
    r"adjuster|claims (?:adjuster|examiner|representative)|(?:employee|applicant|defen[sc]e) attorney|(?:nurse )?case manager"
    r"|employee name|injured worker|claimant|applicant|employer(?: name)?|claims? (?:number|no\.?|#)"
)
_PEOPLE = re.compile(rf"^[ \t]*(?i:({_ROLES}))[ \t]*:[ \t]*{_NAME}", re.MULTILINE)
_FEW_YEARS = 2


@lru_cache(maxsize=8)
def _label(field: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_LABELLED[field]}\W{{0,6}}(?:is\s+)?({DATE})", re.IGNORECASE)


def _stated(case: Case, record: Mapping[int, str], field: str) -> dict[date, list[int]]:
    """The days the record states for a field of the case, each with its pages, the commonest first."""
    return kept(words(record), f"stated {field}", (case.documents,), lambda: _read(case, record, field)) if record else {}


def _read(case: Case, record: Mapping[int, str], field: str) -> dict[date, list[int]]:
    within = _WITHIN.get(field)
    found: dict[date, list[int]] = {}
    for page in sorted(record):
        document = case.document_at(page) if within else None
        if within is None or (document is not None and document.type in within):
            for found_day in _label(field).finditer(record[page]):
                if day := parse(found_day[1]):
                    found.setdefault(day, []).append(page)
    return dict(sorted(found.items(), key=lambda row: -len(row[1])))


@check("record.date", severity="consider", needs="record")
def day(case: Case, context: Context) -> Iterator[Raised]:
    """The dates of the case are those the record states: injury, utilization review, application, assignment.

    bad: {"record": {"1": "Date of injury: 06/08/2015"}, "dates": {"injury": "2015-06-18"}}
    good: {"record": {"1": "Date of injury: 06/08/2015"}, "dates": {"injury": "2015-06-08"}}
    good: {"record": {"1": "Seen on 06/08/2015"}, "dates": {"injury": "2015-06-18"}}
    good: {"record": {"1": "Date of injury: 06/08/2015"}, "dates": {"injury": "2015-06-18"}, "resolutions": [{"place":
          "dates.injury", "value": "2015-06-18", "reason": "p. 9", "made_at": "2026-01-02T00:00:00Z"}]}
    """
    for field in _LABELLED:
        own: date | None = getattr(case.dates, field)
        stated = _stated(case, context.record, field) if own else {}
        if own is None or not stated or own in stated or _is_chosen(case, f"dates.{field}", own.isoformat()):
            continue
        right, pages = next(iter(stated.items()))
        name = places.date_name(field)
        where = f"{len(pages)} pages ({_pages(pages)})" if len(pages) > 1 else _pages(pages)
        said = f"The record states {right:%m/%d/%Y} as the {name} on {where}"
        message = f"{said}, the case {own:%m/%d/%Y}: which is right?"
        yield Raised(places.of_date(field), message, field, None, Fix(f"Use {right:%m/%d/%Y}", (SetDate(field, right),)))


@check("record.age", severity="consider", needs="record")
def age(case: Case, context: Context) -> Iterator[Raised]:
    """The employee's age is one that the ages and the date of birth in the record allow.

    bad: {"age": 84, "record": {"1": "The patient is a 48 year old woman.", "2": "A 48 year old warehouse lead."}}
    bad: {"age": 63, "dates": {"decision": "2025-03-01"}, "record": {"1": "Date of birth: 05/02/1971"}}
    good: {"age": 49, "record": {"1": "The patient is a 48 year old woman.", "2": "Sex and age: Female, 47"}}
    """
    own = case.age
    if own is None or not context.record or _is_chosen(case, "age", str(own)):
        return
    ages, years = kept(words(context.record), "ages", (), lambda: _ages(context.record))
    decided = case.dates.decision or context.today
    born = {page: decided.year - year for page, year in years.items()}
    known = {**ages, **born}
    if not known or any(abs(own - one) <= _FEW_YEARS for one in known.values()):
        return
    right, count = Counter(known.values()).most_common(1)[0]
    pages = [page for page, one in known.items() if one == right]
    message = f"The record makes the employee {right} ({_pages(pages)}), the case {own}: which is right?"
    fix = Fix(f"Use {right}", (SetCaseField("age", right),)) if count else None
    yield Raised(places.of_case("age"), message, "", None, fix)


def _ages(record: Mapping[int, str]) -> tuple[dict[int, int], dict[int, int]]:
    """The ages that pages name, and the years of birth."""
    ages = {page: found.value for page in sorted(record) if (found := find_age(record[page]))}
    return ages, {page: int(year[1]) for page in sorted(record) if (year := _BORN.search(record[page]))}


@check("record.sex", severity="consider", needs="record")
def sex(case: Case, context: Context) -> Iterator[Raised]:
    """The employee's sex is the one the record states.

    bad: {"sex": "male", "record": {"1": "The patient is a 48 year old woman.", "2": "Sex and age: Female, 47"}}
    good: {"sex": "female", "record": {"1": "The patient is a 48 year old woman."}}
    good: {"sex": "male", "record": {"1": "The patient is a 48 year old woman."}, "resolutions": [{"place": "sex",
          "value": "male", "reason": "The operative report", "made_at": "2026-01-02T00:00:00Z"}]}
    """
    if case.sex is None or not context.record or _is_chosen(case, "sex", case.sex):
        return
    stated = kept(words(context.record), "sexes", (), lambda: _sexes(context.record))
    other = {"female": "male", "male": "female"}[case.sex]
    if len(stated.get(other, ())) > len(stated.get(case.sex, ())):
        message = f"The record says {other} ({_pages(stated[other])}), the case {case.sex}: which is right?"
        yield Raised(places.of_case("sex"), message, "", None, Fix(f"Use {other}", (SetCaseField("sex", other),)))


def _is_chosen(case: Case, place: str, value: str) -> bool:
    """Whether the reviewer chose this value among those that the record says: that is answered."""
    return any((one.place, one.value) == (place, value) for one in case.resolutions)


def _sexes(record: Mapping[int, str]) -> dict[str, list[int]]:
    stated: dict[str, list[int]] = {}
    for page in sorted(record):
        if found := find_sex(record[page], age=find_age(record[page])):
            stated.setdefault(found.value, []).append(page)
    return stated


@check("record.patient", severity="consider", needs="record")
def patient(case: Case, context: Context) -> Iterator[Raised]:
    """The record is this employee's: number or date of injury of the case stand in it.

    bad: {"number": "CM25-9900808", "dates": {"injury": "2024-03-14"},
          "record": {"1": "IMR case number: CM16-9900417", "2": "Date of injury: 06/08/2015"}}
    good: {"number": "CM16-9900417", "dates": {"injury": "2015-06-08"},
          "record": {"1": "IMR case number: CM16-9900417", "2": "Date of injury: 06/08/2015"}}
    """
    stated = _stated(case, context.record, "injury") if case.dates.injury and case.number else {}
    numbers = kept(words(context.record), "numbers", (), lambda: _numbers(context.record)) if stated else frozenset()
    same = stated and any(getattr(case.dates, field) in _stated(case, context.record, field) for field in _LABELLED)
    if stated and numbers and not same and case.number.upper() not in numbers:
        message = (
            f"Neither the case number nor the date of injury stands in the record, which names {min(numbers)}: "
            "is it another employee's?"
        )
        yield Raised(places.RECORD, message)


def _numbers(record: Mapping[int, str]) -> frozenset[str]:
    return frozenset(found[0].upper() for text in record.values() for found in _CASE_NUMBER.finditer(text))


_CASE_NUMBER = re.compile(r"\bCM\d\d-\d{7}\b", re.IGNORECASE)


@check("names.claim", severity="consider", needs="record")
def claim(case: Case, context: Context) -> Iterator[Raised]:
    """No adjuster, attorney, employee, employer or claim of the record is named in the letter: determinations are published.

    bad: {"record": {"1": "Adjuster: T. Placeholder"}, "summary": "T. Placeholder found that care was not documented."}
    bad: {"record": {"1": "Employer: Example Orchard Packing"}, "summary": "He works for Example Orchard Packing."}
    bad: {"record": {"1": "Claim number: AB-2015-0417"}, "summary": "The claim is AB-2015-0417."}
    good: {"record": {"1": "Adjuster: T. Placeholder"}, "summary": "The claims administrator denied it."}
    """
    named = kept(words(context.record), "people", (), lambda: _people(context.record)) if context.record else {}
    for field in prose(case) if named else ():
        for count, (name, role) in enumerate(named.items(), start=1):
            at = field.text.find(name)
            if at >= 0:
                message = f"“{name}” stands in the record as {role}: determinations are published without names."
                yield field.raised((at, at + len(name)), message, count)


def _people(record: Mapping[int, str]) -> dict[str, str]:
    """The names that the record gives after a role, each with it."""
    every = (found for page in sorted(record) for found in _PEOPLE.finditer(record[page]))
    return {" ".join(found[2].split()): found[1].lower() for found in every}


@check("search.open", severity="consider")
def open_hits(case: Case, context: Context) -> Iterator[Raised]:
    """Every hit of a stored search is answered.

    bad: {"searches": [{"id": "s", "terms": ["injection"], "pages": [1], "statement": "There was no earlier injection.",
          "hits": [{"source": {"document": "d", "page": 12, "quote": "local injection"}}]}]}
    good: {"searches": [{"id": "s", "terms": ["injection"], "pages": [1], "statement": "There was no earlier injection.",
          "hits": [{"source": {"document": "d", "page": 12, "quote": "local injection"}, "remark": "A plan only."}]}]}
    """
    for search in case.searches:
        left = [hit for hit in search.hits if not hit.remark.strip()]
        if left:
            pages = {hit.source.page for hit in left}
            many = "A hit" if len(left) == 1 else f"{len(left)} hits"
            message = f"{many} of the search for “{search.terms[0] if search.terms else '…'}” not answered: {_pages(pages)}."
            fix = Fix("Search the record", act="search", target=search.statement) if search.statement else None
            yield Raised(places.RECORD, message, search.id, left[0].source.quote or None, fix)


@check("search.unread", severity="consider")
def unread(case: Case, context: Context) -> Iterator[Raised]:
    """A text that says something is absent says which pages of the record nobody could read.

    bad: {"files": [{"digest": "0", "name": "a.pdf", "pages": 9, "first_page": 1, "unreadable": [8, 9]}],
          "searches": [{"id": "s", "terms": ["injection"], "pages": [1, 2, 3, 4, 5, 6, 7], "unreadable": [8, 9],
          "statement": "There is no documentation of an earlier injection."}],
          "items": [{"rationale": "There is no documentation of an earlier injection."}]}
    good: {"files": [{"digest": "0", "name": "a.pdf", "pages": 9, "first_page": 1, "unreadable": [8, 9]}],
          "searches": [{"id": "s", "terms": ["injection"], "pages": [1, 2, 3, 4, 5, 6, 7], "unreadable": [8, 9],
          "statement": "There is no documentation of an earlier injection."}],
          "items": [{"rationale": "There is no documentation of an earlier injection. Pages 8-9 could not be read."}]}
    """
    missed = {page for file in case.files for page in file.unreadable}
    looked = {note.page for note in case.page_notes}
    for field in rationales(case) if missed - looked else ():
        claims = [one for one in absence_claims(field.text) if search_behind(one, case.searches, field.text)]
        said = said_unread(field.text)
        told = said.pages | {page for one in citation.read(field.text) for page in one.pages}
        if claims and not missed & told and not _speaks_of_pictures(field.text):
            message = f"{_pages(missed - looked)} could not be read, and the text does not say so: add it, or look at them."
            yield field.raised((claims[0].start, claims[0].end), message)


def _speaks_of_pictures(text: str) -> bool:
    return (
        re.search(r"\bpages?\b[^.]{0,60}\b(?:without readable text|as pictures?|images?|illegible|unreadable)", text)
        is not None
    )


def _pages(pages: Iterable[int]) -> str:
    return citation.listed(pages, "p.", "pp.")

"""A document's own date and author."""

from __future__ import annotations

import re
from datetime import date

from imr_desktop.extract.dates import find_dates, first_date
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.patterns import phrase

_OWN_DATE = tuple(
    phrase(pattern)
    for pattern in (
        r"\bdates? of (?:this )?(?:exam(?:ination)?|service|visit|evaluation|study|report|procedure|surgery|"
        r"determination|decision|letter)[ ]{0,4}:",
        r"\b(?:exam(?:ination)?|service|visit|study|report|procedure|collection|decision|determination) date[ ]{0,4}:",
        r"\b(?:dos|date assigned|date of (?:this )?notice|date collected|date and hour of first examination)[ ]{0,4}:",
    )
)
_BARE_DATE = phrase(r"^[ ]{0,40}(?:date[ ]{0,4}:[ ]{0,8})?(?=\d|[A-Z][a-z]{2})", flags=re.MULTILINE)
_FOREIGN = phrase(r"(?:birth|dob|d\.o\.b\.|injury|doi|received|served|hire|since|dated?)[^\n]{0,24}\Z")
_FORMS = frozenset({"imr application", "rfa"})
_SIGNED_BY = phrase(
    r"\b(?:physician|provider|employee)(?:'s)? signature[ ]{0,4}:[^\n:]{0,100}(?:\n[ ]{0,40})?\bdate[ ]{0,4}:"
)
_SIGNED = phrase(r"^[ ]{0,40}date[ ]{0,4}:", flags=re.IGNORECASE | re.MULTILINE)

_CREDENTIAL = (
    r"(?:M\.?D\.?|D\.?O\.?|D\.?C\.?|D\.?P\.?M\.?|Ph\.?D\.?|Psy\.?D\.?|L\.?Ac\.?|P\.?T\.?A?\.?|D\.?P\.?T\.?|O\.?T\.?R?\.?(?:/L)?|"
    r"N\.?P\.?|F\.?N\.?P\.?|P\.?A\.?(?:-C)?|R\.?N\.?|D\.?D\.?S\.?|O\.?D\.?)"
)
_NAME = r"(?P<name>[A-Z][\w.'\-]{0,24}(?:[ ]{1,3}[A-Z][\w.'\-]{0,24}){1,3})"
_WITH_CREDENTIAL = re.compile(rf"{_NAME},?[ ]{{1,3}}(?P<title>{_CREDENTIAL})(?![\w])")
_LABELLED = {
    "imr application": r"requesting physician information name",
    "rfa": r"requesting physician information name|requesting physician(?: signature)?",
    "ur determination": r"physician reviewer|reviewer|reviewed by",
}
_GENERAL_LABEL = (
    r"(?:electronically )?signed by|dictated by|author|(?:primary )?treating physician|physician|provider|radiologist|"
    r"surgeon|therapist|acupuncturist|reported by|examiner"
)
_REFERRER = phrase(r"\b(?:referr(?:ing|ed)|requesting|ordering|supervision|attention|to|cc|copy)[^\n]{0,40}\Z")


def find_date(paged: PagedText, first: int, last: int, kind: str = "") -> date | None:
    """The date the pages `first`…`last` (from 0) give as their own: of the examination, service, report or letter.

    A labelled date wins over a bare one; dates of birth, injury and receipt never count. A form (`kind` "imr application" or
    "rfa") carries the date it was signed.
    """
    text = paged.folded
    start = paged.starts[first]
    end = paged.starts[last + 1] - 1 if last + 1 < len(paged.starts) else len(text)
    if kind in _FORMS:
        return _signed(text, start, end)
    for pattern in _OWN_DATE:
        for match in pattern.finditer(text, start, end):
            found = first_date(text, match.end(), min(end, match.end() + 40))
            if found and ":" not in text[match.end() : found.start]:
                return found.value
    for pattern in (_BARE_DATE, _SIGNED):
        for match in pattern.finditer(text, start, end):
            found = first_date(text, match.end(), min(end, match.end() + 24))
            if found and found.start - match.end() <= 4:
                return found.value
    return next(
        (
            found.value
            for found in find_dates(text, start, min(end, start + 1500))
            if not _FOREIGN.search(text, max(start, found.start - 40), found.start)
        ),
        None,
    )


def _signed(text: str, start: int, end: int) -> date | None:
    """The day beside the signature of whoever the form is from, else the last day of a signature."""
    of_theirs, any_others = (
        [first_date(text, match.end(), min(end, match.end() + 24)) for match in pattern.finditer(text, start, end)]
        for pattern in (_SIGNED_BY, _SIGNED)
    )
    return next((found.value for found in (*of_theirs, *reversed(any_others)) if found), None)


def find_author(paged: PagedText, kind: str) -> str:
    """Who wrote the document: the name with a credential beside a label that says so, else the last one signing it."""
    text = paged.folded
    for words in (_LABELLED.get(kind), _GENERAL_LABEL):
        if words is None:
            continue
        label = phrase(
            rf"^[ ]{{0,40}}(?:{words.replace(' ', '[ ]')})[ ]{{0,6}}[:\n]\s{{0,6}}", flags=re.IGNORECASE | re.MULTILINE
        )
        for match in label.finditer(text):
            name = _WITH_CREDENTIAL.match(text, match.end())
            if name:
                return _written(name)
    signed = [
        match
        for match in _WITH_CREDENTIAL.finditer(text)
        if not _REFERRER.search(text, max(0, match.start() - 48), match.start())
    ]
    return _written(signed[-1]) if signed else ""


def _written(match: re.Match[str]) -> str:
    return f"{' '.join(match['name'].split())}, {match['title']}"

"""The reviewer's identity stays out of everything that goes out (Labor Code 4610.6(f))."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from imr_desktop.case import fields
from imr_desktop.case.model import Case, Credentials, DisputedItem
from imr_desktop.identity import Identity, lines
from imr_desktop.identity.finding import Hit, find
from imr_desktop.preflight import places
from imr_desktop.preflight.attached import attached
from imr_desktop.preflight.problem import Context, Fix, Place, Raised, Severity
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField

_AROUND = 24
"""Letters on either side that a reason for a likely trace holds for."""
_NUMBER = re.compile(
    r"\b(?i:licen[cs]e|lic\.?)\s*"
    r"(?:(?i:no\.?|number|num\.?|nr\.?|#)\s*[:#]?\s*[A-Z]{0,3}[- ]?\d{4,8}|[:#]?\s*[A-Z]{0,3}[- ]?\d{5,8})\b"
    r"|\b(?i:NPI)\s*(?i:no\.?|number|num\.?|#)?\s*(?:is\s*)?[:#]?\s*\d{10}\b"
    r"|\bDEA\s*(?i:no\.?|number|#)?\s*[:#]?\s*[A-Z]{2}\s?\d{7}\b"
    r"|\b(?i:licen[cs]ed?|licensure|certificate|registration)\b[^.;\n\d]{0,40}?(?<![\w-])(?:20)?[A-Z]{1,3}[- ]?\d{4,7}\b"
    r"|\b(?:M\.?D|D\.?O|D\.?C|Ph\.?D|Psy\.?D|D\.?P\.?M|L\.?Ac)\b\.?,?\s*[(\[]?(?:(?i:CA|Calif(?:ornia|\.)?)\b,?\s*)?[#:]?\s*"
    r"(?:20)?[A-Z]{1,3}[- ]?\d{4,7}\b"
    r"|(?<![\w./-])(?:20A|[ACG])[- ]?\d{5,6}(?![\w/-])(?!\s?(?:mg|mcg|mL|units?)\b)"
)
"""Any form of a physician's number: after its name, after a degree, or a California letter with five or six digits."""
_ANY_NUMBER = re.compile(r"(?<![\w/.])#?\s?(?:[A-Z0-9]{1,4}[- ]?)?\d{4,10}(?![\w/.-]*\d)")
"""A number in the reviewer's qualifications, where none belongs; a year is told apart."""
_FOUR = re.compile(r"\d{4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BY = r"\b(?i:(?:electronically\s+)?signed\s+by|reviewed\s+by|reviewer(?:['’]s\s+name)?\s*(?:is|:))\s*:?\s*"
_DEGREE = r"(?:M\.?D|D\.?O|D\.?C|Ph\.?D|L\.?Ac|D\.?P\.?M|D\.?D\.?S|Psy\.?D)\b\.?"
_SIGNATURE = re.compile(
    rf"{_BY}(?:Dr\.?\s+)?[A-Z][\w.'’-]{{0,30}}(?:\s+[A-Z][\w.'’-]{{0,30}}){{0,3}},?\s+{_DEGREE}"
    rf"|{_BY}(?:Dr\.?|Doctor)\s+[A-Z][\w'’-]+|(?:^|\s)/s/\s*\w[^\n]{{0,40}}"
    rf"|\n[ \t]*(?:Dr\.?\s+)?[A-Z][\w'’-]{{0,30}}(?:[ \t]+[A-Z][\w.'’-]{{0,30}}){{1,3}},?[ \t]+{_DEGREE}[ \t]*$"
)
_OF_RECORD = re.compile(
    r"\b(?:reports?|notes?|forms?|application|rfa|request|prescription|order|letter|agreement|contract|plan|script|record|study|mri|"
    r"x-?rays?|imaging|films?|chart|it|was|were|is)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


@check("identity.unset", severity="must fix", confidence="sure")
def unset(case: Case, context: Context) -> Iterator[Raised]:
    """Before anything is signed, the reviewer's identity is known, or it is declared that the office signs.

    bad: {"identity": []}
    good: {"identity": ["Ana Green"]}
    good: {}
    """
    if context.identity == ():
        message = "Nobody has said whose name must stay out: give the reviewer's identity, or declare that the office signs."
        yield Raised(Place("sign", "", "identity", label="Sign"), message, fix=Fix("Say who signs…", act="identify"))


@check("identity.name", severity="must fix", confidence="sure", needs="identity")
def name(case: Case, context: Context) -> Iterator[Raised]:
    """The reviewer's name, numbers and addresses stand in no text that goes out, however they are spelled.

    bad: {"identity": ["Ana Núñez-Ortiz, MD"], "summary": "Reviewed for the Board by Ana Nunez Ortiz."}
    bad: {"identity": ["A 54321"], "items": [{"rationale": "Signed under license A54321."}]}
    bad: {"identity": ["Ana Green"], "items": [{"evidence": [{"step": "mtus", "note": "Looked up by Ana Green."}]}]}
    bad: {"identity": ["Ana Ortiz"], "findings": [{"id": "f", "text": "Told Ana Ortiz of locking."}]}
    good: {"identity": ["Ana Núñez-Ortiz, MD"], "summary": "Ana was not seen by Dr. Ortizeña."}
    """
    for place in _read(case, context):
        for count, hit in enumerate((hit for hit in place.hits if hit.certainty == "sure"), start=1):
            yield place.raised(hit, f"{place.key}:{count}", "Names the reviewer: remove it.", removable=True)


@check("identity.surname", severity="must fix", needs="identity")
def surname(case: Case, context: Context) -> Iterator[Raised]:
    """What may name the reviewer (a surname, initials, bare digits of a license) is taken out, or said to be another's.

    bad: {"identity": ["Ana Okonkwo"], "summary": "As okonkwo advised, a brace."}
    bad: {"identity": ["Alan Day"], "summary": "Dr. Day advised a brace."}
    bad: {"identity": ["Ana Ortiz"], "documents": [{"id": "d", "file": "f", "title": "Notes of Dr. Ortiz", "type": "other",
          "first_page": 1, "last_page": 1}]}
    good: {"identity": ["Alan Day"], "summary": "One tablet a day, for a day."}
    """
    for place in _read(case, context):
        for hit in place.hits:
            if hit.certainty != "sure":
                yield place.doubtful(hit)


@check("identity.number", severity="must fix", confidence="sure", needs="identity")
def number(case: Case, context: Context) -> Iterator[Raised]:
    """No license number and no NPI stands in the text.

    bad: {"summary": "Physician, License No. A12345."}
    bad: {"items": [{"rationale": "NPI: 1234567890"}]}
    bad: {"credentials": {"licensure": "California (A 123456)"}}
    bad: {"credentials": {"specialty": "Pain Management, MD, CA 54321"}}
    bad: {"items": [{"rationale": "Reviewed by a physician licensed in California, G-54321."}]}
    good: {"credentials": {"specialty": "Pain Medicine, certified 2014"}}
    good: {"summary": "ICD M54.16, G89.29; E0730 and L1832 were requested, DOI 10/05/2016, claim 0123456."}
    good: {"summary": "He lost his driver's license in 2019."}
    """
    for field in outgoing(case):
        for count, found in enumerate(_numbers(field), start=1):
            yield _leak(field, found.start(), found.end(), f"{_key(field)}:{count}", "A license number or NPI: remove it.")


def _numbers(field: TextField) -> tuple[re.Match[str], ...]:
    """The numbers of a text that can be a physician's; in qualifications any number that is no year."""
    return _numbers_in(field.text, field.field.startswith("credentials.")) if _FOUR.search(field.text) else ()


@lru_cache(maxsize=512)
def _numbers_in(text: str, credentials: bool) -> tuple[re.Match[str], ...]:
    every = (_ANY_NUMBER if credentials else _NUMBER).finditer(text)
    return tuple(found for found in every if not (credentials and _YEAR.fullmatch(found[0].strip())))


@check("identity.signature", severity="must fix", needs="identity")
def signature(case: Case, context: Context) -> Iterator[Raised]:
    r"""No words of signature name a physician; who signed a report of the record is only looked at.

    bad: {"items": [{"rationale": "Signed by Dr. Example"}]}
    bad: {"summary": "The report of 3/1/2025 was signed by Dr. Example."}
    bad: {"items": [{"rationale": "The request is not medically necessary.\n\nJohn Q. Example, M.D."}]}
    good: {"summary": "The form was signed by the treating physician."}
    """
    for field in outgoing(case):
        hinted = field.mentions("signed", "reviewe", "/s/", "\n")
        for count, found in enumerate(_SIGNATURE.finditer(field.text) if hinted else (), start=1):
            record = bool(_OF_RECORD.search(field.text, max(0, found.start() - 120), found.start()))
            message = "Names who signed: write the role instead." if record else "A signature with a name: remove it."
            yield _leak(
                field, found.start(), found.end(), f"{_key(field)}:{count}", message, severity="consider" if record else None
            )


def outgoing(case: Case) -> Iterator[TextField]:
    """Every text of the case that reaches the determination or the data attached to it."""
    if case.summary:
        yield TextField(case.summary, "summary")
    for count, item in places.numbered(case):
        for field in fields.texts(DisputedItem):
            text = getattr(item, field)
            if text:
                yield TextField(text, field, count, item)
        searched = "\n".join(part for step in item.evidence for part in (step.citation, step.note) if part)
        if searched:
            yield TextField(searched, "evidence", count, item)
    for field in fields.texts(Credentials):
        text = getattr(case.credentials, field)
        if text:
            yield TextField(text, f"credentials.{field}")


@dataclass(frozen=True)
class _Place:
    """A text that goes out, with what in it names the reviewer; `field` where it is one of the letter's own."""

    text: str
    key: str
    place: Place
    hits: tuple[Hit, ...]
    field: TextField | None = None

    def raised(
        self,
        hit: Hit,
        key: str,
        message: str,
        *,
        removable: bool = False,
        severity: Severity | None = None,
        overridable: bool = False,
    ) -> Raised:
        if self.field is not None:
            made = _leak(self.field, hit.start, hit.end, key, message, fix=removable, severity=severity)
        else:
            made = Raised(self.place, message, key, self.text[hit.start : hit.end], severity=severity)
        return replace(made, overridable=overridable, flag=hit.certainty == "noted" or None)

    def doubtful(self, hit: Hit) -> Raised:
        """A trace that may be another's. Its name holds for these words alone: a reason given does not cover others."""
        around = self.text[max(0, hit.start - _AROUND) : hit.end + _AROUND]
        key = f"{self.key}:{hashlib.sha256(around.encode('utf-8', 'replace')).hexdigest()[:8]}"
        if hit.certainty == "noted":
            return self.raised(
                hit,
                key,
                "The reviewer's surname: of a cited author, or of a sign that is named after somebody.",
                severity="consider",
            )
        message = f"May name the reviewer ({hit.what}): take it out, or say in a reason who else is meant."
        return self.raised(hit, key, message, removable=True, overridable=True)


class _This:
    """A case as a key: equal to itself alone, so that it is read once for both checks."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.case is other.case

    def __hash__(self) -> int:
        return id(self.case)


def _read(case: Case, context: Context) -> tuple[_Place, ...]:
    """Every text that goes out and names the reviewer."""
    identity = tuple(context.identity or ())
    return _places(_This(case), identity) if lines(identity) else ()


@lru_cache(maxsize=2)
def _places(this: _This, identity: Identity) -> tuple[_Place, ...]:
    return tuple(_found(this.case, identity))


def _found(case: Case, identity: Identity) -> Iterator[_Place]:
    for field in outgoing(case):
        if hits := find(identity, field.text):
            yield _Place(field.text, _key(field), field.place(), hits, field)
    for one in attached(case):
        if hits := find(identity, one.text, as_name=one.place.field == "documents.author"):
            yield _Place(one.text, one.key, one.place, hits)


def _leak(
    field: TextField, start: int, end: int, key: str, message: str, *, fix: bool = True, severity: Severity | None = None
) -> Raised:
    credentials = field.field.startswith("credentials.")
    if field.field == "evidence":  # several steps' words in one: no offset and no replacement fits them
        return Raised(field.place(), message, key, field.text[start:end], None, severity)
    place = Place("case", "", field.field, start, end, "Reviewer credentials") if credentials else field.place(start, end)
    offered = Fix("Remove", (field.replace(start, end, ""),)) if fix and not credentials else None
    return Raised(place, message, key, field.text[start:end], offered, severity)


def _key(field: TextField) -> str:
    return f"{field.key}:{field.field}"

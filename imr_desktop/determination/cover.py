"""Cover letters and the proof of service as data: what they say, before any layout.

They are functions of the signed case, its parties, the office and the fixed words. Request texts come only from the case; the
parties' data stands in these papers alone. No reviewer is named: the medical director signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from imr_desktop.case.appeal import appeal_period
from imr_desktop.case.model import Case, IssuingOffice
from imr_desktop.case.parties import Parties, Party, Service
from imr_desktop.determination.cover_words import CoverWords, cover_words
from imr_desktop.errors import RenderError
from imr_desktop.names import safe_name

_LONGEST = 60
_NONE: Mapping[str, str] = MappingProxyType({})
_NAMES = ("employee", "claim_number", "number", "adj_number")


class Row(msgspec.Struct, frozen=True):
    """A label and what stands behind it."""

    label: str
    value: str


class ItemRow(msgspec.Struct, frozen=True):
    """One disputed item in the table of decisions."""

    number: str
    title: str
    decision: str


class CoverLetter(msgspec.Struct, frozen=True):
    """One party's letter in print order; every string is plain text."""

    words: CoverWords
    office: IssuingOffice
    number: str
    mailed: str
    addressee: tuple[str, ...]
    about: tuple[Row, ...]
    greeting: str
    opening: str
    outcome: str
    items: tuple[ItemRow, ...]
    effect: tuple[str, ...]
    until: str
    help: tuple[str, ...]
    enclosure: str
    copies: tuple[str, ...]


class ServedRow(msgspec.Struct, frozen=True):
    """One who was served: lines of name and address, and the way."""

    number: str
    lines: tuple[str, ...]
    how: str


class ProofOfService(msgspec.Struct, frozen=True):
    """The declaration in print order."""

    words: CoverWords
    office: IssuingOffice
    number: str
    about: tuple[Row, ...]
    declare: str
    served: str
    how: tuple[str, ...]
    rows: tuple[ServedRow, ...]
    executed: str
    declarant: str


def form_of(case: Case) -> str:
    """Which of the outcome's sentences is true of all items: by their decisions, and whether some ended without one.

    Raises RenderError while an item is open.
    """
    if not case.items or not all(item.settled for item in case.items):
        raise RenderError("The case has an item without a decision; a cover letter goes with a signed determination alone.")
    ended = any(item.end_state for item in case.items)
    decisions = {item.decision for item in case.items if not item.end_state}
    if not decisions:
        return "ended"
    form = "partial" if len(decisions) == 2 else "uphold" if decisions == {"Upheld"} else "overturn"
    return f"{form}_rest" if ended else form


def cover_letter(
    case: Case, parties: Parties, party: Party, office: IssuingOffice, own: Mapping[str, str] = _NONE
) -> CoverLetter:
    """The letter for one party; the employee's in the language that the parties say, with the office's `own` words.

    Raises RenderError.
    """
    words = cover_words(parties.language if party.role == "employee" else "English", own)
    service = _service(parties)
    return CoverLetter(
        words=words,
        office=office,
        number=case.number.strip(),
        mailed=words.day(service.mailed),
        addressee=tuple(_addressee(party, words)),
        about=tuple(_about(case, parties, words)),
        greeting=words.greeting.format(name=party.called),
        opening=words.opening.format(decided=words.day(case.dates.decision)),
        outcome=words.outcome[form_of(case)],
        items=_items(case, words),
        effect=tuple(_effect(case, words)),
        until=_until(party, service, words),
        help=tuple(_help(office, words)),
        enclosure=words.enclosure.format(number=case.number.strip() or words.not_stated),
        copies=(*(_copy(other, words) for other in parties.parties if other is not party), words.administrative_director),
    )


def proof_of_service(case: Case, parties: Parties, office: IssuingOffice, own: Mapping[str, str] = _NONE) -> ProofOfService:
    """The declaration that every party was served. Raises RenderError where no mailing is entered."""
    words, service = cover_words("English", own), _service(parties)
    proof = words.proof
    assert proof is not None, "the English words have it"
    mailed = words.day(service.mailed)
    address = proof.address.format(lines=", ".join(office.address)) if office.address else ""
    ways = dict.fromkeys(party.served for party in parties.parties if party.served)
    return ProofOfService(
        words=words,
        office=office,
        number=case.number.strip(),
        about=tuple(_about(case, parties, words, _NAMES)),
        declare=proof.declare.format(declarant=service.declarant, office=office.name, address=address),
        served=proof.served.format(
            mailed=mailed,
            place=service.place,
            number=case.number.strip() or words.not_stated,
            decided=words.day(case.dates.decision),
        ),
        how=tuple(proof.how[way] for way in ways),
        rows=tuple(
            ServedRow(f"{number}", _served_lines(party, words), proof.method[party.served] if party.served else "")
            for number, party in enumerate(parties.parties, 1)
        ),
        executed=proof.executed.format(mailed=mailed, place=service.place),
        declarant=service.declarant,
    )


def cover_name(case: Case, number: int, party: Party) -> str:
    """The file name of a party's letter: case number and role, never a person's name."""
    return _file_name(case, f"Cover letter {number} {party.role.replace(chr(39), '')}")


def proof_name(case: Case) -> str:
    """The file name of the proof of service."""
    return _file_name(case, "Proof of service")


def _file_name(case: Case, what: str) -> str:
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", case.number).strip("-.")[:_LONGEST].rstrip("-.")
    return safe_name(f"{safe or 'Case without number'} {what}.pdf")


def _service(parties: Parties) -> Service:
    if parties.service is None:
        raise RenderError("The date mailed is not entered; the last day to appeal counts from it.")
    return parties.service


def _addressee(party: Party, words: CoverWords) -> Iterator[str]:
    yield from filter(None, (party.name, party.organization, *party.address))
    if party.served == "electronic":
        yield words.by_email.format(email=party.email)
    elif party.served == "in person":
        yield words.in_person


def _about(case: Case, parties: Parties, words: CoverWords, names: Sequence[str] = ()) -> Iterator[Row]:
    employee, dates = parties.employee, case.dates
    values = {
        "employee": employee.called if employee else "",
        "claim_number": parties.claim_number,
        "number": case.number.strip() or words.not_stated,
        "adj_number": parties.adj_number,
        "injury": " \u2013 ".join(words.day(day) for day in (dates.injury, dates.injury_until) if day)
        if dates.injury
        else "",
        "employer": ", ".join(party.organization or party.name for party in parties.of("employer")),
        "ur_denial": words.day(dates.ur_denial) if dates.ur_denial else "",
        "decision": words.day(dates.decision),
    }
    return (Row(label, values[name]) for name, label in words.re.items() if values[name] and name in (names or words.re))


def _items(case: Case, words: CoverWords) -> tuple[ItemRow, ...]:
    return tuple(
        ItemRow(f"{number}", item.disputed_text.strip(), words.table.decided[item.end_state or item.decision or "ineligible"])
        for number, item in enumerate(case.items, 1)
    )


def _effect(case: Case, words: CoverWords) -> Iterator[str]:
    decisions = {item.decision for item in case.items if not item.end_state}
    yield words.effect.binding
    if "Overturned" in decisions:
        yield words.effect.overturned
    if "Upheld" in decisions:
        yield words.effect.upheld


def _until(party: Party, service: Service, words: CoverWords) -> str:
    in_person = party.served == "in person"
    period = appeal_period(service.mailed, party.at, in_person=in_person)
    if period is None:
        raise RenderError(f"Where the address of {party.called} is (California, another state, abroad) is not clear; say it.")
    parts = {"days": period.days, "mailed": words.day(service.mailed), "last": words.day(period.last)}
    if in_person:
        return words.appeal.in_person.format(**parts)
    assert party.at is not None, "a period without it is none"
    return words.appeal.mailed.format(**parts, place=words.places[party.at], added=period.added)


def _help(office: IssuingOffice, words: CoverWords) -> Iterator[str]:
    if office.contact:
        yield words.help.contact.format(contact=", ".join(line.rstrip(".") for line in office.contact))
    if office.language_help:
        yield office.language_help
    yield words.help.state


def _copy(party: Party, words: CoverWords) -> str:
    called = ", ".join(filter(None, (party.name, party.organization)))
    return f"{called} ({words.roles[party.role]})"


def _served_lines(party: Party, words: CoverWords) -> tuple[str, ...]:
    email = (party.email,) if party.served == "electronic" else ()
    return (_copy(party, words), *party.address, *email)

"""Who a determination is sent to, and how and when it was. Never part of a case: no letter's data, no package holds it.

The employee's name, addresses and numbers are kept beside the case in the vault and reach cover letters and the proof of
service alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from imr_desktop.case.appeal import Place
from imr_desktop.case.model import Struct
from imr_desktop.errors import CaseInvalid, UsageError

Role = Literal[
    "employee",
    "employee's attorney",
    "requesting provider",
    "employer",
    "claims administrator",
    "claims administrator's attorney",
    "other",
]
ROLES: tuple[Role, ...] = get_args(Role)
SOLE: tuple[Role, ...] = ("employee",)
"""Whom a case has one of."""
RECIPIENTS: tuple[Role, ...] = ("employee", "requesting provider", "claims administrator")
"""Who gets a determination in any case, beside the Administrative Director (Labor Code 4610.6(f)); the claims administrator
for the employer."""
Method = Literal["mail", "electronic", "in person"]
METHODS: tuple[Method, ...] = get_args(Method)
PLACES: tuple[Place, ...] = get_args(Place)
Language = Literal["English", "Spanish"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

LONGEST = 200
MOST_PARTIES = 40
MOST_LINES = 8
MOST_BYTES = 1024 * 1024
YEARS = range(2000, 2101)

Name = Annotated[str, Meta(max_length=LONGEST)]
_STATE = re.compile(r"(?:^|[\s,])(?:(?P<state>[A-Z]{2})\.?|[Cc]alifornia|Calif\.),?\s+\d{5}(?:-\d{4})?$")
_STATES = re.compile(
    "A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]"
)


class Party(Struct, frozen=True):
    """One who gets a copy: `name` of a person, `organization`, or both; `served` is how, once that is decided."""

    role: Role
    name: Name = ""
    organization: Name = ""
    address: Annotated[tuple[Name, ...], Meta(max_length=MOST_LINES)] = ()
    email: Name = ""
    served: Method | None = None
    place: Place | None = None

    @property
    def called(self) -> str:
        """The name on an envelope's first line."""
        return self.name or self.organization

    @property
    def at(self) -> Place | None:
        """Where the address is: as it was said, else as its last line shows; None where neither tells."""
        return self.place or place_of(self.address)


class Service(Struct, frozen=True):
    """That copies were put into the mail or handed over: the day, from where, and who declares it."""

    mailed: date
    place: Name = ""
    declarant: Name = ""


class Parties(Struct, frozen=True):
    """The parties of one case. `language` is that of the employee's own copy of the cover letter."""

    parties: Annotated[tuple[Party, ...], Meta(max_length=MOST_PARTIES)] = ()
    birth: date | None = None
    claim_number: Name = ""
    adj_number: Name = ""
    language: Language = "English"
    service: Service | None = None

    def of(self, role: Role) -> tuple[Party, ...]:
        """Those with a role, in their order."""
        return tuple(party for party in self.parties if party.role == role)

    @property
    def employee(self) -> Party | None:
        """The employee, where one is entered."""
        return next(iter(self.of("employee")), None)


def place_of(address: tuple[str, ...]) -> Place | None:
    """Whether an address of the United States is in California, by state and ZIP code at its end; None where unclear."""
    found = _STATE.search(address[-1].strip()) if address else None
    state = (found["state"] or "CA") if found else ""
    if not _STATES.fullmatch(state):
        return None
    return "California" if state == "CA" else "another state"


def tidy(parties: Parties) -> Parties:
    """The same without empty lines and outer spaces. Raises UsageError where something does not fit."""
    made = replace(
        parties,
        parties=tuple(_party(number, party) for number, party in enumerate(parties.parties, 1)),
        claim_number=_line(parties.claim_number, "The claim number"),
        adj_number=_line(parties.adj_number, "The ADJ number"),
        service=_service(parties.service),
    )
    for role in SOLE:
        if len(made.of(role)) > 1:
            raise UsageError(f"Two parties are the {role}; a case has one. Give the second one another role.")
    return made


def _party(number: int, party: Party) -> Party:
    where = f"Party {number} ({party.role})"
    made = replace(
        party,
        name=_line(party.name, f"The name of {where.lower()}"),
        organization=_line(party.organization, f"The organization of {where.lower()}"),
        email=_line(party.email, f"The e-mail address of {where.lower()}"),
        address=tuple(line for line in (_line(one, f"The address of {where.lower()}") for one in party.address) if line),
    )
    if not any(sign.isalnum() for sign in made.called):  # signs that nobody sees are no name
        raise UsageError(f"{where} has neither a name nor an organization; enter one, or take the party away.")
    return made


def _service(service: Service | None) -> Service | None:
    if service is None:
        return None
    if service.mailed.year not in YEARS:
        raise UsageError(f"The date mailed has the year {service.mailed.year}; enter {YEARS[0]} to {YEARS[-1]}.")
    return replace(service, place=_line(service.place, "The place"), declarant=_line(service.declarant, "The name"))


def _line(text: str, what: str) -> str:
    made = " ".join(text.split())
    if len(made) > LONGEST:
        raise UsageError(f"{what} has {len(made):,} letters in one line; {LONGEST} fit.")
    return made


def gaps(parties: Parties) -> Iterator[str]:
    """What is still missing before cover letters and a proof of service can be made, as sentences."""
    for role in RECIPIENTS:
        if not parties.of(role):
            yield f"No {role} is entered; each gets the determination (Labor Code 4610.6(f))."
    for party in parties.parties:
        if party.served is None:
            yield f"How {party.called} is served is not said: by mail, electronically or in person."
        elif party.served == "mail" and not party.address:
            yield f"{party.called} is served by mail and has no address."
        elif party.served == "electronic" and not party.email:
            yield f"{party.called} is served electronically and has no e-mail address."
        if party.served in ("mail", "electronic") and party.at is None:
            yield f"Where the address of {party.called} is (California, another state, abroad) is not clear; say it."
    if parties.service is None:
        yield "The date mailed is not entered; the last day to appeal counts from it."
    else:
        if not parties.service.place:
            yield "Where the letters were mailed is not entered."
        if not parties.service.declarant:
            yield "Who declares the service is not entered."


def encode(parties: Parties) -> bytes:
    """The parties as JSON."""
    return msgspec.json.encode(parties, order="deterministic")


def decode(data: bytes, where: str) -> Parties:
    """Read parties from JSON; `where` names the input. Raises CaseInvalid."""
    if len(data) > MOST_BYTES:
        raise CaseInvalid(f"{where} is larger than 1 MB and cannot list a case's parties.")
    try:
        return msgspec.json.decode(data, type=Parties)
    except msgspec.ValidationError as error:
        raise CaseInvalid(f"{where} does not list parties: {_tidy(str(error))}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CaseInvalid(f"{where} is not valid JSON; `imr-desktop parties CASE show --json` shows the form.") from None


def _tidy(message: str) -> str:
    return message.replace("`", "").replace("$.", "")[:200]

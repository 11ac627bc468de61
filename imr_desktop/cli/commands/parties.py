"""``imr-desktop parties CASE``: who a stored case's determination is sent to, and that it was."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec.structs import replace

from imr_desktop.case import dates
from imr_desktop.case.parties import LANGUAGES, METHODS, PLACES, ROLES, Parties, Party, Service, gaps
from imr_desktop.cli.opened import add_secret, opened
from imr_desktop.cli.output import say, told
from imr_desktop.errors import UsageError
from imr_desktop.review import Services

EXAMPLE = (
    "example:\n  imr-desktop parties CM26-0000123 show\n"
    '  imr-desktop parties CM26-0000123 add --role employee --name "Lee Example" --address "12 Elm Street" \\\n'
    '      --address "Fresno, CA 93650" --served mail\n'
    "  imr-desktop parties CM26-0000123 set --claim-number W-100 --language Spanish\n"
    '  imr-desktop parties CM26-0000123 set --mailed 12/01/2026 --place "Sacramento, California" --declarant "Kim Example"\n'
    "  imr-desktop parties CM26-0000123 import parties.json\n\n"
    "They are kept in the vault beside the case: cover letters and the proof of service alone hold them."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The case, the act, and the fields."""
    parser.add_argument("case", metavar="CASE", help="the number of a stored case")
    parser.add_argument("act", choices=sorted(_ACTS), help="show, set fields, add or drop a party, take all from a file")
    parser.add_argument("what", nargs="?", metavar="WHAT", help="import: a JSON file; drop: a party's number")
    case = parser.add_argument_group("with set; an empty value takes one away")
    case.add_argument("--claim-number", metavar="WORDS", help="the claims administrator's claim number")
    case.add_argument("--adj-number", metavar="WORDS", help="the EAMS (ADJ) number")
    case.add_argument("--born", metavar="DATE", help="the employee's date of birth")
    case.add_argument("--language", choices=LANGUAGES, help="the language of the employee's copy of the cover letter")
    case.add_argument("--mailed", metavar="DATE", help="the day the copies were mailed or handed over")
    case.add_argument("--place", metavar="WORDS", help="where they were mailed")
    case.add_argument("--declarant", metavar="WORDS", help="who mailed them and declares it")
    party = parser.add_argument_group("with add")
    party.add_argument("--role", choices=ROLES, help="what the party is in the case")
    party.add_argument("--name", metavar="WORDS", default="", help="a person's name")
    party.add_argument("--organization", metavar="WORDS", default="", help="a company, a firm, a practice")
    party.add_argument("--address", action="append", default=[], metavar="LINE", help="a line of the address (repeatable)")
    party.add_argument("--email", metavar="WORDS", default="", help="the e-mail address for electronic service")
    party.add_argument("--served", choices=METHODS, help="how the party is served")
    party.add_argument("--where", choices=PLACES, help="where the address is, if its last line does not show it")
    add_secret(parser)


def run(options: argparse.Namespace) -> int:
    """Do the act; exit code 0."""
    if (options.act in ("import", "drop")) != (options.what is not None):
        needs = {"import": "needs the name of a file", "drop": "needs a party's number"}
        raise UsageError(f"parties {options.act} {needs.get(options.act, 'takes no further word')}.")
    with opened(options) as services:
        case_id = services.cases.repository.id_of(options.case)
        present, version = services.parties.stored(case_id)
        made = _ACTS[options.act](services, options, present)
        if made is not present:
            made = services.parties.keep(case_id, made, version)
        return told(options, _plain(made), _say, made)


def _show(_services: Services, _options: argparse.Namespace, present: Parties) -> Parties:
    return present


def _set(_services: Services, options: argparse.Namespace, present: Parties) -> Parties:
    given: dict[str, Any] = {
        name: getattr(options, name)
        for name in ("claim_number", "adj_number", "language")
        if getattr(options, name) is not None
    }
    if options.born is not None:
        given["birth"] = _day(options.born)
    return replace(present, **given, service=_service(options, present.service))


def _service(options: argparse.Namespace, present: Service | None) -> Service | None:
    words = {name: getattr(options, name) for name in ("place", "declarant") if getattr(options, name) is not None}
    if options.mailed is None and (present or not words):
        return replace(present, **words) if present else None
    day = _day(options.mailed) if options.mailed is not None else None
    if day is None and words:
        raise UsageError("Say on what day the copies were mailed: --mailed DATE.")
    if day is None:
        return None
    return replace(present, mailed=day, **words) if present else Service(day, **words)


def _day(text: str) -> date | None:
    try:
        return dates.read(text) if text.strip() else None
    except ValueError as error:
        raise UsageError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None


def _add(_services: Services, options: argparse.Namespace, present: Parties) -> Parties:
    if options.role is None:
        raise UsageError("parties add needs --role; `imr-desktop parties --help` lists the roles.")
    party = Party(
        options.role, options.name, options.organization, tuple(options.address), options.email, options.served, options.where
    )
    return replace(present, parties=(*present.parties, party))


def _drop(_services: Services, options: argparse.Namespace, present: Parties) -> Parties:
    number = int(options.what) if options.what.isdecimal() and len(options.what) < 4 else 0
    if not 1 <= number <= len(present.parties):
        raise UsageError(f"There is no party {options.what[:20]}; `parties {options.case[:40]} show` numbers them.")
    return replace(present, parties=present.parties[: number - 1] + present.parties[number:])


def _import(services: Services, options: argparse.Namespace, _present: Parties) -> Parties:
    return services.parties.read(Path(options.what))


def _plain(parties: Parties) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(parties)
    return built


def _say(parties: Parties) -> None:
    for number, party in enumerate(parties.parties, 1):
        called = ", ".join(filter(None, (party.name, party.organization, *party.address, party.email)))
        say(f"{number}. {party.role}: {called} (served: {party.served or 'not said'})")
    say("No party is entered." if not parties.parties else "")
    service = parties.service
    rows = {
        "Claim number": parties.claim_number,
        "ADJ number": parties.adj_number,
        "Date of birth": dates.written(parties.birth),
        "Employee's copy": parties.language,
        "Mailed": ", ".join(filter(None, (dates.written(service.mailed), service.place, service.declarant)))
        if service
        else "",
    }
    for label, value in rows.items():
        say(f"{label + ':':<17}{value or 'not set'}")
    for gap in gaps(parties):
        say(f"Missing: {gap}")


_ACTS: Mapping[str, Callable[[Services, argparse.Namespace, Parties], Parties]] = MappingProxyType(
    {"show": _show, "set": _set, "add": _add, "drop": _drop, "import": _import}
)

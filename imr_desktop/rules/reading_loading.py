"""Readings of the user's files on their way into the packs: one that does not hold is left out and said, the rest holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from imr_desktop.errors import PackInvalid
from imr_desktop.rules import validate
from imr_desktop.rules.files import PackFiles
from imr_desktop.rules.match import Matcher
from imr_desktop.rules.model import Edition, InputSpec, Service
from imr_desktop.rules.packs import SHIPPED
from imr_desktop.rules.reading_rules import made, rule_id
from imr_desktop.rules.readings import Reading, problem
from imr_desktop.rules.request.phrases import fold

FAMILY = "own readings"
MOST_READINGS = 500


@dataclass
class Taken:
    """What the readings add: rules, inputs, services that no pack names; `readings` by rule id; `faults` as sentences."""

    rules: list[validate.LocatedRule] = field(default_factory=list)
    inputs: dict[str, InputSpec] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the packs know without the readings."""

    editions: Mapping[str, Edition]
    inputs: Mapping[str, InputSpec]
    services: Mapping[str, Service]
    matcher: Matcher


def take(files: PackFiles, known: Known, left_out: Mapping[str, str]) -> Taken:
    """The readings of all own files; those named in `left_out` are not used, for the reason given."""
    taken = Taken(faults=list(files.faults))
    for name, number, raw in _entries(files):
        try:
            reading = read_one(raw, name, number)
            if rule_id(reading) in taken.readings:
                validate.fail(name, "has an id that another reading has", _called(reading))
            if reason := left_out.get(rule_id(reading)):
                validate.fail(name, reason, _called(reading))
            _add(taken, reading, name, known)
        except PackInvalid as error:
            taken.faults.append(error.sentence)
    return taken


def _entries(files: PackFiles) -> Iterator[tuple[str, int, object]]:
    for source, name, file in files.families:
        if source != SHIPPED:
            for number, raw in enumerate(file.readings[:MOST_READINGS], 1):
                yield name, number, raw


def read_one(raw: object, name: str, number: int) -> Reading:
    """A reading as a file has it, held against its bounds. Raises PackInvalid that says which one and what."""
    reading = validate.convert(raw, Reading, f"{name}, reading {number}")
    if wrong := problem(reading):
        validate.fail(name, wrong, _called(reading))
    return reading


def _called(reading: Reading) -> str:
    return f"{reading.id[:40]} (the reading on {reading.service[:80]})"


def _add(taken: Taken, reading: Reading, name: str, known: Known) -> None:
    """Take a reading in, unless it does not hold: then nothing of it stays."""
    if reading.edition not in known.editions:
        validate.fail(name, f"is of the edition “{reading.edition[:60]}”, which the packs do not know", _called(reading))
    service = _service(reading, known, taken, name)
    if reading.retired is not None:
        taken.readings[rule_id(reading)] = reading
        return
    one = made(reading, service.name, known.inputs)
    placed = validate.LocatedRule(one.rule, FAMILY, name, name)
    own = {spec.key: spec for spec in one.inputs}
    services = {**known.services, service.name: service}
    validate.check_rules([placed], {}, known.editions, {**known.inputs, **own}, services)
    taken.rules.append(placed)
    taken.inputs |= own
    taken.readings[rule_id(reading)] = reading
    if service.name not in known.services:
        taken.services[service.name] = service


def _service(reading: Reading, known: Known, taken: Taken, name: str) -> Service:
    """The service it speaks of: one the packs know by this name or these words, else one of its own."""
    if reading.service in known.services:
        return known.services[reading.service]
    if shipped := _goes_by(reading.service, known):
        return shipped
    words = tuple(word for word in reading.words if _goes_by(word, known) is None)
    earlier = taken.services.get(reading.service)
    synonyms = tuple(dict.fromkeys((*(earlier.synonyms if earlier else ()), *words)))
    service = Service(reading.service, FAMILY, synonyms)
    try:
        Matcher([service], (), ())
    except ValueError as error:
        validate.fail(name, f"does not hold: {error}", _called(reading))
    return service


def _goes_by(words: str, known: Known) -> Service | None:
    """The service that goes by exactly these words."""
    named = known.matcher.match(words)
    if named is None:
        return None
    service = known.services[named.service.name]
    drugs = (name for generic, brands in service.drugs.items() for name in (generic, *brands))
    return service if fold(words) in map(fold, (service.name, *service.synonyms, *drugs)) else None

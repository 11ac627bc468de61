"""Guideline packs from a folder: read, validated whole, and tried on their own examples. A pack that fails does not load."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from imr_desktop.errors import PackInvalid
from imr_desktop.paths import resource
from imr_desktop.rules import validate, yaml_safe
from imr_desktop.rules.evaluate import judge
from imr_desktop.rules.evidence import PhraseIndex
from imr_desktop.rules.match import Matcher
from imr_desktop.rules.model import Data, Edition, InputSpec, RuleData, Service
from imr_desktop.rules.packs import Packs, Rule

EDITIONS, INPUTS, SERVICES = "editions.yaml", "inputs.yaml", "services.yaml"
_MAX_FILES = 200
_MAX_TOTAL = 32 * 1024 * 1024


class _EditionsFile(Data, frozen=True):
    editions: tuple[Edition, ...]


class _InputsFile(Data, frozen=True):
    inputs: dict[str, dict[str, Any]]


class _ServicesFile(Data, frozen=True):
    filler: tuple[str, ...]
    joins: tuple[str, ...]
    services: dict[str, tuple[dict[str, Any], ...]]


class _FamilyFile(Data, frozen=True):
    family: str
    rules: tuple[dict[str, Any], ...]


def load_packs(folder: Path | None = None) -> Packs:
    """The packs of a folder, the shipped ones where none is given. Raises PackInvalid with the place that fails."""
    folder = folder or resource("guidelines")
    files = _read(folder)
    raw = {name: yaml_safe.load(data, name) for name, data in files.items()}
    editions = validate.check_editions(_editions(raw), EDITIONS)
    inputs = validate.check_inputs(_inputs(raw), INPUTS)
    services, matcher = _services(raw)
    rules = validate.check_rules(_rules(raw), editions, inputs, services)
    packs = Packs(
        digest=hashlib.sha256(b"".join(name.encode() + b"\0" + data for name, data in files.items())).hexdigest(),
        editions=editions, inputs=inputs, services=services, rules=rules, by_service=_by_service(rules),
        matcher=matcher, phrases=_phrases(inputs))
    check_examples(packs)
    return packs


def check_examples(packs: Packs) -> int:
    """Try every rule on its own examples; the number tried. Raises PackInvalid for the first that fails."""
    tried = 0
    for rule in packs.rules.values():
        for number, example in enumerate(rule.data.examples, 1):
            statuses = judge(rule, validate.example_values(rule, example, packs.inputs), packs)
            for short, expected in example.expect.items():
                actual = statuses.get(f"{rule.data.id}.{short}")
                if actual != expected:
                    validate.fail(rule.file, f"is “{actual}” in example {number} of its rule, which expects “{expected}”",
                                  rule.data.id, f"{rule.data.id}.{short}")
            tried += 1
    return tried


def _read(folder: Path) -> dict[str, bytes]:
    try:
        paths = sorted(folder.glob("*.yaml"))
        if len(paths) > _MAX_FILES:
            raise PackInvalid(f"The guideline folder {folder.name} holds more than {_MAX_FILES} files.")
        if sum(path.stat().st_size for path in paths) > _MAX_TOTAL:
            raise PackInvalid(f"The guideline folder {folder.name} holds more than 32 MB; keep only guideline packs in it.")
        files = {path.name: _bounded(path) for path in paths}
    except OSError as error:
        raise PackInvalid(f"The guideline folder {folder} cannot be read: {error.strerror}.") from None
    for name in (EDITIONS, INPUTS, SERVICES):
        if name not in files:
            raise PackInvalid(f"The guideline folder {folder} has no {name}; install IMR Desktop again.")
    return files


def _bounded(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(yaml_safe.MAX_BYTES + 1)


def _editions(raw: Mapping[str, Any]) -> tuple[Edition, ...]:
    return validate.convert(raw[EDITIONS], _EditionsFile, EDITIONS).editions


def _inputs(raw: Mapping[str, Any]) -> list[InputSpec]:
    entries = validate.convert(raw[INPUTS], _InputsFile, INPUTS).inputs
    return [validate.convert({"key": key, **entry}, InputSpec, f"{INPUTS}, input {key}")
            for key, entry in entries.items()]


def _services(raw: Mapping[str, Any]) -> tuple[dict[str, Service], Matcher]:
    file = validate.convert(raw[SERVICES], _ServicesFile, SERVICES)
    listed = [validate.convert({"family": family, **entry}, Service, f"{SERVICES}, family {family}")
              for family, entries in file.services.items() for entry in entries]
    services: dict[str, Service] = {}
    for service in listed:
        services.setdefault(service.name, service)
    try:
        return services, Matcher(listed, file.filler, file.joins)
    except ValueError as error:
        validate.fail(SERVICES, f"does not hold: {error}")


def _phrases(inputs: Mapping[str, InputSpec]) -> PhraseIndex:
    try:
        return PhraseIndex(inputs.values())
    except ValueError as error:
        validate.fail(INPUTS, f"does not hold: {error}")


def _rules(raw: Mapping[str, Any]) -> list[tuple[RuleData, str, str]]:
    found = []
    for name, data in raw.items():
        if name in (EDITIONS, INPUTS, SERVICES):
            continue
        family = validate.convert(data, _FamilyFile, name)
        for index, entry in enumerate(family.rules, 1):
            identity = entry.get("id")
            place = identity if isinstance(identity, str) and identity else f"number {index}"
            found.append((validate.convert(entry, RuleData, name, place), family.family, name))
    return found


def _by_service(rules: Mapping[str, Rule]) -> dict[str, tuple[Rule, ...]]:
    grouped: dict[str, list[Rule]] = {}
    for rule in rules.values():
        for name in dict.fromkeys((rule.data.service, *rule.data.also)):
            grouped.setdefault(name, []).append(rule)
    return {name: tuple(entries) for name, entries in grouped.items()}

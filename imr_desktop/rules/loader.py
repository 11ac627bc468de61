"""Guideline packs from folders: read, validated whole, and tried on their own examples. A pack that fails does not load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from imr_desktop.paths import resource
from imr_desktop.rules import overriding, validate
from imr_desktop.rules.evaluate import criterion_statuses
from imr_desktop.rules.evidence import PhraseIndex
from imr_desktop.rules.files import EDITIONS, INPUTS, SERVICES, PackBytes, PackFiles, parsed, read_files
from imr_desktop.rules.formulary_answers import Formulary
from imr_desktop.rules.match import Matcher
from imr_desktop.rules.model import InputSpec, RuleData, Service, Status
from imr_desktop.rules.packs import Packs, Rule


class ExampleResult(NamedTuple):
    """One example of a rule as it was tried; `failures` are (criterion id, expected, actual)."""

    rule: Rule
    number: int
    failures: tuple[tuple[str, Status, Status | None], ...]


def load_packs(folder: Path | None = None, user: Path | None = None, cache: Path | None = None) -> Packs:
    """The packs of a folder (the shipped ones where none is given), with those of a user's folder over them.

    `cache` is a folder in which parsed files may be kept. Raises PackInvalid with the place that fails, an example that
    does not come out among them.
    """
    packs = assemble(folder, user, cache)
    check_examples(packs)
    return packs


def assemble(folder: Path | None = None, user: Path | None = None, cache: Path | None = None) -> Packs:
    """Like `load_packs`, before the examples are tried. Raises PackInvalid."""
    return _assembled(read_files(folder or resource("guidelines"), user, cache))


def assembled(files: PackBytes) -> Packs:
    """The packs in some files' bytes, whose examples were tried elsewhere. Raises PackInvalid."""
    return _assembled(parsed(files))


def _assembled(files: PackFiles) -> Packs:
    editions = validate.check_editions(_editions(files))
    inputs = validate.check_inputs(_inputs(files))
    services, matcher, drugs = _services(files)
    placed, replaced = overriding.settle(_rules(files))
    rules = validate.check_rules(placed, replaced, editions, inputs, services)
    return Packs(
        version=files.version,
        digest=files.digest,
        editions=editions,
        inputs=inputs,
        services=services,
        rules=rules,
        by_service=_by_service(rules),
        additions=tuple(rule for rule in rules.values() if rule.data.adds and not rule.data.gates),
        definitions=validate.check_definitions(inputs),
        matcher=matcher,
        phrases=_phrases(inputs),
        formulary=Formulary(files.drug_lists, drugs),
    )


def check_examples(packs: Packs) -> int:
    """Try every rule on its own examples; the number tried. Raises PackInvalid for the first that fails."""
    tried = 0
    for one in try_examples(packs):
        for criterion, expected, actual in one.failures:
            validate.fail(
                one.rule.file,
                f"is “{actual}” in example {one.number} of its rule, which expects “{expected}”",
                one.rule.data.id,
                criterion,
            )
        tried += 1
    return tried


def try_examples(packs: Packs) -> Iterator[ExampleResult]:
    """Every example of every rule, tried. Raises PackInvalid where an example's inputs are no inputs."""
    for rule in packs.rules.values():
        for number, example in enumerate(rule.data.examples, 1):
            statuses = criterion_statuses(rule, validate.example_values(rule, example, packs.inputs), packs)
            expected = {f"{rule.data.id}.{short}": status for short, status in example.expect.items()}
            yield ExampleResult(
                rule,
                number,
                tuple(
                    (criterion, status, statuses.get(criterion))
                    for criterion, status in expected.items()
                    if statuses.get(criterion) != status
                ),
            )


def _editions(files: PackFiles) -> list[validate.Sourced]:
    own = ((edition, name) for _, name, file in files.families for edition in file.editions)
    return [*((edition, EDITIONS) for edition in files.editions.editions), *own]


def _inputs(files: PackFiles) -> list[validate.Sourced]:
    declared = ((INPUTS, files.inputs.inputs), *((name, file.inputs) for _, name, file in files.families))
    return [
        (validate.convert({"key": key, **entry}, InputSpec, f"{name}, input {key}"), name)
        for name, inputs in declared
        for key, entry in inputs.items()
    ]


def _services(files: PackFiles) -> tuple[dict[str, Service], Matcher, dict[str, tuple[str, ...]]]:
    declared = ((SERVICES, files.services.services), *((name, file.services) for _, name, file in files.families))
    listed = [
        validate.convert({"family": family, **entry}, Service, f"{name}, family {family}")
        for name, families in declared
        for family, entries in families.items()
        for entry in entries
    ]
    services: dict[str, Service] = {}
    for service in listed:
        services.setdefault(service.name, service)
    try:
        return services, Matcher(listed, files.services.filler, files.services.joins), _drugs(listed)
    except ValueError as error:
        validate.fail(SERVICES, f"does not hold: {error}")


def _drugs(services: Iterable[Service]) -> dict[str, tuple[str, ...]]:
    """The brands of each generic drug that some services name."""
    found: dict[str, tuple[str, ...]] = {}
    for service in services:
        for generic, brands in service.drugs.items():
            found[generic] = (*found.get(generic, ()), *brands)
    return found


def _phrases(inputs: Mapping[str, InputSpec]) -> PhraseIndex:
    try:
        return PhraseIndex(inputs.values())
    except ValueError as error:
        validate.fail(INPUTS, f"does not hold: {error}")


def _rules(files: PackFiles) -> list[validate.LocatedRule]:
    found = []
    for source, name, file in files.families:
        for index, entry in enumerate(file.rules, 1):
            identity = entry.get("id")
            place = identity if isinstance(identity, str) and identity else f"number {index}"
            rule = validate.convert(entry, RuleData, name, place)
            found.append(validate.LocatedRule(rule, file.family, name, source))
    return found


def _by_service(rules: Mapping[str, Rule]) -> dict[str, tuple[Rule, ...]]:
    grouped: dict[str, list[Rule]] = {}
    for rule in rules.values():
        if not rule.data.adds:
            for name in dict.fromkeys((rule.data.service, *rule.data.also)):
                grouped.setdefault(name, []).append(rule)
    return {name: tuple(entries) for name, entries in grouped.items()}

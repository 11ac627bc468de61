"""Guideline packs from folders: read, validated whole, and tried on their own examples. A pack that fails does not load."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from imr_desktop.paths import resource
from imr_desktop.rules import overriding, reading_loading, validate
from imr_desktop.rules.carried import spread
from imr_desktop.rules.chapter_table import ChapterTable
from imr_desktop.rules.evaluate import criterion_statuses
from imr_desktop.rules.evidence import PhraseIndex
from imr_desktop.rules.files import EDITIONS, INPUTS, SERVICES, PackBytes, PackFiles, parsed, read_files
from imr_desktop.rules.formulary_answers import Formulary
from imr_desktop.rules.match import Matcher
from imr_desktop.rules.model import Edition, InputSpec, RuleData, Service, Status
from imr_desktop.rules.packs import Packs, Rule


class ExampleResult(NamedTuple):
    """One example of a rule as it was tried; `failures` are (criterion id, expected, actual)."""

    rule: Rule
    number: int
    failures: tuple[tuple[str, Status, Status | None], ...]


def load_packs(
    folder: Path | None = None, user: Path | None = None, cache: Path | None = None, own: Collection[str] | None = None
) -> Packs:
    """The packs of a folder (the shipped ones where none is given), with those of a user's folder over them.

    `cache` is a folder in which parsed files may be kept, `own` names the only files of the user's that are used. Raises
    PackInvalid with the place that fails, an example that does not come out among them.
    """
    packs = assemble(folder, user, cache, own)
    check_examples(packs)
    return packs


def assemble(
    folder: Path | None = None, user: Path | None = None, cache: Path | None = None, own: Collection[str] | None = None
) -> Packs:
    """Like `load_packs`, before the examples are tried. Raises PackInvalid."""
    return _assembled(read_files(folder or resource("guidelines"), user, cache, own))


def assembled(files: PackBytes) -> Packs:
    """The packs in some files' bytes, whose examples were tried elsewhere. Raises PackInvalid."""
    return _assembled(parsed(files))


def _assembled(files: PackFiles, left_out: Mapping[str, str] = MappingProxyType({})) -> Packs:
    """The packs; readings that do not come out as they should are `left_out`, each for a reason."""
    editions = validate.check_editions(_editions(files))
    inputs = validate.check_inputs(_inputs(files))
    services, matcher = _services(files)
    read = reading_loading.take(files, reading_loading.Known(editions, inputs, services, matcher), left_out)
    inputs |= read.inputs
    if read.services:
        services, matcher = _services(files, read.services.values())
    placed, replaced = overriding.settle([*_rules(files), *read.rules])
    rules = validate.check_rules(placed, replaced, editions, inputs, services)
    packs = Packs(
        version=files.version,
        digest=files.digest,
        editions=editions,
        inputs=inputs,
        services=services,
        rules=rules,
        by_service=_by_service(rules),
        additions=tuple(rule for rule in rules.values() if rule.data.adds and not rule.data.gates),
        definitions=validate.check_definitions(inputs),
        chapters=ChapterTable(validate.check_chapters(files.chapters.chapters, editions, services), editions),
        current_years=files.editions.current_years,
        matcher=matcher,
        phrases=_phrases(inputs),
        formulary=Formulary(files.drug_lists, _drugs(files)),
        readings=read.readings,
        faults=tuple(read.faults),
    )
    failed = _failed_readings(packs)
    return _assembled(files, {**left_out, **failed}) if failed else packs


def _failed_readings(packs: Packs) -> dict[str, str]:
    """The readings whose own examples do not come out, with the reason."""
    rules = [packs.rules[key] for key in packs.readings if key in packs.rules]
    failed = (one.rule.data.id for one in _tried(rules, packs) if one.failures)
    return dict.fromkeys(failed, "says what its own example does not bear out")


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
    return _tried(packs.rules.values(), packs)


def _tried(rules: Iterable[Rule], packs: Packs) -> Iterator[ExampleResult]:
    for rule in rules:
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
    years = files.editions.current_years
    return [
        (_current(edition, years), name) for edition, name in (*((one, EDITIONS) for one in files.editions.editions), *own)
    ]


def _current(edition: Edition, years: int) -> Edition:
    """A guideline outside the MTUS with the last day on which it is current."""
    if edition.tier != "other guideline" or edition.published is None:
        return edition
    # The 1st of the month moved by whole years always exists; a text of 02/29 is then current to 02/28.
    first = date(edition.published.year + years, edition.published.month, 1)
    return msgspec.structs.replace(edition, current_to=first + timedelta(days=edition.published.day - 2))


def _inputs(files: PackFiles) -> list[validate.Sourced]:
    declared = ((INPUTS, files.inputs.inputs), *((name, file.inputs) for _, name, file in files.families))
    return [
        (validate.convert({"key": key, **entry}, InputSpec, f"{name}, input {key}"), name)
        for name, inputs in declared
        for key, entry in inputs.items()
    ]


def _services(files: PackFiles, own: Iterable[Service] = ()) -> tuple[dict[str, Service], Matcher]:
    """All services by name, with those that only readings name."""
    declared = ((SERVICES, files.services.services), *((name, file.services) for _, name, file in files.families))
    listed = [
        validate.convert({"family": family, **entry}, Service, f"{name}, family {family}")
        for name, families in declared
        for family, entries in families.items()
        for entry in entries
    ]
    listed += own
    services: dict[str, Service] = {}
    for service in listed:
        services.setdefault(service.name, service)
    try:
        return services, Matcher(listed, files.services.filler, files.services.joins)
    except ValueError as error:
        validate.fail(SERVICES, f"does not hold: {error}")


def _drugs(files: PackFiles) -> dict[str, tuple[str, ...]]:
    """The brands of each generic drug that services name."""
    found: dict[str, tuple[str, ...]] = {}
    declared = (files.services.services, *(file.services for _, _, file in files.families))
    for entry in (entry for families in declared for entries in families.values() for entry in entries):
        for generic, brands in entry.get("drugs", {}).items():
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
            _check_carried(rule, name)
            found += [validate.LocatedRule(one, file.family, name, source) for one in spread(rule)]
    return found


def _check_carried(rule: RuleData, name: str) -> None:
    """What a later edition is said to have seen are criteria of the rule."""
    own = {criterion.id.removeprefix(f"{rule.id}.") for criterion in rule.criteria}
    for later in rule.carried:
        if unknown := sorted(set(later.seen) - own):
            validate.fail(name, f"says that {later.id} saw “{unknown[0]}”, which is none of its criteria", rule.id)


def _by_service(rules: Mapping[str, Rule]) -> dict[str, tuple[Rule, ...]]:
    grouped: dict[str, list[Rule]] = {}
    for rule in rules.values():
        if not rule.data.adds:
            for name in dict.fromkeys((rule.data.service, *rule.data.also)):
                grouped.setdefault(name, []).append(rule)
    return {name: tuple(entries) for name, entries in grouped.items()}

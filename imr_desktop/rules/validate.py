"""Checks of a pack beyond its shape, each naming file, rule and criterion."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, NoReturn, TypeVar

import msgspec

from imr_desktop.errors import PackInvalid
from imr_desktop.rules import groups
from imr_desktop.rules.chapter_data import Chapter
from imr_desktop.rules.derive import DERIVED, SUMS
from imr_desktop.rules.expression import Const, Known, Node, conjuncts, parse
from imr_desktop.rules.model import CriterionData, Edition, Example, InputSpec, RuleData, Service, Tier
from imr_desktop.rules.packs import SHIPPED, Criterion, Rule
from imr_desktop.rules.request.body import BODY_PARTS
from imr_desktop.rules.tiers import DENYING, MAY_DENY, on_fail

_T = TypeVar("_T")
_TYPES: Mapping[str, tuple[type, ...]] = {"boolean": (bool,), "number": (int, float), "string": (str,), "list": (list,)}

Sourced = tuple[Any, str]  # something declared, and the file that declares it


class LocatedRule(NamedTuple):
    """A rule's data, its family and file, and where it comes from: "shipped" or a user's file."""

    data: RuleData
    family: str
    file: str
    source: str = SHIPPED


def fail(file: str, what: str, rule: str = "", criterion: str = "") -> NoReturn:
    """Raise PackInvalid for a place in a pack."""
    place = f"{file}, criterion {criterion}" if criterion else f"{file}, rule {rule}" if rule else file
    raise PackInvalid(f"The guideline pack does not hold: {place} {what}.")


def convert(raw: object, kind: type[_T], file: str, rule: str = "") -> _T:
    """Raw data as a struct, or PackInvalid that names the place and the entry's id."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        message = str(error).replace("`", "“", 1).replace("`", "”", 1)
        what, _, path = message.partition(" - at ")
        fail(file, f"{what[0].lower()}{what[1:]}" + (f" (at {_named_path(raw, path)})" if path else ""), rule)


def _named_path(raw: object, path: str) -> str:
    """The place of an error with ids instead of numbers where entries have them."""
    text = path.strip("`“”").removeprefix("$").removeprefix(".")
    if isinstance(raw, dict) and text.startswith("criteria[") and isinstance(raw.get("criteria"), list):
        index, _, rest = text[len("criteria[") :].partition("]")
        entry = raw["criteria"][int(index)] if index.isdigit() and int(index) < len(raw["criteria"]) else None
        if isinstance(entry, dict) and entry.get("id"):
            return f"criterion {entry['id']}{rest}"
    return text or "the top"


def unique(entries: Iterable[tuple[str, str]], what: str) -> None:
    """Refuse an id that stands twice; entries are (id, file)."""
    seen: dict[str, str] = {}
    for key, file in entries:
        if not key.strip():
            fail(file, f"has a {what} without an id")
        if key in seen:
            fail(file, f"has the {what} id “{key}” that stands in {seen[key]} already")
        seen[key] = file


def check_editions(editions: Iterable[Sourced]) -> dict[str, Edition]:
    """Editions by id: dates ordered, an end only with a start."""
    listed = list(editions)
    unique(((edition.id, file) for edition, file in listed), "edition")
    for edition, file in listed:
        start, end = edition.in_force_from, edition.in_force_to
        if end is not None and (start is None or end < start):
            fail(file, f"has the edition {edition.id} in force to {end} but from {start}")
        if not edition.title.strip() or not edition.lines:
            fail(file, f"has the edition {edition.id} without a title or a line")
    return {edition.id: edition for edition, _ in listed}


def check_chapters(
    chapters: tuple[Chapter, ...], editions: Mapping[str, Edition], services: Mapping[str, Service]
) -> tuple[Chapter, ...]:
    """Chapters of known editions, services, families and parts of the body; the last one is the general one."""
    file = "chapters.yaml"
    unique(((chapter.name, file) for chapter in chapters), "chapter")
    families = {service.family for service in services.values()}
    for chapter in chapters:
        either = (*chapter.after_surgery, *chapter.chronic, *chapter.earlier_chronic)
        known: tuple[tuple[Iterable[str], Container[str]], ...] = (
            ((*chapter.services, *chapter.silent, *chapter.roots, *chapter.without_body), services),
            (chapter.families, families),
            (either, {*services, *families}),
            ((*chapter.body, *chapter.limbs, *chapter.no_chapter), BODY_PARTS),
            ([text.edition for text in chapter.earlier], editions),
        )
        if unknown := [name for named, among in known for name in named if name not in among]:
            fail(file, f"names “{unknown[0]}”, which nothing declares, in the chapter {chapter.name}")
    if not chapters or [chapter.name for chapter in chapters if chapter.general] != [chapters[-1].name]:
        fail(file, "does not end with the one general chapter")
    if unplaced := {edition.chapter for edition in editions.values() if edition.chapter} - {one.name for one in chapters}:
        fail(file, f"does not hold the chapter “{min(unplaced)}”, which editions.yaml names")
    return chapters


def check_inputs(inputs: Iterable[Sourced]) -> dict[str, InputSpec]:
    """Inputs by key: derived ones are those the program derives, phrases fit the type."""
    listed = list(inputs)
    unique(((spec.key, file) for spec, file in listed), "input")
    for spec, file in listed:
        if not spec.label.strip() or not spec.question.strip().endswith("?"):
            fail(file, f"has the input {spec.key} without a label or a question")
        if spec.derived != (spec.key in DERIVED or spec.key in SUMS):
            fail(file, f"says derived: {str(spec.derived).lower()} of {spec.key}, which the program does otherwise")
        if spec.unit and spec.type != "number":
            fail(file, f"gives a unit to {spec.key}, which is a {spec.type}")
        _check_phrases(spec, file)
    by_key = {spec.key: spec for spec, _ in listed}
    for key in (*DERIVED, *SUMS):
        if key not in by_key:
            fail(listed[0][1], f"does not declare {key}, which the program derives")
    for total, parts in SUMS.items():
        if len({by_key[key].unit for key in (total, *parts)}) > 1:
            fail(listed[0][1], f"adds up {total} from inputs of other units")
    return by_key


def _check_phrases(spec: InputSpec, file: str) -> None:
    if spec.values and spec.type != "string":
        fail(file, f"gives values to {spec.key}, which is a {spec.type}")
    if spec.negative and spec.type != "boolean":
        fail(file, f"gives negative phrases to {spec.key}, which is a {spec.type}")
    if spec.phrases and spec.type not in ("boolean", "number"):
        fail(file, f"gives phrases to {spec.key}, which is a {spec.type}")
    if spec.type == "number" and any("{n}" not in phrase for phrase in spec.phrases):
        fail(file, f"has a phrase without {{n}} for the number {spec.key}")


def check_rules(
    rules: Iterable[LocatedRule],
    replaced: Mapping[str, tuple[str, ...]],
    editions: Mapping[str, Edition],
    inputs: Mapping[str, InputSpec],
    services: Mapping[str, Service],
) -> dict[str, Rule]:
    """Rules by id, compiled; `replaced` are the shipped rules that each user's rule stands for."""
    listed = list(rules)
    unique(((rule.data.id, rule.file) for rule in listed), "rule")
    unique(((criterion.id, rule.file) for rule in listed for criterion in rule.data.criteria), "criterion")
    families = {service.family for service in services.values()}
    for placed in listed:
        _check_names(placed, editions, services, families)
    compiled = {placed.data.id: _compile(placed, replaced.get(placed.data.id, ()), editions, inputs) for placed in listed}
    gating = [rule for rule in compiled.values() if rule.data.gates]
    return {key: _gated(rule, gating) for key, rule in compiled.items()}


def _gated(rule: Rule, gating: Iterable[Rule]) -> Rule:
    """The rule with the gates of its edition, unless it has one of its own."""
    if rule.gates or rule.data.gates:
        return rule
    gates = tuple(criterion for gate in gating if rule.data.edition in gate.data.gates for criterion in gate.criteria)
    return replace(rule, edition_gates=gates) if gates else rule


def check_definitions(inputs: Mapping[str, InputSpec]) -> dict[str, Node]:
    """Inputs defined by others, compiled. One may rest on another only if that is defined before it, so none on itself."""
    found: dict[str, Node] = {}
    for spec in inputs.values():
        if spec.defined is None:
            continue
        if spec.type != "boolean" or spec.derived:
            fail("inputs", f"defines {spec.key}, which is not a plain yes or no")
        try:
            node = parse(spec.defined, inputs)
        except ValueError as error:
            fail("inputs", f"defines {spec.key} by a test that {error}")
        if later := next((key for key in (*node.keys(),) if inputs[key].defined is not None and key not in found), None):
            fail("inputs", f"defines {spec.key} by {later}, itself defined, and not before it (a cycle or a wrong order)")
        found[spec.key] = node
    return found


def _check_names(
    placed: LocatedRule, editions: Mapping[str, Edition], services: Mapping[str, Service], families: set[str]
) -> None:
    """A rule's edition, services and families are known ones; a rule that adds names none of its own."""
    rule, file = placed.data, placed.file
    if rule.edition not in editions:
        fail(file, f"names the edition “{rule.edition}”, which editions.yaml does not hold", rule.id)
    named = (*rule.to, *rule.not_to) if rule.adds else (rule.service, *rule.also)
    if unknown := [edition for edition in rule.gates if edition not in editions]:
        fail(file, f"gates the edition “{unknown[0]}”, which editions.yaml does not hold", rule.id)
    for name in named:
        if name not in services:
            fail(file, f"is for the service “{name}”, which services.yaml does not hold", rule.id)
    for name in rule.families:
        if name not in families:
            fail(file, f"is for the family “{name}”, which services.yaml does not hold", rule.id)
    if not rule.adds and (rule.to or rule.not_to or rule.families):
        fail(file, "has to, not_to or families, which only a rule that adds has", rule.id)
    if not rule.criteria:
        fail(file, "has no criterion", rule.id)


def _compile(
    placed: LocatedRule, replaced: tuple[str, ...], editions: Mapping[str, Edition], inputs: Mapping[str, InputSpec]
) -> Rule:
    rule, file = placed.data, placed.file
    try:
        when = parse(rule.when, inputs) if rule.when is not None else None
    except ValueError as error:
        fail(file, f"has a condition that {error}", rule.id)
    # What an office writes down itself is its own reading, whatever text it read.
    tier: Tier = rule.tier or (editions[rule.edition].tier if placed.source == SHIPPED else "office")
    criteria = tuple(_criterion(rule, entry, file, inputs, tier) for entry in rule.criteria)
    merged = {group: _merged(rule, group, criteria, file) for group in {one.data.group for one in criteria} if group}
    for criterion in criteria:
        _check_says_something(criterion, when, rule, file)
    return Rule(rule, placed.family, file, criteria, when, placed.source, replaced, merged=merged, tier=tier)


def _merged(rule: RuleData, group: str, criteria: tuple[Criterion, ...], file: str) -> Criterion:
    """A group as one criterion; each of its members says for whom it is."""
    members = tuple(one for one in criteria if one.data.group == group)
    for one in members:
        if one.when is None or len(members) == 1:
            fail(file, f"stands in the group {group} alone or without a when", rule.id, one.data.id)
    if any(one.data.id == f"{rule.id}.{group}" for one in criteria):
        fail(file, f"has the group {group} and a criterion of that name", rule.id)
    return groups.merged(rule.id, members)


def _check_says_something(criterion: Criterion, when: Node | None, rule: RuleData, file: str) -> None:
    """Refuse a criterion that every case it is shown for meets, or that no case can meet unless the text says just that."""
    conditions = [part for node in (when, criterion.when) if node is not None for part in conjuncts(node)]
    if all(part in conditions for part in conjuncts(criterion.test)):
        fail(file, "tests only what its condition says already, so every case meets it", rule.id, criterion.data.id)
    if isinstance(criterion.test, Const) and criterion.data.kind != "not_recommended":
        fail(file, "has a const test; only kind not_recommended has one, a note says the rest", rule.id, criterion.data.id)


def _criterion(rule: RuleData, data: CriterionData, file: str, inputs: Mapping[str, InputSpec], tier: Tier) -> Criterion:
    if not data.id.startswith(f"{rule.id}."):
        fail(file, f"does not begin with its rule's id {rule.id}", rule.id, data.id)
    if not data.text.strip() or not data.citation.strip():
        fail(file, "has no text or no citation", rule.id, data.id)
    if data.confidence == "high" and not data.seen_in:
        fail(file, "has confidence high but no seen_in that says where it was seen", rule.id, data.id)
    if data.on_fail in DENYING and tier not in MAY_DENY:
        fail(file, f"has on_fail {data.on_fail}, but its text ({tier}) may only ask: write question", rule.id, data.id)
    if unknown := [key for key in data.shown if key not in inputs]:
        fail(file, f"shows “{unknown[0]}”, which inputs.yaml does not declare", rule.id, data.id)
    try:
        test = parse(data.test, inputs)
        when = parse(data.when, inputs) if data.when is not None else None
    except ValueError as error:
        fail(file, f"has a test that {error}", rule.id, data.id)
    keys = (*test.keys(), *(when.keys() if when else ()), *data.shown)
    return Criterion(
        msgspec.structs.replace(data, on_fail=on_fail(data.on_fail, tier)), test, when, tuple(dict.fromkeys(keys))
    )


def example_values(rule: Rule, example: Example, inputs: Mapping[str, InputSpec]) -> dict[str, Known]:
    """An example's inputs, typed. Raises PackInvalid."""
    values = {}
    for key, value in example.inputs.items():
        spec = inputs.get(key)
        if spec is None:
            fail(rule.file, f"has an example with “{key}”, which inputs.yaml does not declare", rule.data.id)
        if not isinstance(value, _TYPES[spec.type]) or (spec.type == "number" and isinstance(value, bool)):
            fail(rule.file, f"has an example that gives {key}, a {spec.type}, the value {value!r}", rule.data.id)
        values[key] = Known(tuple(value) if isinstance(value, list) else value)
    return values

"""A case as places: each value under a stable name that does not change when a list is sorted or something is put before it.

``items.<id>.rationale``, ``dates.injury``, ``findings.<id>``, ``facts.<key>@<item id>``: names of fields, and ids or keys in
place of positions. In ids, ``%``, ``.`` and ``#`` are written as ``%25``, ``%2E`` and ``%23``; an id that stands in a list
twice has ``#2`` behind it the second time. The words bound in a text belong to the text's place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from imr_desktop.case import fields
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    BoundText,
    Case,
    ClaimDates,
    Comment,
    Credentials,
    CriterionAnswer,
    DisputedItem,
    Document,
    EvidenceStep,
    Fact,
    Finding,
    PreliminaryView,
    Resolution,
    Search,
    SignedLetter,
    Struct,
)

Path = tuple[str, ...]
"""The parts of a place's name, the ids in it written as they stand in the name."""

NOT_COMPARED = frozenset({"id", "schema_version", "bound"})
"""Fields of a case that are no places: its identity, and the bound words, which belong to their texts."""


class Words(NamedTuple):
    """A text together with its bound words: start, end and source of each."""

    text: str
    ranges: tuple[tuple[int, int, str], ...] = ()


class Fields:
    """A struct as its fields' values by name."""

    def __init__(self, kind: type[Struct], parts: dict[str, Any]) -> None:
        self.kind, self.parts = kind, parts


class Entries:
    """A list whose elements are told apart by an id or a key, in its order."""

    def __init__(self, kind: Listed, parts: dict[str, Any]) -> None:
        self.kind, self.parts = kind, parts


class Listed(NamedTuple):
    """How a list is read: what an element is, its key, what people call it, whether it is compared as a whole."""

    element: type[Struct]
    key: Callable[[Any], str]
    name: str
    whole: bool = True


def escaped(text: str, letters: str = "%.#") -> str:
    """A key as part of a place's name."""
    if not text.isalnum():
        for letter in letters:
            text = text.replace(letter, f"%{ord(letter):02X}")
    return text


def place_of_fact(key: str, item: str = "") -> str:
    """The place of a fact: ``facts.<key>``, with ``@<item id>`` where it belongs to one item."""
    return f"facts.{_fact_key(Fact(key, '', item=item))}"


def _fact_key(fact: Fact) -> str:
    return escaped(fact.key, "%#@") + (f"@{escaped(fact.item)}" if fact.item else "")


def _id(element: Any) -> str:
    return escaped(element.id)


def _view_key(view: PreliminaryView) -> str:
    words = hashlib.sha256(view.text.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{escaped(view.written_at.isoformat())}-{words}"


def _key(field: str) -> Callable[[Any], str]:
    read = attrgetter(field)

    def key(element: Any) -> str:
        return escaped(read(element), "%#")

    return key


LISTS: Mapping[tuple[type[Struct], str], Listed] = MappingProxyType(
    {
        (Case, "items"): Listed(DisputedItem, _id, "Item", whole=False),
        (Case, "documents"): Listed(Document, _id, "Document", whole=False),
        (Case, "findings"): Listed(Finding, _id, "Finding", whole=False),
        (Case, "facts"): Listed(Fact, _fact_key, "Fact"),
        (Case, "searches"): Listed(Search, _id, "Search", whole=False),
        (Case, "attestations"): Listed(Attestation, _key("statement"), "Statement"),
        (Case, "acknowledgements"): Listed(Acknowledgement, _key("problem"), "Acknowledgement"),
        (Case, "resolutions"): Listed(Resolution, _key("place"), "Conflict resolved"),
        (Case, "signed"): Listed(SignedLetter, _key("digest"), "Signed letter"),
        (Case, "comments"): Listed(Comment, _id, "Comment", whole=False),
        (DisputedItem, "answers"): Listed(CriterionAnswer, _key("criterion"), "Criterion"),
        (DisputedItem, "preliminary_views"): Listed(PreliminaryView, _view_key, "Preliminary view"),
        (DisputedItem, "evidence"): Listed(EvidenceStep, _key("step"), "Evidence"),
    }
)
_STRUCTS: Mapping[type[Struct], bool] = MappingProxyType({ClaimDates: True, Credentials: True})


# --- into places ----------------------------------------------------------------------------------------------------------


def tree(case: Case) -> Fields:
    """A case as a tree of places: `Fields`, `Entries`, and values."""
    ranges: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for one in case.bound:
        ranges.setdefault((one.item, one.field), []).append((one.start, one.end, one.source))
    return _fields(case, ranges)


def _fields(struct: Struct, ranges: dict[tuple[str, str], list[tuple[int, int, str]]]) -> Fields:
    kind = type(struct)
    left_out = NOT_COMPARED if kind is Case else frozenset({"id"})
    parts: dict[str, Any] = {}
    for name in kind.__struct_fields__:
        value = getattr(struct, name)
        if name in left_out:
            continue
        if (kind, name) in LISTS:
            value = _entries(LISTS[kind, name], value, ranges)
        elif type(value) in _STRUCTS:
            value = _fields(value, ranges)
        elif name in fields.named(kind, fields.PROSE):
            value = Words(value, tuple(ranges.get((getattr(struct, "id", "") if kind is DisputedItem else "", name), ())))
        parts[name] = value
    return Fields(kind, parts)


def _entries(kind: Listed, elements: tuple[Any, ...], ranges: dict[tuple[str, str], list[tuple[int, int, str]]]) -> Entries:
    parts: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for element in elements:
        key = kind.key(element)
        seen[key] = seen.get(key, 0) + 1
        name = key if seen[key] == 1 else f"{key}#{seen[key]}"
        parts[name] = element if kind.whole else Element(element.id, _fields(element, ranges))
    return Entries(kind, parts)


class Element(NamedTuple):
    """An element of a list that is compared field by field, with its id."""

    id: str
    fields: Fields


# --- and back -------------------------------------------------------------------------------------------------------------


def case_of(root: Fields, like: Case) -> Case:
    """The case a tree stands for, with the identity of another."""
    bound: list[BoundText] = []
    made: Case = _struct(root, "", bound, {"id": like.id, "schema_version": like.schema_version})
    return msgspec.structs.replace(made, bound=tuple(sorted(bound, key=lambda one: (one.item, one.field, one.start))))


def _struct(node: Fields, item: str, bound: list[BoundText], given: dict[str, Any]) -> Any:
    values = dict(given)
    for name, part in node.parts.items():
        if isinstance(part, Entries):
            values[name] = tuple(
                _struct(one.fields, one.id, bound, {"id": one.id}) if isinstance(one, Element) else one
                for one in part.parts.values()
            )
        elif isinstance(part, Fields):
            values[name] = _struct(part, item, bound, {})
        elif isinstance(part, Words):
            values[name] = part.text
            bound.extend(BoundText(item, name, *one) for one in part.ranges)  # type: ignore[arg-type]  # a text's field
        else:
            values[name] = part
    return node.kind(**values)


# --- comparing ------------------------------------------------------------------------------------------------------------


def same(one: Any, other: Any) -> bool:
    """Whether two values of a place are the same; ``True`` and ``1.0`` are not."""
    if one is other:
        return True
    if isinstance(one, Element) and isinstance(other, Element):
        return one.id == other.id and same(one.fields, other.fields)
    if isinstance(one, (Fields, Entries)) and type(one) is type(other):
        return list(one.parts) == list(other.parts) and all(same(one.parts[name], other.parts[name]) for name in one.parts)
    if isinstance(one, Fact) and isinstance(other, Fact):
        return one == other and type(one.value) is type(other.value)
    return bool(one == other)


def doubled(root: Fields, path: Path = ()) -> Iterator[Path]:
    """The places whose id stands in their list twice; evidence steps may."""
    for name, part in root.parts.items():
        if isinstance(part, Entries):
            for key, one in part.parts.items():
                if "#" in key and part.kind.element not in (EvidenceStep, PreliminaryView):
                    yield (*path, name, key)
                if isinstance(one, Element):
                    yield from doubled(one.fields, (*path, name, key))

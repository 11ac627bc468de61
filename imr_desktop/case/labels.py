"""Places and values in words, for people: ``Item 2 › Rationale``, ``03/09/2024``, ``p. 37: “limps”``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import msgspec

from imr_desktop.case import attestations, citation, dates, fields
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    Case,
    CaseFile,
    ClaimDates,
    Comment,
    CriterionAnswer,
    EvidenceStep,
    Fact,
    PreliminaryView,
    SearchHit,
    SourceRef,
    Struct,
)
from imr_desktop.case.tree import LISTS, Element, Entries, Fields, Listed, Words

_WITHOUT = frozenset(
    {"id", "box", "schema_version", "start", "end", "digest", "supersedes", "reply_to", "item", "packs_digest", "unopened"}
)
"""Fields that say nothing to people: ids, digests, offsets, places on a page."""
Names = Mapping[str, str]
"""What people call the elements of a case, by their ids."""
NO_NAMES: Names = MappingProxyType({})
_STEPS = {"mtus": "MTUS", "acoem or odg": "ACOEM or ODG"}


def item_numbers(*roots: Fields) -> dict[str, int]:
    """The number of each item by its id, as it stands in the first of the trees that has it."""
    found: dict[str, int] = {}
    for root in roots:
        for number, item in enumerate(root.parts["items"].parts.values(), start=1):
            found.setdefault(item.id, number)
    return found


def names(*roots: Fields) -> dict[str, str]:
    """What people call items, findings, documents, searches, comments and files, by their ids: as the first tree has them."""
    found: dict[str, str] = {}
    for root in roots:
        for name in ("items", "findings", "documents", "searches", "comments"):
            entries = root.parts[name]
            for number, one in enumerate(entries.parts.values(), start=1):
                title = one.fields.parts.get("title", "") if name == "documents" else ""
                found.setdefault(one.id, title or f"{entries.kind.name} {number}")
        for file in root.parts["files"]:
            found.setdefault(file.digest, file.name)
    return found


def of_place(place: str, known: Names) -> str:
    """A stable place in words: ``Item 2 › Rationale``; one that is gone is told as such."""
    first, *rest = place.split(".")
    if first == "facts":
        return _fact_words(place.removeprefix("facts.").partition("@")[0])
    if first == "dates" and rest:
        return fields.title(ClaimDates, rest[0])
    if not rest:
        return fields.title(Case, first)
    kind = LISTS.get((Case, first))
    named = known.get(rest[0], f"{kind.name} that is gone" if kind else fields.title(Case, first))
    return " › ".join([named, *(fields.title(kind.element, part) for part in rest[1:] if kind)])


def of_source(source: str, known: Names) -> str:
    """What words of a text are bound to, in words: ``Date of injury``, ``Fact prior: brace``, ``Finding 2``."""
    kind, colon, name = source.partition(":")
    if not colon:
        return of_place(source, known)
    if kind == "fact":
        return _fact_words(name.partition("@")[0])
    owner, _, part = name.rpartition(".") if "." in name else (name, "", "")
    named = known.get(owner, f"{kind.capitalize()} that is gone")
    return f"{named} › {part.replace('_', ' ').capitalize()}" if part else named


def _fact_words(key: str) -> str:
    return "Fact " + ": ".join(key.replace("_", " ").split("."))


def of_field(above: str, kind: type[Struct], name: str) -> str:
    """The label of a field of what the label `above` stands for (empty: the case)."""
    own = fields.title(kind, name)
    return f"{above} › {own}" if above and kind is not ClaimDates else own


def of_entry(above: str, kind: Listed, key: str, number: int, element: Any, items: Mapping[str, int]) -> str:
    """The label of an element of a list, `number` counted from 1 in it; `items` are the items' numbers."""
    if isinstance(element, Fact):
        own = _fact_words(element.key)
        above = f"Item {items[element.item]}" if element.item in items else above
    elif isinstance(element, Attestation):
        own = f"{kind.name} “{_statement(element.statement)}”"
    elif isinstance(element, Acknowledgement):
        own = f"Reason given ({spoken(element.problem.partition(':')[0])})"
    elif isinstance(element, CriterionAnswer | EvidenceStep):
        own = f"{kind.name} {_STEPS.get(key, spoken(key.partition('#')[0]))}"
    else:
        own = f"{kind.name} {number}"
    return f"{above} › {own}" if above else own


def spoken(key: str) -> str:
    """A key as words: ``trial.failed_conservative_care`` is read as ``trial: failed conservative care``."""
    return ": ".join(key.replace("_", " ").split("."))


def _statement(key: str) -> str:
    return attestations.title_of(key) or spoken(key)


# --- values ---------------------------------------------------------------------------------------------------------------


def in_words(value: object) -> str:
    """A value in words: ``yes``, ``12.5``, ``03/09/2024``, ``neck, low back``; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return dates.written_at(value, seconds=True)  # by the clock on the wall, as everywhere else
    if isinstance(value, date):
        return dates.written(value)
    return ", ".join(map(in_words, value)) if isinstance(value, list | tuple) else str(value)


def plain(value: Any, known: Names = NO_NAMES) -> str:
    """A value of a place as plain text, with what `known` calls the elements it names; empty where it says nothing."""
    if value is None or value == ():
        return ""
    if isinstance(value, Words):
        return value.text
    if isinstance(value, tuple) and not isinstance(value, Element):
        return citation.numbers(value) if isinstance(value[0], int) else "\n".join(plain(one, known) for one in value)
    return _of_node(value, known)


def _of_node(value: Any, known: Names) -> str:
    if isinstance(value, Element):
        return _of_node(value.fields, known)
    if isinstance(value, Fields):
        return _listed(value.kind, value.parts, known)
    if isinstance(value, Entries):
        return "\n".join(plain(one, known) for one in value.parts.values())
    return _of_struct(value, known) if isinstance(value, Struct) else known.get(value, in_words(value))


def _of_struct(value: Struct, known: Names) -> str:
    if isinstance(value, SourceRef):
        where = f"p. {value.page}" if value.page else known.get(value.document, value.document.partition(":")[0].capitalize())
        return f"{where}: “{value.quote}”" if value.quote else where
    if isinstance(value, SearchHit):
        words = (plain(value.source, known), value.remark, "found" if value.found else "")
        return " — ".join(word for word in words if word)
    if isinstance(value, CaseFile):
        return f"{value.name} ({value.pages} pages from p. {value.first_page})"
    if isinstance(value, PreliminaryView):
        return value.text
    if isinstance(value, Attestation):
        return f"{_statement(value.statement)}\nMade: {in_words(value.made_at)}"
    if isinstance(value, Acknowledgement):
        return value.reason
    if isinstance(value, Fact):
        return "\n".join(plain(one, known) for one in (value.value, *value.sources))
    if isinstance(value, CriterionAnswer):
        said = ": ".join(word for word in (value.status, value.reason) if word)
        return "\n".join((said, *(plain(one, known) for one in value.sources)))
    return _listed(type(value), {name: getattr(value, name) for name in type(value).__struct_fields__}, known)


def _listed(kind: type[Struct], parts: Mapping[str, Any], known: Names) -> str:
    """Fields as lines, without those that say nothing; the first that is a text stands without its name."""
    lines: list[str] = []
    for name, value in parts.items():
        text = "" if name in _WITHOUT or value is False else _of_part(kind, name, value, known)
        if text:
            unnamed = not lines and name in ("title", "text", "statement", "file")
            lines.append(text if unnamed else f"{fields.title(kind, name)}: {text}")
    return "\n".join(lines)


def _of_part(kind: type[Struct], name: str, value: Any, known: Names) -> str:
    if kind is Comment and name == "place":
        return of_place(value, known) if value else ""
    return plain(value, known)


def exact(value: Any, known: Names = NO_NAMES) -> str:
    """A value in every detail, for two that look the same in words."""
    if isinstance(value, Words):
        return "\n".join(f"{value.text[start:end]} ({of_source(source, known)})" for start, end, source in value.ranges)
    if isinstance(value, Struct):
        names_of = type(value).__struct_fields__
        parts = ((fields.title(type(value), name), exact(getattr(value, name), known)) for name in names_of)
        return "; ".join(f"{title}: {words}" for title, words in parts if words)
    if isinstance(value, tuple) and not isinstance(value, Element):
        return ", ".join(exact(one, known) for one in value)
    return plain(value, known)


def raw(value: Any) -> str:
    """A value as it is stored, for two that no words tell apart."""
    if isinstance(value, Words):
        return "\n".join(f"{value.text[start:end]} ({source})" for start, end, source in value.ranges)
    if isinstance(value, (Struct, tuple)) and not isinstance(value, Element):
        try:
            return msgspec.json.encode(value).decode()
        except (msgspec.MsgspecError, UnicodeError, TypeError):
            return repr(value)
    return plain(value)

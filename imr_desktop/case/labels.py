"""Places and values in words, for people: ``Item 2 › Rationale``, ``03/09/2024``, ``p. 37: “limps”``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from imr_desktop.case import citation, dates, fields
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    CaseFile,
    ClaimDates,
    CriterionAnswer,
    EvidenceStep,
    Fact,
    PreliminaryView,
    SearchHit,
    SourceRef,
    Struct,
)
from imr_desktop.case.tree import Element, Entries, Fields, Listed, Words

_WITHOUT = frozenset({"id", "box", "schema_version"})


def item_numbers(*roots: Fields) -> dict[str, int]:
    """The number of each item by its id, as it stands in the first of the trees that has it."""
    found: dict[str, int] = {}
    for root in roots:
        for number, item in enumerate(root.parts["items"].parts.values(), start=1):
            found.setdefault(item.id, number)
    return found


def of_field(above: str, kind: type[Struct], name: str) -> str:
    """The label of a field of what the label `above` stands for (empty: the case)."""
    own = fields.title(kind, name)
    return f"{above} › {own}" if above and kind is not ClaimDates else own


def of_entry(above: str, kind: Listed, key: str, number: int, element: Any, items: Mapping[str, int]) -> str:
    """The label of an element of a list, `number` counted from 1 in it; `items` are the items' numbers."""
    if isinstance(element, Fact):
        own = "Fact " + ": ".join(element.key.replace("_", " ").split("."))
        above = f"Item {items[element.item]}" if element.item in items else above
    elif kind.element in (CriterionAnswer, EvidenceStep, Attestation, Acknowledgement):
        own = f"{kind.name} {key}"
    else:
        own = f"{kind.name} {number}"
    return f"{above} › {own}" if above else own


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
        return f"{dates.written(value)} {value:%H:%M:%S} {value.tzname() or ''}".rstrip()
    if isinstance(value, date):
        return dates.written(value)
    return ", ".join(map(in_words, value)) if isinstance(value, list | tuple) else str(value)


def plain(value: Any) -> str:
    """A value of a place as plain text; empty where it says nothing."""
    if value is None or value == ():
        return ""
    if isinstance(value, Words):
        return value.text
    if isinstance(value, tuple) and not isinstance(value, Element):
        return citation.numbers(value) if isinstance(value[0], int) else "\n".join(map(plain, value))
    return _of_node(value)


def _of_node(value: Any) -> str:
    if isinstance(value, Element):
        return _of_node(value.fields)
    if isinstance(value, Fields):
        return _listed(value.kind, value.parts)
    if isinstance(value, Entries):
        return "\n".join(map(plain, value.parts.values()))
    return _of_struct(value) if isinstance(value, Struct) else in_words(value)


def _of_struct(value: Struct) -> str:
    if isinstance(value, SourceRef):
        where = f"p. {value.page}" if value.page else value.document
        return f"{where}: “{value.quote}”" if value.quote else where
    if isinstance(value, SearchHit):
        return " — ".join(word for word in (plain(value.source), value.remark, "found" if value.found else "") if word)
    if isinstance(value, CaseFile):
        return f"{value.name} ({value.pages} pages from p. {value.first_page})"
    if isinstance(value, PreliminaryView):
        return value.text
    if isinstance(value, Fact):
        return "\n".join((plain(value.value), *map(plain, value.sources)))
    if isinstance(value, CriterionAnswer):
        return "\n".join((": ".join(word for word in (value.status, value.reason) if word), *map(plain, value.sources)))
    return _listed(type(value), {name: getattr(value, name) for name in type(value).__struct_fields__})


def _listed(kind: type[Struct], parts: Mapping[str, Any]) -> str:
    """Fields as lines, without those that say nothing; the first that is a text stands without its name."""
    lines: list[str] = []
    for name, value in parts.items():
        text = "" if name in _WITHOUT or value is False else plain(value)
        if text:
            unnamed = not lines and name in ("title", "text", "statement", "file")
            lines.append(text if unnamed else f"{fields.title(kind, name)}: {text}")
    return "\n".join(lines)


def exact(value: Any) -> str:
    """A value in every detail, for two that look the same in words."""
    if isinstance(value, Words):
        return "\n".join(f"{value.text[start:end]} ({source})" for start, end, source in value.ranges)
    if isinstance(value, (Struct, tuple)) and not isinstance(value, Element):
        try:
            return msgspec.json.encode(value).decode()
        except (msgspec.MsgspecError, UnicodeError, TypeError):
            return repr(value)
    return plain(value)

"""Places and values in words, for people: ``Item 2 › Rationale``, ``03/09/2024``, ``p. 37: “limps”``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import msgspec

from imr_desktop.case import citation, dates
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    CaseFile,
    ClaimDates,
    CriterionAnswer,
    DisputedItem,
    EvidenceStep,
    Fact,
    PreliminaryView,
    SearchHit,
    SourceRef,
    Struct,
)
from imr_desktop.case.places import Element, Entries, Fields, Listed, Words

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "injury": "Date of injury",
        "ur_denial": "UR decision date",
        "ur_served": "Date UR was served",
        "request_for_authorization": "Request for authorization date",
        "application_received": "Date the application was received",
        "assigned": "Date assigned",
        "records_complete": "Date the records were complete",
        "decision": "Decision",
        "mailed": "Date mailed",
        "number": "Case number",
        "expected_items": "Number of items expected",
        "rule_packs": "Guideline packs",
        "audit_head": "State of the audit trail",
        "title": "Title",
        "authorized": "Authorized by UR",
        "in_dispute": "In dispute",
        "claims_administrator_guideline": "Claims administrator's citation",
        "reviewer_guideline": "Your citation",
        "no_citation_reason": "Reason for no citation",
        "source_decision": "Decision that was read",
        "end_state": "End state",
        "preliminary_views": "Preliminary views",
        "file": "File",
        "first_page": "First page",
        "last_page": "Last page",
        "made_at": "Made",
        "signed_at": "Signed",
        "reply_to": "Answer to",
        "files": "Files of the record",
        "unreadable": "Pages that could not be read",
    }
)
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
    if kind is ClaimDates:
        return "Date of the determination" if name == "decision" else _field(name)
    own = "Request" if (kind, name) == (DisputedItem, "title") else _field(name)
    return f"{above} › {own}" if above else own


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


def _field(name: str) -> str:
    return _FIELDS.get(name) or (name[:1].upper() + name[1:]).replace("_", " ")


# --- values ---------------------------------------------------------------------------------------------------------------


def plain(value: Any) -> str:
    """A value of a place as plain text; empty where it says nothing."""
    if value is None or value == ():
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return f"{dates.written(value)} {value:%H:%M:%S} {value.tzname() or ''}".rstrip()
    if isinstance(value, date):
        return dates.written(value)
    if isinstance(value, Words):
        return value.text
    if isinstance(value, tuple) and not isinstance(value, Element):
        return citation.numbers(value) if isinstance(value[0], int) else "\n".join(map(plain, value))
    return _of_node(value)


def _of_node(value: Any) -> str:
    if isinstance(value, Element):
        return _of_node(value.fields)
    if isinstance(value, Fields):
        return _listed(value.parts)
    if isinstance(value, Entries):
        return "\n".join(map(plain, value.parts.values()))
    return _of_struct(value) if isinstance(value, Struct) else str(value)


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
    return _listed({name: getattr(value, name) for name in type(value).__struct_fields__})


def _listed(parts: Mapping[str, Any]) -> str:
    """Fields as lines, without those that say nothing; the first that is a text stands without its name."""
    lines: list[str] = []
    for name, value in parts.items():
        text = "" if name in _WITHOUT or value is False else plain(value)
        if text:
            lines.append(text if not lines and name in ("title", "text", "statement", "file") else f"{_field(name)}: {text}")
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

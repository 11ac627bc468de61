"""The examples in the checks' docstrings: cases in which a check finds something (``bad:``) or nothing (``good:``).

Each is a JSON object of case fields and may go on over several lines. Items may leave out their `id`; ``identity`` gives the
reviewer's words, ``disclosures`` the names of those the reviewer has ties with, ``record`` the pages' texts, ``others`` the
items of an earlier case, ``proposed`` the rules' statuses by criterion for every item; with ``"judged": true`` the shipped
rules judge the example themselves. The day is 2025-12-01. They are run as tests, so that what a check says of itself stays
true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import msgspec

from imr_desktop.case import codec
from imr_desktop.case.model import Case
from imr_desktop.preflight.others import Others, decided_items
from imr_desktop.preflight.problem import Context
from imr_desktop.preflight.registry import Check
from imr_desktop.rules import Packs, evaluate_case, load_packs
from imr_desktop.rules.model import CriterionReport, ItemReport, Request, Status
from imr_desktop.rules.readings import Reading

TODAY = date(2025, 12, 1)
_EXAMPLE = re.compile(r"^ *(bad|good): (\{.*?\}) *$(?=\s*(?:bad|good|\Z))", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class CheckExample:
    """One example: whether the check must find something, and what it is run over."""

    bad: bool
    case: Case
    context: Context


def examples(check: Check) -> Iterator[CheckExample]:
    """The examples of a check, in the order of its docstring. Raises CaseInvalid where one is no case."""
    for kind, fields in _EXAMPLE.findall(check.doc):
        yield _example(kind == "bad", json.loads(" ".join(fields.split())))


@cache
def shipped() -> Packs:
    """The shipped guideline packs. Raises PackInvalid where they do not hold."""
    return load_packs()


def _example(bad: bool, fields: dict[str, Any]) -> CheckExample:
    judged = fields.pop("judged", False)
    context = Context(
        packs=_with_readings(fields.pop("readings", [])),
        today=TODAY,
        identity=tuple(fields["identity"]) if "identity" in fields else None,
        record={int(page): text for page, text in fields.pop("record", {}).items()},
        hidden={int(page): text for page, text in fields.pop("hidden", {}).items()},
        disclosures=tuple(fields.pop("disclosures", ())),
        reports=_reports(fields.pop("proposed", {}), fields.get("items", [])),
        own_pack_fault=fields.pop("own_pack_fault", ""),
        others=Others(decided_items(_case(fields.pop("others", []), {"id": "earlier", "number": "CM24-0000001"}))),
    )
    fields.pop("identity", None)
    case = _case(fields.pop("items", []), {"id": "example", **fields})
    if judged:
        context = replace(context, reports=evaluate_case(case, shipped(), context.record))
    return CheckExample(bad, case, context)


def _with_readings(raw: list[dict[str, Any]]) -> Packs:
    """The shipped packs, with own readings where an example has some."""
    readings = (msgspec.convert(one, Reading) for one in raw)
    return replace(shipped(), readings={f"reading.{one.id}": one for one in readings}) if raw else shipped()


def _reports(proposed: dict[str, Status], rows: list[dict[str, Any]]) -> tuple[ItemReport, ...]:
    if not proposed:
        return ()
    criteria = tuple(
        CriterionReport(
            id=key,
            text=key,
            kind="prerequisite",
            status=status,
            inputs={},
            limit="",
            citation="",
            confidence="high",
            sources=(),
            missing=(),
            would_change="",
            edition="",
        )
        for key, status in proposed.items()
    )
    return tuple(
        ItemReport(row.get("id", f"i{number}"), "", None, Request(), None, "", "", criteria)
        for number, row in enumerate(rows)
    )


def _case(rows: list[dict[str, Any]], fields: dict[str, Any]) -> Case:
    items = [{"id": f"i{number}", "title": f"Item {number}", **item} for number, item in enumerate(rows)]
    return codec.from_builtins({"items": items, **fields}, "the example")

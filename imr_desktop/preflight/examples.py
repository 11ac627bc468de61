"""The examples in the checks' docstrings: cases in which a check finds something (``bad:``) or nothing (``good:``).

Each is a JSON object of case fields and may go on over several lines. Items may leave out their `id`; ``identity`` gives the
reviewer's words; the day is 2025-12-01. They are run as tests, so that what a check says of itself stays true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from imr_desktop.case import codec
from imr_desktop.case.model import Case
from imr_desktop.preflight.problem import Context
from imr_desktop.preflight.registry import Check

TODAY = date(2025, 12, 1)
_EXAMPLE = re.compile(r"^ *(bad|good): (\{.*?\}) *$(?=\s*(?:bad|good|\Z))", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One example: whether the check must find something, and what it is run over."""

    bad: bool
    case: Case
    context: Context


def examples(check: Check) -> Iterator[Example]:
    """The examples of a check, in the order of its docstring. Raises CaseInvalid where one is no case."""
    for kind, fields in _EXAMPLE.findall(check.doc):
        yield _example(kind == "bad", json.loads(" ".join(fields.split())))


def _example(bad: bool, fields: dict) -> Example:
    identity = tuple(fields.pop("identity", ()))
    items = [{"id": f"i{number}", "title": f"Item {number}", **item} for number, item in enumerate(fields.pop("items", []))]
    case = codec.from_builtins({"id": "example", "items": items, **fields}, "the example")
    return Example(bad, case, Context(today=TODAY, identity=identity))

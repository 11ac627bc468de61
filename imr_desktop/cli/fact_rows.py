"""The facts of files as rows of JSON: only the keys that say something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from imr_desktop.review.taken import TakenIn

ALWAYS = ("kind", "value", "subject", "status")


def fact_rows(group: TakenIn) -> Iterator[dict[str, Any]]:
    """Each fact with its kind, value, whose and of when it is, its page, its words, and what else applies to it."""
    for fact in group.facts:
        given = {name: value for name, value in msgspec.to_builtins(fact).items() if value or name == "number"}
        source = given.pop("source")
        row = {name: getattr(fact, name) for name in ALWAYS} | given
        row |= {"document": group.titles.get(fact.source.document, ""), "page": fact.source.page, "quote": fact.source.quote}
        yield row | ({"box": source["box"]} if source.get("box") else {})

"""What a packet should hold and how records name each other, as it stands in ``resources/letter/packet.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from imr_desktop.extract.patterns import phrase
from imr_desktop.paths import resource


@dataclass(frozen=True)
class Needed:
    """A document that a review is owed, the types that are it, and where the law says so."""

    what: str
    types: frozenset[str]
    source: str


@dataclass(frozen=True)
class Reports(Needed):
    """Reports of the months before the request for authorization."""

    months: int


@dataclass(frozen=True)
class RecordName:
    """A kind of record that others name beside a day. `kinds` are closer than types; either is such a record.

    `words` are for a text in small letters. `days` is how far a document's own day may lie from the one that others give: a
    study is dated as made or as read.
    """

    name: str
    words: re.Pattern[str]
    types: frozenset[str]
    kinds: frozenset[str]
    days: int


@cache
def needed() -> tuple[Needed, ...]:
    """The documents that every packet should hold."""
    return tuple(Needed(row["what"], frozenset(row["types"]), row["source"]) for row in _table()["needed"])


@cache
def reports() -> Reports:
    """The reports that every packet should hold."""
    row = _table()["reports"]
    return Reports(row["what"], frozenset(row["types"]), row["source"], row["months"])


@cache
def record_names() -> tuple[RecordName, ...]:
    """The kinds of records that are named beside a day."""
    return tuple(
        RecordName(
            row["name"],
            phrase(rf"(?<![\w/])(?:{'|'.join(row['words'])})(?![\w/])", flags=re.NOFLAG),
            frozenset(row["types"]),
            frozenset(row.get("kinds", ())),
            row.get("days", 1),
        )
        for row in _table()["record"]
    )


@cache
def joining() -> frozenset[str]:
    """Words that may stand between a record's name and its day, beside names of people."""
    return frozenset(str(_table()["joining"]).split())


@cache
def _table() -> dict[str, Any]:
    with resource("letter", "packet.toml").open("rb") as file:
        return tomllib.load(file)

"""What a packet should hold and how records name each other, as it stands in ``resources/letter/packet.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

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
    study is dated as made or as read. `inside` are words of one that stands in another document of that day, for any case.
    """

    name: str
    words: re.Pattern[str]
    types: frozenset[str]
    kinds: frozenset[str]
    days: int
    inside: re.Pattern[str] | None = None


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
            phrase(rf"(?<!\w)(?:{'|'.join(row['inside'])})(?!\w)") if "inside" in row else None,
        )
        for row in _table()["record"]
    )


class Reporting(NamedTuple):
    """How reports are named by who made them, each as the comment in the table says; `kinds` are the words of all kinds of
    records, for a text in small letters.
    """

    list_head: re.Pattern[str]
    list_line: re.Pattern[str]
    leads: re.Pattern[str]
    whose: re.Pattern[str]
    dated: re.Pattern[str]
    by: re.Pattern[str]
    made_by: re.Pattern[str]
    to_day: re.Pattern[str]
    planned: re.Pattern[str]
    kinds: re.Pattern[str]


@cache
def reporting() -> Reporting:
    """The words by which reports are named without their kind."""
    row = _table()["reporting"]
    kinds = phrase("|".join(one.words.pattern for one in record_names()), flags=re.NOFLAG)
    nouns = "|".join(row["nouns"])
    said = {key: phrase("|".join(row[key]).replace("{nouns}", nouns)) for key in Reporting._fields if key != "kinds"}
    return Reporting(**said, kinds=kinds)


class SaidAbsent(NamedTuple):
    """How a sentence says that a record is not here, each as the comment in the table says."""

    noun: re.Pattern[str]
    absent: re.Pattern[str]
    asked_for: re.Pattern[str]
    no: re.Pattern[str]
    to_follow: re.Pattern[str]
    came: re.Pattern[str]


@cache
def saying_absent() -> SaidAbsent:
    """The words by which a record is said not to be here."""
    row = _table()["said_absent"]
    lists = {key: "|".join(row[key]) for key in ("absent", "asked_for", "came")}
    said = {key: phrase(rf"[^.;\n]{{0,60}}?\b(?:{words})\b") for key, words in lists.items()}
    noun = phrase(rf"(?:\W{{0,3}}(?:{row['noun']}))?\b")
    no, to_follow = (phrase("|".join(rf"\b{one}" for one in row[key])) for key in ("no", "to_follow"))
    return SaidAbsent(noun=noun, no=no, to_follow=to_follow, **said)


@cache
def joining() -> frozenset[str]:
    """Words that may stand between a record's name and its day, beside names of people."""
    return frozenset(str(_table()["joining"]).split())


@cache
def writing() -> re.Pattern[str]:
    """Words before a day on which a report was written, signed or sent."""
    return phrase(rf"(?<!\w)(?:{'|'.join(_table()['reporting']['writing'])})\b[^.;]*\Z")


@cache
def _table() -> dict[str, Any]:
    with resource("letter", "packet.toml").open("rb") as file:
        return tomllib.load(file)

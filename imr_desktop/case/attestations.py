"""The statements a reviewer makes before signing, from ``resources/letter/attestations.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from imr_desktop.paths import resource


@dataclass(frozen=True)
class Statement:
    """A statement's key, its title, and the words the reviewer confirms."""

    key: str
    title: str
    text: str


@cache
def statements(day: date | None = None) -> tuple[Statement, ...]:
    """The statements in their order: those in force on a day, or all."""
    with resource("letter", "attestations.toml").open("rb") as file:
        rows = tomllib.load(file)["attestation"]
    return tuple(
        Statement(row["key"], row["title"], " ".join(row["text"].split()))
        for row in rows
        if day is None or row.get("from", date.min) <= day <= row.get("to", date.max)
    )

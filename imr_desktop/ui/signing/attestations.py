"""The statements a reviewer makes before signing, from ``resources/letter/attestations.toml``. Imports no Qt."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from imr_desktop.paths import resource


@dataclass(frozen=True)
class Statement:
    """A statement's key, and the words the reviewer confirms."""

    key: str
    text: str


@cache
def statements(day: date) -> tuple[Statement, ...]:
    """The statements in force on a day, in their order."""
    with resource("letter", "attestations.toml").open("rb") as file:
        rows = tomllib.load(file)["attestation"]
    return tuple(
        Statement(row["key"], " ".join(row["text"].split()))
        for row in rows
        if row.get("from", date.min) <= day <= row.get("to", date.max)
    )

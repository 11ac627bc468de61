"""The statements a reviewer makes before signing, from ``resources/letter/attestations.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache

import msgspec

from imr_desktop.paths import resource


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first_day": "from", "last_day": "to"}):
    """A statement: its key in a case, its short title, the words the reviewer confirms, the law, the days it is in force."""

    key: str
    title: str
    text: str
    citation: str
    first_day: date = date.min
    last_day: date = date.max


@cache
def statements(day: date) -> tuple[Statement, ...]:
    """The statements in force on a day, in their order."""
    rows = tomllib.loads(resource("letter", "attestations.toml").read_text("utf-8"))["attestation"]
    known = msgspec.convert(rows, tuple[Statement, ...])
    return tuple(one for one in known if one.first_day <= day <= one.last_day)

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


def statements(day: date) -> tuple[Statement, ...]:
    """The statements in force on a day, in their order."""
    return tuple(one for one in _known() if one.first_day <= day <= one.last_day)


def title_of(key: str) -> str:
    """The title of a statement, in force or not; empty where there is none of this key."""
    return next((one.title for one in _known() if one.key == key), "")


@cache  # for all days at once: the limited process reads the file before it knows the day
def _known() -> tuple[Statement, ...]:
    rows = tomllib.loads(resource("letter", "attestations.toml").read_text("utf-8"))["attestation"]
    return msgspec.convert(rows, tuple[Statement, ...])

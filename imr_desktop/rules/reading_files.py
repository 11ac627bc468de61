"""Files of readings: the reviewer's own in the guidelines folder, and those that go from one reviewer to another.

Both are pack files with nothing but ``readings`` in them. A file of somebody else is parsed in a limited process (`plain`).
"""

from __future__ import annotations

from typing import Any

import msgspec
import yaml

from imr_desktop.errors import PackInvalid
from imr_desktop.rules import yaml_safe
from imr_desktop.rules.reading_loading import FAMILY, MOST_READINGS, read_one
from imr_desktop.rules.readings import Reading

MOST_BYTES = 1024 * 1024
_HEAD = "# Own readings of guidelines, in own words: what a text recommends, where it stands, when it was read.\n"


def encode(entries: list[Any]) -> bytes:
    """A file with these readings, or with what stood in a file in place of one."""
    plain_entries = [_plain(entry) if isinstance(entry, Reading) else entry for entry in entries]
    text = yaml.safe_dump(
        {"family": FAMILY, "readings": plain_entries},
        allow_unicode=True,
        sort_keys=False,
        width=120,
        default_flow_style=False,
    )
    return (_HEAD + text).encode()


def _plain(reading: Reading) -> dict[str, Any]:
    """A reading as plain data, without fields that say nothing."""
    silent = {one.encode_name: one.default for one in msgspec.structs.fields(Reading)}
    built: dict[str, Any] = msgspec.to_builtins(reading)
    kept = {name: value for name, value in built.items() if value not in (silent[name], [], None)}
    return {name: int(value) if isinstance(value, float) and value.is_integer() else value for name, value in kept.items()}


def plain(data: bytes) -> bytes:
    """The entries of a file as msgpack, nothing of them judged yet. Raises PackInvalid."""
    return msgspec.msgpack.encode(entries_of(data, "the file"))


def entries_of(data: bytes, where: str) -> list[Any]:
    """What stands under ``readings`` in a file, or the one reading that it is. Raises PackInvalid."""
    raw = yaml_safe.load(data, where)
    if isinstance(raw, dict) and "readings" not in raw and "recommendation" in raw:
        return [raw]
    entries = raw.get("readings") if isinstance(raw, dict) else None
    if not isinstance(entries, list):
        raise PackInvalid(f"{where} holds no list of readings.")
    if len(entries) > MOST_READINGS:
        raise PackInvalid(f"{where} holds more than {MOST_READINGS} readings.")
    return entries


def read_all(entries: list[Any], where: str) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
    """The readings that hold, and a sentence for each entry that does not."""
    found, faults = [], []
    for number, raw in enumerate(entries, 1):
        try:
            found.append(read_one(raw, where, number))
        except PackInvalid as error:
            faults.append(error.sentence)
    return tuple(found), tuple(faults)

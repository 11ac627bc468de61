"""JSON from elsewhere, looked at hard: nothing in it twice, nothing endless, nothing a case never holds."""

from __future__ import annotations

import json
import zlib
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, TypeVar

import msgspec

from imr_desktop.case import codec
from imr_desktop.case.model import SCHEMA_VERSION, Case
from imr_desktop.case.tree import LISTS, doubled, tree
from imr_desktop.errors import CaseInvalid, UsageError

_T = TypeVar("_T")

MOST_JSON = 8 * 1024 * 1024
"""The longest JSON of one part, in bytes; a case is some 30 kB."""
MOST_ALL_JSON = 256 * 1024 * 1024
"""All versions of a case together."""
_MOST_OBJECTS = 200_000
_MOST_VALUES = 2_000_000
_MOST_FOREIGN = 4 * 1024 * 1024
_DEVICES = frozenset(("CON", "PRN", "AUX", "NUL", *(f"{name}{number}" for name in ("COM", "LPT") for number in range(1, 10))))


def packed(data: bytes, what: str) -> bytes:
    """JSON as it goes into a package. Raises UsageError where it is more than a package may hold."""
    if len(data) > MOST_JSON:
        raise UsageError(f"{what} is larger than {MOST_JSON >> 20} MB and cannot go into a package.")
    return zlib.compress(data, 6)


def unpacked(data: bytes, most: int, where: str) -> bytes:
    """The inverse of `packed`, to at most so many bytes. Raises CaseInvalid."""
    act = zlib.decompressobj()
    try:
        made = act.decompress(data, max(min(most, MOST_JSON), 0) + 1)
    except zlib.error:
        raise CaseInvalid(f"{where} holds data that cannot be read; ask the sender for it again.") from None
    if len(made) > min(most, MOST_JSON) or not act.eof or act.unused_data:
        raise CaseInvalid(f"{where} holds more data than a case can have and was not opened.")
    return made


def strict_case(data: bytes, where: str) -> Case:
    """A foreign case: `plain_case`, and without file names that are paths or devices. Raises CaseInvalid."""
    case = plain_case(data, where)
    refuse_odd(case, where)
    return case


def plain_case(data: bytes, where: str) -> Case:
    """A case from JSON, as `codec.decode` reads it, and without anything ambiguous in it.

    Raises CaseInvalid also for keys that stand twice in an object, ids that stand twice in a list, and more elements than a
    case can have. Bounded: about a second for the worst input.
    """
    refuse_masses(data, where)
    case = codec.decode(data, where)
    if codec.encode(case) != data:
        refuse_doubled_keys(data, where)
    refuse_doubled_ids(case, where)
    return case


def strict_struct(data: bytes, kind: type[_T], where: str) -> _T:
    """A struct from JSON as this program writes it. Raises CaseInvalid for anything else."""
    refuse_masses(data, where)
    try:
        made = msgspec.json.decode(data, type=kind)
        written = msgspec.json.encode(made, order="deterministic")
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError):
        raise CaseInvalid(f"{where} holds data that this program did not write; ask the sender for it again.") from None
    if written != data:
        refuse_doubled_keys(data, where)
    return made


def refuse_masses(data: bytes, where: str) -> None:
    """Refuse more than any case holds, before it is read. Raises CaseInvalid."""
    if len(data) > MOST_JSON or data.count(b"{") + data.count(b"[") > _MOST_OBJECTS or data.count(b",") > _MOST_VALUES:
        raise CaseInvalid(f"{where} holds more than a case can have and was not opened.")


def refuse_doubled_keys(data: bytes, where: str) -> None:
    """Refuse JSON with a key twice in one object: which one counts is anyone's guess. Raises CaseInvalid."""

    def once(pairs: list[tuple[str, Any]]) -> int:
        if len({key for key, _ in pairs}) != len(pairs):
            raise CaseInvalid(f"{where} says something twice (a key stands twice in an object) and was not opened.")
        return 0

    if len(data) > _MOST_FOREIGN:
        raise CaseInvalid(f"{where} is larger than what this program writes and was not opened.")
    try:
        json.loads(data, object_pairs_hook=once, parse_int=len, parse_float=len, parse_constant=len)
    except (ValueError, RecursionError):
        raise CaseInvalid(f"{where} is not valid JSON; ask the sender for it again.") from None


def refuse_odd(case: Case, where: str) -> None:
    """Refuse a newer schema, ids that stand twice, and files named like paths or devices. Raises CaseInvalid."""
    if case.schema_version > SCHEMA_VERSION:
        raise CaseInvalid(f"{where} was written by a newer version of IMR Desktop; update the program, then open it again.")
    refuse_doubled_ids(case, where)
    for file in case.files:
        if not is_plain_name(file.name) or not is_plain_name(file.digest):
            raise CaseInvalid(f"{where} holds a file whose name is a path or a device and was not opened.")


def refuse_doubled_ids(case: Case, where: str) -> None:
    """Refuse ids that stand twice in a list. Raises CaseInvalid."""
    for path in doubled(tree(case)) if _may_double(case) else ():
        raise CaseInvalid(f"{where} holds “{path[-1].partition('#')[0][:60]}” twice under {path[-2]} and was not opened.")


def _may_double(case: Case) -> bool:
    """Whether any list may hold a key twice; fast, because nearly none does."""
    keyed = (getattr(case, name) for kind, name in LISTS if kind is Case)
    return any(_repeats(several) for several in keyed) or any(_repeats(item.answers) for item in case.items)


def _repeats(several: tuple[Any, ...]) -> bool:
    if len(several) < 2:
        return False
    key = next(one.key for one in LISTS.values() if isinstance(several[0], one.element))
    return len(set(map(key, several))) != len(several)


def is_plain_name(name: str) -> bool:
    """Whether a name is that of a file on every system, and no path, device or escape."""
    stem = name.partition(".")[0].rstrip(" ").upper()
    return (
        0 < len(name) <= 255
        and name.isprintable()
        and stem not in _DEVICES
        and name not in (".", "..")
        and PurePosixPath(name).name == name
        and PureWindowsPath(name).name == name
    )

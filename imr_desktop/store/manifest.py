"""The list of what a backup holds: each file with size and digest, written twice, so that one damaged copy does no harm.

The list says nothing that the files' sizes and dates do not tell: no names, no numbers of cases.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime
from pathlib import Path

import msgspec

from imr_desktop.atomic import write_atomically

FILE, COPY = "manifest.json", "manifest.json.bak"
FORMAT = 1
DATABASE, KEYS = "cases.db", "keys.json"
_MOST_BYTES = 256 * 1024 * 1024
_NAME = re.compile(r"cases\.db|keys\.json|keys\.json\.bak|account\.key|files/([0-9a-f]{2})/\1[0-9a-f]{62}", re.ASCII)


class Item(msgspec.Struct, frozen=True):
    """One file of a backup: its name below the backup, size in bytes, SHA-256, and when it was last read whole (UTC)."""

    name: str
    size: int
    sha256: str
    checked: datetime

    @property
    def sealed(self) -> bool:
        """Whether it is a sealed original or page text, of which another backup may hold the same copy."""
        return self.name.startswith("files/")


class BackupManifest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a backup holds. `sequence` is the number of the last change in it, `cases` how many cases.

    `line` says which line of changes the number counts in: a restored vault begins another one.
    """

    format: int
    vault: str
    made_at: datetime
    program: str
    sequence: int
    cases: int
    items: tuple[Item, ...]
    line: str = ""

    @property
    def holds(self) -> bool:
        """Whether the list can be one that this program wrote: no name leads out of the backup, the essentials are there."""
        names = [item.name for item in self.items]
        return (
            self.format == FORMAT
            and self.made_at.tzinfo is not None
            and len(set(names)) == len(names)
            and {DATABASE, KEYS} <= set(names)
            and all(_NAME.fullmatch(name) for name in names)
        )


_decoder = msgspec.json.Decoder(BackupManifest)


def write(folder: Path, manifest: BackupManifest, names: tuple[str, ...] = (FILE, COPY)) -> None:
    """Write the list and its copy, or one of them. Raises StoreError."""
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    sealed = data + b"\n" + hashlib.sha256(data).hexdigest().encode() + b"\n"
    for name in names:
        write_atomically(folder / name, sealed)


def read(folder: Path) -> BackupManifest | None:
    """The list of a backup, None where there is none or both copies are damaged.

    While a backup's key file is replaced, list and copy differ: the one that names the key file as it is counts.
    """
    found = [one for name in (FILE, COPY) if (one := _read(folder / name)) is not None]
    if len(found) == 2 and found[0] != found[1] and not _names_keys(folder, found[0]):
        return found[1]
    return found[0] if found else None


def agreed(folder: Path) -> bool:
    """Whether list and copy are there and say the same."""
    return (first := _read(folder / FILE)) is not None and first == _read(folder / COPY)


def _names_keys(folder: Path, manifest: BackupManifest) -> bool:
    try:
        digest = hashlib.sha256((folder / KEYS).read_bytes()).hexdigest()
    except OSError:
        return True
    return any(item.name == KEYS and item.sha256 == digest for item in manifest.items)


def _read(path: Path) -> BackupManifest | None:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
        body, _, digest = data.removesuffix(b"\n").rpartition(b"\n")
        if not hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), digest):
            return None
        manifest = _decoder.decode(body)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return manifest if manifest.holds else None

"""Files copied, digested and made durable on the way."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

from imr_desktop.atomic import written
from imr_desktop.store.manifest import Item

_CHUNK = 1 << 20


def copied(source: Path, target: Path, name: str) -> Item:
    """Copy a file into a new private one, synced, one chunk at a time; its line for the list. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, written(target) as write:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            write.write(chunk)
    return Item(name, size, digest.hexdigest(), datetime.now(UTC))


def digested(path: Path, name: str) -> Item:
    """The line of a file that lies in its place already; it is synced. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb+") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
        os.fsync(file.fileno())
    return Item(name, size, digest.hexdigest(), datetime.now(UTC))


def matches(path: Path, item: Item) -> bool:
    """Whether a file is what its line says, read to its last byte."""
    try:
        if path.stat().st_size != item.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == item.sha256
    except OSError:
        return False

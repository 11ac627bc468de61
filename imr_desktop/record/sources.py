"""The program's side of a file that the limited process reads: opened here, plain or sealed in the vault, by its key here."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from imr_desktop.sandbox import PART
from imr_desktop.sealed import SealedFile


@dataclass(frozen=True)
class Source:
    """A stream to hand to the limited process, and what names the same file again: never a path or a key to the process.

    What was taken out of a file has that one's identity before its own, as `Sandbox.call` wants it.
    """

    stream: IO[bytes]
    identity: str


@contextmanager
def opened(path: Path, key: bytes = b"") -> Iterator[Source]:
    """A file, or with a key what is sealed in it. Raises OSError, Tampered; reading does, too."""
    with cast("IO[bytes]", SealedFile(path, key)) if key else path.open("rb", buffering=0) as stream:
        status = path.stat()
        yield Source(stream, f"{path}|{status.st_mtime_ns}|{status.st_size}|{status.st_ino}")


def in_memory(data: bytes, within: Source | None = None) -> Source:
    """Bytes that lie in no file, or within one, named by what they are: an address in memory is soon another's."""
    whole = f"{within.identity.partition(PART)[0]}{PART}" if within else ""
    return Source(io.BytesIO(data), f"{whole}memory {hashlib.sha256(data).hexdigest()}")

"""Files on their way into and out of the vault's sealed ones, with a sentence for whatever goes wrong."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from imr_desktop.atomic import explained, replaced
from imr_desktop.errors import StoreError
from imr_desktop.sealed import SealedFile, Tampered

Progress = Callable[[int, int], None]
_CHUNK = 1 << 20


@dataclass(frozen=True)
class DamagedOriginal:
    """A sealed file that is not as it was written, or is missing: its digest and what is wrong ("is damaged")."""

    digest: str
    what: str


class _Source(io.FileIO):
    """A file of the reviewer's: where reading it fails, that is said, and not that the vault could not be written."""

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise _unreadable(str(self.name), error) from error


@contextmanager
def source_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that is to be put into the vault. Raises StoreError, also where it is no ordinary file."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            raise StoreError(f"Not saved: {path.name} is not an ordinary file; copy what it holds into one and drop that.")
        file = io.BufferedReader(_Source(path), _CHUNK)
    except OSError as error:
        raise _unreadable(str(path), error) from error
    with file:
        yield file


def opened(path: Path, key: bytes) -> SealedFile:
    """A sealed file to read from. Raises StoreDamaged where it is altered, StoreError where the disk fails."""
    try:
        return SealedFile(path, key)
    except OSError as error:
        raise StoreError(f"A file of the vault cannot be read ({_reason(error)}); check the disk, then try again.") from error


def broken(path: Path, key: bytes, digest: str) -> str:
    """What is wrong with a sealed file, read to its end; empty where it holds what it should."""
    try:
        with SealedFile(path, key) as file:
            return "" if sha256(file) == digest else "holds other content than it should"
    except FileNotFoundError:
        return "is missing"
    except Tampered:
        return "is damaged"
    except OSError as error:
        return f"cannot be read ({_reason(error)})"


def copy_out(source: IO[bytes], target: Path) -> None:
    """Write all of a stream to a private file, which is there only once it is whole. Raises StoreError."""
    with explained(), replaced(target) as file:
        shutil.copyfileobj(source, file, _CHUNK)


def sha256(file: IO[bytes]) -> str:
    """The digest (hex) of a stream from where it stands."""
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _unreadable(path: str, error: OSError) -> StoreError:
    return StoreError(
        f"Not saved: {os.path.basename(path)} cannot be read ({_reason(error)}); check that it is still there, "
        "then drop it again. Nothing stored was changed."
    )


def _reason(error: OSError) -> str:
    return (error.strerror or "no reason given").lower()

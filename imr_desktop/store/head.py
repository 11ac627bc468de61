"""The number of the last committed change, kept beside the database, so that a log that lost its end is seen.

It is written after each commit and not flushed: a crash of the program keeps it, a power cut may bring back an older number,
and an older number is always true of the database, too. Two slots take turns, so that a torn write leaves the one before.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from imr_desktop.errors import StoreDamaged
from imr_desktop.paths import PRIVATE_FILE, sync_folder
from imr_desktop.store.faults import RESTORE

_NUMBER = 8
_SLOT = _NUMBER + hashlib.sha256().digest_size


class Head:
    """The file `head` of a vault: the number of its last save, by which an older copy is noticed."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Name the file and the key that its slots are authenticated with."""
        self._path, self._key = path, key
        self._file: IO[bytes] | None = None

    def require(self, sequence: int) -> None:
        """Compare with the database's number. Raises StoreDamaged where the database holds fewer changes."""
        missing = self.last() - sequence
        if missing > 0:
            raise StoreDamaged(
                f"The vault's log {'lost the last saved change' if missing == 1 else 'lost'}"
                f"{'' if missing == 1 else f' the last {missing} saved changes'}. {RESTORE}."
            )
        self.note(sequence)

    def last(self) -> int:
        """The number as it stands in the file, 0 where there is none."""
        return max(self._numbers(), default=0)

    def note(self, sequence: int) -> None:
        """Write the number; that it cannot be written never fails a save that is durable already."""
        number = sequence.to_bytes(_NUMBER, "big")
        with suppress(OSError):
            new = not self._path.exists()
            if self._file is None:
                self._file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE), "r+b", buffering=0)
            self._file.seek(sequence % 2 * _SLOT)
            self._file.write(number + self._mac(number))
            if new:  # once: a file that is missing later was taken away
                os.fsync(self._file.fileno())
                sync_folder(self._path.parent)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _numbers(self) -> list[int]:
        try:
            data = self._path.read_bytes()[: 2 * _SLOT]
        except OSError:
            return []
        slots = [data[at : at + _SLOT] for at in (0, _SLOT)]
        return [
            int.from_bytes(slot[:_NUMBER], "big")
            for slot in slots
            if hmac.compare_digest(slot[_NUMBER:], self._mac(slot[:_NUMBER]))
        ]

    def _mac(self, number: bytes) -> bytes:
        return hmac.digest(self._key, b"head" + number, "sha256")

"""Originals that readings put into the vault: those of a reading that was stopped, or not taken in, are let go of again."""

from __future__ import annotations

import threading
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.errors import StoreError

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.record import FileRead
    from imr_desktop.review.record import RecordService
    from imr_desktop.review.taken import TakenIn
    from imr_desktop.review.vault import VaultService


class Reading:
    """One taking in of files: the digests of the originals that it kept."""

    def __init__(self) -> None:
        self.digests: set[str] = set()


class KeptFiles:
    """Keeps originals for readings, until a case has them or nobody wants them. Safe to call from worker threads.

    What another reading keeps too, and what a case refers to, stays.
    """

    def __init__(self, vault: VaultService, record: RecordService) -> None:
        self._vault, self._record = vault, record
        self._lock = threading.Lock()
        self._open: list[Reading] = []
        self._ours: set[str] = set()

    def begin(self) -> Reading:
        """Files are about to be read."""
        reading = Reading()
        with self._lock:
            self._open.append(reading)
        return reading

    def keep(self, reading: Reading, source: Path | bytes, read: FileRead) -> None:
        """Keep an original for a reading. Raises StoreError."""
        with self._lock:
            reading.digests.add(read.digest)
            self._ours.add(read.digest)
            self._record.keep(source, read)

    def settle(self, taken: TakenIn) -> None:
        """A case has what was read: it is that case's from now on."""
        digests = _digests(taken)
        with self._lock:
            self._open = [one for one in self._open if not one.digests <= digests]

    def let_go(self, taken: TakenIn, case: Case | None = None) -> None:
        """Nobody wants what was read: what no case refers to leaves the vault; `case` is open and may not be stored yet."""
        digests = _digests(taken) - (_of(case) if case is not None else frozenset())
        with self._lock:
            self._open = [one for one in self._open if not one.digests <= _digests(taken)]
            self._collect(digests)

    def end(self, reading: Reading) -> None:
        """A reading was stopped or failed: what it kept leaves the vault where no case refers to it."""
        with self._lock:
            self._open = [one for one in self._open if one is not reading]
            self._collect(reading.digests)

    def clear(self) -> None:
        """What earlier runs of the program left behind, where they ended in the middle of a reading, leaves the vault."""
        vault = self._vault.if_open
        if vault is not None:
            with self._lock:
                self._collect(set(vault.attachments.digests()) - self._ours)

    def _collect(self, digests: Collection[str]) -> None:
        vault = self._vault.if_open
        wanted = frozenset(digests).difference(*(one.digests for one in self._open))
        if vault is None or not wanted:
            return
        with suppress(StoreError):  # it stays encrypted, and goes when the vault is opened next
            referred = vault.repository.referred()
            vault.attachments.collect(referred, among=wanted)
            vault.readings.forget(digest for digest in wanted if digest not in referred)


def _of(case: Case) -> frozenset[str]:
    lines = (line.digest for line in case.received)
    return frozenset((*(file.digest for file in case.files), *lines, *(letter.digest for letter in case.signed)))


def _digests(taken: TakenIn) -> frozenset[str]:
    """The originals of what was read: of its files, and of those that they came in."""
    lines = (line.digest for one in taken.all for line in one.received)
    reads = (read.digest for one in taken.all for read in (*one.reads, *one.failed))
    return frozenset(filter(None, (*lines, *reads)))

"""The cases, behind the smallest interface that the program needs: list, load, find, save.

The engine below (TinyDB on `AtomicJSONStorage`) may be replaced without a change above.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where
from tinydb.table import Table

from imr_desktop.case.codec import from_builtins, to_builtins
from imr_desktop.case.deadlines import deadline
from imr_desktop.case.model import Case
from imr_desktop.errors import CaseInvalid, StoreError, UsageError
from imr_desktop.paths import Home, private_dir
from imr_desktop.store.lock import VaultLock
from imr_desktop.store.storage import AtomicJSONStorage


@dataclass(frozen=True)
class Saved:
    """What a save came to: the case's new version (from 1) and when it was durable (UTC)."""

    version: int
    saved_at: datetime


@dataclass(frozen=True)
class CaseSummary:
    """One line of the worklist."""

    id: str
    number: str
    version: int
    saved_at: datetime
    titles: tuple[str, ...]
    decided: int
    age: int | None
    injury: date | None
    due: date | None
    decision: date | None
    track: str
    signed_at: datetime | None


class _UncachedTable(Table):
    """TinyDB's table without its query cache, which hands the same mutable document to every caller."""

    default_query_cache_capacity = 0


class _Database(TinyDB):
    table_class = _UncachedTable


class Repository:
    """The stored cases of one home folder; safe to call from several threads of one program."""

    def __init__(self, home: Home) -> None:
        """Open the vault for writing. Raises StoreLocked, StoreDamaged, StoreError."""
        folder = _vault_folder(home)
        self._guard = threading.Lock()
        self._lock = VaultLock(folder)
        try:
            self._database = _Database(folder / "cases.json", storage=AtomicJSONStorage)
            self._cases = self._database.table("cases")
            len(self._cases)  # damage is said at the start, not at the first save
        except BaseException:
            self._lock.release()
            raise

    def list(self) -> tuple[CaseSummary, ...]:
        """Every stored case, soonest due first, signed ones last."""
        with self._guard:
            rows = [_summary(document) for document in self._cases.all()]
        return tuple(sorted(rows, key=lambda row: (row.signed_at is not None, row.due or date.max, row.number)))

    def newest(self, most: int) -> tuple[Case, ...]:
        """The cases saved last, at most so many, the newest first; what cannot be read is left out."""
        with self._guard:
            documents = sorted(self._cases.all(), key=lambda document: document["saved_at"], reverse=True)[:most]
        return tuple(case for document in documents if (case := _readable(document)) is not None)

    def load(self, case_id: str) -> Case:
        """The newest version of a case. Raises UsageError where there is none."""
        return self._read(where("id") == case_id,
                          "There is no such case in the vault; `imr-desktop vault list` shows them.")

    def find(self, number: str) -> Case:
        """The case with this number. Raises UsageError where there is none or more than one."""
        return self._read(where("case")["number"] == number,
                          f"There is no case {number} in the vault; `imr-desktop vault list` shows them.")

    def has_number(self, number: str) -> bool:
        """Whether a case with this number is stored."""
        with self._guard:
            return self._cases.contains(where("case")["number"] == number)

    def save(self, case: Case) -> Saved:
        """Store a case as its newest version; returns only when that is durable. Raises StoreError."""
        with self._guard:
            stored = self._cases.get(where("id") == case.id)
            version = stored["version"] + 1 if isinstance(stored, dict) else 1
            saved = Saved(version, datetime.now(UTC))
            document = {"id": case.id, "version": version, "saved_at": saved.saved_at.isoformat(),
                        "case": to_builtins(case)}
            self._cases.upsert(document, where("id") == case.id)
        return saved

    def close(self) -> None:
        """Close the vault and free its lock."""
        with self._guard:
            self._database.close()
            self._lock.release()

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, query: Any, missing: str) -> Case:
        with self._guard:
            found = self._cases.search(query)
        if not found:
            raise UsageError(missing)
        if len(found) > 1:
            raise UsageError("More than one stored case has this number; open it from the worklist.")
        return from_builtins(found[0]["case"])


def _vault_folder(home: Home) -> Path:
    try:
        private_dir(home.root)
        return private_dir(home.vault)
    except OSError:
        raise StoreError(f"The folder {home.root} cannot be used for cases; correct its permissions, "
                         "or choose another with --home.") from None


def _readable(document: dict[str, Any]) -> Case | None:
    try:
        return from_builtins(document["case"])
    except CaseInvalid:
        return None


def _summary(document: dict[str, Any]) -> CaseSummary:
    case = from_builtins(document["case"])
    due = deadline(case)
    return CaseSummary(
        id=case.id,
        number=case.number,
        version=document["version"],
        saved_at=datetime.fromisoformat(document["saved_at"]),
        titles=tuple(item.title for item in case.items),
        decided=sum(item.settled for item in case.items),
        age=case.age,
        injury=case.dates.injury,
        due=due.due if due else None,
        decision=case.dates.decision,
        track=case.track,
        signed_at=case.signed[-1].signed_at if case.signed else None,
    )

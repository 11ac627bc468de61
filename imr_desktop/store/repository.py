"""The cases, behind the smallest interface that the program needs: list, load, find, save, and their history.

One write path: `save`. It returns only when the case, its line in the worklist, its version and the entries of the audit
trail are durable, all in one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from imr_desktop.case import codec
from imr_desktop.case.model import Case
from imr_desktop.errors import CaseInvalid, ImrError, StoreConflict, StoreError, StoreSigned, UsageError
from imr_desktop.store.audit import AuditTrail
from imr_desktop.store.audit_events import events
from imr_desktop.store.drafts import Drafts
from imr_desktop.store.engine import Engine
from imr_desktop.store.faults import damaged
from imr_desktop.store.packing import StoredCase
from imr_desktop.store.parties import PartiesTable
from imr_desktop.store.summaries import CaseSummary, StoredRow, Summaries
from imr_desktop.store.tables import RowTable, SQLCipherStorage, VaultDB
from imr_desktop.store.versions import Retention, VersionLine, Versions

_SAVED = "case saved"
_REOPENED = "case reopened"
_MISSING = "`imr-desktop vault list` shows those that are stored"


_content = msgspec.json.Decoder(StoredCase)


@dataclass(frozen=True)
class Saved:
    """What a save came to: the case's new version (from 1) and when it was durable (UTC)."""

    version: int
    saved_at: datetime


class Repository:
    """The stored cases of an open vault; safe to call from several threads of one program."""

    def __init__(self, engine: Engine, trail: AuditTrail, keep: Retention | None = None) -> None:
        """Each save adds to `trail` and lets go of the versions that need not be kept."""
        self._engine, self._trail = engine, trail
        self._database = VaultDB(engine, storage=SQLCipherStorage)
        self._cases: RowTable = self._database.table("cases")  # type: ignore[assignment]
        self._summaries, self._versions = Summaries(engine), Versions(engine, keep or Retention())
        self.drafts, self.parties = Drafts(engine), PartiesTable(engine, trail)
        self._last: Case | None = None

    @property
    def cases(self) -> RowTable:
        """The cases as a TinyDB table of ``{"id", "version", "saved_at", "case"}``; written by `save` alone."""
        return self._cases

    # ----- reading

    def list(self) -> tuple[CaseSummary, ...]:
        """Every stored case, soonest due first, signed ones last."""
        return tuple(
            sorted(self._summaries.all(), key=lambda row: (row.signed_at is not None, row.due or date.max, row.number))
        )

    def newest(self, most: int) -> tuple[Case, ...]:
        """The cases saved last, at most so many, the newest first; what cannot be read is left out."""
        found = (self._readable(doc_id) for doc_id in self._summaries.newest(most))
        return tuple(case for case in found if case is not None)

    def load(self, case_id: str) -> Case:
        """The newest version of a case. Raises UsageError where there is none, StoreDamaged."""
        return _case(self._newest_json(case_id, self._stored(case_id)))

    def find(self, number: str) -> Case:
        """The case with this number. Raises UsageError where there is none or more than one."""
        return self.load(self.id_of(number))

    def id_of(self, number: str) -> str:
        """The id of the case with this number. Raises UsageError where there is none or more than one."""
        case_id = self._summaries.id_of(number)
        if case_id is None:
            raise UsageError(f"There is no case {number} in the vault; {_MISSING}.")
        return case_id

    def has_number(self, number: str) -> bool:
        """Whether a case with this number is stored."""
        return bool(self._engine.execute("SELECT 1 FROM summaries WHERE number=?", (number,)))

    def has(self, case_id: str) -> bool:
        """Whether a case with this id is stored."""
        return self._summaries.stored(case_id) is not None

    def newest_version(self, case_id: str) -> int:
        """The number of a case's newest version, 0 where it is not stored."""
        stored = self._summaries.stored(case_id)
        return stored.version if stored else 0

    def history(self, case_id: str) -> tuple[VersionLine, ...]:
        """The versions of a case that are kept, the newest first."""
        return self._versions.lines(case_id)

    def version(self, case_id: str, version: int) -> Case:
        """A case as it was in a version. Raises UsageError where that is not kept, StoreDamaged."""
        newest = self._newest_json(case_id, self._stored(case_id))
        return _case(self._versions.json(case_id, version, newest))

    def faults(self, case_id: str) -> Iterator[str]:
        """What is wrong with a stored case: it cannot be read, or a version is not what it was when it was saved."""
        try:
            newest = self._newest_json(case_id, self._stored(case_id))
            for number, digest, data in self._versions.each(case_id, newest):
                if hashlib.sha256(codec.encode(_case(data))).hexdigest() != digest:
                    yield f"Version {number} is not what it was when it was saved."
        except ImrError as error:
            yield error.sentence

    # ----- writing

    def save(
        self,
        case: Case,
        act: str = _SAVED,
        detail: Mapping[str, Any] | None = None,
        *,
        based_on: int | None = None,
        unfinished: bool = False,
    ) -> Saved:
        """Store a case as its newest version; returns only when that is durable. Raises StoreError.

        `act` is what the audit trail says of it, `detail` adds to what it notes; a new case that supersedes a signed one is
        noted as reopened. `based_on` is the version that was changed (0: none): StoreConflict where the vault holds another
        one. A signed case is never overwritten, whoever asks: StoreSigned. With `unfinished` the version before was the same
        act, still going on: this one takes its place among the versions that are kept, and the trail notes the act once, for
        it would hold every second of typing else.
        """
        data = _encoded(case)
        digest = hashlib.sha256(data).hexdigest()
        with self._engine.transaction():
            before = self._before(case.id)
            stored = self._summaries.stored(case.id)
            _require(case, before, stored, based_on)
            saved = Saved(stored.version + 1 if stored else 1, datetime.now(UTC))
            act = _REOPENED if act == _SAVED and not stored and case.issue and case.issue.supersedes else act
            place = StoredRow(stored.doc_id if stored else self._cases.next_id(), saved.version)
            line = VersionLine(saved.version, saved.saved_at, act, digest, bool(case.signed))
            older = self._write(case, data, place, line, instead=unfinished)
            if not (unfinished and stored):
                told = {"version": saved.version, "before": older, "after": digest, **(detail or {})}
                self._trail.append(act, case.id, told)
            for what, more in events(before, case):
                self._trail.append(what, case.id, more)
        self._last = case
        return saved

    def _write(self, case: Case, data: bytes, place: StoredRow, line: VersionLine, *, instead: bool) -> str:
        newer = msgspec.json.encode(StoredCase(msgspec.Raw(data), case.id, line.saved_at, line.version))
        older = self._cases.put_json(place.doc_id, newer)
        digest = self._versions.add(case.id, line, older, newer, instead=instead)
        self._summaries.note(case, place, line.saved_at)
        self._engine.executemany(
            "INSERT OR IGNORE INTO case_files VALUES(?, ?)", [(case.id, digest) for digest in dict.fromkeys(_files_of(case))]
        )
        return digest

    def restore(self, case_id: str, version: int) -> Saved:
        """Make an older version the newest one, as a version of its own. Raises UsageError, also for a signed case."""
        if self.load(case_id).locked:
            raise UsageError("The case is signed, so no older version can take its place; reopen it as a new version first.")
        return self.save(self.version(case_id, version), "case restored", {"from": version})

    def forget(self, case_id: str) -> frozenset[str]:
        """Remove a case with all its versions; the digests of the files no other case refers to.

        Its entries stay in the audit trail, under its id alone. Raises UsageError where there is no such case.
        """
        stored = self._stored(case_id)
        with self._engine.transaction():
            files = {
                digest
                for (digest,) in self._engine.execute("DELETE FROM case_files WHERE case_id=? RETURNING digest", (case_id,))
            }
            self._cases.remove(doc_ids=[stored.doc_id])
            self._versions.forget(case_id)
            self._summaries.forget(case_id)
            self.drafts.keep(case_id, {})
            self.parties.forget(case_id)
            self._trail.append("case forgotten", case_id, {"versions": stored.version})
        self._last = None
        self._engine.compact()
        return frozenset(files - self.referred())

    def named(self, name: str) -> Case:
        """The case with this number or id. Raises UsageError where there is none, or more than one with the number."""
        return self.load(name) if self.has(name) else self.find(name)

    def has_files(self, case_id: str) -> bool:
        """Whether a case with a record is stored."""
        return bool(self._engine.execute("SELECT 1 FROM case_files WHERE case_id=? LIMIT 1", (case_id,)))

    def referred(self) -> frozenset[str]:
        """The digests of all files that a version of any case refers to."""
        return frozenset(digest for (digest,) in self._engine.execute("SELECT DISTINCT digest FROM case_files"))

    def referring(self, digest: str) -> frozenset[str]:
        """The ids of the cases of which a version refers to a file."""
        return frozenset(
            case_id for (case_id,) in self._engine.execute("SELECT case_id FROM case_files WHERE digest=?", (digest,))
        )

    def forget_last(self) -> None:
        """Forget the case saved last, which is remembered for the next save."""
        self._last = None

    # ----- helpers

    def _stored(self, case_id: str) -> StoredRow:
        stored = self._summaries.stored(case_id)
        if stored is None:
            raise UsageError(f"There is no such case in the vault; {_MISSING}.")
        return stored

    def _newest_json(self, case_id: str, stored: StoredRow) -> bytes:
        data = self._cases.json(stored.doc_id)
        if data is None:
            raise damaged(f"The document of the case {case_id}")
        return data

    def _before(self, case_id: str) -> Case | None:
        """The case as it is stored; the last one saved is remembered, since one case is saved many times in a row."""
        if self._last is not None and self._last.id == case_id:
            return self._last
        return self.load(case_id) if self.has(case_id) else None

    def _readable(self, doc_id: int) -> Case | None:
        data = self._cases.json(doc_id)
        try:
            return _case(data) if data else None
        except CaseInvalid:
            return None


def _require(case: Case, before: Case | None, stored: StoredRow | None, based_on: int | None) -> None:
    """Refuse to store a case over what must stay. Raises StoreSigned, StoreConflict."""
    named = f"Case {case.number}" if case.number else "The case"
    if before is not None and before.locked:
        raise StoreSigned(
            f"Not saved: {named[0].lower()}{named[1:]} is signed in the vault, and a signed case is never "
            "overwritten. Reopen it as a new version, then make the change there."
        )
    there = stored.version if stored else 0
    if based_on is not None and based_on != there:
        holds = f"version {there}" if there else "no version any more"
        raise StoreConflict(
            f"Not saved: {named[0].lower()}{named[1:]} was changed from version {based_on}, but the vault "
            f"holds {holds}. Keep what stands here as a case of its own, or open the stored one anew."
        )


def _encoded(case: Case) -> bytes:
    """The case's JSON, which can be read again: a number that is none is written as null. Raises StoreError."""
    try:
        data = codec.encode(case)
        codec.decode(data, "it")
    except CaseInvalid as error:
        raise StoreError(
            f"Not saved: the case holds a value that cannot be stored ({_part(error)}). "
            "Take back the last change and save again."
        ) from error
    except ValueError as error:
        raise StoreError(
            "Not saved: the case holds a value that cannot be stored (a number that is none, or broken text). "
            "Take back the last change and save again."
        ) from error
    return data


def _part(error: CaseInvalid) -> str:
    """What is wrong, out of the sentence on a file."""
    return error.sentence.partition(". ")[0].rstrip(".")


def _case(data: bytes) -> Case:
    try:
        raw = _content.decode(data).case
    except msgspec.DecodeError:
        raise damaged("A stored case") from None
    return codec.decode(bytes(raw), "the stored case")


def _files_of(case: Case) -> Iterator[str]:
    """The originals it refers to: its record's, what those came in, its letters'."""
    yield from (file.digest for file in case.files)
    yield from (line.digest for line in case.received if line.digest)
    yield from (letter.digest for letter in case.signed)

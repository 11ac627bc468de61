"""The audit trail: entries that are added and never changed, each bound to the one before, and signed checkpoints.

An entry is written in the transaction of the change it tells of. Its hash covers all its fields and the hash before, so that
an edit, a deletion or a swap shows; checkpoints signed with the vault's own key show a chain that was built anew; the number
of entries beside the newest checkpoint, and the head in the data of determinations that carry the whole case, show an end
that was cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import msgspec

from imr_desktop.atomic import explained, write_atomically
from imr_desktop.case.model import AuditHead, Struct
from imr_desktop.errors import FileUnreadable
from imr_desktop.regular_files import read_regular
from imr_desktop.store import checkpoints
from imr_desktop.store.engine import Engine

EVERY = 100
"""Entries between two checkpoints."""
START = "0" * 64
WHO = "reviewer"
"""Who works here: a role, for entries leave the vault in packages, and a computer's name often is its owner's."""
HANDOVER = "audit key handed over"
_COUNT = "audit.entries"
_SIGNED = "audit.checkpoints"
_CLOCK = timedelta(minutes=2)
_COLUMNS = "seq, at, who, what, case_id, detail, prev, hash"
_ALL = f"SELECT {_COLUMNS} FROM audit ORDER BY seq"  # noqa: S608  no value stands in it


_MOST_EXPORT = 256 * 1024 * 1024
"""An export of some 500,000 entries; a file made to fill the memory is refused."""


class AuditEntry(Struct, frozen=True):
    """One entry: when (UTC), who (a role, never a name), what, of which case; `hash` covers it and `prev`."""

    seq: int
    at: datetime
    who: str
    what: str
    case_id: str
    detail: dict[str, Any]
    prev: str
    hash: str


class AuditReport(msgspec.Struct, frozen=True):
    """What verifying found. `findings` are sentences that name the check; `notes` are no fault (a clock set back).

    `public_key` (hex) is the key by which it was verified.
    """

    ok: bool
    entries: int
    checkpoints: int
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    public_key: str = ""


class _SigningKeys(Protocol):
    audit: bytearray
    vault_id: str


class AuditTrail:
    """The audit trail of an open vault."""

    def __init__(self, engine: Engine, keys: _SigningKeys) -> None:
        """`keys.audit` is the seed of the key that checkpoints are signed with."""
        self._engine, self._keys = engine, keys

    # ----- adding

    def append(self, what: str, case_id: str = "", detail: Mapping[str, Any] | None = None) -> AuditEntry:
        """Add an entry; joins the running transaction, or makes one. Raises StoreError."""
        with self._engine.transaction():
            head = self.head()
            at = datetime.now(UTC).isoformat()
            told = _told(detail or {})
            row = (head.entries + 1, at, WHO, what, case_id, told, head.digest)
            digest = _hash(*row)
            self._engine.execute("INSERT INTO audit VALUES(?,?,?,?,?,?,?,?)", (*row, digest))
            self._engine.put(_COUNT, row[0])
            if row[0] % EVERY == 0:
                self._checkpoint(AuditHead(row[0], digest))
        return _entry((*row, digest))

    def checkpoint(self) -> None:
        """Sign the trail as it stands, where the newest entry is not signed yet."""
        with self._engine.transaction():
            head = self.head()
            if head.entries and not self._engine.execute("SELECT 1 FROM checkpoints WHERE seq=?", (head.entries,)):
                self._checkpoint(head)

    def _checkpoint(self, head: AuditHead) -> None:
        note = checkpoints.sign(self._keys.vault_id, head, bytes(self._keys.audit))
        self._engine.execute("INSERT INTO checkpoints VALUES(?, ?)", (head.entries, note))
        self._engine.put(_SIGNED, int(self._engine.get(_SIGNED) or 0) + 1)

    def hand_over(self, before: bytes) -> None:
        """Note that checkpoints are signed with a new key from here on; the old one (its seed is `before`) vouches for it."""
        detail = checkpoints.handover(self._keys.vault_id, before, bytes(self._keys.audit))
        self.append(HANDOVER, detail=detail)

    @property
    def is_handed_over(self) -> bool:
        """Whether the newest entry that names a key names today's."""
        rows = self._engine.execute("SELECT detail FROM audit WHERE what=? ORDER BY seq DESC LIMIT 1", (HANDOVER,))
        public = checkpoints.public_key(bytes(self._keys.audit))
        return bool(rows) and checkpoints.handed_over(self._keys.vault_id, rows[0][0], public) is not None

    @property
    def signers(self) -> tuple[bytes, ...]:
        """The public keys that this vault signed with, today's first: its checkpoints, and the packages it made."""
        rows = self._engine.execute("SELECT seq, detail FROM audit WHERE what=? ORDER BY seq", (HANDOVER,))
        public = checkpoints.public_key(bytes(self._keys.audit))
        earlier, _ = _signers(self._keys.vault_id, public, rows)
        return (public, *(key for _, key in reversed(earlier)))

    def resume(self, rows: Iterable[tuple[Any, ...]], notes: Mapping[int, str]) -> int:
        """Add the entries, as rows of the table, and checkpoints of a longer copy of this trail; how many entries.

        It ends before the first one that does not follow the one ahead of it.
        """
        with self._engine.transaction():
            head, added = self.head(), 0
            for row in rows:
                if row[0] <= head.entries:
                    continue
                if _broken(row, head.entries, head.digest):
                    break
                self._engine.execute("INSERT INTO audit VALUES(?,?,?,?,?,?,?,?)", row)
                head, added = AuditHead(row[0], row[7]), added + 1
            self._engine.executemany(
                "INSERT OR IGNORE INTO checkpoints VALUES(?, ?)",
                [(seq, note) for seq, note in notes.items() if seq <= head.entries],
            )
            self._engine.put(_COUNT, head.entries)
            self._engine.put(_SIGNED, self._engine.execute("SELECT count(*) FROM checkpoints")[0][0])
        return added

    # ----- reading

    def head(self) -> AuditHead:
        """How many entries there are, and the hash of the newest."""
        rows = self._engine.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
        return AuditHead(*rows[0]) if rows else AuditHead(0, START)

    def entries(
        self, case_id: str = "", what: str = "", text: str = "", before_seq: int | None = None, most: int = 500
    ) -> Iterator[AuditEntry]:
        """Entries, the newest first: of a case, of a kind, with some words in what they tell, before an entry."""
        tests = {
            "case_id=?": case_id,
            "what=?": what,
            "(what || ' ' || detail || ' ' || at) LIKE ? ESCAPE '\\'": _like(text),
            "seq<?": before_seq,
        }
        used = {test: value for test, value in tests.items() if value not in ("", None)}
        where = f"WHERE {' AND '.join(used)}" if used else ""
        query = f"SELECT {_COLUMNS} FROM audit {where} ORDER BY seq DESC LIMIT ?"  # noqa: S608  no value stands in it
        for row in self._engine.execute(query, (*used.values(), most)):
            yield _entry(row)

    # ----- verifying

    def verify(self, anchor: AuditHead | None = None) -> AuditReport:
        """Read the whole trail. `anchor` is a head kept elsewhere, as in a signed determination."""
        findings: list[str] = []
        notes: list[str] = []
        signed = dict(self._engine.execute("SELECT seq, note FROM checkpoints"))
        hashes: dict[int, str] = {}
        wanted = {*signed, *([anchor.entries] if anchor else ())}
        count, head, last = 0, START, ""
        handed: list[tuple[int, str]] = []
        for row in self._engine.stream(_ALL):
            findings += _broken(row, count, head)
            if last and _earlier(row[1], last):
                notes.append(f"Clock: entry {row[0]} is dated before the one ahead of it; the computer's clock was set back.")
            count, head, last = row[0], row[7], max(last, row[1])
            handed += [(count, row[5])] if row[3] == HANDOVER else []
            if count in wanted:
                hashes[count] = head
        public = checkpoints.public_key(bytes(self._keys.audit))
        findings += _signatures(signed, hashes, self._keys.vault_id, public, count, handed)
        if int(self._engine.get(_COUNT) or 0) != count:
            findings.append(f"Count: {self._engine.get(_COUNT)} entries were written, the trail ends at {count}.")
        if int(self._engine.get(_SIGNED) or 0) != len(signed):
            findings.append("Checkpoints: some were taken away.")
        if anchor and hashes.get(anchor.entries) != anchor.digest:
            findings.append(f"Anchor: entry {anchor.entries} of the determination is not in the trail as it was.")
        return AuditReport(not findings, count, len(signed), tuple(findings[:100]), tuple(notes[:100]), public.hex())

    def export(self, path: Path) -> None:
        """Write the whole trail as JSON lines: the public key, the entries, the checkpoints. Raises StoreError."""
        public = checkpoints.public_key(bytes(self._keys.audit)).hex()
        lines = [{"vault": self._keys.vault_id, "public_key": public}]
        lines += [dict(zip(_COLUMNS.split(", "), row, strict=True)) for row in self._engine.stream(_ALL)]
        lines += [{"seq": seq, "checkpoint": note} for seq, note in self._engine.stream("SELECT seq, note FROM checkpoints")]
        with explained():
            write_atomically(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())


class _ExportedLine(msgspec.Struct, frozen=True):
    """A line of an exported trail: who wrote it, an entry (it has a hash) or a checkpoint."""

    vault: str = ""
    public_key: str = ""
    seq: int = 0
    at: str = ""
    who: str = ""
    what: str = ""
    case_id: str = ""
    detail: str = ""
    prev: str = ""
    hash: str = ""
    checkpoint: str = ""


_line = msgspec.json.Decoder(_ExportedLine)


def verify_export(path: Path) -> AuditReport:
    """Whether an exported trail is whole, by nothing but the public key it names: whose that is, is for people to compare.

    Raises FileUnreadable where it cannot be read or is no exported trail.
    """
    first, *lines = _exported(path)
    signed = {line.seq: line.checkpoint for line in lines if line.checkpoint}
    entries = [msgspec.structs.astuple(line)[2:-1] for line in lines if line.hash]
    findings: list[str] = []
    hashes: dict[int, str] = {}
    count, head = 0, START
    for row in entries:
        findings += _broken(row, count, head)
        count, head = row[0], row[7]
        hashes[count] = head
    handed = [(row[0], row[5]) for row in entries if row[3] == HANDOVER]
    findings += _signatures(signed, hashes, first.vault, bytes.fromhex(first.public_key), count, handed)
    unsigned = count - max(signed, default=0)
    notes = (f"End: the last {unsigned} entries have no checkpoint yet; had more been cut off, it would not show.",)
    return AuditReport(not findings, count, len(signed), tuple(findings[:100]), notes if unsigned else (), first.public_key)


def _exported(path: Path) -> list[_ExportedLine]:
    where = f"“{path.name[:80]}”"
    try:
        lines = [_line.decode(line) for line in read_regular(path, _MOST_EXPORT).splitlines()]
        if not lines or not lines[0].vault or len(bytes.fromhex(lines[0].public_key)) != 32:
            raise ValueError("the first line says who wrote it")
    except OSError as error:
        raise FileUnreadable(f"{where} cannot be read ({(error.strerror or 'no reason given').lower()}).") from None
    except (ValueError, RecursionError, msgspec.DecodeError):
        raise FileUnreadable(f"{where} is no exported audit trail; choose what `vault audit export` wrote.") from None
    return lines


def _broken(row: tuple[Any, ...], count: int, head: str) -> list[str]:
    seq, *_, prev, digest = row
    found = []
    if seq != count + 1:
        found.append(f"Numbers: entry {count + 1} is missing.")
    if prev != head:
        found.append(f"Chain: entry {seq} does not follow the one before it.")
    if _hash(*row[:7]) != digest:
        found.append(f"Hash: entry {seq} was changed.")
    return found


def _signatures(
    signed: Mapping[int, str], hashes: Mapping[int, str], vault: str, public: bytes, count: int, handed: list[tuple[int, str]]
) -> list[str]:
    """What is wrong with the checkpoints; `handed` are the entries (number, detail) that name a new key, oldest first."""
    signers, found = _signers(vault, public, handed)
    for seq, note in sorted(signed.items()):
        key = next((before for until, before in signers if seq < until), public)
        head = checkpoints.open_signed(note, vault, key)
        if head is None or head.entries != seq:
            found.append(f"Checkpoint {seq}: its signature is not this vault's.")
        elif seq > count:
            found.append(f"Checkpoint {seq}: the trail ends at entry {count}; its end was cut off.")
        elif hashes.get(seq) != head.digest:
            found.append(f"Checkpoint {seq}: the entries up to it are not those that were signed.")
    if count >= EVERY and not any(seq > count - EVERY for seq in signed):
        found.append("Checkpoints: the newest entries have none.")
    return found


def _signers(vault: str, public: bytes, handed: list[tuple[int, str]]) -> tuple[list[tuple[int, bytes]], list[str]]:
    """Which key signed the checkpoints ahead of each handover, followed back from today's `public`; what does not hold."""
    signers: list[tuple[int, bytes]] = []
    for seq, detail in reversed(handed):
        before = checkpoints.handed_over(vault, detail, public)
        if before is None:
            return sorted(signers), [f"Handover {seq}: the key it names is not the one that follows."]
        signers.append((seq, before))
        public = before
    return sorted(signers), []


def _hash(*fields: str | int) -> str:
    """SHA-256 over the fields, each with its length before it, so that no two rows read alike."""
    digest = hashlib.sha256()
    for one in fields:
        data = str(one).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _told(detail: Mapping[str, Any]) -> str:
    return json.dumps(msgspec.to_builtins(dict(detail)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _entry(row: tuple[Any, ...]) -> AuditEntry:
    seq, at, who, what, case_id, detail, prev, digest = row
    return AuditEntry(seq, datetime.fromisoformat(at), who, what, case_id, json.loads(detail), prev, digest)


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%" if text else ""


def _earlier(at: str, before: str) -> bool:
    try:
        return datetime.fromisoformat(before) - datetime.fromisoformat(at) > _CLOCK
    except ValueError:
        return False

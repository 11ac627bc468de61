"""A damaged database made anew from a backup's, with what still reads in the damaged one and is newer.

All of it happens on a copy in a folder of its own; the damaged database is replaced in one step at the end.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from imr_desktop.errors import ImrError
from imr_desktop.store import mending, rekeying
from imr_desktop.store.audit import AuditTrail
from imr_desktop.store.drafts import DRAFTS
from imr_desktop.store.engine import Engine
from imr_desktop.store.head import Head
from imr_desktop.store.keys import VaultKeys
from imr_desktop.store.manifest import DATABASE
from imr_desktop.store.repository import Repository
from imr_desktop.store.salvage import Salvaged, SalvagedCase
from imr_desktop.store.schema import REVIEWER
from imr_desktop.store.vault import LINE

_FORGOTTEN = "case forgotten"
_KEPT = (
    rekeying.NAMES,
    rekeying.FORMER,
    rekeying.SLOTS,
    rekeying.UNMENDED,
    rekeying.UNNOTED,
    mending.PLACES,
    mending.PENDING,
    "exchange.identity",
    "exchange.recipient",
    "exchange.former",
    "protection.chosen",
    "border.unproven",
    REVIEWER,
)
"""What the vault knows beside its cases. Without `REVIEWER` a name could get into a letter."""


@dataclass
class RepairLog:
    """What a repair did, in sentences: taken from the backup, kept from the damaged vault, lost."""

    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def rebuild(
    folder: Path, vault: Path, left: Salvaged, keys: VaultKeys, log: RepairLog, before: VaultKeys | None = None
) -> None:
    """Bring the backup's database in `folder` up to what is left of the vault's; `before` are the keys it was under.

    Raises StoreError.
    """
    engine = Engine(folder / DATABASE, bytes(keys.database), bytes(keys.head))
    try:
        trail = AuditTrail(engine, keys)
        forgotten = _trail(trail, left, log)
        if before is not None and not trail.is_handed_over:
            trail.hand_over(bytes(before.audit))
        _meta(engine, left)
        with engine.transaction():
            engine.executemany(
                "INSERT INTO attachments VALUES(?,?,?,?,?) ON CONFLICT(digest) DO UPDATE SET key=excluded.key",
                list(left.rows("attachments", "digest").values()),
            )
        repository = Repository(engine, trail)
        _cases(repository, left, forgotten, log)
        repository.parties.take_over(left.rows("parties", "case_id"), {row.id for row in repository.list()})
        engine.sequence = max(engine.sequence, Head(vault / "head", bytes(keys.head)).last())
        trail.append("vault repaired", detail={"taken": len(log.taken), "kept": len(log.kept), "lost": len(log.lost)})
        engine.fold()
    finally:
        engine.close()


def _meta(engine: Engine, left: Salvaged) -> None:
    """Keep what the vault knew beside its cases, half-typed words among it, and begin a line of changes of its own."""
    known = left.rows("meta", "key")
    with engine.transaction():
        for key, row in known.items():
            if key in _KEPT or key.startswith(DRAFTS):
                engine.put(key, row[1])
        engine.put(LINE, os.urandom(8).hex())


def _trail(trail: AuditTrail, left: Salvaged, log: RepairLog) -> set[str]:
    """Add the entries that came after the backup; the cases that were forgotten since."""
    start = trail.head().entries
    newer = [row for seq, row in sorted(left.rows("audit", "seq").items()) if seq > start]
    added = trail.resume(newer, {seq: row[1] for seq, row in left.rows("checkpoints", "seq").items()})
    if added:
        log.kept.append(f"{added} newer entries of the audit trail.")
    if added < len(newer):
        log.lost.append(f"{len(newer) - added} newer entries of the audit trail: one ahead of them cannot be read.")
    return {row[4] for row in newer if row[3] == _FORGOTTEN}


def _cases(repository: Repository, left: Salvaged, forgotten: set[str], log: RepairLog) -> None:
    for case_id in forgotten:
        if repository.has(case_id):
            repository.forget(case_id)
            log.kept.append("A case forgotten since the backup stays forgotten.")
    before = {row.id: row for row in repository.list()}
    found = {document.case.id: document for document in left.cases() if document.case.id not in forgotten}
    for case_id, document in found.items():
        row = before.get(case_id)
        if row is None or document.version > row.version:
            _keep(repository, document, log)
    for row in before.values():
        if row.id not in found and row.id not in forgotten:
            log.taken.append(f"Case {row.number or row.id}, version {row.version}: the newest one cannot be read any more.")
    lines = left.rows("summaries", "case_id")
    log.lost += [
        f"Case {row[1] or case_id}: it came after the backup and cannot be read."
        for case_id, row in lines.items()
        if case_id not in found and case_id not in before and case_id not in forgotten
    ]


def _keep(repository: Repository, document: SalvagedCase, log: RepairLog) -> None:
    case = document.case
    try:
        saved = repository.save(case, "case restored", {"from": "the damaged vault", "was": document.version})
    except ImrError as error:
        log.lost.append(f"Case {case.number or case.id}: {error.sentence}")
        return
    log.kept.append(f"Case {case.number or case.id}: newer than the backup, now version {saved.version}.")

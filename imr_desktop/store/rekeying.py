"""A new data key for the whole vault: the database is written anew under it, and nothing that gave the old key opens it.

Beside the vault's files everything is made ready: the database, its number of changes, the key file. Renaming the database to
its place is the change itself; before it the old secrets are in force, after it the new ones. The renames that follow take no
space and are done again at the next opening where a crash came between (`settle`).

What stays: sealed files with their own keys and names. What changes with the key: the key that signs the audit trail (the old
one hands over in an entry), and the key that packages are addressed to (the old one goes on opening them).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from imr_desktop.atomic import explained, write_atomically
from imr_desktop.errors import StoreDamaged, StoreError, WrongPassphrase
from imr_desktop.paths import sync_folder
from imr_desktop.store import account, envelope
from imr_desktop.store.audit import AuditTrail
from imr_desktop.store.engine import Engine, opens
from imr_desktop.store.envelope import COPY, FILE, KEY, NEXT, NEXT_DATABASE, Envelope
from imr_desktop.store.keys import NewKeys, VaultKeys

NAMES, FORMER, SLOTS = "keys.names", "keys.former", "keys.slots"
UNMENDED, UNNOTED = "backup.unmended", "recovery.unnoted"
DATABASE, HEAD, NEXT_HEAD = "cases.db", "head", ".head.next"
_READY = (NEXT, account.NEXT, NEXT_HEAD, NEXT_DATABASE, f"{NEXT_DATABASE}-wal", f"{NEXT_DATABASE}-shm")
"""What is made ready; the key file first, since without it the others mean nothing."""
_HALF_WRITTEN = tuple(f".{name}.tmp" for name in (FILE, COPY, NEXT, account.FILE, account.NEXT))


def rotate(folder: Path, engine: Engine, keys: VaultKeys, made: NewKeys, what: str, detail: Mapping[str, Any]) -> None:
    """Give the open vault in a folder a new data key; `keys` are its own and become the new ones.

    `what` and `detail` are what its trail says of it. Raises StoreError.
    """
    try:
        with engine.exclusive():
            _make_ready(folder, engine, keys, made, what, detail)
            engine.move(bytes(made.keys.database), bytes(made.keys.head), lambda: _change(folder))
            made.keys.names[:] = keys.names
            keys.become(made.keys)
    except BaseException:
        if not envelope.changing(folder):
            drop(folder)
            _forget_entries(folder, made.envelope, _entries(envelope.decoded(folder / FILE)))
        raise
    with suppress(OSError, StoreError):  # the change took place; what is left of it is done at the next opening
        finish(folder)


def settle(folder: Path, keys: VaultKeys) -> None:
    """After a crash: end a change of the keys that took place, or clear away one that did not; `keys` are those that opened.

    Raises WrongPassphrase where they are the ones from before the change.
    """
    if keys.source == NEXT:
        with explained():
            finish(folder)
    elif not opens(folder / DATABASE, bytes(keys.database)) and len(envelope.read_all(folder)) > 1:
        raise WrongPassphrase(
            "The passphrase was changed, and this is the one from before; enter the new one, or its recovery words."
        )
    elif any((folder / name).exists() for name in _READY):
        drop(folder)
    for left in _HALF_WRITTEN:
        with suppress(OSError):
            (folder / left).unlink(missing_ok=True)
    if keys.source in (FILE, NEXT) and not (folder / COPY).exists():
        with suppress(StoreError):
            write_atomically(folder / COPY, envelope.encoded(envelope.read(folder)))


def copy_for(engine: Engine, old: VaultKeys, made: VaultKeys, path: Path, head: str = NEXT_HEAD) -> Engine:
    """A copy of a database under other keys, open; it remembers the old data key and the names of sealed files."""
    names = bytes(engine.get(NAMES) or old.names)
    former = dict.fromkeys((bytes(old.data), *split(engine.get(FORMER) or b"")))
    former.pop(bytes(made.data), None)
    engine.copy_under(bytes(made.database), path)
    path.with_name(head).unlink(missing_ok=True)
    copy = Engine(path, bytes(made.database), bytes(made.head), head)
    with copy.transaction():
        copy.put(NAMES, names)
        copy.put(FORMER, b"".join(former))
    return copy


def split(former: bytes) -> tuple[bytes, ...]:
    """Former data keys, one after the other, newest first."""
    return tuple(former[at : at + KEY] for at in range(0, len(former), KEY))


def new_identity(engine: Engine) -> str:
    """Make the secret key for packages; what was one before goes on opening those addressed to it."""
    from imr_desktop.store.exchange.sealing import new_identity as made

    secret, public = made()
    with engine.transaction():
        before = engine.get("exchange.identity")
        if before is not None:
            engine.put("exchange.former", f"{before} {engine.get('exchange.former') or ''}".strip())
        engine.put("exchange.identity", secret)
        engine.put("exchange.recipient", public)
    return secret


# ----- the steps


def _make_ready(folder: Path, engine: Engine, keys: VaultKeys, made: NewKeys, what: str, detail: Mapping[str, Any]) -> None:
    drop(folder)
    AuditTrail(engine, keys).checkpoint()
    with explained():
        copy = copy_for(engine, keys, made.keys, folder / NEXT_DATABASE)
        try:
            with copy.transaction():
                had = json.loads(copy.get(SLOTS) or "[]")
                copy.put(SLOTS, json.dumps([envelope.slots_digest(envelope.read(folder)), *had]))
                if made.words:  # new secrets: a crash before the backups follow, or the words are read, must be known
                    copy.put(UNMENDED, 1)
                    copy.put(UNNOTED, 1)
                AuditTrail(copy, keys).append(what, detail=detail)  # ahead of the handover the old key signs
                trail = AuditTrail(copy, made.keys)
                trail.hand_over(bytes(keys.audit))
                if copy.get("exchange.identity") is not None:
                    new_identity(copy)
                trail.checkpoint()
            copy.fold()
        finally:
            copy.close()
        for name in (NEXT_DATABASE, NEXT_HEAD):
            with (folder / name).open("rb+") as file:
                os.fsync(file.fileno())
        sync_folder(folder)
        if made.account_key:
            account.keep(folder / account.NEXT, made.account_key)
        write_atomically(folder / NEXT, envelope.encoded(made.envelope))


def _change(folder: Path) -> None:
    with explained():
        os.replace(folder / NEXT_DATABASE, folder / DATABASE)
    with suppress(OSError):  # it took place; `finish` goes on from here
        sync_folder(folder)
        os.replace(folder / NEXT_HEAD, folder / HEAD)


def finish(folder: Path) -> None:
    """What follows the change: the other files take their places, the old secrets go. Raises OSError."""
    before = envelope.decoded(folder / FILE)
    after = envelope.decoded(folder / NEXT)
    if after is None:
        return
    if (folder / NEXT_HEAD).exists():
        os.replace(folder / NEXT_HEAD, folder / HEAD)
    (folder / COPY).unlink(missing_ok=True)
    kept = _entries(after)
    if (folder / account.NEXT).exists():
        os.replace(folder / account.NEXT, folder / account.FILE)
    elif "" not in kept:
        account.forget_file(folder / account.FILE)
    sync_folder(folder)
    os.replace(folder / NEXT, folder / FILE)
    sync_folder(folder)
    _forget_entries(folder, before, kept)
    with suppress(StoreError):  # the file itself is whole; the next opening makes its copy
        write_atomically(folder / COPY, envelope.encoded(after))


def drop(folder: Path) -> None:
    """Clear away what was made ready for a change that did not take place."""
    made = envelope.decoded(folder / NEXT)
    for name in _READY:
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    _forget_entries(folder, made, _entries(envelope.decoded(folder / FILE)))


def _entries(one: Envelope | None) -> frozenset[str]:
    """The entries of the system's keyring that an envelope rests on, the empty one for a file."""
    return frozenset(slot.entry for slot in one.of("account")) if one else frozenset()


def _forget_entries(folder: Path, one: Envelope | None, kept: frozenset[str]) -> None:
    for entry in _entries(one) - kept - {""}:
        account.forget_entry(entry, folder)


def backup_keys(folder: Path, passphrase: str | None, known: VaultKeys, database: Path) -> VaultKeys:
    """The keys of a backup's database: the vault's own, or what the passphrase opens in its key file. Raises StoreError."""
    from imr_desktop.store import keys

    if opens(database, bytes(known.database)):
        return known
    found = keys.unlock(folder, passphrase)
    if not opens(database, bytes(found.database)):
        raise StoreDamaged("The backup is damaged: its database does not open with its keys. Take another one.")
    return found

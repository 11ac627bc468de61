"""Backups: a folder of its own each, whole or not there at all, made while the vault is in use.

A backup is the folder ``IMR backup YYYY-MM-DD HHMMSS`` (local time) with a copy of the database, the key file, the sealed
files and a list of all of them with digests. It is as encrypted as the vault and opens with the same passphrase and recovery
words. The key of a vault protected by the system account does not go along: such a backup opens in that account, while it has
its key, or with the recovery words. When the vault's passphrase changes, its backups follow (`mending`).
"""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop import __version__
from imr_desktop.atomic import explained
from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.paths import PRIVATE_DIR, sync_folder
from imr_desktop.store import envelope, keys, manifest, mending
from imr_desktop.store.backup_files import Shelf
from imr_desktop.store.backup_list import PREFIX, Backup, all_in, described, newest, one, verify
from imr_desktop.store.copying import digested
from imr_desktop.store.engine import connect
from imr_desktop.store.faults import explained_sql
from imr_desktop.store.manifest import DATABASE, BackupManifest
from imr_desktop.store.originals import Progress
from imr_desktop.store.restoring import restore
from imr_desktop.store.rotation import PART, rotate, sweep

if TYPE_CHECKING:
    from imr_desktop.store.vault import Vault

__all__ = ["Backup", "all_in", "due", "make", "newest", "one", "restore", "rotate", "verify"]


def make(vault: Vault, folder: Path, progress: Progress | None = None) -> Backup:
    """Make a backup in `folder`; after return it is durable and whole. `progress` is told files done and files in all.

    Raises StoreError with a sentence; no half backup stays.
    """
    try:
        with vault.still:
            made = _made(vault, folder, progress)
            vault.own_backups.add(made.path)
    except (StoreError, OSError) as error:
        raise _failure(folder, error) from error
    mending.note_place(vault, folder)
    return made


def due(vault: Vault, folder: Path, now: datetime) -> bool:
    """Whether today's automatic backup is still to be made; `now` has a time zone, whose calendar counts."""
    last = newest(folder, vault.keys.vault_id)
    return last is None or last.made_at.astimezone(now.tzinfo).date() != now.date()


def _made(vault: Vault, folder: Path, progress: Progress | None) -> Backup:
    identity, now = vault.keys.vault_id, datetime.now(UTC)
    before = newest(folder, identity)
    target = _free(folder, now)
    with explained():
        folder.mkdir(mode=PRIVATE_DIR, exist_ok=True)
        sweep(folder, identity)
        part = folder / f".{target.name}.{identity[:8]}{PART}"
        part.mkdir(mode=PRIVATE_DIR)
        try:
            listed = _filled(part, vault, before, now, progress)
            manifest.write(part, listed)
            part.rename(target)
            sync_folder(folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return described(target, listed)


def _filled(part: Path, vault: Vault, before: Backup | None, now: datetime, progress: Progress | None) -> BackupManifest:
    """Files first, then the database, then the files that came meanwhile: each row of the copy has its file."""
    shelf = Shelf(part, vault, before, now)
    shelf.fill(progress)
    vault.engine.backup_to(part / DATABASE)
    shelf.fill(progress)
    cases, sequence = _counted(part / DATABASE, bytes(vault.keys.database))
    envelope.write(part, envelope.read(vault.home.vault))
    own = [digested(part / name, name) for name in (DATABASE, keys.FILE, keys.COPY)]
    for folder in {path.parent for path in part.rglob("*")}:
        sync_folder(folder)
    return BackupManifest(
        manifest.FORMAT, vault.keys.vault_id, now, __version__, sequence, cases, (*own, *shelf.items.values()), vault.line
    )


def _counted(copy: Path, key: bytes) -> tuple[int, int]:
    """How many cases the copy holds and its last change: by that, it is known to open."""
    with explained_sql(copy.name), closing(connect(copy, key)) as connection:
        cases, sequence = connection.execute(
            "SELECT (SELECT count(*) FROM summaries), value FROM meta WHERE key='sequence'"
        ).fetchone()
        return cases, sequence


def _free(folder: Path, now: datetime) -> Path:
    """A name no other backup has."""
    name, number = f"{PREFIX}{now.astimezone():%Y-%m-%d %H%M%S}", 1
    target = folder / name
    while target.exists():
        number += 1
        target = folder / f"{name} {number}"
    return target


def _failure(folder: Path, error: StoreError | OSError) -> StoreError:
    if isinstance(error, StoreDamaged):
        return error
    if not folder.parent.is_dir() or isinstance(error, FileNotFoundError):
        return StoreError(f"No backup was made: the folder {folder} is not there. Connect its disk, or choose another place.")
    said = error.sentence if isinstance(error, StoreError) else (error.strerror or "the operating system refused")
    return StoreError(f"No backup was made in {folder}. {said}")

"""Bringing a backup back into a home without a vault; no secret is needed, since nothing is decrypted."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from imr_desktop.atomic import explained, write_atomically
from imr_desktop.errors import StoreDamaged, UsageError
from imr_desktop.paths import Home, private_dir, sync_folder
from imr_desktop.store import account, envelope, keys, manifest
from imr_desktop.store.backup_list import all_in, newest
from imr_desktop.store.copying import copied
from imr_desktop.store.lock import VaultLock
from imr_desktop.store.manifest import BackupManifest, Item
from imr_desktop.store.originals import Progress

NOTE = "restored.json"


@dataclass(frozen=True)
class RestoreReport:
    """What was brought back: how many cases and sealed files, and the names of sealed files that could not be."""

    cases: int
    files: int
    missing: tuple[str, ...] = ()


def restore(backup: Path, home: Home, progress: Progress | None = None, *, partly: bool = False) -> RestoreReport:
    """Bring a backup back; every file is compared with the list, and nothing is visible before all of it is whole.

    A damaged sealed file is taken from another backup beside this one where that has it; `partly` goes on without those that
    none has. The vault opens with the secrets it had when the backup was made. Raises UsageError where the home has a vault
    or the folder is no backup, StoreLocked, StoreDamaged where the backup is damaged, StoreError.
    """
    listed = listed_in(backup)
    with explained():
        lock = VaultLock(private_dir(home.root))
    try:
        _require_free(home)
        return _restored(backup, listed, home, progress, partly)
    finally:
        lock.release()


def restored_note(vault: Path) -> dict[str, str] | None:
    """What `restore` left for the audit trail of the vault it brought back; taken once, on the first opening."""
    path = vault / NOTE
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_bytes()[:10_000])
    except (OSError, ValueError):
        told = {}
    with suppress(OSError):
        path.unlink()
    return {str(key): str(value) for key, value in told.items()} if isinstance(told, dict) else {}


def _restored(backup: Path, listed: BackupManifest, home: Home, progress: Progress | None, partly: bool) -> RestoreReport:
    staging = home.vault.with_name(f".{home.vault.name}.restore")
    with explained():
        shutil.rmtree(staging, ignore_errors=True)
        private_dir(staging)
        try:
            missing = fetch(backup, listed, staging, progress)
            if missing and not partly:
                raise _damaged(backup, f"{len(missing)} of its sealed files are", listed.vault)
            _bring_keys(backup, staging)
            note = {"backup": backup.name, "made_at": listed.made_at.isoformat(), "at": datetime.now(UTC).isoformat()}
            write_atomically(staging / NOTE, json.dumps(note).encode())
            with suppress(FileNotFoundError):
                home.vault.rmdir()
            os.rename(staging, home.vault)
            sync_folder(home.root)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return RestoreReport(listed.cases, sum(item.sealed for item in listed.items) - len(missing), missing)


def _bring_keys(backup: Path, staging: Path) -> None:
    """Give the vault its second key file; an account's key, which no backup holds, from the home the backup lies in."""
    one = envelope.decoded(staging / keys.FILE)
    if one is None:
        return
    write_atomically(staging / keys.COPY, envelope.encoded(one))
    beside = backup.absolute().parent.parent / "vault"
    known = [secret for folder in (beside, Home.default().vault) for secret in account.secrets(folder, "")]
    for slot in one.of("account") if not (staging / account.FILE).exists() else ():
        secret = next((secret for secret in known if envelope.unwrap(one.vault, slot, secret) is not None), None)
        if secret is not None:
            account.keep(staging / account.FILE, secret)


def fetch(backup: Path, listed: BackupManifest, staging: Path, progress: Progress | None = None) -> tuple[str, ...]:
    """Copy a backup's files into a folder, each compared with the list; the sealed files that no backup has whole.

    Raises StoreDamaged where the database or the keys are damaged, OSError.
    """
    missing = []
    for number, item in enumerate(listed.items, 1):
        if not _fetched(backup, item, listed, staging / item.name):
            if not item.sealed and item.name != keys.COPY:
                raise _damaged(backup, f"its {item.name} is", listed.vault)
            missing += [item.name] if item.sealed else []
        if progress:
            progress(number, len(listed.items))
    for folder in {path.parent for path in staging.rglob("*")}:
        sync_folder(folder)
    return tuple(missing)


def take_whole(backup: Path, listed: BackupManifest, name: str, target: Path) -> None:
    """Copy one file of a backup, compared with the list. Raises StoreDamaged where it is damaged, OSError."""
    item = next((item for item in listed.items if item.name == name), None)
    if item is None or not _fetched(backup, item, listed, target):
        raise _damaged(backup, f"its {name} is", listed.vault)


def _fetched(backup: Path, item: Item, listed: BackupManifest, target: Path) -> bool:
    private_dir(target.parent)
    others = (other.path for other in all_in(backup.parent, listed.vault) if other.path != backup) if item.sealed else ()
    for folder in (backup, *others):
        with suppress(FileNotFoundError, IsADirectoryError, PermissionError):
            got = copied(folder / item.name, target, item.name)
            if (got.size, got.sha256) == (item.size, item.sha256):
                return True
        target.unlink(missing_ok=True)
    return False


def listed_in(backup: Path) -> BackupManifest:
    """The list of a backup. Raises UsageError where the folder is no backup, StoreDamaged where its list is damaged."""
    listed = manifest.read(backup)
    if listed is not None:
        return listed
    if any((backup / name).exists() for name in (manifest.FILE, manifest.COPY)):
        raise StoreDamaged(
            f"The backup {backup.name} is damaged: its list {manifest.FILE} cannot be read. Restore another one."
        )
    inside = newest(backup)
    raise UsageError(
        f"{backup} is not a backup; "
        + (f"the newest one in it is “{inside.path.name}”." if inside else "name a folder “IMR backup …”.")
    )


def _require_free(home: Home) -> None:
    try:
        taken = keys.protection(home.vault) != "none" or (home.vault.exists() and any(home.vault.iterdir()))
    except StoreDamaged:
        taken = True
    if taken:
        raise UsageError(f"There is a vault in {home.root} already; choose another folder with --home.")


def _damaged(backup: Path, what: str, vault: str) -> StoreDamaged:
    other = next((one for one in all_in(backup.parent, vault) if one.path != backup), None)
    return StoreDamaged(
        f"The backup {backup.name} is damaged: {what} not as written. Nothing was restored; "
        + (f"take another one, such as “{other.path.name}”." if other else "take another backup.")
    )

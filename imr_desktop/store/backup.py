"""Backups: a folder each, whole or not there, made while the vault is in use, and brought back without any secret.

A backup holds the database and the sealed files as they are, encrypted, with ``keys.json``; it opens with the vault's own
passphrase or recovery words. The backup of a vault protected by the system account holds the account's key as well, so that
whoever can read the backup can open it. Sealed files never change: a backup links to those of the one before where it can.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.errors import StoreDamaged, StoreError, UsageError
from imr_desktop.paths import Home, private_dir
from imr_desktop.store import keys
from imr_desktop.store.atomic import explained, not_saved, sync_folder, write_atomically

if TYPE_CHECKING:
    from imr_desktop.store.vault import Vault

MANIFEST = "backup.json"
_NAME = "IMR backup %Y-%m-%d %H%M%S"
_CHUNK = 1 << 20
_NEWEST, _DAYS, _WEEKS = 5, 7, 4
_DAY = timedelta(days=1)
Progress = Callable[[int, int], None]


class Backup(msgspec.Struct, frozen=True):
    """A backup: its folder, when it was made (UTC), and how many bytes it holds."""

    path: Path
    made_at: datetime
    size: int


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a backup: its path below the backup, its size, and its SHA-256 (hex); sealed files guard themselves."""

    path: str
    size: int
    digest: str = ""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ``backup.json``."""

    format: int
    vault: str
    made_at: datetime
    parts: tuple[Part, ...]


class Restored(msgspec.Struct, frozen=True):
    """What was brought back: how many sealed files."""

    files: int


def make(vault: Vault, folder: Path, progress: Progress | None = None) -> Backup:
    """Write a backup of an open vault into a folder. A crash leaves no backup that looks whole. Raises StoreError."""
    try:
        made = _make(vault, folder, datetime.now(UTC), progress or (lambda done, of: None))
    except StoreError as error:
        with suppress(StoreError):
            vault.engine.put("backup.failed", f"{datetime.now(UTC).isoformat()} {error.sentence}")
        raise
    with vault.engine.transaction():
        vault.engine.put("backup.last", f"{made.made_at.isoformat()} {made.path}")
        vault.engine.put("backup.failed", "")
    return made


def _make(vault: Vault, folder: Path, now: datetime, progress: Progress) -> Backup:
    with explained():
        private_dir(folder)
        previous = next(iter(all_in(folder)), None)
        target = _free(folder, now)
        temporary = folder / f".{target.name}.part"
        shutil.rmtree(temporary, ignore_errors=True)
        private_dir(temporary)
    try:
        with explained():
            parts = [*_copy_small(vault, temporary), *_copy_sealed(vault, temporary, previous, progress)]
            manifest = Manifest(1, vault.keys.vault_id, now, tuple(parts))
            write_atomically(temporary / MANIFEST, msgspec.json.encode(manifest))
            os.rename(temporary, target)
            sync_folder(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return Backup(target, now, sum(part.size for part in parts))


def _free(folder: Path, now: datetime) -> Path:
    target = folder / now.strftime(_NAME)
    number = 2
    while target.exists():
        target = folder / f"{now.strftime(_NAME)} ({number})"
        number += 1
    return target


def _copy_small(vault: Vault, target: Path) -> list[Part]:
    vault.engine.backup_to(target / "cases.db")
    _sync(target / "cases.db")
    for name in keys.FILES:
        if (vault.home.vault / name).exists():
            write_atomically(target / name, (vault.home.vault / name).read_bytes())
    return [Part(name, (target / name).stat().st_size, _sha256(target / name))
            for name in ("cases.db", *keys.FILES) if (target / name).exists()]


def _copy_sealed(vault: Vault, target: Path, previous: Backup | None, progress: Progress) -> Iterable[Part]:
    sealed = [path for path in sorted((vault.home.vault / "files").glob("??/*")) if path.is_file()]
    for number, source in enumerate(sealed, 1):
        place = Path("files") / source.parent.name / source.name
        private_dir((target / place).parent)
        _link_or_copy(source, target / place, previous.path / place if previous else None)
        yield Part(str(place.as_posix()), (target / place).stat().st_size)
        progress(number, len(sealed))


def _link_or_copy(source: Path, target: Path, before: Path | None) -> None:
    if before is not None and before.exists() and before.stat().st_size == source.stat().st_size:
        with suppress(OSError):  # not every file system can link
            os.link(before, target)
            return
    shutil.copyfile(source, target)
    target.chmod(0o600)
    _sync(target)


def all_in(folder: Path) -> tuple[Backup, ...]:
    """The whole backups in a folder, the newest first."""
    try:
        places = [path for path in folder.iterdir() if (path / MANIFEST).is_file() and not path.name.startswith(".")]
    except OSError:
        return ()
    found = [Backup(path, manifest.made_at, sum(part.size for part in manifest.parts))
             for path in places if (manifest := _manifest(path)) is not None]
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def rotate(folder: Path) -> tuple[Path, ...]:
    """Remove the backups that are too many: the newest five stay, one a day for a week, one a week for four; what went."""
    backups = all_in(folder)
    kept = {backup.path for backup in backups[:_NEWEST]}
    days: dict[date, Path] = {}
    weeks: dict[tuple[int, int], Path] = {}
    for backup in backups:
        age = backups[0].made_at - backup.made_at
        if age <= _DAY * _DAYS:
            days.setdefault(backup.made_at.date(), backup.path)
        if age <= _DAY * 7 * _WEEKS:
            weeks.setdefault(backup.made_at.isocalendar()[:2], backup.path)
    kept |= {*days.values(), *weeks.values()}
    gone = tuple(backup.path for backup in backups if backup.path not in kept)
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return gone


def due(vault: Vault, now: datetime) -> bool:
    """Whether the last backup is a day old."""
    last = str(vault.engine.get("backup.last") or "").partition(" ")[0]
    try:
        return now - datetime.fromisoformat(last) >= _DAY
    except ValueError:
        return True


def restore(backup: Path, home: Home) -> Restored:
    """Bring a backup back into a home without a vault; nothing is visible before it is whole and compared.

    Raises UsageError where there is a vault, or no backup; StoreDamaged where the backup is damaged; StoreError.
    """
    if home.vault.exists() and any(home.vault.iterdir()):
        raise UsageError(f"There is a vault in {home.root} already; name another folder with --home.")
    manifest = _manifest(backup)
    if manifest is None:
        raise UsageError(f"{backup} is no backup, or not a whole one; name a folder called “IMR backup …”.")
    staging = home.vault.with_name(f".{home.vault.name}.restore")
    with explained():
        private_dir(home.root)
        shutil.rmtree(staging, ignore_errors=True)
        private_dir(staging)
    try:
        for part in manifest.parts:
            _bring_back(backup, staging, part)
        with explained():
            if home.vault.exists():
                home.vault.rmdir()
            os.rename(staging, home.vault)
            sync_folder(home.root)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Restored(sum(part.path.startswith("files/") for part in manifest.parts))


def _bring_back(backup: Path, staging: Path, part: Part) -> None:
    place = Path(part.path)
    if place.is_absolute() or ".." in place.parts:
        raise StoreDamaged(f"The backup {backup.name} names a file outside itself; take another one.")
    source, target = backup / place, staging / place
    try:
        whole = source.stat().st_size == part.size and (not part.digest or _sha256(source) == part.digest)
    except OSError:
        whole = False
    if not whole:
        raise StoreDamaged(f"The backup {backup.name} is damaged: {part.path} is not as it was written. Take another one.")
    with explained():
        private_dir(target.parent)
        shutil.copyfile(source, target)
        target.chmod(0o600)
        _sync(target)


def _manifest(backup: Path) -> Manifest | None:
    try:
        return msgspec.json.decode((backup / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _sync(path: Path) -> None:
    try:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise not_saved(error) from error


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

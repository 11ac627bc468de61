"""The backups in a folder, and whether each is still what was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from imr_desktop.store import account, manifest
from imr_desktop.store.copying import matches
from imr_desktop.store.manifest import BackupManifest
from imr_desktop.store.originals import Progress

PREFIX = "IMR backup "


@dataclass(frozen=True)
class Backup:
    """A whole backup: where, when (UTC), how many bytes its files have, of which vault, up to which change.

    `readable`: it holds the system account's key, so that whoever has the folder can read the cases.
    """

    path: Path
    made_at: datetime
    size: int
    vault: str = ""
    sequence: int = 0
    cases: int = 0
    readable: bool = False


def all_in(folder: Path, vault: str = "") -> tuple[Backup, ...]:
    """The backups in a folder, the newest first: all of them, or those of one vault. Damaged lists are left out."""
    found = (backup for path in _folders(folder) if (backup := one(path)) is not None)
    return tuple(
        sorted(
            (backup for backup in found if vault in ("", backup.vault)),
            key=lambda backup: (backup.made_at, backup.sequence),
            reverse=True,
        )
    )


def newest(folder: Path, vault: str = "") -> Backup | None:
    """The newest backup in a folder, of any vault or of one; None where there is none."""
    return next(iter(all_in(folder, vault)), None)


def one(path: Path) -> Backup | None:
    """The backup in the folder `path`, None where there is none or its list is damaged."""
    listed = manifest.read(path)
    return described(path, listed) if listed else None


def verify(path: Path, progress: Progress | None = None) -> tuple[str, ...]:
    """The names of a backup's files that are damaged or missing, each read whole; ("manifest.json",) without a list."""
    listed = manifest.read(path)
    if listed is None:
        return (manifest.FILE,)
    wrong = []
    for number, item in enumerate(listed.items, 1):
        if not matches(path / item.name, item):
            wrong.append(item.name)
        if progress:
            progress(number, len(listed.items))
    return tuple(wrong)


def _folders(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if path.name.startswith(PREFIX) and path.is_dir())


def described(path: Path, listed: BackupManifest) -> Backup:
    """A backup by its list."""
    readable = any(item.name == account.FILE for item in listed.items)
    return Backup(
        path, listed.made_at, sum(item.size for item in listed.items), listed.vault, listed.sequence, listed.cases, readable
    )

"""Which backups are kept, and letting go of the others."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from imr_desktop.store.backup_list import PREFIX, Backup, all_in

GONE, PART = ".gone", ".part"


@dataclass(frozen=True)
class Rotation:
    """Which backups are kept: the newest ones, and the last one of so many days and weeks that have any."""

    newest: int = 5
    days: int = 7
    weeks: int = 4


def rotate(folder: Path, keep: Rotation | None = None) -> tuple[Path, ...]:
    """Remove the backups that need not be kept, vault by vault; which. What cannot be removed stays for the next time."""
    backups = all_in(folder)
    kept: set[Path] = set()
    for vault in {backup.vault for backup in backups}:
        kept |= _kept([backup for backup in backups if backup.vault == vault], keep or Rotation())
    return tuple(backup.path for backup in backups if backup.path not in kept and _removed(backup.path))


def sweep(folder: Path, identity: str) -> None:
    """Remove what a crash left behind: the unfinished backups of the vault `identity`, and those half removed."""
    for left in (*folder.glob(f".{PREFIX}*.{identity[:8]}{PART}"), *folder.glob(f".{PREFIX}*{GONE}")):
        shutil.rmtree(left, ignore_errors=True)


def _kept(backups: list[Backup], keep: Rotation) -> set[Path]:
    """Of one vault's backups, the newest first. The one with the latest change stays, whatever the clock said."""
    days: dict[object, Path] = {}
    weeks: dict[object, Path] = {}
    for backup in backups:
        day = backup.made_at.astimezone()
        days.setdefault(day.date(), backup.path)
        weeks.setdefault(day.isocalendar()[:2], backup.path)
    return {
        *(backup.path for backup in backups[: keep.newest]),
        *list(days.values())[: keep.days],
        *list(weeks.values())[: keep.weeks],
        max(backups, key=lambda backup: backup.sequence).path,
    }


def _removed(path: Path) -> bool:
    """Take the name away first, so that a crash leaves no half backup that looks whole."""
    gone = path.with_name(f".{path.name}{GONE}")
    try:
        path.rename(gone)
    except OSError:
        return False
    shutil.rmtree(gone, ignore_errors=True)
    return True

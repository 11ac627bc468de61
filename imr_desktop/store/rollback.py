"""Whether a vault was put back to an older state: database and its number of changes together, which each alone would tell.

The number of changes also stands in the lists of its backups and, for a vault whose key is in the system's keyring, there. A
vault that was restored from a backup counts in a line of its own and is not suspected.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.case import dates
from imr_desktop.errors import StoreError
from imr_desktop.store import account, envelope, manifest
from imr_desktop.store.backup_list import PREFIX
from imr_desktop.store.manifest import BackupManifest

if TYPE_CHECKING:
    from imr_desktop.store.vault import Vault

_NEWEST = 3
_DO = (
    "If you did not put older files back yourself, something else did: `imr-desktop vault restore BACKUP --home NEW` "
    "brings the newest backup back beside this vault to compare, and `imr-desktop vault audit verify` checks the trail."
)


def warning(vault: Vault, folders: Iterable[Path]) -> str:
    """A sentence where something outside the vault knows of later changes than it holds, empty where nothing does."""
    sequence = vault.opened_at
    newest = max(
        (found for folder in folders for found in _lists(vault, folder)), key=lambda found: found[1].sequence, default=None
    )
    if newest is not None and newest[1].sequence > sequence:
        _note(vault, newest[1].sequence)
        made = dates.written_at(newest[1].made_at)
        return (
            f"The cases are older than they were: the backup “{newest[0].name}” of {made} holds change "
            f"{newest[1].sequence}, the vault ended at {sequence} when it was opened. {_DO}"
        )
    counted = _in_keyring(vault)
    if counted > sequence:
        _note(vault, counted)
        return (
            f"The cases are older than they were: the system's keyring knows of change {counted}, the vault ended at "
            f"{sequence} when it was opened. {_DO}"
        )
    if vault.engine.head_missing:
        return (
            "The vault's number of changes (the file head) is missing, so that it cannot tell whether its newest changes "
            f"are there. {_DO}"
        )
    return ""


def _note(vault: Vault, known: int) -> None:
    """Leave it in the trail, once: the vault goes on counting and soon is no longer behind."""
    detail = {"known": known, "found": vault.opened_at}
    with suppress(StoreError):
        if all(entry.detail != detail for entry in vault.trail.entries(what="older state noticed", most=5)):
            vault.trail.append("older state noticed", detail=detail)


def _in_keyring(vault: Vault) -> int:
    entries = (slot.entry for slot in envelope.read(vault.home.vault).of("account") if slot.entry)
    for entry in entries:
        line, _, number = account.count(entry).rpartition(":")
        if line == vault.line and number.isdecimal():
            return int(number)
    return 0


def _lists(vault: Vault, folder: Path) -> list[tuple[Path, BackupManifest]]:
    """The lists of the newest backups of this vault and line in a folder; their names sort by time."""
    names: list[Path] = []
    with suppress(OSError):
        names = sorted((path for path in folder.iterdir() if path.name.startswith(PREFIX)), key=lambda path: path.name)
    found: list[tuple[Path, BackupManifest]] = []
    for path in reversed(names):
        listed = manifest.read(path) if path not in vault.own_backups else None
        if listed is not None and listed.vault == vault.keys.vault_id and listed.line == vault.line:
            found.append((path, listed))
        if len(found) == _NEWEST:
            break
    return found

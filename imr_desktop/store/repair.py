"""Repairing a vault from a backup: what still reads and is newer is kept, what is damaged is taken from the backup."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from imr_desktop.case.model import Case
from imr_desktop.errors import ImrError, StoreDamaged, StoreError
from imr_desktop.paths import Home
from imr_desktop.store import backup as backups
from imr_desktop.store import keys
from imr_desktop.store.atomic import explained, sync_folder, write_atomically
from imr_desktop.store.scrub import scrub
from imr_desktop.store.vault import Vault


class RepairReport(msgspec.Struct, frozen=True):
    """What a repair came to, in plain lines."""

    lines: tuple[str, ...]


def repair(home: Home, passphrase: str | None, backup: Path) -> RepairReport:
    """Repair the vault of a home from a backup; the damaged one is kept beside it under another name.

    Raises UsageError where the backup is none, WrongPassphrase, StoreLocked, StoreError.
    """
    readable = _readable(home, passphrase)
    lines: list[str] = []
    kept = _replace(home, backup)
    lines.append(f"The damaged vault was put aside as {kept.name}.")
    with Vault.open(home, passphrase) as vault:
        lines += _newer_cases(vault, readable)
        lines += _newer_files(vault, kept)
        vault.trail.append("vault repaired", detail={"backup": backup.name, "cases": len(readable)})
        left = scrub(vault)
    lines += [f"Still open: {finding.where}: {finding.what}" for finding in left.findings]
    if left.ok:
        lines.append("The vault was checked and is whole.")
    return RepairReport(tuple(lines))


def _readable(home: Home, passphrase: str | None) -> list[Case]:
    """The cases of the damaged vault that can still be read."""
    try:
        vault = Vault.open(home, passphrase)
    except StoreDamaged:
        return []
    with vault:
        return list(_each(vault))


def _each(vault: Vault) -> Iterator[Case]:
    with suppress(ImrError):
        for row in vault.repository.list():
            with suppress(ImrError):
                yield vault.repository.load(row.id)


def _replace(home: Home, backup: Path) -> Path:
    """Put the vault aside and the backup in its place; where that fails the vault is put back."""
    number = 1
    while (kept := home.vault.with_name(f"{home.vault.name}.damaged-{number}")).exists():
        number += 1
    with explained():
        if home.vault.exists():
            os.rename(home.vault, kept)
        else:
            kept.mkdir(mode=0o700)
        sync_folder(home.root)
    try:
        backups.restore(backup, home)
    except ImrError:
        if not home.vault.exists():
            os.rename(kept, home.vault)
        raise
    _keep_keys(kept, home.vault)
    return kept


def _keep_keys(kept: Path, vault: Path) -> None:
    """The passphrase may have been changed since the backup: the keys of the damaged vault go on opening it."""
    if keys.vault_id(kept) == keys.vault_id(vault):
        for name in keys.FILES:
            if (kept / name).exists():
                write_atomically(vault / name, (kept / name).read_bytes())


def _newer_cases(vault: Vault, readable: list[Case]) -> Iterator[str]:
    for case in readable:
        repository = vault.repository
        if repository.has(case.id) and repository.load(case.id) == case:
            continue
        try:
            saved = repository.save(case, "vault repaired")
        except StoreError as error:
            yield f"{case.number or case.id}: {error.sentence}"
            continue
        yield f"{case.number or case.id}: newer than the backup, kept as version {saved.version}."


def _newer_files(vault: Vault, kept: Path) -> Iterator[str]:
    missing = vault.repository.referred() - set(vault.attachments.digests())
    if missing:
        yield f"{len(missing)} originals came after the backup and are not in it; drop these files on their cases again."
    for path in (kept / "files").glob("??/*"):
        _give_back(path, vault.home.vault / "files" / path.parent.name / path.name)


def _give_back(source: Path, target: Path) -> None:
    """A sealed file that the backup holds the key of, but not the file itself, may still be whole in the damaged vault."""
    if not target.exists():
        with suppress(OSError):
            target.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copyfile(source, target)

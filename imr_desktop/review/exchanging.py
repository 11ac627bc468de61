"""Cases that leave the vault as packages, and come in: nothing here is overwritten in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from imr_desktop.case.merge import Merged, merge, resolve
from imr_desktop.case.model import Case
from imr_desktop.errors import StoreError
from imr_desktop.sealed import SealedFile
from imr_desktop.store.exchange import OpenedPackage, PackageContents, PackedVersion, write_package
from imr_desktop.store.vault import Vault

Choice = Literal["ours", "theirs"]
_MOST_ENTRIES = 100_000


class _Originals:
    """The vault's originals; one that never was in it is no damage: its case came as plain JSON."""

    def __init__(self, vault: Vault) -> None:
        self._attachments, self._known = vault.attachments, frozenset(vault.attachments.digests())

    def open(self, digest: str) -> SealedFile:
        """An original to read from. Raises StoreError where it never was in the vault, StoreDamaged."""
        if digest not in self._known:
            raise StoreError("This original of the record was never in the vault.")
        return self._attachments.open(digest)


def package(vault: Vault, case_id: str, out: Path, recipients: tuple[str, ...], passphrase: str, *, blind: bool) -> None:
    """Write a case with record, history and audit entries as a package. Raises UsageError, StoreError."""
    repository = vault.repository
    contents = PackageContents(repository.load(case_id), _versions(vault, case_id),
                               tuple(vault.trail.entries(case_id=case_id, most=_MOST_ENTRIES))[::-1], _Originals(vault))
    write_package(out, contents, recipients, passphrase, signing_seed=bytes(vault.keys.audit), blind=blind)
    vault.trail.append("case packaged", case_id, {"blind": blind, "recipients": len(recipients)})


def _versions(vault: Vault, case_id: str) -> Iterator[PackedVersion]:
    for line in reversed(vault.repository.history(case_id)):
        case = vault.repository.version(case_id, line.version)
        yield PackedVersion(line.version, line.saved_at, line.act, line.digest, case)


def merge_preview(vault: Vault, opened: OpenedPackage) -> Merged | None:
    """What taking a package would change in the case here; None where the case is new. Raises UsageError for a signed case.

    The newest version that both have is what the merge goes out from.
    """
    here = _here(vault, opened.case)
    return merge(_common(vault, here, opened), here, _under(here.id, opened.case)) if here else None


def take(vault: Vault, opened: OpenedPackage, choices: Mapping[str, Choice]) -> Case:
    """Take a package's case with its files in; the case as it was saved.

    Raises UsageError while a conflict has no choice, or where the case here is signed; StoreError.
    """
    merged = merge_preview(vault, opened)
    case = resolve(merged, choices) if merged else opened.case
    for digest in opened.files:
        with opened.files.open(digest) as file:
            vault.attachments.put_stream(file, digest=digest)
    detail = {"origin": opened.origin, "blind": opened.blind, "theirs": sum(side == "theirs" for side in choices.values())}
    if merged is None:
        _take_history(vault, opened)
    vault.repository.save(case, "case merged" if merged else "case imported", detail)
    return case


def _take_history(vault: Vault, opened: OpenedPackage) -> None:
    for version in opened.versions:
        if version.case != opened.case and not version.case.locked:  # nothing is ever stored over a signed version
            vault.repository.save(version.case, "case imported", {"origin": opened.origin, "version there": version.version,
                                                                  "saved there": version.saved_at.isoformat()})


def _here(vault: Vault, theirs: Case) -> Case | None:
    repository = vault.repository
    if repository.has(theirs.id):
        return repository.load(theirs.id)
    return repository.find(theirs.number) if theirs.number and repository.has_number(theirs.number) else None


def _common(vault: Vault, here: Case, opened: OpenedPackage) -> Case | None:
    known = {line.digest: line.version for line in vault.repository.history(here.id)}
    both = [known[version.digest] for version in opened.versions if version.digest in known]
    return vault.repository.version(here.id, max(both)) if both else None


def _under(case_id: str, case: Case) -> Case:
    return msgspec.structs.replace(case, id=case_id)

"""Checking the whole vault: every page, row, version, file and entry, and what to do about what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from imr_desktop.errors import CaseInvalid, ImrError, StoreDamaged
from imr_desktop.paths import Home
from imr_desktop.store.vault import Vault

Progress = Callable[[int, int], None]
_FROM_BACKUP = "`imr-desktop vault scrub --from BACKUP` takes it from a backup."
_CUT = 1000


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it was written: what, where, and what repairs it."""

    what: str
    where: str
    repair: str = _FROM_BACKUP


class Scrubbed(msgspec.Struct, frozen=True):
    """What a check of the whole vault found."""

    ok: bool
    findings: tuple[Finding, ...]


def scrub_home(home: Home, passphrase: str | None, progress: Progress | None = None) -> Scrubbed:
    """Check the vault of a home, even one too damaged to be opened. Raises PassphraseNeeded, WrongPassphrase, StoreLocked."""
    try:
        vault = Vault.open(home, passphrase)
    except StoreDamaged as error:
        return Scrubbed(False, (Finding(error.sentence, "vault"),))
    with vault:
        return scrub(vault, progress)


def scrub(vault: Vault, progress: Progress | None = None) -> Scrubbed:
    """Check an open vault; `progress` is told (done, of) as sealed files are read."""
    findings = [Finding(line, vault.engine.path.name) for line in vault.engine.check()]
    for look in (_cases, _trail):
        try:
            findings += look(vault)
        except ImrError as error:
            findings.append(Finding(error.sentence, vault.engine.path.name))
    findings += [Finding(f"A sealed file {broken.what}.", f"file {broken.digest[:16]}")
                 for broken in vault.attachments.verify(progress)]
    return Scrubbed(not findings, tuple(findings[:_CUT]))


def _cases(vault: Vault) -> Iterator[Finding]:
    repository = vault.repository
    known = set()
    for row in repository.list():
        known.add(row.id)
        where = f"case {row.number or row.id}"
        for fault in repository.faults(row.id):
            yield Finding(fault, where)
    documents = vault.engine.execute("SELECT count(*) FROM documents WHERE tbl='cases'")[0][0]
    if documents != len(known):
        yield Finding(f"{documents} cases are stored, the worklist names {len(known)}.", "worklist")


def _trail(vault: Vault) -> Iterator[Finding]:
    for finding in vault.trail.verify().findings:
        yield Finding(finding, "audit trail", "Compare with a backup and with the heads printed in signed determinations.")


def quick_check(vault: Vault) -> None:
    """What is checked at each start, in milliseconds: the worklist reads. Raises StoreDamaged."""
    try:
        vault.repository.list()
    except CaseInvalid as error:
        raise StoreDamaged(error.sentence) from error

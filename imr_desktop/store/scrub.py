"""Checking the whole vault: every page, row, version, file and entry, and what to do about what is found."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from imr_desktop.errors import ImrError, StoreDamaged, UsageError
from imr_desktop.paths import Home
from imr_desktop.store import keys as keyring
from imr_desktop.store.manifest import DATABASE
from imr_desktop.store.originals import Progress
from imr_desktop.store.salvage import Salvaged
from imr_desktop.store.summaries import says, summary
from imr_desktop.store.vault import Vault

FROM_BACKUP = "`imr-desktop vault scrub --from BACKUP` takes it from a backup."
_SAVE_AGAIN = "Open the case and save it once more; or: " + FROM_BACKUP
_COMPARE = "Compare with a backup and with the heads in the data of signed determinations."
_CUT = 1000


class Damage(msgspec.Struct, frozen=True):
    """Something that is not as it was written: what, where, and what repairs it."""

    what: str
    where: str
    repair: str = FROM_BACKUP


class ScrubReport(msgspec.Struct, frozen=True):
    """What a check of the whole vault found."""

    ok: bool
    findings: tuple[Damage, ...]


def scrub_home(home: Home, passphrase: str | None, progress: Progress | None = None) -> ScrubReport:
    """Check the vault of a home, even one too damaged to be opened.

    Raises UsageError where there is none, PassphraseNeeded, WrongPassphrase, StoreLocked.
    """
    if not home.vault.exists() or (Vault.protection(home) == "none" if _keys_read(home) else False):
        raise UsageError(f"There is no vault in {home.root}; name its folder with --home.")
    try:
        vault = Vault.open(home, passphrase)
    except StoreDamaged as error:
        return _told([Damage(error.sentence.partition(". ")[0] + ".", "vault"), *closed(home, passphrase)])
    with vault:
        return scrub(vault, progress)


def scrub(vault: Vault, progress: Progress | None = None) -> ScrubReport:
    """Check an open vault; `progress` is told steps done and steps in all: cases and sealed files."""
    findings = [Damage(f"The database is damaged: {line}.", DATABASE) for line in vault.engine.check()]
    counted = _Steps(vault, progress)
    for look in (_keys, _head, _cases, _worklist, _trail, _files):
        try:
            for step in look(vault):
                if step is None:
                    counted.step()
                else:
                    findings.append(step)
        except ImrError as error:
            findings.append(Damage(error.sentence, DATABASE))
    return _told(findings)


def closed(home: Home, passphrase: str | None) -> Iterator[Damage]:
    """Of a vault that cannot be opened: what of its database can still be read. Nothing in it is changed."""
    try:
        keys = keyring.unlock(home.vault, passphrase)
    except StoreDamaged:
        return
    place = Path(tempfile.mkdtemp(prefix=".scrub", dir=home.root))  # what lies there is as encrypted as the vault
    try:
        left = Salvaged(home.vault, place, bytes(keys.database))
        pages, cases = left.damaged_pages(), sum(1 for _ in left.cases())
        left.close()
        if pages:
            yield Damage(f"{pages} of its pages {'is' if pages == 1 else 'are'} not as written.", DATABASE)
        yield Damage(
            f"{cases} {'case' if cases == 1 else 'cases'} can still be read; a repair keeps those newer than the backup.",
            DATABASE,
        )
    except OSError:
        return
    finally:
        keys.wipe()
        shutil.rmtree(place, ignore_errors=True)


def _told(findings: list[Damage]) -> ScrubReport:
    return ScrubReport(not findings, tuple(findings[:_CUT]))


def _keys_read(home: Home) -> bool:
    try:
        keyring.protection(home.vault)
    except StoreDamaged:
        return False
    return True


class _Steps:
    """Counts what was looked at, for the progress."""

    def __init__(self, vault: Vault, progress: Progress | None) -> None:
        self._progress, self._done, self._of = progress, 0, 0
        if progress:
            try:
                self._of = vault.engine.execute(
                    "SELECT (SELECT count(*) FROM summaries) + (SELECT count(*) FROM attachments)"
                )[0][0]
            except ImrError:
                self._progress = None

    def step(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(min(self._done, self._of), self._of)


# ----- what is looked at: each yields findings, and None for each step


def _keys(vault: Vault) -> Iterator[Damage | None]:
    folder = vault.home.vault
    if not keyring.vault_id(folder):
        yield Damage("Both key files are damaged; once the vault is closed it cannot be opened again.", keyring.FILE)
        return
    both = [(folder / name).read_bytes() if (folder / name).exists() else b"" for name in (keyring.FILE, keyring.COPY)]
    if both[0] != both[1]:
        yield Damage("The key file and its copy differ: one of them is damaged.", keyring.FILE)


def _head(vault: Vault) -> Iterator[Damage | None]:
    if vault.engine.head_missing or not (vault.home.vault / "head").exists():
        yield Damage("The count of changes beside the database was missing when it was opened.", "head", _COMPARE)


def _cases(vault: Vault) -> Iterator[Damage | None]:
    repository = vault.repository
    for row in repository.list():
        where = f"case {row.number or row.id}"
        faults = list(repository.faults(row.id))
        yield from (Damage(fault, where) for fault in faults)
        if not faults:
            yield from _agreeing(vault, row.id, where)
        yield None


def _agreeing(vault: Vault, case_id: str, where: str) -> Iterator[Damage]:
    """Whether a case that reads well, its line in the worklist and its list of files say the same."""
    case = vault.repository.load(case_id)
    row = next(
        row
        for row in vault.engine.execute("SELECT number, version, saved_at, row FROM summaries WHERE case_id=?", (case_id,))
    )
    newest = vault.repository.history(case_id)[0]
    stands = (case.number, newest.version, newest.saved_at.isoformat())
    if row[:3] != stands or not says(row[3], summary(case, newest.version, newest.saved_at)) or case.id != case_id:
        yield Damage("Its line in the worklist does not say what the case says.", where, _SAVE_AGAIN)
    known = {digest for (digest,) in vault.engine.execute("SELECT digest FROM case_files WHERE case_id=?", (case_id,))}
    if {file.digest for file in case.files} - known:
        yield Damage("Its list of files lacks some; they could be removed with other cases.", where, _SAVE_AGAIN)


def _worklist(vault: Vault) -> Iterator[Damage | None]:
    counts = vault.engine.execute(
        "SELECT (SELECT count(*) FROM documents WHERE tbl='cases'), (SELECT count(*) FROM summaries), "
        "(SELECT count(*) FROM versions WHERE case_id NOT IN (SELECT case_id FROM summaries))"
    )[0]
    if counts[0] != counts[1]:
        yield Damage(f"{counts[0]} cases are stored, the worklist names {counts[1]}.", "worklist")
    if counts[2]:
        yield Damage(f"{counts[2]} older versions belong to no case.", "worklist")


def _trail(vault: Vault) -> Iterator[Damage | None]:
    for finding in vault.trail.verify().findings:
        yield Damage(finding, "audit trail", _COMPARE)


def _files(vault: Vault) -> Iterator[Damage | None]:
    kinds = dict(vault.engine.execute("SELECT digest, kind FROM attachments"))
    cases: dict[str, str] = {}
    for digest, number in vault.engine.execute(
        "SELECT digest, coalesce(nullif(number, ''), case_id) FROM case_files JOIN summaries USING(case_id)"
    ):
        cases[digest] = f"{cases[digest]}, {number}" if digest in cases else number
    told: list[tuple[int, int]] = []
    for broken in vault.attachments.verify(lambda done, of: told.append((done, of))):
        name = "An original" if kinds.get(broken.digest) == "original" else "The text read from an original"
        of = f" of {cases[broken.digest]}" if broken.digest in cases else ""
        yield Damage(f"{name}{of} {broken.what}.", f"file {broken.digest[:16]}")
        yield from _taken(told)
    yield from _taken(told)


def _taken(told: list[tuple[int, int]]) -> Iterator[None]:
    while told:
        told.pop()
        yield None

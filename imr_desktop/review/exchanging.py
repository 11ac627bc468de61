"""Cases that leave the vault as packages, and come in: nothing is overwritten in silence, nothing speaks for the reviewer.

A package is signed by the vault that made it. One that this vault made brings a case back as it was; from any other vault a
new case comes in undecided (`case.incoming`), and a case that is here already is merged, asking for each opinion. Statements,
acknowledgements, opened documents, searches and signatures are never merged from any package: those of this vault stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, cast

import msgspec

from imr_desktop.case import codec, edits, fields, incoming
from imr_desktop.case.fields import Use
from imr_desktop.case.merge import Merged, merge, resolve
from imr_desktop.case.model import Case, Struct
from imr_desktop.errors import StoreError
from imr_desktop.review import provenance
from imr_desktop.review.reviewer import ReviewerService
from imr_desktop.sealed import SealedFile
from imr_desktop.store.exchange import (
    OpenedPackage,
    OpinionDifference,
    PackageContents,
    PackedVersion,
    checked_recipients,  # noqa: F401  handed on
    compare_opinions,
    read_package,
    write_package,
)
from imr_desktop.store.exchange import blind as blinded

if TYPE_CHECKING:
    from imr_desktop.identity import Identity
    from imr_desktop.review.vault import VaultService
    from imr_desktop.store.vault import Vault

replace = msgspec.structs.replace

Choice = Literal["ours", "theirs"]
_MOST_ENTRIES = 100_000
_NO_CHOICES: Mapping[str, Choice] = {}


class _Originals:
    """The vault's originals; one that never was in it is no damage: its case came as plain JSON."""

    def __init__(self, vault: Vault) -> None:
        self._attachments, self._known = vault.attachments, frozenset(vault.attachments.digests())

    def open(self, digest: str) -> SealedFile:
        """An original to read from. Raises StoreError where it never was in the vault, StoreDamaged."""
        if digest not in self._known:
            raise StoreError("This original of the record was never in the vault.")
        return self._attachments.open(digest)


class ExchangeService:
    """Packages of one vault. Safe to call from worker threads."""

    def __init__(self, vault: VaultService) -> None:
        self._vault = vault

    @property
    def recipient(self) -> str:
        """The public key that packages for this vault are addressed to."""
        return self._vault.store.recipient

    def package(
        self, case_id: str, out: Path, recipients: tuple[str, ...] = (), passphrase: str = "", *, blind: bool = False
    ) -> None:
        """Write a case with record, history and audit entries as a package; what names the reviewer does not go out.

        Earlier versions and audit entries that do are left out. Raises UsageError, StoreError, SigningError where the case
        itself does.
        """
        from imr_desktop.review.outgoing import names_reviewer_in_entry, require_nameless, require_nameless_case

        vault, identity = self._vault.store, ReviewerService(self._vault).identity
        repository = vault.repository
        case = repository.load(case_id)
        require_nameless_case(case, identity, "No package was written", blinded(case) if blind else None)
        require_nameless(b"", out.name, identity, "No package was written")
        entries = tuple(vault.trail.entries(case_id=case_id, most=_MOST_ENTRIES))[::-1]
        contents = PackageContents(
            case,
            _versions(vault, case_id, identity),
            tuple(entry for entry in entries if not names_reviewer_in_entry(entry, identity)),
            _Originals(vault),
        )
        write_package(out, contents, recipients, passphrase, signing_seed=bytes(vault.keys.audit), blind=blind)
        vault.trail.append("case packaged", case_id, {"blind": blind, "recipients": len(recipients)})

    def open(self, path: Path, passphrase: str = "") -> OpenedPackage:
        """Open a package addressed to this vault or sealed by a passphrase; close it when done. Raises StoreError."""
        vault = self._vault.store
        return read_package(path, identities=vault.identities, passphrase=passphrase, temp=vault.temp)

    def merge_preview(self, opened: OpenedPackage) -> Merged | None:
        """What taking a package would change in the case here; None where the case is new. Raises UsageError if signed.

        The newest version here that the package knows, but for what is the reviewer's alone, is what the merge goes out from.
        """
        vault = self._vault.store
        here = _here(vault, opened.case)
        if here is None:
            return None
        _refuse_untrue(opened, (opened.case,), here, vault)
        base = _common(vault, here, opened)
        return merge(base and _beside(here, base), here, _beside(here, opened.case), foreign=True)

    def left_out(self, opened: OpenedPackage) -> tuple[str, ...]:
        """Sentences on what of a package's case does not come in where it is new here."""
        vault = self._vault.store
        return () if provenance.made_here(opened, vault) else incoming.admit(opened.case).left_out

    def take(self, opened: OpenedPackage, choices: Mapping[str, Choice] = _NO_CHOICES) -> Case:
        """Take a package's case with its files in; the case as it was saved.

        Raises UsageError while a conflict has no choice, or where the case here is signed; StoreError.
        """
        vault = self._vault.store
        merged = self.merge_preview(opened)
        own = provenance.made_here(opened, vault)
        come = partial(_come, own, opened.case.id if own else provenance.free_id(opened.case.id, vault))
        case = resolve(merged, choices) if merged else come(opened.case)
        if merged is None:
            _refuse_untrue(opened, (opened.case, *(version.case for version in opened.versions)), None, vault)
        for digest in opened.files:
            with opened.files.open(digest) as file:
                vault.attachments.put_stream(cast(IO[bytes], file), digest=digest)
        if not own:
            provenance.note_unproven(vault, case.id)
        theirs = sum(side == "theirs" for side in choices.values())
        detail = {"origin": opened.origin, "blind": opened.blind, "theirs": theirs}
        if merged is None:
            _take_history(vault, opened, come)
        vault.repository.save(case, "case merged" if merged else "case imported", detail)
        return case

    def here(self, opened: OpenedPackage) -> str:
        """The id of a package's case here: the same one, or the one with its number; empty where it is new."""
        repository, theirs = self._vault.store.repository, opened.case
        same = [row.id for row in repository.list() if row.number and row.number == theirs.number]
        return theirs.id if repository.has(theirs.id) else next(iter(same), "")

    def write_tinydb(self, out: Path, case_ids: Sequence[str]) -> None:
        """Write cases, readable by anyone, as a TinyDB file. Raises StoreError, SigningError where one names the reviewer."""
        from imr_desktop.review.outgoing import require_nameless, require_nameless_case
        from imr_desktop.store.exchange.plain import write_tinydb

        vault, identity = self._vault.store, ReviewerService(self._vault).identity
        for case_id in case_ids:
            case = vault.repository.load(case_id)
            require_nameless_case(case, identity, f"Not exported, for case {case.number or case.id}")
        require_nameless(b"", out.name, identity, "Not exported")
        write_tinydb(out, map(vault.repository.load, case_ids))
        for case_id in case_ids:
            vault.trail.append("case exported", case_id, {"form": "tinydb"})

    def read_tinydb(self, path: Path) -> Iterator[Case]:
        """The cases of a TinyDB file as it tells them; it is looked through whole first: one that is refused leaves nothing
        behind. Raises CaseInvalid, StoreError.
        """
        from imr_desktop.store.exchange.plain import read_tinydb

        for told in read_tinydb(path):
            provenance.refuse_untrue_record(told, self._vault.store, told.number or path.name)
        yield from read_tinydb(path)

    def compare(self, case_id: str, opened: OpenedPackage) -> tuple[OpinionDifference, ...]:
        """A blind second review beside the first one."""
        return compare_opinions(self._vault.store.repository.load(case_id), opened.case)


def _versions(vault: Vault, case_id: str, identity: Identity) -> Iterator[PackedVersion]:
    from imr_desktop.review.outgoing import names_reviewer

    for line in reversed(vault.repository.history(case_id)):
        case = vault.repository.version(case_id, line.version)
        if not names_reviewer(case, identity):
            yield PackedVersion(line.version, line.saved_at, line.act, line.digest, case)


def _refuse_untrue(opened: OpenedPackage, cases: Iterable[Case], here: Case | None, vault: Vault) -> None:
    """Refuse a package whose case, or a version of it, has a record other than the vault knows it. Raises CaseInvalid."""
    brought = frozenset((*opened.files, *(file.digest for file in (here.files if here else ()))))
    for case in cases:
        provenance.refuse_untrue_record(case, vault, "The package", brought)


def _take_history(vault: Vault, opened: OpenedPackage, come: Callable[[Case], Case]) -> None:
    for version in opened.versions:
        came = come(version.case)
        if version.case != opened.case and not came.locked:  # nothing is ever stored over a signed version
            detail = {"origin": opened.origin, "version there": version.version, "saved there": version.saved_at.isoformat()}
            vault.repository.save(came, "case imported", detail)


def _here(vault: Vault, theirs: Case) -> Case | None:
    repository = vault.repository
    if repository.has(theirs.id):
        return repository.load(theirs.id)
    return repository.find(theirs.number) if theirs.number and repository.has_number(theirs.number) else None


def _come(own: bool, case_id: str, case: Case) -> Case:
    """A case that is new here, under an id: as it was where this vault made the package, else as a file may tell it."""
    return edits.with_id(case if own else incoming.admit(case).case, case_id)


def _common(vault: Vault, here: Case, opened: OpenedPackage) -> Case | None:
    """The newest version here that is one of the package's, but for what is the reviewer's alone.

    Versions are compared by what they hold: the digests that a package states of itself count for nothing.
    """
    theirs = {_told(here.id, version.case) for version in opened.versions}
    if theirs:
        for line in vault.repository.history(here.id):
            version = vault.repository.version(here.id, line.version)
            if _told(here.id, version) in theirs:
                return version
    return None


def _told(case_id: str, case: Case) -> bytes:
    return hashlib.sha256(codec.encode(edits.with_id(incoming.admit(case).case, case_id))).digest()


def _beside(here: Case, case: Case) -> Case:
    """A copy as it may be merged into the case here: what is the reviewer's alone is as it is here."""
    own = {item.id: item for item in here.items}
    documents = {document.id: document for document in here.documents}
    adopted, admitted = incoming.adopt(case), incoming.admit(case).case
    return replace(
        adopted,
        id=here.id,
        items=tuple(
            replace(mine, **_own(own[mine.id], "source_decision")) if mine.id in own else other
            for mine, other in zip(adopted.items, admitted.items, strict=True)
        ),
        documents=tuple(
            replace(one, **_own(documents[one.id], "relevant")) if one.id in documents else one for one in admitted.documents
        ),
        **_own(here, "searches"),
    )


def _own(here: Struct, *more: str) -> dict[str, Any]:
    """What no file tells of a part of the case, and more fields, as they are here."""
    told = {*fields.named(type(here), Use.INTAKE), *fields.named(type(here), Use.WORK)}.difference(more)
    return {name: getattr(here, name) for name in fields.of(type(here)) if name not in told}

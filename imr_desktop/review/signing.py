"""Signing: the gate, the letter, the signature, and the file that goes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop import determination
from imr_desktop.atomic import explained, write_atomically
from imr_desktop.case import edits
from imr_desktop.case.model import AuditHead, Case, SignedLetter
from imr_desktop.determination import LetterImage, SigningKey
from imr_desktop.errors import SigningError
from imr_desktop.preflight import Problem
from imr_desktop.review.checking import Checked

if TYPE_CHECKING:
    from imr_desktop.identity import Identity
    from imr_desktop.review.check_service import CheckingService
    from imr_desktop.review.processes import Processes
    from imr_desktop.review.reviewer import ReviewerService
    from imr_desktop.review.vault import VaultService

SIGNED = "signed determination"
_DRAFT = "DRAFT "


@dataclass(frozen=True)
class SignedFile:
    """A signed determination, the case that records it, and where it was written: None where the vault is to keep it."""

    pdf: bytes
    case: Case
    path: Path | None


class SigningBlocked(SigningError):
    """Problems stand in the way of signing; `problems` names them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(f"Not signed: {len(problems)} open, first: {problems[0].message}")


class SigningService:
    """Letters, their signatures and their pages. Safe to call from worker threads."""

    render = staticmethod(determination.render)
    new_key = staticmethod(determination.new_key)

    def __init__(
        self, vault: VaultService, reviewer: ReviewerService, processes: Processes, checking: CheckingService
    ) -> None:
        self._vault, self._reviewer, self._processes, self._checking = vault, reviewer, processes, checking

    def write_draft(self, case: Case, folder: Path, identity: Identity = ()) -> Path:
        """Write the letter marked DRAFT into a folder. Raises RenderError, SigningError where it names the reviewer,
        PassphraseNeeded where the vault that knows the name is locked, StoreError.
        """
        return write_draft(case, folder, (*self._reviewer.identity, *identity))

    def sign(
        self,
        case: Case,
        key: Path,
        passphrase: str,
        folder: Path | None = None,
        checked: Checked | None = None,
        identity: Identity = (),
    ) -> SignedFile:
        """Open the key file and `sign_with` it. Raises SigningBlocked, SigningError, StoreError."""
        checked = checked or self._checking.check(case, identity=identity)
        return self.sign_with(checked, self.load_key(key, passphrase, identity), folder, identity)

    def load_key(self, key: Path, passphrase: str, identity: Identity = ()) -> SigningKey:
        """Open a key file, once for many letters: opening takes longer than signing.

        Raises SigningError, also where the certificate names one of the words to keep out.
        """
        return SigningKey.load(key, passphrase, identity=(*self._reviewer.identity, *identity))

    def sign_with(self, checked: Checked, key: SigningKey, folder: Path | None = None, identity: Identity = ()) -> SignedFile:
        """Sign the checked case's determination into `folder`; without one the vault keeps it (see `signed_letter`).

        The returned case records the signature and is not yet saved. A stored case's letter names where the audit trail
        stands. Raises SigningBlocked, SigningError, StoreError.
        """
        vault = self._vault.if_open
        head = None
        if vault is not None and vault.repository.has(checked.case.id):
            vault.trail.checkpoint()
            head = vault.trail.head()
        signed = sign(checked, key, folder, (*self._reviewer.identity, *identity), head)
        if folder is None:
            self._vault.store.attachments.put_bytes(signed.pdf, SIGNED)
        return signed

    def signed_letter(self, case: Case) -> bytes:
        """The newest signed determination of a case, as it was signed. Raises StoreDamaged, StoreError."""
        with self._vault.store.attachments.open(case.signed[-1].digest) as file:
            return file.read()

    def page_count(self, pdf: bytes) -> int:
        """How many pages a letter has, asked first of a fresh limited process. Raises RenderError, SandboxFailure."""
        sandbox = self._processes.of("letter")
        sandbox.renew()
        return determination.page_count(pdf, sandbox=sandbox)

    def page(self, pdf: bytes, page: int, scale: float) -> LetterImage:
        """A letter's page (from 1) as a picture, drawn in a limited process. Raises RenderError, SandboxFailure."""
        return determination.page_image(pdf, scale, page, sandbox=self._processes.of("letter"))

    def pages(self, pdf: bytes, scale: float) -> list[LetterImage]:
        """Pictures of a letter's pages, drawn in a limited process. Raises RenderError, SandboxFailure."""
        return [self.page(pdf, page, scale) for page in range(1, self.page_count(pdf) + 1)]

    def export(self, case: Case, path: Path) -> Path:
        """Write a copy of the signed determination, to be printed or sent. Raises StoreError."""
        vault = self._vault.store
        vault.attachments.export(case.signed[-1].digest, path)
        vault.trail.append("case exported", case.id, {"form": "signed determination"})
        return path


def sign(
    checked: Checked, key: SigningKey, folder: Path | None, identity: Identity = (), head: AuditHead | None = None
) -> SignedFile:
    """Sign the checked case's determination, into `folder` if one is named; it names the guideline packs of the check.

    `head` is where the audit trail stands; it is printed, so that an end of the trail that is cut off later shows.

    Raises SigningBlocked where a problem is open, SigningError where the letter or the certificate names the reviewer
    (Labor Code 4610.6(f)), StoreError where the file cannot be written.
    """
    if checked.blocking:
        raise SigningBlocked(checked.blocking)
    now = datetime.now(UTC)
    case = edits.set_basis(checked.case, checked.rule_packs, head)
    pdf = determination.sign(determination.render(case), key, now)
    name = determination.file_name(case)
    _require_nameless(pdf, name, identity, "Not signed", ", or sign with a key that names no person")
    path = _write_new(folder, name, pdf) if folder else None
    letter = SignedLetter(path.name if path else name, hashlib.sha256(pdf).hexdigest(), now)
    return SignedFile(pdf, edits.mark_signed(case, letter), path)


def write_draft(case: Case, folder: Path, identity: Identity = ()) -> Path:
    """Write the unsigned letter, marked DRAFT on every page, whatever is open: only the reviewer's name keeps it here.

    Raises RenderError, SigningError where it names the reviewer, StoreError.
    """
    unchecked = edits.set_basis(case, None, None)  # those of an earlier signature
    pdf, name = determination.render(unchecked, draft=True), _DRAFT + determination.file_name(case)
    _require_nameless(pdf, name, identity, "No draft was written")
    return _write_new(folder, name, pdf)


def _require_nameless(pdf: bytes, name: str, identity: Identity, what: str, or_else: str = "") -> None:
    leaks = determination.outgoing_identity(pdf, identity, name=name)
    if leaks:
        raise SigningError(
            f"{what}: the file would name the reviewer ({', '.join(leaks)}); take the name out of the text{or_else}."
        )


def _write_new(folder: Path, name: str, data: bytes) -> Path:
    """Write to a name not yet taken: an earlier determination is never replaced."""
    with explained():
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    count = 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({count}){Path(name).suffix}"
        count += 1
    write_atomically(path, data)
    return path

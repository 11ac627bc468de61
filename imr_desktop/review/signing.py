"""Signing: the gate, the letter, the signature, and the file that goes out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from imr_desktop import determination
from imr_desktop.atomic import explained, write_atomically
from imr_desktop.case import edits, seen
from imr_desktop.case.model import AuditHead, Case, Issue, IssuingOffice, RulePacks, SignedLetter
from imr_desktop.determination import LetterImage, SigningKey
from imr_desktop.errors import LetterChanged, SigningError
from imr_desktop.preflight import Problem
from imr_desktop.review import keys
from imr_desktop.review.checking import Checked, left_words
from imr_desktop.review.outgoing import require_nameless, require_nameless_letter, require_nameless_office

if TYPE_CHECKING:
    from imr_desktop.case.office import Attachment
    from imr_desktop.determination.long_term import LongTerm
    from imr_desktop.identity import Identity
    from imr_desktop.review.check_service import CheckingService
    from imr_desktop.review.guidelines import Guidelines
    from imr_desktop.review.office import OfficeService
    from imr_desktop.review.processes import Processes
    from imr_desktop.review.reviewer import ReviewerService
    from imr_desktop.review.vault import VaultService

SIGNED = "signed determination"
_DRAFT = "DRAFT "
_FIRST = Issue(edition="")


@dataclass(frozen=True)
class PreparedLetter:
    """A determination before its signature: the case as it is issued, and its letter's bytes, which a signature keeps."""

    case: Case
    pdf: bytes
    attachment: Attachment


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
        super().__init__(f"Not signed: {left_words(problems)}. First: {problems[0].message}")


class SigningService:
    """Letters, their signatures and their pages. Safe to call from worker threads."""

    new_key = staticmethod(determination.new_key)

    def __init__(
        self,
        vault: VaultService,
        reviewer: ReviewerService,
        processes: Processes,
        checking: CheckingService,
        guidelines: Callable[[], Guidelines],
        office: OfficeService,
    ) -> None:
        self._vault, self._reviewer, self._processes, self._checking = vault, reviewer, processes, checking
        self._guidelines, self._office = guidelines, office

    def prepare(self, case: Case) -> PreparedLetter:
        """The letter as it is signed now: a preview shows its bytes, and `sign_with` signs them.

        Raises RenderError, CaseInvalid where the office profile does not hold, StoreError.
        """
        vault, head = self._vault.if_open, None
        if vault is not None and vault.repository.has(case.id):
            head = vault.trail.head()
        made = issued(self._numbered(case), self._guidelines().identity, head, self._office.on_letter())
        attachment = self._office.attachment
        return PreparedLetter(made, determination.render(made, attachment=attachment), attachment)

    def draft(self, case: Case, identity: Identity = ()) -> bytes:
        """The unsigned letter, marked DRAFT on every page, whatever is open: only the reviewer's name keeps it here.

        Raises RenderError, SigningError where it names the reviewer, PassphraseNeeded where the vault that knows the name is
        locked.
        """
        kept_out = (*self._reviewer.identity, *identity)
        require_nameless_letter(case, kept_out, "No draft was made")
        made = issued(self._numbered(case), None, None, self._office.on_letter())
        require_nameless_office(made, kept_out, "No draft was made")
        pdf = determination.render(made, draft=True, attachment=self._office.attachment)
        require_nameless(pdf, _draft_name(case), kept_out, "No draft was made")
        return pdf

    def write_draft(self, case: Case, folder: Path, identity: Identity = ()) -> Path:
        """Write a `draft` into a folder. Raises what that raises, and StoreError."""
        return _write_new(folder, _draft_name(case), self.draft(case, identity))

    def _numbered(self, case: Case) -> Case:
        """The case, following the newest determination that this vault signed for its number."""
        vault = self._vault.if_open
        if vault is None or not case.number or case.signed:
            return case
        listed = [row for row in vault.repository.list() if row.signed_at is not None and row.number == case.number]
        signed = [vault.repository.load(row.id) for row in listed if row.id != case.id]
        following = (case.issue or _FIRST, *(edits.next_issue(one) for one in signed))
        return edits.set_basis(case, None, None, max(following, key=_version))

    def sign(
        self,
        case: Case,
        key: Path,
        passphrase: str,
        folder: Path | None = None,
        checked: Checked | None = None,
        identity: Identity = (),
        prepared: PreparedLetter | None = None,
        long_term: LongTerm | None = None,
    ) -> SignedFile:
        """Open the key file and `sign_with` it; `long_term` as `load_key` takes it.

        Raises SigningBlocked, LetterChanged, SigningError, StoreError.
        """
        checked = checked or self._checking.check(case, identity=identity)
        return self.sign_with(checked, self.load_key(key, passphrase, identity, long_term), folder, identity, prepared)

    def load_key(self, key: Path, passphrase: str, identity: Identity = (), long_term: LongTerm | None = None) -> SigningKey:
        """Open a key file, once for many letters: opening takes longer than signing.

        `long_term` is what its signatures are to carry; None: what the settings say. Raises SigningError, also where the
        certificate names one of the words to keep out, UsageError where the settings do not hold together.
        """
        wish = long_term or keys.long_term(self._reviewer.settings)
        opened = SigningKey.load(key, passphrase, identity=(*self._reviewer.identity, *identity))
        return replace(opened, long_term=wish)

    def sign_with(
        self,
        checked: Checked,
        key: SigningKey,
        folder: Path | None = None,
        identity: Identity = (),
        prepared: PreparedLetter | None = None,
    ) -> SignedFile:
        """Sign the checked case's determination into `folder`; without one the vault keeps it (see `signed_letter`).

        `prepared` is the letter that the reviewer was shown: its bytes are signed, or none. Without one nobody was shown a
        letter, and it is made here. The returned case records the signature and is not yet saved.

        Raises SigningBlocked, LetterChanged where the case is no longer that of `prepared`, SigningError, StoreError.
        """
        if checked.blocking:
            raise SigningBlocked(checked.blocking)
        letter = self._as_shown(checked, prepared) if prepared else self.prepare(checked.case)
        if (vault := self._vault.if_open) is not None and letter.case.audit_head:
            vault.trail.checkpoint()
        signed = sign(letter, key, folder, (*self._reviewer.identity, *identity))
        if folder is None:
            self._vault.store.attachments.put_bytes(signed.pdf, SIGNED)
        return signed

    def _as_shown(self, checked: Checked, shown: PreparedLetter) -> PreparedLetter:
        """The letter that was shown, of the case as it stands: what leaves no mark on it may have changed."""
        office, head = self._office.on_letter(), shown.case.audit_head
        now = issued(self._numbered(checked.case), checked.rule_packs, head, office)
        if not same_letter(now, shown.case) or shown.attachment != self._office.attachment:
            raise LetterChanged("Not signed: the case changed after its determination was laid out. Read it anew, then sign.")
        return replace(shown, case=now)

    def signed_letter(self, case: Case) -> bytes:
        """The newest signed determination of a case, as it was signed. Raises StoreDamaged, StoreError."""
        with self._vault.store.attachments.open(case.signed[-1].digest) as file:
            return file.read()

    def letter_to_print(self, case: Case) -> bytes:
        """The newest signed determination for a printer, which may as well write a file.

        Raises StoreDamaged, StoreError, SigningError where it names the reviewer.
        """
        pdf = self.signed_letter(case)
        require_nameless(pdf, determination.file_name(case), self._reviewer.identity, "Nothing was printed")
        return pdf

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
        """Write a copy of the signed determination, to be printed or sent.

        Raises StoreError, SigningError where the file or its name would name the reviewer.
        """
        require_nameless(self.signed_letter(case), path.name, self._reviewer.identity, "No copy was written")
        vault = self._vault.store
        vault.attachments.export(case.signed[-1].digest, path)
        vault.trail.append("case exported", case.id, {"form": "signed determination"})
        return path


def issued(case: Case, packs: RulePacks | None, head: AuditHead | None, office: IssuingOffice | None = None) -> Case:
    """The case as its determination goes out, fixed before anyone is shown it.

    `packs` are the guideline packs it was checked against, `head` where the audit trail stands, `office` who issues it. A
    reopened case follows the determination that its `issue` names. A document is opened where the reviewer looked at a page
    of it; an earlier determination is no document of the record.
    """
    unopened = tuple(one.id for one in seen.unseen_documents(case))
    issue = structs.replace(case.issue or _FIRST, edition=determination.wording().edition, unopened=unopened, office=office)
    return edits.set_basis(case, packs, head, issue)


def same_letter(one: Case, other: Case) -> bool:
    """Whether two cases have the same letter: reasons given to pass a check leave no mark on it."""
    return edits.withdraw_acknowledgements(one) == edits.withdraw_acknowledgements(other)


def sign(letter: PreparedLetter, key: SigningKey, folder: Path | None, identity: Identity = ()) -> SignedFile:
    """Sign a prepared letter, into `folder` if one is named.

    Raises SigningError where the letter or the certificate names the reviewer (Labor Code 4610.6(f)), StoreError where the
    file cannot be written.
    """
    require_nameless_office(letter.case, identity, "Not signed")
    now = datetime.now(UTC)
    pdf = determination.sign(letter.pdf, key, now)
    name = determination.file_name(letter.case)
    require_nameless(pdf, name, identity, "Not signed", ", or sign with a key that names no person")
    path = _write_new(folder, name, pdf) if folder else None
    record = SignedLetter(path.name if path else name, hashlib.sha256(pdf).hexdigest(), now)
    return SignedFile(pdf, edits.mark_signed(letter.case, record), path)


def _version(issue: Issue) -> int:
    return issue.version


def _draft_name(case: Case) -> str:
    return _DRAFT + determination.file_name(case)


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

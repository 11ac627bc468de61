"""Sending a signed determination: a cover letter for each party, the proof of service, and the signed file beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop import determination
from imr_desktop.atomic import explained, write_atomically
from imr_desktop.case.dates import in_california
from imr_desktop.case.parties import gaps
from imr_desktop.determination.cover import cover_letter, cover_name, form_of, proof_name, proof_of_service
from imr_desktop.errors import UsageError
from imr_desktop.review.outgoing import require_nameless

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, IssuingOffice
    from imr_desktop.case.parties import Parties
    from imr_desktop.identity import Identity
    from imr_desktop.review.office import OfficeService
    from imr_desktop.review.parties import PartiesService
    from imr_desktop.review.reviewer import ReviewerService
    from imr_desktop.review.signing import SigningService
    from imr_desktop.review.vault import VaultService

SENT = "letters written"
_NO_OFFICE = "There is no office profile, and a cover letter says who sends it; `imr-desktop office set` fills it in."
_NOBODY = (
    "Nobody has said whose name must stay out of the files; enter the reviewer's identity in the settings, or declare there "
    "that the office signs."
)
_UNSIGNED = "The case is not signed; cover letters go with a signed determination alone."


@dataclass(frozen=True)
class OutgoingFile:
    """A file to be sent: its name, which names nobody, and its bytes."""

    name: str
    pdf: bytes


class NotReady(UsageError):
    """Something is missing before letters can be made; `missing` holds the sentences."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(f"Not written, {len(missing)} open: {' '.join(missing)}")


class SendingService:
    """Cover letters and proofs of service. Safe to call from worker threads."""

    def __init__(
        self,
        vault: VaultService,
        reviewer: ReviewerService,
        office: OfficeService,
        parties: PartiesService,
        signing: SigningService,
    ) -> None:
        self._vault, self._reviewer, self._signing = vault, reviewer, signing
        self._office, self._parties = office, parties

    def missing(self, case: Case, identity: Identity = ()) -> tuple[str, ...]:
        """What is missing before letters can be made, as sentences; `identity` is said beside what the settings say.

        Raises CaseInvalid, StoreError.
        """
        return tuple(self._missing(case, self._office.on_letter(), self._parties.of(case.id), identity))

    def _missing(self, case: Case, office: IssuingOffice | None, parties: Parties, identity: Identity) -> Iterator[str]:
        if not case.locked:
            yield _UNSIGNED
        if not (*self._reviewer.identity, *identity):
            yield _NOBODY
        if office is None:
            yield _NO_OFFICE
        elif not office.director:
            yield "The office profile names no medical director, who signs cover letters."
        yield from gaps(parties)
        if case.locked and parties.service and parties.service.mailed < in_california(case.signed[-1].signed_at).date():
            yield "The date mailed is before the determination was signed; correct it."

    def letters(self, case: Case, identity: Identity = ()) -> tuple[OutgoingFile, ...]:
        """All files of a signed case to be sent, the determination first. Raises NotReady, RenderError, SigningError where a
        file would name the reviewer, StoreError.
        """
        office, parties = self._office.on_letter(), self._parties.of(case.id)
        missing = tuple(self._missing(case, office, parties, identity))
        if missing or office is None:
            raise NotReady(missing)
        form_of(case)
        made = [OutgoingFile(determination.file_name(case), self._signing.signed_letter(case))]
        own = self._office.profile.words
        made += [OutgoingFile(name, pdf) for name, pdf in _papers(case, parties, office, own)]
        for file in made:
            what = f"Nothing was written, for “{file.name}”"
            require_nameless(file.pdf, file.name, (*self._reviewer.identity, *identity), what, _TAKE_OUT)
        return tuple(made)

    def write(self, case: Case, folder: Path, identity: Identity = ()) -> tuple[Path, ...]:
        """Write all files to be sent into a folder, none over another. Raises as `letters`, StoreError."""
        files = self.letters(case, identity)
        with explained():
            folder.mkdir(parents=True, exist_ok=True)
        paths = tuple(_write_new(folder, file) for file in files)
        self._vault.store.trail.append(SENT, case.id, {"files": len(paths), "parties": self._parties.stored(case.id)[1]})
        return paths


_TAKE_OUT = " of the office profile or the parties"


def _papers(case: Case, parties: Parties, office: IssuingOffice, own: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    from imr_desktop.determination.cover_layout import render_cover, render_proof

    for number, party in enumerate(parties.parties, 1):
        yield cover_name(case, number, party), render_cover(cover_letter(case, parties, party, office, own))
    yield proof_name(case), render_proof(proof_of_service(case, parties, office, own))


def _write_new(folder: Path, file: OutgoingFile) -> Path:
    path = folder / file.name
    count = 2
    while path.exists():
        path = folder / f"{Path(file.name).stem} ({count}).pdf"
        count += 1
    write_atomically(path, file.pdf)
    return path

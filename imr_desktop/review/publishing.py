"""The public copy of a determination: what is known of the people is gathered, left out, and looked for once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop import determination
from imr_desktop.atomic import explained, write_atomically
from imr_desktop.case.parties import Parties
from imr_desktop.determination.known import Known
from imr_desktop.determination.public import LeftOut, PublicCopy, Question, public_copy
from imr_desktop.errors import SigningError
from imr_desktop.identity import OFFICE_SIGNS, lines

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.identity import Identity
    from imr_desktop.review.parties import PartiesService
    from imr_desktop.review.reviewer import ReviewerService
    from imr_desktop.review.vault import VaultService

__all__ = ["LeftOut", "Made", "PublishingService", "Question"]

PUBLISHED = "public copy written"
NAME = "Final determination (public).pdf"


@dataclass(frozen=True)
class Made:
    """A public copy before it is written.

    `unknown` says what nobody told the program, so that it could not be looked for; `found` what of the known the finished
    file still holds: then it is not written.
    """

    case: Case
    name: str
    copy: PublicCopy
    unknown: tuple[str, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What only a person can judge."""
        return self.copy.questions

    @property
    def proven(self) -> bool:
        """Whether everything was known, nothing of it is in the file, and no question is left for a person."""
        return not (self.copy.found or self.unknown or self.questions)

    def clean(self, *, confirmed: bool) -> bool:
        """Whether it may be published: nothing known is in it, and what is unknown or doubtful was looked at by a person."""
        return not self.copy.found and (self.proven or confirmed)


class PublishingService:
    """Public copies. Safe to call from worker threads."""

    def __init__(self, vault: VaultService, reviewer: ReviewerService, parties: PartiesService) -> None:
        self._vault, self._reviewer, self._parties = vault, reviewer, parties

    def make(self, case: Case, identity: Identity = (), parties: Parties | None = None, *, keep_number: bool = False) -> Made:
        """The public copy of a decided case; `parties` are those of a case that is not stored.

        Raises RenderError, SigningError where it names the reviewer, PassphraseNeeded where the vault is locked, StoreError.
        """
        known_identity = (*self._reviewer.identity, *identity)
        parties = self._parties_of(case) if parties is None else parties
        known = (*of_parties(parties), *of_reviewer(known_identity))
        copy = public_copy(case, known, keep_number=keep_number)
        name = determination.file_name(case).replace(".pdf", " (public).pdf") if keep_number and case.number else NAME
        leaks = determination.outgoing_identity(copy.pdf, known_identity, name=name)
        if leaks:
            raise SigningError(f"No public copy was made: it would name the reviewer ({', '.join(leaks)}); change the text.")
        return Made(case, name, copy, tuple(_unknown(parties, known_identity, copy)))

    def write(self, made: Made, folder: Path) -> Path | None:
        """Write a public copy into a folder, over no other; None, and nothing, where something known is still in it.

        Raises StoreError.
        """
        if made.copy.found:
            return None
        with explained():
            folder.mkdir(parents=True, exist_ok=True)
        path, count = folder / made.name, 2
        while path.exists():
            path, count = folder / f"{Path(made.name).stem} {count}.pdf", count + 1
        write_atomically(path, made.copy.pdf)
        vault = self._vault.if_open
        if vault is not None and vault.repository.has(made.case.id):
            vault.trail.append(PUBLISHED, made.case.id, {"left out": sum(one.count for one in made.copy.removed)})
        return path

    def _parties_of(self, case: Case) -> Parties:
        vault = self._vault.if_open
        return self._parties.of(case.id) if vault is not None and vault.repository.has(case.id) else Parties()


def of_parties(parties: Parties) -> Iterator[Known]:
    """What is known of the parties of a case."""
    for party in parties.parties:
        yield from _of_kind("name", party.name, party.role)
        yield from _of_kind("organization", party.organization, party.role)
        yield from _of_kind("e-mail address", party.email, party.role)
        for line in party.address:
            yield from _of_kind("address", line, party.role)
    yield from _of_kind("number", parties.claim_number, "claim")
    yield from _of_kind("number", parties.adj_number, "claim")
    if parties.birth:
        yield Known("date of birth", parties.birth.isoformat(), "employee")
    if parties.service:
        yield from _of_kind("name", parties.service.declarant, "declarant")


def _of_kind(kind: str, value: str, whose: str) -> Iterator[Known]:
    if value.strip():
        yield Known(kind, value, whose)  # type: ignore[arg-type]


def of_reviewer(identity: Identity) -> Iterator[Known]:
    """What is known of the reviewer: each line is a name, an e-mail address, or a number."""
    for line in lines(identity):
        if "@" in line:
            yield Known("e-mail address", line, "reviewer")
        elif any(char.isdigit() for char in line):
            yield Known("number", line, "reviewer")
        else:
            yield Known("name", line, "reviewer")


def _unknown(parties: Parties, identity: Identity, copy: PublicCopy) -> Iterator[str]:
    if parties.employee is None:
        yield (
            "The employee's name is not entered, so that it was looked for by its form alone; enter the parties of the case, "
            "or read the copy for names."
        )
    if not lines(identity) and OFFICE_SIGNS not in identity:
        yield "Nobody has said who the reviewer is, so that the name was not looked for; read the copy for it."
    for words in copy.ambiguous:
        yield f"“{words}” is also a word of every letter, so that nothing proves it is not meant; read the copy for it."

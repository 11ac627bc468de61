"""Signing: the gate, the letter, the signature, and the file that goes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from imr_desktop import determination
from imr_desktop.case import edits
from imr_desktop.case.model import AuditHead, Case, SignedLetter
from imr_desktop.errors import SigningError
from imr_desktop.preflight import Problem
from imr_desktop.review.checking import Checked
from imr_desktop.store.atomic import explained, write_atomically

_DRAFT = "DRAFT "


@dataclass(frozen=True)
class SignedFile:
    """A signed determination, the case that records it, and where it was written: None where the vault is to keep it."""

    pdf: bytes
    case: Case
    path: Path | None


class Blocked(SigningError):
    """Problems stand in the way of signing; `problems` names them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(f"Not signed: {len(problems)} open, first: {problems[0].message}")


def sign(
    checked: Checked,
    key: determination.SigningKey,
    folder: Path | None,
    identity: tuple[str, ...] = (),
    head: AuditHead | None = None,
) -> SignedFile:
    """Sign the checked case's determination, into `folder` if one is named; it names the guideline packs of the check.

    `head` is where the audit trail stands; it is printed, so that an end of the trail that is cut off later shows.

    Raises Blocked where a problem is open, SigningError where the letter or the certificate names the reviewer
    (Labor Code 4610.6(f)), StoreError where the file cannot be written.
    """
    if checked.blocking:
        raise Blocked(checked.blocking)
    now = datetime.now(UTC)
    case = edits.set_basis(checked.case, checked.rule_packs, head)
    pdf = determination.sign(determination.render(case), key, now)
    name = determination.file_name(case)
    _require_nameless(pdf, name, identity, "Not signed", ", or sign with a key that names no person")
    path = _write_new(folder, name, pdf) if folder else None
    letter = SignedLetter(path.name if path else name, hashlib.sha256(pdf).hexdigest(), now)
    return SignedFile(pdf, edits.mark_signed(case, letter), path)


def write_draft(case: Case, folder: Path, identity: tuple[str, ...] = ()) -> Path:
    """Write the unsigned letter, marked DRAFT on every page, whatever is open: only the reviewer's name keeps it here.

    Raises RenderError, SigningError where it names the reviewer, StoreError.
    """
    unchecked = edits.set_basis(case, None, None)  # those of an earlier signature
    pdf, name = determination.render(unchecked, draft=True), _DRAFT + determination.file_name(case)
    _require_nameless(pdf, name, identity, "No draft was written")
    return _write_new(folder, name, pdf)


def _require_nameless(pdf: bytes, name: str, identity: tuple[str, ...], what: str, or_else: str = "") -> None:
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

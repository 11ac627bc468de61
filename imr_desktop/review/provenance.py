"""What this vault knows of a case that comes in: whether it is stored here, whether it was read here, who packed it.

A file's own word for it counts for nothing: an id can be copied from any signed letter.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.errors import CaseInvalid, StoreError
from imr_desktop.review.record import text_kept
from imr_desktop.store.exchange import OpenedPackage
from imr_desktop.store.vault import Vault

MOST_UNPROVEN = 10_000
_KEY = "border.unproven"  # as it stands in vaults
_names = msgspec.json.Decoder(tuple[str, ...])


def stored_here(case: Case, vault: Vault) -> str:
    """A sentence where the id that a file claims is that of a case stored here; empty where it is not."""
    if not vault.repository.has(case.id):
        return ""
    signed = any(row.id == case.id and row.signed_at for row in vault.repository.list())
    return (
        f"The case it names is stored here{', signed' if signed else ''}, and stays as it is: what comes in is a case of "
        "its own."
    )


def refuse_untrue_record(case: Case, vault: Vault, where: str, brought: Collection[str] = ()) -> None:
    """Refuse a case whose record is not as this vault knows it: other pages, or files of another case here. CaseInvalid.

    `brought` are the digests of the originals that came in with it: whoever has a file may show it.
    """
    _refuse_other_pages(case, vault, where)
    numbers: dict[str, str] | None = None
    here = frozenset(vault.attachments.digests()).difference(brought)
    for at, file in enumerate(case.files):
        holders = vault.repository.referring(file.digest) if file.digest in here else frozenset[str]()
        if not holders:
            continue
        numbers = numbers or {row.id: row.number for row in vault.repository.list()}
        if not any(_may_be(case, holder, numbers.get(holder, "")) for holder in holders):
            other = next(filter(None, (numbers.get(holder) for holder in sorted(holders))), "one without a number")
            raise CaseInvalid(
                f"{where} names a file that belongs to the record of another case stored here: files[{at}] is "
                f"in {other}. Drop that file together with it to show that it is yours to read here, too. "
                "Nothing was taken from it."
            )


def _may_be(case: Case, holder: str, number: str) -> bool:
    """Whether a case may be one stored here: of the same number, or, where one has none yet, of the same id."""
    return case.number == number if case.number and number else case.id == holder


def _refuse_other_pages(case: Case, vault: Vault, where: str) -> None:
    """Refuse a case that counts a file's pages otherwise than the vault read them. Raises CaseInvalid."""
    for at, file in enumerate(case.files):
        count = pages_read(vault, file.digest)
        if count is not None and count != file.pages:
            raise CaseInvalid(
                f"{where} does not go together: files[{at}].pages is {file.pages:,}, but the original in this "
                f"vault has {count:,}. Nothing was taken from it."
            )


def pages_read(vault: Vault, digest: str) -> int | None:
    """How many pages the vault read in an original; None where it never read it."""
    try:
        kept = text_kept(vault, digest)
        return len(kept.pages) if kept is not None else None
    except (StoreError, msgspec.DecodeError):
        return None


def free_id(case_id: str, vault: Vault) -> str:
    """The id a package's case may have here: its own, so that it is known when it comes again, but never one this vault knew.

    The audit trail remembers a case by its id after it was forgotten: another's case must not continue its entries.
    """
    known = next(iter(vault.trail.entries(case_id=case_id, most=1)), None)
    return edits.new_id() if known is not None else case_id


def made_here(opened: OpenedPackage, vault: Vault) -> bool:
    """Whether a package was signed by a key of this vault, today's or an earlier one: then it holds what this vault knew."""
    return opened.public_key in {key.hex() for key in vault.trail.signers}


def unproven(vault: Vault) -> frozenset[str]:
    """The ids of stored cases that came in from outside and were not yet checked in the limited process.

    All of them where the list is damaged: then each is checked again.
    """
    kept = vault.engine.get(_KEY)
    try:
        return frozenset(_names.decode(kept)) if kept else frozenset()
    except (msgspec.DecodeError, TypeError):
        return frozenset(summary.id for summary in vault.repository.list())


def note_unproven(vault: Vault, case_id: str) -> None:
    """Note that a case comes in: before it is saved, so that it is known whatever happens. Raises StoreError."""
    with vault.engine.transaction():  # a check that comes back meanwhile must not take the case off the list
        _keep(vault, unproven(vault) | {case_id})


def note_proven(vault: Vault, case_id: str) -> None:
    """Note that a check of the case has come back. Raises StoreError."""
    with vault.engine.transaction():
        known = unproven(vault)
        if case_id in known:
            _keep(vault, known - {case_id})


def _keep(vault: Vault, names: frozenset[str]) -> None:
    listed = sorted(names)[:MOST_UNPROVEN]
    vault.engine.put(_KEY, msgspec.json.encode(listed))

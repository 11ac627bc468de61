"""Keys: an office's root, the reviewers' keys under it, what is revoked, and what the office hands out to be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.determination import certificates, root_export
from imr_desktop.determination import register as registers
from imr_desktop.determination.keys import new_key, new_passphrase
from imr_desktop.determination.long_term import LEVELS, LongTerm
from imr_desktop.determination.office_root import OfficeRoot, Places
from imr_desktop.determination.register import Issued, Register
from imr_desktop.determination.revocation import Reason
from imr_desktop.determination.root_export import grouped
from imr_desktop.determination.tokens import TokenKey, is_token, token_of
from imr_desktop.determination.tokens import address as token_address
from imr_desktop.errors import SigningError
from imr_desktop.identity import Identity
from imr_desktop.review.outgoing import require_nameless

if TYPE_CHECKING:
    from imr_desktop.settings import Settings

NO_STAMP = LongTerm()
"""A signature that carries nothing beside itself, whatever the settings say."""
ORGANIZATION = certificates.ORGANIZATION
fingerprint_of = certificates.fingerprint_of


def long_term(settings: Settings, authority: str = "", level: str = "", lists: Sequence[Path] = ()) -> LongTerm:
    """What signatures are to carry: what was asked for, else what the settings say, else nothing. Raises UsageError."""
    if level == "B-B":
        return LongTerm()
    kept = [Path(settings.revocation_list)] if settings.revocation_list else []
    chosen = level or ("" if authority else settings.signature_level)
    return LongTerm.of(chosen, authority or settings.time_stamp_authority, lists or kept)


def check_token(place: str) -> None:
    """Raise SigningError where the address of a key on a token is not complete."""
    TokenKey.of(place, "")


def register_of(office: Path) -> Register:
    """What an office issued, read without its key. Raises SigningError."""
    return registers.load(Places(office).register)


def export_root(office: Path, folder: Path, identity: Identity) -> list[Path]:
    """Write into a folder what recipients need to trust an office's letters; `office` is its key's file, which is not opened.

    Raises SigningError, also where a file would name the reviewer, and StoreError.
    """
    places = Places(office)
    files = root_export.exported(places.root, places.crl if places.crl.exists() else None)
    for name, data in files.items():
        require_nameless(data, name, identity, "Not written", ": make a root whose organization names no reviewer")
    return root_export.write(folder, files)

"""An office's register of the certificates it issued: numbers, pseudonyms and days, never a person's name.

It is a plain file beside the office's key. What is revoked stands in the signed revocation list too, which alone counts for
those who verify; the register is how an office finds a certificate again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from imr_desktop.atomic import write_atomically
from imr_desktop.errors import SigningError
from imr_desktop.regular_files import read_regular

_MOST = 16 * 1024 * 1024


class Issued(msgspec.Struct, frozen=True):
    """A certificate: serial number and SHA-256 fingerprint in hexadecimal, and its days.

    `renews` is the serial number of the certificate whose place it takes; `revoked` is the day it was put on the list.
    """

    serial: str
    pseudonym: str
    fingerprint: str
    valid_from: date
    valid_until: date
    renews: str | None = None
    revoked: date | None = None
    reason: str | None = None


class Register(msgspec.Struct, frozen=True):
    """What an office issued, in order; `fingerprint` is its root's."""

    organization: str
    fingerprint: str
    issued: tuple[Issued, ...] = ()

    @property
    def pseudonyms(self) -> frozenset[str]:
        """All that were ever given, so that none is given twice."""
        return frozenset(one.pseudonym for one in self.issued)

    def find(self, word: str) -> Issued:
        """The certificate of a serial number, a fingerprint or a pseudonym. Raises SigningError where it is not just one."""
        plain = word.replace(":", "").replace(" ", "").lower().lstrip("0")
        found = [one for one in self.issued if plain in (one.serial.lstrip("0"), one.fingerprint.lstrip("0"))]
        found = found or [one for one in self.issued if one.pseudonym.casefold() == word.strip().casefold()]
        if len(found) > 1:
            raise SigningError(f"{word} has had {len(found)} certificates ({_listed(found)}); name one by its serial number.")
        if not found:
            raise SigningError(
                f"The office's register holds no certificate {word}; `imr-desktop key list` shows what it holds, or "
                "give the certificate's file."
            )
        return found[0]


def load(path: Path) -> Register:
    """Read a register. Raises SigningError."""
    try:
        return msgspec.json.decode(read_regular(path, _MOST), type=Register)
    except OSError as error:
        raise SigningError(
            f"The office's register {path} cannot be read ({error.strerror}); it lies beside the office's key, put it back."
        ) from None
    except (msgspec.DecodeError, UnicodeError):
        raise SigningError(f"The office's register {path} is damaged; put a copy of it back.") from None


def save(path: Path, register: Register) -> None:
    """Replace the register's file in one step. Raises StoreError."""
    write_atomically(path, encoded(register))


def encoded(register: Register) -> bytes:
    """The register as it stands in its file."""
    return msgspec.json.format(msgspec.json.encode(register), indent=2) + b"\n"


def _listed(found: list[Issued]) -> str:
    return ", ".join(f"{one.serial} until {one.valid_until:%m/%d/%Y}" for one in found)

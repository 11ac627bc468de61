"""How long a signature is to be provable: nothing more than the key's life, or a time stamp and what proves it later.

| level | what it adds | where it stands in the file |
|---|---|---|
| B-B | nothing; the time is the signer's own claim | |
| B-T | a time stamp of an authority over the signature | in the signature's container, an unsigned attribute |
| B-LT | the office's revocation list and the certificates | a second revision: `/DSS` |
| B-LTA | a time stamp over all of it | a third revision: a document time stamp |

Off unless an authority is configured; see `timestamping` for what is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from imr_desktop.case import dates
from imr_desktop.determination import revocation
from imr_desktop.errors import SigningError, UsageError
from imr_desktop.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509

Level = Literal["B-B", "B-T", "B-LT", "B-LTA"]
LEVELS: tuple[Level, ...] = get_args(Level)
_MOST = 16 * 1024 * 1024
CLOCKS = 300.0
"""Seconds by which this computer's clock and the authority's may differ."""


@dataclass(frozen=True)
class LongTerm:
    """What a signature carries beside itself; `authority` is a URL, `lists` are revocation lists as DER."""

    level: Level = "B-B"
    authority: str = ""
    lists: tuple[bytes, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, level: str, authority: str, lists: Iterable[Path] = ()) -> LongTerm:
        """From settings or options: an authority without a level means B-T, neither means B-B.

        Raises UsageError where the two do not fit or a list cannot be read.
        """
        level = level or ("B-T" if authority else "B-B")
        if level not in LEVELS:
            raise UsageError(f"There is no signature level {level}; choose one of {', '.join(LEVELS)}.")
        if level == "B-B":
            return cls()
        if not authority:
            raise UsageError(
                f"A signature of level {level} needs a time-stamp authority; give its address with --tsa, or sign with "
                "--level B-B."
            )
        read = tuple(map(_read_list, lists)) if level != "B-T" else ()
        if level != "B-T" and not read:
            raise UsageError(
                f"A signature of level {level} carries the office's revocation list; give it with --crl, or sign with "
                "--level B-T."
            )
        return cls(level, authority, read)

    def refuse(self, certificate: x509.Certificate, at: datetime) -> None:
        """Raise SigningError where the lists do not say that this certificate holds at that moment."""
        if not self.lists:
            return
        own = [revocation.read(data) for data in self.lists]
        if not any(crl.issuer == certificate.issuer for crl in own):
            raise SigningError("None of the revocation lists given is of the office that issued this key; give that one.")
        for data, crl in zip(self.lists, own, strict=True):
            if crl.issuer == certificate.issuer:
                _refuse_by(data, certificate, at)


def _refuse_by(crl: bytes, certificate: x509.Certificate, at: datetime) -> None:
    since = revocation.revoked(crl, certificate.serial_number)
    if since is not None:
        raise SigningError(f"The office revoked this key's certificate on {dates.written(since)}; sign with another key.")
    if not revocation.current(crl, at.astimezone(UTC)):
        raise SigningError(
            "The office's revocation list is not of today's date; ask the office for a new one (`imr-desktop key crl`)."
        )


def _read_list(path: Path) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        return revocation.read(read_regular(path, _MOST)).public_bytes(Encoding.DER)
    except OSError as error:
        raise UsageError(f"The revocation list {path} cannot be read ({error.strerror}); give another file.") from None
    except ValueError:
        raise UsageError(f"{path.name} is no revocation list; give the office's .crl file.") from None

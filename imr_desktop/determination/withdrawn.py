"""What an office's list of withdrawn certificates (CRL) says of a signer, for `verify`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.determination import revocation
from imr_desktop.errors import UsageError
from imr_desktop.regular_files import FileTooLarge, read_regular

if TYPE_CHECKING:
    from pathlib import Path

_MAX_LIST = 16 * 1024 * 1024


class Withdrawn(msgspec.Struct, frozen=True):
    """Since when the signer's certificate holds no longer (None: the list does not name it).

    `lost`: its key may be in other hands, so that a time which only the signer states counts for nothing. `current`: the list
    is not overdue. `carried`: it is the list that the letter itself carries, of the day it was signed.
    """

    since: datetime | None = None
    lost: bool = False
    current: bool = True
    carried: bool = False


def read_list(path: Path, root: bytes | None) -> bytes:
    """The list as DER or PEM. Raises UsageError where it is none, or not the list of the office whose root is given."""
    if root is None:
        raise UsageError("A list of withdrawn certificates counts only beside its office's root; give --trust too.")
    try:
        data = read_regular(path, _MAX_LIST)
        own = revocation.issued_by(data, root)
    except FileTooLarge:
        raise UsageError(f"{path.name} is larger than 16 MB; give the office's list (.crl).") from None
    except OSError as error:
        raise UsageError(f"The list {path} cannot be read ({error.strerror}); give another file.") from None
    except ValueError:
        raise UsageError(f"{path.name} is no list of withdrawn certificates; give the office's (.crl).") from None
    if not own:
        raise UsageError(f"{path.name} was not written by the office whose root was given; ask that office for its list.")
    return data


def looked_up(data: bytes, serial: str, now: datetime) -> Withdrawn:
    """What the list says of the certificate with this serial number (hex)."""
    number = int(serial or "0", 16)
    since = revocation.revoked(data, number)
    return Withdrawn(since, since is not None and revocation.lost(data, number), revocation.current(data, now))

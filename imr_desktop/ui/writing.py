"""What writes the open case by another way than editing it: jobs for `CaseSession.run_exclusive`, called in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.case.model import Case
from imr_desktop.language import mark
from imr_desktop.ui.exclusive import StoredVersion

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.exchanging import Choice, OpenedPackage
    from imr_desktop.review.keys import LongTerm
    from imr_desktop.review.signing import PreparedLetter

SIGNING = mark("The case is being signed. Nothing in it can be changed until that is done.")
RESTORING = mark("An earlier version is being restored. Nothing in the case can be changed until that is done.")
MERGING = mark("A package is being taken in. Nothing in the case can be changed until that is done.")


def sign(
    case: Case,
    version: int | None,
    services: Services,
    key: Path,
    passphrase: str,
    shown: PreparedLetter,
    long_term: LongTerm | None = None,
) -> StoredVersion:
    """Sign the letter that was shown of the case, and store the case signed; `long_term` None: as the settings say.

    Raises SigningBlocked, LetterChanged where the case is another by now, SigningError, StoreError.
    """
    signed = services.signing.sign(case, key, passphrase, prepared=shown, long_term=long_term).case
    return StoredVersion(signed, services.cases.save(signed, based_on=version).version)


def restore(case: Case, version: int | None, services: Services, number: int) -> StoredVersion:
    """Make an older version the newest. Raises UsageError, StoreError."""
    return StoredVersion(services.cases.restore(case.id, number), services.cases.repository.newest_version(case.id))


def merge(
    case: Case, version: int | None, services: Services, opened: OpenedPackage, choices: Mapping[str, Choice]
) -> StoredVersion:
    """Take a package's case in: into the open case where it is the same one. Raises UsageError, StoreError."""
    return take(services, opened, choices)


def take(services: Services, opened: OpenedPackage, choices: Mapping[str, Choice]) -> StoredVersion:
    """Take a package's case in while none is open. Raises UsageError, StoreError."""
    taken = services.exchange.take(opened, choices)
    return StoredVersion(taken, services.cases.repository.newest_version(taken.id))

"""The same done with several stored cases: each into a file of its own in one folder, none over what is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.errors import UsageError
from imr_desktop.names import safe_name

if TYPE_CHECKING:
    from imr_desktop.review.services import Services


def free_path(folder: Path, name: str, suffix: str) -> Path:
    """A file in the folder that is not there yet: the name, or the name with a number behind it."""
    wanted = safe_name(name or "case")
    path = folder / f"{wanted}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{wanted} ({number}){suffix}"
        number += 1
    return path


def export_json(services: Services, case_id: str, folder: Path) -> Path:
    """Write a stored case's JSON into a folder. Raises StoreError, SigningError where it names the reviewer."""
    case = services.cases.load(case_id)
    path = free_path(folder, case.number, ".json")
    services.cases.export(case, path)
    return path


def package(
    services: Services, case_id: str, folder: Path, recipients: Sequence[str], passphrase: str, *, blind: bool
) -> Path:
    """Write a package of a stored case into a folder. Raises what `ExchangeService.package` raises."""
    number = services.cases.load(case_id).number
    path = free_path(folder, f"{number or 'case'}{'-blind' if blind else ''}", ".imrcase")
    services.exchange.package(case_id, path, tuple(recipients), passphrase, blind=blind)
    return path


def signed_letter(services: Services, case_id: str) -> bytes:
    """The signed letter of a stored case as it was signed. Raises UsageError where it is not signed, StoreDamaged,
    SigningError where it names the reviewer.
    """
    case = services.cases.load(case_id)
    if not case.signed:
        raise UsageError("This case is not signed; there is no letter to print.")
    return services.signing.letter_to_print(case)

"""Small acts on a vault that its account opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.paths import Home
from imr_desktop.store.repository import Repository
from imr_desktop.store.vault import Vault


def opened(home: Home) -> Vault:
    """The home's vault, protected by the system account; made where there is none."""
    return Vault.create(home, None)[0] if Vault.protection(home) == "none" else Vault.open(home, None)


@contextmanager
def stored(home: Home) -> Iterator[Repository]:
    with opened(home) as vault:
        yield vault.repository


def numbered(number: str) -> Case:
    return edits.set_field(edits.new_case(), number=number)


def sealed(home: Home) -> list[Path]:
    """The sealed originals as files."""
    return [path for path in (home.vault / "files").rglob("*") if path.is_file()]

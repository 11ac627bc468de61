"""The parties of the stored cases: read, kept, taken from a file, and carried to a case that is reopened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from imr_desktop.case import parties as codec
from imr_desktop.case.parties import Parties
from imr_desktop.errors import FileUnreadable, UsageError
from imr_desktop.regular_files import read_regular

if TYPE_CHECKING:
    from imr_desktop.review.vault import VaultService
    from imr_desktop.store.parties import PartiesTable


class PartiesService:
    """One vault's parties. Safe to call from worker threads; what is stored raises StoreError where it cannot be reached."""

    def __init__(self, vault: VaultService) -> None:
        self._vault = vault

    @property
    def _table(self) -> PartiesTable:
        return self._vault.store.repository.parties

    def of(self, case_id: str) -> Parties:
        """A case's parties; an empty list where none were entered. Raises CaseInvalid."""
        return self._table.of(case_id)

    def stored(self, case_id: str) -> tuple[Parties, int]:
        """A case's parties, and the number by which `keep` knows that nobody changed them meanwhile. Raises CaseInvalid."""
        return self._table.stored(case_id)

    def keep(self, case_id: str, parties: Parties, based_on: int | None = None) -> Parties:
        """Keep a case's parties; as they were kept. Raises UsageError, StoreConflict, StoreError."""
        vault = self._vault.store
        if not vault.repository.has(case_id):
            raise UsageError("The case is not stored yet; save it first, then enter its parties.")
        kept = codec.tidy(parties)
        self._table.keep(case_id, kept, based_on)
        return kept

    def read(self, path: Path) -> Parties:
        """The parties that a file lists. Raises FileUnreadable, CaseInvalid, UsageError."""
        where = f"“{path.name[:80]}”"
        try:
            data = read_regular(path, codec.MOST_BYTES)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise FileUnreadable(f"{where} cannot be read ({reason}); choose another file.") from None
        return codec.tidy(codec.decode(data, where))

    def carry(self, old_id: str, new_id: str) -> None:
        """Give a reopened case the parties of the one before; it was not mailed yet."""
        parties = self.of(old_id)
        if parties != Parties():
            self._table.keep(new_id, replace(parties, service=None))

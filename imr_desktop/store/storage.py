"""TinyDB on a file that a crash cannot tear: a TinyDB storage class whose save is atomic and durable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.store.atomic import explained, write_atomically


class AtomicJSONStorage(Storage):
    """One JSON file, replaced whole at each save (stock `JSONStorage` rewrites it in place and tears).

    An existing file of zero bytes or without valid JSON is damage, never an empty vault.
    """

    def __init__(self, path: Path) -> None:
        """Keep the data in `path`; its folder must exist."""
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The whole content, None where nothing was ever saved. Raises StoreDamaged."""
        with explained():
            if not self._path.exists():
                return None
            text = self._path.read_bytes()
        try:
            value = json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
            raise StoreDamaged(f"The case file {self._path.name} is damaged and was left as it is; "
                               "put back a copy of it, or start with another folder with --home.")
        return value

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the whole content durably. Raises StoreError; the old content stays then."""
        try:
            text = json.dumps(data, allow_nan=False, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise StoreError("Not saved: a text holds broken characters; delete them and save again.") from None
        except ValueError:
            raise StoreError("Not saved: a number in the case is not a number (NaN or infinite); correct it.") from None
        write_atomically(self._path, text)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)

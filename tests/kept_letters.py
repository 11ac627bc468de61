"""What the published letters hold, read once in a run: each worker of it takes what another has read already.

A letter is read in the limited process, as ever, the first time that any test asks for it.
"""

from __future__ import annotations

import fcntl
import hashlib
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from imr_desktop.record.containers.arrival import Held, Place
from imr_desktop.record.model import FileRead
from imr_desktop.record.reader import Reader
from imr_desktop.record.sources import Source

Made = TypeVar("Made")
_opened = Reader.opened


class KeptLetters:
    """What was read of the files in `letters`, kept in a folder that all workers know."""

    def __init__(self, letters: Path, folder: Path) -> None:
        self._letters, self._folder = f"{letters}/", folder
        folder.mkdir(exist_ok=True)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` gives, made by the first worker that asks; the others wait for it."""
        file = self._folder / hashlib.sha256(name.encode()).hexdigest()
        with file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                file.write_bytes(pickle.dumps(make()))
        return pickle.loads(file.read_bytes())  # noqa: S301 - written above

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Every reader takes from here what is known of a letter."""

        def opened(reader: Reader, source: Source, place: Place) -> tuple[FileRead, Held]:
            if not place.path.startswith(self._letters):
                return _opened(reader, source, place)
            return self.once(place.path, lambda: _opened(reader, source, place))

        with patch.object(Reader, "opened", opened):
            yield

"""Guideline packs that outlive a test: parsing and trying all of them costs more than most tests do.

A file with the same name and bytes is parsed once; each load gets its content anew, as from the cache. The shipped packs
alone are put together and tried once: they never change. Whatever else is read, is validated and tried as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import msgspec

from imr_desktop.rules import files, loader
from imr_desktop.rules.files import PackFiles
from imr_desktop.rules.packs import SHIPPED, Packs

_parsed, _assembled, _check_examples = files._parsed, loader._assembled, loader.check_examples
_MOST_BYTES = 1024 * 1024


class KeptPacks:
    """What was read, from one test to the next."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, bytes], bytes] = {}
        self._packs: dict[str, Packs] = {}
        self._tried: dict[str, int] = {}

    def _parsed(self, found: Mapping[str, bytes]) -> dict[str, Any]:
        return {name: self._file(name, data) for name, data in found.items()}

    def _file(self, name: str, data: bytes) -> object:
        kept = self._files.get((name, data))
        if kept is None:
            plain = _parsed({name: data})[name]
            if len(data) > _MOST_BYTES:
                return plain
            kept = self._files[name, data] = msgspec.msgpack.encode(plain)
        return msgspec.msgpack.decode(kept)

    def _assembled(self, found: PackFiles, *left_out: Mapping[str, str]) -> Packs:
        if left_out or found.faults or found.drug_lists.imported or any(source != SHIPPED for source, _, _ in found.families):
            return _assembled(found, *left_out)
        if found.digest not in self._packs:
            self._packs[found.digest] = _assembled(found)
        return self._packs[found.digest]

    def _check_examples(self, packs: Packs) -> int:
        if self._packs.get(packs.digest) is not packs:
            return _check_examples(packs)
        if packs.digest not in self._tried:
            self._tried[packs.digest] = _check_examples(packs)
        return self._tried[packs.digest]

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Every load takes from here what is known."""
        with (
            patch.object(files, "_parsed", self._parsed),
            patch.object(loader, "_assembled", self._assembled),
            patch.object(loader, "check_examples", self._check_examples),
        ):
            yield

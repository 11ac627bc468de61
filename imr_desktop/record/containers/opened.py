"""Runs in the limited process: what a module that opens one kind of file gives back, and words for names."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from imr_desktop import file_kinds as kinds
from imr_desktop.record.containers.model import MOST_NAME, MOST_PART_BYTES, MOST_PARTS, ContainerKind, Contents, Part
from imr_desktop.record.formats.detect import kind_of
from imr_desktop.record.formats.plain import LONG as LONG_TEXT
from imr_desktop.record.formats.plain import MOST_BYTES as MOST_TEXT
from imr_desktop.record.model import PageText

TOO_LARGE = f"unpacks to more than {MOST_PART_BYTES // 1_000_000} MB; ask for it by itself"
_CHUNK = 1 << 20
_SEPARATORS = re.compile(r"[/\\]+")


class Unpacked(Exception):
    """A part cannot be had; the message is a half sentence after its name."""


class Locked(Exception):
    """None of the passwords opens the file."""


@dataclass(frozen=True)
class Opened:
    """A file that holds files. `data(index)` gives a part's bytes, out of `source`, and raises `Unpacked`."""

    kind: ContainerKind
    parts: tuple[Part, ...]
    data: Callable[[int], bytes]
    pages: tuple[PageText, ...] = ()
    password: int = -1
    source: object = None

    def contents(self) -> Contents:
        """As it is answered."""
        more = max(0, len(self.parts) - MOST_PARTS)
        return Contents(self.kind, self.parts[:MOST_PARTS], self.pages, password=self.password, more=more)


def label(name: str, otherwise: str = "unnamed") -> str:
    """A part's name as it may be shown: no way up or out of a folder, nothing that cannot be seen, not too long."""
    shown = "".join(character if character.isprintable() else " " for character in name)
    steps = [step.strip() for step in _SEPARATORS.split(shown)]
    kept = "/".join(step for step in steps if step.strip(". ") and not re.fullmatch(r"[A-Za-z]:", step))
    if len(kept) > MOST_NAME:
        return f"…{kept[1 - MOST_NAME :]}"
    return kept or otherwise


def unpacked(stream: IO[bytes]) -> bytes:
    """All of a part, unless it is longer than one may be, or than a text may be that it is. Raises Unpacked."""
    head = stream.read(_CHUNK)
    data = bytearray(head)
    while piece := stream.read(_CHUNK):
        data += piece
        if len(data) > MOST_PART_BYTES:
            raise Unpacked(TOO_LARGE)
        if len(data) - len(piece) <= MOST_TEXT < len(data) and not head.startswith(b"From ") and _is_text(head):
            raise Unpacked(LONG_TEXT)
    return bytes(data)


def _is_text(head: bytes) -> bool:
    return kind_of(io.BytesIO(head)) is kinds.TEXT


def bounded(stream: IO[bytes]) -> bytes:
    """All of a stream, unless it is longer than a part may be. Raises Unpacked."""
    data = bytearray()
    while piece := stream.read(_CHUNK):
        data += piece
        if len(data) > MOST_PART_BYTES:
            raise Unpacked(TOO_LARGE)
    return bytes(data)

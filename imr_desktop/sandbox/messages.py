"""What parent and child say to each other: framed msgpack, bytes both ways."""

from __future__ import annotations

from typing import IO

import msgspec

FRAME_LIMIT = 1 << 30

_LENGTH = 8


class Request(msgspec.Struct, frozen=True):
    """What the child is asked: the function's name as ``package.module:name``, and its bytes."""

    function: str
    payload: bytes


class Answer(msgspec.Struct, frozen=True):
    """What the child answers: the function's bytes, or the sentence of what failed."""

    value: bytes = b""
    failure: str = ""


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one message: its length in 8 bytes, then itself."""
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes:
    """Read one message of at most 1 GiB. Raises EOFError where the other side is gone."""
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > FRAME_LIMIT:
        raise EOFError
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data

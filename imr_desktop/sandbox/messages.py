"""What parent and child say to each other: framed msgpack, bytes both ways.

The child is told how to confine itself (`Start`), says what holds (`Ready`), and then answers requests. Every answer carries
its request's number, which nobody can guess before the request is made. While it works it may ask for bytes of the one file
that the request names (`Need`); it has no path, no descriptor and no key of it. It may say what it has
done before it is done with all (`Step`).
"""

from __future__ import annotations

from typing import IO

import msgspec

from imr_desktop.sandbox.status import ConfinementStatus

MOST_REQUEST = 1 << 30
MOST_ANSWER = 1 << 28
MOST_NEED = 1 << 20
MOST_FAILURE = 600

_LENGTH = 8


class Start(msgspec.Struct, frozen=True):
    """The first thing the child is told. `preload` and `allow`: see `Sandbox`."""

    memory: int
    allow: tuple[str, ...]
    preload: tuple[str, ...]
    parent: int


class CallRequest(msgspec.Struct, frozen=True):
    """A call: the function's name as ``package.module:name``, its bytes, and the file it may ask for (0: none)."""

    number: int
    function: str
    payload: bytes
    file: int = 0
    size: int = 0


class FileChunk(msgspec.Struct, frozen=True):
    """The bytes that were asked for."""

    data: bytes


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The child has confined itself; its layers."""

    status: ConfinementStatus


class Need(msgspec.Struct, frozen=True, tag="need"):
    """The child wants `length` bytes of the request's file from `start` on."""

    number: int
    start: int
    length: int


class Step(msgspec.Struct, frozen=True, tag="step"):
    """A part of what the function has to say, before its answer."""

    number: int
    value: bytes


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """The function's bytes, or the sentence of what failed; `spent`: the process is to be replaced after it."""

    number: int
    value: bytes = b""
    failure: str = ""
    spent: bool = False


FromChild = Ready | Need | Step | Answer


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one message: its length in 8 bytes, then itself."""
    for part in (len(data).to_bytes(_LENGTH, "big"), data):
        view = memoryview(part)
        while view:
            view = view[stream.write(view) :]
    stream.flush()


def read_frame(stream: IO[bytes], most: int) -> bytearray:
    """Read one message of at most so many bytes, and nothing behind it. Raises EOFError where the other side is gone."""
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    if length > most:
        raise EOFError
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytearray:
    data, done = bytearray(length), 0
    view = memoryview(data)
    while done < length:
        read = stream.readinto(view[done:])  # type: ignore[attr-defined]
        if not read:
            raise EOFError
        done += read
    return data

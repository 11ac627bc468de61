"""Reading case files, whatever they are: a `FileRead` for each, with a sentence where it could not be read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from imr_desktop.record.model import FileRead, PageText
from imr_desktop.sandbox import Sandbox, SandboxFailure

MOST_BYTES = 2_000_000_000
_SECONDS = 60.0
_SECONDS_PER_MEGABYTE = 3.0
_CHUNK = 1 << 20


class Request(msgspec.Struct, frozen=True):
    """What the limited process is to read: a file, its name, and the key where it is a sealed one (see `sealed`).

    Text that lies in no file is `data` itself.
    """

    path: bytes
    name: bytes
    key: bytes = b""
    data: bytes = b""


class Parsed(msgspec.Struct, frozen=True):
    """What the limited process found: the file's kind and pages, or what is wrong with it (a half sentence)."""

    kind: str = ""
    pages: tuple[PageText, ...] = ()
    wrong: str = ""


_decode = msgspec.msgpack.Decoder(Parsed).decode


class Reader:
    """Reads files in the limited process; one for many files, since the process is kept."""

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        """Use `sandbox`, or start one of its own that `close` ends."""
        self.sandbox = sandbox or Sandbox()
        self._owned = sandbox is None

    def read(self, path: Path) -> FileRead:
        """The file's text by page. Never raises for what the file holds: `error` says what is wrong and what to do."""
        name = path.name
        try:
            size = path.stat().st_size
            if size > MOST_BYTES:
                return FileRead(str(path), name, error=f"{name} is larger than 2 GB; split it and drop the parts.")
            digest = _sha256(path)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            return FileRead(str(path), name, error=f"{name} cannot be opened ({reason}); check that it is still there.")
        if size == 0:
            return FileRead(str(path), name, digest, error=f"{name} is empty; ask for it again.")
        parsed = self._parse(path, size)
        error = f"{name} {parsed.wrong}." if parsed.wrong else ""
        return FileRead(str(path), name, digest, parsed.kind, parsed.pages, error)

    def read_bytes(self, data: bytes, name: str) -> FileRead:
        """The text by page of what lies in no file, as `read` gives it."""
        digest = hashlib.sha256(data).hexdigest()
        if not data:
            return FileRead("", name, digest, error=f"{name} is empty; ask for it again.")
        parsed = self._try(Request(b"", os.fsencode(name), data=data), len(data))
        return FileRead("", name, digest, parsed.kind, parsed.pages, f"{name} {parsed.wrong}." if parsed.wrong else "")

    def read_sealed(self, path: Path, key: bytes, digest: str, name: str) -> FileRead:
        """The text by page of an original in the vault, once dropped as `name`, where the kept text is lost.

        Never raises for what the file holds: `error` says what is wrong.
        """
        try:
            parsed = self._ask(Request(os.fsencode(path.absolute()), os.fsencode(name), key), path.stat().st_size)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            return FileRead("", name, digest, error=f"{name} cannot be opened ({reason}).")
        except SandboxFailure as error:
            return FileRead("", name, digest, error=f"{name} could not be read again. {error.sentence}")
        return FileRead("", name, digest, parsed.kind, parsed.pages, f"{name} {parsed.wrong}." if parsed.wrong else "")

    def close(self) -> None:
        """End the limited process where this reader started it."""
        if self._owned:
            self.sandbox.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _parse(self, path: Path, size: int) -> Parsed:
        return self._try(Request(os.fsencode(path.absolute()), os.fsencode(path.name)), size)

    def _try(self, request: Request, size: int) -> Parsed:
        try:
            return self._ask(request, size)
        except SandboxFailure as error:
            detail = error.sentence.rstrip(".")
            return Parsed(wrong=f"could not be read: {detail[0].lower()}{detail[1:]}; print it to a new PDF and drop that")

    def _ask(self, request: Request, size: int) -> Parsed:
        seconds = _SECONDS + _SECONDS_PER_MEGABYTE * size / 1e6
        return _decode(self.sandbox.call("imr_desktop.record.parse:parse", msgspec.msgpack.encode(request), timeout=seconds))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

"""Reading case files, whatever they are: a `FileRead` for each, with a sentence where it could not be read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import IO

import msgspec

from imr_desktop.errors import ImrError
from imr_desktop.record import bounds
from imr_desktop.record.model import FileRead, Parsed
from imr_desktop.record.sources import Source, in_memory, opened
from imr_desktop.sandbox import Sandbox, SandboxFailure

MOST_BYTES = 2_000_000_000
ALLOWED = ("imr_desktop.record.parse:", "imr_desktop.record.drawing:")
PRELOAD = ("imr_desktop.record.preparing:prepare",)
_SECONDS = 60.0
_SECONDS_PER_MEGABYTE = 3.0
_WORK = 10.0
"""Seconds of work that a file other than a PDF may take: whatever takes longer was made to."""
_WORK_PER_MEGABYTE = 0.5
_CHUNK = 1 << 20


class ReadRequest(msgspec.Struct, frozen=True):
    """What the limited process is to read: the given file, and how its name ends."""

    ending: str


def reading_sandbox() -> Sandbox:
    """A limited process that reads case files and draws their pages; nothing is started yet."""
    return Sandbox(allow=ALLOWED, preload=PRELOAD)


class Reader:
    """Reads files in the limited process; one for many files, since the process is kept."""

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        """Use `sandbox`, or start one of its own that `close` ends."""
        self.sandbox = sandbox or reading_sandbox()
        self._owned = sandbox is None

    def read(self, path: Path) -> FileRead:
        """The file's text by page. Never raises for what the file holds: `error` says what is wrong and what to do."""
        name = path.name
        try:
            with opened(path) as source:
                return self._read(source, str(path), name)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            return FileRead(str(path), name, error=f"{name} cannot be opened ({reason}); check that it is still there.")

    def read_bytes(self, data: bytes, name: str) -> FileRead:
        """The text by page of what lies in no file, as `read` gives it."""
        return self._read(in_memory(data), "", name)

    def read_sealed(self, path: Path, key: bytes, digest: str, name: str) -> FileRead:
        """The text by page of an original in the vault, once dropped as `name`, where the kept text is lost.

        Never raises for what the file holds: `error` says what is wrong.
        """
        try:
            with opened(path, key) as source:
                parsed = self._ask(source, name)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            return FileRead("", name, digest, error=f"{name} cannot be opened ({reason}).")
        except ImrError as error:
            return FileRead("", name, digest, error=f"{name} could not be read again. {error.sentence}")
        return FileRead("", name, digest, parsed.kind, parsed.pages, _said(name, parsed.wrong), note=_said(name, parsed.note))

    def close(self) -> None:
        """End the limited process where this reader started it."""
        if self._owned:
            self.sandbox.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, source: Source, path: str, name: str) -> FileRead:
        size = _size(source.stream)
        if size > MOST_BYTES:
            return FileRead(path, name, error=f"{name} is larger than 2 GB; split it and drop the parts.")
        digest = _sha256(source.stream)
        if size == 0:
            return FileRead(path, name, digest, error=f"{name} is empty; ask for it again.")
        parsed = self._parse(source, name)
        error, note = _said(name, parsed.wrong), _said(name, parsed.note)
        return FileRead(path, name, digest, parsed.kind, parsed.pages, error, note=note)

    def _parse(self, source: Source, name: str) -> Parsed:
        try:
            return self._ask(source, name)
        except SandboxFailure as error:
            detail = error.sentence.rstrip(".")
            return Parsed(wrong=f"could not be read: {detail[0].lower()}{detail[1:]}; print it to a new PDF and drop that")

    def _ask(self, source: Source, name: str) -> Parsed:
        """Raises SandboxFailure; OSError and Tampered where the file itself cannot be read."""
        megabytes = _size(source.stream) / 1e6
        wish = msgspec.msgpack.encode(ReadRequest(_ending(name)))
        return bounds.parsed(
            self.sandbox.call(
                "imr_desktop.record.parse:parse",
                wish,
                file=source.stream,
                identity=source.identity,
                timeout=_SECONDS + _SECONDS_PER_MEGABYTE * megabytes,
                work=None if _is_pdf(source.stream) else _WORK + _WORK_PER_MEGABYTE * megabytes,
            )
        )


def _ending(name: str) -> str:
    """How a name ends: what comes before may name the employee, and the limited process need not know."""
    return os.path.splitext(name)[1].encode("utf-8", "replace").decode()


def _said(name: str, half: str) -> str:
    return f"{name} {half}." if half else ""


def _is_pdf(file: IO[bytes]) -> bool:
    file.seek(0)
    return b"%PDF-" in file.read(1024)


def _size(file: IO[bytes]) -> int:
    return file.seek(0, os.SEEK_END)


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()

"""Reading case files, whatever they are: a `FileRead` for each, with a sentence where it could not be read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from imr_desktop.errors import ImrError
from imr_desktop.record.containers import bounds as containers
from imr_desktop.record.containers.arrival import Arrival, Held, Opening, Opens, Place
from imr_desktop.record.containers.model import Contents, OpenRequest, Part, PieceRequest
from imr_desktop.record.containers.opened import TOO_LARGE
from imr_desktop.record.containers.passwords import Ask, Passwords
from imr_desktop.record.model import FileRead, PageText, Parsed
from imr_desktop.record.portions import Portions
from imr_desktop.record.sources import Source, in_memory, opened
from imr_desktop.sandbox import Sandbox, SandboxFailure, Steps, StoppedAnswering

MOST_BYTES = 2_000_000_000
_OPENING = "imr_desktop.record.containers.opening"
ALLOWED = ("imr_desktop.record.parse:", "imr_desktop.record.drawing:", f"{_OPENING}:")
PRELOAD = ("imr_desktop.record.preparing:prepare",)
_SECONDS = 40.0
_SECONDS_PER_MEGABYTE = 3.0
MEMORY = 950_000_000
"""Bytes that reading may take: with what the program holds of an answer it stays below a gigabyte."""
_LOOK_WORK = 18.0
_LOOK_WORK_PER_MEGABYTE = 2.0
"""Seconds of work that looking into a PDF or an archive may take."""
_WORK = 10.0
"""Seconds of work that reading a file, or opening one that is read in portions, may take: what takes longer was made to."""
_WORK_PER_MEGABYTE = 0.5
_CHUNK = 1 << 20
MOST_TRIED = 20
"""Passwords tried by themselves: each takes a while, as it is meant to."""
SoFar = Callable[[FileRead, int], None]
"""Is told what was read so far of a file that is read in portions, and how many pages it has; what it raises ends it."""
LOCKED = "is protected by a password; drop it again and enter it, or ask the sender for a copy without one"
_UNLISTED = Part("attachments", wrong="could not be looked for; open the file elsewhere and save what is attached")


class ReadRequest(msgspec.Struct, frozen=True):
    """What the limited process is to read: the given file, how its name ends, and its password where it has one.

    `first` is the page from which on it is to be read, where it is read in portions.
    """

    ending: str
    password: str = ""
    first: int = 1


def reading_sandbox() -> Sandbox:
    """A limited process that reads case files and draws their pages; nothing is started yet."""
    return Sandbox(allow=ALLOWED, preload=PRELOAD, memory=MEMORY)


class Reader(Opens):
    """Reads files in the limited process; one for many files, since the process is kept."""

    def __init__(
        self,
        sandbox: Sandbox | None = None,
        passwords: Passwords | None = None,
        ask: Ask | None = None,
        told: SoFar | None = None,
    ) -> None:
        """Use `sandbox`, or start one of its own that `close` ends. `ask` is asked where no known password opens a file.

        `told` hears, of a file that is read in portions, what was read so far and how many pages it has; what it raises
        ends the reading.
        """
        self.sandbox = sandbox or reading_sandbox()
        self._owned = sandbox is None
        self._passwords, self._asked, self._told = passwords or Passwords(), ask, told

    def read(self, path: Path) -> FileRead:
        """The file's own text by page. Never raises for what the file holds: `error` says what is wrong and what to do."""
        return next(self.read_all(path)).read

    def read_all(self, path: Path) -> Iterator[Arrival]:
        """The file and all files in it, each before those in that one. Never raises for what they hold, as `read`."""
        try:
            with opened(path) as source:
                yield from Opening(self).arrivals(source, path, Place(path.name, str(path)))
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            yield Arrival(Place(path.name, str(path)).failed(f"cannot be opened ({reason}); check that it is still there"))

    def read_bytes(self, data: bytes, name: str) -> FileRead:
        """The text by page of what lies in no file, as `read` gives it."""
        return next(self.read_all_bytes(data, name)).read

    def read_all_bytes(self, data: bytes, name: str) -> Iterator[Arrival]:
        """What lies in no file and all files in it, as `read_all` gives them."""
        return Opening(self).arrivals(in_memory(data), data, Place(name))

    def read_sealed(self, path: Path, key: bytes, digest: str, name: str) -> FileRead:
        """The text by page of an original in the vault, once dropped as `name`, where the kept text is lost.

        Never raises for what the file holds: `error` says what is wrong.
        """
        try:
            with opened(path, key) as source:
                contents = self._held(source, name, digest).contents
                parsed = Parsed("mail", contents.pages) if contents.pages else self._ask(source, name, digest)
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

    def opened(self, source: Source, place: Place) -> tuple[FileRead, Held]:
        """See `Opens`."""
        size, nothing = _size(source.stream), Held()
        if size > MOST_BYTES:
            return place.failed("is larger than 2 GB; split it and drop the parts"), nothing
        digest = _sha256(source.stream)
        if size == 0:
            return place.failed("is empty; ask for it again", digest), nothing
        if digest in place.above:
            return FileRead(place.path, place.name, digest, source=place.source), nothing
        try:
            held = self._held(source, place.name, digest)
        except SandboxFailure as error:
            if not _is_pdf(source.stream):
                return place.failed(f"could not be read: {_half(error)}; ask for what it holds by itself", digest), nothing
            held = Held(Contents("pdf", (_UNLISTED,)))
        contents = held.contents
        if contents.locked or contents.wrong:
            return place.failed(contents.wrong or LOCKED, digest), nothing
        if contents.kind == "archive":
            return FileRead(place.path, place.name, digest, "archive", source=place.source), held
        parsed = Parsed("mail", contents.pages) if contents.pages else self._parse(source, place.name, digest)
        if parsed.wrong:
            return place.failed(parsed.wrong, digest), nothing if _is_unlisted(contents) else held
        note = _said(place.name, parsed.note)
        return FileRead(place.path, place.name, digest, parsed.kind, parsed.pages, source=place.source, note=note), held

    def part(self, source: Source, held: Held, index: int, room: int) -> tuple[bytes, str]:
        """See `Opens`."""
        data, size = bytearray(), None
        try:
            while size is None or len(data) < size:
                wish = PieceRequest(held.ending, index, len(data), held.passwords)
                piece = containers.piece(self._call(f"{_OPENING}:piece", wish, source), len(data), size)
                if piece.wrong or piece.size > room:
                    return b"", piece.wrong or TOO_LARGE
                data, size = data + piece.data, piece.size
        except SandboxFailure as error:
            return b"", f"could not be taken out: {_half(error)}; ask for it by itself"
        return bytes(data), "" if data else "is empty; ask for it again"

    def _held(self, source: Source, name: str, digest: str) -> Held:
        """What files a file holds; a password is asked for until one opens it. Raises SandboxFailure."""
        known = self._passwords.of(digest)
        tried, wrong = (known,) if known else self._passwords.given[:MOST_TRIED], False
        while True:
            wish = OpenRequest(_ending(name).lower(), tried)
            contents = containers.contents(self._call(f"{_OPENING}:contents", wish, source), len(tried))
            if not contents.locked:
                used = tried[contents.password : contents.password + 1] if contents.password >= 0 else ()
                for password in used:
                    self._passwords.note(digest, password)
                return Held(contents, wish.ending, used)
            given = self._asked(name, wrong) if self._asked else None
            if given is None:
                return Held(contents)
            tried, wrong = (given,), True

    def _parse(self, source: Source, name: str, digest: str) -> Parsed:
        try:
            return self._ask(source, name, digest)
        except StoppedAnswering as error:
            return Parsed(wrong=f"could not be read: {_half(error)}; nothing of it was taken in, drop it again")
        except SandboxFailure as error:
            return Parsed(wrong=f"could not be read: {_half(error)}; print it to a new PDF and drop that")

    def _ask(self, source: Source, name: str, digest: str) -> Parsed:
        """Raises SandboxFailure; OSError and Tampered where the file itself cannot be read."""
        wish = ReadRequest(_ending(name), self._passwords.of(digest))
        work = _WORK + _WORK_PER_MEGABYTE * _size(source.stream) / 1e6

        def portion(first: int, steps: Steps) -> bytes:
            asked = msgspec.structs.replace(wish, first=first)
            return self._call("imr_desktop.record.parse:parse", asked, source, work, steps)

        def told(pages: Sequence[PageText], of: int) -> None:
            if self._told is not None:
                self._told(FileRead("", name, digest, "pdf", tuple(pages)), of)

        return Portions(portion, work, told).read()

    def _call(
        self, function: str, wish: msgspec.Struct, source: Source, work: float | None = None, steps: Steps | None = None
    ) -> bytes:
        megabytes = _size(source.stream) / 1e6
        seconds = _SECONDS + _SECONDS_PER_MEGABYTE * megabytes
        work = work or _LOOK_WORK + _LOOK_WORK_PER_MEGABYTE * megabytes
        return self.sandbox.call(
            function,
            msgspec.msgpack.encode(wish),
            file=source.stream,
            identity=source.identity,
            timeout=seconds,
            work=work,
            steps=steps,
        )


def _is_unlisted(contents: Contents) -> bool:
    return len(contents.parts) == 1 and contents.parts[0].name == _UNLISTED.name and bool(contents.parts[0].wrong)


def _half(error: SandboxFailure) -> str:
    detail = error.sentence.rstrip(".")
    return f"{detail[:1].lower()}{detail[1:]}"


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

"""The program's side: a dropped file and all files in it, one after the other, each read or with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from imr_desktop.record.containers.model import MOST_DEPTH, MOST_PARTS, MOST_TOTAL_BYTES, Contents, Part
from imr_desktop.record.model import FileRead
from imr_desktop.record.sources import Source, in_memory

_IN = {"pdf": "attachment of {}", "mail": "mail part of {}", "archive": "in {}"}
_DATA = "is data (JSON), no part of a record; to open it as a case, save it and drop it by itself"


class _Refusal(NamedTuple):
    """What is said of one file that a limit keeps out, and of several."""

    one: str
    many: str


def _left_out(why: str) -> _Refusal:
    return _Refusal(
        f"was left out: {why}; save it and drop it by itself", f"were left out: {why}; save them and drop them by themselves"
    )


_DEEP = _left_out(f"no file is taken that lies more than {MOST_DEPTH} files deep")
_MANY = _left_out(f"only {MOST_PARTS:,} files are taken out of one file")
_LARGE = _left_out(f"no more than {MOST_TOTAL_BYTES / 1e9:.0f} GB are unpacked out of one file")


@dataclass(frozen=True)
class Arrival:
    """A file that came in, itself or in another. `content` is what to keep of it.

    `parts` is how many files it holds; `read` has no pages and no error where it holds files and no pages of its own.
    `left_out` is a finished sentence where nothing of it belongs to a record.
    """

    read: FileRead
    content: Path | bytes = b""
    parts: int = 0
    left_out: str = ""


@dataclass
class Budget:
    """What the files in one dropped file may still take."""

    parts: int = MOST_PARTS
    size: int = MOST_TOTAL_BYTES


@dataclass(frozen=True)
class Place:
    """Where a file stands: its name, what it came in (in words), and the digests of the files around it."""

    name: str
    path: str = ""
    source: str = ""
    above: tuple[str, ...] = ()

    def failed(self, half: str, digest: str = "", *, others: int = 0) -> FileRead:
        """The file with a sentence of what is wrong with it and, where it is the first of several, with so many `others`."""
        where = f" ({self.source})" if self.source else ""
        where += f" and {others:,} more {'file' if others == 1 else 'files'}" if others else ""
        return FileRead(self.path, self.name, digest, error=f"{self.name}{where} {half}.", source=self.source)


@dataclass(frozen=True)
class Held:
    """What files a file holds, and how it was opened."""

    contents: Contents = field(default_factory=Contents)
    ending: str = ""
    passwords: tuple[str, ...] = ()


class Opens(Protocol):
    """What reads single files: `imr_desktop.record.reader.Reader`."""

    def opened(self, source: Source, place: Place) -> tuple[FileRead, Held]:
        """A file as read, and what files it holds. Raises OSError where its bytes cannot be had."""

    def part(self, source: Source, held: Held, index: int, room: int) -> tuple[bytes, str]:
        """A part's bytes, or half a sentence of why it cannot be had. Raises OSError where the file's bytes cannot be had."""


@dataclass(frozen=True)
class Opening:
    """Opens one dropped file and what is in it, with one reader."""

    reader: Opens
    budget: Budget = field(default_factory=Budget)
    refused: dict[_Refusal, tuple[Place, int]] = field(default_factory=dict)

    def arrivals(self, source: Source, content: Path | bytes, place: Place) -> Iterator[Arrival]:
        """The file, then the files in it, each before those in that one; what a limit keeps out is one sentence at the end.

        Raises OSError where a dropped file's bytes do.
        """
        yield from self._arrivals(source, content, place)
        for refusal, (first, count) in self.refused.items():
            yield Arrival(first.failed(refusal.one) if count == 1 else first.failed(refusal.many, others=count - 1))

    def _arrivals(self, source: Source, content: Path | bytes, place: Place) -> Iterator[Arrival]:
        read, held = self.reader.opened(source, place)
        contents = held.contents
        if read.digest in place.above:
            yield Arrival(read, left_out=f"{place.name} is the same file as one that it is in; it was not taken again.")
            return
        yield Arrival(read, content, len(contents.parts) + contents.more)
        if not contents.parts:
            return
        names: dict[str, int] = {}
        for index, part in enumerate(contents.parts):
            yield from self._part(source, held, index, _inside(place, read.digest, contents, part, names))
        if contents.more:
            yield Arrival(
                place.failed(f"holds {contents.more:,} more files than can be taken at once; unpack it", read.digest)
            )

    def _part(self, source: Source, held: Held, index: int, place: Place) -> Iterator[Arrival]:
        part = held.contents.parts[index]
        left_out = part.left_out or (_DATA if place.name.lower().endswith(".json") else "")
        if left_out:
            yield Arrival(FileRead("", place.name, source=place.source), left_out=f"{place.name} {left_out}.")
            return
        if not part.wrong and (refusal := self._refusal(place)):
            first, count = self.refused.get(refusal, (place, 0))
            self.refused[refusal] = first, count + 1
            return
        half, data = part.wrong, b""
        if not half:
            self.budget.parts -= 1
            data, half = self.reader.part(source, held, index, self.budget.size)
            self.budget.size -= len(data)
        if half:
            yield Arrival(place.failed(half))
        else:
            yield from self._arrivals(in_memory(data, source), data, place)

    def _refusal(self, place: Place) -> _Refusal | None:
        if len(place.above) > MOST_DEPTH:
            return _DEEP
        if self.budget.parts <= 0:
            return _MANY
        return _LARGE if self.budget.size <= 0 else None


def _inside(place: Place, digest: str, contents: Contents, part: Part, names: dict[str, int]) -> Place:
    """Where a part stands. A second part of the same name gets a number; folders are told with what it came in."""
    folder, _, name = part.name.rpartition("/")
    names[part.name] = count = names.get(part.name, 0) + 1
    if count > 1:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem} ({count}){dot}{ending}" if dot and stem else f"{name} ({count})"
    source = _IN[contents.kind].format(place.name) + (f", folder {folder}" if folder else "")
    return Place(name, source=source, above=(*place.above, digest))

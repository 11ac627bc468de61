"""What was received: one line for each dropped file and each file in it, in the case it went to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from imr_desktop.case import citation
from imr_desktop.case.model import Case, CaseFile, ReceivedFile

if TYPE_CHECKING:
    from imr_desktop.record.containers.arrival import Arrival
    from imr_desktop.record.model import FileRead


@dataclass(frozen=True)
class Come:
    """A file that came in, without its bytes: `left_out` is a sentence, `parts` how many files it holds."""

    read: FileRead
    parts: int = 0
    left_out: str = ""

    @classmethod
    def of(cls, arrival: Arrival) -> Come:
        """The same, without the bytes."""
        return cls(arrival.read, arrival.parts, arrival.left_out)

    @property
    def has_pages(self) -> bool:
        """Whether it may become a file of the record."""
        return bool(self.read.pages) and not self.left_out

    @property
    def is_kept(self) -> bool:
        """Whether its bytes are kept: those of what was read, and of what holds files."""
        return not self.read.error and not self.left_out


def lines(
    come: Iterable[Come], cases: Sequence[Case], fresh: Sequence[frozenset[str]], at: datetime, filled: frozenset[str]
) -> list[tuple[ReceivedFile, ...]]:
    """The lines for each of the `cases`; `fresh` are digests that were new to each. What went nowhere is in the first.

    `filled` are digests of the record that were not in the vault before.
    """
    told: list[list[ReceivedFile]] = [[] for _case in cases]
    used: set[str] = set()
    for one in come:
        place, file = _place(one, cases)
        is_new = file is not None and file.digest in fresh[place] and file.digest not in used
        used.add(one.read.digest)
        told[place].append(_line(one, file, at, filled, is_new=is_new, is_first=place == 0))
    return [tuple(group) for group in told]


def _place(one: Come, cases: Sequence[Case]) -> tuple[int, CaseFile | None]:
    for place, case in enumerate(cases):
        for file in case.files if one.has_pages else ():
            if file.digest == one.read.digest:
                return place, file
    return 0, None


def _line(
    one: Come, file: CaseFile | None, at: datetime, filled: frozenset[str], *, is_new: bool, is_first: bool
) -> ReceivedFile:
    read, pages, digest = one.read, len(one.read.pages), one.read.digest if one.is_kept else ""
    if read.error or one.left_out:
        return ReceivedFile(read.name, read.error or one.left_out, source=read.source, at=at)
    if file is None:
        became = f"Opened: it holds {_files(one.parts)}." if one.parts else "It holds no files."
    elif is_new:
        became = f"{pages_in_words(file)} of {'the record' if is_first else 'a case of its own'}{_more(one.parts)}."
    elif file.digest in filled:
        became = f"{pages_in_words(file)} of the record, which was not here before."
    else:
        pages_there = pages_in_words(file).lower()
        became = f"The same file as {file.name} ({pages_there}); it was not added again."
    return ReceivedFile(read.name, f"{became} {read.note}".rstrip(), digest, pages, read.source, at)


def moved(lines: Iterable[ReceivedFile], before: Iterable[CaseFile], after: Iterable[CaseFile]) -> tuple[ReceivedFile, ...]:
    """The lines of files that went into another case than they were read for, with their pages there."""
    was = {file.digest: pages_in_words(file) for file in before}
    now = {file.digest: pages_in_words(file) for file in after}
    told = ((line, was.get(line.digest, ""), now.get(line.digest, "")) for line in lines)
    return tuple(replace(line, became=line.became.replace(old, new, 1)) if new else line for line, old, new in told)


def pages_in_words(file: CaseFile) -> str:
    """A file's case pages, as a sentence begins with them."""
    last = file.first_page + file.pages - 1
    return f"Page {file.first_page}" if file.pages == 1 else f"Pages {file.first_page}{citation.EN_DASH}{last}"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _more(parts: int) -> str:
    return f"; it holds {_files(parts)} more" if parts else ""


def as_text(lines: Iterable[ReceivedFile]) -> str:
    """The lines as plain text, one a file."""
    return "".join(f"{line.name}{f' ({line.source})' if line.source else ''}: {line.became}\n" for line in lines)

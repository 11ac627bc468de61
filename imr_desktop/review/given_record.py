"""A record that is given beside a case file: which of the case's pages its files are, without a vault.

A case file names its record's files by digest. A file with that digest is that file; of the others, one may stand for a file
of the case by its name or by its place in the order, if it has as many pages. What does not fit is said, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_desktop.case import citation
from imr_desktop.record import RecordText

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, CaseFile
    from imr_desktop.record import FileRead


@dataclass(frozen=True)
class GivenRecord:
    """The text of a case's record as far as the given files are it; `away` says which pages are not at hand.

    `sentences` say what does not fit: other bytes than the case knows, files that are none of the case's.
    """

    text: RecordText
    away: str = ""
    sentences: tuple[str, ...] = ()


def fitted(case: Case, reads: Sequence[FileRead]) -> GivenRecord:
    """The given files put where the case has them."""
    if not case.files:
        return _in_order(reads)
    of = _matched(case.files, reads)
    pages = {
        file.first_page + page.number - 1: page
        for file in case.files
        for page in (of[file.digest].pages[: file.pages] if file.digest in of else ())
    }
    missing = [file for file in case.files if file.digest not in of]
    used = {read.digest for read in of.values()}
    return GivenRecord(
        RecordText.from_pages(pages, (page for file in case.files for page in file.unreadable)),
        away(missing),
        (*_changed(case.files, of), *_strange(reads, used), *_gone(missing)),
    )


def _in_order(reads: Sequence[FileRead]) -> GivenRecord:
    """A case that names no file: its page numbers count through the files as they were given."""
    pages = dict(enumerate((page for read in reads for page in read.pages), start=1))
    said = f"The case names no file of its record: its pages are taken to count through the {len(reads)} given."
    one = "The case names no file of its record: its pages are taken to be those of the file given."
    return GivenRecord(RecordText.from_pages(pages), "", ((one if len(reads) == 1 else said),) if reads else ())


def _matched(files: tuple[CaseFile, ...], reads: Sequence[FileRead]) -> dict[str, FileRead]:
    """For files of the case, by digest, what was read of them: the same bytes first, then name or order with equal pages."""
    of = {file.digest: read for file in files for read in reads if read.digest == file.digest}
    for fits in (_by_name, _by_order):
        open_files = [file for file in files if file.digest not in of]
        left = [read for read in reads if not any(read is one for one in of.values())]
        of.update(fits(open_files, left))
    return of


def _by_name(files: Iterable[CaseFile], reads: Iterable[FileRead]) -> Iterator[tuple[str, FileRead]]:
    left = list(reads)
    for file in files:
        found = next((read for read in left if read.name == file.name and len(read.pages) == file.pages), None)
        if found is not None:
            left.remove(found)
            yield file.digest, found


def _by_order(files: Sequence[CaseFile], reads: Sequence[FileRead]) -> Iterator[tuple[str, FileRead]]:
    """As many files as are open, in their order, each with its number of pages; else none of them."""
    if len(files) == len(reads) and all(file.pages == len(read.pages) for file, read in zip(files, reads, strict=True)):
        yield from zip((file.digest for file in files), reads, strict=True)


def away(missing: Sequence[CaseFile]) -> str:
    """Which pages are not at hand, in a sentence; empty for none."""
    if not missing:
        return ""
    pages = [page for file in missing for page in range(file.first_page, file.first_page + file.pages)]
    first, more = f"“{missing[0].name}”", f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    return f"{citation.listed(pages)} ({first}{more}) of the record {'is' if len(pages) == 1 else 'are'} not at hand."


def _changed(files: Iterable[CaseFile], of: dict[str, FileRead]) -> Iterator[str]:
    for file in files:
        read = of.get(file.digest)
        if read is not None and read.digest != file.digest:
            yield (
                f"{read.name} has other bytes than the case's “{file.name}”, but as many pages: it is taken for it. "
                "Compare a page before you rely on it."
            )


def _strange(reads: Iterable[FileRead], used: set[str]) -> Iterator[str]:
    for read in reads:
        if read.digest not in used:
            count = len(read.pages)
            yield f"{read.name} ({count} {'page' if count == 1 else 'pages'}) is no file of this case: it was left out."


def _gone(missing: Iterable[CaseFile]) -> Iterator[str]:
    for file in missing:
        count = f"{file.pages} {'page' if file.pages == 1 else 'pages'}"
        yield f"The case's file “{file.name}” ({count}) is not among those given: what it holds was not checked."

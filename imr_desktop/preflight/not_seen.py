"""What of a record no search has seen: pages not read, only read by machine or not in English, files that were not read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from imr_desktop.case import citation
from imr_desktop.case.bounds import MOST_PAGES
from imr_desktop.case.model import Case
from imr_desktop.record.languages import language_of

_SAYS = re.compile(
    r"\b(?:unreadable|illegible|not (?:be )?(?:fully |reliably )?(?:read|legible|readable)|without (?:readable )?text)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_NUMBERS = re.compile(r"(?<![\w/.-])(\d{1,6})(?:\s*(?:-|–|—|to|through)\s*(\d{1,6}))?(?![\w/-])")
_FILES = re.compile(r"\b(?:files?|attachments?|documents?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class NotSeen:
    """`readable` pages can be searched, `doubtful` among them were read by a machine alone; `unread` no search sees.

    `foreign` among the readable are in another language than English: what is searched for has other words there.
    `looked_at` are pages a reviewer read by eye, `files` the names of what was received and not read. All are case pages.
    """

    readable: tuple[int, ...]
    unread: tuple[int, ...]
    doubtful: tuple[int, ...]
    looked_at: frozenset[int]
    files: tuple[str, ...]
    foreign: tuple[int, ...] = ()


def not_seen(case: Case, record: Mapping[int, str]) -> NotSeen:
    """How far a search of the case's record can see; a page whose text is not at hand counts as unread."""
    marked = {page for file in case.files for page in file.unreadable}
    machine = {page for file in case.files for page in file.doubtful}
    typed = {note.page for note in case.page_notes if note.text.strip()}
    pages = record_pages(case) or tuple(sorted(record))
    unread = {page for page in pages if _is_unread(page, record, marked - typed, machine)}
    return NotSeen(
        tuple(page for page in pages if page not in unread),
        tuple(page for page in pages if page in unread),
        tuple(page for page in pages if page in machine and page not in unread),
        looked_at(case),
        unread_files(case),
        tuple(page for page in pages if page not in unread and language_of(record[page])),
    )


def looked_at(case: Case) -> frozenset[int]:
    """The case pages that a reviewer, not the office, read by eye."""
    return frozenset(note.page for note in case.page_notes if note.read_at is not None and note.role != "office")


def _is_unread(page: int, record: Mapping[int, str], marked: set[int], machine: set[int]) -> bool:
    if page in marked or page not in record:
        return True
    return page in machine and not record[page].strip()


def unread_files(case: Case) -> tuple[str, ...]:
    """The names of files that were received and gave no page: not those whose parts became files of the record."""
    taken = {file.digest for file in case.files}
    sources = [*(file.source for file in case.files), *(one.source for one in case.received)]
    return tuple(
        dict.fromkeys(
            one.name
            for one in case.received
            if not one.pages
            and one.digest not in taken
            and not any(source.endswith(one.name) for source in sources if source)
        )
    )


def record_pages(case: Case) -> tuple[int, ...]:
    """The case pages of the record, a determination's own left out."""
    pages = (page for document in case.documents if document.type != "determination" for page in document.pages)
    return tuple(sorted(set(islice(pages, MOST_PAGES))))


@dataclass(frozen=True)
class Said:
    """What a text says could not be read: `pages`, and whether it says so of `files`."""

    pages: frozenset[int]
    files: bool


def said_unread(text: str) -> Said:
    """Which pages a text says could not be read, by number; and whether it says that of files."""
    told = [sentence for sentence in _SENTENCE.split(text) if _SAYS.search(sentence)]
    numbers = [found for sentence in told for found in _NUMBERS.finditer(sentence)]
    pages = {page for found in numbers for page in _range(int(found[1]), int(found[2] or found[1]))}
    return Said(frozenset(pages), any(_FILES.search(sentence) for sentence in told))


def _range(first: int, last: int) -> range:
    return range(first, min(last, first + MOST_PAGES) + 1)


def unread_sentence(pages: tuple[int, ...], files: int = 0) -> str:
    """What a text must say of case pages, every one of them, and of received files, that could not be searched."""
    runs = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in citation.runs(pages))
    of_pages = f"Page{'s' if len(pages) > 1 else ''} {runs} of the record could not be read." if pages else ""
    many = "One received file" if files == 1 else f"{files} received files"
    return " ".join(part for part in (of_pages, f"{many} could not be read." if files else "") if part)

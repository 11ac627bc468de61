"""The pages of a record that a person must read: not read, read by machine only, or in a language nobody here understands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from imr_desktop.record.languages import language_of
from imr_desktop.record.machine.judging import decides

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, PageVerdict
    from imr_desktop.record.model import PageText, Word
    from imr_desktop.review.record import RecordService


@dataclass(frozen=True)
class PageToRead:
    """A case page that is not read, doubtful or not in English: why, how many words are in doubt, how many decide.

    `looked_at`: a person looked at it, and its words are not known all the same. `typed`: what it says was typed, and nobody
    said yet that this is all of it. `language` is another than English.
    """

    page: int
    verdict: PageVerdict
    document: str = ""
    reasons: tuple[str, ...] = ()
    doubts: int = 0
    weighty: int = 0
    looked_at: bool = False
    typed: bool = False
    language: str = ""


def to_read(record: RecordService, case: Case) -> tuple[PageToRead, ...]:
    """The pages to read of a case, in their order. It looks at every page: for worker threads."""
    by_eye = {note.page for note in case.page_notes if note.read_at}
    typed = {note.page for note in case.page_notes if note.text}
    found = []
    for file in case.files:
        known = {file.first_page + page.number - 1: page for page in record.pages(case, file)}
        for page, verdict in (
            *((page, "not read") for page in file.unreadable),
            *((page, "doubtful") for page in file.doubtful),
            *((page, "read") for page, told in known.items() if told.verdict == "read" and page not in by_eye),
        ):
            language = language_of(known[page].text) if page in known and page not in by_eye else ""
            if verdict == "read" and not language:
                continue
            document = case.document_at(page)
            title = document.title if document else file.name
            made = _told(page, verdict, title, known.get(page), page in by_eye)  # type: ignore[arg-type]
            found.append(replace(made, language=language))
    return tuple(sorted((replace(one, typed=one.page in typed) for one in found), key=lambda one: one.page))


def _told(page: int, verdict: PageVerdict, title: str, known: PageText | None, looked_at: bool) -> PageToRead:
    if known is None:
        return PageToRead(page, verdict, title, looked_at=looked_at)
    doubts, weighty = doubts_of(known.words)
    return PageToRead(page, verdict, title, known.reasons, doubts, weighty, looked_at and verdict == "not read")


def doubts_of(words: Iterable[Word]) -> tuple[int, int]:
    """How many words are in doubt, and how many of those are numbers, doses, sides or negations."""
    doubtful = [word for word in words if word.doubtful]
    return len(doubtful), sum(decides(word.text) for word in doubtful)

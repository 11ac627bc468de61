"""The whole record's text by case page, and how far each page may be relied on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imr_desktop.case.model import Case
from imr_desktop.record.model import FileRead, PageText, Verdict

_READ: Verdict = "read"
_NOT_READ: Verdict = "not read"


class RecordText:
    """Text of the record's pages by case page, and how far each may be relied on.

    `verdicts` names every page that is known; `unreadable` are the case pages that no search can see. `reasons` says why a
    page is not simply read; `hidden` is what stands in the file and no eye can see on the page: never the record's words.
    """

    def __init__(
        self,
        pages: Mapping[int, str],
        unreadable: Iterable[int] = (),
        verdicts: Mapping[int, Verdict] | None = None,
        reasons: Mapping[int, tuple[str, ...]] | None = None,
        hidden: Mapping[int, str] | None = None,
    ) -> None:
        """Hold `pages`; those not in `verdicts` count as read, and those in `unreadable` as not read whatever is said."""
        self.pages = dict(pages)
        missed = dict.fromkeys(unreadable, _NOT_READ)
        known: dict[int, Verdict] = {**dict.fromkeys(self.pages, _READ), **(verdicts or {}), **missed}
        self.verdicts: Mapping[int, Verdict] = known
        self.unreadable = tuple(sorted(page for page, verdict in known.items() if verdict == "not read"))
        self.reasons = dict(reasons or {})
        self.hidden = dict(hidden or {})

    @classmethod
    def from_reads(cls, case: Case, reads: Iterable[FileRead]) -> RecordText:
        """The text of those files of the case that are among `reads`."""
        by_digest = {read.digest: read for read in reads}
        pages = {
            file.first_page + page.number - 1: page
            for file in case.files
            if file.digest in by_digest
            for page in by_digest[file.digest].pages
        }
        return cls.from_pages(pages, (page for file in case.files for page in file.unreadable))

    @classmethod
    def from_pages(cls, pages: Mapping[int, PageText], unreadable: Iterable[int] = ()) -> RecordText:
        """The text of pages by case page; `unreadable` are those that the case says no search can see.

        What a machine has read of these since counts.
        """
        return cls(
            {number: page.text for number, page in pages.items()},
            (number for number in unreadable if number not in pages or pages[number].verdict != "doubtful"),
            {number: page.verdict for number, page in pages.items()},
            {number: page.reasons for number, page in pages.items() if page.reasons},
            {number: page.hidden for number, page in pages.items() if page.hidden},
        )

    def text(self, page: int) -> str:
        """The text of a case page; empty where none is known."""
        return self.pages.get(page, "")

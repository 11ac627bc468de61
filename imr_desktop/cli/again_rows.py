"""What came twice, for `read`: files that are the same, and pages that an earlier one has already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from imr_desktop.case.model import Case, CaseFile
from imr_desktop.review.again import Copy, copies
from imr_desktop.review.taken import TakenIn


def page_copies(group: TakenIn) -> tuple[Copy, ...]:
    """The pages of a group's files that come again, by case page."""
    first = {file.digest: file.first_page for file in group.case.files}
    return copies(
        {
            first[read.digest] + page.number - 1: page.text
            for read in group.reads
            for page in read.pages
            if read.digest in first
        }
    )


def duplicates_of(case: Case, file: CaseFile, found: tuple[Copy, ...]) -> list[dict[str, Any]]:
    """The pages of a file that come again: where the first of their kind stand; pages count in their own files."""
    last = file.first_page + file.pages - 1
    rows = []
    for one in found:
        start, end = max(one.first, file.first_page), min(one.last, last)
        if start <= end:
            rows += list(_rows(case, file, one, start, end))
    return rows


def _rows(case: Case, file: CaseFile, one: Copy, start: int, end: int) -> Iterator[dict[str, Any]]:
    """A run of copies for each file that the originals stand in."""
    first, last = one.of + start - one.first, one.of + end - one.first
    for other in case.files:
        low, high = max(first, other.first_page), min(last, other.first_page + other.pages - 1)
        if low <= high:
            yield {
                "first_page": start + low - first - file.first_page + 1,
                "last_page": start + high - first - file.first_page + 1,
                "file": other.name,
                "of_first_page": low - other.first_page + 1,
                "of_last_page": high - other.first_page + 1,
                "exact": one.exact,
            }


def same_files(group: TakenIn) -> Iterator[dict[str, Any]]:
    """A row for each file that was there already, with what it is the same as."""
    files = {file.digest: file for file in group.case.files}
    seen: set[str] = set()
    for line in group.received:
        if line.pages and line.digest in files and line.digest in seen:
            file = files[line.digest]
            whole = {"first_page": 1, "last_page": file.pages, "of_first_page": 1, "of_last_page": file.pages}
            yield {
                "file": line.name,
                "source": line.source or "file",
                "type": None,
                "pages": line.pages,
                "unreadable_pages": [page - file.first_page + 1 for page in file.unreadable],
                "doubtful_pages": [page - file.first_page + 1 for page in file.doubtful],
                "hidden_text_pages": [],
                "duplicates_of": [{**whole, "file": file.name, "exact": True}],
                "error": None,
                "parts": [],
            }
        seen.add(line.digest)

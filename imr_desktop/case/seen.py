"""Which pages of the record were shown to the reviewer: runs of case pages, and what follows from them for documents.

A document is opened when all its pages were shown. A document that was marked as opened by other means (an older version of
the program, the reviewer's own statement) counts as shown whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime

import msgspec

from imr_desktop.case.model import Case, CaseFile, Document

Run = tuple[int, int]
Runs = tuple[Run, ...]
"""First and last pages of runs, in order and apart from each other."""

_replace = msgspec.structs.replace


def joined(runs: Iterable[Run]) -> Runs:
    """Runs in any order, overlapping or touching, as runs in order and apart."""
    made: list[Run] = []
    for first, last in sorted(runs):
        if made and first <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        elif first <= last:
            made.append((first, last))
    return tuple(made)


def runs_of(pages: Iterable[int]) -> Runs:
    """Single pages as runs."""
    return joined((page, page) for page in pages)


def holds(runs: Runs, page: int) -> bool:
    """Whether a page lies in one of the runs."""
    at = bisect_right(runs, (page, page))
    return (at < len(runs) and runs[at][0] <= page) or (at > 0 and runs[at - 1][1] >= page)


def left(runs: Runs, first: int, last: int) -> Runs:
    """What of the pages from `first` to `last` lies in none of the runs."""
    open_: list[Run] = []
    for begin, end in runs[max(bisect_right(runs, (first, first)) - 1, 0) :]:
        if begin > last:
            break
        if end >= first:
            open_.append((first, begin - 1))
            first = end + 1
    return tuple(run for run in (*open_, (first, last)) if run[0] <= run[1])


def shown(case: Case) -> Runs:
    """All pages that were shown: those noted, and those of documents marked as opened."""
    return joined((*case.seen, *((one.first_page, one.last_page) for one in case.documents if one.opened)))


def not_shown(case: Case, document: Document) -> Runs:
    """The pages of a document that were not shown yet; none of an opened one."""
    return () if document.opened else left(joined(case.seen), document.first_page, document.last_page)


def unseen_documents(case: Case) -> tuple[Document, ...]:
    """The documents of which no page was shown; an earlier determination is no document of the record."""
    runs = shown(case)
    return tuple(
        one
        for one in case.documents
        if one.type != "determination" and left(runs, one.first_page, one.last_page) == ((one.first_page, one.last_page),)
    )


def mark_seen(case: Case, pages: Iterable[int], at: datetime) -> Case:
    """Note that pages were shown; a document all of whose pages were is opened `at` this moment."""
    seen = joined((*shown(case), *runs_of(page for page in pages if 1 <= page <= case.page_count)))
    return case if seen == case.seen else _opened(_replace(case, seen=seen), at)


def _opened(case: Case, at: datetime) -> Case:
    documents = tuple(
        one if one.opened or left(case.seen, one.first_page, one.last_page) else _replace(one, opened=at)
        for one in case.documents
    )
    return case if all(map(_same, documents, case.documents)) else _replace(case, documents=documents)


def _same(one: Document, other: Document) -> bool:
    return one is other


def open_all_documents(case: Case, at: datetime) -> Case:
    """Note that the reviewer has read every document of the record."""
    documents = tuple(document if document.opened else _replace(document, opened=at) for document in case.documents)
    opened = _replace(case, documents=documents)
    return _replace(opened, seen=shown(opened))


def carry_seen(case: Case, later: Case) -> Case:
    """The case with all pages and documents marked that `later` has marked: reading is never undone.

    Only pages of files that both hold at the same place are carried: others are other pages.
    """
    if case.documents is later.documents and case.seen == later.seen:
        return case  # as after each key: nobody shall take the same documents for other ones
    theirs = {_place(file) for file in later.files}
    both = joined((file.first_page, file.first_page + file.pages - 1) for file in case.files if _place(file) in theirs)
    carried = _within(shown(later), both)
    opened = {document.id: document.opened for document in later.documents}
    documents = tuple(
        document if document.opened else _replace(document, opened=opened.get(document.id)) for document in case.documents
    )
    return _replace(case, documents=documents, seen=joined((*shown(case), *carried)))


def _place(file: CaseFile) -> tuple[str, int, int]:
    return file.digest, file.first_page, file.pages


def _within(runs: Runs, bounds: Runs) -> Runs:
    """What of the runs lies in the bounds."""
    return joined(
        (max(first, low), min(last, high)) for low, high in bounds for first, last in runs if first <= high and last >= low
    )

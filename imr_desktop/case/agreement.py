"""Whether the parts of a case go together: pages that count through, documents inside their files, dates a calendar has.

The schema bounds each value by itself; here is what only two of them together can get wrong. A place is named as it stands
in the JSON (``documents[3].last_page``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from imr_desktop.case.bounds import MOST_PAGES, YEARS
from imr_desktop.case.model import Case, CaseFile, Document

_NAMED = ("items", "documents", "findings", "searches", "comments")


def faults(case: Case) -> Iterator[str]:
    """What does not go together, each as half a sentence that names the place."""
    yield from _ids(case)
    yield from _files(case.files)
    yield from _documents(case)
    yield from _dates(case)


def _ids(case: Case) -> Iterator[str]:
    listed = [
        ("id", case.id),
        *((f"{name}[{at}].id", one.id) for name in _NAMED for at, one in enumerate(getattr(case, name))),
    ]
    for place, value in listed:
        if not value or not value.isprintable():
            yield f"{place} is empty or holds characters that no id has"


def _files(files: Iterable[CaseFile]) -> Iterator[str]:
    following = 1
    for at, file in enumerate(files):
        place = f"files[{at}]"
        if file.first_page != following:
            yield f"{place}.first_page is {file.first_page}, but the pages before it end at {following - 1}"
        following = file.first_page + file.pages
        if following - 1 > MOST_PAGES:
            yield f"{place}.pages brings the record to {following - 1:,} pages; a case has at most {MOST_PAGES:,}"
        if any(not file.first_page <= page < following for page in file.unreadable):
            yield f"{place}.unreadable names a page outside the file"


def _documents(case: Case) -> Iterator[str]:
    held = {file.digest: file for file in case.files}
    pages = 0
    for at, document in enumerate(case.documents):
        place = f"documents[{at}]"
        if document.last_page < document.first_page:
            yield f"{place}.last_page is {document.last_page}, before its first page {document.first_page}"
        file = held.get(document.file)
        if file is not None:
            yield from _inside(place, document, file)
        pages += document.last_page - document.first_page + 1
        if pages > MOST_PAGES:
            yield f"{place} brings the documents to {pages:,} pages; a case has at most {MOST_PAGES:,}"


def _inside(place: str, document: Document, file: CaseFile) -> Iterator[str]:
    last = file.first_page + file.pages - 1
    if document.first_page < file.first_page:
        yield f"{place}.first_page is {document.first_page}, but its file begins at page {file.first_page}"
    if document.last_page > last:
        yield f"{place}.last_page is {document.last_page}, but its file ends at page {last}"


def _dates(case: Case) -> Iterator[str]:
    days: list[tuple[str, Any]] = [(f"dates.{name}", getattr(case.dates, name)) for name in case.dates.__struct_fields__]
    days += [
        (f"documents[{at}].{name}", getattr(one, name))
        for at, one in enumerate(case.documents)
        for name in ("date", "opened")
    ]
    days += [(f"findings[{at}].date", one.date) for at, one in enumerate(case.findings)]
    days += [
        (f"{name}[{at}].made_at", one.made_at)
        for name in ("attestations", "acknowledgements", "comments", "resolutions", "searches")
        for at, one in enumerate(getattr(case, name))
    ]
    days += [(f"signed[{at}].signed_at", one.signed_at) for at, one in enumerate(case.signed)]
    for place, day in days:
        if isinstance(day, date) and day.year not in YEARS:
            yield f"{place} is in the year {day.year}, which no case reaches"

"""The record: every document was opened, and what cannot be read is known."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case import citation
from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check


@check("record.unopened", severity="must fix")
def unopened(case: Case, context: Context) -> Iterator[Raised]:
    """The reviewer opened every document of the record.

    bad: {"documents": [{"id": "d", "file": "f", "title": "Report", "type": "progress report", "first_page": 1,
          "last_page": 2}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "Report", "type": "progress report", "first_page": 1,
          "last_page": 2, "opened": "2025-11-01T10:00:00"}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "Old letter", "type": "determination", "first_page": 1,
          "last_page": 2}]}
    """
    record = [document for document in case.documents if document.type != "determination"]
    closed = [document for document in record if document.opened is None]
    if closed:
        pages = sum(document.last_page - document.first_page + 1 for document in closed)
        message = f"{len(closed)} of {len(record)} documents ({pages} pages) not opened yet: read them."
        yield Raised(places.RECORD, message, fix=Fix("Open the next one", act="open document", target=closed[0].id))


@check("record.unreadable", severity="consider", flag=True)
def unreadable(case: Case, context: Context) -> Iterator[Raised]:
    """Pages without readable text are known: no search can find what stands on them.

    bad: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1, "unreadable": [2, 3]}]}
    good: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1}]}
    """
    pages = sorted({page for file in case.files for page in file.unreadable})
    if pages:
        yield Raised(places.RECORD, f"{citation.listed(pages)} cannot be searched: look at the image.")

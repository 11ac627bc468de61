"""The requests in the papers of files that were taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imr_desktop.extract.requests import Request as Request
from imr_desktop.extract.requests import requests_of as _requests_of

if TYPE_CHECKING:
    from imr_desktop.review.taken import TakenIn


def requests_of(taken: TakenIn) -> tuple[Request, ...]:
    """What the application, utilization review and the request for authorization among the files list, by case page."""
    found: list[Request] = []
    files = {file.digest: file for file in taken.case.files}
    for read in taken.reads:
        file = files.get(read.digest)
        documents = [document for document in taken.case.documents if document.file == read.digest]
        if file is not None:
            found += _requests_of(read, documents, file.first_page)
    return tuple(found)

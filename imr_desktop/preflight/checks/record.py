"""The record: all its pages were shown, and it is known how far each of them was read."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case import citation, seen
from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.not_seen import looked_at
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.record.languages import pages_by_language


@check("record.unopened", severity="must fix")
def unopened(case: Case, context: Context) -> Iterator[Raised]:
    """The reviewer opened every document of the record: each of its pages was shown.

    bad: {"documents": [{"id": "d", "file": "f", "title": "Report", "type": "progress report", "first_page": 1,
          "last_page": 2}]}
    bad: {"files": [{"digest": "f", "name": "a.pdf", "pages": 9, "first_page": 1}], "seen": [[1, 3]],
          "documents": [{"id": "d", "file": "f", "title": "Report", "type": "progress report", "first_page": 1,
          "last_page": 9}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "Report", "type": "progress report", "first_page": 1,
          "last_page": 2, "opened": "2025-11-01T10:00:00"}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "Old letter", "type": "determination", "first_page": 1,
          "last_page": 2}]}
    """
    record = [document for document in case.documents if document.type != "determination"]
    closed = [document for document in record if document.opened is None]
    if not closed:
        return
    pages = [page for document in closed for first, last in seen.not_shown(case, document) for page in range(first, last + 1)]
    message = f"{len(closed)} of {len(record)} documents not opened yet: {_named(pages)} not shown yet. Read them."
    yield Raised(places.RECORD, message, fix=Fix("Open the next one", act="open document", target=closed[0].id))


@check("record.unreadable", severity="consider", flag=True)
def unreadable(case: Case, context: Context) -> Iterator[Raised]:
    """Pages whose words are not known are known: no search can find what stands on them.

    bad: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1, "unreadable": [2, 3]}]}
    good: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1}]}
    """
    pages = {page for file in case.files for page in file.unreadable}
    if pages:
        yield Raised(places.RECORD, f"{citation.listed(pages)} cannot be searched: look at the image.")


@check("record.doubtful", severity="consider", flag=True)
def doubtful(case: Case, context: Context) -> Iterator[Raised]:
    """Pages that only a machine read are known: a word, a number or a side there may be another one.

    bad: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1, "doubtful": [2, 3]}]}
    good: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1, "unreadable": [2]}]}
    """
    pages = {page for file in case.files for page in file.doubtful}
    if pages:
        was = "were" if len(pages) > 1 else "was"
        message = f"{citation.listed(pages)} {was} read by machine only: compare what you take from there with the image."
        yield Raised(places.RECORD, message)


@check("record.hidden", severity="consider", flag=True, needs="record")
def hidden(case: Case, context: Context) -> Iterator[Raised]:
    """Words in a file that no eye can see on its page are known: they are no part of the record.

    bad: {"hidden": {"4": "DRAFT: request 12 visits"}}
    good: {"record": {"4": "Request 8 visits"}}
    """
    if context.hidden:
        pages = citation.listed(context.hidden)
        message = f"{pages} with text that no eye can see there: it is not searched and proves nothing."
        yield Raised(places.RECORD, message)


@check("record.foreign", severity="consider", flag=True, needs="record")
def foreign(case: Case, context: Context) -> Iterator[Raised]:
    """Pages in another language than English are known: they are searched, and not understood.

    bad: {"record": {"4": "El paciente refiere dolor de espalda y pierna derecha desde hace tres semanas. No hay fiebre."}}
    good: {"record": {"4": "The patient reports pain of the back and right leg for three weeks. There is no fever."}}
    """
    looked = looked_at(case)
    for language, pages in pages_by_language(context.record).items():
        left = [page for page in pages if page not in looked]
        if left:
            are, them = ("are", "them") if len(left) > 1 else ("is", "it")
            message = f"{citation.listed(left)} {are} in {language}: not understood. Read {them} yourself."
            yield Raised(places.RECORD, message, language, fix=Fix("Open the page", act="open page", target=str(left[0])))


def _named(pages: list[int]) -> str:
    """Pages in the words of a sentence: ``pp. 4–9, 12 (7 pages)``."""
    count = len(set(pages))
    return citation.listed(pages, "p.", "pp.") + (f" ({count:,} pages)" if count > 1 else "")

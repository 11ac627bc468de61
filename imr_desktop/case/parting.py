"""Documents of a file parted anew, as when pages without text were read: only where nothing rests on how they were."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from imr_desktop.case import seen
from imr_desktop.case.dates import in_california
from imr_desktop.case.model import Case, Document

_replace = msgspec.structs.replace


def part_anew(case: Case, digest: str, documents: Iterable[Document]) -> Case:
    """The case with these documents in place of those of a file; the same case where none is another one.

    Where a finding, an answer or anything else of the case names a document that would end, or hold other pages, the file
    stays as it was parted. What was shown stays shown.
    """
    old = {one.id: one for one in case.documents if one.file == digest}
    new = {one.id: one for one in documents}
    moved = [key for key, one in old.items() if key not in new or _pages(new[key]) != _pages(one)]
    if _named(case, moved) or [_plain(one) for one in old.values()] == [_plain(one) for one in new.values()]:
        return case
    runs = seen.shown(case)
    opened = max((one.opened for one in old.values() if one.opened), default=None, key=in_california)
    fresh = [
        _replace(one, opened=opened if _is_shown(one, runs) else None, relevant=_relevant(old.get(one.id)))
        for one in new.values()
    ]
    at = next((at for at, one in enumerate(case.documents) if one.file == digest), len(case.documents))
    others = tuple(one for one in case.documents if one.file != digest)
    return _replace(case, documents=(*others[:at], *fresh, *others[at:]), seen=runs)


def _pages(document: Document) -> tuple[int, int]:
    return document.first_page, document.last_page


def _plain(document: Document) -> Document:
    return _replace(document, opened=None, relevant=None)


def _relevant(document: Document | None) -> bool | None:
    return document.relevant if document else None


def _is_shown(document: Document, runs: seen.Runs) -> bool:
    return not seen.left(runs, document.first_page, document.last_page)


def _named(case: Case, documents: Iterable[str]) -> bool:
    """Whether anything in the case names one of these documents."""
    told = msgspec.json.encode(_replace(case, documents=(), files=()))
    return any(key.encode() in told for key in documents)

"""Where one document of the record ends and the next begins, by hand: files stay as they came, citations keep their page."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import msgspec

from imr_desktop.case.bounds import MOST_PAGES
from imr_desktop.case.dates import in_california
from imr_desktop.case.model import Case, Document, SourceRef
from imr_desktop.case.seen import joined, left, shown

T = TypeVar("T")

UNTITLED = "Document beginning on p. {}"

_replace = msgspec.structs.replace


def begin_document(case: Case, page: int, document_id: str) -> Case:
    """Let a document of its own begin on a case page; what it is has to be said anew.

    Where one begins there already, that and what it is said to be are no guess any longer; else unchanged. Sources on its
    pages name it from now on.
    """
    whole = case.document_at(page)
    if whole is None:
        return case
    if page == whole.first_page:
        sure = _replace(whole, doubt=0.0, guessed=())
        return _with(case, whole, (sure,)) if sure != whole else case
    before = _replace(whole, last_page=page - 1)
    new = Document(
        document_id,
        whole.file,
        UNTITLED.format(page),
        "other",
        page,
        whole.last_page,
        opened=whole.opened,
        relevant=whole.relevant,
    )
    made = _with(case, whole, (before, new))
    return _moved(made, whole.id, document_id, page)


def join_document(case: Case, page: int) -> Case:
    """Let the document that holds a case page be the rest of the one before it in the same file.

    Unchanged where none is. Sources on its pages name the document before from now on; it is opened only where both were.
    """
    rest, before = case.document_at(page), document_before(case, page)
    if rest is None or before is None:
        return case
    opened = max(before.opened, rest.opened, key=in_california) if before.opened and rest.opened else None
    whole = _replace(before, last_page=rest.last_page, opened=opened)
    noted = _replace(case, seen=joined((*case.seen, *shown(case))))
    made = _with(_with(noted, rest, ()), before, (whole,))
    return _moved(made, rest.id, before.id, rest.first_page)


def move_start(case: Case, page: int, by: int) -> Case:
    """Let the document that holds a case page begin one page earlier (`by` -1) or later (1), where both keep a page.

    Its beginning is no guess any longer. Sources on the page that changes hands name the document it is in from now on.
    """
    one, before = case.document_at(page), document_before(case, page)
    giving = before if by < 0 else one
    if one is None or before is None or giving is None or giving.first_page == giving.last_page:
        return case
    first, runs = one.first_page + (1 if by > 0 else -1), shown(case)
    after = [_replace(before, last_page=first - 1), _replace(one, first_page=first, doubt=0.0)]
    after = [made if not left(runs, made.first_page, made.last_page) else _replace(made, opened=None) for made in after]
    noted = _replace(case, seen=joined((*case.seen, *runs)))
    moved = _with(_with(noted, before, (after[0],)), one, (after[1],))
    old, new = (before, one) if by < 0 else (one, before)
    return _moved(moved, old.id, new.id, min(first, one.first_page), min(first, one.first_page))


def describe_document(case: Case, document_id: str, title: str, type_: str, kind: str, day: date | None, author: str) -> Case:
    """Say by hand what a document is, of which day and whose; unchanged where nothing is said anew."""
    one = next((one for one in case.documents if one.id == document_id), None)
    if one is None:
        return case
    told = _replace(one, title=title, type=type_, kind=kind, date=day, author=author, guessed=())
    return case if told == one else _with(case, one, (told,))


def bare(document: Document) -> Document:
    """A document as what it says rests on it: without how far it was read, and how far it is a guess."""
    return _replace(document, opened=None, relevant=None, doubt=0.0, guessed=())


def document_before(case: Case, page: int) -> Document | None:
    """The document that ends just before the one that holds a case page, in the same file; None where none does."""
    one = case.document_at(page)
    before = case.document_at(one.first_page - 1) if one is not None else None
    return before if one is not None and before is not None and before.file == one.file else None


def _with(case: Case, old: Document, new: tuple[Document, ...]) -> Case:
    at = case.documents.index(old)
    return _replace(case, documents=(*case.documents[:at], *new, *case.documents[at + 1 :]))


def _moved(value: T, old: str, new: str, first: int, last: int = MOST_PAGES) -> T:
    """A case, or a part of one, whose sources in document `old` on pages `first` to `last` stand in `new`."""
    made: Any = value
    if isinstance(value, SourceRef):
        made = _replace(value, document=new) if value.document == old and first <= value.page <= last else value
    elif isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        moved = {name: _moved(part, old, new, first, last) for name, part in parts.items()}
        changed = {name: part for name, part in moved.items() if part is not parts[name]}
        made = _replace(value, **changed) if changed else value
    elif isinstance(value, tuple):
        moved_all = tuple(_moved(part, old, new, first, last) for part in value)
        made = moved_all if any(one is not other for one, other in zip(moved_all, value, strict=True)) else value
    return made  # type: ignore[no-any-return]

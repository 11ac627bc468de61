"""Where one document of the record ends and the next begins, by hand: files stay as they came, citations keep their page."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from imr_desktop.case.model import Case, Document, SourceRef
from imr_desktop.case.seen import joined, shown

T = TypeVar("T")

UNTITLED = "Document beginning on p. {}"

_replace = msgspec.structs.replace


def begin_document(case: Case, page: int, document_id: str) -> Case:
    """Let a document of its own begin on a case page; what it is has to be said anew.

    Unchanged where one begins there already. Sources on its pages name it from now on.
    """
    whole = case.document_at(page)
    if whole is None or page == whole.first_page:
        return case
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
    opened = max(before.opened, rest.opened) if before.opened and rest.opened else None
    whole = _replace(before, last_page=rest.last_page, opened=opened)
    noted = _replace(case, seen=joined((*case.seen, *shown(case))))
    made = _with(_with(noted, rest, ()), before, (whole,))
    return _moved(made, rest.id, before.id, rest.first_page)


def document_before(case: Case, page: int) -> Document | None:
    """The document that ends just before the one that holds a case page, in the same file; None where none does."""
    one = case.document_at(page)
    before = case.document_at(one.first_page - 1) if one is not None else None
    return before if one is not None and before is not None and before.file == one.file else None


def _with(case: Case, old: Document, new: tuple[Document, ...]) -> Case:
    at = case.documents.index(old)
    return _replace(case, documents=(*case.documents[:at], *new, *case.documents[at + 1 :]))


def _moved(value: T, old: str, new: str, first: int) -> T:
    """A case, or a part of one, whose sources in document `old` from page `first` on stand in `new`."""
    made: Any = value
    if isinstance(value, SourceRef):
        made = _replace(value, document=new) if value.document == old and value.page >= first else value
    elif isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        moved = {name: _moved(part, old, new, first) for name, part in parts.items()}
        changed = {name: part for name, part in moved.items() if part is not parts[name]}
        made = _replace(value, **changed) if changed else value
    elif isinstance(value, tuple):
        moved_all = tuple(_moved(part, old, new, first) for part in value)
        made = moved_all if any(one is not other for one, other in zip(moved_all, value, strict=True)) else value
    return made  # type: ignore[no-any-return]

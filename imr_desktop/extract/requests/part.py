"""A document of a file as its requests are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from imr_desktop.case.model import SourceRef
from imr_desktop.extract.fax import without_fax_lines
from imr_desktop.extract.pagetext import PagedText, running_lines

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.record.model import FileRead


class Part(Protocol):
    """One document of a file with its text."""

    @property
    def document(self) -> Document:
        """Which it is."""
        ...

    @property
    def text(self) -> PagedText:
        """Its pages' text, without what is no part of the document."""
        ...

    def source(self, start: int, end: int) -> SourceRef:
        """The words at a place of `text`, as a source."""
        ...


@dataclass(frozen=True)
class FilePart:
    """A document of a file that was read."""

    document: Document
    text: PagedText

    def source(self, start: int, end: int) -> SourceRef:
        """See `Part`."""
        quote = self.text.quote(start, end)
        return SourceRef(self.document.id, self.document.first_page + quote.page, quote.text)


def parts_of(read: FileRead, documents: Iterable[Document], first: int) -> list[FilePart]:
    """The documents of a file that begins on case page `first`."""
    listed = tuple(documents)
    texts = without_fax_lines([page.text if page.readable else "" for page in read.pages])
    running = running_lines(texts) if len(listed) > 1 else frozenset[str]()
    return [
        FilePart(document, PagedText.of(texts[document.first_page - first : document.last_page - first + 1], running))
        for document in listed
    ]

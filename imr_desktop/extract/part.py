"""A document of a file as its facts and requests are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from imr_desktop.case.model import Document, SourceRef
    from imr_desktop.extract.pagetext import PagedText


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

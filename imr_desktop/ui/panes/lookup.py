"""Small questions panes ask a case: which document holds a page, which findings stand on it. Imports no Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from imr_desktop.case.model import Case, Document, Finding, SourceRef


def document_at(case: Case, page: int) -> Document | None:
    """The document that holds a case page."""
    for document in case.documents:
        if document.first_page <= page <= document.last_page:
            return document
    return None


def page_source(case: Case, page: int, quote: str = "", box: tuple[float, float, float, float] | None = None) -> SourceRef:
    """A source that names a case page, and the words and their place on it where known."""
    document = document_at(case, page)
    return SourceRef(document.id if document else "", page, quote, box)


def cited_pages(sources: Iterable[SourceRef]) -> list[int]:
    """The case pages of sources, without those that have none (the reviewer's own text)."""
    return [source.page for source in sources if source.page > 0]


def quote_on(sources: Iterable[SourceRef], page: int) -> str:
    """The words quoted from a page, empty where none are kept."""
    return next((source.quote for source in sources if source.page == page and source.quote), "")


def findings_on(case: Case, page: int) -> list[tuple[int, Finding]]:
    """The findings that cite a page, each with its number (its place in the list, from 1)."""
    return [
        (number, finding)
        for number, finding in enumerate(case.findings, 1)
        if any(source.page == page for source in finding.sources)
    ]


def findings_by_document(case: Case) -> Counter[str]:
    """How many findings cite each document's pages, by document id."""
    documents = sorted(case.documents, key=_first_page)
    starts = [document.first_page for document in documents]
    counts: Counter[str] = Counter()
    for finding in case.findings:
        cited = set()
        for source in finding.sources:
            at = bisect_right(starts, source.page) - 1
            if at >= 0 and source.page <= documents[at].last_page:
                cited.add(documents[at].id)
        counts.update(cited)
    return counts


def _first_page(document: Document) -> int:
    return document.first_page

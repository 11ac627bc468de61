"""What a reviewer types for a finding: ``Taut bands with twitch response #exam @37``. Imports no Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from imr_desktop.case import citation
from imr_desktop.case.model import Case, Finding, SourceRef
from imr_desktop.ui.findings import categories

_CATEGORY = re.compile(r"(?:^|(?<=\s))#([A-Za-z]+)(?=\s|$)")
_PAGES = re.compile(r"(?:^|(?<=\s))@(\d{1,6})(?:[-\u2013](\d{1,6}))?(?=\s|$)")
MAX_RUN = 50


@dataclass(frozen=True)
class Entry:
    """A typed finding: its text without tokens, the category's key, its pages, and what is wrong with it (a sentence)."""

    text: str
    category: str
    pages: tuple[int, ...]
    error: str = ""


def parse(line: str, page_count: int) -> Entry:
    """Read a typed line. ``#60`` and unknown words after ``#`` stay text; `page_count` bounds the pages."""
    category, kept = "", line
    for found in _CATEGORY.finditer(line):
        key = categories.from_typed(found.group(1))
        if key:
            category, kept = key, kept.replace(found.group(), "", 1)
    pages = [page for found in _PAGES.finditer(kept) for page in _run(found)]
    text = " ".join(_PAGES.sub("", kept).split())
    return Entry(text, category, tuple(dict.fromkeys(pages)), _error(text, line, pages, page_count))


def _run(found: re.Match[str]) -> range:
    first = int(found.group(1))
    last = int(found.group(2) or first)
    return range(first, min(max(first, last), first + MAX_RUN) + 1)


def _error(text: str, line: str, pages: Sequence[int], page_count: int) -> str:
    if not text and line.strip():
        return "Write what was found before its category and page."
    beyond = [page for page in pages if not 1 <= page <= page_count]
    if beyond and not page_count:
        return f"There is no record yet, so page {beyond[0]} cannot be cited."
    if beyond:
        return f"Page {beyond[0]} is not in the record, which ends at page {page_count}."
    return ""


def line_of(finding: Finding) -> str:
    """The line that would be typed for a finding, for editing it in place."""
    tokens = [finding.text]
    if finding.category:
        tokens.append(f"#{finding.category}")
    tokens += [
        f"@{first}" if first == last else f"@{first}-{last}"
        for first, last in citation.runs(source.page for source in finding.sources)
    ]
    return " ".join(tokens)


def sources(case: Case, pages: Sequence[int], kept: Sequence[SourceRef] = ()) -> tuple[SourceRef, ...]:
    """Sources for typed pages; a source kept from before stays whole where its page is still named."""
    before = {source.page: source for source in kept}
    return tuple(before.get(page) or case.source(page) for page in pages)

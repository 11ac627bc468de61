"""Clinical findings out of reports: the sentences and list entries that stand under a report's headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from imr_desktop.extract.doctypes import section_names
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.patterns import phrase

MAX_PER_DOCUMENT = 24
MIN_CHARS, MAX_CHARS = 12, 400
_BULLET = phrase(r"^[ ]{0,40}(?:[-*\u2022\u25cf]|\d{1,2}[.)])[ ]{1,8}", flags=re.MULTILINE)
_ABBREVIATED = re.compile(r"\b(?:dr|mr|ms|mrs|no|vs|approx|e\.g|i\.e|[A-Z])\.$", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"\b(?:signed|signature|www\.|telephone|fax(?:ed)?)\b|\b(?:M\.D|D\.O)\.|"
    r",[ ](?:P\.T|L\.Ac|D\.C|P\.A|N\.P|O\.T)\b|\[redacted\]",
    re.IGNORECASE,
)


class FindingWords(NamedTuple):
    """A finding in the report's own words, its category, and where it stands."""

    category: str
    text: str
    start: int
    end: int


def find_findings(paged: PagedText, categories: frozenset[str]) -> tuple[FindingWords, ...]:
    """The findings under headings of these categories, in reading order, at most `MAX_PER_DOCUMENT`."""
    found: list[FindingWords] = []
    for category, start, end in _sections(paged):
        if category in categories:
            found += _split(paged, category, start, end)
        if len(found) >= MAX_PER_DOCUMENT:
            break
    return tuple(found[:MAX_PER_DOCUMENT])


def _sections(paged: PagedText) -> Iterator[tuple[str, int, int]]:
    text = paged.folded.replace("\f", "\n")
    heads = sorted(
        {(match.start(), match.end(), name.category) for name in section_names() for match in name.pattern.finditer(text)}
    )
    for index, (_, end, category) in enumerate(heads):
        stop = heads[index + 1][0] if index + 1 < len(heads) else len(text)
        if category:
            yield category, end, stop


def _split(paged: PagedText, category: str, start: int, end: int) -> Iterator[FindingWords]:
    bullets = list(_BULLET.finditer(paged.folded, start, end))
    if bullets:
        stops = [*(mark.start() for mark in bullets[1:]), end]
        pieces = [
            (mark.end(), min(stop, _paragraph_end(paged.folded, mark.end(), stop)))
            for mark, stop in zip(bullets, stops, strict=True)
        ]
    else:
        pieces = list(_sentences(paged.folded, start, end))
    for begin, stop in pieces:
        words = paged.clean(begin, stop)
        if MIN_CHARS <= len(words) <= MAX_CHARS and not _SIGNATURE.search(words):
            yield FindingWords(category, words, begin, stop)


def _paragraph_end(text: str, start: int, end: int) -> int:
    """Where a list entry ends: at a blank line, a page break, or a line that begins a new thing after a full stop."""
    stop = re.search(r"\f|\n[ ]{0,20}\n|\.[ ]{0,20}\n(?=[ ]{0,20}[A-Z])", text[start:end])
    return start + stop.end() if stop else end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in re.finditer(r"[.!?][\"')]{0,2}(?=\s)", text[start:end]):
        stop = start + match.end()
        if not _ABBREVIATED.search(text, max(begin, stop - 12), stop):
            yield begin, stop
            begin = stop
    if text[begin:end].strip():
        yield begin, end

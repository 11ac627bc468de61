"""Lines that a fax machine printed over a whole file: its day and "Page k of n" are the sending's, never a document's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LEAST_PAGES = 3
MOST_PAGES_WITHOUT = 0.4
"""Share of a file's pages with words that may lack the line: a machine loses one, or a scan under it was not read."""
_EDGE_LINES = 4
_LONGEST = 200
_COUNT = re.compile(r"\b(?:page|pg|p)\b\.?[ ]{0,4}(?P<k>\d{1,4})[ ]{0,3}(?:of|/)[ ]{0,3}(?P<n>\d{1,4})\b", re.IGNORECASE)
_SENT = re.compile(
    r"\b(?:from|to|fax|faxed|recv|rcvd|received|sent|tx|rx|csid|tsid)\b|\(?\b\d{3}\)?[\-. ]?\d{3}[\-. ]?\d{4}\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{10,11}\b|\b\d{3}[\-. ]\d{3}[\-. ]\d{4}\b")


class _Line(NamedTuple):
    """A line with a page count, how far that lies from the page's place in the file, and of how many pages it speaks."""

    page: int
    start: int
    end: int
    shift: int
    of: int


def without_fax_lines(texts: Sequence[str]) -> list[str]:
    """The pages with the lines of a fax blanked that counts through the file; every other character keeps its place."""
    found = [line for page, text in enumerate(texts) for line in _counted(page, text)]
    pages = sum(1 for text in texts if text.strip())
    runs = Counter((shift, of) for _, shift, of in {(line.page, line.shift, line.of) for line in found})
    meant = {run for run, count in runs.items() if count >= max(LEAST_PAGES, (1 - MOST_PAGES_WITHOUT) * min(pages, run[1]))}
    blanked = list(texts)
    for line in found:
        if (line.shift, line.of) in meant:
            text = blanked[line.page]
            blanked[line.page] = text[: line.start] + " " * (line.end - line.start) + text[line.end :]
    return blanked


def _counted(page: int, text: str) -> Iterator[_Line]:
    lines = [line for line in re.finditer(r"[^\r\n]+", text) if line[0].strip()]
    for line in {line.start(): line for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}.values():
        count = _COUNT.search(line[0]) if len(line[0]) <= _LONGEST else None
        if count and _SENT.search(line[0]) and _TIME.search(line[0]):
            yield _Line(page, line.start(), line.end(), int(count["k"]) - page, int(count["n"]))

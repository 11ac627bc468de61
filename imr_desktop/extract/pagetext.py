"""The text of several pages as one string that remembers its pages.

Patterns run over `folded`, where odd spaces, dashes and quotes are replaced one character for one, so that a position in it
is the same position in `raw`, and every value can be quoted exactly as it stands on its page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MAX_CHARS = 2_000_000
QUOTE_CHARS = 240
EDGE_LINES = 2
_EDGES = (*range(EDGE_LINES), *range(-EDGE_LINES, 0))

_SOFT = "\u00ad"
_FOLD = str.maketrans(
    {
        "\r": " ",
        "\t": " ",
        "\v": " ",
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u200a": " ",
        "\u2002": " ",
        "\u2003": " ",
        "\x00": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\uff1a": ":",
        "\x02": "-",
        "\ufffe": "-",
        "\ufeff": _SOFT,
        "\u200b": _SOFT,
    }
)
_HYPHEN = "\x02"  # PDF libraries put U+0002 or U+FFFE where a hyphen ended a line and drop the line break
_TIDY = str.maketrans({"\ufffe": _HYPHEN, "\ufeff": _SOFT, "\u200b": _SOFT})
_PAGE_MARK = re.compile(r"(?i)^[ ]{0,60}page[ ]{0,3}\d{1,4}(?:[ ]{0,3}(?:of|/)[ ]{0,3}\d{1,4})?[ ]{0,60}$")
_RUNNING = re.compile(
    r"(?i)^[ ]{0,60}(?:(?:final determination letter for )?imr case(?: number)?:?|case(?: number| no\.?)?:?)[ ]{1,6}"
    r"[A-Z]{0,4}\d[\w\-]{2,20}(?:[ ]\W[ ]data[ ][0-9a-f]{12})?[ ,|.\-]{0,8}"
    r"(?:page[ ]{0,3})?(?:\d{1,4})?(?:[ ]{0,3}of[ ]{0,3}\d{1,4})?[ ]{0,40}$"
)
_CONTINUED = re.compile(r"(?i)^[ ]{0,60}[A-Z][^.:\n]{3,80},?[ ]\(?cont(?:inued|'d|\.)\)?[ ]{0,40}$")
_DIGITS = re.compile(r"\d+")
_LINE = re.compile(r"[^\n\f]+")
_JOIN = re.compile(
    rf"{_HYPHEN}\s*|{_SOFT}(?:[ \r]{{0,3}}[\n\f]\s*)?|(?<=[^\s\-])([-\u2010-\u2015])[ \r]{{0,3}}[\n\f]\s*(?=\w)|\s+"
)


class Quote(NamedTuple):
    """Words exactly as they stand on one page; `page` counts from 0 through the pages given."""

    page: int
    text: str


@dataclass(frozen=True)
class PagedText:
    """Pages joined by form feeds. `starts[i]` is where page i begins in `raw` and in `folded`.

    `rest` is the first page (from 0) that was too much to be in it whole; None where all are.
    """

    raw: str
    folded: str
    starts: tuple[int, ...]
    marks: tuple[tuple[int, int], ...] = ()
    rest: int | None = None

    @classmethod
    def of(
        cls, pages: Sequence[str], furniture: frozenset[str] = frozenset(), righted: Callable[[str], str] | None = None
    ) -> PagedText:
        """Join pages; page marks ("Page 2 of 5", a running case number) are blanked out in `folded`.

        `furniture` are further running lines, as `running_lines` gives them for the whole file. `righted` puts slips of a
        machine right in `folded`; what it gives of another length is passed over.
        """
        known = furniture or running_lines(pages)
        starts: list[int] = []
        marks: list[tuple[int, int]] = []
        kept: list[str] = []
        at = 0
        met, rest = False, None
        for number, page in enumerate(pages):
            piece = page[: max(0, MAX_CHARS - at)]
            rest = number if rest is None and len(piece) < len(page) else rest
            starts.append(at)
            marks += [(at + start, at + end) for start, end in _page_marks(piece, number == 0, known, met=met)]
            met = met or _has_running(piece)
            kept.append(piece)
            at += len(piece) + 1
        raw = "\f".join(kept)
        plain = raw.translate(_FOLD)
        better = righted(plain) if righted is not None else plain
        return cls(raw, _blank(better if len(better) == len(plain) else plain, marks), tuple(starts), tuple(marks), rest)

    def clean(self, start: int, end: int) -> str:
        """The words of ``raw[start:end]`` on one line: breaks become spaces, words broken by hyphens are joined."""
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in self.marks if a < end and b > start]
        return tidy(_blank(self.raw[start:end], inside))

    def _page_of(self, position: int) -> int:
        """The page (from 0) a position stands on."""
        return max(0, bisect_right(self.starts, position) - 1)

    def quote(self, start: int, end: int) -> Quote:
        """The words at a place, cut at the page's end and at `QUOTE_CHARS`, exactly as they stand."""
        while start < end and self.raw[start].isspace():
            start += 1
        page = self._page_of(start)
        stop = self.starts[page + 1] - 1 if page + 1 < len(self.starts) else len(self.raw)
        text = self.raw[start : min(end, stop)].rstrip()
        if len(text) > QUOTE_CHARS:
            text = text[:QUOTE_CHARS].rsplit(None, 1)[0]
        return Quote(page, text)


def folded(text: str) -> str:
    """A text with odd spaces, dashes and quotes replaced one character for one; positions stay."""
    return text.translate(_FOLD)


def tidy(text: str) -> str:
    """One line of text: whitespace runs become one space, hyphenated line ends and soft hyphens are joined.

    A hyphen at a line's end stays ("non-" + "certified" is "non-certified", "10-28-" + "2016" a date); a soft hyphen goes.
    """
    return _JOIN.sub(_joined, text.translate(_TIDY)).strip()


def _joined(match: re.Match[str]) -> str:
    if match.group(0).startswith(_SOFT):
        return ""
    if match.group(0).startswith(_HYPHEN):
        return "-"
    return match.group(1) or " "


def _blank(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """The text with these places turned into spaces, so that positions stay."""
    parts: list[str] = []
    at = 0
    for start, end in marks:
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def running_lines(pages: Sequence[str]) -> frozenset[str]:
    """The heads and feet that nearly every page of a file carries at one place, digits left out: nobody's words."""
    counted: Counter[tuple[int, str]] = Counter()
    readable = 0
    for page in pages:
        lines = [line for line in page[:MAX_CHARS].split("\n") if line.strip()]
        readable += bool(lines)
        counted.update((at, _plain_line(lines[at])) for at in _EDGES if -len(lines) <= at < len(lines))
    least = max(3, -(-readable * 4 // 5))
    return frozenset(line for (_, line), count in counted.items() if count >= least and line)


def _plain_line(line: str) -> str:
    return " ".join(_DIGITS.sub("#", line[:300]).split())


def _has_running(page: str) -> bool:
    """Whether a case number heads a page; on pages after it, it is a running line."""
    lines = [line for line in page.translate(_FOLD).split("\n") if line.strip()]
    return any(_RUNNING.match(line) for line in lines[:EDGE_LINES])


def _page_marks(page: str, first: bool, furniture: frozenset[str], *, met: bool) -> Iterator[tuple[int, int]]:
    """Where page numbers and running lines stand: in the first or last lines of a page. A first page keeps its own head.

    A case number at a page's head runs on only where it was `met` on a page before, as after a cover that had none.
    """
    folded = page.translate(_FOLD)
    lines = [match.span() for match in _LINE.finditer(folded) if not match.group().isspace()]
    for index, (start, end) in enumerate(lines):
        if EDGE_LINES <= index < len(lines) - EDGE_LINES:
            continue
        line = folded[start:end]
        later = not (first and index < EDGE_LINES)
        running = ((met or index >= EDGE_LINES) and _RUNNING.match(line)) or _CONTINUED.match(line)
        if _PAGE_MARK.match(line) or (later and (running or (furniture and _plain_line(page[start:end]) in furniture))):
            yield start, end

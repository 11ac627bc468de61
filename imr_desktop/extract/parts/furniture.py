"""What machines put on a file's pages: fax lines, Bates numbers, stamps. It is nobody's words, and is found once for a file.

A fax line carries a day and a running "page k of n" that are the sending's; a Bates number counts through the record; a stamp
says when paper came in, was scanned or printed. None is a document's title, page count or day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.parts.line_numbers import line_numbers
from imr_desktop.extract.parts.word_lists import words

if TYPE_CHECKING:
    from imr_desktop.record.model import PageText

EDGE_LINES = 4
LEAST_PAGES = 3
SHARE = 0.6
"""Of a file's pages with words that carry what runs over the whole file: a machine loses a line, a scan is not read."""
_LONGEST = 200
_FILES = 4
"""Files whose pages are remembered: one as its words are written, folded, and as it lies, and another's."""
_LONGEST_PRINT = 40
"""Pages up to which "printed on … page 3 of 5" counts a document; a longer print is a whole chart."""

_COUNT = re.compile(
    r"\b(?:page|pages|pag|pg|p)\b[.:#]?[ ]{0,4}(?P<k>\d{1,4})[ ]{0,3}(?:(?:of|de|/)[ ]{0,3}(?P<n>\d{1,4})\b)?"
    r"|(?<![\d/.\-])(?P<k2>\d{1,4})[ ]{0,3}of[ ]{1,3}(?P<n2>\d{1,4})(?![\d/])"
    r"|(?<![\w/.\-])(?P<k3>\d{1,4})/(?P<n3>\d{1,4})[ ]*\Z",
    re.IGNORECASE,
)
_LONE = re.compile(r"[ ]*[-\u2013(\[]?[ ]{0,2}(?P<k>\d{1,3})[ ]{0,2}(?:/[ ]{0,2}(?P<n>\d{1,3}))?[ ]{0,2}[-\u2013)\]]?[ ]*\Z")
_SENT = re.compile(rf"\b(?:{words('furniture', 'sent')})\b|\(?\b\d{{3}}\)?[\-. ]?\d{{3}}[\-. ]?\d{{4}}\b", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{10,11}\b|\b\d{3}[\-. ]\d{3}[\-. ]\d{4}\b")
_SLASHED = re.compile(r"[A-Za-z].* (?P<k>\d{1,3})/(?P<n>\d{1,3})[ ]*\Z")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}")
_PRINTED = re.compile(rf"\b(?:{words('furniture', 'printed')})\b", re.IGNORECASE)
_DAY = r"(?:\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|[a-z]{3,9}\.?[ ]\d{1,2},?[ ]\d{4}|\d{1,2}[ \-][a-z]{3}[ \-]\d{2,4})"
_STAMP = re.compile(
    r"[ *|]*(?:(?:date )?(?:received|rec'?d|rcvd|recvd)(?: (?:by|on|at|via|in)\b)?|uploaded|downloaded|e-?filed|"
    r"scanned|"
    r"scan date|printed|print date|faxed|imaged|indexed|produced|copied|generated|exported|accepted|"
    r"entered)\b(?P<colon>[ ]?:)?"
    rf"[^:]{{0,40}}?{_DAY}(?P<time>[^a-z\d]{{0,6}}\d{{1,2}}:\d{{2}})?(?!\d| (?:for|to) (?-i:[A-Z])).{{0,60}}\Z",
    re.IGNORECASE,
)
_PRINT_PART = re.compile(
    rf"\b(?:printed|print date(?:/time)?|generated|downloaded|exported)(?: (?:on|at|by)\b)?[^\n]{{0,40}}?{_DAY}"
    r"(?:[ ,]{0,3}(?:at )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b)?)?",
    re.IGNORECASE,
)
_BATES = re.compile(
    r"(?<![\w/.\-])(?P<prefix>[A-Z][A-Z&. ]{0,14}(?:[-_][A-Z&.]{1,14}){0,3}[-_ .]?)?(?P<number>\d{4,9})(?![\w/.\-])"
)
_LINE = re.compile(r"[^\r\n\f]+")
_FOOT = 600
"""Characters of a page in which its last lines mostly stand."""
_DIGIT = re.compile(r"\d")
_ALIKE, _LEAST_ALIKE, _MOST_ALIKE = 84.0, 14, 12
"""Of 100: how like a fax's line another is, each figure for any other; its least length; the most it is held against."""
_SKIPS = 2
"""By how much the counters before and behind a page differ."""
_OTHER_FIELD = re.compile(r"[A-Za-z][A-Za-z ]{2,20}:")


class PageCount(NamedTuple):
    """A page's own counter: the `k`-th of `n` pages (0: not said).

    `bare` is a lone number, `whole` one that counts all pages of the file.
    """

    k: int
    n: int = 0
    bare: bool = False
    whole: bool = False


class Furnished(NamedTuple):
    """A file's pages without furniture (every other character keeps its place), and each page's own counter.

    `backwards` says that counters run down from page to page: the pages lie in reverse.
    """

    texts: tuple[str, ...]
    counts: tuple[PageCount | None, ...]
    backwards: bool = False


class _Line(NamedTuple):
    page: int
    start: int
    end: int
    text: str
    last: bool


class _Mark(NamedTuple):
    """A page counter, or a Bates number, and how far it lies from the page's place in the file."""

    line: _Line
    start: int
    end: int
    value: int
    of: int
    name: str
    sent: bool


def furnished(pages: Iterable[PageText]) -> Furnished:
    """A file's pages as they were read, without their furniture; a page that could not be read has no words."""
    return without_furniture([page.text if page.readable else "" for page in pages])


def without_furniture(texts: Sequence[str]) -> Furnished:
    """The pages with fax lines, Bates numbers and stamps blanked, and the counters that are the documents' own.

    Many ask for the same file one after the other; it is found once.
    """
    return _furnished(tuple(texts))


@lru_cache(maxsize=_FILES)
def _furnished(texts: tuple[str, ...]) -> Furnished:
    lines = [line for page, text in enumerate(texts) for line in _edges(page, text)]
    pages = sum(1 for text in texts if text.strip())
    feet = _slashed_feet(lines)
    counts = [mark for line in lines if (mark := _counter(line, _masked(line.text) in feet)) is not None]
    running = _running(counts, pages)
    sent = {(mark.line.page, mark.line.start) for mark in counts if mark.sent or mark in running}
    faxed = [line for line in lines if (line.page, line.start) in sent]
    stamps = [line for line in lines if _is_stamp(line.text)]
    slips = _slips(lines, faxed)
    sent |= {(line.page, line.start) for line in slips}
    gone = [*faxed, *slips, *stamps, *_slips(lines, stamps)]
    blanks = [(line.page, line.start, line.end) for line in gone]
    bates = _bates(lines, pages)
    blanks += [(mark.line.page, mark.start, mark.end) for mark in bates]
    blanks += [(line.page, line.start, line.end) for line in _beside_bates(bates, pages)]
    blanks += _print_days(lines)
    blanks += [(page, *place) for page, text in enumerate(texts) for place in line_numbers(text)]
    own = [mark for mark in counts if (mark.line.page, mark.line.start) not in sent]
    return Furnished(tuple(_blanked(texts, blanks)), _own(own, len(texts), pages), _runs_down(counts))


def _edges(page: int, text: str) -> Iterator[_Line]:
    spans = _outer_lines(text)
    for at, (start, end) in enumerate(spans):
        if end - start <= _LONGEST:
            yield _Line(page, start, end, text[start:end], at in (0, len(spans) - 1))


def _outer_lines(text: str) -> list[tuple[int, int]]:
    """Where the first and last lines with words stand, each once; of a long page those between are not looked at."""
    first = list(islice(_lines_from(text, 0), EDGE_LINES))
    after = first[-1][1] if first else len(text)
    last = list(_lines_from(text, max(after, len(text) - _FOOT)))
    if len(last) <= EDGE_LINES:  # the first of them may be cut
        last = list(_lines_from(text, after))
    return [*first, *last[-EDGE_LINES:]]


def _lines_from(text: str, start: int) -> Iterator[tuple[int, int]]:
    return (line.span() for line in _LINE.finditer(text, start) if not line[0].isspace())


def _slashed_feet(lines: Sequence[_Line]) -> frozenset[str]:
    """Lines at pages' edges that end like "1/2" on several pages, and count on: a chart's foot, no score."""
    slashed = [(_masked(line.text), line.page, one["k"], one["n"]) for line in lines if (one := _SLASHED.search(line.text))]
    seen, often = set(slashed), Counter(text for text, *_ in slashed)
    counting = {text for text, page, k, n in slashed if (text, page + 1, str(int(k) + 1), n) in seen}
    return frozenset(text for text in counting if often[text] >= LEAST_PAGES)


def _counter(line: _Line, foots: bool = False) -> _Mark | None:
    """A line's page counter; `foots` where a foot like it stands on other pages too."""
    found, faxes = None, _SENT.search(line.text) and _TIME.search(line.text)
    for one in _COUNT.finditer(line.text):
        if one["k3"] and not faxes and not foots:
            continue  # a score as often: "pain 5/10"
        found = one
        if found["n"] or found["n2"] or found["n3"]:
            break
    lone = _LONE.match(line.text) if found is None else None
    if lone is not None and not lone["n"] and not line.last:
        lone = None
    if found is None and lone is None:
        return None
    match = found or lone
    assert match is not None
    value, of = _numbers(found) if found else (match["k"], match["n"])
    k, n = int(value), int(of or 0)
    if (n and k > n) or k == 0 or (found is not None and not _counts(line.text, found)):
        return None
    exported = n > _LONGEST_PRINT and _PRINTED.search(line.text) is not None
    name = "bare" if lone else ""
    return _Mark(line, line.start + match.start(), line.start + match.end(), k, n, name, bool(n and faxes) or exported)


def _numbers(count: re.Match[str]) -> tuple[str, str | None]:
    """The two numbers of a count: which page it is, and of how many."""
    return count["k"] or count["k2"] or count["k3"], count["n"] or count["n2"] or count["n3"]


def _counts(line: str, found: re.Match[str]) -> bool:
    """Whether a count speaks of this page: not "see page 4", "pages 1 of 2 of the MRI report were read"."""
    before, after = line[: found.start()].rstrip(), line[found.end() :].strip()
    if found["k2"]:
        return not re.search(r"[A-Za-z]\Z", before) and not re.match(r"[a-z]", after)
    if re.search(r"\b(?:see|on|at|to|and|cite[ds]?|from|of)\Z", before, re.IGNORECASE):
        return False
    return len(after) <= 60 and not re.match(r"[a-z]{2,}[ ]+[a-z]{2,}", after)


def _running(counts: list[_Mark], pages: int) -> set[_Mark]:
    """Counters beside a fax's words that run on over pages, though each line alone does not say that it is a fax's."""
    spoken = [mark for mark in counts if _says_of_sending(mark)]
    runs = Counter((mark.value - mark.line.page, mark.of) for mark in spoken)
    least = {run: max(LEAST_PAGES, SHARE * min(pages, run[1])) for run in runs}
    return {mark for mark in spoken if runs[key := (mark.value - mark.line.page, mark.of)] >= least[key]}


def _says_of_sending(mark: _Mark) -> bool:
    """Whether a counter stands beside a fax's words or a clock; beside both, where it does not say of how many."""
    said = [pattern.search(mark.line.text) is not None for pattern in (_SENT, _TIME)]
    return any(said) if mark.of else all(said) and _CLOCK.search(mark.line.text) is not None


def _is_stamp(line: str) -> bool:
    found = _STAMP.match(line)
    if found is None:
        return False
    return not (found["colon"] and not found["time"]) and len(_OTHER_FIELD.findall(line)) <= (1 if found["colon"] else 0)


def _slips(lines: Sequence[_Line], gone: Sequence[_Line]) -> list[_Line]:
    """Lines that a machine read otherwise on a page: nearly the fax's line, or the stamp, of the other pages."""
    often = Counter(_masked(line.text) for line in gone if len(line.text) >= _LEAST_ALIKE)
    if often.total() < LEAST_PAGES:
        return []
    from rapidfuzz import fuzz, process

    known, most = {(line.page, line.start) for line in gone}, [text for text, _ in often.most_common(_MOST_ALIKE)]
    others = [line for line in lines if (line.page, line.start) not in known and len(line.text.strip()) >= _LEAST_ALIKE]
    return [line for line in others if process.extractOne(_masked(line.text), most, scorer=fuzz.ratio, score_cutoff=_ALIKE)]


def _masked(line: str) -> str:
    return " ".join(_DIGIT.sub("#", line.lower()).split())


def _print_days(lines: list[_Line]) -> list[tuple[int, int, int]]:
    return [
        (line.page, line.start + found.start(), line.start + found.end())
        for line in lines
        for found in _PRINT_PART.finditer(line.text)
    ]


def _bates(lines: list[_Line], pages: int) -> list[_Mark]:
    """Numbers that go up by one from page to page under one name, over a good part of the file."""
    found = [
        _Mark(
            line,
            line.start + one.start(),
            line.start + one.end(),
            int(one["number"]),
            0,
            (one["prefix"] or "").strip(),
            False,
        )
        for line in lines
        for one in _BATES.finditer(line.text)
    ]
    runs = Counter((mark.name, mark.value - mark.line.page) for mark in found)
    return [
        mark
        for mark in found
        if runs[(mark.name, mark.value - mark.line.page)] >= (LEAST_PAGES if mark.name else max(LEAST_PAGES, SHARE * pages))
    ]


def _beside_bates(bates: list[_Mark], pages: int) -> Iterator[_Line]:
    """Lines whose words beside the Bates number are the same over a good part of the file: "IMR CM00-0000 ABC 000012"."""
    rests = [(mark.line, _without(mark)) for mark in bates]
    often = Counter(rest for _, rest in rests if rest)
    yield from (line for line, rest in rests if often[rest] >= max(LEAST_PAGES, SHARE * pages))


def _without(mark: _Mark) -> str:
    text = mark.line.text
    return " ".join((text[: mark.start - mark.line.start] + text[mark.end - mark.line.start :]).split())


def _own(counts: list[_Mark], pages: int, with_words: int) -> tuple[PageCount | None, ...]:
    """Each page's best counter; one that counts all pages of the file is said to."""
    runs = Counter((mark.value - mark.line.page, mark.of) for mark in counts)
    longest = max(runs.values(), default=0)
    whole = {run for run, count in runs.items() if count == longest >= max(LEAST_PAGES + 1, SHARE * with_words)}
    whole -= {run for run in whole if _ends_early(run, counts)}
    best: dict[int, PageCount] = {}
    for mark in counts:
        one = PageCount(mark.value, mark.of, mark.name == "bare", (mark.value - mark.line.page, mark.of) in whole)
        page = mark.line.page
        if page not in best or _better(one) > _better(best[page]):
            best[page] = one
    return _agreed(tuple(best.get(page) for page in range(pages)))


def _agreed(counts: tuple[PageCount | None, ...]) -> tuple[PageCount | None, ...]:
    """The counters; one that was misread between two of one document is what they say: "1 of 5" between 2 and 4 of 5."""
    beside = zip((None, *counts), counts, (*counts[1:], None), strict=False)
    return tuple(_between(*three) for three in beside)


def _between(before: PageCount | None, count: PageCount | None, after: PageCount | None) -> PageCount | None:
    if before is None or count is None or after is None or before.bare or after.bare:
        return count
    right = before._replace(k=(before.k + after.k) // 2)
    misread = (count.k == right.k) != (count.n == right.n)
    return right if misread and before.n == after.n > 1 and abs(after.k - before.k) == _SKIPS else count


def _ends_early(run: tuple[int, int], counts: list[_Mark]) -> bool:
    """Whether a run of numbers that say no length is over where another count begins: one long document's own."""
    _, of = run
    last = max(mark.line.page for mark in counts if (mark.value - mark.line.page, mark.of) == run)
    return not of and any(mark.line.page > last and mark.value == 1 and mark.of for mark in counts)


def _better(count: PageCount) -> tuple[bool, bool, bool]:
    return not count.whole, not count.bare, count.n > 0


def _runs_down(counts: list[_Mark]) -> bool:
    """Whether counters of one length mostly go down by one from a page to the next."""
    by_page: dict[int, list[_Mark]] = {}
    for mark in counts:
        if mark.name != "bare":
            by_page.setdefault(mark.line.page, []).append(mark)
    up = down = 0
    for page, marks in by_page.items():
        for one in marks:
            for two in by_page.get(page + 1, ()):
                up += two.of == one.of and two.value == one.value + 1
                down += two.of == one.of and two.value == one.value - 1
    return down >= LEAST_PAGES and down > 2 * up


def _blanked(texts: Sequence[str], blanks: list[tuple[int, int, int]]) -> Iterator[str]:
    by_page: dict[int, list[tuple[int, int]]] = {}
    for page, start, end in blanks:
        by_page.setdefault(page, []).append((start, end))
    for page, text in enumerate(texts):
        parts, at = [], 0
        for start, end in sorted(by_page.get(page, ())):
            if start >= at:
                parts += [text[at:start], " " * (end - start)]
                at = end
        yield "".join([*parts, text[at:]]) if parts else text

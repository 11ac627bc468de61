"""How a report is laid out: its parts by the words that head them, and the sentences and entries in each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from imr_desktop.extract.facts.tables import phrase, table

_BULLET = re.compile(r"[ ]{0,40}(?:[-*\u2022\u25cf\u25aa\u2023]|\(?\d{1,2}[.)](?!\d)|[a-h][.)])[ ]{0,8}")
_LABEL = re.compile(r"[ ]{0,40}(?:[A-Z][A-Za-z/&' ]{1,32}:|\[[ xX\u2713\u2714]{0,3}\]|[\u2610-\u2612\u25a1\u25a0])")
"""What begins a line that goes on with nothing: a label, a box."""
_STOP = re.compile(r"[.!?][\"')\]]{0,2}(?=\s)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:dr|mr|ms|mrs|no|vs|approx|e\.g|i\.e|st|pt|tab|tabs|cap|caps|dx|hx|ave|[A-Za-z])|\bq\.?[a-z]?|[bt]\.i)\.$",
    re.IGNORECASE,
)
_ENTRY_NUMBER = re.compile(
    r"(?:^|(?<!of)(?<!to)(?<!is)(?<!at)(?<!\bx)(?<!left)(?<!right)(?<!flexion)(?<!extension)[\s(])[1-3]?\d[.)]$",
    re.IGNORECASE,
)
"""What ends in a point and is no sentence's end: the number of an entry, not what was measured ("left 60.")."""
_SIDE_LETTER = re.compile(r"[a-z)+\-] [LR]\.\Z")
"""A side at the end of what is said ("no atrophy L. limp R."), where a small letter goes on: no initial of a name."""
_TAIL = 24
_RUNS_ON = re.compile(
    r"(?=[^\n]*[A-Za-z,](?:[ ]?\n))[^\n.]{0,24}\n(?:[a-z(][^\n.;:]{0,60}[ ]?\n){0,6}[a-z(][^\n.;:]{0,60}\.(?=\s|\Z)"
)
"""The end of a line in a narrow column, whose sentence goes on in small letters to its full stop a few lines below."""
_SHORT_LINE = 0.62
"""A line shorter than this share of the page's longest ones ends what it says; a longer one goes on in the next."""
_FEWEST = 40
_LONGEST = 600  # characters of a sentence that are looked at


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or list entry at ``start:end``; `section` is the key of the part it stands in, `head` that part's words.

    `is_copied` says that it was taken over from an older note.
    """

    start: int
    end: int
    section: str
    head: str = ""
    is_copied: bool = False


_HEAD = re.compile(
    r"(?:^[ ]{0,40}(?:\(?\d{1,2}[.)][ ]{0,6}|[IVX]{1,4}\.[ ]{1,6}|[-*\u2022][ ]{0,4})?|(?<=[.;][ ]))"
    r"(?P<words>[A-Za-z][A-Za-z&/().,'\-]{0,30}(?:[ ][A-Za-z&/().,'\-]{1,30}){0,11}?)[ ]{0,6}"
    r"(?:\((?:[^()]|\([^()\n]{1,4}\)){24,240}\)[ ]{0,3})?(?::|[ ]-[ ]|$)",
    re.MULTILINE,
)
"""What may be a head: a few words at a line's start, or after a full stop, before a colon, a dash or the line's end.

A form tells in long brackets behind it what to write there.
"""


@cache
def _keys() -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows = [(row["key"], head) for row in table("sections")["section"] for head in row["heads"]]
    parts = "|".join(f"(?P<h{number}>{head})" for number, (_, head) in enumerate(rows))
    return phrase(rf"(?:{parts})(?:[ ]{{0,3}}\([^)]{{1,24}}\))?\Z"), tuple(key for key, _ in rows)


@lru_cache(maxsize=8192)
def _key_of(words: str) -> str | None:
    """The key of the part that these words head; None where they are no head."""
    pattern, keys = _keys()
    found = pattern.match(words)
    if found is None:
        return None
    return keys[min(int(name[1:]) for name, said in found.groupdict().items() if said is not None)]


@cache
def _copied() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = table("sections")["copied"]
    ahead = r"^[ ]{0,40}[\[(*\-\"]{0,3}[ ]{0,3}"
    begins, ends = (
        phrase(ahead, f"(?:{'|'.join(rows[name])})", flags=re.IGNORECASE | re.MULTILINE) for name in ("begins", "ends")
    )
    return begins, ends


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a document's folded text, in order, each with the part it stands in. Linear in the text's length."""
    lined = text.replace("\f", "\n")
    entries = sorted([*_reviewed(lined), *_entries(lined)])
    copied = sorted([*_copies(lined), *entries])
    begun = [start for start, _ in copied]
    heads = list(_sections(lined, entries))
    widest = _width(lined)
    first = heads[0][0] if heads else len(lined)
    for key, head, start, end in [("", "", 0, first), *((key, lined[at:begin], begin, end) for at, begin, key, end in heads)]:
        for begin, stop in _pieces(lined, start, end, widest):
            near = range(bisect_right(begun, begin) - 1, -1, -1)[:2]
            yield Sentence(begin, stop, key, head, any(begin < copied[at][1] for at in near))


_OVER = frozenset({"subjective", "ros", "exam", "diagnosis", "plan", "request", "function", "work"})
"""Parts to which the heads of single parts of the body below them belong."""


@cache
def _within() -> re.Pattern[str]:
    return phrase(rf"(?:{'|'.join(table('sections')['within'])})")


_PHONE = re.compile(r"\s{0,3}\(?\d{3}\)?[ .\-]?\d{3}")
"""What follows "P:" where that is no plan but a telephone."""


def _sections(text: str, entries: list[tuple[int, int]]) -> Iterator[tuple[int, int, str, int]]:
    """The parts, each from its head on; a head inside one of the `entries` of a review of records ends with that entry."""
    found = [
        (start, match.end(), key, words)
        for match in _HEAD.finditer(text)
        for start, said in _heading(match)
        if (start == 0 or text[start - 1] == "\n" or match[0].rstrip().endswith(":"))
        and (key := _key_of(words := " ".join(said.split()).lower())) is not None
        and not _PHONE.match(text, match.end())
    ]
    at = outer_start = 0
    outer = main = ""
    for index, (start, end, said, words) in enumerate(found):
        following = found[index + 1][0] if index + 1 < len(found) else len(text)
        key = _key_below(text, start, end, said, words, main)
        while at < len(entries) and entries[at][1] <= start:
            at += 1
        if at < len(entries) and entries[at][0] < start and text[start - 1] != "\n":
            stop = min(entries[at][1], following)
            yield start, end, key, stop
            yield outer_start, stop, outer, following
            continue
        yield start, end, key, following
        outer_start, outer = start, key
        main = main if _within().fullmatch(words) else key


def _heading(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Where a head begins and its words: they may stand behind a short sentence on its line ("No clonus. Left knee: …")."""
    _before, stop, behind = match["words"].rpartition(". ")
    if stop and _key_of(" ".join(match["words"].split()).lower()) is None:
        yield match.end("words") - len(behind), behind
    else:
        yield match.start(), match["words"]


def _key_below(text: str, start: int, end: int, key: str, words: str, main: str) -> str:
    """The key of a head that stands below another part: a part of the body belongs to that one."""
    if key == "diagnosis" and _is_of_study(text, start, end):
        return "studies"
    return main if main in _OVER and _within().fullmatch(words) else key


_STUDY = re.compile(
    r"^[ ]{0,12}(?:[\d/\-]{6,10}[ :,\-]{1,4})?(?:mri|mr|x-?rays?|ct|emg|ncs|ultrasound|radiographs?|bone scan|"
    r"electrodiagnostic)\b[^\n]{0,80}$",
    re.IGNORECASE,
)


def _is_of_study(text: str, start: int, end: int) -> bool:
    """Whether "Impression: …" goes on with a study that the line above names: what it showed is no diagnosis made here."""
    line_end = text.find("\n", end)
    told = text[end : line_end if line_end >= 0 else len(text)].strip()
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    return (
        bool(told)
        and re.search(r"(?i)impression|conclusion", text[start:end]) is not None
        and _STUDY.match(above) is not None
    )


def _copies(text: str) -> Iterator[tuple[int, int]]:
    begins, ends = _copied()
    at = 0
    while (found := begins.search(text, at)) is not None:
        stop = ends.search(text, found.end())
        end = stop.start() if stop else len(text)
        yield found.start(), end
        at = max(end, found.end())


_REVIEWED = re.compile(
    r"^[ ]{0,20}(?:(?:0?[1-9]|1[0-2])[/\-](?:0?[1-9]|[12]\d|3[01])[/\-]\d{2,4}|"
    r"\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8}\.?[ ]\d{1,2},[ ]\d{4})[ ,:.\-]{1,4}"
    r"(?=[^\n]{0,90}\b(?:report|note|evaluation|mri|x-?rays?|emg(?:/nc[sv])?|screen|records?|consultation|letter|study|ct|therapy)\b)",
    re.IGNORECASE | re.MULTILINE,
)
"""A line of a review of records: a day, then which document it was."""
_ENTRY_END = re.compile(r"[.!?][ ]{0,4}(?:\n|\Z)")
_LONGEST_ENTRY = 600


def _reviewed(text: str) -> Iterator[tuple[int, int]]:
    for match in _REVIEWED.finditer(text):
        stop = _ENTRY_END.search(text, match.end(), match.end() + _LONGEST_ENTRY)
        yield match.start(), stop.end() if stop else min(len(text), match.end() + _LONGEST_ENTRY)


_RECORD = re.compile(
    r"^[ ]{0,20}(?=[^\n]{0,110}$)(?=[^\n]{0,90}\b(?:report|notes?|evaluation|mri|x-?rays?|emg(?:/nc[sv])?|screen|"
    r"consultation|letter|study|determination|examination|discharge summary|scan)\b)[^\n.]{0,70}?"
    r"(?P<day>\d{1,2}[/\-.]\d{1,2}[/\-.]\d{2,4}|\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8}\.?[ ]\d{1,2},[ ]\d{4})[^\n.]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that names a record with its day and says no sentence: several of them one after another are a review of records."""
_CLOSE = 400


def _entries(text: str) -> Iterator[tuple[int, int]]:
    """What a review of records tells of each: from the line that names a record to the next one's, or to a sentence's end."""
    found = list(_RECORD.finditer(text))
    for at, match in enumerate(found):
        near = [found[other] for other in (at - 1, at + 1) if 0 <= other < len(found)]
        near = [one for one in near if one["day"] != match["day"] and abs(one.start() - match.start()) < _CLOSE]
        if not near:
            continue
        following = found[at + 1].start() if at + 1 < len(found) else len(text)
        stop = _ENTRY_END.search(text, match.end(), min(following, match.end() + _LONGEST_ENTRY))
        yield match.start(), stop.end() if stop and following - match.end() > _CLOSE else min(following, match.end() + _CLOSE)


def _width(text: str) -> int:
    longest = sorted(len(line) for line in text.split("\n"))
    return longest[-max(1, len(longest) // 20)] if longest else 0


def _pieces(text: str, start: int, end: int, widest: int) -> Iterator[tuple[int, int]]:
    """The sentences of a part: at full stops, at list marks, at blank lines, and where a line is left short."""
    begin = at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        mark = _BULLET.match(text, at, stop) if at > start or text[at - 1 : at] in ("", "\n") else None
        if mark and mark.end() < stop:
            if begin < at:
                yield from _split(text, begin, at)
            begin = mark.end()
        following = stop + 1
        blank = text[following : following + 1] in ("\n", "")
        length = stop - text.rfind("\n", 0, at) - 1
        is_short = length < max(_FEWEST, widest * _SHORT_LINE) and not _runs_on(text, begin, stop, end)
        if stop >= end or blank or is_short or _LABEL.match(text, following, end) or text[at:stop].isspace():
            yield from _split(text, begin, stop)
            begin = following
        at = following
    if begin < end:
        yield from _split(text, begin, end)


def _runs_on(text: str, begin: int, stop: int, end: int) -> bool:
    """Whether the sentence at the end of a line goes on below it, as in a narrow column."""
    return _RUNS_ON.match(text, max(begin, stop - _TAIL, text.rfind(".", begin, stop) + 1), end) is not None


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _STOP.finditer(text, start, end):
        stop = match.end()
        if _SIDE_LETTER.search(text, max(begin, stop - 4), stop) and not text[stop : stop + 2].strip()[:1].isupper():
            pass
        elif _ABBREVIATED.search(text, max(begin, stop - 12), stop) or _ENTRY_NUMBER.search(text, max(begin, stop - 5), stop):
            continue
        yield from _trimmed(text, begin, stop)
        begin = stop
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        stop = max(text.rfind("\n", start, start + _LONGEST), text.rfind(" ", start, start + _LONGEST - 60)) + 1
        stop = stop if stop > start else start + _LONGEST
        yield start, stop
        start = stop
    if end - start > 1:
        yield start, end

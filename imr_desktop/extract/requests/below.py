"""A row and its parts, and what goes on below it: the rest of its sentence, of its cells, or the value of its label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from imr_desktop.extract.requests.care import is_aside, is_of_person, names_care
from imr_desktop.extract.requests.counts import asked_in, bare
from imr_desktop.extract.requests.labels import kind_of, label_start
from imr_desktop.extract.requests.marks import STROKE
from imr_desktop.extract.requests.naming import titled
from imr_desktop.extract.requests.ruling import opens_with_ruling
from imr_desktop.extract.requests.saying import verdict_of
from imr_desktop.extract.requests.sheet import COLON, MARK, PAIR, SERIES, UNFINISHED, Line, entry_of
from imr_desktop.extract.requests.words import decided, label_of

_IN_BRACKETS = re.compile(r"\([^()]{2,60}\)\s{0,3}(?:[;,.]|\Z)")
_OPEN_MARK = re.compile(r"[;:,]\s(?:and\s)?\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]\Z", re.IGNORECASE)
"""How a line ends with the mark of an entry that stands below it."""
_JOINS = re.compile(r"(?:and|or|with|without|under|including|plus)\s", re.IGNORECASE)
_CODED = re.compile(r"\s\(?(?:\d{5}|[A-V]\d{4})\)?\Z")
_NUMBERED_LABEL = re.compile(r"\d{1,2}\W{0,3}\Z")
_BROKEN_OFF = re.compile(
    r"\b(?:is|are|was|were|be|been|of|for|to|a|an|the|and|or|in|with|by|on|at|as|from|decision|therefore|not|only|has|had|"
    r"have|which|that|count|quantity)\W?\Z",
    re.IGNORECASE,
)
"""Words that end no sentence."""
_DIAGNOSES = re.compile(r"(?:[A-Z][a-z]+ (?:[a-z]+ )?)?[Dd]iagnos[ei]s\b(?! (?:of|is|was|and))|D[Xx]\b")
"""How a line begins that lists diagnoses."""
_POINTS = re.compile(r"\b(?:below|as follows|space provided|following page|attached list)[.:]\Z", re.IGNORECASE)
"""How a form's instruction ends: what stands below it is an answer."""
_IN_RUN = re.compile(r"\w\)?;\s[^;]{0,90}\Z")
"""How a line ends that lists things with semicolons, and breaks off in the last one."""
_AMOUNT_ALONE = re.compile(r"(?:#\s?|x\s?|qty:?\s?)\d{1,4}\W{0,2}\Z", re.IGNORECASE)
_ROOM = 0.75
_FULL = 0.93
"""Of a page's width: how far a line reaches before its sentence goes on below."""
_SHORT_REST, _SHORT_SAID, _LONG_LINE = 12, 5, 4
_MOST_LINES, _MOST_BEHIND = 40, 12


@dataclass(slots=True)
class Part:
    """Words of a row: what asks for them (`kind` of the label), folded and as they are, and where they begin.

    `head` are the words of the head that a table's cell stands under.
    """

    kind: str
    label: str
    text: str
    raw: str
    left: int
    page: int
    first: str = ""
    head: str = ""

    def __post_init__(self) -> None:
        """`first` are words that stand together on the page, to quote."""
        self.first = self.first or self.raw


@dataclass(slots=True)
class Row:
    """Parts side by side; `form` tells where they are cells, `gap` whether something parts it from what is above."""

    parts: list[Part]
    page: int
    gap: bool = False
    form: Literal["", "table", "boxes"] = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words with their labels."""
        return "  ".join(f"{part.label}: {part.text}" if part.label else part.text for part in self.parts)


def goes_on(row: Row, line: Line, width: int) -> bool:
    """Whether a line is the rest of the row above it: of its sentence, or of its cells."""
    if row.form or not row.lines or len(row.lines) >= _MOST_LINES:
        return False
    if row.lines[-1].page != line.page and not _runs_over(row.lines[-1], line):
        return False
    last = row.lines[-1]
    if line.left < row.lines[0].left - 1 and entry_of(row.lines[0].text) and line.text[:1].isupper():
        return False  # out to the left of an entry of a list
    if _goes_on_beside(row, line):
        return True
    if _hangs(last, line, width) or (len(line.cells) == 1 and _ends_in_mark(row)):
        return True
    if len(STROKE.findall(line.text)) > 1:
        return False
    series = SERIES.match(line.text) and not line.text[:1].islower()
    if entry_of(line.text) or series or PAIR.match(line.text) or _opens_label(line):
        return False
    if _awaits(row.parts[-1], line) or _runs_on(row, line):
        return True
    if len(line.cells) == 1 and (len(last.cells) == 1 or row.parts[-1].label):
        return not _are_two(row, line, width) and _is_rest(line.text, last, width)
    return _fills_cells(row, line)


def _are_two(row: Row, line: Line, width: int) -> bool:
    """Whether a line has a decision or care of its own, as the row above it has."""
    last = row.lines[-1]
    if _decides_last(last) and _decides_last(line):
        return True
    if opens_with_ruling(row.lines[0].text) and opens_with_ruling(line.text) and line.text[0].isupper():
        return True
    apart = not _hangs_under(row, line) and (
        not _is_small(line.text) or _counts_both(last, line) or _codes_both(last, line) or _has_room(last, line, width)
    )
    return apart and bool(titled(line.text)) and bool(titled(row.parts[-1].text))


def _fills_cells(row: Row, line: Line) -> bool:
    """Whether a line's cells are the rest of cells of the row above: each stands below one of them."""
    if (
        len(row.lines[0].cells) < 2
        or len(line.cells) > len(row.lines[0].cells)
        or decided(line.text)
        or ":" in line.text
        or is_aside(line.text)
        or (entry_of(row.lines[0].text) and line.text[:1].isupper() and not UNFINISHED.search(row.lines[-1].text))
    ):
        return False
    lefts = [part.left for part in row.parts]
    if _fills_again(row.lines[0], line) or _begins_label(row.lines[0], line):
        return False
    under = all(min(abs(cell.left - left) for left in lefts) <= 1 for cell in line.cells)
    return under and len(line.text.split()) < _SHORT_REST and (line.text[0].islower() or len(line.cells) < len(row.parts))


def _ends_in_mark(row: Row) -> bool:
    """Whether a row ends with the mark of an entry that stands below it; a count is none ("Quantity approved: 1.")."""
    counts = row.parts[-1].label and bare(row.parts[-1].text) is not None
    return not counts and _OPEN_MARK.search(row.lines[-1].text) is not None


def _goes_on_beside(row: Row, line: Line) -> bool:
    """Whether a line goes on with a label and the value beside it: with both, and then with the value alone."""
    first = row.lines[0].cells
    if len(row.parts) != 1 or not row.parts[0].label or len(first) != 2 or abs(line.cells[-1].left - first[1].left) > 1:
        return False
    if not (line.text[0].islower() or line.text[0] == "("):
        return False
    if len(line.cells) == 1:
        return any(len(other.cells) == len(first) for other in row.lines[1:])
    return len(line.cells) == len(first) and abs(line.cells[0].left - first[0].left) <= 1


def _hangs_under(row: Row, line: Line) -> bool:
    """Whether a line goes on in small letters below the words of a list's entry, which has no amount yet."""
    entry = entry_of(row.lines[0].text)
    inward = entry is not None and line.left >= row.lines[0].left + entry.length
    return inward and line.text[0].islower() and asked_in(row.text[entry.length if entry else 0 :]) is None


def _fills_again(first: Line, line: Line) -> bool:
    """Whether a line has a number, a mark or a code of its own where the row's first line has one."""
    own, other = first.cells[0], line.cells[0]
    return abs(own.left - other.left) <= 1 and all(MARK.match(cell.text) for cell in (own, other))


def _begins_label(first: Line, line: Line) -> bool:
    """Whether a line begins with a label of its own, rather than with the rest of a cell."""
    label = line.cells[0]
    near = len(line.cells) > 1 or abs(first.left - label.left) <= 1
    return near and label.text[0].isupper() and bool(kind_of(label.text))


def _codes_both(last: Line, line: Line) -> bool:
    """Whether two lines each end with a procedure's code."""
    return _CODED.search(last.text) is not None and _CODED.search(line.text) is not None


def _awaits(part: Part, line: Line) -> bool:
    """Whether a line is the value of the label above it: of a numbered one, of one for the decision, or about a person."""
    if not part.label or part.text or len(line.cells) > 1:
        return False
    if part.kind == "decision":
        return len(line.text.split()) <= _SHORT_SAID and verdict_of(line.text) is not None
    if part.kind in ("asked", "allowed", "lost"):
        return bare(line.text) is not None
    if part.kind == "title":
        return _NUMBERED_LABEL.search(part.label) is not None
    return not part.kind and is_of_person(part.label) and not titled(line.text) and verdict_of(line.text) is None


def _decides_last(line: Line) -> bool:
    """Whether a line ends with the decision on what it names."""
    made = decided(line.text)
    return made is not None and len(line.text) - made.end <= _MOST_BEHIND < made.start


def _counts_both(last: Line, line: Line) -> bool:
    ends = last.text.rstrip()[-1:] not in ",;" and ";" not in line.text
    return ends and asked_in(last.text) is not None and asked_in(line.text) is not None


def _has_room(last: Line, line: Line, width: int) -> bool:
    """Whether a line's first word would have stood on the line above by far: nobody wraps there."""
    return asked_in(line.text) is not None and last.cells[-1].right + len(line.text.split()[0]) + 1 < _ROOM * width


def _hangs(last: Line, line: Line, width: int) -> bool:
    """Whether a full line breaks off in mid-sentence ("It is", "count of"): what stands below goes on, whatever it is."""
    if len(line.cells) != 1 or len(last.cells) != 1 or len(last.text.split()) <= _LONG_LINE or last.text.endswith(":"):
        return False
    full = len(line.text.split()[0]) + 1 >= _FULL * width - last.cells[-1].right
    small = line.text[0].islower() and _unquoted(last.text)[-1:] not in ".:;"
    return full and (small or _BROKEN_OFF.search(last.text) is not None)


def _runs_over(last: Line, line: Line) -> bool:
    """Whether a sentence goes on over the break of a page."""
    long = len(last.text.split()) > _LONG_LINE and len(last.cells) == len(line.cells) == 1
    return long and line.text[:1].islower() and _unquoted(last.text)[-1:] not in ".:"


def _unquoted(words: str) -> str:
    """Words without the quotation marks that close behind them."""
    return words.rstrip(" \"'\u201d\u2019")


def _runs_on(row: Row, line: Line) -> bool:
    """Whether a line goes on with a list in one paragraph: with an item that breaks off above, or with its amount alone."""
    if len(line.cells) > 1 or len(row.lines[-1].cells) > 1 or row.parts[-1].label:
        return False
    above = row.lines[-1].text.rstrip()
    if _AMOUNT_ALONE.match(line.text):
        return names_care(above) and "," in above and asked_in(re.split(r"[,;]", above)[-1]) is None
    return _IN_RUN.search(above) is not None and line.text[0].islower() and above[-1] not in ".:"


def _opens_label(line: Line) -> bool:
    mark = COLON.search(line.text)
    return mark is not None and label_start(line.text[: mark.start()], fresh=True) is not None


def _is_rest(text: str, last: Line, width: int) -> bool:
    """Whether words go on with the line above: that one is full, or they begin in small letters."""
    above = last.text.rstrip()
    if text.isupper() and not above.isupper() and len(text.split()) < _SHORT_SAID:
        return False
    if (
        above.endswith(":")
        or (label_of(above) == "title" and decided(above) is not None)  # the heading of a list
        or _POINTS.search(above)
        or _DIAGNOSES.match(text)
        or (
            text[0].isupper()
            and (kind_of(text) or (is_aside(text) and (len(text.split()) < _SHORT_SAID or len(last.cells) > 1)))
        )
    ):
        return False
    made = decided(text)
    if made and made.start <= 3 and len(text.split()) < _SHORT_SAID:
        return False
    first = text.split()[0]
    full = len(first) + 1 >= _FULL * width - last.cells[-1].right
    if above.endswith(".") and not full:
        return False
    if above.endswith(".") and not text.rstrip().endswith(".") and len(text) < width / 2:
        return False
    small = _is_small(text) and decided(text[:30]) is None
    aside = first[0] == "(" and (not names_care(text) or _IN_BRACKETS.match(text) is not None)
    return small or aside or (full and len(above.split()) > _LONG_LINE)


def _is_small(text: str) -> bool:
    """Whether words go on with others: they begin in small letters, or in capitals with a word that joins."""
    return text[0].islower() or (text.isupper() and _JOINS.match(text) is not None)


def join(row: Row, line: Line) -> None:
    """Add a line to the row that it goes on with."""
    alone = len(row.parts) == 1 or len(row.lines[-1].cells) == 1
    cells = line.cells
    if len(cells) == 2 and _goes_on_beside(row, line):
        part = row.parts[0]
        part.label = f"{part.label} {cells[0].text}"
        part.kind = kind_of(part.label)
        cells = cells[1:]
    for cell in cells:
        part = row.parts[-1] if alone else min(row.parts, key=lambda part: abs(part.left - cell.left))
        between = "" if part.text.endswith("-") else " "
        part.text, part.raw = f"{part.text}{between}{cell.text}".lstrip(), f"{part.raw}{between}{cell.raw}".lstrip()
        part.first = part.first or cell.raw
    row.lines.append(line)

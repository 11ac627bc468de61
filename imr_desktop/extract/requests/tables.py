"""Tables with a column for what was asked for: columns by their heads, and rows, however many lines each takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from imr_desktop.extract.requests.amounts import is_amount
from imr_desktop.extract.requests.bands import Column, Row, table_rows
from imr_desktop.extract.requests.bodies import by_amounts, by_body, counting, numbering, without_totals
from imr_desktop.extract.requests.care import asks_for_none, is_aside
from imr_desktop.extract.requests.counts import bare
from imr_desktop.extract.requests.labels import is_label, kind_of
from imr_desktop.extract.requests.naming import titled
from imr_desktop.extract.requests.sheet import Cell, Line
from imr_desktop.extract.requests.words import decided, list_ends
from imr_desktop.record.layout import CHECKED

_HEAD_LINES = 3
_MOST_BODY = 220
_MOST_EMPTY, _LEAST_KNOWN = 3, 2
_SHORT = 14
_ASKED = re.compile(
    r"\W{0,3}(?:(?:(?:original|initial)(?:ly)? |(?:provider|physician|doctor)(?:'s)? )?request(?:ed)?|"
    r"asked(?: for)?|submitted|ordered|prescribed|sought)\W{0,3}\Z",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\W{0,3}(?:days?|weeks?|months?)(?:['\u2019]?s?['\u2019]? supply)?\W{0,3}\Z", re.IGNORECASE)
_ITEM = re.compile(r"\W{0,3}items?\W{0,3}\Z", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:first|prior|previous|original|initial|earlier) (?:decision|determination|outcome)\b", re.IGNORECASE
)
_VALUE = re.compile(r":\s?[^\s(]|\d{5}|\b[A-Z]\d\d\.\d")
_ASIDE = re.compile(r"\([^()]{4,30}\)")
_COUNTING = frozenset({"asked", "allowed", "lost"})
_COUNT_AND_WORDS = re.compile(r"(?P<count>\d{1,4})\s(?P<words>[A-Za-z].*)")
_LABELLED = re.compile(r"[A-Za-z][^:]{2,44}:(?:\s|\Z)")
_OF_ONE = frozenset({"decision", "allowed", "asked", "amount"})
_MOST_BOX = 6
_TELLING = frozenset({"decision", "allowed", "asked", "amount", "lost"})
_BESIDE_TITLES = _TELLING | {"changed", "put_off", "who", "code", "reason", "diagnosis", "dates", "number", "guideline"}
"""What the other columns of a table of treatments ask for."""


class Table(NamedTuple):
    """A table's columns, its rows (cells by column), and each row's page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Row], ...]
    end: int


def table_at(lines: Sequence[Line], at: int, label_rows: frozenset[int]) -> Table | None:
    """The table whose head begins on this line; None where there is none.

    Another row of labels ends a table; where that goes on about the same request (its decision, what was allowed), the
    first row was one of boxes and heads no table.
    """
    head = _head(lines, at)
    if head is None:
        return None
    columns, body = head
    end, rows = _body(lines, body, columns)
    told = by_amounts(columns, rows)
    if told != columns:
        columns = told
        end, rows = _body(lines, body, columns)
    rows = without_totals(columns, rows)
    own = _kinds(lines[at])
    other = next((number for number in range(body, end) if number in label_rows and _kinds(lines[number]) != own), None)
    if other is not None:
        more = set(_kinds(lines[other]))
        if at in label_rows and more & _OF_ONE and "title" not in more and other - body < _MOST_BOX:
            return None
        end, rows = _body(lines[:other], body, columns)
    return Table(counting(numbering(by_body(columns, rows), rows), rows), tuple(rows), max(end, body)) if rows else None


def _kinds(line: Line) -> tuple[str, ...]:
    return tuple(kind_of(cell.text) for cell in line.cells)


# ----- the head


def _head(lines: Sequence[Line], at: int) -> tuple[tuple[Column, ...], int] | None:
    """The columns of a head that begins on this line (it may take several), and where the body begins."""
    if len(lines[at].cells) < 2 and not (lines[at].cells and at + 1 < len(lines) and len(lines[at + 1].cells) > 1):
        return None
    best: tuple[tuple[int, int, bool], tuple[Column, ...], int] | None = None
    for count in range(1, _HEAD_LINES + 1):
        taken = lines[at : at + count]
        if len(taken) < count or any(not line.cells or _holds_answers(line) for line in taken):
            break
        columns = _with_untitled(_columns([cell for line in taken for cell in line.cells]), lines[at + count :])
        kinds = [column.kind for column in columns if column.kind]
        ruled = at + count < len(lines) and lines[at + count].ruled
        known = len(kinds), len(set(kinds)), ruled
        if _is_head(columns) and (best is None or known > best[0]):
            best = known, columns, at + count
    if best and best[2] == at + 1 and len(best[1]) > 2:
        best = best[0], *_whole_head(lines, at, best[1])
    if best and best[2] > at + 1 and _begins_below(lines, at, best[0][0]):
        return None
    return best[1:] if best else None


def _with_untitled(columns: tuple[Column, ...], below: Sequence[Line]) -> tuple[Column, ...]:
    """The columns, and left of them that of the treatments where none has a head but stands below ("… Asked  Given")."""
    if len(columns) < 2 or not all(column.kind in _TELLING for column in columns):
        return columns
    first = next((line.cells[0] for line in below[:2] if len(line.cells) > 1), None)
    if first is None or first.right > columns[0].left or not titled(first.text):
        return columns
    return (Column("title", first.left, first.right), *columns)


def _whole_head(lines: Sequence[Line], at: int, columns: tuple[Column, ...]) -> tuple[tuple[Column, ...], int]:
    """A head with the lines below its first that hold nothing but words of labels ("(Required)", "Code (If known)")."""
    end = at + 1
    while end < min(len(lines), at + 1 + _HEAD_LINES) and lines[end].cells and all(map(_is_of_label, lines[end].cells)):
        end += 1
    whole = _columns([cell for line in lines[at:end] for cell in line.cells])
    return (whole, end) if len(whole) == len(columns) and _is_head(whole) else (columns, at + 1)


def _is_of_label(cell: Cell) -> bool:
    return any(map(str.isalpha, cell.text)) and (_ASIDE.fullmatch(cell.text) is not None or is_label(cell.text))


def _begins_below(lines: Sequence[Line], at: int, known: int) -> bool:
    """Whether the lines below a line are by themselves a head that says no less: it is none of theirs."""
    below = _head(lines, at + 1)
    return below is not None and sum(column.kind != "" for column in below[0]) >= known and len(lines[at].cells) < 2


def _holds_answers(line: Line) -> bool:
    """Whether a line is no head: it has a mark or a label's value, or names or counts care beside other cells."""
    several = len(line.cells) > 1
    return any(
        CHECKED in cell.text
        or _VALUE.search(cell.text) is not None
        or (several and (titled(cell.text) or bare(cell.text) is not None))
        for cell in line.cells
    )


def _columns(cells: Sequence[Cell]) -> tuple[Column, ...]:
    """Cells of several lines by the columns that they stand in."""
    groups: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda cell: cell.right - cell.left):
        near = [group for group in groups if any(_overlap(cell, other) > 0 for other in group)]
        if len(near) == 1:
            near[0].append(cell)
        elif not near:
            groups.append([cell])
        else:
            return ()
    groups.sort(key=lambda group: min(cell.left for cell in group))
    return _titled(_made_columns(cells, groups))


def _titled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A column headed "Item", or with a head that nobody knows among known ones, names the treatments where no other does."""
    if any(column.kind == "title" for column in columns):
        return columns
    numbers = [at for at, column in enumerate(columns) if column.kind == "number"]
    unknown = [at for at, column in enumerate(columns) if not column.kind]
    told = sum(column.kind in _TELLING or column.kind == "code" for column in columns)
    numbers = unknown[:1] if not numbers and told > 1 else numbers
    if len(numbers) != 1:
        return columns
    return tuple(
        column._replace(kind="title", guessed=True) if at == numbers[0] else column for at, column in enumerate(columns)
    )


def _made_columns(cells: Sequence[Cell], groups: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    order = {id(cell): number for number, cell in enumerate(cells)}
    heads = [" ".join(cell.text for cell in sorted(group, key=lambda cell: order[id(cell)])) for group in groups]
    kinds = [kind_of(head) for head in heads]
    later = any(kind == "decision" and not _EARLIER.search(head) for head, kind in zip(heads, kinds, strict=True))
    if later:  # what was decided before is history
        kinds = ["" if _EARLIER.search(head) else kind for head, kind in zip(heads, kinds, strict=True)]
    if kinds.count("title") == 0 and kinds.count("number") > 1:  # beside the rows' numbers "Item" names them
        kinds = ["title" if _ITEM.match(head) else kind for head, kind in zip(heads, kinds, strict=True)]
    if kinds.count("title") > 1:  # beside a column of treatments "Requested" asks for how much
        kinds = ["asked" if _ASKED.match(head) else kind for head, kind in zip(heads, kinds, strict=True)]
    if kinds.count("title") > 1 and len(_TELLING.intersection(kinds)) > 1:  # what stands below them tells
        kinds = ["" if kind == "title" else kind for kind in kinds]
    if kinds.count("asked") > 1:  # beside a count "Days" says for how long
        spans = [kind == "asked" and _SPAN.match(head) is not None for head, kind in zip(heads, kinds, strict=True)]
        if sum(spans) < kinds.count("asked"):
            kinds = ["dates" if span else kind for span, kind in zip(spans, kinds, strict=True)]
    if "decision" in kinds and "allowed" not in kinds:  # the same head again behind the decision asks for what was allowed
        behind = kinds.index("decision")
        before = [{*head.lower().split()} for head, kind in zip(heads[:behind], kinds, strict=False) if kind == "asked"]
        kinds[behind:] = [
            "allowed" if kind == "asked" and any(words.issuperset(head.lower().split()) for words in before) else kind
            for head, kind in zip(heads[behind:], kinds[behind:], strict=True)
        ]
    return tuple(
        Column(kind, min(cell.left for cell in group), max(cell.right for cell in group), head=head)
        for kind, group, head in zip(kinds, groups, heads, strict=True)
    )


def _is_head(columns: Sequence[Column]) -> bool:
    kinds = [column.kind for column in columns]
    others = sum(kind == "" for kind in kinds)
    known = _BESIDE_TITLES & set(kinds)
    few = others <= max(1, len(kinds) // (3 if len(known) < _LEAST_KNOWN else 2))
    return kinds.count("title") == 1 and bool(known) and few


def _overlap(first: Cell | Column, second: Cell | Column) -> int:
    return min(first.right, second.right) - max(first.left, second.left)


# ----- the body


def _body(lines: Sequence[Line], start: int, columns: Sequence[Column]) -> tuple[int, list[tuple[int, Row]]]:
    """Where the table ends, and its rows."""
    bands: list[list[tuple[int, Row]]] = [[]]
    empty, at = 0, start
    while at < min(len(lines), start + _MOST_BODY):
        line = lines[at]
        if line.ruled or not line.cells:
            empty = 0 if line.ruled else empty + 1
            if bands[-1] and (line.ruled or empty):
                bands.append([])
            if empty > _MOST_EMPTY:
                break
            at += 1
            continue
        if _repeats_head(line, columns):
            at += 1
            continue
        fresh = not bands[-1]
        if _ends(line, columns, fresh=fresh) or _heads_more(lines, at, columns, fresh=fresh) or _heads_next(lines, at):
            break
        empty = 0
        bands[-1].append((line.page, _placed(line, columns)))
        at += 1
    return at, table_rows([band for band in bands if band], columns)


def _heads_more(lines: Sequence[Line], at: int, columns: Sequence[Column], *, fresh: bool) -> bool:
    """Whether another table's head begins on a line: one that says more, or behind a gap something else."""
    if not any(kind_of(cell.text) for cell in lines[at].cells):
        return False
    head = _head(lines, at)
    own = sum(column.kind != "" for column in columns)
    if head is None:
        return False
    fresh = fresh and not any(decided(cell.text) or any(map(str.isdigit, cell.text)) for cell in lines[at].cells)
    other = {column.kind for column in head[0]} - {column.kind for column in columns} - {""}
    return sum(column.kind != "" for column in head[0]) > max(own, _LEAST_KNOWN) or (fresh and bool(other))


def _heads_next(lines: Sequence[Line], at: int) -> bool:
    """Whether a line decides what stands in the next table, whose head comes below it: "NOT CERTIFIED"."""
    if len(lines[at].cells) != 1 or decided(lines[at].cells[0].text) is None:
        return False
    below = next((number for number in range(at + 1, min(at + 1 + _MOST_EMPTY, len(lines))) if lines[number].cells), None)
    return below is not None and (_heads(lines[below]) or _head(lines, below) is not None)


def _repeats_head(line: Line, columns: Sequence[Column]) -> bool:
    """Whether a line is the head again (a table that goes on), or the rest of a head in brackets."""
    is_aside = all(cell.text.startswith("(") and cell.text.endswith(")") for cell in line.cells)
    own = {column.kind for column in columns}.issuperset(_kinds(line)) or all(
        any(cell.text in column.head for column in columns) for cell in line.cells
    )
    return (own and _heads(line)) or (is_aside and len(line.cells) > 1)


def _heads(line: Line) -> bool:
    """Whether a line is by itself the head of a table of treatments."""
    kinds = _kinds(line)
    return len(kinds) > 1 and "title" in kinds and all(kinds)


def _ends(line: Line, columns: Sequence[Column], *, fresh: bool) -> bool:
    """Whether a line stands outside the table: running text across its columns, or words that open another part."""
    first = line.cells[0]
    crosses = any(
        sum(_overlap(cell, column) > min(4, column.right - column.left - 1) for column in columns) > 1
        and cell.right > columns[min(len(columns) - 1, _nearest(cell, columns) + 1)].left + 6
        and len(cell.text) > 30
        for cell in line.cells
    )
    at_left = first.left <= columns[0].left + 3
    labelled = _LABELLED.match(first.text) is not None and kind_of(first.text.split(":")[0]) != "title"
    opens = at_left and (
        labelled
        or (len(line.cells) == 1 and (list_ends().match(first.text) is not None or is_aside(first.text)))
        or (len(line.cells) == 1 and asks_for_none(first.text))
    )
    alone = len(line.cells) == 1 and first.left <= columns[0].left + 3
    heading = alone and (
        first.text.endswith(":")
        or (fresh and first.text.isupper() and len(first.text) > _SHORT and decided(first.text) is None)
    )
    return (len(line.cells) <= 2 and crosses) or opens or heading


def _placed(line: Line, columns: Sequence[Column]) -> Row:
    """A line's cells by their columns: in their order where each has its own, else by where they lie."""
    cells = _parted(line.cells, columns)
    places = [_nearest(cell, columns) for cell in cells]
    fit = len(cells) == len(columns) and all(_fits(cell, column) for cell, column in zip(cells, columns, strict=True))
    if fit or (len(cells) == len(columns) and len({*places}) < len(columns)):
        places = [*range(len(columns))]  # as many cells as heads, though they stand elsewhere
    row: Row = {}
    for place, cell in zip(places, cells, strict=True):
        row.setdefault(place, []).append(cell)
    return row


def _parted(cells: Sequence[Cell], columns: Sequence[Column]) -> list[Cell]:
    """Cells with a count parted from the decision that it stands close to, where a column asks for each."""
    kinds = [column.kind for column in columns]
    beside = any(one in _COUNTING and other == "decision" for one, other in pairwise(kinds))
    found: list[Cell] = []
    for cell in cells:
        both = _COUNT_AND_WORDS.match(cell.text) if beside and len(cells) < len(columns) else None
        if both and (made := decided(both["words"])) and made.start == 0:
            at = both.start("words")
            found.append(Cell(both["count"], cell.raw[: both.end("count")], cell.left, cell.left + both.end("count")))
            found.append(Cell(both["words"], cell.raw[at:], cell.left + at, cell.right))
        else:
            found.append(cell)
    return found


def _fits(cell: Cell, column: Column) -> bool:
    """Whether a cell may stand in a column: a count or a stroke where one counts, words where one names treatments."""
    counts = is_amount(cell.text) or not any(map(str.isalnum, cell.text))
    return counts if column.kind in _COUNTING else not (counts and column.kind == "title")


def _nearest(cell: Cell, columns: Sequence[Column]) -> int:
    """The column a cell stands in: the one it shares most with, else the one that lies nearest.

    Cells begin where their head begins, as a rule: that counts before a long cell's reach over its neighbour's place.
    """
    starts = [number for number, column in enumerate(columns) if abs(column.left - cell.left) <= 2]
    if len(starts) == 1:
        return starts[0]
    shared = [_overlap(cell, column) for column in columns]
    best = max(range(len(columns)), key=lambda number: (shared[number], -number))
    if shared[best] > 0:
        return min(number for number in range(len(columns)) if shared[number] > 0) if shared[best] < 5 else best
    return min(
        range(len(columns)), key=lambda number: abs(columns[number].left + columns[number].right - cell.left - cell.right)
    )

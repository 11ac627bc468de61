"""A document as rows: labels with their values, cells of tables and boxes, and sentences over the breaks of their lines.

Each part of a row knows what asks for it: the label before it, or the head of its column or box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from imr_desktop.extract.pagetext import tidy
from imr_desktop.extract.requests.amounts import is_amount
from imr_desktop.extract.requests.below import Part as Part
from imr_desktop.extract.requests.below import Row as Row
from imr_desktop.extract.requests.below import goes_on, join
from imr_desktop.extract.requests.boxes import Boxes, boxes_of, label_rows
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.counts import bare
from imr_desktop.extract.requests.edges import without_furniture
from imr_desktop.extract.requests.labels import kind_of, label_start
from imr_desktop.extract.requests.marks import STROKE, with_marks, with_strokes
from imr_desktop.extract.requests.naming import titled
from imr_desktop.extract.requests.pairs import paired, with_colons
from imr_desktop.extract.requests.sheet import COLON, PAIR, Cell, Line, Sheet, words_of
from imr_desktop.extract.requests.tables import Table, table_at
from imr_desktop.extract.requests.turned import turned_at
from imr_desktop.extract.requests.twofold import parted
from imr_desktop.extract.requests.words import decided
from imr_desktop.record.layout import CHECKED

if TYPE_CHECKING:
    from collections.abc import Mapping

_WITHIN = re.compile(
    r"\w\s{0,3}(?:[(,]|\bto\b)\s{0,3}(?:qty|quantity|count|disp(?:ense)?|number|no|refills?|units?)\.?[\s:]{0,3}\d{0,4}\Z",
    re.IGNORECASE,
)
"""How words end that say how much within a title, rather than open a field."""
_APART = re.compile(r"\S(?:[^\n]*?\S)??(?=\s{2,}|\s{0,9}\Z)")
_LINE_NUMBER = re.compile(r"(?P<n>\d{1,2})\s{1,9}(?=\S)")
_BULLETS = frozenset("\u2022\u25cf\u25aa\u25a0\u00b7\u25cb\u25e6\u2043\u27a2\u2192\u25c6*-\u2013")
_LEAST_LINES, _LEAST_OPENING = 2, 5
_JOINED = re.compile(r"\w,? (?:and|or|&) \w|\w, \w|\w/\w")
"""How a label says that it asks for several things."""
_MOST_IN_CELL, _LONGEST_LABEL = 5, 50
_COUNTED = re.compile(
    r"(?P<label>asked(?: for)?|requested|sought|allowed|approved|certified|authorized|denied) (?P<rest>\d.{0,40})\Z",
    re.IGNORECASE,
)
"""A cell that says by its first word of what it counts: "asked 18 visits", "allowed 7"."""
_FIRST_MARK = re.compile(r"\(?1[.)]\s")
_UNIT_BEFORE = re.compile(r"\w,\s[a-z]{3,14}\Z")


def rows_of(sheet: Sheet) -> list[Row]:
    """A document's rows in their order."""
    lines = with_colons(with_strokes(with_marks(without_furniture(sheet.lines))))
    pairs = paired(lines)
    labels = label_rows(lines) - pairs
    boxes = {at: one for at, one in boxes_of(lines, labels).items() if not _heads_table(lines, one, labels)}
    above = {number for one in boxes.values() for number in one.lines if max(one.lines) in labels} if boxes else set()
    widths = _widths(sheet)
    rows: list[Row] = []
    used: set[int] = set()
    gap, at = True, 0
    while at < len(lines):
        line = lines[at]
        if line.ruled or not line.cells or at in used:
            gap = gap or at not in used
            at += 1
            continue
        apart = at in pairs or _has_values_above(boxes, at) or at in above - labels
        table = turned_at(lines, at) or (None if apart else table_at(lines, at, labels))
        if table is not None:
            rows += _of_table(table)
            at, gap = table.end, True
            continue
        if at in pairs:
            rows.append(_of_pairs(line, line.cells, gap=gap))
        elif at in boxes:
            rows.append(_of_boxes(boxes[at], line.page, gap=gap))
            used |= boxes[at].lines
        elif rows and (not gap or _is_next_page(rows[-1], line)) and goes_on(rows[-1], line, widths.get(line.page, 0)):
            join(rows[-1], line)
        else:
            rows += [_of_line(part, gap=gap) for part in _by_ticks(line)]
        gap = False
        at += 1
    return [_as_prose(row) for row in rows]


def _is_next_page(row: Row, line: Line) -> bool:
    return bool(row.lines) and row.lines[-1].page != line.page


def _as_prose(row: Row) -> Row:
    """A paragraph whole, whatever colons stand in its sentences."""
    first = row.parts[0]
    within = len(row.parts) > 1 and not row.form and all(len(line.cells) == 1 for line in row.lines)
    if not within or first.label or len(row.lines) < _LEAST_LINES or len(first.text.split()) < _LEAST_OPENING:
        return row
    raw = " ".join(line.raw for line in row.lines)
    return replace(
        row, parts=[Part("", "", tidy(" ".join(line.text for line in row.lines)), raw, first.left, row.page, first.first)]
    )


def _heads_table(lines: Sequence[Line], boxes: Boxes, labels: frozenset[int]) -> bool:
    """Whether a row of labels, on a page whose values stand above them, heads a table: only below it stands care."""
    at = max(boxes.lines)
    titles = [one for one in boxes.fields if kind_of(one.label) == "title"]
    if at not in labels or not titles or any(names_care(one.value) for one in titles):
        return False
    table = table_at(lines, at, labels)
    return table is not None and any(
        titled(part.text) for row in _of_table(table) for part in row.parts if part.kind == "title"
    )


def _has_values_above(boxes: Mapping[int, Boxes], at: int) -> bool:
    """Whether a row of labels is one whose values stand above it."""
    return any(at in one.lines and at == max(one.lines) and min(one.lines) < at for one in boxes.values())


def _widths(sheet: Sheet) -> dict[int, int]:
    """How far the lines of each page reach to the right, but for the longest few."""
    ends: dict[int, list[int]] = {}
    for line in sheet.lines:
        if line.cells:
            ends.setdefault(line.page, []).append(line.cells[-1].right)
    return {page: sorted(rights)[len(rights) * 9 // 10] for page, rights in ends.items()}


def _of_table(table: Table) -> Iterator[Row]:
    for page, row in _unnumbered(table):
        parts = [
            Part(
                table.columns[at].kind,
                "",
                tidy(" ".join(cell.text for cell in row[at])),
                words_of(row[at]),
                row[at][0].left,
                page,
                row[at][0].raw,
                table.columns[at].head,
            )
            for at in sorted(row)
        ]
        yield Row([one for part in parts for one in parted(_unlabelled(part))], page, True, "table")


def _unlabelled(part: Part) -> Part:
    """A cell that begins with its own label ("Service or good Walker") as what that label asks for."""
    words = part.raw.split()
    for count in range(min(len(words) - 1, _MOST_IN_CELL), 2, -1):
        label = " ".join(words[:count])
        if (
            _JOINED.search(label)
            and bare(words[count - 1]) is None
            and (not words[count][0].islower() or is_amount(" ".join(words[count:])))
            and kind_of(label)
        ):
            rest = " ".join(words[count:])
            return replace(part, kind=kind_of(label), label=label, text=rest, raw=rest, first=rest)
    return part


def _unnumbered(table: Table) -> Iterator[tuple[int, dict[int, list[Cell]]]]:
    """A table's rows without the numbers before their titles, where these run from 1 on, once or again."""
    at = next((at for at, column in enumerate(table.columns) if column.kind == "title"), 0)
    marks = [_LINE_NUMBER.match("  ".join(cell.text for cell in row[at])) if at in row else None for _, row in table.rows]
    running = _running([int(mark["n"]) if mark else 0 for mark in marks])
    for (page, row), mark, runs in zip(table.rows, marks, running, strict=True):
        if not (runs and mark):
            yield page, row
            continue
        first, length = row[at][0], mark.end()
        if len(first.text) < length:
            yield page, {**row, at: row[at][1:]}
            continue
        yield page, {**row, at: [first._replace(text=first.text[length:], raw=first.raw[length:]), *row[at][1:]]}


def _running(numbers: Sequence[int]) -> list[bool]:
    """Which of these are of a run from 1 on, of two at least."""
    found = [False] * len(numbers)
    for at, number in enumerate(numbers):
        follows = at > 0 and number == numbers[at - 1] + 1 and (number == 2 or found[at - 1])
        if number > 1 and follows:
            found[at - 1] = found[at] = True
    return found


def _of_boxes(boxes: Boxes, page: int, *, gap: bool) -> Row:
    parts = [Part(kind_of(one.label), one.label, one.value, one.value, one.left, page) for one in boxes.fields]
    return Row(parts, page, gap, "boxes")


# ----- a line


def _of_pairs(line: Line, cells: Sequence[Cell], *, gap: bool) -> Row:
    pairs = zip(cells[::2], cells[1::2], strict=True)
    parts = [Part(kind_of(label.text), label.text, value.text, value.raw, value.left, line.page) for label, value in pairs]
    return Row(parts, line.page, gap, "", [line])


def _of_line(line: Line, *, gap: bool) -> Row:
    cells = _cells(line)
    if _is_beside(line, cells):
        return _of_pairs(line, cells, gap=gap)
    return Row(_parts(cells, line.page), line.page, gap, "", [line])


def _by_ticks(line: Line) -> Iterator[Line]:
    """A line with several ticked boxes, each with what stands beside it; any other as it is."""
    ticks = [at for at, cell in enumerate(line.cells) if cell.text.split()[0] == CHECKED]
    if len(ticks) < 2 or ticks[0]:
        yield line
        return
    for at, end in pairwise([*ticks, len(line.cells)]):
        yield line._replace(cells=line.cells[at:end])


def _is_beside(line: Line, cells: Sequence[Cell]) -> bool:
    """Whether each cell is a label without a colon that has its value beside it: two cells, or more in pairs."""
    labels, values = cells[::2], cells[1::2]
    if ":" in line.text or len(cells) % 2 or (len(cells) > 2 and any(kind_of(value.text) for value in values)):
        return False
    decide = all(len(one.text) < _LONGEST_LABEL and decided(one.text) for one in cells)
    if decide and "decision" not in map(kind_of, (one.text for one in labels)):
        return False  # heads of columns, each with what it decides
    return all(kind_of(one.text) and len(one.text) < _LONGEST_LABEL and not _counts(one.text) for one in labels)


def _counts(words: str) -> bool:
    """Whether words say how much: they are no label ("Disp #120")."""
    return bare(words) is not None or is_amount(words)


def _cells(line: Line) -> Sequence[Cell]:
    """A line's cells; strokes and the pairs of a log ("units_requested=12") part them; marks and bullets go with words."""
    text = line.text
    alone = line.cells[0].text
    if len(line.cells) > 1 and ((alone == CHECKED and decided(line.cells[1].text) is None) or alone in _BULLETS):
        mark, words, *rest = line.cells
        line = line._replace(
            cells=(Cell(f"{mark.text} {words.text}", f"{mark.raw} {words.raw}", mark.left, words.right), *rest)
        )
    if max(len(STROKE.findall(cell.text)) for cell in line.cells) > 1:
        return [*_cut(text, line.left)]
    if PAIR.search(text):
        spread = PAIR.sub(lambda pair: "  " + pair["label"].replace("_", " ").capitalize() + ": ", text)
        return [
            Cell(match.group(), match.group(), line.left + match.start(), line.left + match.end())
            for match in _APART.finditer(spread)
        ]
    return line.cells


def _cut(text: str, left: int) -> Iterator[Cell]:
    at = 0
    for mark in [*STROKE.finditer(text), None]:
        words = text[at : mark.start() if mark else len(text)].strip()
        if words:
            yield Cell(words, words, left + at, left + at + len(words))
        at = mark.end() if mark else at


def _parts(cells: Sequence[Cell], page: int) -> list[Part]:
    """Labels and values; a label's value may stand in the next cell."""
    parts: list[Part] = []
    label: str | None = None

    def add(words: str, raw: str, left: int) -> None:
        nonlocal label
        if words and label is None and len(cells) > 2 and (counted := _COUNTED.match(words)) and is_amount(counted["rest"]):
            parts.append(Part(_of_count(counted["label"]), counted["label"], counted["rest"], raw, left, page))
        elif words:
            parts.append(Part("" if label is None else _kind_of(label, words), label or "", words, raw, left, page))
            label = None

    for number, cell in enumerate(cells):
        at, fresh = 0, True
        if label is None and _counts_beside(cells, number):
            label = cell.text
            continue
        for mark in COLON.finditer(cell.text):
            before = cell.text[at : mark.start()]
            if mark.group().strip() == "|":
                add(before.strip(), cell.raw[at : mark.start()].strip(), cell.left + at)
                at, fresh = mark.end(), True
                continue
            start = label_start(before, fresh=fresh and label is None)
            if start is None and fresh and label is None and _FIRST_MARK.match(cell.text, mark.end()):
                start = 0
            counts = label is not None and kind_of(label) == "allowed" and start == 0 and kind_of(before) == "asked"
            if start is None or counts or _WITHIN.search(before) or _counts_within(before, cell.text[mark.end() :]):
                continue
            add(before[:start].strip(" ;|"), cell.raw[at : at + start].strip(" ;|"), cell.left + at)
            if label is not None:
                parts.append(Part(kind_of(label), label, "", "", cell.left + at, page))
            label, at, fresh = before[start:].strip(), mark.end(), False
        add(cell.text[at:].strip(), cell.raw[at:].strip(), cell.left + at)
    if label is not None:
        parts.append(Part(kind_of(label), label, "", "", cells[-1].right + 2, page))
    return parts


def _kind_of(label: str, value: str) -> str:
    """What a label asks for; one that names care, with nothing but its amount behind it, is that care and asks for none."""
    kind = kind_of(label)
    return "" if kind == "title" and len(label.split()) > 1 and names_care(label) and is_amount(value) else kind


def _of_count(label: str) -> str:
    """What a word before a count asks for: there "requested" is how much was, and names no request."""
    kind = kind_of(label)
    return "asked" if kind == "title" else kind


def _counts_beside(cells: Sequence[Cell], number: int) -> bool:
    """Whether a cell without a colon is a label for the count beside it ("Number approved   6"), among other cells."""
    label, behind = cells[number].text, cells[number + 1 : number + 2]
    if len(cells) < 3 or not behind or ":" in label or kind_of(label) not in ("asked", "allowed", "lost"):
        return False
    return len(label.split()) > 1 and bare(label) is None and bare(behind[0].text) is not None


def _counts_within(before: str, behind: str) -> bool:
    """Whether a colon stands within an open bracket, or before a count of what is named ("batteries, boxes: 2")."""
    is_open = before.count("(") > before.count(")")
    return is_open or (_UNIT_BEFORE.search(before) is not None and bare(behind) is not None)

"""Requests in lists: under a heading that says what became of them, or each with its decision on its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.pagetext import tidy
from imr_desktop.extract.requests.counts import allowed_in, asked_in, bare, beside_counts, part_of_whole
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.ruling import ruling, settled
from imr_desktop.extract.requests.sheet import Cell, Line, Sheet, entry_of
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of
from imr_desktop.extract.requests.words import Verdict, all_decided, decided, is_treatment, label_of, list_ends, phrase

LONGEST_ENTRY = 420
_LEAD = re.compile(
    r"\W{0,3}(?:the\s)?(?:following\s)?(?:(?:items?|services?|treatments?|requests?|medications?|procedures?)(?:\(s\))?\s)?"
    r"(?:(?:is|are|was|were|(?:has|have)\sbeen)(?:/are)?\s)?\W{0,3}\Z",
    re.IGNORECASE,
)
_INLINE = re.compile(r"(?:(?<=\s)|(?<=[;,:])|\A)\(?(?P<n>\d{1,2})[.)]\s{1,9}(?=[A-Za-z(])")
_FEW = 4
"""Words behind a decision that stands alone on its line."""
_SHORT = 0.5
"""Of a page's width: a line that ends before it ends its paragraph."""
_COUNTS = re.compile(r"\s*[#(]?\d{1,4}\b|\s*(?:once|twice|qty|quantity|for|x)\b", re.IGNORECASE)
MOST_PIECE = 12
_HEADING_WORDS = 16
_AFTER = re.compile(r"[\s:.\u2013\u2014-]{0,9}")
_BEFORE = phrase(r"(?:[-\u2013\u2014:;,(\[/|.]|\bis|\bare|\bwas|\bwere|\bbe|\bas|=+>?|->|\.{2,9}|  )[\s\W]{0,9}\Z")
_PARTED = phrase(r"(?:\s[-\u2013\u2014]|[:(\[|]|=+>?|->|\.{2,9}|  )[\s\W]{0,9}\Z")
_LISTS = phrase(r"\b(?:following|these|below|listed|services?|treatments?|items?|requests?|medications?|procedures?)\b")
_PAPER = phrase(r"\b(?:notice|letter|report|adverse determination)\b")
_VERBS = phrase(r"\b(?:has|have) been|\b(?:is|are|was|were)\b|\bwe (?:have )?|\bnot\b")


class Piece(NamedTuple):
    """Lines that belong together: an entry of a list, or a paragraph; `number` is -1 where it is no entry.

    `breaks` are the places in `text` where a line begins.
    """

    text: str
    page: int
    first: str
    number: int
    entry: bool
    breaks: tuple[int, ...] = ()


def pieces(sheet: Sheet) -> list[Piece]:
    """A document's lines as entries and paragraphs."""
    found: list[list[Line]] = []
    fresh, widths = True, _widths(sheet)
    for line in sheet.lines:
        if line.ruled or not line.cells:
            fresh = True
            continue
        if fresh or not found or _begins(line, found[-1], widths.get(line.page, 0)):
            found.append([line])
        else:
            found[-1].append(line)
        fresh = _is_whole(line.text)
    return [_piece(lines) for lines in found]


def _widths(sheet: Sheet) -> dict[int, int]:
    """How far the lines of each page reach to the right, but for the longest few."""
    ends: dict[int, list[int]] = {}
    for line in sheet.lines:
        if line.cells:
            ends.setdefault(line.page, []).append(line.cells[-1].right)
    return {page: sorted(rights)[len(rights) * 9 // 10] for page, rights in ends.items()}


def _begins(line: Line, before: Sequence[Line], width: int) -> bool:
    """Whether a line begins another entry or paragraph than the lines before it."""
    if entry_of(line.text) or _is_heading(line.text) or _is_heading(before[-1].text) or len(before) >= MOST_PIECE:
        return True
    if _leads(line.text):
        return True
    meant = _is_meant(line, before[-1], width)
    if entry_of(before[0].text):
        made = decided(line.text)
        alone = made is not None and made.start <= 3 and len(line.text[made.end :].split()) <= _FEW
        if alone and not any(decided(one.text) for one in before):
            return False
        outside = line.left < before[0].left or list_ends().match(line.text) or meant
        return bool(line.left <= before[0].left and outside and not _COUNTS.match(line.text))
    return (meant and (_leads(before[-1].text) or _is_whole(line.text))) or before[-1].cells[-1].right < _SHORT * width


def _is_meant(line: Line, before: Line, width: int) -> bool:
    """Whether the break before a line was meant: its first word would have fitted, and does not go on in small letters."""
    words = line.text.split()
    room = 0.9 * width - before.cells[-1].right
    fits = bool(words) and len(words[0]) + 1 < room and not words[0][0].islower()
    return fits or before.text.rstrip().endswith((".", ":"))


def _leads(text: str) -> bool:
    """Whether a line begins with a decision and a sign behind it ("MODIFIED: …")."""
    made = decided(text[:60])
    return made is not None and _LEAD.match(text[: made.start]) is not None and text[made.end :].lstrip()[:1] == ":"


def _is_whole(text: str) -> bool:
    """Whether a line holds a request and its decision, so that the next line is another's."""
    made = decided(text) if len(text) <= 160 else None
    return made is not None and _PARTED.search(text[: made.start]) is not None and len(text[made.end :].split()) <= 8


@lru_cache(maxsize=2048)
def _is_heading(text: str) -> bool:
    """Whether a line is a heading by itself: it ends in a colon, or is short and says what became of requests."""
    kinds = [label_of(words) for words in re.split(r"\s*(?:[/|:]|\s[-\u2013]\s|\s{2,})\s*", text) if words]
    if "title" in kinds and all(kinds):
        return True
    return len(text.split()) <= _HEADING_WORDS and (
        text.rstrip().endswith(":") or (text.isupper() and decided(text) is not None)
    )


def _piece(lines: Sequence[Line]) -> Piece:
    if len(lines[0].cells) > 1 and lines[0].cells[0].text.strip("#.()").isdigit():
        cell = lines[0].cells[0]
        mark = f"{cell.text.strip('#.()')}."
        cells = (Cell(mark, mark, cell.left, cell.right), *lines[0].cells[1:])
        lines = [lines[0]._replace(cells=cells), *lines[1:]]
    entry = entry_of(lines[0].text)
    text, breaks = "", []
    for line in lines:
        words = tidy("  ".join(cell.raw for cell in line.cells))
        breaks.append(len(text) + 1)
        text += words if text.endswith("-") else f" {words}"
    first = lines[0].cells[-1 if entry and len(lines[0].cells) == 2 else 0].raw
    number = entry.number if entry else -1
    return Piece(text[1:], lines[0].page, first, number, entry is not None, tuple(at - 1 for at in breaks))


def heading_verdict(text: str) -> Verdict | None:
    """What a heading says became of the list under it ("The following has been denied:", "NON-CERTIFIED")."""
    words = text.split()
    found = {one.verdict for one in all_decided(text)}
    if not found or len(words) > _HEADING_WORDS or (_PAPER.search(text) and not text.rstrip().endswith(":")):
        return None
    if {"certified", "denied"} <= found or len(found) > 1:
        return None
    verdict = next(iter(found))
    colon = text.rstrip().endswith(":")
    short = len(words) <= 4 and all_decided(text)[0].start <= 12
    named = _LISTS.search(text) is not None and len(words) <= 6 and not text.rstrip().endswith(".")
    return verdict if (colon and (short or _LISTS.search(text))) or short or named else None


def listed_items(sheet: Sheet) -> Iterator[Found]:
    """The entries (or the lines) under headings that decide them."""
    verdict: Verdict | None = None
    entries = False
    count = 0
    for piece in pieces(sheet):
        heading = None if piece.entry and len(piece.text) > 60 else heading_verdict(piece.text)
        if heading is not None and not (piece.entry and verdict is not None and _own(piece) is not None):
            verdict, entries = heading, False
            continue
        if verdict is None:
            continue
        if not piece.entry and (entries or _ends_list(piece)):
            verdict = None
            continue
        entries = entries or piece.entry
        found = _under(piece, verdict)
        if found is not None and count < MOST_ITEMS:
            count += 1
            yield found


def _ends_list(piece: Piece) -> bool:
    sentence = re.search(r"[a-z)]\.(?:\s|\Z)", piece.text) is not None and len(piece.text.split()) > 14
    return (
        sentence or len(piece.text) > LONGEST_ENTRY or list_ends().match(piece.text) is not None or piece.text.endswith(":")
    )


def _under(piece: Piece, verdict: Verdict) -> Found | None:
    own = ruling(piece.text)
    text = piece.text if own is None or own.start < 4 else piece.text[: own.start]
    title = title_of(re.split(r"(?<=[a-z)])\.\s|\s[\u2013\u2014-]{1,2}\s(?=[A-Z][a-z]+ [a-z]+ )", text, maxsplit=1)[0])
    if not is_treatment(title) or len(title) > LONGEST_ENTRY:
        return None
    ruled = own.verdict if own and own.start >= 4 else verdict
    both = part_of_whole(piece.text)
    asked = both.asked if both.asked is not None else asked_in(title)
    allowed = both.allowed
    if ruled == "modified" and allowed is None:
        allowed = allowed_in(piece.text[own.end :]) if own and own.start >= 4 else _to_count(piece.text)
    return settled(Found(title, piece.page, piece.first, asked, allowed, ruled, piece.text))


_TO = phrase(r"(?:\b(?:to|modified to|reduced to|certified|approved|authorized)\b|->|=>|\u2192)[\s:]{0,9}(?P<rest>.{1,80})")


def _to_count(text: str) -> float | None:
    match = _TO.search(text)
    return allowed_in(match["rest"]) if match else None


def _own(piece: Piece) -> Found | None:
    return line_item(piece)


# ----- rows without a head


def row_items(sheet: Sheet) -> Iterator[Found]:
    """Lines with a treatment in one cell and nothing but a decision in another, though no head says so."""
    for line in sheet.lines:
        found = _cell_item(line) if 2 <= len(line.cells) <= 7 else None
        if found is not None:
            yield found


def _cell_item(line: Line) -> Found | None:
    said = [cell for cell in line.cells if _is_ruling(cell.text)]
    if len(said) != 1:
        return None
    others = [cell for cell in line.cells if cell is not said[0]]
    named = [
        cell for cell in others if bare(cell.text) is None and is_treatment(title_of(cell.raw)) and not label_of(cell.text)
    ]
    counts = [
        count for cell in others if (count := bare(cell.text)) is not None and not (cell is line.cells[0] and count < 20)
    ]
    if not named or named[0].text.rstrip().endswith(":"):
        return None
    title, made, both = title_of(named[0].raw), ruling(said[0].text), part_of_whole(f"{named[0].text} | {said[0].text}")
    beside = beside_counts(counts)
    asked = next((one for one in (beside.asked, both.asked, asked_in(title)) if one is not None), None)
    allowed = beside.allowed if beside.allowed is not None else both.allowed
    if allowed is None and made:
        allowed = allowed_in(said[0].text[made.end :])
    return settled(Found(title, line.page, named[0].raw, asked, allowed, made.verdict if made else None, said[0].raw))


def _is_ruling(text: str) -> bool:
    """Whether a cell holds a decision and hardly more."""
    made = decided(text)
    return made is not None and made.start <= 3 and len(text[made.end :].split()) <= 6


# ----- a decision on the entry's own line


def line_items(sheet: Sheet) -> Iterator[Found]:
    """Entries and single lines that hold a treatment and its decision: "1. MRI of the knee - DENIED", "Denied: …"."""
    count = 0
    for piece in pieces(sheet):
        for found in _line_items(piece):
            if count < MOST_ITEMS:
                count += 1
                yield found


def _line_items(piece: Piece) -> Iterator[Found]:
    """The request of a piece, or several where it numbers them in one line or parts them by semicolons behind a decision."""
    parts = _inline_parts(piece.text)
    for part in parts:
        found = line_item(piece if len(parts) == 1 else Piece(part, piece.page, part, -1, True))
        if found is not None:
            yield found


def _inline_parts(text: str) -> list[str]:
    entry = entry_of(text)
    marks = list(_INLINE.finditer(text))
    running = [mark for number, mark in enumerate(marks, 1) if int(mark["n"]) == number]
    lead = decided(text[: running[0].start()]) if running else None
    if len(running) > 1:
        ends = [*(mark.start() for mark in running[1:]), len(text)]
        words = f"{text[lead.start : lead.end]}: " if lead else ""
        return [f"{words}{text[mark.end() : end].strip(' ;,')}" for mark, end in zip(running, ends, strict=True)]
    made = decided(text[:60]) if entry is None else None
    if (
        made
        and _LEAD.match(text[: made.start])
        and text[made.end :].lstrip()[:1] == ":"
        and ";" in text
        and len(text) < LONGEST_ENTRY
    ):
        head, rest = text[: made.end], text[made.end :].lstrip(" :")
        return [f"{head}: {part.strip()}" for part in rest.split(";") if part.strip()]
    return [text]


def line_item(piece: Piece) -> Found | None:
    """The request of an entry or line that has its decision with it."""
    text = piece.text
    entry = entry_of(text)
    body = text[entry.length :] if entry else text
    made = decided(body[:LONGEST_ENTRY])
    if made is None or (not entry and len(body) > 260):
        return None
    if _LEAD.match(body[: made.start]):
        return _decision_first(piece, body, entry is not None)
    before, after = body[: made.start], body[made.end :]
    begins = made.start + len(text) - len(body) in piece.breaks
    if not (
        begins
        or re.match(r"[^:.]{4,120}:\s(?:\S+\s){0,6}\Z", before)
        or (_BEFORE if entry else _PARTED).search(before)
        or body[made.start : made.end].isupper()
        or _closes(after)
    ):
        return None
    head = re.match(r"(?P<title>[^:]{4,120}):\s(?P<amount>(?:\S+\s){0,6})\Z", before.rstrip() + " ")
    title = title_of(
        head["title"]
        if head
        else re.sub(
            r"[\s\W]*\b(?:is|are|was|were|be|been|has|have)\b[\s\W]*\Z",
            "",
            before.lstrip(" -").rstrip(" -\u2013\u2014:;,([|./"),
        )
    )
    if re.search(r":\s(?:\S+\s+){7,}", before):
        return None
    if not is_treatment(title) or re.search(r"[a-z]\.\s+[A-Z]", before) or (not entry and not _is_line(body, before, after)):
        return None
    said = body[made.start :] if head is None else f"{head['amount']}{body[made.start :]}"
    return _made(piece, title, said, made.verdict if ruling(body) is None else _verdict(body[made.start :]))


def _verdict(said: str) -> Verdict | None:
    first = re.split(r"(?<=[a-z\d)])\.\s", said, maxsplit=1)[0]
    found = ruling(first)
    return found.verdict if found else None


def _closes(after: str) -> bool:
    return not after.strip(" .)]") or after.lstrip()[:1] in ".:;-\u2013\u2014)"


def _is_line(body: str, before: str, after: str) -> bool:
    """Whether a line that is no entry reads as one: short, no sentence, nothing but the decision at its end."""
    return len(body) <= 160 and len(before.split()) <= 18 and len(after.split()) <= 12 and not list_ends().match(body)


def _decision_first(piece: Piece, body: str, entry: bool) -> Found | None:
    made = decided(body)
    if made is None:
        return None
    after = body[made.end :]
    parted = re.match(r"(?:\s*\([^)]{1,60}\))?\s*[:\u2013\u2014-]\s*", after)
    if parted is None:
        return None
    rest = re.split(r"(?<=[a-z)])\.\s", after[parted.end() :], maxsplit=1)[0]
    title = title_of(rest)
    if not is_treatment(title) or list_ends().match(rest) or len(rest) > 260:
        return None
    return _made(piece, title, body, made.verdict)


def _made(piece: Piece, title: str, said: str, verdict: Verdict | None) -> Found:
    both = part_of_whole(f"{title} {said[:160]}")
    asked = both.asked if both.asked is not None else asked_in(title)
    allowed = both.allowed
    if allowed is None and verdict == "modified":
        made = decided(said)
        allowed = allowed_in(said[made.end if made else 0 :][:120])
    return settled(Found(title, piece.page, piece.first, asked, allowed, verdict, said))

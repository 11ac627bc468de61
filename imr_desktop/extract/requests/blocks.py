"""Requests that each have a part of the letter: under labels ("Treatment requested: …"), or a numbered heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from imr_desktop.extract.pagetext import tidy
from imr_desktop.extract.requests.care import quotes
from imr_desktop.extract.requests.counts import allowed_in, asked_in, bare, part_of_whole
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.ruling import ruling, settled, sign
from imr_desktop.extract.requests.sheet import Line, Sheet, entry_of, words_of
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of
from imr_desktop.extract.requests.words import Decided, decided, is_treatment, label_of, list_ends
from imr_desktop.record.layout import CHECKED

_LABEL = re.compile(
    r"(?:\A|(?<=\s\s)|(?<=[;|]\s)|(?<=\.\s)|(?<=\d\s)|(?<=:\s))"
    r"(?P<label>[A-Za-z#][\w #/'()&?.,-]{1,58}?)\s{0,6}:(?![/\d\\])\s{0,9}"
)
_SERIES = re.compile(
    r"\s{0,9}(?P<word>line|item|request|treatment|service|determination|decision|issue|procedure|question|disputed\sitem|q)"
    r"\s{0,3}(?:#|no\.?|number)?\s{0,3}(?P<n>\d{1,2})\b\s{0,4}(?:of\s\d{1,2})?\s{0,4}[-.:)\u2013\u2014]{0,2}\s{0,9}(?P<rest>.{0,300})\Z",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:is|are|was|were)\s(?:the\s)?(?:request(?:ed)?\s(?:for\s)?)?(?P<title>.{3,260}?)\s(?:medically\s)?"
    r"(?:necessary|appropriate|indicated|reasonable|certified|supported)\b.{0,80}\?",
    re.IGNORECASE,
)
_CHOICE = re.compile(rf"{CHECKED}\s{{0,9}}(?P<words>[^\n{CHECKED}]{{1,120}}?)(?=\s{{2,}}|\n|{CHECKED}|\Z)")
_THIS = re.compile(
    r"(?:\b(?:this|the|these|said|above)\s(?:[\w-]+\s){0,4}?(?:requests?|treatments?|services?|items?|medications?|procedures?|therapy|"
    r"injections?)|\bit|\bdecision:?|\bdetermination:?|\brecommendation:?|\bi|\bwe)\s(?P<said>[^.]{2,160}(?:\.(?=\d)[^.]{0,60})?)",
    re.IGNORECASE,
)
_MOST_HEAD, _MOST_TOLD = 160, 3_500
_MOST_PART = 0.6
_FIELD = re.compile(
    r"\W{0,3}(?:sig|refills?|disp(?:ense)?|npi|dx|icd|cpt|qty|quantity|prescriber|provider|physician|signed|signature)\b",
    re.IGNORECASE,
)
_OF_TITLE = ("decision", "asked", "allowed", "lost", "amount", "code")
_BODY = ("reason", "guideline")
_MOST_VALUE_LINES = 6
_MOST_BODY = 900


class Labelled(NamedTuple):
    """A label's kind, its value, where it stands (the page, from 0), and words to quote."""

    kind: str
    value: str
    page: int
    quote: str
    label: str = ""


@dataclass
class Block:
    """What belongs to one request: its title, its labels' values, and other words."""

    title: str = ""
    page: int = 0
    quote: str = ""
    values: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def take(self, one: Labelled) -> None:
        """A label's value; the first of a kind counts."""
        if one.kind == "title" and not self.title:
            self.title, self.page, self.quote = one.value, one.page, one.quote
        elif one.value:
            self.values.setdefault(one.kind, one.value)


def block_items(sheet: Sheet) -> Iterator[Found]:
    """A request for each label of a treatment, or each heading of a series, that a decision follows before the next one."""
    count = 0
    for block in _blocks(sheet):
        found = _item(block)
        if found is not None and count < MOST_ITEMS:
            count += 1
            yield found


def _blocks(sheet: Sheet) -> Iterator[Block]:
    block, series, at = Block(), _series_of(sheet), 0
    opens = "decision" if _decision_leads(sheet) else "title"
    while at < len(sheet.lines):
        line = sheet.lines[at]
        head = series.get(at)
        if head is not None:
            yield block
            block = _headed(head, line)
            at += 1
            continue
        pairs, at = _pairs(sheet.lines, at)
        for one in pairs:
            started = bool(block.title or block.values.keys() & set(_OF_TITLE))
            if one.kind == opens and started and (opens == "title" or ruling(one.value)):
                yield block
                block = Block()
            block.take(one)
        if not pairs and len(block.body) < _MOST_BODY:
            block.body += f"\n{line.text}"
    yield block


def _decision_leads(sheet: Sheet) -> bool:
    """Whether each request's decision stands before its title."""
    kinds = [one.kind for one in labelled(sheet) if one.kind == "title" or (one.kind == "decision" and ruling(one.value))]
    return bool(kinds) and kinds[0] == "decision" and kinds[-1] == "title"


def numbered_items(sheet: Sheet) -> Iterator[Found]:
    """The entries of a numbered list whose text, further on in each, decides "this request"."""
    entries: list[tuple[int, Block]] = []
    for line in sheet.lines:
        entry = entry_of(line.text) if line.cells else None
        if entry and entry.number == len(entries) + 1 and not (decided(line.text) and len(line.text) < _MOST_HEAD):
            entries.append((entry.number, Block(line.text[entry.length :], line.page, line.raw)))
        elif entries and len(entries[-1][1].body) < _MOST_TOLD:
            entries[-1][1].body += f"\n{line.text}"
    found = [one for _, block in entries if (one := _told(block)) is not None]
    if len(found) >= _MOST_PART * len(entries):
        yield from found


def _told(block: Block) -> Found | None:
    """A numbered entry's request: the last sentence that speaks of the request decides."""
    told = [match for match in _THIS.finditer(" ".join(block.body.split())) if decided(match["said"])]
    title = title_of(block.title)
    if not told or not is_treatment(title):
        return None
    said = told[-1]["said"]
    made, both = ruling(said), part_of_whole(said)
    allowed = both.allowed if both.allowed is not None or made is None else _allowed(said, made)
    asked = both.asked if both.asked is not None else asked_in(title)
    return settled(
        Found(
            title,
            block.page,
            block.quote,
            asked,
            allowed if made and made.verdict == "modified" else None,
            made.verdict if made else None,
            said,
        )
    )


def _series_of(sheet: Sheet) -> dict[int, re.Match[str]]:
    """The lines that head a series ("Determination 1 - …", "Determination 2 - …"): of one word, numbered in order."""
    runs: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for at, line in enumerate(sheet.lines):
        match = _SERIES.match(line.text) if line.cells and len(line.cells) < 4 else None
        if match:
            run = runs.setdefault(match["word"].lower(), [])
            if int(match["n"]) == len(run) + 1:
                run.append((at, match))
    return {at: match for run in runs.values() for at, match in run}


def _headed(head: re.Match[str], line: Line) -> Block:
    rest = head["rest"].strip()
    question = _QUESTION.match(rest)
    title = question["title"] if question else rest
    label = _LABEL.match(title)
    if label and label_of(label["label"]) == "title":
        title = title[label.end() :]
    return Block(title if is_treatment(title_of(title)) else "", line.page, line.raw)


# ----- labels and their values


def labelled(sheet: Sheet) -> list[Labelled]:
    """Every label with its value: the rest of its line or cell, the cell beside it, the lines below up to the next label."""
    found: list[Labelled] = []
    at = 0
    while at < len(sheet.lines):
        pairs, at = _pairs(sheet.lines, at)
        found += pairs
    return found


def _pairs(lines: Sequence[Line], at: int) -> tuple[list[Labelled], int]:
    """The labels of a line with their values, and the line after them."""
    line = lines[at]
    below = _above_values(lines, at)
    if below is not None:
        return below
    marks = list(_LABEL.finditer(line.text))
    first = label_of(line.cells[0].text) if line.cells else ""
    if not marks and len(line.cells) == 2 and first in ("title", *_OF_TITLE):
        value = _with_more(tidy(line.cells[1].raw), lines, at)
        return [Labelled(first, value, line.page, line.cells[1].raw, line.cells[0].text)], at + 1
    found = []
    for number, mark in enumerate(marks):
        last = number + 1 == len(marks)
        end = len(line.text) if last else marks[number + 1].start()
        value = " ".join(line.text[mark.end() : end].split())
        kind = label_of(mark["label"].rsplit(". ", 1)[-1])
        if last and kind in ("title", "decision", *_BODY):
            value = _with_more(value, lines, at)
        found.append(Labelled(kind, value, line.page, value.split("  ")[0] or line.raw, mark["label"]))
    return found, at + 1


def _above_values(lines: Sequence[Line], at: int) -> tuple[list[Labelled], int] | None:
    """Labels in boxes with their values below: a line of labels alone, then a line of values under them."""
    line = lines[at]
    kinds = [label_of(cell.text) for cell in line.cells]
    if not kinds or not all(kinds) or not set(kinds) & {"title", "decision"} or (len(kinds) == 1 and kinds[0] != "title"):
        return None
    under = next((other for other in range(at + 1, min(at + 3, len(lines))) if lines[other].cells), None)
    if under is None or (len(kinds) == 1 and not lines[at].text.rstrip().endswith(":")) or len(kinds) == 1:
        return None
    values: dict[int, list[str]] = {}
    cells = lines[under].cells
    if any(label_of(cell.text) == "title" for cell in cells) or len(cells) > len(kinds):
        return None
    for cell in cells:
        nearest = min(range(len(kinds)), key=lambda number: abs(line.cells[number].left - cell.left))
        values.setdefault(nearest, []).append(tidy(cell.raw))
    found = [
        Labelled(kind, " ".join(values.get(number, [])), lines[under].page, cells[0].raw) for number, kind in enumerate(kinds)
    ]
    return found, under + 1


def _with_more(value: str, lines: Sequence[Line], at: int) -> str:
    """A value that goes on below: lines without a label, up to an empty one or another part of the letter."""
    parts = [value] if value else []
    for line in lines[at + 1 : at + 1 + _MOST_VALUE_LINES]:
        if line.ruled or (not line.cells and parts):
            break
        if not line.cells:
            continue
        if _LABEL.search(line.text) or entry_of(line.text) or _SERIES.match(line.text) or len(line.cells) > 2:
            break
        if _FIELD.match(line.text) or list_ends().match(line.text) or (label_of(line.cells[0].text) and len(line.cells) > 1):
            break
        if parts and (parts[-1].endswith((".", ";")) or decided(line.text[:30])):
            break
        parts.append(words_of(line.cells))
    return tidy(" ".join(parts))


# ----- the request of a block


def _item(block: Block) -> Found | None:
    title, inline = _parted(block.title)
    values = block.values
    if not is_treatment(title):
        return None
    said = values.get("decision") or inline or _said(block.body)
    made = ruling(said)
    both = part_of_whole(f"{block.title} {said}")
    asked, allowed = (_count(values.get(kind, "")) for kind in ("asked", "allowed"))
    asked = asked if asked is not None else both.asked
    asked = asked if asked is not None else asked_in(f"{block.title} {values.get('amount', '')}")
    if made is None and allowed is None and sign(values.get("decision", "")) is None:
        return None
    if allowed is None and made and made.verdict in ("modified", "certified"):
        allowed = both.allowed if both.allowed is not None else _allowed(said, made)
    verdict = made.verdict if made else sign(values.get("decision", ""))
    reason, guideline = (values.get(kind, "") for kind in _BODY)
    return settled(Found(title, block.page, block.quote, asked, allowed, verdict, said, reason, guideline))


def _allowed(said: str, made: Decided) -> float | None:
    found = allowed_in(said[made.end :][:120])
    return found if found is not None or made.verdict == "certified" else allowed_in(said[:200])


def _said(body: str) -> str:
    """The choice of a block's own words that is checked, else the sentence that decides: one in capitals, or the first."""
    for choice in _CHOICE.finditer(body):
        if decided(choice["words"]):
            return choice["words"]
    body = " ".join(body.split())
    sentences = re.split(r"(?<=[a-z)\d][.?!])\s+|(?<=[A-Z]{3}\.)\s+", body[:_MOST_BODY])
    rulings = [sentence for sentence in sentences if decided(sentence) and not quotes(sentence)]
    loud = [one for one in rulings if (made := decided(one)) and one[made.start : made.end].isupper()]
    if loud:
        return loud[0] if len(rulings) < 2 else f"{rulings[0]} {loud[0]}" if rulings[0] is not loud[0] else loud[0]
    return rulings[0] if rulings else ""


def _parted(value: str) -> tuple[str, str]:
    """A title, and the decision that stands behind it in one line ("MRI of the knee - DENIED")."""
    made = decided(value)
    if made is None or made.start < 3:
        return title_of(value), ""
    return title_of(value[: made.start]), value[made.start :]


def _count(value: str) -> float | None:
    found = bare(value) if value else None
    return found if found is not None else asked_in(value)

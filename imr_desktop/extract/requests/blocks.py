"""Requests under labels: "Treatment requested: …", then decision, quantities, reason, each with its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imr_desktop.extract.pagetext import tidy
from imr_desktop.extract.requests.counts import allowed_in, asked_in, bare, part_of_whole
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.ruling import ruling, settled
from imr_desktop.extract.requests.sheet import Line, Sheet, entry_of
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of
from imr_desktop.extract.requests.words import decided, is_treatment, label_of, list_ends

_LABEL = re.compile(
    r"(?:\A|(?<=\s\s)|(?<=[;|]\s)|(?<=\.\s))(?P<label>[A-Za-z#][\w #/'()&?.,-]{1,58}?)\s{0,6}:(?![/\d\\])\s{0,9}"
)
_DASHED = re.compile(
    r"\A\s{0,9}(?P<label>(?:request|item|service|treatment|procedure)\s{0,3}(?:#|no\.?)?\s{0,3}\d{1,2})\s{0,4}[-.)\u2013]\s{1,9}",
    re.IGNORECASE,
)
_MOST_VALUE_LINES = 6


class Labelled(NamedTuple):
    """A label's kind, its value, where it stands: the page (from 0) and the line."""

    kind: str
    value: str
    page: int
    at: int
    label: str


def block_items(sheet: Sheet) -> Iterator[Found]:
    """A request for each label of a treatment that a decision follows before the next one."""
    block: list[Labelled] = []
    for one in labelled(sheet):
        if one.kind == "title" and not (block and block[-1].kind == "title" and not is_treatment(title_of(block[-1].value))):
            yield from _item(block)
            block = []
        block.append(one)
    yield from _item(block)


def labelled(sheet: Sheet) -> list[Labelled]:
    """Every label with its value: the rest of its line or cell, the cell beside it, the lines below up to the next label."""
    found: list[Labelled] = []
    lines = sheet.lines
    for at, line in enumerate(lines):
        text = line.text
        marks = [*_LABEL.finditer(text)] or [*filter(None, (_DASHED.match(text),))]
        bare_label = (
            len(line.cells) > 1 and not marks and label_of(line.cells[0].text) in ("title", "decision", "asked", "allowed")
        )
        if bare_label and len(line.cells) == 2:
            label = line.cells[0].text
            value = tidy(line.cells[1].raw)
            found.append(Labelled(label_of(label), _with_more(value, lines, at), line.page, at, label))
        for number, mark in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
            value = " ".join(text[mark.end() : end].split())
            kind = label_of(mark["label"].rsplit(". ", 1)[-1]) or ("title" if _DASHED.match(text) else "")
            if number + 1 == len(marks) and kind in ("title", "decision", "reason", "guideline", "diagnosis"):
                value = _with_more(value, lines, at)
            found.append(Labelled(kind, value, line.page, at, mark["label"]))
    return found


def _with_more(value: str, lines: Sequence[Line], at: int) -> str:
    """A value that goes on below: lines without a label, up to an empty one or another part of the letter."""
    parts = [value] if value else []
    for line in lines[at + 1 : at + 1 + _MOST_VALUE_LINES]:
        if line.ruled or (not line.cells and parts):
            break
        if not line.cells:
            continue
        if _LABEL.search(line.text) or entry_of(line.text) or len(line.cells) > 2 or list_ends().match(line.text):
            break
        if label_of(line.cells[0].text) and len(line.cells) > 1:
            break
        if parts and (parts[-1].endswith((".", ";")) or decided(line.text[:30])):
            break
        parts.append(" ".join(line.raw.split()))
    return tidy(" ".join(parts))


def _item(block: Sequence[Labelled]) -> Iterator[Found]:
    values: dict[str, Labelled] = {}
    for one in block:
        if one.value:
            values.setdefault(one.kind, one)
    head = values.get("title")
    if head is None or not ({"decision", "allowed", "lost"} & set(values)):
        return
    title, inline = _parted(head.value)
    if not is_treatment(title):
        return
    said = values["decision"].value if "decision" in values else inline
    made = ruling(said)
    asked, allowed = (_count(values.get(kind)) for kind in ("asked", "allowed"))
    amount = values.get("amount")
    asked = asked if asked is not None else asked_in(f"{title} {amount.value if amount else ''}")
    if made is None and allowed is None:
        return
    if allowed is None and made and made.verdict == "modified":
        both = part_of_whole(said)
        allowed = both.allowed if both.allowed is not None else allowed_in(said[made.end :])
        asked = asked if asked is not None else both.asked
    reason, guideline = (values[kind].value if kind in values else "" for kind in ("reason", "guideline"))
    verdict = made.verdict if made else None
    yield settled(Found(title, head.page, head.value, asked, allowed, verdict, said, reason, guideline))


def _parted(value: str) -> tuple[str, str]:
    """A title, and the decision that stands behind it in one line ("MRI of the knee - DENIED")."""
    made = decided(value)
    if made is None or made.start < 3:
        return title_of(value), ""
    return title_of(value[: made.start]), value[made.start :]


def _count(one: Labelled | None) -> float | None:
    if one is None:
        return None
    found = bare(one.value)
    return found if found is not None else asked_in(one.value)


def items_of(sheet: Sheet) -> list[Found]:
    """All of them, no more than a letter can have."""
    return list(block_items(sheet))[:MOST_ITEMS]

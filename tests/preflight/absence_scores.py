"""How well claims of absence are found: found, raised in vain and missed, against marks made by hand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from imr_desktop.case.model import Case
from imr_desktop.preflight import absence_claims

HERE = Path(__file__).parent
Span = tuple[int, int]


def rows(name: str, table: str) -> list[dict[str, Any]]:
    """The rows of one table of a TOML file beside this one."""
    found: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))[table]
    return found


def compared(text: str, gold: Sequence[Span]) -> tuple[int, int, int]:
    """How many claims were found, raised in vain and missed; one found claim answers one mark it shares letters with."""
    left = [(claim.start, claim.end) for claim in absence_claims(text)]
    found = 0
    for start, end in gold:
        hit = next((one for one in left if one[0] < end and start < one[1]), None)
        if hit:
            left.remove(hit)
            found += 1
    return found, len(left), len(gold) - found


def scores(pairs: Sequence[tuple[str, Sequence[Span]]]) -> tuple[float, float]:
    """Precision and recall over texts and their marks."""
    found, vain, missed = (sum(column) for column in zip(*(compared(*pair) for pair in pairs), strict=True))
    return found / (found + vain), found / (found + missed)


def flagged(pairs: Sequence[tuple[str, Sequence[Span]]]) -> tuple[int, int]:
    """How many of the texts without a mark are flagged all the same, and how many there are."""
    without = [text for text, gold in pairs if not gold]
    return sum(bool(absence_claims(text)) for text in without), len(without)


def marks(row: dict[str, Any]) -> list[Span]:
    """Where the marked words of an invented sentence stand."""
    starts = [(row["text"].index(words), words) for words in row.get("claims", [])]
    return [(start, start + len(words)) for start, words in starts]


def invented(table: str) -> list[tuple[str, Sequence[Span]]]:
    """The invented sentences of one table with their marks."""
    return [(row["text"], marks(row)) for row in rows("absence_invented.toml", table)]


def paragraphs() -> list[tuple[str, Sequence[Span]]]:
    """The invented paragraphs, each with its marks."""
    texts = re.split(r"\n\n+", (HERE / "absence_paragraphs.txt").read_text(encoding="utf-8").strip())
    return [braced(text) for text in texts if not text.startswith("#")]


def braced(marked_text: str) -> tuple[str, Sequence[Span]]:
    """A text without its double braces, and where the words inside them stand."""
    text, spans = "", []
    for number, part in enumerate(re.split(r"\{\{|\}\}", marked_text)):
        if number % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, spans


def marked(cases: Iterable[Case]) -> list[tuple[str, Sequence[Span]]]:
    """The rationales of the cases that the gold file marks, with their marks."""
    texts = {(case.number, number): item.rationale for case in cases for number, item in enumerate(case.items, start=1)}
    return [
        (texts[row["case"], row["item"]], row["claims"])
        for row in rows("absence_gold.toml", "item")
        if (row["case"], row["item"]) in texts
    ]

"""How well claims of absence are found: against invented sentences, and against marks made by hand in the real letters."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from imr_desktop.preflight import absence_claims

from .letters import FOLDER, cases

HERE = Path(__file__).parent
LEAST_PRECISION = 0.97
LEAST_RECALL = 0.97
Span = tuple[int, int]


def rows(name: str, table: str) -> list[dict]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))[table]


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


def marks(row: dict) -> list[Span]:
    starts = [(row["text"].index(words), words) for words in row.get("claims", [])]
    return [(start, start + len(words)) for start, words in starts]


@pytest.mark.parametrize(("table", "precision", "recall"), [("sentence", 0.95, 0.95), ("later", 0.95, 0.9)])
def test_invented_sentences(table, precision, recall):
    sentences = rows("absence_invented.toml", table)
    reached = scores([(row["text"], marks(row)) for row in sentences])
    assert reached[0] >= precision, reached
    assert reached[1] >= recall, reached


def test_real_rationales():
    """Precision and recall over the 140 rationales, against a floor."""
    if not FOLDER.is_dir():
        pytest.skip("the real letters are not here; set IMR_LETTERS to their folder")
    texts = {(case.number, number): item.rationale for case in cases() for number, item in enumerate(case.items, start=1)}
    gold = rows("absence_gold.toml", "item")
    assert {(row["case"], row["item"]) for row in gold} == set(texts), "the gold file covers every rationale"
    precision, recall = scores([(texts[row["case"], row["item"]], row["claims"]) for row in gold])
    reached = f"{sum(len(row['claims']) for row in gold)} claims: precision {precision:.3f}, recall {recall:.3f}"
    assert precision >= LEAST_PRECISION, reached
    assert recall >= LEAST_RECALL, reached

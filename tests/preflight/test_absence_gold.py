"""How well claims of absence are found: against invented sentences, and against marks made by hand in the real letters."""

from __future__ import annotations

import pytest

from .absence_scores import invented, marked, rows, scores
from .letters import FOLDER, cases

LEAST_PRECISION = 0.97
LEAST_RECALL = 0.97


@pytest.mark.parametrize(("table", "precision", "recall"), [("sentence", 0.95, 0.95), ("later", 0.95, 0.9)])
def test_invented_sentences(table, precision, recall):
    reached = scores(invented(table))
    assert reached[0] >= precision, reached
    assert reached[1] >= recall, reached


def test_real_rationales():
    """Precision and recall over the 140 rationales, against a floor."""
    if not FOLDER.is_dir():
        pytest.skip("the real letters are not here; set IMR_LETTERS to their folder")
    texts = {(case.number, number) for case in cases() for number in range(1, len(case.items) + 1)}
    gold = rows("absence_gold.toml", "item")
    assert {(row["case"], row["item"]) for row in gold} == texts, "the gold file covers every rationale"
    precision, recall = scores(marked(cases()))
    reached = f"{sum(len(row['claims']) for row in gold)} claims: precision {precision:.3f}, recall {recall:.3f}"
    assert precision >= LEAST_PRECISION, reached
    assert recall >= LEAST_RECALL, reached

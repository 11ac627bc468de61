"""How well claims of absence are found: against invented sentences, and against marks made by hand in the real letters."""

from __future__ import annotations

import pytest

from imr_desktop.preflight.absence_phrases import attributed_claims

from .absence_scores import flagged, invented, marked, paragraphs, rows, scores

LEAST_PRECISION = 0.97
LEAST_RECALL = 0.97


@pytest.mark.parametrize(
    ("table", "precision", "recall"),
    [("sentence", 0.95, 0.95), ("later", 0.95, 0.9), ("usual", 0.95, 0.93), ("hard", 0.95, 0.88)],
)
def test_invented_sentences(table, precision, recall):
    reached = scores(invented(table))
    assert reached[0] >= precision, reached
    assert reached[1] >= recall, reached


def test_invented_paragraphs():
    precision, recall = scores(paragraphs())
    assert precision >= 0.97, precision
    assert recall >= 0.97, recall


@pytest.mark.parametrize("table", ["usual", "hard"])
def test_what_is_no_claim_is_left_alone(table):
    vain, of = flagged(invented(table))
    assert vain / of <= 0.02, (vain, of)


@pytest.mark.parametrize("table", ["usual", "hard"])
def test_what_utilization_review_said_is_attributed(table):
    said = [row["text"] for row in rows("absence_invented.toml", table) if row.get("attributed")]
    assert said
    assert [text for text in said if not attributed_claims(text)] == []


def test_real_rationales(letter_cases):
    """Precision and recall over the 140 rationales, against a floor."""
    texts = {(case.number, number) for case in letter_cases for number in range(1, len(case.items) + 1)}
    gold = rows("absence_gold.toml", "item")
    assert {(row["case"], row["item"]) for row in gold} == texts, "the gold file covers every rationale"
    precision, recall = scores(marked(letter_cases))
    reached = f"{sum(len(row['claims']) for row in gold)} claims: precision {precision:.3f}, recall {recall:.3f}"
    assert precision >= LEAST_PRECISION, reached
    assert recall >= LEAST_RECALL, reached

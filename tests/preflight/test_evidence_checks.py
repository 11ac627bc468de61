"""The search for evidence, checked: silence never carries a denial, and what was not recorded raises nothing."""

from __future__ import annotations

import pytest

from imr_desktop.case.model import EvidenceStep
from imr_desktop.preflight import run

from .builders import CONTEXT, case, item

SILENT = "The MTUS is silent on this device. The request is not medically necessary."


def raised(*steps: EvidenceStep, **fields: object) -> dict[str, str]:
    """Check and severity of what the evidence checks raise over one item."""
    made = case(items=(item(**{"evidence": steps, **fields}),))
    return {one.check: one.severity for one in run(made, CONTEXT) if one.check.startswith("evidence.")}


def problems(*steps: EvidenceStep, **fields: object):
    made = case(items=(item(**{"evidence": steps, **fields}),))
    return [one for one in run(made, CONTEXT) if one.check.startswith("evidence.")]


@pytest.mark.parametrize("decision", ["Upheld", "Overturned", None])
def test_an_item_without_steps_raises_nothing(decision):
    assert raised(decision=decision) == {}
    assert raised(decision=decision, reviewer_guideline="", rationale="") == {}


def test_silence_is_one_problem_however_it_is_said():
    found = problems(EvidenceStep("mtus", "silent"), decision="Upheld", rationale=SILENT, reviewer_guideline="")
    assert [(one.check, one.severity, one.quote) for one in found] == [
        ("evidence.silence_only", "must fix", "The MTUS is silent on this device.")
    ]
    assert found[0].place.field == "rationale"
    assert not found[0].flag


def test_silence_in_the_steps_alone_points_at_the_steps():
    found = problems(EvidenceStep("mtus", "silent"), decision="Upheld", rationale="It is not needed.", reviewer_guideline="")
    assert [one.check for one in found] == ["evidence.silence_only"]
    assert (found[0].place.field, found[0].place.label) == ("evidence", "Item 1 \u203a Evidence")
    assert found[0].citation == "8 CCR 9792.21(d)"


def test_other_evidence_ends_the_silence():
    steps = (EvidenceStep("mtus", "silent"), EvidenceStep("acoem or odg", "does not support", "ODG, knee chapter"))
    assert raised(*steps, decision="Upheld", reviewer_guideline="") == {}


def test_a_citation_with_parts_left_out_is_a_quiet_hint():
    found = problems(
        EvidenceStep("mtus", "silent"),
        EvidenceStep("acoem or odg", "does not support", "ODG (2020), Chapter: Knee"),
        decision="Upheld",
    )
    assert [(one.check, one.flag, one.message) for one in found] == [
        ("evidence.parts", True, "The citation leaves out: section.")
    ]


def test_four_silent_sources_are_still_silence():
    steps = tuple(EvidenceStep(name, "silent") for name in ("mtus", "acoem or odg", "other guidelines", "studies"))
    assert raised(*steps, decision="Upheld", rationale="No guideline and no study, ODG included, speaks of it.") == {
        "evidence.silence_only": "must fix"
    }
    assert raised(*steps, decision="Overturned") == {"evidence.silent": "consider"}


def test_an_ended_item_is_left_alone():
    assert raised(EvidenceStep("mtus", "silent"), decision=None, end_state="withdrawn", reviewer_guideline="") == {}


def test_ids_tell_steps_apart():
    steps = (EvidenceStep("acoem or odg", "supports", "ODG"), EvidenceStep("studies", "supports"))
    found = problems(*steps, decision="Overturned")
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    assert "evidence.order:1:acoem-or-odg" in ids
    assert "evidence.level:1:studies" in ids


def test_absurd_steps_are_answered():
    many = tuple(EvidenceStep("studies", "supports", "\u201c" * 100_000, "z" * 1000, " ") for _ in range(20))
    assert raised(*many)["evidence.level"] == "consider"
    ids = [one.id for one in problems(*many)]
    assert len(ids) == len(set(ids))

"""Evidence of one part of the body never answers for another."""

import pytest

from imr_desktop.rules import regions
from imr_desktop.rules.evidence import CaseEvidence

PHALEN = "The wrists had a positive Phalen's sign."
FOOT = "Decreased sensation was found in the left foot."
LEGS = "Neurologically intact in the lower extremities."
C6 = "There was decreased sensation to the bilateral C6 distribution."


@pytest.mark.parametrize(
    ("title", "summary", "value"),
    [
        ("MRI cervical spine", PHALEN, None),
        ("MRI cervical spine", C6, True),
        ("MRI cervical spine", f"{PHALEN} {C6}", True),
        ("MRI lumbar spine", FOOT, True),
        ("MRI lumbar spine", PHALEN, None),
        ("MRI right shoulder", FOOT, None),
        ("EMG of the bilateral upper extremities", PHALEN, True),
        ("EMG of the bilateral upper extremities", FOOT, None),
        ("MRI lumbar spine", "Ankle reflexes were diminished: absent reflexes at the ankle.", True),
        ("MRI lumbar spine", "There was decreased sensation.", True),
        ("MRI lumbar spine", "The right wrist was examined. There was decreased sensation.", None),
        ("Norco 10/325mg #60", PHALEN, True),
    ],
)
def test_a_deficit_counts_for_its_own_part(packs, make_case, title, summary, value):
    case = make_case(title, summary=summary)
    known = CaseEvidence(case, packs.phrases, packs.inputs, {}).of("exam.neuro_deficit", case.items[0]).known
    assert (known.value if known else None) is value


def test_two_items_of_one_case_see_their_own(packs, make_case):
    case = make_case("MRI cervical spine", "MRI lumbar spine", summary=f"{C6} {LEGS}")
    evidence = CaseEvidence(case, packs.phrases, packs.inputs, {1: FOOT})
    neck, back = (evidence.of("exam.neuro_deficit", item).known.value for item in case.items)
    assert (neck, back) == (True, False)


def test_a_part_nobody_mapped_lets_all_words_count():
    assert regions.speaking_of("Botox to the face") == frozenset()
    assert "wrist" not in regions.speaking_of("MRI C5-6")

"""Criteria that a later edition keeps, and law that stands before any guideline."""

from datetime import date

import pytest
from msgspec.structs import replace

from imr_desktop.case.model import Case, ClaimDates, Fact
from imr_desktop.errors import PackInvalid
from imr_desktop.rules import evaluate_case, load_packs
from tests.rules.letter_days import moved

RULE = """
family: office
editions:
  - {id: old, title: Old, year: "2016", lines: [office], in_force_from: 2016-01-01, in_force_to: 2018-12-31}
  - {id: new, title: New, year: "2019", lines: [office], in_force_from: 2019-01-01}
rules:
  - id: old.gym
    service: gym membership
    edition: old
    section: Gym
    carried: [{id: new.gym, edition: new, seen: {%s: [read there]}}]
    criteria:
      - {id: old.gym.c1, kind: limit, text: Three months at most, test: {in: request.duration_days, op: "<=", val: 92},
         citation: Gym, confidence: high, on_fail: not_supported, seen_in: [read]}
      - {id: old.gym.c2, kind: limit, text: Never for a year, test: {in: request.duration_days, op: "<", val: 365},
         citation: Gym, confidence: high, on_fail: not_supported, seen_in: [read]}
    examples:
      - {inputs: {request.duration_days: 400}, expect: {c1: not met, c2: not met}}
"""


@pytest.fixture
def pack(tmp_path):
    def load(seen):
        (tmp_path / "office.yaml").write_text(RULE % seen)
        return load_packs(user=tmp_path)

    return load


def test_what_a_later_edition_was_not_seen_to_say_only_asks(pack):
    packs = pack("c2")
    own, later = packs.rules["old.gym"], packs.rules["new.gym"]
    assert [one.data.confidence for one in own.criteria] == ["high", "high"]
    assert [(one.data.id, one.data.confidence, one.data.on_fail) for one in later.criteria] == [
        ("new.gym.c1", "mixed", "question"),
        ("new.gym.c2", "high", "not_supported"),
    ]
    assert later.criteria[1].data.seen_in == ("read there",)
    assert later.data.examples[0].expect == {"c1": "not documented", "c2": "not met"}


def test_a_later_edition_cannot_have_seen_what_is_no_criterion(pack):
    with pytest.raises(PackInvalid, match="new.gym saw “c9”, which is none of its criteria"):
        pack("c9")


def test_the_text_of_the_low_back_chapter_decides_in_its_own_edition_alone(packs, make_case):
    facts = [Fact("exam.red_flag", False), Fact("history.symptom_duration_weeks", 2)]
    told = {}
    for year in (2018, 2020, 2026):
        case = make_case("MRI of the lumbar spine", dates=ClaimDates(decision=date(year, 1, 15)), facts=facts)
        (report,) = evaluate_case(case, packs)
        told[year] = (report.rule, {one.id.rpartition(".")[2]: one.status for one in report.criteria}["c1"])
    assert told == {
        2018: ("lb16.imaging", "not met"),
        2020: ("lb19.imaging", "not documented"),
        2026: ("lb20.imaging", "not documented"),
    }


def test_law_on_whether_there_is_a_review_stands_first_and_only_asks(packs, make_case):
    dates = ClaimDates(injury=date(2026, 1, 2), request_for_authorization=date(2026, 1, 12), decision=date(2026, 3, 1))
    case = make_case(
        "Physical therapy 6 visits for the low back",
        dates=dates,
        summary="Utilization review was deferred, as liability is disputed.",
    )
    (report,) = evaluate_case(case, packs)
    assert [one.id for one in report.criteria[:2]] == ["law.deferral.a1", "law.first30.a1"]
    assert {one.status for one in report.criteria[:2]} == {"not documented"}
    assert "not ripe" in report.criteria[0].question
    late = replace(case, summary="", dates=replace(dates, request_for_authorization=date(2026, 2, 25)))
    assert not [one for one in evaluate_case(late, packs)[0].criteria if packs.criteria[one.id][0].data.first]


def test_the_three_caps_are_counted_apart(packs, make_case, in_2017):
    facts = [Fact("visits.pt_injury_total_incl_request", 30), Fact("visits.chiro_injury_total_incl_request", 20)]
    therapy, chiropractic = evaluate_case(
        make_case("Physical therapy 6 visits, knee", "Chiropractic 6 visits, neck", dates=in_2017, facts=facts), packs
    )
    assert {one.id: one.status for one in therapy.criteria}["law.cap_pt.a1"] == "not documented"
    assert {one.id: one.status for one in chiropractic.criteria}["law.cap_chiro.a1"] == "met"


def test_a_letter_moved_to_later_years_keeps_its_intervals():
    case = Case("c", dates=ClaimDates(injury=date(2016, 10, 1), decision=date(2017, 1, 1)))
    later = moved(case, 3_300).dates
    assert (later.decision - later.injury, later.decision.year, later.mailed) == (
        case.dates.decision - case.dates.injury,
        2026,
        None,
    )

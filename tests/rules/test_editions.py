from datetime import date

import pytest

from imr_desktop.case.model import ClaimDates
from imr_desktop.rules import evaluate_case
from imr_desktop.rules.editions import governing_date


def rule_for(case, packs):
    return evaluate_case(case, packs)[0]


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2014, 2, 4), "cp09.chiro"),
        (date(2016, 7, 27), "cp09.chiro"),
        (date(2016, 7, 28), "cp16.chiro"),
        (date(2017, 11, 30), "cp16.chiro"),
    ],
)
def test_the_day_chooses_the_edition(packs, make_case, day, rule):
    report = rule_for(make_case("Chiropractic 6 visits", dates=ClaimDates(decision=day)), packs)
    assert report.rule == rule
    assert day.strftime("%m/%d/%Y") in report.governing_edition


def test_after_the_last_edition_the_nearest_is_shown_and_said(packs, make_case):
    report = rule_for(make_case("Chiropractic 6 visits", dates=ClaimDates(decision=date(2020, 5, 1))), packs)
    assert report.rule is None
    assert report.edition == ""
    assert {one.id.rsplit(".", 1)[0] for one in report.criteria if one.historical} == {"cp16.chiro"}
    assert "MTUS Initial Approaches to Treatment 2017 governs" in report.governing_edition
    assert "nearest edition is shown and does not apply" in report.governing_edition


def test_before_the_first_edition(packs, make_case):
    report = rule_for(make_case("Chiropractic 6 visits", dates=ClaimDates(decision=date(2005, 1, 1))), packs)
    assert report.rule is None
    assert {one.id.rsplit(".", 1)[0] for one in report.criteria if one.historical} == {"cp09.chiro"}
    assert "nearest edition is shown and does not apply" in report.governing_edition


def test_the_decision_day_comes_first(make_case):
    dates = ClaimDates(decision=date(2017, 1, 9), ur_denial=date(2016, 1, 1), request_for_authorization=date(2015, 1, 1))
    assert governing_date(make_case(dates=dates)).basis == "decision date"
    assert governing_date(make_case(dates=ClaimDates(ur_denial=date(2016, 1, 1)))).basis == "utilization review date"
    assert governing_date(make_case(dates=ClaimDates(request_for_authorization=date(2015, 1, 1)))).day == date(2015, 1, 1)


@pytest.mark.parametrize(
    ("summary", "day"),
    [
        ("The utilization review letter under appeal is dated 2/4/14.", date(2014, 2, 4)),
        ("UR of 11/30/2016 denied it.", date(2016, 11, 30)),
        ("The request for authorization of 3/1/15 asks for it.", date(2015, 3, 1)),
        ("Seen on 2/4/14.", None),
        ("Utilization review dated 13/45/14.", None),
        ("", None),
    ],
)
def test_a_day_found_in_the_summary(make_case, summary, day):
    assert governing_date(make_case(summary=summary)).day == day


def test_without_a_day_the_cited_edition_is_used(packs, make_case):
    case = make_case("Chiropractic 6 visits", reviewer_guideline="MTUS Chronic Pain 2009, Manual therapy")
    report = rule_for(case, packs)
    assert report.rule == "cp09.chiro"
    assert report.governing_edition.startswith("Not known which edition governs")
    assert "which the item cites" in report.governing_edition


def test_without_a_day_or_citation_the_newest_is_used_and_said(packs, make_case):
    report = rule_for(make_case("Chiropractic 6 visits"), packs)
    assert report.rule == "cp16.chiro"
    assert "the newest in the packs" in report.governing_edition


def test_a_rule_outside_the_mtus_is_read_as_cited(packs, make_case, in_2017):
    report = rule_for(make_case("Gym membership", dates=in_2017), packs)
    assert report.rule == "odg.gym"
    assert "not part of the MTUS" in report.governing_edition


def test_both_opioid_lines_follow_their_own_editions(packs, make_case, in_2014, in_2017):
    assert rule_for(make_case("Norco 10/325 #60", dates=in_2014), packs).rule == "cp09.opioid"
    assert rule_for(make_case("Norco 10/325 #60", dates=in_2017), packs).rule == "op16.opioid_chronic"
    assert rule_for(make_case("Norco #60", dates=ClaimDates(decision=date(2019, 1, 1))), packs).rule == "ac17.opioid_mme"


def test_an_item_whose_editions_have_all_passed_is_not_judged_by_them(packs, make_case):
    report = rule_for(make_case("Massage therapy 30 visits, neck", dates=ClaimDates(decision=date(2021, 5, 3))), packs)
    mine = [criterion for criterion in report.criteria if criterion.id.startswith("cp16.massage")]
    assert report.rule is None
    assert {criterion.status for criterion in mine} == {"not applicable"}
    assert "MTUS Cervical and Thoracic Spine Disorders 2018 governs" in report.governing_edition
    assert report.governing_edition in mine[0].would_change

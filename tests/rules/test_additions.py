"""Rules chosen by their condition, and rules that add to others: dependencies, gates, caps, formulary."""

from datetime import date

import pytest
from msgspec.structs import replace

from imr_desktop.case.model import ClaimDates, Fact
from imr_desktop.rules import evaluate_case

IN_2019 = ClaimDates(decision=date(2019, 3, 4))
SURGERY = "Right shoulder arthroscopy with subacromial decompression"


def statuses(report):
    return {criterion.id: criterion.status for criterion in report.criteria}


@pytest.mark.parametrize(
    ("decision", "status"), [("Upheld", "not documented"), ("Overturned", "met"), (None, "not documented")]
)
@pytest.mark.parametrize(
    "title",
    [
        "Inpatient stay x 2 days",
        "Post-op physical therapy 2x6",
        "Pre-operative medical clearance",
        "Cold therapy unit, 7 days",
        "Post-op Keflex 500mg #20",
        "Assistant surgeon",
    ],
)
def test_what_goes_with_an_operation_falls_with_it(packs, make_case, in_2017, title, decision, status):
    case = make_case(SURGERY, title, dates=in_2017)
    case = replace(
        case, items=(replace(case.items[0], decision=decision), case.items[1]), facts=(Fact("surgery.complex", True),)
    )
    operation, ancillary = evaluate_case(case, packs)
    asked = [
        criterion
        for criterion in ancillary.criteria
        if criterion.kind == "dependency" and criterion.status != "not applicable"
    ]
    denied = decision == "Upheld" and "physical therapy" in title  # the MTUS itself says it of therapy; practice only asks
    assert [criterion.status for criterion in asked] == ["not met" if denied else status], "asked once, not twice"
    assert "gen.ancillary" not in operation.added


def test_operations_decided_differently_leave_it_open(packs, make_case, in_2017):
    case = make_case(SURGERY, "Left carpal tunnel release", "Assistant surgeon", dates=in_2017)
    items = (replace(case.items[0], decision="Upheld"), replace(case.items[1], decision="Overturned"), case.items[2])
    assert statuses(evaluate_case(replace(case, items=items), packs)[2])["odg.assistant_surgeon.c1"] == "not documented"


def test_a_service_called_associated_is_ancillary_by_itself(packs, make_case, in_2017):
    (report,) = evaluate_case(make_case("Associated surgical service: unheard-of gadget", dates=in_2017), packs)
    assert (report.service, report.rule, report.added) == (None, None, ("gen.ancillary",))
    assert statuses(report) == {"gen.ancillary.a1": "not documented"}


def test_therapy_that_follows_no_operation_in_dispute_is_not_ancillary(packs, make_case, in_2017):
    (report,) = evaluate_case(make_case("Post-op physical therapy 2x6 left knee", dates=in_2017), packs)
    assert "gen.ancillary" not in report.added


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("Post-op physical therapy 12 visits after right carpal tunnel release", "ps09.06"),
        ("Postoperative PT x 20, status post open rotator cuff repair", "ps09.02"),
        ("Post-op PT 2x6 s/p left total knee replacement", "ps09.20"),
        ("Post-op PT 2x6, ACDF", "ps09.15"),
        ("Post-op PT 2x6", "ps09.default"),
        ("Post-op PT 2x6 after widget repair", "ps09.default"),
    ],
)
def test_the_line_of_the_postsurgical_table(packs, make_case, in_2017, title, rule):
    (report,) = evaluate_case(make_case(title, dates=in_2017), packs)
    assert report.rule == rule


def test_the_operation_is_found_in_the_summary_and_the_request_goes_first(packs, make_case, in_2017):
    summary = "He underwent a right carpal tunnel release in May 2016."
    (report,) = evaluate_case(make_case("Post-op OT 12 visits", summary=summary, dates=in_2017), packs)
    assert report.rule == "ps09.06"
    case = make_case("Post-op OT 12 visits, trigger finger release", summary=summary, dates=in_2017)
    (report,) = evaluate_case(case, packs)
    assert report.rule == "ps09.07"


def test_after_the_postsurgical_period_its_limits_do_not_apply(packs, make_case, in_2017):
    facts = [Fact("surgery.months_since", 5)]
    case = make_case("Post-op PT 12 visits after carpal tunnel release", dates=in_2017, facts=facts)
    (report,) = evaluate_case(case, packs)
    assert report.rule == "ps09.default" or set(statuses(report).values()) <= {"not applicable"}


def test_a_request_without_quantity_or_part_is_asked_about(packs, make_case, in_2017):
    bare, whole = evaluate_case(make_case("Physical therapy", "Physical therapy 6 visits, left knee", dates=in_2017), packs)
    assert "gen.request_complete" in bare.added
    assert "gen.request_complete" not in whole.added
    drug, counted = evaluate_case(make_case("Norco 10/325", "Norco 10/325 #60", dates=in_2017), packs)
    assert "gen.drug_quantity" in drug.added
    assert "gen.drug_quantity" not in counted.added


def test_the_chronic_pain_gate_closes_the_edition_of_2016(packs, make_case, in_2017):
    months = [Fact("history.symptom_duration_months", 1)]
    (report,) = evaluate_case(make_case("Terocin patch #30", dates=in_2017, facts=months), packs)
    own = [criterion for criterion in report.criteria if criterion.id.startswith("cp16.")]
    assert own
    assert {criterion.status for criterion in own} == {"not applicable"}
    assert "three months" in own[0].would_change


def test_the_cap_counts_large_requests(packs, make_case, in_2017):
    facts = [Fact("visits.pt_injury_total_incl_request", 30)]
    case = make_case("Physical therapy 6 visits, knee", "Massage therapy 30 visits", dates=in_2017)
    few, many = evaluate_case(case, packs)
    assert "law.cap_pt" not in (*few.added, *many.added)
    (report,) = evaluate_case(make_case("Physical therapy 6 visits, knee", dates=in_2017, facts=facts), packs)
    assert statuses(report)["law.cap_pt.a1"] == "not documented", "a cap is for the parties: it only asks"


def test_the_formulary_speaks_from_2018(packs, make_case, in_2017):
    (before,) = evaluate_case(make_case("Compounded cream: ketoprofen 10%, 120 g", dates=in_2017), packs)
    (after,) = evaluate_case(make_case("Compounded cream: ketoprofen 10%, 120 g", dates=IN_2019), packs)
    assert not [rule for rule in before.added if rule.startswith("form.")]
    assert [rule for rule in after.added if rule.startswith("form.")] == ["form.compounded"], "its parts have no class"
    facts = [Fact("drug.list_status", "non-exempt")]
    (classed,) = evaluate_case(make_case("Norco 10/325 #60", dates=IN_2019, facts=facts), packs)
    assert "form.nonexempt" in classed.added
    assert "form.exempt" not in classed.added


def test_drugs_with_a_section_of_their_own(packs, make_case, in_2014):
    case = make_case("Flexeril 10mg #60", "Soma 350mg #30", "Robaxin #30", dates=in_2014)
    first, second, third = evaluate_case(case, packs)
    assert (first.rule, first.added) == ("cp09.muscle_relaxant", ("cp09.cyclobenzaprine",))
    assert second.added == ("cp09.carisoprodol",)
    assert third.added == ()


def test_morphine_equivalents_have_their_day(packs, make_case):
    facts = [Fact("opioid.med_per_day", 70)]
    (report,) = evaluate_case(make_case("Norco #60", dates=ClaimDates(decision=date(2023, 1, 5)), facts=facts), packs)
    assert statuses(report)["cdc22.mme.a2"] == "not documented"
    (report,) = evaluate_case(make_case("Norco #60", dates=IN_2019, facts=facts), packs)
    assert "cdc22.mme" not in report.added


def test_an_acute_neck_is_judged_by_odg(packs, make_case, in_2017):
    facts = [Fact("history.symptom_duration_months", 1), Fact("dx.neck_strain_grade", 3)]
    (report,) = evaluate_case(make_case("Chiropractic 30 visits, neck", dates=in_2017, facts=facts), packs)
    assert (report.rule, statuses(report)["odg.chiro_neck.c2"]) == ("odg.chiro_neck", "not documented"), (
        "a guideline outside the MTUS only asks"
    )


def test_functional_improvement_is_defined_by_its_parts(packs, make_case, in_2017):
    facts = [Fact("fi.adl_gain", True), Fact("fi.reduced_dependency", True), Fact("visits.prior", 6)]
    (report,) = evaluate_case(make_case("Physical therapy 4 visits, knee", dates=in_2017, facts=facts), packs)
    assert statuses(report)["cp16.pt.c7"] == "met"
    assert "gen.functional_improvement" in report.added
    stated = [*facts, Fact("prior.functional_improvement", False)]
    (report,) = evaluate_case(make_case("Physical therapy 4 visits, knee", dates=in_2017, facts=stated), packs)
    assert statuses(report)["cp16.pt.c7"] == "not met", "what is stated goes before what is defined"


def test_guidelines_outside_the_mtus_ask_for_the_search(packs, make_case, in_2017):
    gym, therapy = evaluate_case(make_case("Gym membership", "Acupuncture 6 visits, neck", dates=in_2017), packs)
    assert "gen.search_sequence" in gym.added
    assert "gen.search_sequence" not in therapy.added


def test_a_longer_phrase_goes_before_one_within_it(packs):
    said = packs.phrases.said("She is status post open rotator cuff repair of the left shoulder.")
    assert said["surgery.procedure"].values == {"open rotator cuff repair"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("visits.prior", -3),
        ("opioid.med_per_day", 10**9),
        ("surgery.months_since", "soon"),
        ("drug.days_supply", float("nan")),
        ("prior.relief_percent", 212),
    ],
)
def test_facts_that_cannot_be_are_not_used(packs, make_case, in_2017, key, value):
    titles = ("Physical therapy 6 visits, knee", "Norco #60", "Post-op PT x 6")
    case = make_case(*titles, dates=in_2017, facts=[Fact(key, value)])
    for report in evaluate_case(case, packs):
        assert all(criterion.inputs.get(key) != value for criterion in report.criteria)


def test_an_opioid_asks_one_line_for_each_cause(packs, make_case):
    summary = "He takes Norco and OxyContin 20 mg twice a day, MED 100 mg a day. A pain agreement is signed."
    day = ClaimDates(injury=date(2020, 1, 1), decision=date(2026, 5, 4))
    (unknown,) = evaluate_case(make_case("Norco 10/325 mg #120", dates=day), packs)
    asked = [one.id for one in unknown.criteria if one.status == "not documented" and one.id.startswith("cdc22.")]
    assert asked == [
        *("cdc22.opioid.start", "cdc22.opioid.review", "cdc22.opioid.a7", "cdc22.opioid.a8", "cdc22.opioid.a10"),
        "cdc22.mme.a1",
    ]
    (going_on,) = evaluate_case(make_case("Norco 10/325 mg #120", dates=day, summary=summary), packs)
    seen = {one.id: one for one in going_on.criteria}
    assert "cdc22.opioid.a1" not in seen, "it is no first trial"
    assert seen["cdc22.mme.a2"].inputs == {"opioid.med_per_day": 100}


def test_the_form_of_a_drug_is_not_that_of_another_in_the_summary(packs, make_case):
    summary = "She also takes OxyContin and Amrix."
    day = ClaimDates(decision=date(2026, 5, 4))
    (tablets,) = evaluate_case(make_case("Cyclobenzaprine 7.5 mg #90", dates=day, summary=summary), packs)
    assert "lbl.cyclobenzaprine_er" not in tablets.added
    (capsules,) = evaluate_case(make_case("Amrix 15 mg #30", dates=day, summary=summary), packs)
    assert "lbl.cyclobenzaprine_er" in capsules.added


def test_an_injection_is_asked_only_for_a_place_that_it_does_not_name(packs, make_case):
    day = ClaimDates(decision=date(2026, 5, 4))
    titles = (
        "Left C5-C6 transforaminal epidural steroid injection",
        "Synvisc-One",
        "Stellate ganglion block x3",
        "Steroid injection",
    )
    found = evaluate_case(make_case(*titles, dates=day), packs)
    assert ["gen.injection_place" in report.added for report in found] == [False, False, False, True]


def test_therapy_after_an_operation_in_dispute_is_for_its_part(packs, make_case):
    case = make_case(
        "Left shoulder arthroscopy", "Post-operative physical therapy 12 visits", dates=ClaimDates(decision=date(2026, 5, 4))
    )
    assert "gen.request_complete" not in evaluate_case(case, packs)[1].added

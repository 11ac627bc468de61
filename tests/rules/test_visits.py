"""A limit on a course sees what was asked for at first and what came before, never only what utilization review left over."""

import pytest

from imr_desktop.case.model import Fact
from imr_desktop.rules import evaluate_case
from imr_desktop.rules.evaluate import item_contexts

PARTS = {"requested": "Acupuncture 12 visits", "authorized": "Acupuncture 6 visits", "in_dispute": "Acupuncture 6 visits"}
WHOLE = PARTS | {"in_dispute": "Acupuncture 12 visits", "relation": "whole"}
GAINS = {"visits.prior": 6, "prior.functional_improvement": True}


@pytest.fixture
def limit(packs, make_case, in_2017):
    def find(title, criterion, **fields):
        (report,) = evaluate_case(make_case(title, dates=in_2017, **fields), packs)
        return next(one for one in report.criteria if one.id == criterion)

    return find


@pytest.mark.parametrize(
    ("title", "fields", "facts", "status", "found"),
    [
        ("Acupuncture 6 visits", {}, {"visits.prior": 0}, "met", "prior 0, asked for 6"),
        ("Acupuncture 6 visits", {}, {}, "not documented", "prior not known, asked for 6"),
        ("Acupuncture 6 visits", {}, {"visits.prior": 6}, "not documented", "prior 6, asked for 6"),
        ("Acupuncture 12 visits", {}, {"visits.prior": 0}, "not met", "prior 0, asked for 12"),
        ("Acupuncture 12 visits", {}, {"prior.functional_improvement": False}, "not met", "prior not known, asked for 12"),
        ("Acupuncture 12 visits", {}, GAINS, "met", "prior 6, asked for 12"),
        ("Acupuncture", PARTS, {"visits.prior": 0}, "not met", "prior 0, asked for 12, authorized 6, in dispute 6"),
        ("Acupuncture", PARTS, {}, "not documented", "prior not known, asked for 12, authorized 6, in dispute 6"),
        ("Acupuncture", WHOLE, {"visits.prior": 0}, "not met", "prior 0, asked for 12, authorized 6, in dispute 12"),
        ("Acupuncture remaining 4 visits", {}, {"visits.prior": 0}, "not documented", "prior 0"),
    ],
)
def test_a_first_trial_is_judged_on_the_whole_course(limit, title, fields, facts, status, found):
    one = limit(title, "acu.general.c2", facts=[Fact(*fact) for fact in facts.items()], **fields)
    assert (one.status, one.found) == (status, found)


def test_authorized_visits_count_where_the_first_request_is_unknown(limit):
    parts = {"requested": "Acupuncture", "authorized": "Acupuncture 3 visits", "in_dispute": "Acupuncture 4 visits"}
    assert limit("Acupuncture", "acu.general.c2", facts=[Fact("visits.prior", 0)], **parts).status == "not met"


def test_further_visits_are_asked_about_wherever_they_could_be_meant(limit):
    one = limit("Acupuncture 6 visits", "acu.general.c5")
    assert one.status == "not documented"
    assert one.question.startswith("Was there treatment of this kind before?")
    assert "If so:" in one.question
    assert limit("Acupuncture 6 visits", "acu.general.c5", facts=[Fact("visits.prior", 0)]).status == "not applicable"
    assert limit("Additional acupuncture treatment, 6 visits", "acu.general.c5").missing == ("prior.functional_improvement",)


@pytest.mark.parametrize(
    ("title", "key"),
    [("Physical therapy 30 visits", "pt"), ("Occupational therapy 30 visits", "ot"), ("Chiropractic 30 visits", "chiro")],
)
def test_each_profession_counts_for_itself(packs, make_case, in_2017, title, key):
    (context,) = item_contexts(make_case(title, dates=in_2017), packs)
    totals = {name: known for name, known in context.resolved.known.items() if name.endswith("injury_total_incl_request")}
    assert {name: (known.value, known.at_least) for name, known in totals.items()} == {
        f"visits.{key}_injury_total_incl_request": (30, True)
    }

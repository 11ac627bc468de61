"""Criteria for different patients show once, open gates not at all; dates tell the phase."""

from datetime import date, timedelta

import pytest

from imr_desktop.case.model import ClaimDates, Fact
from imr_desktop.rules import evaluate_case

DAY = date(2017, 3, 1)
LIMITS = {"cp16.pt.c1", "cp16.pt.c2", "cp16.pt.c3", "cp16.pt.c4", "cp16.pt.diagnosis"}


@pytest.fixture
def shown(packs, make_case):
    def find(title, days=200, **fields):
        dates = ClaimDates(injury=DAY - timedelta(days), decision=DAY)
        (report,) = evaluate_case(make_case(title, dates=dates, **fields), packs)
        return {one.id: one for one in report.criteria}

    return find


def test_one_criterion_asks_which_diagnosis_it_is(shown):
    criteria = shown("Physical therapy 8 visits")
    assert set(criteria) & LIMITS == {"cp16.pt.diagnosis"}
    one = criteria["cp16.pt.diagnosis"]
    assert (one.status, one.found) == ("not documented", "prior not known, asked for 8")
    assert one.question.startswith("Which diagnosis group")
    assert "26 visits over 16 weeks" in one.limit


def test_only_the_one_that_fits_is_shown(shown):
    facts = [Fact("dx.pt_group", "neuralgia"), Fact("visits.prior", 0)]
    criteria = shown("Physical therapy 8 visits", facts=facts)
    assert set(criteria) & LIMITS == {"cp16.pt.c2"}
    assert criteria["cp16.pt.c2"].status == "met"
    assert not set(shown("Physical therapy 8 visits", facts=[Fact("dx.pt_group", "sprain")])) & LIMITS


@pytest.mark.parametrize(
    ("days", "summary", "closed"),
    [
        (60, "", True),
        (60, "An industrial injury on 1-1-2010.", False),
        (200, "", False),
        (60, "He has had pain for 8 months.", False),
    ],
)
def test_the_chronic_text_is_closed_where_every_date_says_acute(shown, days, summary, closed):
    criteria = shown("Gabapentin 300mg #60", days, summary=summary)
    own = [one for key, one in criteria.items() if key.startswith("cp16.aed.")]
    assert own
    assert all("does not apply" in one.would_change for one in own) is closed


def test_an_acute_injury_goes_to_the_acute_opioid_chapter(packs, make_case):
    dates = ClaimDates(injury=date(2017, 2, 10), decision=date(2017, 3, 1))
    assert evaluate_case(make_case("Norco 10/325mg #60", dates=dates), packs)[0].rule == "op16.opioid_acute_postop"

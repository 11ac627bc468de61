"""The calculators of opioid doses and tapers against the published factors, and against input that cannot be."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.review.calculators import InputRefused
from imr_desktop.rules.calculators.inputs import MAX_WORDS
from imr_desktop.rules.calculators.model import tidy

from .calculating import DAYS, mme, told, value

# --- opioid doses


@pytest.mark.parametrize(
    ("dose", "by_2022", "by_2016"),
    [
        ("codeine 30 mg x 4", 18, 18),
        ("fentanyl patch 25 mcg/h", 60, 60),
        ("hydrocodone 10 mg x 6", 60, 60),
        ("hydromorphone 4 mg x 4", 80, 64),
        ("methadone 10 mg x 2", 94, 80),
        ("methadone 10 mg x 4", 188, 320),
        ("methadone 10 mg x 6", 282, 600),
        ("methadone 10 mg x 8", 376, 960),
        ("morphine 15 mg x 2", 30, 30),
        ("oxycodone 10 mg x 4", 60, 60),
        ("oxymorphone 10 mg x 2", 60, 60),
        ("tapentadol 100 mg x 2", 80, 80),
        ("tramadol 50 mg x 4", 40, 20),
    ],
)
def test_every_factor_of_both_tables(dose, by_2022, by_2016):
    assert value(mme(dose)) == by_2022
    assert value(mme(dose, year="2016")) == by_2016


@pytest.mark.parametrize(("mg", "factor"), [("20", 4), ("20.5", 8), ("40", 8), ("40.5", 10), ("60", 10), ("61", 12)])
def test_methadones_factor_of_2016_follows_the_dose(mg, factor):
    assert value(mme(f"methadone {mg} mg x 1", year="2016")) == tidy(Fraction(mg) * factor)


def test_methadone_of_two_lines_is_added_before_its_factor_is_chosen():
    assert value(mme("methadone 10 mg x 1", "methadone 10 mg x 2", year="2016")) == 240


def test_several_drugs_add_up_and_the_steps_show_it():
    done = mme("oxycodone 10 mg x 4", "fentanyl patch 25 mcg/h")
    assert value(done) == 120
    assert done.result.steps[-1] == "Together: 60 + 60 = 120 MME a day"
    assert "71(RR-3)" in done.source
    assert done.version


@pytest.mark.parametrize(
    ("line", "mme_a_day"),
    [
        ("Norco 10/325 mg 1 tab po q6h prn", 40),
        ("Tylenol #3 300/30 mg x 4", 18),
        ("OxyContin 20 mg bid", 60),
        ("MS Contin 30 mg 1 tablet every 12 hours", 60),
        ("morphine ER 15 mg 2 tabs twice a day", 60),
        ("Percocet 10-325 mg, 6/day", 90),
        ("hydrocodone 5 mg four times a day", 20),
        ("OXYCODONE 10MG X 4", 60),
        ("oxycodone 10 mg × 1/2 a day", 7.5),
        ("fentanyl transdermal 50 mcg/hr every 72 hours", 120),
        ("Duragesic 12 mcg/h x 2", 57.6),
        ("hydromorphone 2000 mcg x 4", 40),
        ("Norco 10mg/325mg x 4", 40),
        ("hydrocodone bitartrate/acetaminophen 5 mg x 2", 10),
        ("codeine/APAP 30/300 mg x 4", 18),
        ("oxycodone 10 mg 4x daily", 60),
        ("fentanyl 25 mcg/h patch", 60),
    ],
)
def test_doses_as_prescriptions_are_written(line, mme_a_day):
    assert value(mme(line)) == mme_a_day


@pytest.mark.parametrize("year", ["2022", "2016"])
def test_buprenorphine_is_never_converted(year):
    with_other = mme("Butrans 10 mcg/h", "oxycodone 10 mg x 2", year=year)
    assert value(with_other) == 30
    assert any("Buprenorphine is not converted" in note for note in with_other.result.notes)
    alone = mme("Suboxone 8/2 mg x 2", year=year)
    assert value(alone) is None
    assert "not converted" in alone.result.sentence


@pytest.mark.parametrize(("units", "over"), [("33", 0), ("34", 1), ("59", 1), ("60", 2)])
def test_thresholds_are_told(units, over):
    notes = mme(f"oxycodone 1 mg x {units}").result.notes
    assert sum(note.startswith(("Over", "Exactly")) for note in notes) == over


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("oxycodone 40 mg", "how many a day"),
        ("morphine 400 mg/min x 3", "unit “mg/min”"),
        ("oxycodone 10 mg x -3", "not possible"),
        ("oxycodone -10 mg x 3", "not possible"),
        ("oxycodone 0 mg x 3", "above 0"),
        ("oxycodone 10 mg x 120", "quantity dispensed"),
        ("oxycodone 1000000000 mg x 1", "not possible"),
        ("morphine 10 mg x 1e9", "not understood"),
        ("fentanyl 25 mg x 1", "only as a patch"),
        ("oxycodone 10 mcg/h", "dosed in mg"),
        ("fentanyl patch 25 mcg/h a month", "not understood"),
        ("oxycodne 10 mg x 4", "Did you mean oxycodone"),
        ("ibuprofen 800 mg x 3", "not in this table"),
        ("oxycodone 5 mg 1-2 tabs q6h", "not understood"),
        ("oxycodone 10 mg #120", "not understood"),
        ("Norco 10/325 x 4", "unit"),
        ("oxycodone 10 mg x 4 on Sundays", "not understood"),
        ("nonsense", "cannot be read"),
        ("oxycodone 10 mg q0h", "not understood"),
        ("x" * MAX_WORDS, "cannot be read"),
        ("x" * 1_000_000, "too long"),
    ],
)
def test_a_dose_that_cannot_be_is_asked_about(line, said):
    with pytest.raises(InputRefused, match=said) as refused:
        mme(line)
    assert refused.value.field == "doses"
    assert len(refused.value.sentence) < 400


def test_a_taper_of_the_starting_dose_is_a_straight_line():
    done = mme("oxycodone 10 mg x 4", taper_from="2026-01-05", step_percent="10", step_days="28")
    plan = done.result.tables[-1]
    assert [row[2] for row in plan.rows] == [60, 54, 48, 42, 36, 30, 24, 18, 12, 6, 0]
    assert [row[1] for row in plan.rows[:3]] == [date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 2)]
    assert plan.rows[1][-1] == 36
    assert value(done, "taper_goal_date") == date(2026, 10, 12)
    assert "10/12/2026" in done.result.sentence


def test_a_taper_of_the_current_dose_stops_at_the_goal():
    done = mme(
        "morphine 25 mg x 4", taper_from="01/05/2026", step_percent="50", step_days="7", goal="20", step_of="current dose"
    )
    assert [row[2] for row in done.result.tables[-1].rows] == [100, 50, 25, 20]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"step_percent": "10", "step_days": "28"}, "taper_from"),
        ({"taper_from": "2026-01-05", "step_days": "28"}, "step_percent"),
        ({"taper_from": "2026-01-05", "step_percent": "10"}, "step_days"),
        ({"taper_from": "2026-01-05", "step_percent": "0.1", "step_days": "28"}, "step_percent"),
        ({"taper_from": "2026-01-05", "step_percent": "10", "step_days": "28", "goal": "60"}, "goal"),
        ({"taper_from": "2026-01-05", "step_percent": "10", "step_days": "28", "step_of": "current dose"}, "goal"),
        ({"taper_from": "2026-01-05", "step_percent": "101", "step_days": "28"}, "step_percent"),
    ],
)
def test_a_taper_that_cannot_be_planned_says_what_is_missing(more, field):
    with pytest.raises(InputRefused) as refused:
        mme("oxycodone 10 mg x 4", **more)
    assert refused.value.field == field


@settings(max_examples=60, deadline=None)
@given(percent=st.integers(1, 100), days=st.integers(1, 90), goal=st.integers(0, 59), start=DAYS)
def test_a_taper_only_falls_reaches_its_goal_and_keeps_its_step(percent, days, goal, start):
    done = mme(
        "oxycodone 10 mg x 4", taper_from=start.isoformat(), step_percent=str(percent), step_days=str(days), goal=str(goal)
    )
    rows = done.result.tables[-1].rows
    assert rows[0][2] == 60
    assert rows[-1][2] == goal
    assert all(after[2] < before[2] for before, after in zip(rows, rows[1:], strict=False))
    assert {(after[1] - before[1]).days for before, after in zip(rows, rows[1:], strict=False)} == {days}


@settings(max_examples=60, deadline=None)
@given(first=st.integers(1, 10), second=st.integers(1, 10), factor=st.sampled_from(["codeine", "oxycodone", "tramadol"]))
def test_doses_add_up_in_any_order(first, second, factor):
    lines = (f"{factor} 10 mg x {first}", f"morphine 10 mg x {second}")
    assert value(mme(*lines)) == value(mme(*reversed(lines))) == tidy(value(mme(lines[0])) + value(mme(lines[1])))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_words_as_a_dose_give_a_result_or_a_sentence(words):
    assert told(lambda: mme(words)).endswith(".")

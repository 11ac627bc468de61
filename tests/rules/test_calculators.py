"""Calculators against figures worked out by hand from the published tables, and against input that cannot be."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case.model import Case, ClaimDates, DisputedItem
from imr_desktop.errors import UsageError
from imr_desktop.review.calculators import CalculatorContext, InputRefused, as_json, calculate, calculators, prefilled
from imr_desktop.rules import parse_request
from imr_desktop.rules.calculators.calendar_days import add_months
from imr_desktop.rules.months import months_between

from .calculating import DAYS, mme, run, told, value

# --- body mass index


@pytest.mark.parametrize(
    ("height", "weight", "index", "kind"),
    [
        ("5 ft 10 in", "200 lb", 28.7, "overweight"),
        ("70 in", "200 lbs", 28.7, "overweight"),
        ("5'10\"", "200 lb", 28.7, "overweight"),
        ("178 cm", "90.7 kg", 28.6, "overweight"),
        ("2 m", "100 kg", 25, "overweight"),
        ("2 m", "99.9 kg", 25, "healthy weight"),
        ("6 ft", "300 lb", 40.7, "obesity, class 3"),
        ("2 m", "74 kg", 18.5, "healthy weight"),
        ("2 m", "73.9 kg", 18.5, "underweight"),
    ],
)
def test_body_mass_index(height, weight, index, kind):
    done = run("bmi", height=height, weight=weight)
    assert (value(done), value(done, "class")) == (index, kind)


def test_no_class_below_twenty_years():
    assert [one.key for one in run("bmi", height="5 ft", weight="100 lb", age="15").result.values] == ["bmi"]


@pytest.mark.parametrize(
    ("height", "weight", "field"),
    [
        ("70", "200 lb", "height"),
        ("5 ft 13 in", "200 lb", "height"),
        ("9 m", "90 kg", "height"),
        ("-5 ft", "90 kg", "height"),
        ("5 ft", "200", "weight"),
        ("5 ft", "1000000000 kg", "weight"),
        ("5 ft", "0 kg", "weight"),
        ("", "90 kg", "height"),
    ],
)
def test_a_size_nobody_has_is_refused(height, weight, field):
    with pytest.raises(InputRefused) as refused:
        run("bmi", height=height, weight=weight)
    assert refused.value.field == field


# --- visits


def test_visits_against_a_cap_that_is_given():
    done = run("visits", used="10", requested="12", cap="24")
    assert (value(done), value(done, "remaining_before"), value(done, "total"), value(done, "over")) == (2, 14, 22, 0)


def test_the_statutes_cap_holds_from_2004_on_and_says_so():
    common = {"used": "10", "requested": "18", "kind": "physical therapy"}
    on = run("visits", injury="2004-01-01", **common)
    assert (value(on, "cap"), value(on, "over")) == (24, 4)
    assert on.source == "Labor Code 4604.5(c)(1)"
    before = run("visits", injury="12/31/2003", **common)
    assert [one.key for one in before.result.values] == ["total", "counted"]
    assert "no cap" in before.result.sentence


def test_visits_after_surgery_do_not_count():
    done = run("visits", used="30", post_surgical="20", requested="6", kind="physical therapy", injury="2015-05-01")
    assert (value(done, "counted"), value(done), value(done, "over")) == (10, 8, 0)
    assert "30 used − 20 after surgery = 10" in done.result.steps[0]


def test_a_guidelines_cap_comes_from_the_packs(packs):
    context = CalculatorContext(lambda: packs)
    options = dict(
        next(f for c in calculators() if c.name == "visits" for f in c.fields if f.name == "guideline").choices_of(context)
    )
    assert options
    for name in options:
        done = calculate("visits", {"used": "0", "guideline": name}, context)
        limit = next(c for rule in packs.rules.values() for c in rule.data.criteria if c.id == name)
        assert value(done, "cap") == limit.test["val"]
        assert packs.editions[packs.rules[name.rpartition(".")[0]].data.edition].title in done.source
        assert done.version == packs.version


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"used": "-3", "cap": "24"}, "used"),
        ({"used": "1000000000", "cap": "24"}, "used"),
        ({"used": "2.5", "cap": "24"}, "used"),
        ({"used": "3"}, "cap"),
        ({"used": "3", "cap": "24", "kind": "chiropractic"}, "kind"),
        ({"cap": "24"}, "used"),
        ({"used": "3", "kind": "chiropractic"}, "injury"),
        ({"used": "3", "kind": "massage"}, "kind"),
        ({"used": "3", "cap": "24", "post_surgical": "4"}, "post_surgical"),
        ({"used": "nan", "cap": "24"}, "used"),
        ({"used": "1" * 19, "cap": "24"}, "used"),
        ({"used": "٣", "cap": "24"}, "used"),
    ],
)
def test_visits_that_cannot_be_are_refused(inputs, field):
    with pytest.raises(InputRefused) as refused:
        run("visits", **inputs)
    assert refused.value.field == field


@given(used=st.integers(0, 100), requested=st.integers(0, 100), cap=st.integers(1, 100))
def test_what_is_left_and_what_is_over_fit_together(used, requested, cap):
    done = run("visits", used=str(used), requested=str(requested), cap=str(cap))
    assert value(done) - value(done, "over") == cap - used - requested
    assert min(value(done), value(done, "over")) == 0


# --- supply


def test_a_supply_with_refills():
    done = run("supply", **{"quantity": "90", "per_day": "3", "refills": "2", "from": "2026-01-05"})
    assert (value(done), value(done, "days_per_fill")) == (90, 30)
    assert (value(done, "last_day"), value(done, "out_on")) == (date(2026, 4, 4), date(2026, 4, 5))


@pytest.mark.parametrize(
    ("quantity", "per_day", "days", "left"),
    [
        ("100", "3", 33, True),
        ("10", "1/3", 30, False),
        ("30", "0.5", 60, False),
        ("2", "3", 0, True),
        ("1,000", "4", 250, False),
    ],
)
def test_only_whole_days_count(quantity, per_day, days, left):
    done = run("supply", quantity=quantity, per_day=per_day)
    assert value(done) == days
    assert bool(done.result.notes) is left


@pytest.mark.parametrize(
    "inputs",
    [
        {"quantity": "0", "per_day": "3"},
        {"quantity": "90", "per_day": "0"},
        {"quantity": "-90", "per_day": "3"},
        {"quantity": "10000", "per_day": "0.01"},
        {"quantity": "90", "per_day": "1/0"},
        {"quantity": "90", "per_day": "3", "refills": "1000"},
    ],
)
def test_a_supply_that_cannot_be_is_refused(inputs):
    with pytest.raises(InputRefused):
        run("supply", **inputs)


# --- intervals


def test_days_weeks_and_months_between_dates():
    done = run("intervals", dates=("2026-01-05", "2026-03-09"), minimum_days="60")
    assert done.result.tables[0].rows == ((date(2026, 1, 5), date(2026, 3, 9), 63, "9 weeks", "2 months 4 days", "kept"),)
    assert value(done, "too_short") == 0


def test_dates_are_put_in_order_and_the_early_one_is_named():
    done = run("intervals", dates=("2026-03-09", "2026-01-05", "2026-02-20"), minimum_weeks="6")
    assert value(done) == 17
    assert value(done, "too_short") == 1
    assert "03/09/2026 comes 25 days before" in done.result.notes[0]
    assert "The dates were put in order." in done.result.notes


@pytest.mark.parametrize(("second", "kept"), [("2026-02-28", True), ("2026-02-27", False)])
def test_a_month_from_its_31st_ends_with_the_next_month(second, kept):
    done = run("intervals", dates=("2026-01-31", second), minimum_months="1")
    assert (value(done, "too_short") == 0) is kept


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"dates": ("2026-01-05",)}, "dates"),
        ({"dates": ()}, "dates"),
        ({"dates": ("2026-02-30", "2026-03-01")}, "dates"),
        ({"dates": ("2026-01-05", "2026-03-09"), "minimum_days": "1", "minimum_weeks": "1"}, "minimum_weeks"),
        ({"dates": ("2026-01-05",) * 201}, "dates"),
        ({"dates": ("0001-01-01", "9999-12-31")}, "dates"),
    ],
)
def test_intervals_that_cannot_be_are_refused(inputs, field):
    with pytest.raises(InputRefused) as refused:
        run("intervals", **inputs)
    assert refused.value.field == field


@given(DAYS, DAYS)
def test_months_and_days_lead_from_one_date_to_the_other(first, second):
    start, end = sorted((first, second))
    months, days = months_between(start, end)
    assert add_months(start, months) + timedelta(days) == end
    assert 0 <= days <= 31


# --- age


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("1970-04-30", "2007-04-29", 36),
        ("1970-04-30", "2007-04-30", 37),
        ("2000-02-29", "2023-02-28", 22),
        ("2000-02-29", "2023-03-01", 23),
        ("2026-01-05", "2026-01-05", 0),
    ],
)
def test_age(born, on, age):
    assert value(run("age", born=born, date=on)) == age


@settings(deadline=None)
@given(
    st.dates(date(1950, 1, 1), date(2000, 1, 1)),
    st.dates(date(2001, 1, 1), date(2020, 1, 1)),
    st.dates(date(2001, 1, 1), date(2020, 1, 1)),
)
def test_an_age_known_on_another_day_holds_the_true_one(born, known_on, on):
    known = value(run("age", born=born.isoformat(), date=known_on.isoformat()))
    told = value(run("age", age=str(known), known_on=known_on.isoformat(), date=on.isoformat()))
    true = value(run("age", born=born.isoformat(), date=on.isoformat()))
    assert str(true) in str(told).split(" or ")


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"age": "212", "known_on": "2014-01-01", "date": "2007-01-01"}, "age"),
        ({"date": "2007-01-01"}, "born"),
        ({"born": "2010-01-01", "date": "2007-01-01"}, "born"),
        ({"born": "1970-13-01", "date": "2007-01-01"}, "born"),
        ({"age": "5", "known_on": "2014-01-01", "date": "2001-01-01"}, "date"),
        ({"born": "1795-01-01", "date": "2007-01-01"}, "born"),
        ({"born": "1900-01-01", "date": "2099-01-01"}, "born"),
        ({"born": "1970-01-01"}, "date"),
    ],
)
def test_an_age_nobody_has_is_refused(inputs, field):
    with pytest.raises(InputRefused) as refused:
        run("age", **inputs)
    assert refused.value.field == field


# --- all of them


def test_each_calculator_names_source_version_and_unique_inputs():
    assert [one.name for one in calculators()] == ["mme", "bmi", "visits", "supply", "intervals", "postsurgical", "age"]
    for one in calculators():
        assert one.source
        assert one.version
        assert len({field.name for field in one.fields}) == len(one.fields)
        assert not one.main or one.field(one.main)


def test_json_has_exactly_four_keys():
    told = as_json(mme("oxycodone 10 mg x 4"))
    assert set(told) == {"inputs", "result", "source", "version"}
    assert told["result"]["value"] == 60


def test_unknown_names_are_refused():
    with pytest.raises(UsageError, match="choose one of mme"):
        run("sum")
    with pytest.raises(InputRefused, match="no input"):
        run("bmi", size="5 ft")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_words_in_any_field_give_a_result_or_a_sentence(packs, data):
    chosen = data.draw(st.sampled_from(calculators()))
    words = st.one_of(st.text(max_size=30), st.integers(-(10**9), 10**9).map(str), DAYS.map(str), st.just("1" * 5000))
    inputs = {field.name: data.draw(words) for field in chosen.fields if data.draw(st.booleans())}
    assert told(lambda: calculate(chosen.name, inputs, CalculatorContext(lambda: packs))).endswith(".")


# --- what the case already says


def case_with(title, **changes):
    item = DisputedItem("i1", title)
    return Case("c1", items=(item,), age=48, dates=ClaimDates(injury=date(2007, 3, 3)), **changes), item


def test_visits_are_prefilled_from_request_and_case():
    case, item = case_with("Physical therapy 2 times a week for 6 weeks")
    found = prefilled("visits", case, item, parse_request(item.title), "physical therapy")
    assert found == {"requested": "12", "injury": "03/03/2007", "kind": "physical therapy"}


def test_supply_is_prefilled_from_the_request():
    case, item = case_with("Tramadol 50 mg #90 with 2 refills")
    assert prefilled("supply", case, item, parse_request(item.title), "opioid") == {"quantity": "90", "refills": "2"}


def test_age_is_prefilled_and_nothing_is_guessed():
    case, item = case_with("Lumbar MRI")
    assert prefilled("age", case, item, None, None) == {"age": "48", "date": "03/03/2007"}
    assert prefilled("supply", case, item, None, None) == {}
    assert prefilled("visits", case, None, None, None) == {}


@pytest.mark.parametrize(
    ("day", "year"), [(date(2022, 11, 3), "2016"), (date(2022, 11, 4), "2022"), (date(2014, 1, 1), "2016")]
)
def test_the_table_of_factors_is_that_of_the_day(day, year):
    case = Case("c1", dates=ClaimDates(ur_denial=day))
    assert prefilled("mme", case, None, None, None) == {"year": year}


def test_both_ends_of_a_bound_are_allowed_also_where_no_float_is_exact():
    assert value(run("supply", quantity="0.5", per_day="0.01"), "days") == 50
    assert mme("oxycodone 10 mg x 4", taper_from="2026-01-05", step_percent="0.1", step_days="1", goal="59.9").result.tables
    with pytest.raises(InputRefused, match=r"0\.01 to 100"):
        run("supply", quantity="1", per_day="0.009")

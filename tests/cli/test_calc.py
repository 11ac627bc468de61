"""``imr-desktop calc``: what a reviewer types, what comes back, and what is refused."""

import re
import shlex

import pytest

from imr_desktop.cli.commands.calc import EXAMPLE
from imr_desktop.review.calculators import calculators

LINES = re.findall(r"imr-desktop calc (.+)", EXAMPLE)


def answer(ran):
    assert ran.code == 0, ran.err
    return ran.json["result"]["value"]


@pytest.mark.parametrize("line", [line for line in LINES if "lists the" not in line])
def test_every_example_of_the_help_works(imr, line):
    ran = imr("calc", *shlex.split(line))
    assert ran.code == 0, ran.err
    assert "Source" in ran.out or '"source"' in ran.out


def test_alone_it_lists_the_calculators(imr):
    ran = imr("calc")
    assert [line.split()[0] for line in ran.out.splitlines()[:7]] == [one.name for one in calculators()]
    assert [one["name"] for one in imr("calc", "--json").json] == [one.name for one in calculators()]


@pytest.mark.parametrize("name", [one.name for one in calculators()])
def test_a_name_alone_shows_its_inputs_and_an_example_that_works(imr, name):
    ran = imr("calc", name)
    assert ran.code == 0
    words = shlex.split(ran.out.splitlines()[-1])
    assert words[:3] == ["imr-desktop", "calc", name]
    assert imr(*words[1:]).code == 0


def test_json_holds_inputs_result_source_and_version(imr):
    ran = imr("calc", "mme", "oxycodone 10 mg x 4", "fentanyl patch 25 mcg/h", "--year", "2016", "--json")
    assert set(ran.json) == {"inputs", "result", "source", "version"}
    assert ran.json["inputs"]["doses"] == ["oxycodone 10 mg x 4", "fentanyl patch 25 mcg/h"]
    assert answer(ran) == 120
    assert "RR-1" in ran.json["source"]


def test_words_options_and_pairs_mean_the_same(imr):
    by_option = imr("calc", "visits", "--used", "10", "--requested", "12", "--cap", "24", "--json").json
    by_pair = imr("calc", "visits", "used=10", "requested=12", "cap=24", "--json").json
    mixed = imr("calc", "--json", "visits", "used=10", "--cap=24", "requested=12").json
    assert by_option == by_pair == mixed
    assert answer(imr("calc", "postsurgical", "carpal tunnel release", "date=2026-01-05", "--json")) == "2026-04-05"
    assert answer(imr("calc", "mme", "doses=oxycodone 10 mg x 4", "doses=morphine 10 mg x 1", "--json")) == 70


def test_the_taper_is_printed_with_its_dates(imr):
    ran = imr("calc", "mme", "oxycodone 10 mg x 4", "--taper-from", "2026-01-05", "--step-percent", "10", "--step-days", "28")
    assert re.search(r"1\s+02/02/2026\s+54\s+90\s+36", ran.out)
    assert "Goal: 01/05/2026 + 10 × 28 days = 10/12/2026" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mme", "oxycodone 40 mg"], "how many a day"),
        (["mme", "morphine 400 mg/min x 2"], "mg/min"),
        (["visits", "--used", "-3", "--cap", "24"], "cannot be -3"),
        (["visits", "used=-3", "cap=24"], "cannot be -3"),
        (["visits", "--used", "1000000000", "--cap", "24"], "1,000,000,000"),
        (["age", "--age", "212", "--known-on", "2014-01-01", "--date", "2015-01-01"], "cannot be 212"),
        (["sum", "1", "2"], "no calculator"),
        (["bmi", "5"], "names no input"),
        (["bmi", "--used", "5"], "no input of bmi"),
        (["visits", "used=1", "--used", "2", "--cap", "3"], "given twice"),
        (["mme", "--json"], "is missing"),
        (["intervals", "yesterday", "2026-01-05"], "not a date"),
        (["supply", "quantity=90", "per-day=0"], "cannot be 0"),
        (["mme", "x" * 100_000], "too long"),
        (["mme", *["oxycodone 1 mg x 1"] * 5000], "at most 200"),
    ],
)
def test_what_cannot_be_ends_with_one_sentence(imr, words, said):
    ran = imr("calc", *words)
    assert ran.code == 3
    assert not ran.out
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert len(ran.err) < 500

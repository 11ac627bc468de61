"""A reviewer's own readings: from data to rules, through their file and back, and never a reason for other packs to fail."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from imr_desktop.case.model import ClaimDates
from imr_desktop.rules import evaluate_case, load_packs, reading_files, reading_loading, reading_rules, validate
from imr_desktop.rules.evaluate import criterion_statuses
from imr_desktop.rules.files import FamilyFile, PackBytes, parsed, read_bytes
from imr_desktop.rules.model import READINGS
from imr_desktop.rules.readings import (
    LONGEST,
    LONGEST_PREREQUISITE,
    LONGEST_WORD,
    MEASURES,
    MOST_PREREQUISITES,
    PHASES,
    RECOMMENDATIONS,
    STRENGTHS,
    Reading,
    a_year_after,
    default_expiry,
    differences,
    problem,
    tidy,
)

READ_ON = date(2026, 11, 29)
IN_2026 = ClaimDates(injury=date(2026, 1, 5), ur_denial=date(2026, 11, 2))


def reading(**fields):
    return Reading(
        **{
            "id": "r1",
            "service": "acupuncture",
            "edition": "cp17",
            "recommendation": "recommended",
            "place": "p. 12",
            "read_on": READ_ON,
            **fields,
        }
    )


@pytest.fixture
def with_readings(tmp_path):
    def load(*readings, **others):
        (tmp_path / READINGS).write_bytes(reading_files.encode(list(readings)))
        for name, text in others.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_packs(user=tmp_path)

    return load


def own(report, *, by_text=False):
    return {one.text if by_text else one.id: one for one in report.criteria if one.source == READINGS}


def test_what_was_read_is_asked_and_tested(with_readings, make_case):
    packs = with_readings(
        reading(count=12, measure="visits in all", weeks=8, phase="chronic", strength="B", prerequisites=("NSAIDs failed",)),
        reading(id="r2", service="TENS unit", recommendation="not recommended"),
        reading(id="r3", service="massage therapy", recommendation="no recommendation"),
        reading(id="r4", service="halotherapy", words=("salt room",), count=3, measure="visits in one request"),
        reading(id="r5", service="gym membership", retired=READ_ON),
    )
    case = make_case(
        "Acupuncture 14 visits", "TENS unit", "Massage therapy", "Salt room 4 sessions", "Gym membership", dates=IN_2026
    )
    needles, tens, massage, salt, gym = evaluate_case(case, packs)
    said = own(needles, by_text=True)
    assert said["Asked for is no more than 12 visits in all"].status == "not met"
    assert said["NSAIDs failed"].status == "not documented"
    assert "NSAIDs failed?" in said["NSAIDs failed"].question
    assert said["NSAIDs failed"].citation.endswith("p. 12, recommended, moderate evidence (B)")
    assert [one.status for one in own(tens).values()] == ["not met"]
    (other,) = own(massage).values()
    assert (other.status, "9792.21.1" in other.question) == ("not documented", True)
    assert salt.service == "halotherapy"
    assert [one.status for one in own(salt).values()] == ["not met"]
    assert not own(gym)
    assert set(packs.readings) == {f"reading.r{number}" for number in range(1, 6)}


def test_a_reading_denies_only_in_its_phase_edition_and_time(with_readings, make_case):
    kinds = {
        "acute": {"phase": "acute"},
        "chronic": {"phase": "chronic"},
        "other": {"imported": True},
        "old": {"edition": "cp16"},
    }
    packs = with_readings(
        *(reading(id=name, service="TENS unit", recommendation="not recommended", **fields) for name, fields in kinds.items())
    )

    def statuses(**dates):
        (report,) = evaluate_case(make_case("TENS unit", dates=replace(IN_2026, **dates)), packs)
        return {one.id.split(".")[1]: one.status for one in own(report).values() if not one.historical}

    assert statuses() == {"acute": "not applicable", "chronic": "not met", "other": "not documented"}
    assert statuses(injury=None) == {"acute": "not documented", "chronic": "not documented", "other": "not documented"}
    assert statuses(ur_denial=date(2027, 11, 29))["other"] == "not documented"  # the last day it is used
    assert statuses(ur_denial=date(2027, 11, 30)) == {}
    assert statuses(injury=None, ur_denial=date(2017, 5, 1)) == {"old": "not met"}
    (late,) = evaluate_case(make_case("TENS unit", dates=replace(IN_2026, ur_denial=date(2027, 11, 30))), packs)
    gone = own(late)
    assert {one.status for one in gone.values()} == {"not applicable"}
    assert "read again" in next(one.would_change for one in gone.values() if ".acute." in one.id)
    assert "not in force on 11/30/2027" in next(one.would_change for one in gone.values() if ".old." in one.id)


def test_a_reading_speaks_for_its_own_part_of_the_body(with_readings, make_case):
    packs = with_readings(reading(edition="lb20"), reading(id="r2", edition="cp17"))
    back, neck, nowhere = evaluate_case(
        make_case(*(f"Acupuncture{where}" for where in (", low back", ", neck", "")), dates=IN_2026), packs
    )
    assert [len(own(report)) for report in (back, neck, nowhere)] == [2, 1, 2]


def test_a_changed_limit_takes_no_answer_over(packs):
    def ids(count):
        rule = reading_rules.made(reading(count=count, measure="visits in all"), "acupuncture", packs.inputs).rule
        return {one.id for one in rule.criteria}

    assert ids(12) == ids(12)
    assert not ids(12) & ids(10)


def test_one_that_does_not_hold_is_left_out_and_said(with_readings, packs):
    raw = [
        reading(),
        {"id": "bad", "service": "TENS unit"},
        reading(id="r2", edition="cp99"),
        reading(id="r1", service="TENS unit"),
        reading(id="r4", place="x" * 61),
        7,
    ]
    mine = with_readings(*raw)
    assert list(mine.readings) == ["reading.r1"]
    assert len(mine.faults) == 5
    for fault, word in zip(mine.faults, ("reading 2", "cp99", "another reading", "60 characters", "reading 6"), strict=True):
        assert word in fault
    assert mine.digest != packs.digest  # what was left out is on the record of a determination, too
    broken = with_readings()
    assert not broken.faults


@pytest.mark.parametrize("data", [b"family: [", b"family: x\nreadings: {}"])
def test_a_file_that_cannot_be_read_costs_the_readings_alone(data, packs, tmp_path):
    (tmp_path / READINGS).write_bytes(data)
    (tmp_path / "office.yaml").write_text("family: office\nversion: '7'\n", encoding="utf-8")
    mine = load_packs(user=tmp_path)
    assert "readings.yaml" in " ".join(mine.faults)
    assert "office.yaml 7" in mine.version
    assert set(mine.rules) == set(packs.rules)


def test_days(packs):
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    edition = packs.editions["cp16"]
    assert default_expiry(date(2017, 3, 1), edition) == edition.in_force_to
    assert default_expiry(READ_ON, edition) == date(2027, 11, 29)
    first = reading(expires=READ_ON)
    assert not first.expired(READ_ON)
    assert first.expired(READ_ON + timedelta(1))
    assert differences(reading(), reading(place="p. 13", count=3.0, measure="days")) == (
        ("Page or section", "p. 12", "p. 13"),
        ("At most", "", "3 days"),
    )


def _text(most, least=0):
    return st.text(st.characters(exclude_categories=("C",)), min_size=least, max_size=most).map(
        lambda text: " ".join(text.split())
    )


def _filled(most):
    return _text(most, 1).filter(bool)


@st.composite
def readings(draw):
    count = draw(st.none() | st.integers(1, 10_000_000).map(lambda number: number / 100))
    texts = {name: draw(_filled(most) if name in ("service", "place") else _text(most)) for name, most in LONGEST.items()}
    return tidy(
        Reading(
            id=draw(st.from_regex(r"[a-z0-9]{1,32}", fullmatch=True)),
            edition=draw(st.sampled_from(["cp17", "cp16"])),
            recommendation=draw(st.sampled_from(RECOMMENDATIONS)),
            read_on=READ_ON,
            strength=draw(st.sampled_from(STRENGTHS)),
            phase=draw(st.sampled_from(PHASES)),
            count=count,
            measure=draw(st.sampled_from(MEASURES)) if count is not None else None,
            weeks=draw(st.none() | st.integers(1, 520).map(float)),
            prerequisites=tuple(draw(st.lists(_filled(LONGEST_PREREQUISITE), max_size=MOST_PREREQUISITES))),
            words=tuple(draw(st.lists(_filled(LONGEST_WORD), max_size=2))),
            retired=draw(st.none() | st.just(READ_ON)),
            imported=draw(st.booleans()),
            **texts,
        )
    )


class Shipped:
    """The shipped packs and their files, with a name short enough for a report."""

    def __init__(self, packs, files):
        self.packs, self.files = packs, files

    def __repr__(self):
        return "shipped"


@pytest.fixture(scope="module")
def shipped(root, packs):
    return Shipped(packs, parsed(PackBytes(read_bytes(root / "resources" / "guidelines", None).shipped, {})))


@settings(max_examples=30, deadline=None)
@given(made=readings())
def test_any_reading_goes_through_its_file_and_comes_out_as_rules_that_hold(made, shipped):
    packs = shipped.packs
    if problem(made):  # single spaces can take a text away, or join letters to fewer
        return
    entries = reading_files.entries_of(reading_files.encode([made]), READINGS)
    assert reading_files.read_all(entries, READINGS) == ((made,), ())
    mine = parsed_with(shipped.files, entries)
    known = reading_loading.Known(packs.editions, packs.inputs, packs.services, packs.matcher)
    taken = reading_loading.take(mine, known, {})
    if taken.faults:  # a service of signs alone has no name that could be found in a request
        assert any(why in taken.faults[0] for why in ("begin with a word", "needs at least 4 letters"))
        return
    services, inputs = {**packs.services, **taken.services}, {**packs.inputs, **taken.inputs}
    compiled = validate.check_rules(taken.rules, {}, packs.editions, inputs, services)
    assert bool(compiled) == (made.retired is None)
    for rule in compiled.values():
        assert len(rule.data.examples) == len(rule.data.criteria) > 0
        for example in rule.data.examples:
            statuses = criterion_statuses(rule, validate.example_values(rule, example, inputs), packs)
            for short, status in example.expect.items():
                assert statuses[f"{rule.data.id}.{short}"] == status


def parsed_with(files, entries):
    mine = FamilyFile(reading_loading.FAMILY, readings=tuple(entries))
    return dataclasses.replace(files, families=((READINGS, READINGS, mine),))

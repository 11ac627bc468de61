"""A home's own readings: kept whole, never lost by a fault beside them, and carried between reviewers without a name."""

from datetime import date

import pytest
from msgspec.structs import replace

from imr_desktop.case.model import Case, ClaimDates, DisputedItem
from imr_desktop.errors import ImrError, PackInvalid, SigningError, UsageError
from imr_desktop.review import Services
from imr_desktop.rules import reading_files
from imr_desktop.rules.readings import Reading

MINE = Reading("m1", "massage therapy", "lb20", "not recommended", "p. 77", date(2026, 11, 1))
CASE = Case(
    "one",
    items=(DisputedItem("i", "Massage therapy, low back"),),
    dates=ClaimDates(injury=date(2026, 1, 5), ur_denial=date(2026, 11, 10)),
)


@pytest.fixture
def services(home):
    with Services(home) as made:
        yield made


def asked(services):
    checked = services.checking.check(CASE)
    return checked, [one for one in checked.reports[0].criteria if one.source == "readings.yaml"]


def test_a_kept_reading_is_used_at_once_and_stands_on_the_record_of_a_determination(services):
    before, none = asked(services)
    assert not none
    services.readings.keep(replace(MINE, place="  p.   77 "))
    after, (one,) = asked(services)
    assert (one.status, services.readings.all()) == ("not met", (MINE,))
    assert before.rule_packs.digest != after.rule_packs.digest == services.guidelines.identity.digest
    assert "readings.yaml" in after.rule_packs.version
    services.readings.retire("reading.m1", date(2026, 11, 2))
    assert not asked(services)[1]
    assert services.readings.take_back("m1") == MINE


def test_what_does_not_fit_or_names_its_reader_is_not_kept(services, monkeypatch):
    monkeypatch.setattr(services.readings, "_identity", lambda: ("Quillon Vantreeve",))
    for wrong, word in (
        (replace(MINE, edition="lb99"), "lb99"),
        (replace(MINE, place=""), "page or section"),
        (replace(MINE, note="Read by Q. Vantreeve"), "names its reader"),
    ):
        with pytest.raises(UsageError, match=word):
            services.readings.keep(wrong)
    assert not services.readings.path.exists()


def test_faults_beside_a_reading_cost_no_reading(services, home):
    services.readings.keep(MINE)
    (home.guidelines / "office.yaml").write_text("family: [", encoding="utf-8")
    with Services(home) as again:
        assert len(asked(again)[1]) == 1
        assert "office.yaml" in again.guidelines.fault
        again.readings.path.write_bytes(reading_files.encode([{"id": "odd", "kept": "as it is"}, MINE]))
        again.readings.keep(replace(MINE, count=3, measure="days"))
        assert "kept: as it is" in again.readings.path.read_text(encoding="utf-8")
        assert "reading 1" in again.guidelines.fault
        again.readings.path.write_bytes(b"readings: [")
        with pytest.raises(PackInvalid, match="so that nothing in it is lost"):
            again.readings.keep(MINE)
        assert again.readings.path.read_bytes() == b"readings: ["


def test_readings_of_others_are_looked_at_first_and_only_ask(services, tmp_path, monkeypatch):
    services.readings.keep(MINE)
    file = tmp_path / "theirs.yaml"
    theirs = [
        MINE,
        replace(MINE, id="x", place="p. 9"),
        replace(MINE, id="y", service="TENS unit"),
        replace(MINE, edition="q"),
    ]
    file.write_bytes(reading_files.encode([*theirs, "no reading"]))
    offer = services.readings.look_at(file)
    assert [one.standing for one in offer.offered] == ["same", "conflicting", "new"]
    assert len(offer.faults) == 2
    assert services.readings.all() == (MINE,)
    services.readings.take(offer.offered[1:], date(2026, 11, 29))
    mine, ours, tens = services.readings.all()
    assert mine == replace(MINE, retired=date(2026, 11, 29))  # nothing of one's own is lost
    assert (ours.place, ours.imported, tens.imported) == ("p. 9", True, True)
    assert [one.standing for one in services.readings.look_at(file).offered] == ["conflicting", "same", "same"]
    assert asked(services)[1][0].status == "not documented"
    out = tmp_path / "ours.yaml"
    assert services.readings.export_to(out, {ours.id}) == 1
    assert "imported" not in out.read_text(encoding="utf-8")
    services.readings.keep(replace(ours, note="Read by Quillon Vantreeve"))
    monkeypatch.setattr(services.readings, "_identity", lambda: ("Quillon Vantreeve",))
    with pytest.raises(SigningError, match="not exported"):
        services.readings.export_to(tmp_path / "named.yaml", {ours.id})


@pytest.mark.parametrize("data", [b"readings: " + b"[" * 50_000, b"x" * 1_100_000])
def test_a_hostile_file_ends_in_a_sentence(services, tmp_path, data):
    file = tmp_path / "bad.yaml"
    file.write_bytes(data)
    with pytest.raises(ImrError) as caught:
        services.readings.look_at(file)
    assert len(caught.value.sentence) < 400

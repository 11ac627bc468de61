"""Cases are checked in a process that can be ended: what takes it down is set aside, and the rest is checked."""

from __future__ import annotations

import builtins
import io
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import msgspec
import pytest
from msgspec.structs import replace

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Attestation, DisputedItem
from imr_desktop.errors import StoreError
from imr_desktop.paths import resource
from imr_desktop.preflight import OtherItem
from imr_desktop.review import Services, check_service, checking, isolated_check, provenance

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def services(home):
    with Services(home) as services:
        yield services


@pytest.fixture(scope="module")
def sample():
    return codec.decode(resource("samples", "case.json").read_bytes())


def test_after_preparing_no_file_is_opened(sample, monkeypatch):
    isolated_check.prepare()
    letter = resource("samples", "determination.txt").read_text()
    others = (OtherItem("o", "CM26-1", 1, "MRI", "MTUS", "Upheld", letter),)
    own = {"own.yaml": b"family: office\nversion: '1'\n"}

    def refused(*_args, **_options):
        raise AssertionError("a file was opened")

    for owner in (builtins, io, os):
        monkeypatch.setattr(owner, "open", refused)
    for number, summary in enumerate((sample.summary, letter)):
        case = replace(sample, summary=summary, items=(*sample.items, DisputedItem("x", "Lumbar MRI", rationale=letter)))
        asked = isolated_check.CheckRequest(
            codec.encode(case),
            dict.fromkeys(range(1, 35), letter),
            date(2026, 1, number + 1),
            own,
            "",
            ("Ada Invented",),
            ("Acme",),
            msgspec.msgpack.encode(others),
        )
        made = msgspec.msgpack.decode(isolated_check.check(msgspec.msgpack.encode(asked)), type=isolated_check.CheckAnswer)
        assert made.to_fix > 0


def test_the_process_says_what_the_check_here_says(services, sample, packet):
    taken = services.intake.take_in(None, [packet])
    case = replace(sample, files=taken.case.files, attestations=(Attestation("no_affiliation", NOW),), age=15, number="")
    services.cases.save(case)
    counted = services.checking.count_blocking(case.id)
    assert counted == checking.open_of(services.checking.check(case))
    assert counted.to_fix > 0
    (row,) = services.cases.list()
    assert services.checking.count_listed((row,)) == {case.id: services.checking.count_blocking(case.id)}


def test_a_case_that_does_not_come_back_is_set_aside_and_the_rest_is_judged(services, sample, crashing, monkeypatch):
    fatal = replace(sample, id="fatal", number="CM26-2")
    for case in (sample, fatal, replace(sample, id="other", number="CM26-3")):
        services.cases.save(case)
    found = services.checking.count_listed(services.cases.list())
    assert found["fatal"].startswith("Set aside: its check did not come back (")
    assert {type(found[case_id]) for case_id in (sample.id, "other")} == {checking.Open}
    assert services.checking.unproven() == {"fatal"}
    with pytest.raises(check_service.CheckSetAside):
        services.checking.check(fatal)
    services.checking.check(replace(fatal, number="CM26-4"))
    assert services.checking.unproven() == frozenset()


def test_a_check_that_does_not_end_is_ended(services, sample, monkeypatch):
    services.cases.save(sample)
    services.checking.count_blocking(sample.id)  # the process has started
    services.cases.save(
        replace(
            sample,
            id="endless",
            items=tuple(
                DisputedItem(
                    f"i{number}",
                    f"Item {number}",
                    decision="Upheld",
                    rationale=" ".join(f"w{number}x{n}" for n in range(900)),
                )
                for number in range(400)
            ),
        )
    )
    for name, value in (("WORK", 1.0), ("WORK_PER_MEGABYTE", 0.0)):
        monkeypatch.setattr(check_service, name, value)
    with pytest.raises(check_service.CheckSetAside, match="it took (more|longer) than [15] seconds?"):
        services.checking.count_blocking("endless")


def test_too_little_memory_is_said(services, sample, monkeypatch):
    monkeypatch.setattr(check_service, "MEMORY", 30_000_000)
    services.cases.save(sample)
    (said,) = services.checking.count_listed(services.cases.list()).values()
    assert said.startswith("Set aside: ")
    assert said.endswith(".")


def test_what_comes_in_is_unproven_until_its_check_came_back(home, sample_case_file):
    with Services(home) as services:
        case = services.intake.take_in(None, [sample_case_file]).accepted()
        provenance.note_unproven(services.vault.store, case.id)
        services.cases.save(case)
    with Services(home) as services:
        services.vault.unlock(None)
        assert services.checking.unproven() == {case.id}
        assert list(services.checking.count_listed(services.cases.list())) == [case.id]
        assert services.checking.unproven() == frozenset()
        assert services.checking.count_listed(services.cases.list()) == {}


def test_a_stored_case_that_breaks_the_rules_of_today_is_set_aside(services, sample, monkeypatch):
    first, *others = sample.documents
    with monkeypatch.context() as before:
        before.setattr(codec.agreement, "faults", lambda case: iter(()))
        services.cases.save(replace(sample, documents=(replace(first, last_page=99), *others)))
    said = services.checking.count_listed(services.cases.list())[sample.id]
    assert "documents[0].last_page is 99, but its file ends at page 34" in said
    assert len(services.cases.list()) == 1


def test_what_cannot_be_read_again_is_not_stored(services, sample):
    services.cases.save(sample)
    with pytest.raises(StoreError, match="“summary” has more than 1,000,000 letters"):
        services.cases.save(edits.set_summary(sample, "x" * 1_000_001))
    assert services.cases.load(sample.id) == sample


def test_closing_ends_a_check_at_once_and_says_nothing_of_the_case(services, sample, monkeypatch):
    services.cases.save(sample)
    services.checking.count_blocking(sample.id)
    process = services.checking._isolated._sandbox

    def closed_meanwhile(*_args, **_options):
        services.checking._isolated.close()
        raise check_service.SandboxFailure("The process ended.")

    monkeypatch.setattr(process, "call", closed_meanwhile)
    with pytest.raises(check_service.CheckEnded):
        services.checking.count_blocking(sample.id)
    assert services.checking.unproven() == frozenset()
    assert isinstance(services.checking.count_blocking(sample.id), checking.Open)


def test_what_was_set_aside_is_not_tried_again_until_it_changes(services, sample, monkeypatch):
    services.cases.save(sample)
    monkeypatch.setattr(check_service, "MEMORY", 30_000_000)
    first = services.checking.count_listed(services.cases.list())
    monkeypatch.setattr(check_service, "MEMORY", 1_000_000_000)
    services.checking._isolated.close()
    assert services.checking.count_listed(services.cases.list()) == first
    services.cases.save(edits.set_field(sample, age=47))
    assert isinstance(services.checking.count_listed(services.cases.list())[sample.id], checking.Open)


@pytest.mark.parametrize("pack", [("own.yaml", "family: office\nfiller: 1\n"), ("own.txt", "no pack"), ("editions.yaml", "")])
def test_a_pack_that_breaks_while_the_program_runs_sets_no_case_aside(services, sample, home, pack):
    services.cases.save(sample)
    assert not services.guidelines.fault
    before = services.checking.count_blocking(sample.id)
    home.guidelines.mkdir(parents=True, exist_ok=True)
    (home.guidelines / pack[0]).write_text(pack[1])
    assert services.checking.count_blocking(sample.id).to_fix >= before.to_fix


def test_a_process_that_the_system_ended_sets_no_case_aside(services, sample):
    services.cases.save(sample)
    before = services.checking.count_blocking(sample.id)
    child = services.checking._isolated._sandbox._child
    asked = child.calls
    os.kill(child.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        counting = pool.submit(services.checking.count_blocking, sample.id)
        while child.calls == asked:
            time.sleep(0.01)
        os.kill(child.pid, signal.SIGKILL)
        assert counting.result() == before
    assert services.checking.unproven() == frozenset()

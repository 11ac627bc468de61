"""Cases are checked in a process that can be ended: what takes it down is set aside, and the rest is judged."""

from __future__ import annotations

import builtins
import io
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial

import msgspec
import pytest
from msgspec.structs import replace

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Attestation, DisputedItem
from imr_desktop.errors import StoreError
from imr_desktop.paths import resource
from imr_desktop.preflight import OtherItem
from imr_desktop.review import Workbench, judges, judging
from imr_desktop.sandbox import Sandbox
from imr_desktop.ui.intake.taking_in import judged

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def bench(home):
    with Workbench(home) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def sample():
    return codec.decode(resource("samples", "case.json").read_bytes())


def test_after_preparing_no_file_is_opened(sample, monkeypatch):
    judging.prepare()
    letter = resource("samples", "determination.txt").read_text()
    others = (OtherItem("o", "CM26-1", 1, "MRI", "MTUS", "Upheld", letter),)
    own = {"own.yaml": b"family: office\nversion: '1'\n"}

    def refused(*_args, **_options):
        raise AssertionError("a file was opened")

    for owner in (builtins, io, os):
        monkeypatch.setattr(owner, "open", refused)
    for number, summary in enumerate((sample.summary, letter)):
        case = replace(sample, summary=summary, items=(*sample.items, DisputedItem("x", "Lumbar MRI", rationale=letter)))
        asked = judging.Asked(
            codec.encode(case),
            dict.fromkeys(range(1, 35), letter),
            date(2026, 1, number + 1),
            own,
            "",
            ("Ada Invented",),
            ("Acme",),
            msgspec.msgpack.encode(others),
        )
        made = msgspec.msgpack.decode(judging.judge(msgspec.msgpack.encode(asked)), type=judging.Judged)
        assert made.in_case > 0


def test_the_process_says_what_the_check_here_says(bench, sample, packet):
    taken = bench.take_in(None, [packet])
    case = replace(sample, files=taken.case.files, attestations=(Attestation("no_affiliation", NOW),), age=15)
    bench.save(case)
    blocking = bench.check(case).blocking
    assert bench.judge(case.id) == sum(problem.place.area != "sign" for problem in blocking) > 0
    (row,) = bench.list()
    assert judged(bench, (row,)) == {case.id: bench.judge(case.id)}


CRASHES = """
import os
from imr_desktop.review import judging

def judge(payload):
    if b'"number":"CM26-2"' in payload:
        os.abort()
    return judging.judge(payload)
"""


@pytest.fixture
def crashing(tmp_path, monkeypatch):
    """A process that dies of the case CM26-2, as it would of one that takes all memory."""
    (tmp_path / "crashing.py").write_text(CRASHES)
    monkeypatch.setattr(judges, "JUDGE", "crashing:judge")
    monkeypatch.setattr(judges, "Sandbox", partial(Sandbox, folders=(tmp_path,)))


def test_a_case_that_does_not_come_back_is_set_aside_and_the_rest_is_judged(bench, sample, crashing, monkeypatch):
    fatal = replace(sample, id="fatal", number="CM26-2")
    for case in (sample, fatal, replace(sample, id="other", number="CM26-3")):
        bench.save(case)
    found = judged(bench, bench.list())
    assert found["fatal"].startswith("Set aside: its check did not come back (")
    assert {type(found[case_id]) for case_id in (sample.id, "other")} == {int}
    assert bench.unproven() == {"fatal"}
    with pytest.raises(judges.CheckSetAside):
        bench.check(fatal)
    bench.check(replace(fatal, number="CM26-4"))
    assert bench.unproven() == frozenset()


def test_a_check_that_does_not_end_is_ended(bench, sample, monkeypatch):
    bench.save(sample)
    bench.judge(sample.id)  # the process has started
    bench.save(
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
        monkeypatch.setattr(judges, name, value)
    with pytest.raises(judges.CheckSetAside, match="it took (more|longer) than [15] seconds?"):
        bench.judge("endless")


def test_too_little_memory_is_said(bench, sample, monkeypatch):
    monkeypatch.setattr(judges, "MEMORY", 30_000_000)
    bench.save(sample)
    (said,) = judged(bench, bench.list()).values()
    assert said.startswith("Set aside: ")
    assert said.endswith(".")


def test_what_comes_in_is_unproven_until_its_check_came_back(home, sample_case_file):
    with Workbench(home) as bench:
        case = bench.accept(bench.take_in(None, [sample_case_file]))
        bench.note_unproven(case)
        bench.save(case)
    with Workbench(home) as bench:
        bench.custody.unlock(None)
        assert bench.unproven() == {case.id}
        assert list(judged(bench, bench.list())) == [case.id]
        assert bench.unproven() == frozenset()
        assert judged(bench, bench.list()) == {}


def test_a_stored_case_that_breaks_the_rules_of_today_is_set_aside(bench, sample, monkeypatch):
    first, *others = sample.documents
    with monkeypatch.context() as before:
        before.setattr(codec.agreement, "faults", lambda case: iter(()))
        bench.save(replace(sample, documents=(replace(first, last_page=99), *others)))
    said = judged(bench, bench.list())[sample.id]
    assert "documents[0].last_page is 99, but its file ends at page 34" in said
    assert len(bench.list()) == 1


def test_what_cannot_be_read_again_is_not_stored(bench, sample):
    bench.save(sample)
    with pytest.raises(StoreError, match="“summary” has more than 1,000,000 letters"):
        bench.save(edits.set_summary(sample, "x" * 1_000_001))
    assert bench.load(sample.id) == sample


def test_closing_ends_a_check_at_once_and_says_nothing_of_the_case(bench, sample, monkeypatch):
    bench.save(sample)
    bench.judge(sample.id)
    process = bench._judges._sandbox

    def closed_meanwhile(*_args, **_options):
        bench._judges.close()
        raise judges.SandboxFailure("The process ended.")

    monkeypatch.setattr(process, "call", closed_meanwhile)
    with pytest.raises(judges.Ended):
        bench.judge(sample.id)
    assert bench.unproven() == frozenset()
    assert isinstance(bench.judge(sample.id), int)


def test_what_was_set_aside_is_not_tried_again_until_it_changes(bench, sample, monkeypatch):
    bench.save(sample)
    monkeypatch.setattr(judges, "MEMORY", 30_000_000)
    first = judged(bench, bench.list())
    monkeypatch.setattr(judges, "MEMORY", 1_000_000_000)
    bench._judges.close()
    assert judged(bench, bench.list()) == first
    bench.save(edits.set_field(sample, age=47))
    assert isinstance(judged(bench, bench.list())[sample.id], int)


@pytest.mark.parametrize("pack", [("own.yaml", "family: office\nfiller: 1\n"), ("own.txt", "no pack"), ("editions.yaml", "")])
def test_a_pack_that_breaks_while_the_program_runs_sets_no_case_aside(bench, sample, home, pack):
    bench.save(sample)
    assert not bench.guidelines.fault
    before = bench.judge(sample.id)
    home.guidelines.mkdir(parents=True, exist_ok=True)
    (home.guidelines / pack[0]).write_text(pack[1])
    assert bench.judge(sample.id) >= before


def test_a_process_that_the_system_ended_sets_no_case_aside(bench, sample):
    bench.save(sample)
    before = bench.judge(sample.id)
    child = bench._judges._sandbox._child
    asked = child.calls
    os.kill(child.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        judging_it = pool.submit(bench.judge, sample.id)
        while child.calls == asked:
            time.sleep(0.01)
        os.kill(child.pid, signal.SIGKILL)
        assert judging_it.result() == before
    assert bench.unproven() == frozenset()

"""The vault outlives what a laptop does to it. Small here; IMR_BATTERY=full runs it whole, as packaging/battery.py does."""

import pytest
from battery_run import Outcome, count, fast_folder, run, shim

pytestmark = pytest.mark.timeout(7200)


@pytest.fixture
def place(tmp_path):
    """A folder in memory where there is one: what is tried here is the program, not the disk."""
    import shutil
    import tempfile
    from pathlib import Path

    folder = Path(tempfile.mkdtemp(prefix="imr-battery-", dir=fast_folder()))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def interposed(place) -> dict[str, str]:
    library = shim()
    if library is None:
        pytest.skip("This needs Linux and a C compiler, to record and to fail the program's calls.")
    return {"LD_PRELOAD": str(library), "IMR_SHIM_ROOT": str(place / "work")}


def recorded(place, seed: int, steps: int, **mutant: str):
    (place / "work").mkdir()
    env = interposed(place) | {"IMR_SHIM_LOG": str(place / "log")} | mutant
    done = run("battery_power", "record", place / "work", seed, steps, env=env)
    assert done.wrong == []
    return place / "log"


def test_killed_at_random_moments_nothing_acknowledged_is_lost(place):
    outcome = run("battery_kills", place, count(20, 10_000), 1)
    assert outcome.wrong == []
    assert outcome.trials == count(20, 10_000)
    assert outcome.acknowledged > outcome.trials


@pytest.mark.parametrize(("way", "trials"), [("flip", count(100, 10_000)), ("cut", count(100, 5_000))])
def test_a_damaged_vault_is_refused_or_reads_as_it_was(place, way, trials):
    outcome = run("battery_damage", place / "x", way, trials, 3)
    assert outcome.wrong == []
    assert outcome.trials == trials
    assert sum(number for end, number in outcome.ends.items() if "refused" in end) > trials / 2


@pytest.mark.parametrize("seed", range(count(1, 10)))
def test_a_power_cut_loses_nothing_acknowledged(place, seed):
    log = recorded(place, seed, count(30, 80))
    outcome = run("battery_power", "replay", place, log, count(40, 100), seed, "strict")
    assert outcome.wrong == []
    assert outcome.trials == count(40, 100)
    assert outcome.acknowledged > outcome.trials


def test_a_program_that_does_not_sync_fails_the_power_cut(place):
    """The mutant: without it, a battery that sees nothing would pass as well."""
    log = recorded(place, 1, 30, IMR_SHIM_NOSYNC="1")
    assert len(run("battery_power", "replay", place, log, 10, 1).wrong) >= 5


def test_failing_calls_give_a_sentence_and_saving_works_afterwards(place):
    (place / "work").mkdir()
    trials = count(60, 3_000)
    outcome = run("battery_faults", "inject", place / "work", trials, 1, env=interposed(place))
    assert outcome.wrong == []
    assert outcome.ends["a sentence"] > trials / 6


def test_real_limits_give_a_sentence_and_saving_works_afterwards(place):
    outcome: Outcome = run("battery_faults", "limits", place / "x")
    assert outcome.wrong == []
    assert any(end.startswith("file size limit: “Not saved") for end in outcome.ends)

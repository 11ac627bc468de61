"""What is typed is in the vault a moment later, whatever becomes of the program. All of it: packaging/typing_battery.py."""

import pytest
import typing_trials
from real_window import missing, screen


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    if lacking := missing():
        pytest.skip(lacking)
    folder = tmp_path_factory.mktemp("typing")
    with screen(typing_trials.SCREEN) as name:
        yield name, typing_trials.make_home(folder / "template"), folder


@pytest.mark.parametrize(("field", "seed"), [("summary", 1), ("finding", 2), ("comment", 3)])
def test_a_window_killed_while_keys_are_typed_keeps_all_but_the_last_of_them(place, field, seed):
    name, template, folder = place
    trial = typing_trials.trial(name, template, folder / field, field, seed, seconds=2.0)
    assert trial.lost <= trial.typed // 2, f"{trial.lost} of {trial.typed} characters were lost"

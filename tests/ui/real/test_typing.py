"""What is typed is in the vault a moment later, whatever becomes of the program. All of it: packaging/typing_battery.py."""

import pytest
import real_window


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    if lacking := real_window.missing():
        pytest.skip(lacking)
    folder = tmp_path_factory.mktemp("typing")
    with real_window.display() as name:
        yield name, real_window.make_home(folder / "template"), folder


@pytest.mark.parametrize(("field", "seed"), [("summary", 1), ("finding", 2), ("comment", 3)])
def test_a_window_killed_while_keys_are_typed_keeps_all_but_the_last_of_them(place, field, seed):
    name, template, folder = place
    trial = real_window.trial(name, template, folder / field, field, seed, seconds=2.0)
    assert trial.lost <= trial.typed // 2, f"{trial.lost} of {trial.typed} characters were lost"

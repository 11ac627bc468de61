"""Files that come while the vault is locked, or before anyone knows whether it is, are kept and taken in once."""

from pathlib import Path

import pytest
from imr_desktop.ui.intake.arrivals import Arrivals

ONE, TWO = Path("one.pdf"), Path("two.pdf")


@pytest.fixture
def arrivals(qapp):
    made = Arrivals()
    made.given, made.counts = [], []
    made.ready.connect(made.given.append)
    made.counted.connect(made.counts.append)
    return made


def test_files_before_anything_is_known_wait_for_the_vault_and_the_window(arrivals):
    arrivals.take([ONE])
    arrivals.set_open(True)
    assert arrivals.given == []
    arrivals.begin()
    assert arrivals.given == [[ONE]]
    assert arrivals.waiting == []


def test_files_at_a_locked_vault_are_counted_and_given_together_once(arrivals):
    arrivals.begin()
    arrivals.set_open(False)
    arrivals.take([ONE])
    arrivals.take([TWO])
    assert arrivals.counts[-1] == 2
    arrivals.set_open(True)
    assert arrivals.given == [[ONE, TWO]]
    assert arrivals.counts[-1] == 0
    arrivals.set_open(False)
    arrivals.set_open(True)
    assert len(arrivals.given) == 1


def test_with_an_open_vault_they_go_on_at_once(arrivals):
    arrivals.begin()
    arrivals.set_open(True)
    arrivals.take([ONE])
    arrivals.take([TWO])
    assert arrivals.given == [[ONE], [TWO]]

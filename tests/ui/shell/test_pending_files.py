"""Files that come while the vault is locked, or before anyone knows whether it is, are kept and taken in once."""

from pathlib import Path

import pytest

from imr_desktop.ui.intake.pending_files import PendingFiles

ONE, TWO = Path("one.pdf"), Path("two.pdf")


@pytest.fixture
def pending_files(qapp):
    made = PendingFiles()
    made.given, made.counts = [], []
    made.ready.connect(made.given.append)
    made.counted.connect(made.counts.append)
    return made


def test_files_before_anything_is_known_wait_for_the_vault_and_the_window(pending_files):
    pending_files.take([ONE])
    pending_files.set_open(True)
    assert pending_files.given == []
    pending_files.begin()
    assert pending_files.given == [[ONE]]
    assert pending_files.waiting == []


def test_files_at_a_locked_vault_are_counted_and_given_together_once(pending_files):
    pending_files.begin()
    pending_files.set_open(False)
    pending_files.take([ONE])
    pending_files.take([TWO])
    assert pending_files.counts[-1] == 2
    pending_files.set_open(True)
    assert pending_files.given == [[ONE, TWO]]
    assert pending_files.counts[-1] == 0
    pending_files.set_open(False)
    pending_files.set_open(True)
    assert len(pending_files.given) == 1


def test_with_an_open_vault_they_go_on_at_once(pending_files):
    pending_files.begin()
    pending_files.set_open(True)
    pending_files.take([ONE])
    pending_files.take([TWO])
    assert pending_files.given == [[ONE], [TWO]]

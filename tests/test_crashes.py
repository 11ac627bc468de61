"""A report of a fault names places of the program and versions, and nothing else."""

from __future__ import annotations

import faulthandler

import pytest

from imr_desktop.crashes import MOST_KEPT, CrashReports

SECRET = "Jane Doe, CM26-0000031"


@pytest.fixture
def reports(home):
    made = CrashReports(home)
    yield made
    made.end()
    faulthandler.enable()  # the suite's own


def _fault(reports):
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        return reports.report(type(error), error.__traceback__)


def test_a_report_says_what_failed_where_and_not_why(reports, home):
    words = _fault(reports).read_text()
    assert "ValueError" in words
    assert "IMR Desktop" in words
    assert "_fault" not in words  # code that is not the program's own is not named
    assert not any(part in words for part in ("Jane", "CM26", str(home.root)))
    for _more in range(MOST_KEPT + 2):
        _fault(reports)
    assert len(list((home.root / "crashes").glob("crash-*.txt"))) == MOST_KEPT


def test_what_the_fault_handler_left_becomes_a_report_without_folders(home):
    first = CrashReports(home)
    assert first.before is None
    first.end()
    raw = home.root / "crashes" / "fault.raw"
    raw.write_text(
        "Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n"
        '  File "/srv/jane/CM26-0000031/imr_desktop/ui/app.py", line 12 in run\n'
        '  File "/srv/jane/CM26-0000031.py", line 3 in <module>\n'
    )
    second = CrashReports(home)
    words = second.before.read_text()
    second.end()
    faulthandler.enable()
    assert "Fatal Python error: Aborted" in words
    assert "imr_desktop.ui.app:12 run" in words
    assert not any(part in words for part in ("jane", "CM26"))
    assert not raw.exists()
    third = CrashReports(home)
    assert third.before is None
    third.end()
    faulthandler.enable()

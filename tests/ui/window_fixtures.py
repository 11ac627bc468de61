"""The real window on a home of its own: empty, with the sample case open, or with an invented case saved several times."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from imr_desktop.case import edits
from imr_desktop.case.model import Case, ClaimDates, DisputedItem, Fact, Finding
from imr_desktop.paths import Home
from imr_desktop.review import Services
from imr_desktop.review.demo import take_sample
from imr_desktop.settings import Settings
from imr_desktop.ui.main_window import MainWindow

PATIENCE = 120_000
SUMMARY = "The patient fell from a ladder. The knee has hurt since then.\n\nAn MRI shows a small effusion."
RATIONALE = "The guideline asks for a trial of exercise. The record shows none."


@pytest.fixture
def case() -> Case:
    return Case(
        "c1",
        number="CM26-0000031",
        age=44,
        summary=SUMMARY,
        items=(DisputedItem("i1", "Knee brace", rationale=RATIONALE), DisputedItem("i2", "Gym membership, 6 months")),
        findings=(Finding("f1", "Small effusion of the left knee", "exam"), Finding("f2", "Full extension", "exam")),
        facts=(Fact("prior.brace", value=False),),
        dates=ClaimDates(injury=date(2024, 3, 9)),
    )


@pytest.fixture
def window(qtbot, home):
    """A complete window at 1366×768 on an empty home; its worklist is read."""
    made = MainWindow(home, Settings(theme="light", judge_first=False, read_by_machine=False))
    made.resize(1366, 768)
    made.show()
    made.complete()
    qtbot.waitUntil(lambda: made.case_view is not None and not made.tasks.busy, timeout=20_000)
    yield made
    made.close()
    assert made.ended or made.tasks.close(PATIENCE)  # a busy computer takes longer than a window waits
    made.deleteLater()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory, process_store, quickly):
    """A home that holds the sample case, not decided: taken in once, and copied for every test."""
    home = Home(tmp_path_factory.mktemp("sample") / "home")
    with quickly(), process_store.shared():
        services = Services(home)
        take_sample(services, decided=False)
        services.close()
    return home


@pytest.fixture
def stored_sample(sample_home, home):
    """The sample case lies in the home before the window opens."""
    shutil.copytree(sample_home.root, home.root)


@pytest.fixture
def sample(stored_sample, window, qtbot):
    """The window with the sample case open, not decided."""
    window.case_controller.open_sample()
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy, timeout=60_000)
    return window


@pytest.fixture
def small_case() -> Case:
    """An invented case with one item and no record."""
    case = edits.set_credentials(edits.new_case(), licensure="California", specialty="Pain Medicine")
    case = edits.set_field(case, number="CM26-0000007", age=50)
    return edits.add_item(case, DisputedItem("i1", "Lumbar MRI without contrast"))


@pytest.fixture
def settle(qtbot):
    """Waits until no worker of a window is busy."""

    def wait(window):
        qtbot.waitUntil(lambda: not window.tasks.busy, timeout=20_000)

    return wait


@pytest.fixture
def front(qtbot):
    """Makes a window the one that keys go to; waiting for it to be "active" is not enough for a dialog of an active one."""

    def bring(widget):
        widget.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)
        return widget

    return bring


@pytest.fixture
def opened(window, case, settle, front):
    """The window with the invented case open and stored once, the active one."""
    window.case_controller._open(case, stored=False)
    window.case_controller.save_now()
    settle(window)
    return front(window)


@pytest.fixture
def edit(settle):
    """Changes the open case and has it saved: one version."""

    def change(window, what):
        window.session.apply("Change", what)
        window.session.save_now()
        settle(window)

    return change


@pytest.fixture
def several(opened, edit):
    """Four versions: as opened, upheld, reasoned, overturned."""
    edit(opened, lambda case: edits.decide(case, "i1", "Upheld"))
    edit(opened, lambda case: edits.change_item(case, "i1", rationale=RATIONALE + " Two visits of therapy were given."))
    edit(opened, lambda case: edits.decide(case, "i1", "Overturned"))
    return opened

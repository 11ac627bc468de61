"""The real window on a home of its own; after each test no window and no running task is left."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

import gc
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from imr_desktop.case import edits
from imr_desktop.case.model import Case, Credentials, DisputedItem
from imr_desktop.settings import Settings
from imr_desktop.ui import theme
from imr_desktop.ui.app import make_application
from imr_desktop.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def clean(qapp):
    """Inter, the light theme, and nothing left over afterwards."""
    make_application()
    if theme.current().name != "light" or theme.current().zoom != 100 or not qapp.styleSheet():
        theme.current().apply("light")
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    for _round in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
    gc.collect()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []


@pytest.fixture
def window(qtbot, home):
    """A complete window at 1366×768 on an empty home; its worklist is read."""
    made = MainWindow(home, Settings(theme="light", judge_first=False))
    made.resize(1366, 768)
    made.show()
    made.complete()
    qtbot.waitUntil(lambda: made.case_view is not None and not made.tasks.busy, timeout=20_000)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def sample(window, qtbot):
    """The window with the sample case open, not decided."""
    window.acts.open_sample()
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy, timeout=60_000)
    return window


@pytest.fixture
def small_case() -> Case:
    """An invented case with one item and no record."""
    case = edits.set_field(edits.new_case(), number="CM26-0000007", age=50,
                           credentials=Credentials("California", "Pain Medicine"))
    return edits.add_item(case, DisputedItem("i1", "Lumbar MRI without contrast"))


class FakeBench:
    """Counts saves and checks; `full` makes saving fail as a full disk does."""

    def __init__(self) -> None:
        self.saved: list[Case] = []
        self.checked: list[Case] = []
        self.full = False

    def save(self, case: Case) -> object:
        if self.full:
            raise OSError(28, "No space left on device")
        self.saved.append(case)
        return SimpleNamespace(version=len(self.saved))

    def check(self, case: Case) -> object:
        self.checked.append(case)
        return SimpleNamespace(case=case, reports=(), problems=(), blocking=())


@pytest.fixture
def bench() -> FakeBench:
    return FakeBench()

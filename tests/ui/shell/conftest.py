"""The real window on a home of its own; after each test no window and no running task is left."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Case, Credentials, DisputedItem
from imr_desktop.settings import Settings
from imr_desktop.ui.main_window import MainWindow


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
    window.case_controller.open_sample()
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy, timeout=60_000)
    return window


@pytest.fixture
def small_case() -> Case:
    """An invented case with one item and no record."""
    case = edits.set_field(
        edits.new_case(), number="CM26-0000007", age=50, credentials=Credentials("California", "Pain Medicine")
    )
    return edits.add_item(case, DisputedItem("i1", "Lumbar MRI without contrast"))


class FakeServices:
    """Counts saves and checks; `full` makes saving fail as a full disk does."""

    def __init__(self) -> None:
        self.cases = self.checking = self
        self.saved: list[Case] = []
        self.checked: list[Case] = []
        self.full = False
        self.drafts: dict[str, str] = {}
        self.based_on: list[int | None] = []
        self.unfinished: list[bool] = []
        self.refuses: Exception | None = None

    def keep_drafts(self, case_id: str, drafts: dict[str, str]) -> None:
        self.drafts = dict(drafts)

    def save(self, case: Case, *, based_on: int | None = None, unfinished: bool = False) -> object:
        if self.full:
            raise OSError(28, "No space left on device")
        if self.refuses is not None:
            raise self.refuses
        self.saved.append(case)
        self.based_on.append(based_on)
        self.unfinished.append(unfinished)
        return SimpleNamespace(version=len(self.saved))

    def check(self, case: Case) -> object:
        self.checked.append(case)
        return SimpleNamespace(case=case, reports=(), problems=(), blocking=())


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()

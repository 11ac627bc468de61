"""Services that only count."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from imr_desktop.case.model import Case


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

"""What the reviewer decided in the stored cases, for the checks of the open one: read once, then kept up to date."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.preflight import Others
    from imr_desktop.store.repository import Repository

MOST_CASES = 300
"""Stored cases that are looked at, the newest first."""


class EarlierCases:
    """The decided items of one home's stored cases; safe to call from several threads.

    The stored cases are read at the first check. A case saved later replaces its items at the first check of another case,
    so that typing in the open one costs nothing.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._stored: Others | None = None
        self._others: Others | None = None
        self._saved: dict[str, Case] = {}
        self._for = ""

    def others(self, repository: Repository, case: Case) -> Others:
        """What was decided in the cases beside `case`."""
        from imr_desktop.preflight import Others, decided_items

        with self._guard:
            if self._stored is None or self._others is None:
                items = (item for stored in repository.newest(MOST_CASES) for item in decided_items(stored))
                self._others = self._stored = Others(items)
            elif case.id != self._for and self._saved:
                items = (item for saved in self._saved.values() for item in decided_items(saved))
                self._others = Others(items, self._stored)
            self._for = case.id
            return self._others

    def note(self, case: Case) -> None:
        """Note that a case was saved."""
        with self._guard:
            if self._stored is not None:
                self._saved[case.id] = case

    def forget_cases(self) -> None:
        """Forget them: the stored cases are read again when they are asked for."""
        with self._guard:
            self._stored = self._others = None
            self._saved, self._for = {}, ""

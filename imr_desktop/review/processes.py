"""The limited processes of one program: each kind of work has its own, and none serves two cases."""

from __future__ import annotations

import threading
from typing import Literal

from imr_desktop.case.model import Case
from imr_desktop.record import reading_sandbox
from imr_desktop.sandbox import ConfinementStatus, Sandbox

Work = Literal["reading", "viewing", "letter"]
"""Reading files, drawing their pages, drawing letters: a page in view never waits for a packet that is being read."""


class Processes:
    """The limited processes, each started on first use. Safe to call from several threads."""

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._sandboxes: dict[Work, Sandbox] = {}
        self._serving: dict[Work, str] = {}
        self._warned = False

    def of(self, work: Work) -> Sandbox:
        """The process for a kind of work, whatever it has seen."""
        with self._making:
            if work not in self._sandboxes:
                self._sandboxes[work] = _made(work)
            return self._sandboxes[work]

    def serving(self, work: Work, case: Case | None) -> Sandbox:
        """The same, one that has seen no other case's files; without a case one that has seen none."""
        sandbox = self.of(work)
        with self._making:
            known, self._serving[work] = self._serving.get(work), case.id if case else ""
        if not case or known != case.id:
            sandbox.renew()
        return sandbox

    def status(self) -> ConfinementStatus:
        """Which layers confine the process that reads files on this computer. Raises SandboxFailure where none starts."""
        return self.of("reading").status()

    def first_warning(self) -> str:
        """What is missing around the process that reads, said once; empty where nothing is, or where it was said."""
        warning = "" if self._warned else self.of("reading").warning
        self._warned = self._warned or bool(warning)
        return warning

    def interrupt(self) -> None:
        """End them at once: what they were doing fails, the next call starts fresh ones."""
        for sandbox in self._all():
            sandbox.forget()

    def close(self) -> None:
        """End them; what they are doing is waited for."""
        for sandbox in self._all():
            sandbox.close()

    def _all(self) -> tuple[Sandbox, ...]:
        return tuple(self._sandboxes.values())


def _made(work: Work) -> Sandbox:
    if work != "letter":
        return reading_sandbox()
    from imr_desktop.determination import letter_sandbox

    return letter_sandbox()

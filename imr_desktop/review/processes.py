"""The limited processes of one program: each kind of work has its own, and none serves two cases."""

from __future__ import annotations

import threading
from typing import Literal

from imr_desktop.case.model import Case
from imr_desktop.record import reading_sandbox
from imr_desktop.sandbox import ConfinementStatus, Sandbox

Work = Literal["reading", "viewing", "letter", "machine"]
"""Reading files, drawing their pages, drawing letters, reading by machine: a page in view never waits for a packet."""
Seat = tuple[Work, int]
"""A process of its kind; only for reading by machine there is more than one."""


class Processes:
    """The limited processes, each started on first use. Safe to call from several threads."""

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._sandboxes: dict[Seat, Sandbox] = {}
        self._serving: dict[Seat, str] = {}
        self._warned = self._given_up = False

    def of(self, work: Work, seat: int = 0) -> Sandbox:
        """The process for a kind of work, whatever it has seen; `seat` counts those that do the same."""
        with self._making:
            if (work, seat) not in self._sandboxes:
                self._sandboxes[work, seat] = _made(work)
                if self._given_up:
                    self._sandboxes[work, seat].give_up()
            return self._sandboxes[work, seat]

    def serving(self, work: Work, case: Case | None, seat: int = 0) -> Sandbox:
        """The same, one that has seen no other case's files; without a case one that has seen none."""
        sandbox = self.of(work, seat)
        with self._making:
            known, self._serving[work, seat] = self._serving.get((work, seat)), case.id if case else ""
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

    def interrupt(self, work: Work | None = None) -> None:
        """End them, or those of one kind, at once: what they were doing fails, the next call starts fresh ones."""
        for sandbox in self._all(work):
            sandbox.forget()

    def give_up(self) -> None:
        """End them at once and for good: what they were doing fails, and so does every call that follows."""
        with self._making:
            self._given_up = True
        for sandbox in self._all():
            sandbox.give_up()

    def close(self) -> None:
        """End them; what they are doing is waited for."""
        for sandbox in self._all():
            sandbox.close()

    def _all(self, work: Work | None = None) -> tuple[Sandbox, ...]:
        return tuple(sandbox for (kind, _), sandbox in tuple(self._sandboxes.items()) if work in (None, kind))


def _made(work: Work) -> Sandbox:
    if work == "machine":
        from imr_desktop.record.machine import machine_sandbox

        return machine_sandbox()
    if work != "letter":
        return reading_sandbox()
    from imr_desktop.determination import letter_sandbox

    return letter_sandbox()

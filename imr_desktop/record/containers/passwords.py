"""Passwords of locked files: kept in this program's memory for the session, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

Ask = Callable[[str, bool], str | None]
"""Asks a person for the password of a file by its name, and whether the one before was wrong; None skips the file."""


class Passwords:
    """Which passwords were given, and which of them opens which original (by digest). Safe to use from several threads."""

    def __init__(self, given: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._given = list(given)
        self._of: dict[str, str] = {}

    def __repr__(self) -> str:
        """No password stands in a message or a log."""
        return "Passwords()"

    @property
    def given(self) -> tuple[str, ...]:
        """All of them, the latest first: several files of one sender often have the same."""
        with self._lock:
            return tuple(reversed(self._given))

    def note(self, digest: str, password: str) -> None:
        """It opens this file."""
        with self._lock:
            self._of[digest] = password
            if password not in self._given:
                self._given.append(password)

    def add(self, passwords: Iterable[str]) -> None:
        """These may be tried."""
        with self._lock:
            self._given += [password for password in passwords if password and password not in self._given]

    def of(self, digest: str) -> str:
        """The password of an original; empty where none is known or needed."""
        with self._lock:
            return self._of.get(digest, "")

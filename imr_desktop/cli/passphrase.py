"""Where a passphrase comes from: a file's first line, or the terminal."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from imr_desktop.errors import UsageError

_MOST_BYTES = 10_000
_MOST_PASSWORDS = 100_000


def from_file(path: Path) -> str:
    """The first line of a file. Raises UsageError where it cannot be read or is empty."""
    try:
        with path.open("rb") as file:  # may be a pipe from a password manager; never all of what has no end
            data, _, _ = file.read(_MOST_BYTES).partition(b"\n")
        lines = data.decode().splitlines()
        if len(data) == _MOST_BYTES:
            raise ValueError
    except (OSError, ValueError):
        raise UsageError(
            f"The passphrase file {path} cannot be read; name a text file with the passphrase on its first line."
        ) from None
    if not lines or not lines[0]:
        raise UsageError(f"The passphrase file {path} is empty; write the passphrase on its first line.")
    return lines[0]


def passwords_from_file(path: Path) -> list[str]:
    """The lines of a file, each a password of locked case files. Raises UsageError where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_PASSWORDS + 1)
        if len(data) > _MOST_PASSWORDS:
            raise ValueError
        return [line for line in data.decode("utf-8-sig").replace("\r\n", "\n").split("\n") if line]
    except (OSError, ValueError):
        raise UsageError(
            f"The password file {path} cannot be read; name a text file with one password on each line."
        ) from None


def ask(prompt: str) -> str:
    """Ask on the terminal. Raises UsageError where there is none."""
    if not sys.stdin.isatty():
        raise UsageError("A passphrase is needed and there is no terminal to ask on; name a file with --passphrase-file.")
    return getpass.getpass(prompt)

"""Wrong passphrases: each further one makes the next wait longer, also after a restart; nobody is locked out for good."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from imr_desktop.errors import WrongPassphrase
from imr_desktop.paths import PRIVATE_FILE

FILE = "attempts"
_FREE = 2
_MOST_WAIT = 30.0


def require_patience(folder: Path) -> None:
    """Raises WrongPassphrase with the seconds still to wait after wrong ones."""
    count, last = _read(folder)
    wait = _wait(count) - max(0.0, time.time() - last)
    if wait > 0:
        raise WrongPassphrase(f"After {count} wrong passphrases the next one may be tried in {wait:.0f} s.", wait)


def failed(folder: Path) -> WrongPassphrase:
    """Count a wrong one; the error to raise, with the seconds to wait before the next."""
    count = _read(folder)[0] + 1
    with suppress(OSError):
        handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with open(handle, "w", encoding="ascii") as file:
            file.write(f"{count} {time.time()!r}\n")
    wait = _wait(count)
    return WrongPassphrase(
        "The passphrase is not that of this vault"
        + (f"; wait {wait:.0f} s, then try again." if wait else "; try again, or enter the recovery words."),
        wait,
    )


def clear(folder: Path) -> None:
    """Forget the wrong ones: the right one came."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)


def _wait(count: int) -> float:
    return min(_MOST_WAIT, 2.0 ** min(count - _FREE - 1, 10)) if count > _FREE else 0.0


def _read(folder: Path) -> tuple[int, float]:
    try:
        count, last = (folder / FILE).read_text(encoding="ascii").split()
        return max(0, min(int(count), 1000)), min(float(last), time.time())
    except (OSError, ValueError):
        return 0, 0.0

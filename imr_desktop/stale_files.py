"""What a run that was killed left behind in the clear: removed at the next start, before anything else is opened.

Only the process that holds a home's window may sweep it: nobody else's work in progress can be among what it finds.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from imr_desktop.paths import Home, private_dir

_SETTLED = 60.0
"""Seconds after which what a second start was writing for this one is no longer being written."""


def sweep(home: Home) -> int:
    """Remove what is left of earlier runs; how many files and folders. What cannot be removed stays, without a fault."""
    found = list(_left(home))
    for path in found:
        with suppress(OSError):
            _remove(path)
    return sum(not os.path.lexists(path) for path in found)


def private_temp(home: Home) -> None:
    """Let everything temporary of this process, also what libraries write for a printer, lie in a folder that is swept."""
    if os.name == "posix":
        with suppress(OSError):
            os.environ["TMPDIR"] = str(private_dir(home.temp))


def _left(home: Home) -> Iterator[Path]:
    yield from home.root.glob(".pasted-*")  # pasted text, in a folder of its own, before it was handed over in memory
    yield from home.root.glob("*settings.json.tmp")
    yield from _inside(home.temp)
    settled = time.time() - _SETTLED
    yield from (path for path in _inside(home.root / "handover", "*.tmp") if path.lstat().st_mtime < settled)


def _inside(folder: Path, pattern: str = "*") -> Iterator[Path]:
    """What lies in a folder of the home; what a link leads to is somebody else's."""
    return iter(()) if folder.is_symlink() else folder.glob(pattern)


def _remove(path: Path) -> None:
    """Remove a file, a link or a folder; a link is never followed, and what has another name elsewhere keeps its content."""
    kind = path.lstat()
    if stat.S_ISDIR(kind.st_mode):
        for inner in path.rglob("*"):
            _overwrite(inner)
        shutil.rmtree(path)
    else:
        _overwrite(path)
        path.unlink()


def _overwrite(path: Path) -> None:
    kind = path.lstat()
    if not stat.S_ISREG(kind.st_mode) or kind.st_nlink > 1:
        return
    with suppress(OSError), open(os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)), "wb") as file:
        file.write(bytes(min(kind.st_size, 1 << 26)))
        file.flush()
        os.fsync(file.fileno())

"""Reports of faults in the program: what failed and where in its own code, and nothing that a case says.

A report names classes, modules, lines and versions. Messages, values, arguments, file names of cases and the account's
folders stay out of it, so that it can be handed to a stranger. What ends the process outright (a fault in a library's own
code) is noted by Python's fault handler in a file of its own, which the next start makes a report of.
"""

from __future__ import annotations

import faulthandler
import platform
import re
import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from imr_desktop import __version__
from imr_desktop.atomic import private_file
from imr_desktop.paths import Home, private_dir

MOST_KEPT = 20
"""Reports that are kept; older ones go."""
_RAW = "fault.raw"
_MOST_RAW = 200_000
_LINE = re.compile(r'File "(?P<file>[^"]{1,400})", line (?P<line>\d{1,7}) in (?P<name>[\w.<>]{1,120})')
_CAUSE = re.compile(r"^(Fatal Python error: [\w ]{1,40}|Windows fatal exception: [\w ]{1,60})", re.MULTILINE)
_LIBRARIES = ("PySide6_Essentials", "pypdfium2", "msgspec")


class CrashReports:
    """The reports in one home, as long as its window lives. `before`: the report of a fault that ended the run before."""

    def __init__(self, home: Home) -> None:
        """Nothing is written where the home cannot be written to."""
        self.before: Path | None = None
        self._folder = home.root / "crashes"
        self._raw: IO[bytes] | None = None
        with suppress(OSError):
            private_dir(self._folder)
            raw = self._folder / _RAW
            if raw.exists():
                self.before = self._from_raw(raw.read_bytes()[:_MOST_RAW].decode(errors="replace"))
                raw.unlink()
            self._raw = private_file(raw)
            faulthandler.enable(self._raw)

    def end(self) -> None:
        """The program ends in order: nothing is left for the next start."""
        if self._raw is not None:
            faulthandler.disable()
            self._raw.close()
            self._raw = None
            with suppress(OSError):
                (self._folder / _RAW).unlink()

    def report(self, kind: type[BaseException], trace: TracebackType | None) -> Path | None:
        """Write a report of a fault that was caught; where it lies, None where none could be written."""
        frames = traceback.extract_tb(trace)
        return self._write(kind.__name__, [_place(frame.filename, frame.lineno or 0, frame.name) for frame in frames])

    def _from_raw(self, text: str) -> Path | None:
        if not text.strip():
            return None
        cause = _CAUSE.search(text)
        places = [_place(found["file"], int(found["line"]), found["name"]) for found in _LINE.finditer(text)]
        return self._write(cause[1] if cause else "The process was ended by a fault", places)

    def _write(self, what: str, places: list[str]) -> Path | None:
        now = datetime.now()
        lines = [f"{now:%Y-%m-%d %H:%M:%S}  {what}", *(f"  {place}" for place in places), "", *_versions()]
        made = self._folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
        try:
            with private_file(made) as file:
                file.write("\n".join(lines).encode() + b"\n")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-MOST_KEPT]:
                old.unlink()
        except OSError:
            return None
        return made


def _place(file: str, line: int, name: str) -> str:
    """``imr_desktop.ui.app:42 run``; of others' code the file's name alone, which is no case's."""
    parts = Path(file).with_suffix("").parts
    if "imr_desktop" in parts:
        at = len(parts) - 1 - parts[::-1].index("imr_desktop")
        return f"{'.'.join(parts[at:])}:{line} {name}"
    is_library = "site-packages" in parts or "lib" in "".join(parts).lower()
    return f"{parts[-1]}:{line} {name}" if parts and is_library else f"other code:{line}"


def _versions() -> list[str]:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return [f"IMR Desktop {__version__}", f"Python {sys.version.split()[0]}", system, *map(_version, _LIBRARIES)]


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # it loads what reads mails: not at each start

    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} unknown"

"""Runs a part of the battery in a process of its own, so that a crash of the engine is seen as one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
FULL = os.environ.get("IMR_BATTERY") == "full"


@dataclass
class Outcome:
    """What came of a part: trials, acknowledged changes, how each kind of end was met, and what must never happen."""

    trials: int = 0
    acknowledged: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def end(self, kind: str) -> None:
        self.ends[kind] = self.ends.get(kind, 0) + 1

    def add(self, other: Outcome) -> None:
        self.trials += other.trials
        self.acknowledged += other.acknowledged
        for kind, count in other.ends.items():
            self.ends[kind] = self.ends.get(kind, 0) + count
        self.wrong += other.wrong

    def tell(self) -> None:
        sys.stdout.write(
            json.dumps(
                {"trials": self.trials, "acknowledged": self.acknowledged, "ends": self.ends, "wrong": self.wrong[:20]}
            )
            + "\n"
        )


def count(small: int, full: int) -> int:
    """The number of trials: small in the suite, full where IMR_BATTERY=full."""
    return full if FULL else small


def run(part: str, *arguments: object, timeout: float = 7200, env: dict[str, str] | None = None) -> Outcome:
    """Run ``<part>.py`` with arguments; it prints one Outcome as its last line. Its death is a wrong of its own."""
    done = subprocess.run(
        [sys.executable, str(HERE / f"{part}.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        cwd=ROOT,
        env={**os.environ, **(env or {}), "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}"},
    )
    try:
        return Outcome(**json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError):
        return Outcome(wrong=[f"{part} ended with {done.returncode}: {done.stderr[-2000:]}"])


@cache
def shim() -> Path | None:
    """The interposer, compiled; None where there is no compiler or no LD_PRELOAD."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    target = Path(tempfile.mkdtemp(prefix="imr-shim-")) / "shim.so"
    done = subprocess.run(
        [compiler, "-O1", "-shared", "-fPIC", "-o", target, HERE / "shim.c", "-ldl", "-lpthread"],
        capture_output=True,
        check=False,
    )
    return target if done.returncode == 0 else None


def fast_folder() -> str | None:
    """A folder in memory for trials that need no real disk, None where there is none."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

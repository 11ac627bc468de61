"""Start to first painted frame, beside a bare PySide6 window in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 5


def _seconds(*words: str | Path, cwd: Path) -> float:
    """Wall time of one whole process."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    started = time.perf_counter()
    subprocess.run([sys.executable, *words], cwd=cwd, env=environment, check=True, capture_output=True, timeout=60)
    return time.perf_counter() - started


def test_start_to_first_paint(benchmark, root: Path, tmp_path: Path) -> None:
    bare: list[float] = []

    def window() -> None:
        _seconds("-m", "imr_desktop", "--home", tmp_path / "home", "--exit-after-first-paint", cwd=root)

    def bare_beside() -> None:
        bare.append(_seconds(Path(__file__).with_name("bare_window.py"), cwd=root))

    window()  # the first start writes byte code
    benchmark.pedantic(window, setup=bare_beside, rounds=ROUNDS)
    ours = benchmark.stats.stats.median
    theirs = sorted(bare)[len(bare) // 2]
    benchmark.extra_info.update(bare_window_seconds=round(theirs, 3), ratio=round(ours / theirs, 2))

"""Start to first painted frame, beside a bare PySide6 window in the same run.

Time is the whole process's: on the wall, and of the processor, which other programs do not lengthen as much.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROUNDS = 5
MOST = 3.5
"""How many times the processor time of a bare window a start may take."""


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(*words: str | Path, cwd: Path, codes: Path) -> tuple[float, float]:
    """Wall and processor time of one whole process; byte code is kept in `codes`, as an installed program has it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false", "PYTHONPYCACHEPREFIX": str(codes)}
    started, before = time.perf_counter(), _processor()
    subprocess.run([sys.executable, *words], cwd=cwd, env=environment, check=True, capture_output=True, timeout=60)
    return time.perf_counter() - started, _processor() - before


def test_start_to_first_paint(benchmark, root: Path, tmp_path: Path) -> None:
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []

    def window() -> None:
        words = "-m", "imr_desktop", "--home", tmp_path / "home", "--exit-after-first-paint"
        ours.append(_seconds(*words, cwd=root, codes=tmp_path / "codes"))

    def bare_beside() -> None:
        bare.append(_seconds(Path(__file__).with_name("bare_window.py"), cwd=root, codes=tmp_path / "codes"))

    window()  # the first start writes byte code
    bare_beside()
    ours.clear()
    bare.clear()
    benchmark.pedantic(window, setup=bare_beside, rounds=ROUNDS)
    wall, processor = (median(times) for times in zip(*ours, strict=True))
    bare_wall, bare_processor = (median(times) for times in zip(*bare, strict=True))
    benchmark.extra_info.update(
        bare_window_seconds=round(bare_wall, 3),
        ratio=round(wall / bare_wall, 2),
        processor_seconds=round(processor, 3),
        bare_processor_seconds=round(bare_processor, 3),
        processor_ratio=round(processor / bare_processor, 2),
    )
    assert processor <= MOST * bare_processor

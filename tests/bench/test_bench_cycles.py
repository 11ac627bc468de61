"""A case opened and closed fifty times: neither widgets nor memory grow, beside the memory that one open case takes."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

from PySide6.QtWidgets import QApplication
from whole_window import PATIENCE, filled_case, open_case, whole_window

CYCLES, FIRST = 50, 10
MOST = 0.5
"""Of what the first opening took, how much forty more may add: what is kept by each would be forty times as much."""


def _resident() -> float:
    """Megabytes of this process in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _standing() -> tuple[int, float]:
    QApplication.processEvents()
    gc.collect()
    return len(QApplication.allWidgets()), _resident()


def test_opening_and_closing_leaves_nothing(benchmark, qtbot, tmp_path: Path) -> None:
    case = filled_case()
    window = whole_window(qtbot, tmp_path / "home", case)
    stood = [_standing()]

    def cycle() -> None:
        open_case(qtbot, window, case)
        window.case_controller.close_case()
        qtbot.waitUntil(lambda: window.session.case is None and not window.tasks.busy, timeout=PATIENCE)
        stood.append(_standing())

    benchmark.pedantic(cycle, rounds=CYCLES)
    window.close()
    first, last = stood[FIRST], stood[CYCLES]
    opened = max(stood[1][1] - stood[0][1], 1.0)
    grown = last[1] - first[1]
    benchmark.extra_info.update(
        widgets_after_10=first[0], widgets=last[0], megabytes_after_10=round(first[1], 1), megabytes_grown=round(grown, 1),
        megabytes_first_opening=round(opened, 1), ratio=round(grown / opened, 2),
    )  # fmt: skip
    assert last[0] <= first[0]
    assert grown <= MOST * opened

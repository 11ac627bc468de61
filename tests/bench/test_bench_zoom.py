"""A step of zoom and another theme on the whole window with 40 items, beside dressing as many bare widgets."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parent))

from whole_window import filled_case, open_case, whole_window  # noqa: E402

MOST = 2.5
"""How many times the dressing and painting of as many bare widgets a step may take."""
STEPS = 6


def _cost(act: Callable[[], None]) -> float:
    """Processor seconds until everything is dressed, laid out and painted."""
    began = time.process_time()
    act()
    for _round in range(3):
        QApplication.processEvents()
    return time.process_time() - began


def _bare(many: int) -> QWidget:
    window = QWidget()
    window.resize(1920, 1080)
    grid = QGridLayout(window)
    for at in range(many):
        grid.addWidget((QPushButton if at % 3 == 0 else QLabel)(f"Part {at}"), at // 24, at % 24)
    window.show()
    return window


def test_a_step_of_zoom_is_one_dressing(benchmark, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    case = filled_case()
    window = whole_window(qtbot, tmp_path / "home", case)
    open_case(qtbot, window, case)
    actions, many, steps = window.menus.actions, len(window.findChildren(QWidget)), []

    def step() -> None:
        turn = ("zoom_in", "theme_dark", "zoom_out", "theme_light")[len(steps) % 4]
        steps.append(_cost(actions[turn].trigger))

    benchmark.pedantic(step, setup=lambda: qtbot.waitUntil(lambda: not window.tasks.busy), rounds=STEPS, warmup_rounds=4)
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    other, sheet, dressed = _bare(many), qapp.styleSheet(), []

    def dress() -> None:
        qapp.setStyleSheet("")
        qapp.setStyleSheet(sheet)

    dressed = [_cost(dress) for _round in range(STEPS)]
    other.close()
    slow, bare = max(sorted(steps)[: -STEPS // 3]), sorted(dressed)[STEPS // 2]
    benchmark.extra_info.update(
        ratio=round(slow / bare, 2), milliseconds=round(1000 * slow), milliseconds_bare=round(1000 * bare), widgets=many
    )
    assert slow <= MOST * bare

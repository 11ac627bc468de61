"""A letter typed in the summary with the checks on and 40 items, beside one typed in a bare text of the same length.

Time is the window's thread's, until the letter is painted; what it does for saving and checks a moment later counts with the
next letter.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from whole_window import at, filled_case, open_case, whole_window

WORDS = "The patiant reports neck pain on most days and was givven therapy twice a week. "
PAUSE_MS = 40
"""Between two letters: who types fast."""
MOST = 12.0
"""How many times the bare letter one in the summary may take at the 95th percentile."""


def _typed(field: QWidget) -> list[float]:
    """Seconds of the thread for each letter, with all that is due by then."""
    taken = []
    for letter in WORDS:
        QTest.qWait(PAUSE_MS)
        began = time.thread_time()
        QTest.keyClicks(field, letter)
        QApplication.processEvents()
        taken.append(time.thread_time() - began)
    return taken


@pytest.mark.benchmark(group="typing", timer=time.thread_time)
def test_a_letter_typed(benchmark, qtbot, tmp_path: Path) -> None:
    case = filled_case()
    window = whole_window(qtbot, tmp_path / "home", case)
    open_case(qtbot, window, case)
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    field = window.case_view.summary.editor
    QTest.keyClick(field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    ours = benchmark.pedantic(_typed, args=(field,), rounds=1)
    assert WORDS.strip() in field.toPlainText()
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=60_000)
    window.close()
    bare = QTextEdit(case.summary)
    bare.resize(600, 400)
    bare.show()
    bare.moveCursor(bare.textCursor().MoveOperation.End)
    theirs = _typed(bare)
    bare.close()
    benchmark.extra_info.update(
        ratio=round(at(ours, 0.95) / at(theirs, 0.95), 2),
        milliseconds_p95=round(1000 * at(ours, 0.95), 1),
        milliseconds_median=round(1000 * at(ours, 0.5), 1),
        milliseconds_bare_p95=round(1000 * at(theirs, 0.95), 1),
    )
    assert at(ours, 0.95) <= MOST * at(theirs, 0.95)

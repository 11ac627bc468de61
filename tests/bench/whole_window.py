"""The whole window on a case with many items and findings, for benchmarks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imr_desktop.case import edits
from imr_desktop.case.model import Case, DisputedItem, Finding, SourceRef
from imr_desktop.paths import Home
from imr_desktop.settings import Settings
from imr_desktop.ui.app import make_application
from imr_desktop.ui.main_window import MainWindow
from imr_desktop.ui.theme import current

ITEMS, FINDINGS = 40, 40
PATIENCE = 60_000


def filled_case() -> Case:
    """Forty items, forty findings, a long summary; the record is not there."""
    case = edits.set_field(edits.new_case(), number="CM26-0000007", summary="Neck pain on most days [p. 3]. " * 60)
    for at in range(FINDINGS):
        case = edits.add_finding(
            case, Finding(f"f{at}", f"Neck pain rated {at} of 40", "symptoms", sources=(SourceRef("a", page=at + 1),))
        )
    for at in range(ITEMS):
        case = edits.add_item(case, DisputedItem(f"i{at}", f"Physical therapy, course {at}"))
    return case


def whole_window(qtbot: QtBot, home: Path, case: Case) -> MainWindow:
    """A window in view with a case stored and its view built."""
    make_application()
    current().apply("light")
    window = MainWindow(Home(home), Settings(theme="light", judge_first=False, read_by_machine=False))
    window.resize(1920, 1080)
    window.show()
    window.activateWindow()
    window.complete()
    qtbot.waitUntil(lambda: window.case_view is not None and not window.tasks.busy, timeout=PATIENCE)
    window.services.cases.save(case)
    return window


def open_case(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    """Open a stored case and wait until all that follows is done."""
    window.case_controller.open_case(case.id)
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy, timeout=PATIENCE)
    QApplication.processEvents()


def at(figures: list[float], share: float) -> float:
    """The figure that such a share of them stays below."""
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]

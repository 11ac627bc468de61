"""The documents of a long file stand in view while it is still being read, and nothing of them can be taken."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.record import FileRead, PageText
from imr_desktop.ui.intake.stop import Stop

PAGES = 800
NOTE = "The patient reports neck pain rated three of ten on most days, better after therapy."


@pytest.fixture
def packet(tmp_path):
    """A file of notes of three pages each, longer than what is read before its first documents are shown."""
    canvas = Canvas(str(tmp_path / "long.pdf"))
    for page in range(PAGES):
        canvas.drawString(60, 740, "PROGRESS REPORT" if page % 3 == 0 else f"Page {page % 3 + 1} of 3")
        canvas.drawString(60, 720, f"Date of service: 03/{page // 3 % 28 + 1:02d}/2024")
        for line in range(30):
            canvas.drawString(60, 700 - 20 * line, NOTE)
        canvas.showPage()
    canvas.save()
    return tmp_path / "long.pdf"


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def test_documents_are_shown_while_the_file_is_read_and_cancelling_leaves_none(window, qtbot, front, packet, monkeypatch):
    shown_once, so_far = threading.Event(), Stop.so_far
    monkeypatch.setattr(Stop, "so_far", lambda *told: (so_far(*told), shown_once.wait(60)))  # the reading waits for the list
    front(window)
    view = window.so_far.view
    window.drop.files_dropped.emit([packet])
    qtbot.waitUntil(lambda: window.views.currentWidget() is view, timeout=60_000)
    shown = view.list.row_model.shown
    assert shown
    assert shown[0].title == "Progress report"
    assert f"of {PAGES} pages" in view._size.text()
    assert window.session.case is None
    assert QApplication.focusWidget() is view.list
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    assert window.views.currentWidget() is view

    window.case_controller.cancel_reading()
    shown_once.set()
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.home_view, timeout=60_000)
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=60_000)
    assert window.session.case is None
    assert not view.list.row_model.shown


@pytest.fixture
def reading(window, front):
    """The window as if a file of 2,000 pages were being read: what came is told by the test."""
    front(window)
    cases, shown = window.case_controller, []
    cases._stop = Stop()
    cases._stop.came.connect(cases.came)
    part = window.services.intake.parted_so_far
    window.services.intake.parted_so_far = lambda *told: shown.append(len(told[1].pages)) or part(*told)
    heads = [f"PROGRESS REPORT\nDate of service: 03/{at % 28 + 1:02d}/2024\nPage 1 of 1" for at in range(2_000)]
    pages = [PageText(number, f"{head}\n\n{NOTE}\n") for number, head in enumerate(heads, start=1)]

    def come(count):
        cases._stop.so_far(FileRead("", "long.pdf", "d", "pdf", tuple(pages[:count])), 2_000)

    return come, shown


def test_it_is_parted_anew_where_half_as_many_pages_came_again_and_nobody_is_disturbed(window, qtbot, reading, settle):
    come, parted = reading
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.palette_box.is_open)
    come(10)
    settle(window)
    assert window.views.currentWidget() is window.home_view  # somebody types in the box
    press(Qt.Key.Key_Escape)
    for pages in (14, 15, 22, 23, 34, 40):
        come(pages)
        settle(window)
    assert parted == [10, 15, 23, 40]
    assert window.views.currentWidget() is window.so_far.view
    rows = window.so_far.view.list
    assert 20 < rows.rows() <= 40
    rows.select_row(20)
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum() - 3)
    top = rows.first_in_view()
    come(80)
    settle(window)
    assert rows.row() == 20
    assert (rows.first_in_view().key, top.key != rows.row_model.shown[0].key) == (top.key, True)
    assert rows.rows() > 40
    press(Qt.Key.Key_Escape)
    assert window.views.currentWidget() is window.home_view
    come(160)
    settle(window)
    assert window.views.currentWidget() is window.home_view

"""*Use today's date* says what it changes before it does, by keys in the real window."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.case import dates, edits

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def _checked(window, qtbot):
    qtbot.waitUntil(lambda: window.session.last_checked.case is window.session.case and not window.tasks.busy)


def test_a_date_that_changes_what_governs_says_so_and_waits(sample, qtbot, front):
    front(sample)
    _checked(sample, qtbot)
    pane, case = sample.case_view.checks, sample.session.case
    assert case.dates.decision < date(2020, 1, 1)
    pane.set_collapsed(False)
    pane.select("dates.backdated")
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_Return, ALT)
    qtbot.waitUntil(pane.foretold.isVisible)
    words = pane.foretold.words.text()
    assert words.startswith("Use today's date: ")
    assert " governs in place of " in words
    assert "criteri" in words
    assert "problem" in words
    assert sample.session.case is case
    sample.session.note_seen((2,), datetime.now(UTC))  # a page that counts as shown now takes no question back
    assert pane.foretold.isVisible()
    case = sample.session.case
    assert pane.foretold.do.hasFocus()
    assert pane.foretold.geometry().bottom() < pane.height()
    assert pane.foretold.do.visibleRegion().boundingRect() == pane.foretold.do.rect()
    QTest.mouseClick(pane.foretold.leave, Qt.MouseButton.LeftButton)
    assert (pane.foretold.isVisible(), pane.list.hasFocus(), sample.session.case is case) == (False, True, True)
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, ALT)
        qtbot.waitUntil(lambda: pane.foretold.isVisible() or sample.session.case is not case)
    assert sample.session.case.dates.decision == dates.today()
    assert not pane.foretold.isVisible()
    _checked(sample, qtbot)
    QTest.keyClick(sample, Qt.Key.Key_Z, CONTROL)
    assert sample.session.case.dates == case.dates


def test_where_nothing_else_changes_it_is_done_at_once(opened, qtbot):
    opened.session.apply("Set", edits.set_dates, decision=dates.today() + timedelta(365))
    _checked(opened, qtbot)
    pane = opened.case_view.checks
    pane.set_collapsed(False)
    pane.select("dates.unlikely:decision")
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_Return, ALT)
    qtbot.waitUntil(lambda: opened.session.case.dates.decision == dates.today())
    assert not pane.foretold.isVisible()

"""Bound text in the whole window: from the menu, through a changed fact, the check's fix, undo, saving and reopening."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.case import bound, edits


def _insert(window, words):
    summary = window.case_view.summary
    window.menus.actions["insert_from_case"].trigger()
    QTest.keyClicks(summary.bound.popup.filter, words)
    QTest.keyClick(summary.bound.popup.filter, Qt.Key.Key_Return)
    QApplication.processEvents()


def _stale(window):
    checked = window.session.last_checked
    return [one for one in checked.blocking if one.check == "bound.stale"] if checked else []


def test_a_changed_date_blocks_signing_until_its_fix_is_taken(sample, qtbot):
    sample.activateWindow()
    assert QTest.qWaitForWindowActive(sample, 5000)
    session = sample.session
    session.apply("Empty", edits.set_summary, "")
    sample.case_view.go.go("summary")
    _insert(sample, "date of injury")
    before = session.case.summary
    assert [one.source for one in session.case.bound] == ["dates.injury"]
    session.apply("Change", edits.set_dates, injury=date(2015, 6, 1))
    qtbot.waitUntil(lambda: bool(_stale(sample)), timeout=20_000)
    (problem,) = _stale(sample)
    sample.case_view.checks.set_collapsed(False)
    sample.case_view.checks.select(problem.id)
    sample.case_view.checks.fix_current()
    assert session.case.summary == "06/01/2015"
    assert sample.case_view.summary.editor.text() == "06/01/2015"
    qtbot.waitUntil(lambda: sample.session.last_checked is not None and not _stale(sample), timeout=20_000)
    session.undo_stack.undo()
    assert session.case.summary == before
    assert len(bound.stale(session.case)) == 1


def test_what_is_bound_is_stored_with_the_case(sample, qtbot):
    session = sample.session
    sample.case_view.go.go("summary")
    _insert(sample, "sex")
    case = session.case
    assert len(case.bound) == 1
    assert session.flush()
    sample.case_controller.close_case()
    qtbot.waitUntil(lambda: session.case is None and not sample.tasks.busy, timeout=20_000)
    sample.case_controller.open_case(case.id)
    qtbot.waitUntil(lambda: session.case is not None, timeout=20_000)
    assert session.case.bound == case.bound
    assert sample.case_view.summary.editor.bound("", "summary") == case.bound


def test_undo_by_key_in_the_text_takes_the_insert_back(sample, qtbot):
    sample.activateWindow()
    assert QTest.qWaitForWindowActive(sample, 5000)
    session = sample.session
    before = session.case
    sample.case_view.go.go("summary")
    _insert(sample, "sex")
    assert session.case != before
    QTest.keyClick(sample.case_view.summary.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert (session.case.summary, session.case.bound) == (before.summary, before.bound)


def test_the_list_closes_with_its_case(sample, qtbot):
    sample.activateWindow()
    assert QTest.qWaitForWindowActive(sample, 5000)
    sample.case_view.go.go("summary")
    sample.menus.actions["insert_from_case"].trigger()
    popup = sample.case_view.summary.bound.popup
    assert popup.isVisible()
    sample.case_controller.close_case()
    qtbot.waitUntil(lambda: sample.session.case is None, timeout=20_000)
    assert not popup.isVisible()

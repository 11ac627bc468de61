"""Judge first in the whole window: on by default, two more keystrokes, kept in the case, off by the setting alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.case import edits
from imr_desktop.settings import Settings


@pytest.fixture
def judging(sample, qtbot):
    """The sample case, undecided, with the settings a new home has."""
    sample.view_controller.keep(replace(Settings(), theme="light"))
    sample.session.apply("Undecide", edits.decide, sample.session.case.items[0].id, None)
    sample.activateWindow()
    assert QTest.qWaitForWindowActive(sample, 5000)
    return sample


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def test_one_line_and_enter_open_the_criteria(judging, qtbot):
    body = judging.case_view.items.content
    assert not body.criteria.isVisible()
    press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert body.judge.line.hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), "Six are too many.")
    press(Qt.Key.Key_Return)
    assert body.criteria.list.hasFocus()
    press(Qt.Key.Key_M)
    item = judging.session.case.items[0]
    assert [view.text for view in item.preliminary_views] == ["Six are too many."]
    assert item.answers[0].status == "met"


def test_a_check_leads_to_the_line_and_not_around_it(judging, qtbot):
    qtbot.waitUntil(
        lambda: judging.session.last_checked is not None and judging.session.last_checked.case is judging.session.case,
        timeout=30_000,
    )
    problem = next(one for one in judging.session.last_checked.problems if one.check == "item.undecided")
    judging.case_view.go.go_to_problem(problem)
    assert judging.case_view.items.content.judge.line.hasFocus()
    assert not judging.case_view.items.content.criteria.list.isVisible()


def test_turning_the_setting_off_opens_it(judging):
    judging.view_controller.keep(replace(judging.view_controller.settings, judge_first=False))
    judging.case_view.go.go_items()
    assert judging.case_view.items.content.criteria.list.hasFocus()

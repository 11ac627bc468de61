"""A public copy from the menu: it is shown with its report, and saved once a person says to have read it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from imr_desktop.case import edits
from imr_desktop.case.parties import Parties, Party
from imr_desktop.ui.widgets.labels import PlainLabel


def decided(case):
    for item in case.items:
        case = edits.decide(case, item.id, "Upheld")
    return edits.set_summary(case, "Ms. Jane Example fell; call (559) 555-0100. Her husband Max drove.")


@pytest.fixture
def ready(opened, edit):
    """A window with a decided case whose employee is known."""
    edit(opened, decided)
    opened.services.parties.keep("c1", Parties((Party("employee", "Jane Example"),)))
    return opened


@pytest.fixture
def copy(ready, settle):
    """The dialog, its copy made."""
    ready.menus.actions["publish_case"].trigger()
    settle(ready)
    return ready.publishing.dialog


def said(dialog):
    return [label.text() for label in dialog.report.findChildren(PlainLabel)]


def test_the_report_says_what_was_left_out_and_what_to_look_at(copy):
    assert {"Case number: 1", "Name in a text: 1", "Telephone number in a text: 1", "Attachment: 1"} <= set(said(copy))
    assert "Summary: “husband Max” is words that lead to a name." in said(copy)
    assert not any("employee's name is not entered" in sentence for sentence in said(copy))


def test_it_is_saved_only_after_a_person_has_read_it(ready, copy, settle, tmp_path):
    assert not copy.save.isEnabled()
    QTest.mouseClick(copy.save, Qt.MouseButton.LeftButton)
    assert copy.isVisible()
    copy.read.setFocus()
    QTest.keyClick(copy.read, Qt.Key.Key_Space)
    QTest.mouseClick(copy.save, Qt.MouseButton.LeftButton)
    (asked,) = ready.findChildren(QFileDialog)
    asked.fileSelected.emit(str(tmp_path))
    asked.reject()
    settle(ready)
    (saved,) = tmp_path.glob("*.pdf")
    assert saved.name == "Final determination (public).pdf"
    assert "Public copy saved" in ready.status._left.text()
    assert saved.read_bytes().startswith(b"%PDF-1.7")
    assert ready.services.vault.trail(case_id="c1", what="public copy written")


def test_another_choice_is_another_copy_that_nobody_has_read(ready, copy, settle):
    copy.read.setChecked(True)
    copy.keep_number.setFocus()
    QTest.keyClick(copy.keep_number, Qt.Key.Key_Space)
    assert not copy.save.isEnabled()
    assert not copy.read.isEnabled()
    settle(ready)
    assert "Case number: 1" not in said(copy)
    assert copy.read.isEnabled()


def test_a_closed_case_leaves_no_copy(ready, copy):
    copy.reject()
    ready.case_controller.close_case()
    assert ready.publishing._made is None


def test_an_undecided_case_has_none_and_says_why(opened, settle):
    opened.menus.actions["publish_case"].trigger()
    settle(opened)
    dialog = opened.publishing.dialog
    assert any("has no decision" in text for text in said(dialog))
    assert not dialog.read.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert opened.publishing.dialog is None

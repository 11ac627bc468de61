"""One undo, pressed in the real window: in texts and beside them, across panes, by its name."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.case import edits
from imr_desktop.case.model import Finding

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(window, small_case, qtbot):
    """The window with the invented case open, the active one."""
    window.case_controller._open(edits.add_finding(small_case, Finding("f1", "Full extension", "exam")), stored=False)  # noqa: SLF001
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window and not window.tasks.busy)
    return window


def rationale(window):
    window.case_view.workspace.activate("items", focus=False)
    editor = window.case_view.items.content.rationale
    editor.setFocus()
    return editor


def summary(window):
    window.case_view.workspace.activate("summary")
    return window.case_view.summary.editor


def undo(window):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CTRL)


def redo(window, key=Qt.Key.Key_Y, held=CTRL):
    QTest.keyClick(QApplication.focusWidget(), key, held)


def typed(editor, *bursts):
    """Words with a caret move between the bursts, as a step ends."""
    for words in bursts:
        QTest.keyClicks(editor, words)
        QTest.keyClick(editor, Qt.Key.Key_End)


def state(window):
    case = window.session.case
    return case.summary, case.items[0].rationale, case.items[0].decision


def test_undo_in_a_text_takes_back_one_step_after_the_other_never_the_whole(opened):
    typed(rationale(opened), "First sentence.", " Second sentence.")
    opened.case_view.items.content.uphold()
    rationale(opened)
    seen = []
    for _press in range(4):
        undo(opened)
        seen.append(state(opened)[1:])
    assert seen == [("First sentence. Second sentence.", None), ("First sentence.", None), ("", None), ("", None)]
    for held in ((Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT), (Qt.Key.Key_Y, CTRL)):
        redo(opened, *held)
    assert state(opened)[1:] == ("First sentence. Second sentence.", "Upheld")


def test_undo_goes_across_panes_shows_the_place_and_is_named(opened):
    typed(summary(opened), "In the summary.")
    typed(rationale(opened), "In the rationale.")
    summary(opened)
    assert opened.menus.actions["undo"].text() == "&Undo: Type in rationale"
    undo(opened)
    assert state(opened)[:2] == ("In the summary.", "")
    assert opened.case_view.workspace.active == "items"
    assert opened.case_view.items.content.rationale.hasFocus()
    assert opened.menus.actions["undo"].text() == "&Undo: Type in summary"
    assert opened.menus.actions["redo"].text() == "&Redo: Type in rationale"
    undo(opened)
    assert state(opened)[:2] == ("", "")
    assert opened.case_view.summary.editor.hasFocus()


def test_the_caret_lands_where_the_change_was(opened):
    editor = summary(opened)
    typed(editor, "Start and end.")
    editor.select_range(5, 5)
    editor.end_step()
    QTest.keyClicks(editor, " middle")
    undo(opened)
    assert editor.text() == "Start and end."
    assert editor.selected_range() == (5, 5)
    redo(opened)
    assert editor.text() == "Start middle and end."
    assert editor.selected_range() == (12, 12)


def test_words_in_the_editor_alone_can_be_taken_back_at_once(opened):
    editor = summary(opened)
    QTest.keyClicks(editor, "just typed")
    assert opened.menus.actions["undo"].isEnabled()
    undo(opened)
    assert editor.text() == state(opened)[0] == ""


def test_pasting_cutting_and_dropping_are_steps_of_their_own(opened):
    editor = summary(opened)
    QTest.keyClicks(editor, "typed ")
    data = QMimeData()
    data.setText("pasted")
    editor.insertFromMimeData(data)
    QTest.keyClicks(editor, " more")
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_X, CTRL)
    assert state(opened)[0] == ""
    seen = []
    for _press in range(4):
        undo(opened)
        seen.append(state(opened)[0])
    assert seen == ["typed pasted more", "typed pasted", "typed ", ""]


def test_what_an_input_method_composes_is_one_text(opened, qtbot):
    editor = summary(opened)
    QApplication.sendEvent(editor, QInputMethodEvent("e\u0301", []))
    qtbot.wait(450)
    assert state(opened)[0] == "", "what is still being composed is no text"
    done = QInputMethodEvent("", [])
    done.setCommitString("\u00e9tude")
    QApplication.sendEvent(editor, done)
    editor.end_step()
    assert state(opened)[0] == "\u00e9tude"
    undo(opened)
    assert editor.text() == ""


def test_lines_of_the_case_share_the_undo_and_search_fields_keep_their_own(opened):
    items = opened.case_view.items
    opened.case_view.workspace.activate("items", focus=False)
    line = items.content.guidelines.fields()[1]
    line.setFocus()
    QTest.keyClicks(line, "ODG Neck")
    undo(opened)
    assert (line.text(), opened.session.case.items[0].reviewer_guideline) == ("", "")
    redo(opened)
    assert line.text() == opened.session.case.items[0].reviewer_guideline == "ODG Neck"
    find = opened.case_view.findings.entry
    find.setFocus()
    QTest.keyClicks(find, "half")
    undo(opened)
    assert find.text() == ""
    assert opened.session.case.items[0].reviewer_guideline == "ODG Neck"


def test_findings_answers_and_texts_are_taken_back_in_the_order_they_were_made(opened):
    pane = opened.case_view.findings
    pane.entry.setFocus()
    QTest.keyClicks(pane.entry, "A new finding")
    QTest.keyClick(pane.entry, Qt.Key.Key_Return)
    typed(summary(opened), "Words.")
    opened.session.apply("Case", edits.set_field, age=51)
    undo(opened)
    undo(opened)
    undo(opened)
    assert [one.text for one in opened.session.case.findings] == ["Full extension"]
    assert (opened.session.case.age, state(opened)[0]) == (50, "")
    assert opened.case_view.workspace.active == "findings"


def test_in_the_field_that_added_a_finding_undo_takes_the_finding_back_not_its_words_out(opened):
    entry = opened.case_view.findings.entry
    entry.setFocus()
    QTest.keyClicks(entry, "A new finding")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    QTest.keyClicks(entry, "half")
    undo(opened)
    assert (entry.text(), len(opened.session.case.findings)) == ("", 2), "what is half-typed goes first"
    undo(opened)
    assert (entry.text(), len(opened.session.case.findings)) == ("", 1)
    redo(opened)
    assert (entry.text(), len(opened.session.case.findings)) == ("", 2)


def test_undo_in_a_signed_case_is_refused_with_a_sentence(opened):
    from datetime import UTC, datetime

    from imr_desktop.case.model import SignedLetter

    typed(summary(opened), "Words.")
    opened.session.replace(edits.mark_signed(opened.session.case, SignedLetter("x.pdf", "0" * 64, datetime.now(UTC))))
    opened.case_view.open_work()
    opened.menus.actions["undo"].trigger()
    assert "read-only" in opened.status._left.text()  # noqa: SLF001  what the reviewer reads
    assert state(opened)[0] == "Words."


def test_the_texts_menu_offers_no_undo_of_its_own(opened):
    editor = summary(opened)
    menu = editor.createStandardContextMenu()
    assert [action.objectName() for action in menu.actions()[:2]] == ["edit-undo", "edit-redo"], "Qt's own, which are removed"
    menu.deleteLater()
    assert not editor.document().isUndoRedoEnabled()
    editor.moveCursor(QTextCursor.MoveOperation.End)

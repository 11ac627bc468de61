"""Commands of the Edit menu on real texts, by menu and key: enabled truthfully, and done where the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from imr_desktop.case import edits
from imr_desktop.review import readability

CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = ("cut_words", "copy_words", "paste_words", "select_all_words", "find_in_text")


@pytest.fixture
def summary(opened, settle):
    """The empty summary with the keyboard in it."""
    opened.session.apply("Empty", lambda case: edits.set_summary(case, "", ()))
    settle(opened)
    opened.case_view.workspace.activate("summary")
    return opened.case_view.summary.editor


def edit_menu(window):
    menu = next(menu for menu in window.top.menu_bar.findChildren(QMenu) if menu.title() == "&Edit")
    menu.popup(window.pos())
    return menu


def press(window, slot):
    """Choose a line of the Edit menu with the arrow keys and Enter; what could be done is told."""
    menu, action = edit_menu(window), window.menus.actions[slot]
    enabled = {name for name in WORDS if window.menus.actions[name].isEnabled()}
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    menu.close()
    return enabled


def test_the_edit_menu_says_truly_what_can_be_done_and_does_it(opened, summary):
    QTest.keyClicks(summary, "Taut bands")
    QGuiApplication.clipboard().clear()
    assert press(opened, "select_all_words") == {"select_all_words", "find_in_text"}
    assert press(opened, "cut_words") >= {"cut_words", "copy_words"}
    assert summary.text() == ""
    assert "paste_words" in press(opened, "paste_words")
    assert summary.text() == "Taut bands"
    assert opened.session.case.summary == "Taut bands"


def test_words_are_found_and_replaced_with_one_step_of_undo(opened, summary):
    QTest.keyClicks(summary, "The knee locks. A knee swells. KNEE.")
    QTest.keyClick(summary, Qt.Key.Key_H, CTRL)
    bar = opened.case_view.editing.bar(summary)
    QTest.keyClicks(QApplication.focusWidget(), "knee")
    assert bar.count.text() in ("3 found", "1 of 3")
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 3"
    QTest.keyClick(bar.words, Qt.Key.Key_Tab)
    bar.instead.setFocus()
    QTest.keyClicks(bar.instead, "hip")
    QTest.mouseClick(bar.replace_every, Qt.MouseButton.LeftButton)
    assert opened.session.case.summary == "The hip locks. A hip swells. hip."
    QTest.keyClick(bar.instead, Qt.Key.Key_Escape)
    assert summary.hasFocus()
    assert not bar.isVisible()
    QTest.keyClick(summary, Qt.Key.Key_Z, CTRL)
    assert opened.session.case.summary == "The knee locks. A knee swells. KNEE."


def doubted(window, editor):
    text = editor.document().toPlainText()
    return [text[start:end] for start, end in window.case_view.editing.spelling.doubted(editor)]


def test_a_misspelled_word_is_marked_mended_by_key_and_own_words_stay_known(opened, summary, qtbot):
    qtbot.waitUntil(lambda: opened.services.spelling.loaded, timeout=20_000)
    QTest.keyClicks(summary, 'Lumbar radiculapathy with periscapular myalgia; "quted wrods" by Zyxwell doesn\'t.')
    qtbot.waitUntil(lambda: len(summary.extraSelections()) == 2, timeout=5_000)
    assert doubted(opened, summary) == ["radiculapathy", "Zyxwell"]
    QTest.keyClick(summary, Qt.Key.Key_Home, CTRL)
    QTest.keyClick(summary, Qt.Key.Key_F7, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert menu.actions()[0].text() == "radiculopathy"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert "Lumbar radiculopathy with" in opened.session.case.summary
    QTest.keyClick(summary, Qt.Key.Key_F7, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    add = next(action for action in menu.actions() if action.text().startswith("Add"))
    menu.setActiveAction(add)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: doubted(opened, summary) == [])
    assert b"Zyxwell" in bytes(opened.services.vault.if_open.engine.get("spelling.words"), "utf-8")


def test_a_snippet_is_filled_in_field_by_field_and_tab_then_leaves(opened, summary, qtbot):
    QTest.keyClick(summary, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not summary)
    QTest.keyClicks(QApplication.focusWidget(), "function did")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    for words in ("12", "the grip", "20 kg"):
        QTest.keyClicks(summary, words)
        QTest.keyClick(summary, Qt.Key.Key_Tab)
    QTest.keyClicks(summary, "21 kg")
    summary.flush()
    assert opened.session.case.summary == (
        "After 12 visits the record shows no improvement of function: the grip was 20 kg and is 21 kg."
    )
    QTest.keyClick(summary, Qt.Key.Key_Tab)
    assert not summary.hasFocus()


def test_an_earlier_wording_is_put_back_in_one_step(opened, summary, edit, qtbot):
    for words in ("First wording.", "Second wording."):
        edit(opened, lambda case, words=words: edits.set_summary(case, words))
    summary.setFocus()
    QTest.mouseClick(opened.case_view.summary.versions, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.case_view.editing.dialog is not None)
    dialog = opened.case_view.editing.dialog
    assert dialog.today.toPlainText() == "Second wording."
    rows = [dialog.model.row_at(at).offered.source for at in range(dialog.list.rows())]
    while dialog.then.toPlainText() != "First wording.":
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        assert rows.pop(), "no saved wording is the first one"
    QTest.mouseClick(dialog.put_back, Qt.MouseButton.LeftButton)
    assert opened.session.case.summary == "First wording."
    press(opened, "undo")
    assert opened.session.case.summary == "Second wording."

    press(opened, "show_text_versions")
    opened.case_controller._open(edits.set_summary(edits.new_case(), "Of another case."), stored=False)
    qtbot.waitUntil(lambda: not opened.tasks.busy)
    assert opened.case_view.editing.dialog is None, "what comes late is of no use to another case"


def test_long_sentences_and_hard_words_are_told_without_a_score():
    found = readability.of("Pain. " + "word " * 40 + "radiculopathy with radiculopathy [p.\u00a04].")
    assert (found.sentences, len(found.long), found.hard) == (2, 1, ("radiculopathy",))
    assert found.words.startswith("Sentences: 2, long ones (more than 30 words): 1.")
    assert readability.of("").words == "There is no text yet."

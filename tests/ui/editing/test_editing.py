"""Commands of the Edit menu on real texts, by menu and key: enabled truthfully, and done where the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from imr_desktop.case import edits

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
    QTest.keyClicks(summary, 'Lumbar radiculapathy with periscapular myalgia; "quted wrods" by Zyxwell at L4-5.')
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

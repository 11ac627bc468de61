"""Menus: every command exists, keys are unique, only what can be done is enabled."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from imr_desktop.case import edits
from imr_desktop.review.checking import to_fix
from imr_desktop.ui import shortcuts
from imr_desktop.ui.controllers.actions import MENUS, SEPARATOR
from imr_desktop.ui.help.parts import all_keys
from imr_desktop.ui.theme import current

COMMANDS = [made for _title, definitions in MENUS for made in definitions if made is not SEPARATOR]


def test_keys_are_unique():
    assert [key for key, count in Counter(key for made in COMMANDS for key in made.keys).items() if count > 1] == []


def test_every_command_is_in_the_menu_bar(window):
    titles = [action.text().replace("&", "") for action in window.top.menu_bar.actions()]
    assert titles == ["File", "Edit", "Case", "Go", "Record", "View", "Help"]
    assert {made.slot for made in COMMANDS} == set(window.menus.actions)


def test_without_a_case_only_what_works_is_enabled(window):
    enabled = {slot for slot, action in window.menus.actions.items() if action.isEnabled()}
    assert {"open_files", "open_folder", "paste_text", "quit", "theme_dark", "show_keys"} <= enabled
    assert not enabled & {"save_now", "print_letter", "undo", "review_and_sign", "reopen", "go_items", "edit_facts"}


def test_with_a_case_its_commands_are_enabled(window, small_case, qtbot):
    window.case_controller._open(small_case, stored=False)
    enabled = {slot for slot, action in window.menus.actions.items() if action.isEnabled()}
    assert {"save_now", "print_letter", "review_and_sign", "go_items", "edit_facts", "add_finding"} <= enabled
    assert not enabled & {"undo", "redo", "reopen"}
    window.session.apply("Change", lambda case: type(case)(id=case.id, number="CM26-0000099"))
    assert window.menus.actions["undo"].isEnabled()
    window.menus.actions["undo"].trigger()
    assert window.session.case.number == small_case.number
    assert window.menus.actions["redo"].isEnabled()


def test_theme_and_zoom_are_kept_in_the_settings(window, home):
    from imr_desktop import settings

    window.menus.actions["theme_dark"].trigger()
    assert current().name == "dark"
    window.menus.actions["zoom_in"].trigger()
    assert settings.load(home).theme == "dark"
    assert settings.load(home).zoom == 110
    window.menus.actions["zoom_reset"].trigger()
    window.menus.actions["theme_light"].trigger()
    assert settings.load(home).theme == "light"
    assert settings.load(home).zoom == 100


def test_help_opens_without_blocking(window, qtbot):
    window.menus.actions["show_keys"].trigger()
    window.menus.actions["show_about"].trigger()
    assert len(window.findChildren(QDialog)) == 2
    assert "offline" in window.findChildren(QMessageBox)[0].text()
    for dialog in window.findChildren(QDialog):
        dialog.reject()


def test_key_page_lists_every_key():
    text = all_keys()
    assert all(shortcuts.written(key) in text for made in COMMANDS for key in made.keys)


def test_escape_in_a_menu_gives_the_keyboard_back(opened, qtbot):
    """With the bar left in command, the letters typed next would open menus, and the rest land in a text."""
    summary = opened.case_view.summary.editor
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(summary.hasFocus)
    assert "guideline" not in summary.text()
    for letter in "fe":
        QTest.keyClick(QApplication.focusWidget(), letter, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        QTest.qWait(100)  # a hand needs longer
        QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
        qtbot.waitUntil(summary.hasFocus)
    QTest.keyClicks(QApplication.focusWidget(), "guideline")
    assert QApplication.activePopupWidget() is None
    assert "guideline" in summary.text()


def test_what_must_be_fixed_first_is_told_of_the_case_as_it_stands(window, small_case, qtbot):
    window.case_controller._open(small_case, stored=False)
    qtbot.waitUntil(lambda: window.session.last_checked is not None, timeout=20_000)
    told = []
    window.case_view.go.notified.connect(told.append)
    window.session.apply("Decide", edits.decide, "i1", "Upheld")
    assert window.session.is_check_late
    window.menus.actions["review_and_sign"].trigger()
    assert told == ["The last change is being checked…"]
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    assert told[1] == to_fix(window.session.last_checked)[0].message
    assert not window.session.is_check_late

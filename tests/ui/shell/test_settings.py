"""The settings by real keys: sections, Browse, what is wrong is said at its field; keys are given by pressing them."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from imr_desktop import settings as stored
from imr_desktop.ui import shortcuts
from imr_desktop.ui.settings_dialog import SettingsDialog

CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def own_keys_end_here():
    yield
    shortcuts.current().take({})


def _settings(window, qtbot):
    window.activateWindow()
    assert QTest.qWaitForWindowFocused(window, 5000)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Comma, CTRL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog))
    return QApplication.activeModalWidget()


def _keys(window, qtbot, command):
    dialog = _settings(window, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_K, ALT)
    QTest.keyClicks(dialog.keys.filter, command)
    QTest.keyClick(dialog.keys.filter, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert QApplication.focusWidget() is dialog.keys.list
    QTest.keyClick(dialog.keys.list, Qt.Key.Key_Return)
    return dialog, dialog.keys.list, dialog.keys.note


def test_a_folder_that_is_not_there_is_said_at_its_field_and_browse_gives_one(window, qtbot, tmp_path, settle):
    dialog = _settings(window, qtbot)
    assert QApplication.focusWidget() is dialog.specialty
    QTest.keyClick(dialog, Qt.Key.Key_A, ALT)
    QTest.keyClicks(dialog.backups, "/nowhere/at/all")
    QTest.keyClick(dialog.specialty, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert QApplication.focusWidget() is dialog.backups
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.property("role") == "error"]
    assert any("no such folder" in words for words in shown)
    QTest.mouseClick(dialog._folder.browse, Qt.MouseButton.LeftButton)
    chooser = dialog.findChild(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.done(0)
    QTest.keyClick(dialog.backups, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert stored.load(window.services.home).backup_folder == str(tmp_path)


def test_a_key_is_given_by_pressing_it_and_stands_in_menu_box_and_file(window, qtbot, home):
    dialog, keys, note = _keys(window, qtbot, "about")
    QTest.keyClick(keys, Qt.Key.Key_J, CTRL)
    assert note.text() == "About IMR Desktop is Ctrl+J now."
    QTest.keyClick(dialog.specialty, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert window.menus.actions["show_about"].shortcut().toString() == "Ctrl+J"
    assert json.loads(home.settings.read_text())["keys"] == {"show_about": "Ctrl+J"}
    window.activateWindow()
    assert QTest.qWaitForWindowFocused(window, 5000)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.palette_box.box.line, "about")
    assert window.palette_box.box.list.current().hint == "Ctrl+J"
    QTest.keyClick(window.palette_box.box.line, Qt.Key.Key_Escape)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    QApplication.activeModalWidget().done(0)


def test_a_key_that_another_has_is_named_and_taken_only_when_pressed_again(window, qtbot):
    dialog, keys, note = _keys(window, qtbot, "about")
    QTest.keyClick(keys, Qt.Key.Key_N, CTRL)
    assert note.text().startswith("Ctrl+N is Add finding.")
    assert dialog.keys.own() == {}
    QTest.keyClick(keys, Qt.Key.Key_N, CTRL)
    assert note.text() == "About IMR Desktop is Ctrl+N now. Add finding has no key now."
    assert dialog.keys.own() == {"show_about": "Ctrl+N", "add_finding": ""}
    QTest.mouseClick(dialog.keys.reset_all, Qt.MouseButton.LeftButton)
    assert dialog.keys.own() == {}
    dialog.done(0)


@pytest.mark.parametrize(
    ("key", "held", "said"),
    [
        (Qt.Key.Key_M, NONE, "M alone is typed into texts."),
        (Qt.Key.Key_Space, NONE, "Space is needed in every field."),
        (Qt.Key.Key_V, CTRL, "Ctrl+V belongs to texts"),
        (Qt.Key.Key_F, ALT, "Alt+F opens the menu File."),
        (Qt.Key.Key_J, CTRL | ALT, "Ctrl and Alt together"),
        (Qt.Key.Key_Return, CTRL | SHIFT, "Ctrl+Shift+Enter is drafting a text."),
    ],
)
def test_what_texts_menus_and_panes_need_is_given_to_no_command(window, qtbot, key, held, said):
    dialog, keys, note = _keys(window, qtbot, "about")
    QTest.keyClick(keys, key, held)
    assert note.text().startswith(said)
    QTest.keyClick(keys, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Esc leaves the key, not the settings"
    assert dialog.keys.own() == {}
    dialog.done(0)


def test_a_key_that_was_given_away_is_no_longer_the_panes(sample, qtbot):
    dialog, keys, _note = _keys(sample, qtbot, "about")
    for _time in range(2):
        QTest.keyClick(keys, Qt.Key.Key_N, CTRL)
    QTest.keyClick(dialog.specialty, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    sample.activateWindow()
    assert QTest.qWaitForWindowFocused(sample, 5000)
    sample.case_view.go.go("findings")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    assert "offline" in QApplication.activeModalWidget().text()
    QApplication.activeModalWidget().done(0)


def test_a_letter_of_the_pages_can_be_another_and_the_old_one_is_nothing_there(sample, qtbot):
    dialog, keys, _note = _keys(sample, qtbot, "next page .")
    QTest.keyClick(keys, Qt.Key.Key_J)
    QTest.keyClick(dialog.specialty, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert sample.menus.actions["next_record_page"].text().endswith("\tJ")
    sample.activateWindow()
    assert QTest.qWaitForWindowFocused(sample, 5000)
    sample.case_view.go.go("record")
    view = sample.case_view.record.view
    qtbot.waitUntil(lambda: sample.case_view.record.current_page() == 1)
    sample.status.clear_message()
    assert sample.status._left.text().startswith("J  next page"), "the status bar says it, too"
    QTest.keyClick(view, Qt.Key.Key_Period)
    assert sample.case_view.record.current_page() == 1
    QTest.keyClick(view, Qt.Key.Key_Escape)  # ends the breath: "." is no key there now
    QTest.keyClick(view, Qt.Key.Key_J)
    assert sample.case_view.record.current_page() == 2


def test_a_file_of_nonsense_gives_no_keys():
    keys = shortcuts.current()
    keys.take(
        {"show_about": "M", "no_such": "Ctrl+J", "undo": "Ctrl+C", "quit": 7, "show_keys": "Ctrl+J, Ctrl+K", "save_now": "F2"}
    )
    assert dict(keys.own) == {"save_now": "F2"}
    assert keys.keys("undo") == ("Ctrl+Z",)

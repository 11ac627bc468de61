"""F1 by real keys: what the part in use is for, with the keys in force; on to the guide, and to where keys are changed."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.ui import shortcuts
from imr_desktop.ui.help.guide import GuideWindow
from imr_desktop.ui.help.keys import KeysDialog
from imr_desktop.ui.help.page import Page
from imr_desktop.ui.help.parts import all_keys, parts


def _help(window, qtbot):
    window.activateWindow()
    assert QTest.qWaitForWindowFocused(window, 5000)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), KeysDialog))
    dialog = QApplication.activeModalWidget()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    return dialog


@pytest.fixture(autouse=True)
def own_keys_end_here():
    yield
    shortcuts.current().take({})


def test_each_part_says_its_own_with_the_keys_in_force(sample, qtbot):
    shortcuts.current().take({"go_page": "Ctrl+J"})
    for pane, title in (
        ("record", "Record"),
        ("items", "Disputed items"),
        ("checks", "Checks"),
        ("findings", "Clinical findings"),
    ):
        sample.case_view.go.go(pane)
        dialog = _help(sample, qtbot)
        text = dialog.here.toPlainText()
        assert text.startswith(title)
        assert ("Ctrl+J" in text) == (pane == "record")
        QTest.keyClick(dialog.here, Qt.Key.Key_F1)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_help_leads_to_the_guide_and_to_the_keys(window, qtbot):
    dialog = _help(window, qtbot)
    assert dialog.here.toPlainText().startswith("The cases")
    QTest.keyClick(dialog, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.findChild(GuideWindow) is not None)
    window.findChild(GuideWindow).reject()
    dialog = _help(window, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: getattr(QApplication.activeModalWidget(), "keys", None) is not None)
    settings = QApplication.activeModalWidget()
    assert settings.tabs.currentWidget() is settings.keys
    settings.done(0)


def test_the_help_names_widgets_and_commands_that_exist(root):
    code = "".join(path.read_text("utf-8") for path in (root / "imr_desktop/ui").rglob("*.py"))
    classes = set(re.findall(r"^class (\w+)", code, re.MULTILINE))
    slots = {made.slot for made in shortcuts.every_command()}
    for part in parts():
        assert set(part.of) <= classes, part.title
        assert set(part.commands) <= slots, part.title
        assert part.what.endswith(".")


def test_keys_with_the_signs_of_tables_and_caps_are_told_whole(qtbot):
    shortcuts.current().take({"close_case": "Ctrl+Shift+|", "quit": "Ctrl+`"})
    page = Page("All keys")
    qtbot.addWidget(page)
    page.show_markdown(all_keys())
    told = page.toPlainText()
    assert "Ctrl+Shift+|\nClose case\n" in told
    assert "Ctrl+`\nQuit\n" in told

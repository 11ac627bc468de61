"""The first start, by keys: one page, each step can wait, a drop goes on at once, and nothing of it lies open."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop import settings
from imr_desktop.ui.app import Startup
from imr_desktop.ui.identity_dialog import IdentityDialog
from imr_desktop.ui.vault.passphrase_dialog import RecoveryDialog
from imr_desktop.ui.vault.protection_dialog import ProtectionDialog

SPACE, TAB, RETURN = Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return


@pytest.fixture
def first(window, front):
    """As the program itself starts on a home where nothing is."""
    Startup(window, (), demo=False, stop=False).on_completed()
    return front(window)


def _dialog(qtbot, kind):
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


class Counted:
    """Keys and bursts of typing, one interaction each."""

    def __init__(self):
        self.count = 0

    def press(self, widget, key):
        self.count += 1
        QTest.keyClick(widget, key)
        QApplication.processEvents()

    def type(self, widget, words):
        self.count += 1
        QTest.keyClicks(widget, words)


def test_all_of_it_by_keys_is_counted(first, qtbot, home, settle):
    page, hand = first.first_run.page, Counted()
    assert QApplication.focusWidget() is page.specialty
    assert not page.identity.isEnabled(), "names go into the vault, so its protection comes first"
    hand.type(page.specialty, "Pain Medicine")
    hand.press(page.specialty, RETURN)
    hand.type(page.licensure, "California")
    hand.press(page.licensure, RETURN)
    assert QApplication.focusWidget() is page.protect
    hand.press(page.protect, RETURN)
    ways = _dialog(qtbot, ProtectionDialog)
    hand.press(ways.by_passphrase, SPACE)
    hand.type(ways.first, "six quiet words nobody else says")
    hand.press(ways.first, TAB)
    hand.type(ways.second, "six quiet words nobody else says")
    hand.press(ways.second, RETURN)
    noted = _dialog(qtbot, RecoveryDialog)
    for at, field in enumerate(noted.fields):
        hand.type(field, noted._words[noted.asked[at]])
        hand.press(field, TAB if field is not noted.fields[-1] else RETURN)
    settle(first)
    qtbot.waitUntil(page.identity.isEnabled)
    assert page.steps["protect"].told.text() == "A passphrase opens them."
    first.activateWindow()
    assert QTest.qWaitForWindowFocused(first, 5000)
    page.identity.setFocus()
    hand.press(page.identity, RETURN)
    who = _dialog(qtbot, IdentityDialog)
    for key, words in (("given_name", "Jordan"), ("surname", "Invented")):
        hand.type(who.fields[key], words)
        hand.press(who.fields[key], TAB if key != "surname" else RETURN)
    settle(first)
    qtbot.waitUntil(lambda: "Jordan Invented" in page.steps["identity"].told.text())
    assert hand.count <= 20
    assert settings.load(home).licensure == "California"
    assert b"Invented" not in b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())
    first.activateWindow()
    assert QTest.qWaitForWindowFocused(first, 5000)
    QTest.keyClick(page.identity, Qt.Key.Key_Escape)
    assert first.views.currentWidget() is first.home_view


def test_it_blocks_nobody_and_comes_again_only_when_asked_for(first, qtbot, tmp_path, root):
    assert first.views.currentWidget() is first.first_run.page
    first.drop.files_dropped.emit([root / "resources/samples/determination.txt"])
    qtbot.waitUntil(lambda: first.views.currentWidget() is first.proposals, timeout=60_000)
    first.proposals.dismissed.emit()
    assert first.views.currentWidget() is first.home_view
    first.view_controller.theme_light()
    first.first_run.begin()
    assert first.views.currentWidget() is first.home_view, "settings are there: it is no first start"
    first.menus.actions["show_first_steps"].trigger()
    assert first.views.currentWidget() is first.first_run.page

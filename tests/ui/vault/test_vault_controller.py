"""The vault, by key and mouse: unlocking, locking, waiting files, the passphrase, backups."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton

from imr_desktop.case import edits
from imr_desktop.review import Services
from imr_desktop.settings import Settings
from imr_desktop.ui.main_window import MainWindow
from imr_desktop.ui.vault.idle import Idle

SECRET = "correct horse battery"


@pytest.fixture
def stored(home):
    """A vault with a passphrase and one case in it; its recovery words."""
    with Services(home) as services:
        words = services.vault.create(SECRET)
        services.cases.save(edits.set_field(edits.new_case(), number="CM26-0000001", summary="neck pain"))
    return words


@pytest.fixture
def open_window(qtbot, home):
    def made():
        window = MainWindow(home, Settings(theme="light"))
        window.resize(1366, 768)
        window.show()
        window.complete()
        qtbot.waitUntil(lambda: window.case_view is not None and not window.tasks.busy, timeout=60_000)
        windows.append(window)
        return window

    windows = []
    yield made
    for window in windows:
        window.close()


def at_the_door(window):
    return window.views.currentWidget() is window.vault_controller.page


def type_in(window, text):
    field = window.vault_controller.page.passphrase
    field.setFocus()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_locked_vault_shows_nothing_but_the_door(stored, open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    assert window.home_view.worklist is None
    assert not window.menus.actions["open_files"].isEnabled()
    assert not window.menus.actions["lock_cases"].isEnabled()
    assert window.vault_controller.page.passphrase.echoMode() == QLineEdit.EchoMode.Password
    type_in(window, SECRET)
    qtbot.waitUntil(lambda: window.home_view._rows == 1, timeout=20_000)
    assert not at_the_door(window)
    assert window.vault_controller.page.passphrase.text() == ""
    assert window.menus.actions["lock_cases"].isEnabled()


def test_a_wrong_passphrase_is_said_under_the_field(stored, open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    page = window.vault_controller.page
    for said in ("try again", "try again", "wait 1 s"):
        qtbot.waitUntil(page.unlock.isEnabled, timeout=20_000)
        page.say("")
        page.passphrase.clear()
        type_in(window, "wrong words")
        qtbot.waitUntil(lambda said=said: said in page._message.text(), timeout=20_000)
    assert not page.unlock.isEnabled()
    qtbot.waitUntil(page.unlock.isEnabled, timeout=20_000)
    page.passphrase.clear()
    type_in(window, stored)
    qtbot.waitUntil(lambda: not at_the_door(window), timeout=20_000)


def test_what_is_typed_can_be_shown(stored, open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    QTest.mouseClick(window.vault_controller.page.show_words, Qt.MouseButton.LeftButton)
    assert window.vault_controller.page.passphrase.echoMode() == QLineEdit.EchoMode.Normal


def test_files_dropped_at_the_door_wait(stored, open_window, qtbot, sample_determination):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    window.drop.files_dropped.emit([sample_determination])
    assert "One file waits" in window.vault_controller.page._waiting.text()
    type_in(window, SECRET)
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=60_000)


def test_locking_stores_the_case_and_puts_it_away_and_it_comes_back(stored, open_window, qtbot, home):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    type_in(window, SECRET)
    qtbot.waitUntil(lambda: window.home_view._rows == 1, timeout=20_000)
    QTest.keyClick(window.home_view.worklist, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.case is not None, timeout=20_000)
    window.session.apply("Edit", edits.set_summary, "changed just now")
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: at_the_door(window), timeout=20_000)
    assert window.session.case is None
    assert not window.services.vault.is_open
    assert window.home_view._rows == 0
    assert "CM26" not in window.windowTitle()
    type_in(window, SECRET)
    qtbot.waitUntil(lambda: window.session.case is not None, timeout=20_000)
    assert window.session.case.summary == "changed just now"


def test_it_locks_itself_when_nobody_works(stored, open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    type_in(window, SECRET)
    qtbot.waitUntil(lambda: not at_the_door(window), timeout=20_000)
    window.vault_controller.set_auto_lock(0.004)
    qtbot.waitUntil(lambda: at_the_door(window), timeout=20_000)


def test_a_sign_of_life_puts_it_off(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    button.show()
    idle = Idle(button)
    with qtbot.assertNotEmitted(idle.timed_out, wait=100):
        idle.watch(0.01)
        for _ in range(12):
            qtbot.wait(80)
            QTest.keyClick(button.windowHandle(), Qt.Key.Key_A)
    with qtbot.waitSignal(idle.timed_out, timeout=3_000):
        pass
    idle.stop()


def test_a_vault_of_the_account_opens_by_itself_and_says_what_that_means(open_window, qtbot, home):
    with Services(home) as services:
        services.vault.create(None)
    window = open_window()
    assert not at_the_door(window)
    qtbot.waitUntil(window.home_view._open_door.isVisible)
    assert not window.menus.actions["lock_cases"].isEnabled()


def test_a_passphrase_is_set_with_its_recovery_words(open_window, qtbot, home):
    window = open_window()
    window.menus.actions["set_passphrase"].trigger()
    dialog = window.vault_controller.dialog
    QTest.keyClicks(dialog.first, SECRET)
    QTest.keyClicks(dialog.second, "something else")
    dialog.try_accept()
    assert "differ" in dialog.message.text()
    dialog.second.setText(SECRET)
    dialog.try_accept()
    qtbot.waitUntil(lambda: hasattr(window.vault_controller.dialog, "asked"), timeout=20_000)
    words = window.vault_controller.dialog
    words.try_accept()
    assert "differs" in words.message.text()
    for number, field in zip(words.asked, words.fields, strict=True):
        field.setText(words._words[number])
    words.try_accept()
    recovery = " ".join(words._words)
    assert window.menus.actions["lock_cases"].isEnabled()
    window.vault_controller.lock_cases()
    qtbot.waitUntil(lambda: at_the_door(window), timeout=20_000)
    type_in(window, recovery)
    qtbot.waitUntil(lambda: not at_the_door(window), timeout=20_000)


def test_the_days_backup_is_made_after_a_save(stored, open_window, qtbot, home):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    type_in(window, SECRET)
    qtbot.waitUntil(lambda: not at_the_door(window), timeout=20_000)
    window.session.saved.emit("10:00")
    qtbot.waitUntil(lambda: home.backups.exists() and len(window.services.vault.backups()) == 1, timeout=20_000)
    window.session.saved.emit("10:01")
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert len(window.services.vault.backups()) == 1


def test_a_days_backup_that_failed_is_said_once_and_tried_again(stored, open_window, qtbot, home, monkeypatch):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    type_in(window, SECRET)
    qtbot.waitUntil(lambda: not at_the_door(window), timeout=20_000)
    controller, failed, notified = window.vault_controller, [], []
    controller.failed.disconnect()
    controller.failed.connect(failed.append)
    controller.notified.connect(notified.append)
    home.backups.write_text("a file stands where the folder should be")
    for moment in ("10:00", "10:01"):
        window.session.saved.emit(moment)
        qtbot.waitUntil(lambda: not window.tasks.busy, timeout=20_000)
    assert len(failed) == 1, "it is not tried at every save"
    assert "Today's backup was not made" in failed[0]
    controller._again.stop()
    controller._again.timeout.emit()
    qtbot.waitUntil(lambda: len(notified) == 1, timeout=20_000)
    assert len(failed) == 1, "a dialog comes once"
    home.backups.unlink()
    controller._again.stop()
    controller._again.timeout.emit()
    qtbot.waitUntil(lambda: notified[-1] == "Today's backup is made now.", timeout=20_000)
    assert len(window.services.vault.backups()) == 1


def test_the_check_of_the_vault_says_that_all_is_well(stored, open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: at_the_door(window))
    type_in(window, SECRET)
    qtbot.waitUntil(lambda: not at_the_door(window), timeout=20_000)
    window.menus.actions["check_vault"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=20_000)
    box = window.findChildren(QMessageBox)[0]
    assert "as it was written" in box.text()
    box.reject()
    QApplication.processEvents()

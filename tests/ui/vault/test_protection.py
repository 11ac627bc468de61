"""The question how the cases are protected: asked by the first save, in nobody's way, answered by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.case import edits
from imr_desktop.review import Services
from imr_desktop.review.protections import BY_ACCOUNT, BY_KEYRING, BY_PASSPHRASE
from imr_desktop.settings import Settings
from imr_desktop.ui.main_window import MainWindow
from imr_desktop.ui.vault.protection_dialog import ProtectionDialog

SECRET = "correct horse battery"


@pytest.fixture
def window(qtbot, home):
    made = MainWindow(home, Settings(theme="light"))
    made.show()
    made.complete()
    qtbot.waitUntil(lambda: made.case_view is not None and not made.tasks.busy, timeout=60_000)
    yield made
    made.close()


@pytest.fixture
def saved(window, qtbot):
    """A first case, saved; the row that asks is there."""
    assert not window.vault_controller.protecting.strip.isVisible()
    window.session.open(edits.set_field(edits.new_case(), number="CM26-0000001"), stored=False)
    window.show_case()
    window.session.save_now()
    qtbot.waitUntil(window.vault_controller.protecting.strip.isVisible, timeout=20_000)
    return window


def asked(window, qtbot):
    window.menus.actions["choose_protection"].trigger()
    qtbot.waitUntil(lambda: window.vault_controller.protecting.dialog is not None, timeout=20_000)
    return window.vault_controller.protecting.dialog


def noted(window, qtbot):
    qtbot.waitUntil(lambda: hasattr(window.vault_controller.dialog, "asked"), timeout=20_000)
    words = window.vault_controller.dialog
    for number, field in zip(words.asked, words.fields, strict=True):
        field.setText(words._words[number])
    words.try_accept()
    return " ".join(words._words)


def test_the_first_save_asks_and_takes_no_key_from_what_is_typed(saved, qtbot):
    window = saved
    editor = window.case_view.summary.editor
    window.case_view.go.go("summary")
    editor.setFocus()
    qtbot.keyClicks(editor, "Typed while the question stands.")
    assert editor.toPlainText() == "Typed while the question stands."
    assert QApplication.activeModalWidget() is None


def test_nothing_is_preselected_and_the_first_way_has_the_focus(saved, qtbot):
    dialog = asked(saved, qtbot)
    assert not any(way.isChecked() for way in (dialog.by_passphrase, dialog.by_keyring, dialog.by_account))
    qtbot.waitUntil(dialog.by_passphrase.hasFocus)
    dialog.try_accept()
    assert dialog.message.text() == "Choose one of the ways."
    dialog.reject()
    assert saved.vault_controller.protecting.strip.isVisible()


def test_a_passphrase_is_chosen_by_keys_alone(saved, qtbot, home):
    dialog = asked(saved, qtbot)
    qtbot.waitUntil(dialog.by_passphrase.hasFocus)
    QTest.keyClick(dialog.by_passphrase, Qt.Key.Key_Space)
    assert dialog.first.hasFocus()
    QTest.keyClicks(dialog.first, "eleven chrs")
    QTest.keyClick(dialog.first, Qt.Key.Key_Return)
    assert "at least 12 characters" in dialog.message.text()
    dialog.first.clear()
    QTest.keyClicks(dialog.first, SECRET)
    QTest.keyClick(dialog.first, Qt.Key.Key_Tab)
    assert dialog.second.hasFocus()
    QTest.keyClicks(dialog.second, SECRET)
    QTest.keyClick(dialog.second, Qt.Key.Key_Return)
    words = noted(saved, qtbot)
    assert not saved.vault_controller.protecting.strip.isVisible()
    assert saved.menus.actions["lock_cases"].isEnabled()
    saved.close()
    assert not list(home.root.rglob("account.key"))
    for secret in (SECRET, words):
        with Services(home, secret) as services:
            assert [row.number for row in services.cases.list()] == ["CM26-0000001"]


def test_the_account_alone_is_a_choice_like_the_others_and_is_asked_once(saved, qtbot, home):
    dialog = asked(saved, qtbot)
    dialog.by_account.setChecked(True)
    dialog.try_accept()
    words = noted(saved, qtbot)
    saved.close()
    with Services(home) as services:
        assert services.vault.is_chosen
    (home.vault / "account.key").unlink()
    again = MainWindow(home, Settings(theme="light"))
    again.show()
    again.complete()
    qtbot.waitUntil(lambda: again.views.currentWidget() is again.vault_controller.page, timeout=60_000)
    assert "Enter the recovery words" in again.vault_controller.page._message.text()
    again.vault_controller.page.passphrase.setText(words)
    again.vault_controller.page.request()
    qtbot.waitUntil(lambda: again.views.currentWidget() is again.home_view, timeout=20_000)
    again.close()


def test_a_backup_that_was_not_reached_is_named_once_the_words_are_noted(saved, qtbot, tmp_path):
    place = tmp_path / "stick"
    saved.services.vault.backup(place)
    place.rename(tmp_path / "in a drawer")
    dialog = asked(saved, qtbot)
    dialog.by_account.setChecked(True)
    dialog.try_accept()
    noted(saved, qtbot)
    box = QApplication.activeModalWidget()
    assert str(place) in box.text()
    box.close()


@pytest.mark.parametrize("keyring", ["", "the macOS Keychain"])
def test_the_keyring_is_offered_where_there_is_one(qtbot, window, keyring):
    dialog = ProtectionDialog(window, keyring, (BY_PASSPHRASE, BY_KEYRING, BY_ACCOUNT))
    dialog.open()
    assert dialog.by_keyring.isVisible() == bool(keyring)
    assert dialog.height() <= 600
    if keyring:
        dialog.by_keyring.setChecked(True)
        assert dialog.complete() == ""
        assert (dialog.passphrase, dialog.in_keyring) == (None, True)
    dialog.close()

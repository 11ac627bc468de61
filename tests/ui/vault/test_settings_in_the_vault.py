"""What names the reviewer goes from the settings dialog into the vault, and comes back from there alone."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.identity import lines
from imr_desktop.record import Reader
from imr_desktop.review import Services
from imr_desktop.ui.identity_dialog import IdentityDialog
from imr_desktop.ui.settings_dialog import SettingsDialog

NAME = "Jordan Q. Invented"


def dialog_of(window, qtbot):
    window.menus.actions["show_settings"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog), timeout=60_000)
    return QApplication.activeModalWidget()


def settled(window, qtbot):
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=60_000)


def test_a_name_makes_the_vault_and_lies_nowhere_else(window, qtbot, home):
    dialog = dialog_of(window, qtbot)
    QTest.mouseClick(dialog.identity_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), IdentityDialog), timeout=60_000)
    asked = QApplication.activeModalWidget()
    for key, words in zip(("given_name", "middle_name", "surname"), NAME.split(), strict=True):
        asked.fields[key].setFocus()
        QTest.keyClicks(asked.fields[key], words)
    assert NAME in asked.kept.text()
    QTest.keyClick(asked.fields["surname"], Qt.Key.Key_Return)
    QTest.keyClick(dialog.specialty, Qt.Key.Key_Return)
    settled(window, qtbot)
    assert lines(window.services.reviewer.identity) == (NAME,)
    assert home.vault.exists()
    clear = b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())
    assert NAME.encode() not in clear
    assert NAME in dialog_of(window, qtbot)._who.text()


def test_an_old_settings_file_is_moved_and_theme_and_zoom_stay(window, qtbot, home):
    home.root.mkdir(exist_ok=True)
    home.settings.write_text(json.dumps({"reviewer_name": NAME, "zoom": 110}))
    window.view_controller.theme_dark()
    assert '"Invented"' in home.settings.read_text(), "kept until there is a vault to keep it in"
    window.services.vault.create(None)
    assert NAME in dialog_of(window, qtbot)._who.text()
    assert "Invented" not in home.settings.read_text()
    assert json.loads(home.settings.read_text())["theme"] == "dark"
    QApplication.activeModalWidget().reject()
    window.view_controller.theme_light()


def test_a_locked_window_has_no_settings_to_show_and_forgets_the_name(window, qtbot, home):
    window.services.vault.create("correct horse battery")
    window.services.reviewer.keep({"reviewer_name": NAME})
    window.view_controller.read_reviewer()
    settled(window, qtbot)
    assert window.view_controller.settings.reviewer_name == NAME
    window.vault_controller.protection = "passphrase"
    window.vault_controller.lock_cases()
    qtbot.waitUntil(lambda: window.vault_controller.is_shut, timeout=60_000)
    assert window.view_controller.settings.reviewer_name == ""
    assert not window.menus.actions["show_settings"].isEnabled()
    window.view_controller.toggle_theme()
    window.view_controller.toggle_theme()
    window.services.vault.unlock("correct horse battery")
    assert lines(window.services.reviewer.identity) == (NAME,), "a choice made while it is locked takes nothing away"


def test_settings_that_cannot_be_written_are_said(window, home, monkeypatch):
    from imr_desktop import settings

    def full(*_):
        raise OSError(28, "No space left on device")

    said = []
    window.view_controller.failed.connect(said.append)
    monkeypatch.setattr(settings.os, "replace", full)
    window.view_controller.toggle_theme()
    monkeypatch.undo()
    window.view_controller.toggle_theme()
    assert len(said) == 1
    assert "could not be saved (no space left on device)" in said[0]


def test_pasted_text_never_lies_on_the_disk(home):
    text = "Zorblatt Quixley fell from the mezzanine.\n"
    with Services(home) as services:
        seen = []
        real = Reader.read_bytes

        def read(self, data, name):
            seen.extend(path for path in home.root.rglob("*") if path.is_file() and text[:8].encode() in path.read_bytes())
            return real(self, data, name)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Reader, "read_bytes", read)
            taken = services.intake.take_text(None, text)
        assert taken.reads[0].pages[0].text == text.strip()
        assert [file.name for file in taken.case.files] == ["Pasted determination.txt"]
        services.vault.store.attachments.export(taken.reads[0].digest, home.root / "again.txt")
        assert (home.root / "again.txt").read_text() == text
        (home.root / "again.txt").unlink()
    seen += [path for path in home.root.rglob("*") if path.is_file() and text[:8].encode() in path.read_bytes()]
    assert seen == []

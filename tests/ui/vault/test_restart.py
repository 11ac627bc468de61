"""Locking and what it hands to the process that takes this one's place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from imr_desktop.case import edits
from imr_desktop.review import Services
from imr_desktop.settings import Settings
from imr_desktop.store import argon2
from imr_desktop.ui.main_window import MainWindow
from imr_desktop.ui.vault import restart, resume
from imr_desktop.ui.vault.passphrase_dialog import RecoveryDialog
from imr_desktop.ui.vault.resume import Resume

SECRET = "correct horse battery"


class Started:
    """Stands in for the restart: notes what it was given, and refuses where told to."""

    def __init__(self) -> None:
        self.given: list[tuple[Resume, list[Path]]] = []
        self.fault: OSError | None = None

    def __call__(self, back_to, files):
        self.given.append((back_to, list(files)))
        if self.fault:
            raise self.fault


@pytest.fixture
def started():
    return Started()


@pytest.fixture
def window(qtbot, home, monkeypatch, started):
    """An open vault with one case in view, whose lock starts the program anew."""
    monkeypatch.setattr(argon2, "AIM_SECONDS", 0.01)
    with Services(home) as services:
        services.vault.create(SECRET)
        case = edits.set_field(edits.new_case(), number="CM26-0000001", summary="neck pain")
        services.cases.save(case)
    made = MainWindow(home, Settings(theme="light"), restart=started)
    made.resize(1366, 768)
    made.show()
    made.complete()
    qtbot.waitUntil(lambda: made.case_view is not None and made.vault_controller.is_shut, timeout=60_000)
    unlock(made, qtbot)
    made.case_controller.open_case(case.id)
    qtbot.waitUntil(lambda: made.session.case is not None and not made.tasks.busy, timeout=60_000)
    yield made
    made.close()


def unlock(window, qtbot):
    QTest.keyClicks(window.vault_controller.page.passphrase, SECRET)
    QTest.keyClick(window.vault_controller.page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.vault_controller.is_shut and not window.tasks.busy, timeout=60_000)


def lock(window, qtbot):
    window.vault_controller.lock_cases()
    qtbot.waitUntil(lambda: window.vault_controller.is_shut, timeout=60_000)


def test_what_is_carried_over_names_places_and_nothing_else(window, qtbot, started):
    case = window.session.case
    window.case_view.go.go("summary")
    window.case_view.summary.editor.setFocus()
    QTest.keyClicks(window.case_view.summary.editor, "Typed a moment ago. ")
    lock(window, qtbot)
    ((back_to, files),) = started.given
    assert (back_to.case, back_to.pane, back_to.signing, files) == (case.id, "summary", False, [])
    assert case.number not in str(back_to)
    assert not window.services.vault.is_open
    unlock(window, qtbot)
    qtbot.waitUntil(lambda: window.session.case is not None, timeout=60_000)
    assert "Typed a moment ago." in window.session.case.summary
    assert window.case_view.workspace.active == "summary"


def test_a_program_that_cannot_start_anew_says_so_and_is_locked(window, qtbot, started):
    started.fault = OSError(2, "No such file or directory")
    lock(window, qtbot)
    assert window.views.currentWidget() is window.vault_controller.page
    assert "traces of them may stay" in window.vault_controller.page._message.text()
    assert window.session.case is None
    assert not window.services.vault.is_open
    unlock(window, qtbot)
    qtbot.waitUntil(lambda: window.session.case is not None, timeout=60_000)


def test_a_case_that_cannot_be_stored_keeps_everything_open(window, qtbot, started, monkeypatch):
    def full(case, *more, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(window.services.cases, "save", full)
    window.session.apply("Edit", edits.set_summary, "kept")
    window.vault_controller.lock_cases()
    qtbot.waitUntil(lambda: not window.locking.running, timeout=60_000)
    assert not window.vault_controller.is_shut
    assert window.session.case.summary == "kept"
    assert window.views.currentWidget() is window.case_view
    assert started.given == []
    monkeypatch.undo()
    window.session.save_now()
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=60_000)


def test_work_in_progress_is_finished_out_of_sight_first(window, qtbot, started):
    import threading

    gate, done = threading.Event(), []
    window.tasks.run(gate.wait, 60, on_done=done.append)
    window.vault_controller.lock_cases()
    assert window.views.currentWidget() is window.locking.cover
    window.show_home()
    assert window.views.currentWidget() is window.locking.cover, "nothing else comes into view"
    assert not window.menus.actions["open_files"].isEnabled()
    assert not window.vault_controller.is_shut
    gate.set()
    qtbot.waitUntil(lambda: window.vault_controller.is_shut, timeout=60_000)
    assert done == [True]
    assert len(started.given) == 1


def while_locking(window, qtbot, passphrase):
    """Change the protection, and lock before that has come to its end."""
    import threading

    gate = threading.Event()
    window.tasks.run(gate.wait, 60)
    window.vault_controller.protecting.dialog = SimpleNamespace(passphrase=passphrase, in_keyring=False)
    window.vault_controller.protecting._on_chosen()
    window.vault_controller.lock_cases()
    assert window.views.currentWidget() is window.locking.cover
    qtbot.waitUntil(lambda: isinstance(window.vault_controller.dialog, RecoveryDialog), timeout=60_000)
    gate.set()
    qtbot.waitUntil(lambda: not window.locking.running, timeout=60_000)


def test_no_recovery_words_stand_before_a_locked_window_and_that_is_said_later(window, qtbot, started, home):
    while_locking(window, qtbot, "blue chair at the window")
    assert window.vault_controller.is_shut
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    with Services(home) as services:
        services.vault.unlock("blue chair at the window")
        assert "recovery words" in services.vault.words_warning()


def test_cases_that_open_by_themselves_since_a_moment_ago_are_not_locked(window, qtbot, started):
    case = window.session.case
    while_locking(window, qtbot, None)
    assert not window.vault_controller.is_shut
    assert started.given == []
    assert window.views.currentWidget() is window.case_view
    assert window.session.case == case
    assert window.vault_controller.dialog.isVisible(), "the words can be noted"
    window.vault_controller.dialog.reject()


def test_the_lock_key_works_in_a_dialog_and_dialogs_are_closed(window, qtbot):
    window.menus.actions["edit_facts"].trigger()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.vault_controller.is_shut, timeout=60_000)
    assert QApplication.activeModalWidget() is None


def test_typing_in_a_dialog_is_a_sign_of_life(window, qtbot):
    window.menus.actions["edit_facts"].trigger()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    window.vault_controller._idle._quiet = 3
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
    assert window.vault_controller._idle._quiet == 0
    dialog.reject()


def test_the_title_names_no_case(window):
    assert window.windowTitle() == "IMR Desktop"


def test_a_resume_survives_the_pipe_and_rubbish_does_not():
    sent = Resume("c1", "items", 12, True, "00ff")
    assert resume.decode(sent.encode()) == sent
    for rubbish in (b"", b"[]", b"{", b'{"case": 5}', b'{"other": ""}', json.dumps({"page": "x"}).encode()):
        assert resume.decode(rubbish) == Resume()


def test_it_is_taken_once(monkeypatch):
    read, write = os.pipe()
    os.write(write, Resume("c1").encode())
    os.close(write)
    monkeypatch.setenv(resume.VARIABLE, str(read))
    assert resume.take() == Resume("c1")
    assert resume.take() is None


def test_no_process_of_the_old_program_outlives_it():
    import psutil

    script = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", script])
    while not (grand := psutil.Process(child.pid).children()):
        time.sleep(0.05)
    restart.end_children()
    assert not psutil.pid_exists(child.pid)
    child.wait()
    assert not grand[0].is_running() or grand[0].status() == psutil.STATUS_ZOMBIE


def test_the_program_is_started_as_it_was_without_its_files(home, monkeypatch):
    monkeypatch.setattr(sys, "orig_argv", ["python", "-X", "utf8", "-m", "imr_desktop", "--home", "/h", "a b.pdf"])
    monkeypatch.setattr(sys, "argv", ["/x/__main__.py", "--home", "/h", "a b.pdf"])
    assert restart.command(home) == [sys.executable, "-X", "utf8", "-m", "imr_desktop", "--home", str(home.root)]

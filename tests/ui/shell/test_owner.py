"""Who writes the open case, seen from the window: signing while words are typed, a refusal, closing, trying again."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox

from imr_desktop.case import edits
from imr_desktop.case.model import Case, SignedLetter
from imr_desktop.review import Services
from imr_desktop.review.signing import PreparedLetter
from imr_desktop.ui import writing
from imr_desktop.ui.signing.view import SignView


@pytest.fixture
def opened(window, small_case, qtbot):
    """The window with the invented case open and stored once, the active one."""
    window.case_controller._open(small_case, stored=False)  # noqa: SLF001
    window.case_controller.save_now()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window and not window.tasks.busy)
    return window


class Gate:
    """A job that waits until it is let go on, then signs without a key."""

    def __init__(self):
        self.go, self.began = threading.Event(), threading.Event()
        self.got = None

    def __call__(self, case, version, services, *_asked):
        from datetime import UTC, datetime

        self.got = case
        self.began.set()
        self.go.wait(20)
        signed = edits.mark_signed(case, SignedLetter("x.pdf", "0" * 64, datetime.now(UTC)))
        return writing.StoredVersion(signed, services.cases.save(signed, based_on=version).version)


@pytest.fixture
def gate(monkeypatch):
    made = Gate()
    monkeypatch.setattr(writing, "sign", made)
    monkeypatch.setattr(SignView, "_to_sign", lambda _view: PreparedLetter(Case("shown"), b"", "none"))  # the gate reads none
    yield made
    made.go.set()


def _sign(window):
    window.case_view.sign._key = window._home.root  # noqa: SLF001  any path: the gate reads no key
    window.case_view.sign.panel.sign_requested.emit("words")


def test_what_is_signed_is_what_stands_on_the_screen_and_nothing_is_taken_meanwhile(opened, gate, qtbot):
    view = opened.case_view
    view.workspace.activate("summary")
    editor = view.summary.editor
    QTest.keyClicks(editor, "Typed before.")
    _sign(opened)
    assert gate.began.wait(10)
    assert gate.got.summary == editor.text() == "Typed before."
    assert editor.isReadOnly()
    assert not view.findings.entry.isEnabled()
    QTest.keyClicks(editor, " Typed meanwhile.")
    view.items.content.uphold()
    assert "being signed" in opened.status._left.text()  # noqa: SLF001  what the reviewer reads
    assert "being signed" in view.header._facts.text()  # noqa: SLF001
    assert editor.text() == "Typed before."
    gate.go.set()
    qtbot.waitUntil(lambda: not opened.session.busy and not opened.tasks.busy)
    assert opened.session.case.locked
    assert (opened.session.case.summary, opened.session.case.items[0].decision) == ("Typed before.", None)
    stored = opened.services.cases.load(opened.session.case.id)
    assert stored == opened.session.case
    assert editor.isReadOnly(), "signed"


def test_no_autosave_ever_stands_over_a_signed_version(opened, gate, qtbot):
    _sign(opened)
    assert gate.began.wait(10)
    opened.session.note_seen((1,), datetime.now(UTC))
    opened.session.draft("finding", "half")
    opened.session.save_now()
    gate.go.set()
    qtbot.waitUntil(lambda: not opened.session.busy and not opened.tasks.busy and not opened.session.unsaved)
    assert opened.services.cases.history(opened.session.case.id)[0].signed


def test_closing_the_window_while_signing_keeps_the_signature(opened, gate, qtbot, home):
    case_id = opened.session.case.id
    _sign(opened)
    assert gate.began.wait(10)
    threading.Timer(0.3, gate.go.set).start()
    opened.close()
    with Services(home) as services:
        assert services.cases.load(case_id).locked


def test_when_the_vault_holds_another_version_nothing_is_lost_and_there_is_a_way_on(opened, qtbot):
    before = opened.session.case.id
    opened.services.cases.save(edits.set_summary(opened.session.case, "written by another way"))
    opened.case_view.workspace.activate("summary")
    QTest.keyClicks(opened.case_view.summary.editor, "mine")
    qtbot.waitUntil(lambda: opened.findChild(QMessageBox) is not None, timeout=5000)
    box = opened.findChild(QMessageBox)
    assert "the vault holds version 2" in box.text()
    assert opened.case_view.summary.editor.text() == "mine"
    next(button for button in box.buttons() if "own case" in button.text()).click()
    assert opened.session.flush()
    assert opened.session.case.id != before
    assert opened.services.cases.load(opened.session.case.id).summary == "mine"
    assert opened.services.cases.load(before).summary == "written by another way"


def test_opening_the_sample_again_gives_it_as_it_was_left(sample, qtbot):
    sample.session.apply("Edit", edits.set_summary, "My own words.")
    sample.case_controller.close_case()
    sample.case_controller.open_sample()
    qtbot.waitUntil(lambda: sample.session.case is not None and not sample.tasks.busy, timeout=60_000)
    assert sample.session.case.summary == "My own words."


# --- half-typed words


def test_half_typed_words_stand_in_their_fields_again(opened, qtbot):
    view, case_id = opened.case_view, opened.session.case.id
    QTest.keyClicks(view.findings.entry, "Taut ba")
    opened.comments.add_comment()
    QTest.keyClicks(opened.comments.panel.text, "Ask for the")
    opened.view_controller.edit_facts()
    dialog = opened.view_controller._dialog  # noqa: SLF001
    dialog.lines["specialty"].selectAll()
    QTest.keyClicks(dialog.lines["specialty"], "Pain")
    assert opened.session.flush()
    drafts = opened.services.cases.opened(case_id).drafts
    assert (drafts["finding"], drafts["comment"]) == ("Taut ba", "Ask for the")
    assert opened.session.close()
    assert (view.findings.entry.text(), opened.comments.panel) == ("", None)
    opened.case_controller.open_case(case_id)
    qtbot.waitUntil(lambda: opened.session.case is not None and not opened.tasks.busy)
    assert view.findings.entry.text() == "Taut ba"
    opened.comments.show_comments()
    assert opened.comments.panel.text.toPlainText() == "Ask for the"
    opened.view_controller.edit_facts()
    dialog = opened.view_controller._dialog  # noqa: SLF001
    assert dialog.lines["specialty"].text() == "Pain"
    assert "not saved" in dialog.message.text()
    dialog.try_accept()
    QTest.keyClick(view.findings.entry, Qt.Key.Key_Return)
    opened.comments.panel.add()
    assert opened.session.flush()
    assert opened.services.cases.opened(case_id).drafts == {}
    assert opened.session.case.credentials.specialty == "Pain"


def test_a_finding_that_was_being_changed_is_kept_as_it_was_typed(opened, qtbot):
    from imr_desktop.case.model import Finding

    view, case_id = opened.case_view, opened.session.case.id
    opened.session.apply("Add", edits.add_finding, Finding("f1", "Small effusion"))
    view.workspace.activate("findings", focus=False)
    view.findings.select("f1")
    view.findings.list.setFocus()
    QTest.keyClick(view.findings.list, Qt.Key.Key_F2)
    editor = view.findings.list.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Large effusion")
    assert opened.session.flush()
    assert opened.services.cases.opened(case_id).drafts == {"finding:f1": "Large effusion"}
    opened.session.open(opened.session.case, drafts=opened.services.cases.opened(case_id).drafts)
    assert opened.session.case.findings[0].text == "Large effusion"
    assert opened.session.flush()
    assert opened.services.cases.opened(case_id).drafts == {}


# --- starting and ending


def test_a_vault_that_is_held_can_be_tried_again(qtbot, home, small_case):
    from imr_desktop.settings import Settings
    from imr_desktop.ui.main_window import MainWindow

    holder = Services(home)
    holder.cases.save(small_case)
    made = MainWindow(home, Settings(theme="light", judge_first=False))
    made.show()
    made.complete()
    qtbot.waitUntil(lambda: made.case_view is not None and not made.tasks.busy, timeout=20_000)
    assert made.home_view.retry.isVisible()
    holder.close()
    made.home_view.retry.click()
    qtbot.waitUntil(lambda: not made.tasks.busy)
    assert not made.home_view.retry.isVisible()
    assert made.home_view.worklist.rows() == 1
    made.close()
    made.deleteLater()


_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from imr_desktop.paths import Home
from imr_desktop.ui import app, main_window

made = []
make = app.make_window
def watched(*how):
    made.append(make(*how))
    return made[0]
app.make_window = watched

def go():
    window = made[0] if made else None
    if window is None or window.case_view is None or window.tasks.busy:
        return
    timer.stop()
    {act}

timer = QTimer()
timer.timeout.connect(go)
app.make_application()
timer.start(50)
sys.exit(app.run(Home(Path(sys.argv[1]))))
"""


@pytest.fixture
def program(home, tmp_path):
    """The program in a process of its own, doing something once its window stands; it says so on a line."""
    started = []

    def start(act):
        script = tmp_path / "program.py"
        script.write_text(_PROGRAM.replace("{act}", act.replace("\n", "\n    ")))
        process = subprocess.Popen(
            [sys.executable, str(script), str(home.root)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="These signals are of POSIX systems.")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stores_what_was_just_typed_and_ends_the_program(program, home, small_case, number):
    with Services(home) as services:
        services.cases.save(small_case)
    process = program(
        f"window.case_controller.opened.connect(typed)\nwindow.case_controller.open_case({small_case.id!r})".replace(
            "typed", "lambda: (QTest.keyClicks(window.case_view.summary.editor, 'Just typed.'), print('typed', flush=True))"
        )
    )
    assert process.stdout.readline() == "typed\n"
    process.send_signal(number)
    assert process.wait(30) == 0
    with Services(home) as services:
        assert services.cases.load(small_case.id).summary == "Just typed."


def test_closing_while_files_are_read_ends_the_program_and_frees_the_vault(program, home, tmp_path):
    """The reading would take minutes: the process that parses is stopped while it works."""
    (tmp_path / "letter.txt").write_text("A letter.\n" * 50)
    process = program(
        "import os, signal, threading, time\n"
        "box = window.services.processes.of('reading')\n"
        "call = box.call\n"
        "def stuck(*args, **more):\n"
        "    box._running()\n"
        "    os.kill(box._child.pid, signal.SIGSTOP)\n"
        "    print('reading', flush=True)\n"
        "    return call(*args, **more)\n"
        "box.call = stuck\n"
        f"window.take_in([Path({str(tmp_path / 'letter.txt')!r})])"
    )
    assert process.stdout.readline() == "reading\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    process.wait(30)  # a file may take a minute and more to be read
    with Services(home) as services:
        assert services.cases.list() == ()

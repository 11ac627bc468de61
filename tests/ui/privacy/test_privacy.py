"""The private screen and the clipboard, with keys as a keyboard sends them; a computer that sleeps."""

import os
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QClipboard, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from imr_desktop.settings import Settings
from imr_desktop.ui import announce as voice
from imr_desktop.ui.dialogs import tell
from imr_desktop.ui.privacy import sleep
from imr_desktop.ui.privacy.copies import CopyKeeper
from imr_desktop.ui.privacy.sleep import SleepWatch

SECRETS = ("The patient fell from a ladder", "Knee brace", "CM26-0000031", "Small effusion")


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    """A key of the keyboard: to the window that has it, not to a widget of our choice."""
    QTest.keyClick(QGuiApplication.focusWindow(), key, modifier)


def shown_words(top):
    """All that a person sees, or a screen reader finds, of a window."""
    words = []
    for part in (top, *top.findChildren(QWidget)):
        if part.isVisible():
            words += [part.accessibleName(), part.toolTip()]
            words += [part.text()] if isinstance(part, (QLabel, QLineEdit)) else []
            words += [part.toPlainText()] if isinstance(part, (QTextEdit, QPlainTextEdit)) else []
    return " ".join(words)


def _words(event):
    """Of an announcement; that the keyboard is elsewhere has none."""
    return [event.message()] if isinstance(event, QAccessibleAnnouncementEvent) else []


def heard(monkeypatch):
    said = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.extend(_words(event)))
    return said


def test_one_key_hides_all_and_what_is_typed_meanwhile_goes_nowhere(opened, qtbot, monkeypatch):
    said = heard(monkeypatch)
    opened.case_view.go.go("summary")
    before, keyboard = opened.session.case, QApplication.focusWidget()
    assert any(word in shown_words(opened) for word in SECRETS)
    press(Qt.Key.Key_F12)
    assert not any(word in shown_words(opened) for word in SECRETS)
    assert "F12 shows the case again" in shown_words(opened)
    said.clear()
    for key in (Qt.Key.Key_X, Qt.Key.Key_Tab, Qt.Key.Key_U, Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_F1):
        press(key)
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(opened.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    data = QMimeData()
    data.setText("words from elsewhere")
    dropped = QDropEvent(QPoint(500, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    QApplication.sendEvent(opened.windowHandle(), dropped)
    opened.status.say("Imported 3 pages of Knee brace")
    box = tell(opened, "Something", "Small effusion: a dialog that comes meanwhile")
    qtbot.waitUntil(lambda: box.isVisible() and "Small effusion" not in shown_words(box))
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert box.isVisible()
    assert said == []
    assert not any(word in shown_words(top) for top in QApplication.topLevelWidgets() if top.isVisible() for word in SECRETS)
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is box.windowHandle())
    press(Qt.Key.Key_F12)
    assert "Small effusion" in shown_words(box)
    assert said == ["The private screen is off."]
    press(Qt.Key.Key_F12)
    assert "Small effusion" not in shown_words(box)
    press(Qt.Key.Key_F12)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not [one for one in opened.findChildren(QDialog) if one.isVisible()])
    assert opened.session.case is before
    assert opened.session.undoable is False
    assert "The patient fell from a ladder" in shown_words(opened)
    qtbot.waitUntil(lambda: opened.focusWidget() is keyboard)


def test_what_was_copied_goes_after_its_time_and_only_then(qtbot):
    """Who put it there is asked of the system; here a stand-in answers, the real one is asked in `real/`."""
    clipboard, ours = QGuiApplication.clipboard(), [True]
    keeper = CopyKeeper(clipboard.parent() or QApplication.instance(), lambda mode: ours[0] and bool(clipboard.text(mode)))
    keeper.keep(1)
    clipboard.setText("case text")
    assert clipboard.text() == "case text"
    qtbot.waitUntil(lambda: clipboard.text() == "")
    clipboard.setText("case text")
    ours[0] = False
    clipboard.setText("another program's")
    QTest.qWait(1300)
    assert clipboard.text() == "another program's"
    ours[0] = True
    keeper.keep(0)
    clipboard.setText("kept")
    QTest.qWait(1200)
    assert clipboard.text(QClipboard.Mode.Clipboard) == "kept"
    keeper.deleteLater()


def test_a_computer_that_slept_is_noticed(qtbot, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(sleep, "now", lambda: clock[0])
    monkeypatch.setattr(sleep, "_LOOK_EVERY", 10)
    watch = SleepWatch(QApplication.instance())
    watch.watch(True)
    with qtbot.waitSignal(watch.left, timeout=100, raising=False) as awake:
        clock[0] += 30
    assert not awake.signal_triggered
    with qtbot.waitSignal(watch.left):
        clock[0] += 3600
    watch.watch(False)
    watch.deleteLater()


ON_THE_BUS = """
import subprocess
from PySide6.QtCore import QCoreApplication, QTimer
from imr_desktop.ui.privacy.sleep import SleepWatch
app = QCoreApplication([])
watch = SleepWatch(app)
watch.left.connect(lambda: (print("left", flush=True), app.quit()))
watch.watch(True)
said = ["dbus-send", "--session", "--type=signal", "/x", "org.gnome.ScreenSaver.ActiveChanged", "boolean:true"]
QTimer.singleShot(200, lambda: subprocess.Popen(said))
QTimer.singleShot(30_000, app.quit)
app.exec()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs a message bus: apt-get install dbus")
def test_a_locked_screen_is_heard_on_the_desktop_s_bus():
    words = ["dbus-run-session", "--", sys.executable, "-c", ON_THE_BUS]
    ended = subprocess.run(words, env=dict(os.environ), capture_output=True, text=True, timeout=60, check=False)
    assert ended.stdout == "left\n", ended.stderr


def test_what_happens_by_itself_is_said_together_and_not_too_often(window, monkeypatch, qtbot):
    said = heard(monkeypatch)
    monkeypatch.setattr(voice, "APART", 60)
    speaker = voice.Announcer(window)
    for text, about in (
        ("Saved", ""),
        ("Saved", ""),
        ("5 to fix", "checks"),
        ("4 to fix", "checks"),
        ("Not saved: no room.", ""),
    ):
        speaker.say(window, text, about)
    assert said == ["Saved"]
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1] == "4 to fix. Not saved: no room."


@pytest.mark.parametrize("field", ["lock_on_sleep", "forget_copies_seconds"])
def test_both_are_on_unless_somebody_says_otherwise(field):
    assert getattr(Settings(), field)

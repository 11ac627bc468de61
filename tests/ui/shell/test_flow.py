"""From a determination text to a signed PDF with the keyboard alone; every interaction is counted.

One interaction is a drop, a command key, or one unbroken burst of typing.
"""

import sys

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop import determination, settings
from imr_desktop.paths import resource
from imr_desktop.review.checking import to_answer, to_fix
from imr_desktop.settings import Settings

PASSPHRASE = "correct horse battery staple"


class Reviewer:
    """Presses keys where the keyboard is, and counts them by step of the work."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot, self.table = window, qtbot, {}

    @property
    def count(self):
        return sum(self.table.values())

    def did(self, step, times=1):
        self.table[step] = self.table.get(step, 0) + times
        self.settle()

    def press(self, keys, step):
        pressed = QKeySequence(keys)[0]
        assert QApplication.focusWidget() is not None
        QTest.keyClick(QApplication.focusWidget(), pressed.key(), pressed.keyboardModifiers())
        self.did(step)

    def type(self, text, step):
        QTest.keyClicks(QApplication.focusWidget(), text)
        self.did(step)

    def settle(self):
        QApplication.processEvents()
        self.qtbot.waitUntil(self.at_rest, timeout=30_000)

    def at_rest(self):
        session = self.window.session
        return not self.window.tasks.busy and (
            session.case is None or (session.last_checked is not None and session.last_checked.case is session.case)
        )

    def drop(self, name):
        """What a drop gives the window; and what was read is taken."""
        window = self.window
        window.drop.files_dropped.emit([resource("samples", name)])
        self.qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=30_000)
        self.did("drop, and take what was read")
        self.press("Return", "drop, and take what was read")

    def sign(self):
        """Review and sign from where the keyboard is put."""
        panel = self.window.case_view.sign.panel
        self.press("Ctrl+Return", "review and sign")
        assert self.window.case_view.signing, [one.message for one in to_fix(self.window.session.last_checked)]
        while to_answer(self.window.session.last_checked):
            self.type("The text was written by the reviewer of the source.", "reasons to consider")
            self.press("Return", "reasons to consider")
        for row in panel.attest_rows:
            assert row.box.hasFocus(), QApplication.focusWidget()
            self.press("Space", "statements")
            self.press("Tab", "statements")
        while QApplication.focusWidget() is not panel.passphrase:
            self.press("Tab", "passphrase, sign")
        self.type(PASSPHRASE, "passphrase, sign")
        with self.qtbot.waitSignal(self.window.case_view.sign.signed, timeout=60_000, raising=False) as signed:
            self.press("Return", "passphrase, sign")
        assert signed.signal_triggered, panel._message.text()
        return signed.args[0]

    def told(self, name):
        lines = "\n".join(f"| {step} | {times} |" for step, times in self.table.items())
        return f"{name}\n{lines}\n| all | {self.count} |"


@pytest.fixture
def reviewer(home, request, qtbot, tmp_path, front):
    settings.save(home, Settings(theme="light", judge_first=False, licensure="California", specialty="Pain Medicine"))
    window = front(request.getfixturevalue("window"))
    window.keys.key_chosen.emit(determination.new_key(tmp_path / "reviewer.p12", PASSPHRASE).key)
    return Reviewer(window, qtbot)


def test_a_determination_text_becomes_a_signed_letter(reviewer, tmp_path):
    window = reviewer.window
    reviewer.drop("determination.txt")
    items = len(window.session.case.items)
    assert window.case_view.workspace.active == "items"
    for number in range(items):
        reviewer.press("Ctrl+4", "to the item")
        reviewer.press("Alt+U", "decide")
        if number < items - 1:
            reviewer.press("Alt+Down", "to the item")
    assert [item.decision for item in window.session.case.items] == ["Upheld"] * items
    signed = reviewer.sign()
    (tmp_path / "signed.pdf").write_bytes(window.services.signing.signed_letter(signed))
    report = determination.verify(tmp_path / "signed.pdf")
    assert report.intact
    assert report.data_matches_text
    sys.stdout.write(reviewer.told(f"from a determination text, {items} items"))
    assert reviewer.count <= 18 + 14 * (items - 1)

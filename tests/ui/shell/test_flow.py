"""From a dropped determination to a signed PDF with the keyboard alone, counted as the interface's budget counts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop import determination
from imr_desktop.paths import resource

CTRL = Qt.KeyboardModifier.ControlModifier
PASSPHRASE = "correct horse battery staple"


class Reviewer:
    """Presses keys and counts interactions: a key, or one burst of typing."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot, self.count = window, qtbot, 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        assert QApplication.focusWidget() is not None
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        self.count += 1
        self.settle()

    def type(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)
        self.count += 1
        self.settle()

    def settle(self):
        QApplication.processEvents()
        self.qtbot.waitUntil(self.at_rest, timeout=30_000)

    def at_rest(self):
        session = self.window.session
        return not self.window.tasks.busy and (
            session.case is None or (session.last_checked is not None and session.last_checked.case is session.case)
        )


@pytest.fixture
def reviewer(window, qtbot, tmp_path):
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 5000)
    window.keys.key_chosen.emit(determination.new_key(tmp_path / "reviewer.p12", PASSPHRASE).key)
    return Reviewer(window, qtbot)


def test_a_determination_text_becomes_a_signed_letter(reviewer, qtbot, tmp_path):
    window, press = reviewer.window, reviewer.press
    window.drop.files_dropped.emit([resource("samples", "determination.txt")])
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=30_000)
    press(Qt.Key.Key_Return)
    items = len(window.session.case.items)
    assert window.case_view.workspace.active == "items"
    for number in range(items):
        press(Qt.Key.Key_4, CTRL)
        press(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
        if number < items - 1:
            press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [item.decision for item in window.session.case.items] == ["Upheld"] * items
    for problem in window.session.last_checked.blocking:
        assert problem.severity == "consider" or problem.place.area == "sign", problem.id
    press(Qt.Key.Key_Return, CTRL)
    assert window.case_view.signing
    panel = window.case_view.sign.panel
    while panel._reasons:
        next(iter(panel._reasons.values())).field.setFocus()
        reviewer.type("The text was written by the reviewer of the source.")
        press(Qt.Key.Key_Return)
    for row in panel.attest_rows:
        row.box.setFocus()
        press(Qt.Key.Key_Space)
    panel.passphrase.setFocus()
    reviewer.type(PASSPHRASE)
    with qtbot.waitSignal(window.case_view.sign.signed, timeout=60_000, raising=False) as signed:
        press(Qt.Key.Key_Return)
    assert signed.signal_triggered, panel._message.text()
    (tmp_path / "signed.pdf").write_bytes(window.services.signing.signed_letter(signed.args[0]))
    report = determination.verify(tmp_path / "signed.pdf")
    assert report.intact
    assert report.data_matches_text
    reasons = len(window.session.case.acknowledgements)
    assert reviewer.count <= 20 + 14 * (items - 1) + 2 * reasons

"""The sign panel by keys: what it asked for is taken back once it is there, and the keyboard is never with nobody."""

import pytest
from cryptography import x509
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from imr_desktop.case import edits
from imr_desktop.case.office import OfficeProfile
from imr_desktop.errors import UsageError
from imr_desktop.ui import writing
from imr_desktop.ui.controllers import keys
from imr_desktop.ui.theme import current
from imr_desktop.ui.widgets.labels import PlainLabel


@pytest.fixture
def panel(sample, qtbot, front):
    sample.session.apply("Decide", edits.decide, sample.session.case.items[0].id, "Upheld")
    qtbot.waitUntil(lambda: not sample.tasks.busy and sample.session.last_checked.case is sample.session.case, timeout=20_000)
    sample.case_view.open_sign()
    front(sample)
    return sample.case_view.sign.panel


def test_what_was_asked_for_is_no_longer_asked_once_it_is_there(panel, sample, qtbot, tmp_path, monkeypatch):
    QTest.keyClick(panel.attest_rows[0].box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    panel.request_sign()
    assert "attest" in panel._message.text()
    for row in panel.attest_rows:
        assert QApplication.focusWidget() is row.box, "Space made a statement, and the keyboard went on"
        QTest.keyClick(row.box, Qt.Key.Key_Space)
        assert row.box.isChecked()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)  # pressed twice where once was meant
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    assert QApplication.focusWidget() is panel._choose
    assert panel._message.isHidden()
    panel.request_sign()
    assert "key file" in panel._message.text()
    key = tmp_path / "reviewer.p12"
    key.touch()
    sample.keys.key_chosen.emit(key)
    assert panel._message.isHidden()
    panel.request_sign()
    assert QApplication.focusWidget() is panel.passphrase
    visible = panel._area.viewport().rect()
    assert visible.contains(panel.passphrase.mapTo(panel._area.viewport(), panel.passphrase.rect().center()))
    QTest.keyClicks(panel.passphrase, "w")
    assert panel._message.isHidden()
    panel.set_busy(writing.SIGNING)
    assert QApplication.focusWidget() is panel._area
    panel.set_busy("")
    failures = []
    monkeypatch.setattr(sample, "show_failure", failures.append)
    sample.case_view.sign._on_not_signed(UsageError("The passphrase does not open it."))
    assert (QApplication.focusWidget(), failures) == (panel.passphrase, [])
    sample.case_view.open_work()
    sample.case_view.sign._on_not_signed(UsageError("The passphrase does not open it."))
    assert failures == ["The passphrase does not open it."]


def test_the_keyboard_stays_with_the_reasons_and_then_goes_on(panel, sample, qtbot):
    summary = sample.session.case.summary
    sample.session.apply("Write", edits.set_summary, f"{summary} As Dr. Qvist and as Dr. Ostrowsky said.")
    qtbot.waitUntil(lambda: len(panel.problems.reasons) == 2, timeout=20_000)
    panel.focus_first()
    for left in (1, 0):
        QTest.keyClicks(QApplication.focusWidget(), "The treating physician.")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda left=left: len(panel.problems.reasons) == left, timeout=20_000)
    assert QApplication.focusWidget() is panel.attest_rows[0].box


def test_what_no_reason_passes_is_said_and_not_that_pages_are_coming(panel, sample, qtbot):
    sample.session.apply("Write", edits.set_summary, f"{sample.session.case.summary} \u05d0")
    qtbot.waitUntil(lambda: bool(panel.problems.must) and not sample.tasks.busy, timeout=20_000)
    for row in panel.attest_rows:
        QTest.keyClick(row.box, Qt.Key.Key_Space)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    panel.request_sign()
    assert "U+05D0" in panel._message.text()
    qtbot.waitUntil(lambda: bool(sample.case_view.sign._no_letter), timeout=20_000)
    sample.case_view.sign._key = "key"
    sample.case_view.sign._on_sign("words")
    assert panel._message.text() == sample.case_view.sign._no_letter


def test_a_key_made_here_names_the_office_of_the_profile(window, tmp_path):
    window.services.office.save(OfficeProfile("Example Review Organization"))
    made = keys._made(window.services, tmp_path / "reviewer.p12", "six words that nobody guesses")
    assert "Example Review Organization" in x509.load_pem_x509_certificate(made.root.read_bytes()).subject.rfc4514_string()


def test_in_a_small_window_the_preview_says_the_same_and_its_pages_follow(panel, sample, qtbot):
    preview = sample.case_view.sign.preview

    def pages():
        return [label for label in preview.findChildren(QLabel) if label.accessibleName().startswith("Page ")]

    qtbot.waitUntil(lambda: bool(pages()), timeout=20_000)
    labels = [label for label in preview.findChildren(PlainLabel) if "as the case stands now" in label.text()]
    assert [label.isVisible() for label in labels] == [True]
    current().apply("light", 150)
    sample.resize(1280, 680)
    bar = preview.findChild(QScrollArea).horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0 and pages()[0].width() < preview.width())
    told = next(one for one in preview.findChildren(PlainLabel) if "as the case stands" in one.text() and one.isVisible())
    assert told.heightForWidth(told.width()) <= told.height(), "it is seen whole"
    assert "statements to make" in told.text()
    preview.show_sentence("It cannot be laid out, and this is why, in so many words. " * 3)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    current().apply("light", 100)

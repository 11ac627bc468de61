"""In the window: a key on a token, the office's name in a new key, time stamps, and what is offered where there is none."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from cryptography.x509.oid import NameOID
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from imr_desktop import determination
from imr_desktop.case import edits
from imr_desktop.case.model import Acknowledgement, Attestation
from imr_desktop.case.office import OfficeProfile
from imr_desktop.paths import resource
from imr_desktop.review.keys import is_token
from imr_desktop.ui.settings_dialog import SettingsDialog

sys.path.insert(0, str(Path(__file__).parents[2] / "determination"))
from determination_support import MADE, PASSPHRASE  # noqa: E402
from test_tokens import LIBRARY, PIN, pytestmark, run, token  # noqa: E402, F401
from time_stamp_authority import Authority, served  # noqa: E402

sys.path.pop(0)
CTRL = Qt.KeyboardModifier.ControlModifier
no_token = pytestmark
del pytestmark


@pytest.fixture
def ready(window, qtbot, front):
    """The sample determination is decided and attested; the sign view is open."""
    front(window)
    window.drop.files_dropped.emit([resource("samples", "determination.txt")])
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=30_000)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy)
    for item in window.session.case.items:
        window.session.apply("Decide", edits.decide, item.id, "Upheld")
    for row in window.case_view.sign.panel.attest_rows:
        window.session.apply("Attest", edits.attest, Attestation(row.key, MADE))
    qtbot.waitUntil(lambda: at_rest(window))
    for problem in window.session.last_checked.blocking:
        window.session.apply("Pass", edits.acknowledge, Acknowledgement(problem.id, "Looked at.", MADE))
    qtbot.waitUntil(lambda: at_rest(window))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert window.case_view.signing
    qtbot.waitUntil(lambda: window.case_view.sign.letter is not None and at_rest(window))
    return window


def at_rest(window):
    session = window.session
    return not window.tasks.busy and session.last_checked is not None and session.last_checked.case is session.case


def sign(window, secret):
    panel = window.case_view.sign.panel
    panel.passphrase.setFocus()
    QTest.keyClicks(panel.passphrase, secret)
    QTest.keyClick(panel.passphrase, Qt.Key.Key_Return)


def signed_letter(window, qtbot, tmp_path):
    view = window.case_view.sign
    qtbot.waitUntil(lambda: bool(window.session.case.signed) and not window.tasks.busy, timeout=60_000)
    path = tmp_path / "signed.pdf"
    path.write_bytes(view._services.signing.signed_letter(window.session.case))
    return path


@no_token
def test_a_token_is_named_in_the_window_and_signs(token, ready, qtbot, tmp_path, front):  # noqa: F811
    window, panel = ready, ready.case_view.sign.panel
    QTest.mouseClick(panel._token, Qt.MouseButton.LeftButton)
    dialog = window.keys.dialog
    front(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert "incomplete" in dialog.message.text()
    for field, words in ((dialog.token, "reviewer"), (dialog.library, str(LIBRARY)), (dialog.label, "elliptic")):
        QTest.keyClicks(field, words)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert panel._key_name.text() == "Token reviewer"
    assert is_token(window.view_controller.settings.key_file)
    assert panel.passphrase.accessibleName() == "PIN of the token"
    sign(window, "000000")
    qtbot.waitUntil(lambda: "PIN does not open" in panel._message.text(), timeout=60_000)
    sign(window, PIN)
    letter = signed_letter(window, qtbot, tmp_path)
    root = tmp_path / "root.der"
    root.write_bytes(token["elliptic"].public_bytes(Encoding.DER))
    assert determination.verify(letter, root).verdict == "valid"


def test_an_authority_that_is_away_offers_to_sign_without(ready, qtbot, tmp_path):
    window = ready
    made = determination.new_key(tmp_path / "reviewer.p12", PASSPHRASE)
    window.keys.key_chosen.emit(made.key)
    away = replace(window.view_controller.settings, time_stamp_authority="http://127.0.0.1:1/", signature_level="B-T")
    window.view_controller.keep(away)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    sign(window, PASSPHRASE)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=60_000)
    box = window.findChild(QMessageBox)
    assert "cannot be reached" in box.text()
    assert not window.session.case.signed
    (button,) = [one for one in box.buttons() if one.text() == "Sign without a time stamp"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    report = determination.verify(signed_letter(window, qtbot, tmp_path), made.root)
    assert report.verdict == "valid"
    assert any("no time stamp proves it" in reason for reason in report.reasons)


def test_a_configured_authority_stamps(ready, qtbot, tmp_path):
    window, authority = ready, Authority()
    made = determination.new_key(tmp_path / "reviewer.p12", PASSPHRASE)
    window.keys.key_chosen.emit(made.key)
    with served(authority) as url:
        window.view_controller.keep(replace(window.view_controller.settings, time_stamp_authority=url, signature_level="B-T"))
        sign(window, PASSPHRASE)
        letter = signed_letter(window, qtbot, tmp_path)
    assert authority.asked
    report = determination.verify(letter, made.root)
    assert any("a time stamp of Invented Stamp Authority" in reason for reason in report.reasons)


def test_time_stamps_are_set_by_keys_and_off_by_default(window, qtbot, front, tmp_path):
    front(window)
    dialog = SettingsDialog(window, window.view_controller.settings)
    dialog.open()
    assert dialog._stamps_said.text() == "Off"
    QTest.mouseClick(dialog.stamps_button, Qt.MouseButton.LeftButton)
    stamps = front(dialog._stamps)
    stamps.level.setFocus()
    QTest.keyClick(stamps.level, Qt.Key.Key_Down)
    QTest.keyClick(stamps, Qt.Key.Key_Return)
    assert "needs a time-stamp authority" in stamps.message.text()
    QTest.keyClicks(stamps.authority, "ftp://stamps.example")
    QTest.keyClick(stamps, Qt.Key.Key_Return)
    assert "https://HOST/PATH" in stamps.message.text()
    stamps.authority.clear()
    QTest.keyClicks(stamps.authority, "https://stamps.example/tsa")
    stamps.level.setFocus()
    QTest.keyClick(stamps.level, Qt.Key.Key_Down)
    QTest.keyClick(stamps, Qt.Key.Key_Return)
    assert "carries the office's revocation list" in stamps.message.text()
    stamps.level.setFocus()
    QTest.keyClick(stamps.level, Qt.Key.Key_Up)
    QTest.keyClick(stamps, Qt.Key.Key_Return)
    assert dialog.settings().signature_level == "B-T"
    assert dialog.settings().time_stamp_authority == "https://stamps.example/tsa"
    assert "stamps.example" in dialog._stamps_said.text()
    dialog.reject()


def test_a_new_key_has_the_offices_name(window, qtbot, front, tmp_path):
    window.services.office.save(OfficeProfile(name="Example Review Organization"))
    window.keys.make()
    window.findChild(QFileDialog).fileSelected.emit(str(tmp_path / "r.p12"))
    qtbot.waitUntil(lambda: window.keys.dialog is not None, timeout=60_000)
    dialog = front(window.keys.dialog)
    QTest.keyClicks(dialog.again, dialog.passphrase.text().split()[0])
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=60_000)
    window.findChild(QMessageBox).accept()
    root = load_pem_x509_certificate((tmp_path / "r-root.pem").read_bytes())
    assert root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == "Example Review Organization"

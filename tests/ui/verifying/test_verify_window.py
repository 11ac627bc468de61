"""A signed determination is dropped on the window: the verdict, the office's root chosen once, the case brought back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from imr_desktop.determination import SigningKey, new_key, render, sign
from imr_desktop.sandbox import SandboxFailure

sys.path.insert(0, str(Path(__file__).parents[2] / "determination"))
from determination_support import PASSPHRASE, make_case  # noqa: E402

sys.path.pop(0)


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    """A folder with the office's root and signed letters."""
    folder = tmp_path_factory.mktemp("letters")
    new = new_key(folder / "reviewer.p12", PASSPHRASE)
    key = SigningKey.load(new.key, PASSPHRASE)
    whole = sign(render(make_case(), attachment="whole case"), key)
    (folder / "whole.pdf").write_bytes(whole)
    (folder / "changed.pdf").write_bytes(whole.replace(b"/Creator (IMR", b"/Creator (IMS", 1))
    (folder / "draft.pdf").write_bytes(render(make_case(), draft=True))
    (folder / "root.pem").write_bytes(new.root.read_bytes())
    return folder


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, nothing = QPointF(300, 300), Qt.KeyboardModifier.NoModifier
    for kind, at in ((QDragEnterEvent, place.toPoint()), (QDropEvent, place)):
        event = kind(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, nothing)
        QApplication.sendEvent(window, event)
    assert event.isAccepted()


def verdict(window, qtbot):
    def told():
        dialog = window.verifying.dialog
        return dialog is not None and dialog.verdict.text() != "Verifying…" and not window.tasks.busy

    qtbot.waitUntil(told, timeout=60_000)
    return window.verifying.dialog


def chosen(window, qtbot, path):
    """Choose a file in the dialog that is open."""
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None, timeout=10_000)
    window.findChild(QFileDialog).fileSelected.emit(str(path))
    window.findChild(QFileDialog).deleteLater()


def test_a_signed_letter_is_verified_and_its_case_restored(window, qtbot, letters):
    drop(window, letters / "whole.pdf")
    dialog = verdict(window, qtbot)
    assert dialog.verdict.text() == "CANNOT TELL"
    assert "No office" in dialog.office.text()
    assert "Fingerprint" in dialog.signer.text()
    QTest.mouseClick(dialog.root_button, Qt.MouseButton.LeftButton)
    chosen(window, qtbot, letters / "root.pem")
    qtbot.waitUntil(lambda: dialog.verdict.text() == "VALID", timeout=60_000)
    assert "IMR Office" in dialog.office.text()
    assert dialog.case_button.isVisible()
    QTest.mouseClick(dialog.case_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=60_000)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.case is not None, timeout=60_000)
    restored = window.session.case
    assert restored.number == make_case().number
    assert len(restored.items) == 2
    assert not any(item.decision for item in restored.items), "nothing that comes in speaks for the reviewer"
    assert not restored.attestations


def test_the_root_is_remembered_and_a_changed_letter_is_not_valid(window, qtbot, letters):
    window.services.verifying.trust(letters / "root.pem")
    drop(window, letters / "changed.pdf")
    dialog = verdict(window, qtbot)
    assert dialog.verdict.text() == "NOT VALID"
    assert "changed after signing" in dialog.reasons.text()
    assert not dialog.case_button.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.verifying.dialog is None, timeout=10_000)


def test_what_is_not_signed_is_read_as_before(window, qtbot, letters):
    with qtbot.waitSignal(window.verifying.passed_on) as passed:
        drop(window, letters / "draft.pdf")
    assert passed.args == [[letters / "draft.pdf"]]
    with qtbot.waitSignal(window.verifying.passed_on):
        drop(window, letters / "whole.pdf", letters / "draft.pdf")
    assert window.verifying.dialog is None


def test_each_of_two_files_dropped_in_a_row_is_looked_at(window, qtbot, letters, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes((letters / "draft.pdf").read_bytes())
    passed = []
    window.verifying.passed_on.disconnect(window.take_in)
    window.verifying.passed_on.connect(passed.extend)
    drop(window, letters / "draft.pdf")
    drop(window, other)
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=60_000)
    assert sorted(path.name for path in passed) == ["draft.pdf", "other.pdf"]


def test_a_signed_letter_can_be_read_as_a_file_of_the_record(window, qtbot, letters, monkeypatch):
    monkeypatch.setattr(type(window.services.verifying), "verify", raising)
    window.menus.actions["verify_determination"].trigger()
    chosen(window, qtbot, letters / "whole.pdf")
    dialog = verdict(window, qtbot)
    assert dialog.verdict.text() == "CANNOT TELL"
    with qtbot.waitSignal(window.verifying.passed_on) as passed:
        QTest.mouseClick(dialog.read_button, Qt.MouseButton.LeftButton)
    assert passed.args == [[letters / "whole.pdf"]]


def raising(_service, _path):
    raise SandboxFailure("The process that reads files ended; try again.")


def test_a_root_that_is_none_is_said(window, qtbot, letters):
    drop(window, letters / "changed.pdf")
    dialog = verdict(window, qtbot)
    QTest.mouseClick(dialog.root_button, Qt.MouseButton.LeftButton)
    chosen(window, qtbot, letters / "draft.pdf")
    qtbot.waitUntil(lambda: "no certificate" in dialog.reasons.text(), timeout=60_000)
    assert window.services.verifying.office == ""


def test_a_chosen_root_that_is_damaged_is_told_from_none(window, qtbot, letters):
    window.services.verifying.trust(letters / "root.pem")
    window.services.home.trusted_root.write_bytes(b"damaged")
    drop(window, letters / "whole.pdf")
    dialog = verdict(window, qtbot)
    assert dialog.verdict.text() == "CANNOT TELL"
    assert "cannot be read any more" in dialog.reasons.text()
    assert "No office" not in dialog.office.text()
    QTest.mouseClick(dialog.root_button, Qt.MouseButton.LeftButton)
    chosen(window, qtbot, letters / "root.pem")
    qtbot.waitUntil(lambda: dialog.verdict.text() == "VALID", timeout=60_000)

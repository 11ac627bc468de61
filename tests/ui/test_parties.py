"""Parties in the window, by keys: added, changed, removed, kept beside the case; and sending a signed case."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from imr_desktop import determination
from imr_desktop.case import edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.case.office import OfficeProfile
from imr_desktop.case.parties import Parties, Party, Service
from imr_desktop.review.signing import SIGNED

FULL = Parties(
    (
        Party("employee", "Lee Example", address=("12 Elm Street", "Fresno, CA 93650"), served="mail"),
        Party("requesting provider", "Ana Example, MD", address=("1 A Street", "Reno, NV 89501"), served="mail"),
        Party("claims administrator", "", "Example Claims", ("PO Box 9", "Sacramento, CA 95800"), served="mail"),
    ),
    service=Service(date(2030, 12, 4), "Sacramento, California", "Kim Example"),
)


@pytest.fixture
def dialog(opened, qtbot, front):
    qtbot.keyClick(opened, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: opened.parties.dialog is not None, timeout=20_000)
    return front(opened.parties.dialog)


def test_parties_are_added_by_keys_and_kept(opened, dialog, qtbot, settle):
    assert dialog.focusWidget() is dialog.add_button
    qtbot.keyClick(dialog.add_button, Qt.Key.Key_Space)
    assert (dialog.focusWidget(), dialog.party.role.currentData()) == (dialog.party.role, "employee")
    qtbot.keyClicks(dialog.party.name, "Lee Example")
    qtbot.keyClicks(dialog.party.address, "Fresno, CA 93650")
    assert dialog.party.served.currentData() is None  # nothing is preselected
    qtbot.keyClick(dialog.party.served, Qt.Key.Key_Down)
    assert dialog.list.item(0).text() == "Employee: Lee Example"
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.party.organization, "Example Works")
    dialog.list.setCurrentRow(0)
    assert dialog.party.name.text() == "Lee Example"
    qtbot.keyClicks(dialog.claim_number, "W-100")
    qtbot.keyClick(dialog.claim_number, Qt.Key.Key_Return)
    settle(opened)
    kept = opened.services.parties.of("c1")
    assert kept.claim_number == "W-100"
    assert kept.parties == (
        Party("employee", "Lee Example", address=("Fresno, CA 93650",), served="mail"),
        Party("other", "", "Example Works"),
    )


def test_what_does_not_fit_is_said_and_nothing_is_lost(opened, dialog, qtbot):
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    dialog.try_accept()
    assert "neither a name nor an organization" in dialog.message.text()
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    assert not dialog.party.isEnabled()
    qtbot.keyClicks(dialog.mailed, "13/41/2026")
    dialog.try_accept()
    assert "Date mailed cannot be read" in dialog.message.text()
    dialog.mailed.clear()
    qtbot.keyClicks(dialog.place, "Sacramento")
    dialog.try_accept()
    assert "Enter the date mailed too" in dialog.message.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert opened.services.parties.of("c1") == Parties()


def test_closing_the_case_closes_the_dialog(opened, dialog, settle):
    opened.case_controller.close_case()
    settle(opened)
    assert opened.parties.dialog is None


def test_a_signed_case_is_sent_into_a_folder(opened, qtbot, settle, tmp_path):
    services, session = opened.services, opened.session
    assert not opened.menus.actions["send_letters"].isEnabled()
    case = edits.decide(edits.decide(session.case, "i1", "Upheld"), "i2", "Overturned")
    pdf = determination.render(case)
    services.vault.store.attachments.put_bytes(pdf, SIGNED)
    signed = edits.mark_signed(case, SignedLetter("x.pdf", hashlib.sha256(pdf).hexdigest(), datetime.now(UTC)))
    opened.case_controller.close_case()
    settle(opened)
    services.cases.save(signed)
    opened.case_controller.open_case("c1")
    qtbot.waitUntil(lambda: session.case is not None and not opened.tasks.busy, timeout=20_000)

    opened.menus.actions["send_letters"].trigger()
    settle(opened)
    said = next(box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible())
    assert "no office profile" in said.text()
    assert "No employee is entered" in said.text()
    said.done(0)

    services.office.save(OfficeProfile("Example Review Organization", director="Pat Example, MD"))
    services.parties.keep("c1", FULL)
    opened.case_view.sign.panel.send.click()
    settle(opened)
    chosen = opened.findChild(QFileDialog)
    assert chosen.windowTitle() == "Folder for the letters"
    chosen.fileSelected.emit(str(tmp_path / "out"))
    chosen.done(0)
    settle(opened)
    assert len(list((tmp_path / "out").iterdir())) == 5

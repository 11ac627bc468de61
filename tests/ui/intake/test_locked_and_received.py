"""Locked files are asked for by name; what was received is listed; pages that come again show only what differs."""

import io
import re
from datetime import UTC, datetime

import pikepdf
import pytest
import pyzipper
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.case import edits
from imr_desktop.case.issuing import SignedLetter
from imr_desktop.errors import FileUnreadable
from imr_desktop.ui.controllers.taking_in import READING
from imr_desktop.ui.intake.again_dialog import AgainDialog
from imr_desktop.ui.intake.password_dialog import EMPTY, WRONG, PasswordDialog
from imr_desktop.ui.intake.received_dialog import FILL_IN, ReceivedDialog

SECRET = "Quince-marmalade 77"
SEVEN = "link.7z (in records.zip, folder a) is a 7z archive, which cannot be opened here; unpack it and drop the files in it."
NOTE = (
    "The therapist saw the patient for six visits of therapy and notes less pain on the {} side after the fourth of them;",
    "the patient takes {} mg of naproxen twice a day with food and walks for half an hour on most days of the week.",
)


def pdf(*pages: tuple[str, str]) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1)
    for words in pages:
        for line, word in enumerate(words):
            canvas.setFontSize(8)
            canvas.drawString(40, 700 - 14 * line, NOTE[line].format(word))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.fixture
def locked(tmp_path):
    """A PDF with a password, and a ZIP with the same one that holds another PDF."""
    path, archive = tmp_path / "locked.pdf", tmp_path / "records.zip"
    with pikepdf.open(io.BytesIO(pdf(("left", "500")))) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="x", user=SECRET, R=6))
    with pyzipper.AESZipFile(archive, "w", encryption=pyzipper.WZ_AES) as made:
        made.setpassword(SECRET.encode())
        made.writestr("a/PR2.pdf", pdf(("right", "500")))
        made.writestr("a/link.7z", b"7z\xbc\xaf\x27\x1c")
    return path, archive


def asked(qtbot) -> PasswordDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PasswordDialog), timeout=30_000)
    return QApplication.activeModalWidget()


def type_in(qtbot, dialog, words):
    qtbot.keyClicks(dialog.password, words)
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)


def lines(window):
    return [(line.name, line.source, line.became) for line in window.session.case.received]


def test_a_locked_file_is_asked_for_and_nothing_of_the_password_stays(qtbot, window, locked):
    window.take_in(list(locked))
    first = asked(qtbot)
    qtbot.keyClick(first.password, Qt.Key.Key_Return)
    assert (first.message.text(), first.password.accessibleName()) == (EMPTY, "Password of locked.pdf")
    type_in(qtbot, first, "no")
    qtbot.waitUntil(lambda: not isinstance(QApplication.activeModalWidget(), PasswordDialog) or asked(qtbot) is not first)
    again = asked(qtbot)
    assert again.message.text() == WRONG
    window.take_in([locked[1]])  # a second drop meanwhile is refused, not lost
    assert READING in said(window)
    window.case_controller.open_sample()  # neither these: the result of the reading would be nobody's
    window.case_controller.paste_text()
    window.case_controller.take_letter("letter.pdf", b"{}")
    assert asked(qtbot) is again
    type_in(qtbot, again, SECRET)
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=30_000)
    qtbot.keyClick(window.proposals.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy, timeout=30_000)
    assert lines(window) == [
        ("locked.pdf", "", "Page 1 of the record."),
        ("records.zip", "", "Opened: it holds 2 files."),
        ("PR2.pdf", "in records.zip, folder a", "Page 2 of the record."),
        ("link.7z", "in records.zip, folder a", SEVEN),
    ]
    assert [file.source for file in window.session.case.files] == ["", "in records.zip, folder a"]
    window.received.show_received()
    shown = window.received.dialog
    assert isinstance(shown, ReceivedDialog)
    assert shown.list.row_model.shown[2].spoken == "PR2.pdf. in records.zip, folder a. Page 2 of the record."
    shown.reject()
    window.received.show_again()
    qtbot.waitUntil(lambda: bool(window.received.dialog.list.row_model.shown), timeout=30_000)
    found = window.received.dialog
    assert isinstance(found, AgainDialog)
    assert [row.words.replace("\u00a0", " ") for row in found.list.row_model.shown] == ["p. 2: nearly the same as p. 1"]
    assert re.findall(r"\[ (.*) {2}→ {2}(.*) \]", found.text.toPlainText()) == [("left", "right")]
    found.reject()
    window.session.save_now()
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=30_000)
    written = [path for path in window.services.home.root.rglob("*") if path.is_file()]
    assert written
    assert not any(word in path.read_bytes() for path in written for word in (SECRET.encode(), SECRET.encode("utf-16-le")))
    assert SECRET not in repr(vars(window.services))
    case = window.session.case
    assert window.services.record.page_image(case, 1, 0.2).width > 50


def test_a_password_can_be_skipped_or_the_reading_cancelled(qtbot, window, locked):
    window.take_in([locked[0]])
    asked(qtbot).cancel_button.click()
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=30_000)
    assert (window.session.case, window.strip.isVisible()) == (None, False)
    window.take_in([locked[0]])
    asked(qtbot).skip_button.click()
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=30_000)
    assert not window.proposals.accept.isVisible()
    window.received.show_received()
    assert "is protected by a password" in window.received.dialog.list.row_model.shown[0].became
    window.received.dialog.reject()


def test_a_record_that_is_not_here_is_said_and_filled_in(qtbot, window, tmp_path):
    path = tmp_path / "note.pdf"
    path.write_bytes(pdf(("left", "500")))
    taken = window.services.intake.take_in(None, [path], keep=False)
    window.session.open(window.services.intake.begin(taken, ()), stored=False)
    window.case_controller.opened.emit()
    qtbot.waitUntil(lambda: any("is not here: note.pdf" in text for text in said(window)), timeout=30_000)
    window.received.show_received()
    qtbot.waitUntil(lambda: len(window.received.dialog.list.row_model.shown) == 2, timeout=30_000)
    assert window.received.dialog.list.row_model.shown[0].became == f"Page 1 of the record. {FILL_IN}"
    window.received.dialog.reject()
    window.take_in([path])
    qtbot.waitUntil(lambda: len(window.session.case.received) == 2 and not window.tasks.busy, timeout=30_000)
    assert window.session.case.received[1].became == "Page 1 of the record, which was not here before."
    assert "six visits" in window.services.record.text(window.session.case).text(1)
    assert not window.services.record.missing(window.session.case)


def test_of_a_signed_case_it_is_not_said_that_files_can_be_dropped_on_it(qtbot, window, tmp_path):
    path = tmp_path / "note.pdf"
    path.write_bytes(pdf(("left", "500")))
    taken = window.services.intake.take_in(None, [path], keep=False)
    letter = SignedLetter("letter.pdf", "0" * 64, datetime(2026, 11, 20, tzinfo=UTC))
    case = edits.mark_signed(window.services.intake.begin(taken, ()), letter)
    window.session.open(case, stored=False)
    window.case_controller.opened.emit()
    qtbot.waitUntil(lambda: any("Reopen as new version comes first" in text for text in said(window)), timeout=30_000)
    window.received.show_received()
    qtbot.waitUntil(lambda: len(window.received.dialog.list.row_model.shown) == 2, timeout=30_000)
    assert "Reopen the case as a new version" in window.received.dialog.list.row_model.shown[0].became
    window.received.dialog.reject()
    with pytest.raises(FileUnreadable, match="Reopen the case as a new version"):
        window.services.record.locate(case, 1)


def said(window) -> list[str]:
    return [label.text() for label in window.status.findChildren(QLabel)]

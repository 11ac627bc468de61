"""Signing in the whole window: what it asks for, what is signed, shown, printed and reopened."""

from datetime import UTC, datetime
from functools import partial

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from imr_desktop import determination
from imr_desktop.case import dates, edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.identity import lines
from imr_desktop.ui import wording
from imr_desktop.ui.identity_dialog import IdentityDialog
from imr_desktop.ui.widgets.labels import ElidedLabel, PlainLabel

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return determination.new_key(tmp_path_factory.mktemp("key") / "reviewer.p12", PASSPHRASE).key


def test_the_sign_button_names_what_blocks_and_goes_there(sample, qtbot):
    qtbot.waitUntil(lambda: "to fix" in sample.case_view.header.sign.text())
    assert "must be fixed first" in sample.case_view.header.sign.accessibleName()
    sample.case_view.header.sign.click()
    assert not sample.case_view.signing
    assert sample.case_view.workspace.active == "items"


def _decide(window, qtbot):
    window.session.apply("Decide", edits.decide, window.session.case.items[0].id, "Overturned")
    qtbot.waitUntil(lambda: "Review" in window.case_view.header.sign.text(), timeout=10_000)


def _open_sign(window, qtbot):
    _decide(window, qtbot)
    window.case_view.header.sign.click()
    qtbot.waitUntil(lambda: window.case_view.sign.letter is not None, timeout=30_000)
    panel = window.case_view.sign.panel
    while panel.problems.reasons:
        problem, reason = next(iter(panel.problems.reasons.items()))
        reason.field.setText("Weighed, and it may stand.")
        qtbot.keyClick(reason.field, "\r")
        qtbot.waitUntil(lambda gone=problem: gone not in panel.problems.reasons, timeout=10_000)


def test_signing_asks_for_each_thing_that_is_missing(sample, qtbot, key, settle):
    _open_sign(sample, qtbot)
    panel = sample.case_view.sign.panel
    assert [row.box.isChecked() for row in panel.attest_rows] == [False, False, False]
    panel.sign.click()
    assert "attest" in panel._message.text()
    for row in panel.attest_rows:
        row.box.click()
    assert len(sample.session.case.attestations) == 3
    panel.sign.click()
    assert "key file" in panel._message.text()
    sample.keys.key_chosen.emit(key)
    panel.sign.click()
    assert "passphrase" in panel._message.text()
    panel.passphrase.setText("wrong passphrase")
    settle(sample)
    panel.sign.click()
    qtbot.waitUntil(lambda: "does not open" in panel._message.text(), timeout=30_000)
    assert sample.session.case.signed == ()


@pytest.mark.unsaid
def test_before_a_first_signature_it_is_asked_who_signs(sample, qtbot, key, settle):
    _open_sign(sample, qtbot)
    panel = sample.case_view.sign.panel
    for row in panel.attest_rows:
        row.box.click()
    settle(sample)
    panel.sign.click()
    assert "who signs" in panel._message.text()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), IdentityDialog))
    asked = QApplication.activeModalWidget()
    QTest.keyClick(asked.fields["surname"], Qt.Key.Key_Return)
    assert "or declare that the office signs" in asked.message.text(), "nothing was filled in"
    QTest.keyClicks(asked.fields["surname"], "Hartwell")
    assert asked.kept.text().startswith("Hartwell\nHartwell alone")
    QTest.keyClick(asked.fields["surname"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel._unsaid.isHidden())
    settle(sample)
    assert lines(sample.services.reviewer.identity) == ("Hartwell",)
    panel.sign.click()
    assert "key file" in panel._message.text()
    sample.session.apply("Write", edits.set_summary, sample.session.case.summary + " As hartwell said.")
    qtbot.waitUntil(lambda: any(one.check == "identity.surname" for one in sample.session.last_checked.blocking))


def _words(pdf):
    """Every page of a PDF as its words with their places."""
    document = PdfDocument(pdf)
    texts = [page.get_textpage() for page in document]
    return [[(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())] for text in texts]


def test_signed_shown_printed_locked_and_reopened(sample, qtbot, key, tmp_path, settle):
    _open_sign(sample, qtbot)
    panel = sample.case_view.sign.panel
    note = sample.case_view.sign.preview.findChild(ElidedLabel)
    assert note.text() == "as the case stands now: 3 statements to make"
    sign, held = sample.case_view.sign, []
    sign._on_rendered = held.append  # the page with the statements is late
    for row in panel.attest_rows:
        row.box.click()
    assert note.text() == "as the case stands now"
    sample.keys.key_chosen.emit(key)
    panel.passphrase.setText(PASSPHRASE)
    qtbot.waitUntil(lambda: sample.session.last_checked.case is sample.session.case)
    assert note.text().startswith("what will be signed; signing fills the box")
    panel.request_sign()
    assert "look at it" in panel._message.text(), "the statements just ticked stand on no page that was shown"
    qtbot.waitUntil(lambda: bool(held) and held[-1][0] is sample.session.case)
    del sign._on_rendered
    sign._on_rendered(held[-1])
    settle(sample)
    shown = sample.case_view.sign.letter.pdf
    with qtbot.waitSignal(sample.case_view.sign.signed, timeout=60_000) as signed:
        panel.request_sign()
    assert panel.passphrase.text() == ""
    assert panel._file.text() == "CM16-9900417 Final determination.pdf" == signed.args[0].signed[-1].file
    settle(sample)
    path = tmp_path / "copy.pdf"
    QTest.mouseClick(panel.save_copy, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(sample.findChildren(QFileDialog)))
    dialog = sample.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: panel._message.text() == f"Saved {path}", timeout=20_000)
    assert determination.verify(path).intact
    assert path.read_bytes().startswith(shown), "the preview's bytes were signed"
    assert _words(path.read_bytes()) == _words(shown), "no page says another word, or has another place for it"
    assert note.text() == "the signed file"
    told = panel.signed_note
    at = dates.in_california(sample.session.case.signed[-1].signed_at)
    assert told.said.text() == f"Signed {dates.written(at)} {at:%H:%M} Pacific time"
    assert told.by.text().startswith("By the reviewing physician (")
    qtbot.waitUntil(lambda: told.verdict.text() == "Verified now: CANNOT TELL", timeout=60_000)
    assert told.reasons.text().startswith("No root certificate of an office was given")
    labels = partial(panel.findChildren, PlainLabel)  # what is checked of the signed case comes in its own time
    qtbot.waitUntil(lambda: "Nothing stands in the way" not in " ".join(label.text() for label in labels()), timeout=20_000)
    assert not list(sample.services.home.root.rglob("*.pdf")), "no readable letter lies in the home"

    assert not sample.session.apply("Edit", edits.set_summary, "x")
    assert sample.is_locked()

    assert (
        sample.case_view.sign.letter_job(sample.session.case)(1.0).pdf
        == path.read_bytes()
        == sample.case_view.sign.print_job()()
    )

    old = sample.session.case
    sample.menus.actions["reopen"].trigger()
    assert sample.session.case.id != old.id
    assert sample.session.case.signed == sample.session.case.attestations == ()
    settle(sample)
    version = f"Version 2, supersedes the letter signed on {dates.written(at)}"
    assert wording.facts_line(sample.session.case, short=False).startswith(version)
    sample.case_view.open_sign()
    assert (panel.version.text(), panel.signed_note.isVisible()) == (version, False)
    assert "signed file" not in note.text()
    settle(sample)
    assert path.exists()
    assert sample.services.cases.load(old.id).signed == old.signed
    prepared = sample.case_view.sign.letter_job(sample.session.case)(1.0).prepared
    assert prepared.pdf != shown
    assert (prepared.case.issue.version, prepared.case.issue.supersedes) == (2, old.signed[-1].digest)


def test_a_signed_file_that_was_changed_is_not_printed(sample):
    from imr_desktop.errors import StoreDamaged
    from imr_desktop.ui.signing import letter_pages

    attachments = sample.services.vault.store.attachments
    digest = attachments.put_bytes(b"%PDF-1.7 signed", "signed determination")
    case = edits.mark_signed(sample.session.case, SignedLetter("f.pdf", digest, datetime.now(UTC)))
    path, _ = attachments.path_and_key(digest)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreDamaged):
        letter_pages.signed(sample.services, case, 1.0)


def test_a_consider_problem_wants_a_reason(sample):
    from types import SimpleNamespace

    from imr_desktop.preflight.problem import Place, Problem

    problem = Problem("dates.prose:1", "dates.prose", "consider", Place("summary", label="Summary"), "A date differs.")
    sample.case_view.open_sign()
    panel = sample.case_view.sign.panel
    panel.set_checked(SimpleNamespace(case=sample.session.case, blocking=(problem,), problems=(problem,), reports=()))
    reason = panel.problems.reasons["dates.prose:1"]
    reason.field.setText("The report itself has the wrong year.")
    next(button for button in reason.findChildren(QPushButton)).click()
    kept = sample.session.case.acknowledgements
    assert [(one.problem, one.reason) for one in kept] == [("dates.prose:1", "The report itself has the wrong year.")]

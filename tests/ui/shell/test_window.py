"""The whole window with the real core: reading, accepting, deciding, signing, reopening; nothing blocks for long."""

import threading
from datetime import UTC, datetime
from functools import partial

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.exceptions import capture_exceptions

from imr_desktop import determination
from imr_desktop.case import dates, edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.identity import lines
from imr_desktop.paths import resource
from imr_desktop.review import Services
from imr_desktop.settings import Settings
from imr_desktop.ui import wording
from imr_desktop.ui.identity_dialog import IdentityDialog
from imr_desktop.ui.main_window import MainWindow
from imr_desktop.ui.widgets.labels import ElidedLabel, PlainLabel

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return determination.new_key(tmp_path_factory.mktemp("key") / "reviewer.p12", PASSPHRASE).key


def _settle(qtbot, window, seconds=60):
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=seconds * 1000)


def _read(qtbot, window, *paths):
    window.case_controller.take_in(list(paths))
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=60_000)


def test_a_window_closed_while_it_loads_ends_quietly(qtbot, home):
    window = MainWindow(home, Settings(theme="light"))
    window.show()
    window.complete()
    window.close()
    assert window.ended or window.tasks.close(120_000)  # it may load what signs for longer than a window waits
    window.deleteLater()
    with capture_exceptions() as raised:
        qtbot.wait(300)
    assert raised == []


def test_a_case_wished_for_while_the_window_is_built_is_shown(qtbot, home, stored_sample):
    made = MainWindow(home, Settings(theme="light", judge_first=False, read_by_machine=False))
    qtbot.addWidget(made)
    made.show()
    made.complete()
    assert made.case_view is None
    made.home_view.set_cases(())
    button = next(one for one in made.findChildren(QPushButton) if "sample" in one.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.session.case is not None and not made.tasks.busy)
    assert made.views.currentWidget() is made.case_view
    assert made.case_view.record.case == made.session.case


def test_dropped_determination_is_proposed_accepted_and_stays_undecided(window, qtbot):
    _read(qtbot, window, resource("samples", "determination.txt"))
    model = window.proposals._model
    spoken = " ".join(str(model.index(row).data()) for row in range(model.rowCount()))
    assert "Disputed items" in spoken
    notes = [row.note for row in model._rows if "stays undecided" in row.note]
    assert notes
    qtbot.keyClick(window.proposals.list, "\r")
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.case_view)
    case = window.session.case
    assert case.items
    assert all(item.decision is None and item.source_decision for item in case.items)
    assert case.attestations == ()
    _settle(qtbot, window)


def test_what_is_unticked_is_left_out(window, qtbot):
    _read(qtbot, window, resource("samples", "determination.txt"))
    model = window.proposals._model
    age = next(row for row in range(model.rowCount()) if model.index(row).data() == "Age")
    window.proposals.list.setCurrentIndex(model.index(age))
    qtbot.keyClick(window.proposals.list, " ")
    window.proposals.accept.click()
    assert window.session.case.age is None
    assert window.session.case.number


def test_escape_takes_nothing_in(window, qtbot):
    _read(qtbot, window, resource("samples", "determination.txt"))
    qtbot.keyClick(window.proposals.list, "\x1b")
    assert window.views.currentWidget() is window.home_view
    assert window.session.case is None


def test_a_file_that_cannot_be_read_is_explained(window, qtbot, tmp_path):
    bad = tmp_path / "broken.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing more")
    _read(qtbot, window, bad)
    assert window.proposals._title.text() == "Nothing could be read"
    assert not window.proposals.accept.isVisible()
    assert any(row.kind == "sentence" and "broken.pdf" in row.title for row in window.proposals._model._rows)


def test_the_case_is_in_the_worklist_after_closing(sample, qtbot):
    number = sample.session.case.number
    sample.case_controller.close_case()
    qtbot.waitUntil(lambda: sample.home_view._rows == 1)
    sample.case_controller.open_case(sample.home_view._model.row_at(0).key)
    qtbot.waitUntil(lambda: sample.session.case is not None)
    assert sample.session.case.number == number
    _settle(qtbot, sample)


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


def test_signing_asks_for_each_thing_that_is_missing(sample, qtbot, key):
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
    _settle(qtbot, sample)
    panel.sign.click()
    qtbot.waitUntil(lambda: "does not open" in panel._message.text(), timeout=30_000)
    assert sample.session.case.signed == ()


@pytest.mark.unsaid
def test_before_a_first_signature_it_is_asked_who_signs(sample, qtbot, key):
    _open_sign(sample, qtbot)
    panel = sample.case_view.sign.panel
    for row in panel.attest_rows:
        row.box.click()
    _settle(qtbot, sample)
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
    _settle(qtbot, sample)
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


def test_signed_shown_printed_locked_and_reopened(sample, qtbot, key, tmp_path):
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
    _settle(qtbot, sample)
    shown = sample.case_view.sign.letter.pdf
    with qtbot.waitSignal(sample.case_view.sign.signed, timeout=60_000) as signed:
        panel.request_sign()
    assert panel.passphrase.text() == ""
    assert panel._file.text() == "CM16-9900417 Final determination.pdf" == signed.args[0].signed[-1].file
    _settle(qtbot, sample)
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
    _settle(qtbot, sample)
    version = f"Version 2, supersedes the letter signed on {dates.written(at)}"
    assert wording.facts_line(sample.session.case, short=False).startswith(version)
    sample.case_view.open_sign()
    assert (panel.version.text(), panel.signed_note.isVisible()) == (version, False)
    assert "signed file" not in note.text()
    _settle(qtbot, sample)
    assert path.exists()
    assert sample.services.cases.load(old.id).signed == old.signed
    prepared = sample.case_view.sign.letter_job(sample.session.case)(1.0).prepared
    assert prepared.pdf != shown
    assert (prepared.case.issue.version, prepared.case.issue.supersedes) == (2, old.signed[-1].digest)


def test_a_signed_file_that_was_changed_is_not_printed(sample, qtbot):
    from imr_desktop.errors import StoreDamaged
    from imr_desktop.ui.signing import letter_pages

    attachments = sample.services.vault.store.attachments
    digest = attachments.put_bytes(b"%PDF-1.7 signed", "signed determination")
    case = edits.mark_signed(sample.session.case, SignedLetter("f.pdf", digest, datetime.now(UTC)))
    path, _ = attachments.path_and_key(digest)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreDamaged):
        letter_pages.signed(sample.services, case, 1.0)


def test_a_consider_problem_wants_a_reason(sample, qtbot):
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


def test_the_layout_follows_the_width_and_panes_keep_their_case(sample, qtbot):
    work = sample.case_view.workspace
    assert work.compact
    sample.resize(1920, 1080)
    assert not work.compact
    qtbot.waitUntil(lambda: all(pane.isVisible() for pane in work.panes.values()))
    sample.resize(1280, 680)
    assert work.compact
    for name in ("findings", "summary", "items", "record", "checks"):
        sample.case_view.go.go(name)
        qtbot.waitUntil(work.panes[name].isVisible)
        assert work.active == name
    assert _between(work.record, work.tabs, work.checks)


def _between(first, tabs, last):
    """Whether Tab comes to the tabs behind one pane and before another."""
    at = first
    while at is not last and at is not tabs:
        at = at.nextInFocusChain()
    return at is tabs


def test_the_core_works_beside_the_window_which_goes_on(sample, qtbot, monkeypatch):
    threads, ticks = {}, []
    for service, name in ((sample.services.checking, "check"), (sample.services.intake, "take_in")):
        monkeypatch.setattr(service, name, _noting(threads, name, getattr(service, name)))
    timer = QTimer()
    timer.timeout.connect(partial(ticks.append, None))
    timer.start(0)
    sample.session.check_now()
    sample.case_controller.take_in([resource("samples", "packet.pdf")])
    qtbot.waitUntil(lambda: not sample.tasks.busy, timeout=60_000)
    timer.stop()
    assert set(threads) == {"check", "take_in"}
    assert threading.main_thread() not in threads.values()
    assert ticks


def _noting(threads, name, function):
    """The function, with the thread it runs in noted under a name."""

    def called(*args, **more):
        threads[name] = threading.current_thread()
        return function(*args, **more)

    return called


def test_words_just_typed_are_stored_on_leaving(window, small_case, qtbot):
    window.case_controller._open(small_case, stored=False)
    window.case_view.go.go("summary")
    qtbot.keyClicks(window.case_view.summary.editor, "Typed a moment ago")
    window.case_controller.close_case()
    assert window.services.cases.load(small_case.id).summary == "Typed a moment ago"


def test_closing_the_window_stores_the_case(window, small_case, qtbot, home):

    window.case_controller._open(small_case, stored=False)
    window.case_view.go.go("summary")
    qtbot.keyClicks(window.case_view.summary.editor, "Last words")
    assert window.close()
    with Services(home) as again:
        assert again.cases.load(small_case.id).summary == "Last words"


def test_a_second_window_on_the_same_home_says_who_holds_it(window, qtbot, home):
    from imr_desktop.settings import Settings
    from imr_desktop.ui.main_window import MainWindow

    window.services.vault.create(None)
    second = MainWindow(home, Settings(theme="light"))
    second.show()
    second.complete()
    qtbot.waitUntil(lambda: second.home_view._error.isVisible(), timeout=20_000)
    assert second.home_view._error.text()
    second.close()


def test_an_unexpected_error_is_told_without_its_words(window, qtbot):
    from PySide6.QtWidgets import QMessageBox

    from imr_desktop.ui.app import Excepthook

    hook = Excepthook(window)
    for _twice in range(2):
        hook(ValueError, ValueError("Jane Roe, 03/05/1970"), None)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    boxes = window.findChildren(QMessageBox)
    assert len(boxes) == 1
    assert "Jane Roe" not in boxes[0].text()
    boxes[0].reject()


def test_a_full_disk_keeps_the_case_and_offers_to_try_again(window, small_case, qtbot, monkeypatch):
    window.case_controller._open(small_case, stored=False)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)

    def full(case):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(window.services.cases, "save", full)
    window.session.apply("Edit", edits.set_summary, "kept")
    qtbot.waitUntil(lambda: window.top._retry.isVisible(), timeout=5000)
    assert window.top._saved.text() == "Not saved"
    assert window.session.case.summary == "kept"
    monkeypatch.undo()
    window.top._retry.click()
    qtbot.waitUntil(lambda: window.top._saved.text().startswith("Saved"), timeout=5000)
    assert not window.session.unsaved

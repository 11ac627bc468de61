"""What is not printed, and why: an empty queue, a paused one, a server that went away, a letter that names the reviewer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from print_acts import choose, opened, press, sent
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QRadioButton

from imr_desktop.case import codec, edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.determination import render
from imr_desktop.errors import RenderError, SigningError
from imr_desktop.paths import resource
from imr_desktop.review import batch
from imr_desktop.ui.signing import letter_pages


def test_escape_prints_nothing(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert printer.sentences == []
    assert not printer.busy
    assert server.call("lpstat", "-o") == ""


def test_pages_that_are_not_there_are_said(printer, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    choose(dialog, QRadioButton, "pagesRadioButton").click()
    choose(dialog, QLineEdit, "pagesLineEdit").setText("40-50")
    press(dialog, qtbot)
    assert "none of those chosen" in sent(printer, qtbot)


def test_a_queue_that_takes_nothing_is_said(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    server.call("cupsreject", "Letter-Queue")
    press(dialog, qtbot)
    assert sent(printer, qtbot).startswith("Letter-Queue did not take the pages (")
    server.call("cupsaccept", "Letter-Queue")


def test_a_paused_printer_is_said(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    server.call("cupsdisable", "Letter-Queue")
    press(dialog, qtbot)
    assert sent(printer, qtbot).endswith("to Letter-Queue; the printer is stopped (paused) and prints when it is resumed.")
    server.call("cancel", "-a")
    server.call("cupsenable", "Letter-Queue")


def test_a_printer_that_fails_later_is_said(printer, server, letter, qtbot):
    out = server.folder / "out"
    printer._watch.setInterval(50)
    out.rename(out.with_name("gone"))
    press(opened(printer, letter, qtbot), qtbot)
    qtbot.waitUntil(lambda: len(printer.sentences) == 3)
    out.with_name("gone").rename(out)
    server.call("cancel", "-a")
    assert printer.sentences[1].startswith("Sent all")
    assert printer.sentences[2] == "Letter-Queue could not print the determination; see to it and to its queue."


def test_it_can_be_stopped_on_the_way(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    queues = choose(dialog, QComboBox, "printers")
    queues.setCurrentIndex(queues.findText("Raw-Queue"))
    press(dialog, qtbot)
    qtbot.waitUntil(lambda: printer._next == 1, timeout=20_000)
    printer.stop()
    assert not printer.busy
    qtbot.waitUntil(lambda: not printer._tasks.busy)
    assert server.call("lpstat", "-o") == ""


def test_a_letter_that_cannot_be_had_is_said(printer, qtbot):
    def job():
        raise RenderError("The vault's file is damaged.")

    printer.ask(job)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog))
    press(QApplication.activeModalWidget(), qtbot)
    assert sent(printer, qtbot) == "The vault's file is damaged."


def test_without_a_printer_it_says_so(printer, letter, monkeypatch):
    monkeypatch.setattr("imr_desktop.ui.signing.printing.QPrinterInfo.availablePrinterNames", list)
    printer.ask(lambda: letter)
    assert printer.sentences == ["No printer is set up on this computer; add one in the system's settings, then print again."]


def test_a_server_that_went_away_is_said(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    server.end()
    press(dialog, qtbot)
    assert sent(printer, qtbot).startswith("Letter-Queue did not take the pages (")


def test_a_draft_that_names_the_reviewer_is_not_printed(sample, qtbot):
    sample.services.reviewer.keep({"reviewer_name": "Jordan Q. Invented"})
    sample.session.apply("Edit", edits.set_summary, "Seen by Jordan Invented.")
    with pytest.raises(SigningError, match="would name the reviewer"):
        sample.case_view.sign.print_job()()


def test_a_signed_letter_that_names_the_reviewer_is_not_printed_alone_nor_in_a_batch(window, small_case):
    sample = codec.decode(resource("samples", "case.json").read_bytes(), "the sample case")
    letter = render(edits.set_summary(sample, "Seen by Jordan Invented."))
    digest = window.services.vault.store.attachments.put_bytes(letter, "signed determination")
    case = edits.mark_signed(small_case, SignedLetter("f.pdf", digest, datetime.now(UTC)))
    window.services.cases.save(case)
    assert letter_pages.to_print(window.services, case) == batch.signed_letter(window.services, case.id) == letter
    window.services.reviewer.keep({"reviewer_name": "Jordan Q. Invented"})
    for ask, of in ((letter_pages.to_print, case), (batch.signed_letter, case.id)):
        with pytest.raises(SigningError, match="Nothing was printed"):
            ask(window.services, of)

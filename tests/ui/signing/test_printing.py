"""Printing with real keys on a real queue: the pages that come out are the signed file's."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

from msgspec import structs
from PIL import Image, ImageChops, ImageStat
from print_acts import choose, opened, press, sent
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QMessageBox, QRadioButton, QSpinBox

from imr_desktop.case import codec, edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.determination import page_images
from imr_desktop.determination.outgoing import short_digest
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.paths import resource
from imr_desktop.ui import writing
from imr_desktop.ui.signing import print_plan

SCALE = 1.0
ALIKE = 6.0
"""Mean difference of grey values, of 255, that a drawn page may have: it went through 300 dpi. One pixel aside makes 8."""
VECTOR = 0.5
"""The same for a page that was sent as it is."""


def pictures(pdf):
    return [Image.open(io.BytesIO(page.png())).convert("L") for page in page_images(pdf, SCALE)]


def difference(one, other):
    return ImageStat.Stat(ImageChops.difference(one.resize(other.size), other)).mean[0]


def ink(picture):
    """The box around all that is not paper."""
    return picture.point([255] * 245 + [0] * 11).getbbox()


def order(printed, letter, most=VECTOR):
    """Which page of the letter each printed page is: 0 where it is none."""
    pages = pictures(letter)
    found = [min((difference(one, page), number) for number, page in enumerate(pages, 1)) for one in pictures(printed)]
    assert min(difference(one, other) for one in pages for other in pages if one is not other) > most, "it tells pages apart"
    return [number if differs < most else 0 for differs, number in found]


def words(pdf):
    return [text.split() for text in page_texts(pdf)]


def asked_for(server):
    """The options that the newest job came with, as the queue's filters saw them."""
    newest = [line for line in server.log().splitlines() if "argv[5]=" in line][-1]
    return newest.partition('argv[5]="')[2].rstrip('"').split(" ")


def test_pages_are_named_in_runs():
    assert print_plan.runs([1]) == "1"
    assert print_plan.runs([1, 2, 3, 5, 7, 8]) == "1–3, 5, 7–8"


def test_a_printer_that_makes_no_copies_is_given_them():
    made = print_plan.PrintPlan((2, 1), 2, copies=2, drawn_copies=2, collate=True, reverse=True)
    assert made.sheets == (2, 1, 2, 1)
    assert replace(made, collate=False).sheets == (2, 2, 1, 1)
    assert made.sentence("P") == "Sent all 2 pages to P, 2 copies, last page first."


def test_what_the_print_service_is_told():
    whole = print_plan.PrintPlan((1, 2, 3, 4), 4)
    assert whole.options == (("media", "Letter"), ("sides", "one-sided"), ("copies", "1"), ("print-scaling", "none"))
    some = replace(whole, pages=(4, 2, 1), copies=2, collate=False, reverse=True, paper="A4", media="A4")
    assert dict(some.options) == {
        "media": "A4",
        "sides": "one-sided",
        "copies": "2",
        "multiple-document-handling": "separate-documents-uncollated-copies",
        "Collate": "False",
        "outputorder": "reverse",
        "page-ranges": "1-2,4",
        "print-scaling": "fit",
    }
    many = replace(whole, others=(("number-up", "2"), ("job-sheets", "none,none")))
    assert many.options[3:] == many.others, "the service lays the pages out on the sheet"
    assert (
        many.sentence("P", "the printer is stopped") == "Sent all 4 pages to P, 2 pages on a sheet; the printer is stopped."
    )


def test_ctrl_p_prints_the_signed_file(server, sample, letter, qtbot):
    said = []
    sample.case_view.go.notified.connect(said.append)
    digest = sample.services.vault.store.attachments.put_bytes(letter, "signed determination")
    sample.session.replace(edits.mark_signed(sample.session.case, SignedLetter("f.pdf", digest, datetime.now(UTC))))
    sample.activateWindow()
    qtbot.waitUntil(lambda: sample.isActiveWindow() and QApplication.focusWidget() is not None)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog))
    press(QApplication.activeModalWidget(), qtbot)
    qtbot.waitUntil(lambda: any(one.startswith("Sent") for one in said), timeout=60_000)
    count, printed = len(pictures(letter)), server.printed("Letter-Queue")
    assert said[-1] == f"Sent all {count} pages to Letter-Queue."
    assert order(printed, letter) == list(range(1, count + 1))
    assert len(printed) < 2 * len(letter), "it is the file, not pictures of it"
    for number, (on_paper, page) in enumerate(zip(words(printed), words(letter), strict=True), 1):
        assert on_paper[: len(page)] == page, "every word is a word, and the stamp stands behind those of the page"
        assert {"of", str(number), str(count)} <= set(page), "which page of how many"
        assert "CM16-9900417" in page, "of which case"
    assert any("Pacific" in page for page in words(printed)), "the stamp is printed"
    digest = short_digest(codec.decode(resource("samples", "case.json").read_bytes(), "the sample case"))
    assert all(digest in page for page in words(printed)), "of which data"
    assert 'argv[3]="IMR determination"' in server.log()
    assert sample.session.case.number not in server.log(), "everyone may read a print server's list"


def test_a_batch_goes_to_one_printer_letter_after_letter_and_each_that_failed_there_counts(
    window, small_case, server, letter, qtbot, settle
):
    said, out = [], server.folder / "out"
    digest = window.services.vault.store.attachments.put_bytes(letter, "signed determination")
    stored = window.services.cases.save
    for number in range(3):
        case = set_number(small_case, number)
        stored(edits.mark_signed(case, SignedLetter("f.pdf", digest, datetime.now(UTC))) if number else case)
    window.case_controller.list_cases()
    settle(window)
    window.batch.notified.connect(said.append)
    window.home_view.worklist.selectAll()
    out.rename(out.with_name("gone"))
    before = server.call("lpstat", "-W", "all", "-o", "Letter-Queue").count("\n")
    window.batch.print_chosen()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog))
    press(QApplication.activeModalWidget(), qtbot)
    window.batch.print_chosen()
    qtbot.waitUntil(lambda: any("could not print" in one for one in said), timeout=60_000)
    assert server.call("lpstat", "-W", "all", "-o", "Letter-Queue").count("\n") == before + 2
    out.with_name("gone").rename(out)
    server.call("cancel", "-a")
    assert "Letters are being printed already." in said
    assert "2 of 3 cases sent to the printer. Not sent to the printer:" in said
    box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
    assert "CM26-0000000: it is not signed" in box.text()
    box.reject()
    assert said[-1].startswith("2 letters: Letter-Queue could not print the determination")


def set_number(case, number):
    return structs.replace(case, id=f"c{number}", number=f"CM26-000000{number}")


def test_what_is_not_signed_is_printed_as_a_draft(sample):
    assert any("DRAFT" in text for text in page_texts(sample.case_view.sign.print_job()()))


def test_while_it_is_being_signed_it_is_neither_draft_nor_signed(sample, qtbot, monkeypatch):
    said = []
    sample.case_view.go.notified.connect(said.append)
    monkeypatch.setattr(sample.session._exclusive, "busy", writing.SIGNING)
    sample.menus.actions["print_letter"].trigger()
    assert said == [writing.SIGNING]
    assert not isinstance(QApplication.activeModalWidget(), QPrintDialog)


def test_some_pages(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    choose(dialog, QRadioButton, "printRange").click()
    choose(dialog, QSpinBox, "to").setValue(3)
    choose(dialog, QSpinBox, "from").setValue(2)
    press(dialog, qtbot)
    assert sent(printer, qtbot) == "Sent pages 2–3 to Letter-Queue."
    assert order(server.printed("Letter-Queue"), letter) == [2, 3]


def test_copies_of_each_page(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    choose(dialog, QSpinBox, "copies").setValue(2)
    choose(dialog, QCheckBox, "collate").setChecked(False)
    press(dialog, qtbot)
    count = len(pictures(letter))
    assert sent(printer, qtbot) == f"Sent all {count} pages to Letter-Queue, 2 copies."
    assert order(server.printed("Letter-Queue"), letter) == [page for page in range(1, count + 1) for _ in range(2)]


def test_on_both_sides_copies_come_one_after_the_other(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    choose(dialog, QSpinBox, "copies").setValue(2)
    choose(dialog, QCheckBox, "collate").setChecked(False)
    choose(dialog, QRadioButton, "duplexLong").click()
    press(dialog, qtbot)
    assert sent(printer, qtbot).endswith("to Letter-Queue, 2 copies, one after the other, as both sides are printed.")
    count = len(pictures(letter))
    back = [0] * (count % 2)  # the next copy begins on a sheet of its own
    assert order(server.printed("Letter-Queue"), letter) == [*range(1, count + 1), *back] * 2
    assert "Duplex=DuplexNoTumble" in asked_for(server)


def test_landscape_is_not_what_the_pages_are(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    printer._printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    press(dialog, qtbot)
    assert sent(printer, qtbot).endswith("to Letter-Queue, upright, as its pages are.")
    assert order(server.printed("Letter-Queue"), letter)[:1] == [1]


def test_single_pages_backwards_twice(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    choose(dialog, QRadioButton, "pagesRadioButton").click()
    choose(dialog, QLineEdit, "pagesLineEdit").setText("1,3")
    choose(dialog, QCheckBox, "reverse").click()
    choose(dialog, QSpinBox, "copies").setValue(2)
    press(dialog, qtbot)
    assert sent(printer, qtbot) == "Sent pages 1, 3 to Letter-Queue, 2 copies, last page first."
    assert order(server.printed("Letter-Queue"), letter) == [3, 1, 3, 1]


def test_on_other_paper_it_is_fitted_and_centred(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    queues = choose(dialog, QComboBox, "printers")
    queues.setCurrentIndex(queues.findText("A4-Queue"))
    press(dialog, qtbot)
    assert sent(printer, qtbot).endswith("to A4-Queue, scaled to fit A4 paper.")
    printed, pages = pictures(server.printed("A4-Queue")), pictures(letter)
    assert [one.size for one in printed] == [(595, 842)] * len(pages)
    scale = (595 - 2 * 12) / 612
    for one, page in zip(printed, pages, strict=True):
        left, top, right, bottom = ink(page)
        moved = (12 + left * scale, (842 - 792 * scale) / 2 + top * scale)
        fitted = (*moved, moved[0] + (right - left) * scale, moved[1] + (bottom - top) * scale)
        assert all(abs(is_at - should) < 2 for is_at, should in zip(ink(one), fitted, strict=True)), (
            "as large as the printer's margins leave, in the middle"
        )


def test_a_printer_that_cannot_take_the_file_gets_pictures_of_its_pages(printer, server, letter, qtbot):
    dialog = opened(printer, letter, qtbot)
    queues = choose(dialog, QComboBox, "printers")
    queues.setCurrentIndex(queues.findText("Raw-Queue"))
    choose(dialog, QRadioButton, "printRange").click()
    choose(dialog, QSpinBox, "to").setValue(2)
    choose(dialog, QSpinBox, "copies").setValue(2)
    press(dialog, qtbot)
    assert sent(printer, qtbot) == (
        "Sent pages 1–2 to Raw-Queue, 2 copies; as pictures of its pages, because this printer cannot take the file itself."
    )
    assert order(server.printed("Raw-Queue"), letter, ALIKE) == [1, 2, 1, 2]


def test_a_page_at_300_dpi_is_as_many_pixels_as_the_sheet(letter):
    (page,) = page_images(letter, 300 / 72, [1])
    assert (page.width, page.height) == (2550, 3300)

"""PDF pages as they are read: forms, notes, turned and cropped sheets, columns, XFA."""

from __future__ import annotations

import io
from contextlib import closing

import pikepdf
import pytest
from pdf_pages import LETTER, REPORT, changed, form, note, report, sheet, without_appearances, xfa

from imr_desktop.record.evidence.parts import Grey
from imr_desktop.record.model import Box, PageText
from imr_desktop.record.pdf import read
from imr_desktop.record.pdf.document import open_document
from imr_desktop.record.pdf.layers import Original
from imr_desktop.record.pdf.page import page_text
from imr_desktop.record.pdf.parts import OpenPage
from imr_desktop.record.pdf.turning import upright_turn
from imr_desktop.record.pdf.xfa import DATA_ALONE, UNSHOWN

FILLED = ("Worker: Testcase, Alma", "Injured on: 03/04/2031", "Body part: knee", "Urgent: \u2610", "Routine: \u2612")


def first(data: bytes) -> PageText:
    return read(io.BytesIO(data)).pages[0]


def worded(data: bytes) -> PageText:
    with closing(open_document(io.BytesIO(data))) as document, closing(Original(io.BytesIO(data))) as original:
        return page_text(document, original, 0, wordy=True)


def without_ink(data: bytes) -> list[str]:
    """The words under whose boxes the upright picture is of one colour."""
    found = worded(data)
    with closing(open_document(io.BytesIO(data))) as document:
        page = document[0]
        picture = page.render(scale=2, rotation=upright_turn(page), grayscale=True).to_pil()
    across, down = picture.size
    assert found.words
    spread = [(word.text, picture.crop(_dots(word.box, across, down)).getextrema()) for word in found.words]
    return [text for text, (dark, light) in spread if light - dark < 100]


def _dots(box: Box, across: int, down: int) -> tuple[int, int, int, int]:
    return round(box[0] * across), round(box[1] * down), round(box[2] * across) + 1, round(box[3] * down)


@pytest.mark.parametrize("change", [None, without_appearances], ids=["drawn", "left to the viewer"])
def test_what_a_form_was_filled_with_stands_beside_its_labels(change):
    data = sheet(form)
    data = changed(data, change) if change else data
    lines = first(data).text.split("\n")
    assert [line for line in FILLED if line not in lines] == []
    assert "\u2612 left" in " ".join(lines)
    fields = [word.text for word in worded(data).words if word.origin == "form field"]
    assert {"Testcase,", "Alma", "03/04/2031", "knee", "left"} <= set(fields)
    assert "Worker:" not in fields
    assert set(without_ink(data)) <= {"\u2612", "\u2610"}  # a list's signs are ours


def test_labels_written_first_and_values_after_read_as_rows():
    def filled(canvas):
        for at, label in enumerate(("Worker:", "Injured on:", "Diagnosis:")):
            canvas.drawString(72, 700 - 20 * at, label)
        for at, value in enumerate(("Testcase, Alma", "03/04/2031", "strain of the left knee, second visit")):
            canvas.drawString(150, 701 - 20 * at, value)

    rows = ["Worker: Testcase, Alma", "Injured on: 03/04/2031", "Diagnosis: strain of the left knee, second visit"]
    assert first(sheet(filled)).text.split("\n") == rows


PROSE = (
    "The patient was seen today for pain in the lower back and the left leg.",
    "He has not been able to work since the injury and walks with a cane.",
    "The plan is to continue with the home exercises and to return in four weeks.",
)


def _faxed(canvas, head="Received by fax from the office of the doctor"):
    for at, line in enumerate(PROSE):
        canvas.drawString(72, 700 - 20 * at, line)
    canvas.drawString(72, 760, head)


def test_dark_words_out_of_order_are_read_without_looking_at_the_picture(monkeypatch):
    asked = []
    monkeypatch.setattr(OpenPage, "grey", lambda page: asked.append(page) or Grey(0, 0, b""))
    found = first(sheet(_faxed))
    assert (found.verdict, found.text.split("\n")[0], asked) == ("read", "Received by fax from the office of the doctor", [])


def test_pale_and_doubled_words_out_of_order_are_told_from_what_is_seen():
    def pale(canvas):
        _faxed(canvas)
        canvas.setFillGray(1)
        canvas.drawString(72, 500, "nobody sees this line")

    def doubled(canvas):
        _faxed(canvas)
        canvas.drawString(72.4, 760, "Received by fax from the office of the doctor")

    assert "nobody sees" not in first(sheet(pale)).text
    assert "nobody sees" in first(sheet(pale)).hidden
    assert first(sheet(doubled)).text.count("Received") == 1


def test_notes_and_stamps_are_marked_and_typewriter_text_stands_in_its_place():
    def annotate(document):
        typewriter = pikepdf.Name.FreeTextTypeWriter
        note(document, "FreeText", [300, 655, 420, 670], "no brace", drawn="no brace", IT=typewriter)
        note(document, "FreeText", [300, 675, 500, 690], "compare with the film", drawn="compare with the film")
        note(document, "Text", [500, 630, 520, 650], "ask for the\nurine screen")
        note(document, "FreeText", [300, 600, 500, 620], "", RC=pikepdf.String("<body><p>left &amp; right</p></body>"))
        note(document, "Stamp", [400, 720, 560, 750], "", drawn="RECEIVED", Name=pikepdf.Name.Received)
        note(document, "FreeText", [72, 500, 300, 520], "hidden remark", drawn="hidden remark", F=2)
        note(document, "FreeText", [72, 470, 300, 490], "print remark", drawn="print remark", F=32)

    page = first(changed(sheet(report), annotate))
    assert "Gait: steady, no limp no brace\n" in page.text
    assert "[Note on the page: compare with the film]" in page.text.split("\n")
    assert "[Note on the page: ask for the urine screen]" in page.text.split("\n")
    assert "[Note on the page: left & right]" in page.text.split("\n")
    assert "[Stamp on the page: RECEIVED]" in page.text.split("\n")
    assert "remark" not in page.text
    origins = {word.text: word.origin for word in worded(changed(sheet(report), annotate)).words}
    assert (origins["brace"], origins["film]"], origins["limp"]) == ("annotation", "annotation", "text layer")


TURNS = {
    "turned clockwise": lambda page: page.rotate(90, relative=False),
    "upside down": lambda page: page.rotate(180, relative=False),
    "turned back": lambda page: page.rotate(270, relative=False),
    "cropped": lambda page: page.__setattr__("cropbox", [100, 500, 500, 760]),
    "crop box inverted": lambda page: page.__setattr__("CropBox", [500, 760, 100, 500]),
    "box below zero": lambda page: (page.__setattr__("MediaBox", [-50, -80, 612, 792]), page.rotate(90, relative=False)),
    "user unit": lambda page: page.__setattr__("UserUnit", 2),
}


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_words_lie_on_the_upright_picture_and_read_in_order(turn):
    data = changed(sheet(report), lambda document: turn(document.pages[0]) and None)
    page = first(data)
    assert tuple(page.text.split("\n")) == REPORT
    assert without_ink(data) == []
    title = worded(data).words[0]
    assert title.text == "Sheet"
    assert title.box[2] - title.box[0] > 0.02
    assert title.box[1] < worded(data).words[-1].box[1]


def test_a_page_turned_so_that_it_stands_upright_is_left_so():
    def sideways(canvas):
        canvas.translate(612, 0)
        canvas.rotate(90)
        for at, line in enumerate(REPORT):
            canvas.drawString(100, 500 - 20 * at, line)

    data = changed(sheet(sideways), lambda document: document.pages[0].rotate(90, relative=False))
    page = first(data)
    assert (tuple(page.text.split("\n")), page.turned) == (REPORT, 0)
    assert (page.width, page.height) == (LETTER[1], LETTER[0])
    assert first(sheet(sideways)).turned == 90


LEFT = (
    "The patient reports ongoing low",
    "back ache that spreads into a leg",
    "with numbness of the foot and of",
    "the toes. It is worse on sitting",
    "for more than half an hour.",
)
RIGHT = (
    "Magnetic images of the spine show",
    "a small bulge at the fourth level",
    "that touches the nerve on the left",
    "side. The canal is wide at all of",
    "the levels that can be seen.",
)


@pytest.mark.parametrize("by_line", [True, False])
def test_columns_of_prose_are_read_one_after_the_other(by_line):
    def columns(canvas):
        canvas.drawString(72, 740, "A heading that runs over the whole width of this page, above both of its columns")
        placed = [(72, 700 - 14 * at, line) for at, line in enumerate(LEFT)]
        placed += [(320, 700 - 14 * at, line) for at, line in enumerate(RIGHT)]
        for x, y, line in sorted(placed, key=lambda place: (-place[1], place[0]) if by_line else place[0]):
            canvas.drawString(x, y, line)

    text = " ".join(first(sheet(columns)).text.split())
    assert " ".join((*LEFT, *RIGHT)) in text


def test_a_table_written_column_by_column_stays_rows():
    def table(canvas):
        cells = (("Medicine", "Dose", "Refills"), ("Paracetamol", "500 mg at night", "1"), ("Ibuprofen", "200 mg", "0"))
        for column in range(3):
            for row, line in enumerate(cells):
                canvas.drawString(72 + 130 * column, 700 - 16 * row, line[column])

    rows = ["Medicine Dose Refills", "Paracetamol 500 mg at night 1", "Ibuprofen 200 mg 0"]
    assert first(sheet(table)).text.split("\n") == rows


def test_an_xfa_form_gives_what_it_was_filled_with_or_says_that_it_cannot_be_shown():
    def please_wait(canvas):
        canvas.drawString(72, 700, "Please wait... a newer reader is needed to show this document.")

    data = b"<datasets><data><form><WorkerName>Alma Testcase</WorkerName><Urgent>1</Urgent></form></data></datasets>"
    page = first(changed(sheet(please_wait), xfa(data)))
    assert (page.text, page.reasons) == ("Worker Name: Alma Testcase\nUrgent: 1", (DATA_ALONE,))
    bomb = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>' + data.replace(b"Alma", b"&d;")
    for unreadable in (b"<datasets><data/></datasets>", b"no xml", bomb):
        page = first(changed(sheet(please_wait), xfa(unreadable)))
        assert (page.verdict, page.reasons) == ("not read", (UNSHOWN,))

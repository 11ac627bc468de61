"""Where more may be said than was read, the window says so: while files are taken in, and in the record at a glance."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.case.model import Case
from imr_desktop.extract.packet import Overview
from imr_desktop.review.overview import Missing
from imr_desktop.review.taken import Gap, TakenIn
from imr_desktop.ui.intake.proposal_rows import blocks_of
from imr_desktop.ui.overview.rows import gaps, missing_row

LETTER = (
    "UTILIZATION REVIEW DETERMINATION|Date: 03/14/2024|Injured worker: Rosa Delgado|Claim number: NG-448812|"
    "Estimada Sra. Delgado:|Hemos revisado la solicitud de su médico. El siguiente tratamiento no es|"
    "médicamente necesario y por eso fue negado: terapia física para la espalda.|"
    "La razón de esta decisión es que los informes no muestran una mejoría|"
    "funcional después de las visitas anteriores de la terapia."
)
CONTRARY = (
    "UTILIZATION REVIEW DETERMINATION|Date: 03/14/2024|Injured worker: Rosa Delgado|1. MRI of the lumbar spine: Denied|||"
    "Details of the determination|Request: MRI of the lumbar spine|Decision: Certified|Rationale: red flags are documented."
)
NOTHING = "No request could be read out of this letter of utilization review."


@pytest.fixture
def take_in(window, tmp_path, qtbot, front):
    """The window with a file of these pages read, not taken in."""

    def read(*pages: str):
        canvas = Canvas(str(tmp_path / "packet.pdf"))
        for page in pages:
            for number, line in enumerate(page.split("|")):
                canvas.drawString(60, 740 - 22 * number, line)
            canvas.showPage()
        canvas.save()
        front(window)
        window.drop.files_dropped.emit([tmp_path / "packet.pdf"])
        qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=60_000)
        QApplication.processEvents()
        return window

    return read


@pytest.fixture
def glance(window, qtbot, settle, front):
    """The record at a glance of what was read, once it is taken in."""

    def show():
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy)
        front(window)
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_E, held)
        qtbot.waitUntil(lambda: window.overview.dialog is not None)
        shown = window.overview.dialog
        qtbot.waitUntil(lambda: shown.lacking.list.rows() > 0)
        return front(shown)

    return show


def test_a_letter_out_of_which_nothing_was_read_says_so_with_its_page(take_in, glance):
    shown = take_in(LETTER).proposals.list.row_model.shown
    (row,) = [row for row in shown if row.text.startswith(NOTHING)]
    assert (row.kind, row.title, row.chips[0][1]) == ("warning", "Utilization review determination", 1)
    assert "add by hand" in row.spoken
    assert NOTHING in glance().error.text()


def test_what_one_letter_contradicts_itself_in_waits_for_a_choice(take_in, glance):
    shown = take_in(CONTRARY).proposals.list.row_model.shown
    (row,) = [row for row in shown if row.title == "Decided by utilization review: MRI of the lumbar spine"]
    assert row.text == "denied  /  certified"
    assert [row.tick for row in shown if row.kind == "entry" and row.title == "MRI of the lumbar spine"] == ["on"]
    dialog = glance()
    values = dialog.choosing.findChildren(type(dialog.tabs[0]))
    assert [one.text().partition(" ")[0] for one in values] == ["denied", "certified"]
    assert not any(one.isChecked() for one in values), "nothing is chosen beforehand"
    QTest.mouseClick(values[1], Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    dialog.choosing.reason.setText("The details were written last")
    QTest.mouseClick(dialog.choosing.keep_button, Qt.MouseButton.LeftButton)
    assert dialog.tabs[0].text().endswith("(0)"), "it waits no longer"


def test_what_is_said_of_many_papers_is_said_once_with_the_pages_of_each():
    found = [*(Gap(str(page), page, page, NOTHING) for page in range(1, 41)), Gap("long", 41, 95, "Too far on.")]
    first, second = gaps(found)
    assert first.count(NOTHING) == 1
    assert [f"p. {page}" for page in range(1, 41)] == first.partition(":")[0].split(", ")
    assert second == "pp. 41\u201395: Too far on."


def test_what_is_missing_may_stand_on_pages_that_were_not_read():
    lacking = Missing(kind="document", what="the utilization review decision", unread=(2, 5))
    told = "Not found among the pages that were read; not read: pp. 2, 5."
    assert missing_row(lacking).note == told
    (block,) = blocks_of(TakenIn(Case("c1"), overview=Overview(missing=(lacking,))))
    (row,) = block.rows
    assert row.note == told, "and so does the list of what was read"

"""The record at a glance, by keys: a choice that holds and is kept, what is missing, the time line, places that open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.case import edits
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.review.overview import save_chronology

PAGES = (
    "APPLICATION FOR INDEPENDENT MEDICAL REVIEW|DWC Form IMR|Employee: Vesper Quillon|Date of Injury: 03/03/2024|"
    "Claim Number: QX-5501|Date of Utilization Review Decision: 10/02/2024|Signature of employee: Vesper Quillon",
    "UTILIZATION REVIEW DETERMINATION|October 2, 2024|Re: Vesper Quillon|Date of Injury: 03/13/2024|"
    "Treatment requested: Lumbar MRI|Decision: Non-certified|The MRI of 01/05/2023 was mentioned but not sent.",
    "PROGRESS REPORT (PR-2)|Date of exam: 09/10/2024|Patient: Vesper Quillon|Date of Injury: 03/03/2024|"
    "Subjective: low back pain|Medications: naproxen 500 mg twice a day|Assessment: Lumbar strain|Signed: Orla Venn, M.D.",
)


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    path = tmp_path / "packet.pdf"
    canvas = Canvas(str(path))
    for page in PAGES:
        for number, line in enumerate(page.split("|")):
            canvas.drawString(72, 740 - 22 * number, line)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def dialog(window, packet, settle, front, qtbot):
    window.take_in([packet])
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy)
    front(window)
    QTest.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: window.overview.dialog is not None)
    shown = window.overview.dialog
    for part in (shown.choosing, shown.lacking, shown.beginnings):
        assert part.none.isHidden(), "nothing is answered before the record was looked over"
    qtbot.waitUntil(lambda: shown.timeline.list.rows() > 0)
    return front(shown)


def type_keys(words, *keys):
    QTest.keyClicks(QApplication.focusWidget(), words)
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def section(dialog, number):
    QTest.mouseClick(dialog.tabs[number], Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    return dialog.lists[number]


def titles(shown):
    return [row.title for row in shown.row_model.shown]


def test_a_choice_holds_and_is_kept_with_its_reason_and_what_is_missing_is_asked_for(window, dialog, settle):
    assert titles(dialog.lists[0]) == ["Date of injury"]
    assert dialog.pages[1].isVisible(), "two values, two pages"
    values = dialog.choosing.findChildren(type(dialog.tabs[0]))
    assert [one.isChecked() for one in values] == [False, False], "nothing is chosen beforehand"
    assert not dialog.choosing.keep_button.isEnabled()
    wrong = next(one for one in values if "03/13/2024" in one.text())
    QTest.mouseClick(wrong, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert not dialog.choosing.keep_button.isEnabled(), "a choice needs a reason"
    dialog.choosing.reason.setFocus()
    type_keys("", Qt.Key.Key_Return)
    assert "Say why first" in dialog.choosing.refused.text()
    type_keys("The clinic's first report says so")
    assert dialog.choosing.refused.isHidden()
    window.session.apply("Change", lambda case: edits.set_field(case, age=50))
    section(dialog, 2)
    section(dialog, 0)
    assert dialog.choosing.reason.text(), "what was begun stays"
    assert dialog.choosing.keep_button.isEnabled()
    dialog.choosing.reason.setFocus()
    type_keys("", Qt.Key.Key_Return)
    settle(window)
    assert QApplication.focusWidget() is dialog.lists[0]
    assert not dialog.choosing.reason.text()
    case = window.session.case
    assert case.dates.injury == date(2024, 3, 13)
    (kept,) = case.resolutions
    assert (kept.place, kept.value, kept.others) == ("dates.injury", "2024-03-13", ("2024-03-03",))
    assert kept.reason == "The clinic's first report says so"
    assert {source.page for source in kept.sources} == {1, 2, 3}
    assert dialog.tabs[0].text().endswith("(0)"), "it waits no longer"
    assert "Your choice: 03/13/2024" in dialog.lists[0].row_model.shown[0].spoken
    window.session.flush()
    assert [one.what for one in window.services.vault.trail(case.id)].count("conflict resolved") == 1

    lacking = section(dialog, 1)
    assert "MRI of 01/05/2023" in titles(lacking)
    assert any("DWC Form RFA" in title for title in titles(lacking))
    QTest.mouseClick(dialog.lacking.copy_button, Qt.MouseButton.LeftButton)
    asked = QGuiApplication.clipboard().text()
    assert "MRI of 01/05/2023, which the record names on page 2" in asked
    lacking.select_row(titles(lacking).index("MRI of 01/05/2023"))
    QTest.mouseClick(dialog.lacking.note_button, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.session.case.records_missing == "MRI of 01/05/2023"
    assert not dialog.lacking.note_button.isEnabled(), "it is noted once"


def test_the_time_line_is_filtered_saved_and_opens_its_page(window, dialog, front, qtbot, tmp_path):
    window.session.apply("Number", edits.set_field, number="IMR/2024 7")
    events = section(dialog, 2)
    shown = " ".join(titles(events))
    for words in ("Injury", "Progress report", "Utilization review determination", "Naproxen, 500 mg"):
        assert words in shown
    dialog.timeline.filter.setFocus()
    type_keys("xyz")
    assert dialog.timeline.none.isVisible(), "an empty list is no answer by itself"
    dialog.timeline.filter.clear()
    type_keys("naproxen")
    assert dialog.timeline.none.isHidden()
    assert [title.lower().startswith("naproxen") for title in titles(events)] == [True]
    dialog.timeline.save_button.click()
    _case, told, words = window.overview._told
    saved = save_chronology(window.services.reviewer, window.session.case, told, words, tmp_path / "line.pdf")
    (page,) = page_texts(saved.read_bytes())
    assert "Only entries about: naproxen." in page
    assert "Naproxen. 500 mg" in page
    assert "Progress report" not in page
    (asked,) = window.findChildren(QFileDialog)
    assert Path(asked.selectedFiles()[0]).name == "IMR-2024 7 time line.pdf"
    QApplication.activeModalWidget().reject()
    front(dialog)
    events.setFocus()
    events.select_row(0)
    type_keys("", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.overview.dialog is None)
    qtbot.waitUntil(lambda: window.case_view.record.current_page() == 3)


def test_without_a_record_nothing_is_answered(window, settle, front, qtbot):
    window.case_controller._open(edits.set_field(edits.new_case(), number="CM26-0000007"), stored=False)
    settle(window)
    front(window)
    QTest.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: window.overview.dialog is not None and window.overview.dialog.error.isVisible())
    shown = front(window.overview.dialog)
    assert "no record" in shown.error.text()
    section(shown, 1)
    assert not shown.lacking.none.isVisible()
    assert not shown.open_button.isEnabled()


def test_doubtful_beginnings_are_answered_and_a_signed_case_changes_nothing(window, dialog, settle):
    def doubted(case, *pages):
        parts = (replace(one, doubt=0.5 * (one.first_page in pages), guessed=()) for one in case.documents)
        return replace(case, documents=tuple(parts))

    dialog.showMinimized()
    dialog.showNormal()  # put aside and brought back, it goes on
    window.session.apply("Doubt", doubted, 2, 3)
    shown = section(dialog, 3)
    assert dialog.tabs[3].accessibleName() == "Doubtful documents (2)"
    assert [page._caption.text()[:4] for page in dialog.pages] == ["p. 1", "p. 2"], "the page before stands beside it"
    type_keys("", Qt.Key.Key_Down)
    assert [page._caption.text()[:4] for page in dialog.pages] == ["p. 2", "p. 3"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    assert [one.first_page for one in window.session.case.documents] == [1, 2]
    assert shown.row() == 0, "the next one is current"
    type_keys("r")
    assert [one.doubt for one in window.session.case.documents] == [0, 0]
    assert dialog.beginnings.none.isVisible()
    assert not dialog.beginnings.keep_button.isEnabled()
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    assert [row.chips[-1][1] for row in shown.row_model.shown] == [2, 3]

    window.session.apply("Sign", edits.mark_signed, _letter())
    settle(window)
    assert not dialog.beginnings.join_button.isEnabled()
    section(dialog, 0)
    assert not dialog.choosing.keep_button.isEnabled()
    section(dialog, 1).select_row(0)
    assert not dialog.lacking.note_button.isEnabled()


def _letter():
    from datetime import UTC, datetime

    from imr_desktop.case.model import SignedLetter

    return SignedLetter("f.pdf", "ab" * 32, datetime.now(UTC))

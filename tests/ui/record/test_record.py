"""The record by key and mouse: pages, documents, find, what was seen."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from page_acts import at_page, drag, spot
from PySide6.QtCore import Qt

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile
from imr_desktop.extract import OtherPerson
from imr_desktop.review.remarks import Remarks
from imr_desktop.ui.record.documents import DocumentsModel
from imr_desktop.ui.record.reading_order import beside
from imr_desktop.ui.record.seeing import DWELL_MS

CTRL = Qt.KeyboardModifier.ControlModifier
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def test_documents_model(qtmodeltester, stand):
    model = DocumentsModel()
    model.set_case(stand.full_case())
    qtmodeltester.check(model)
    spoken = model.data(model.index(3), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "PR-2 progress report, 01/30/2014, pp. 37\u201340, 4 findings, not opened yet"


def test_keys_turn_pages(qtbot, pane):
    view = pane.view
    qtbot.keyClick(view, ".")
    assert pane.current_page() == 2
    qtbot.keyClick(view, ",")
    assert pane.current_page() == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert pane.current_page() == 214
    qtbot.keyClick(view, ".")
    assert pane.current_page() == 214
    before = view.verticalScrollBar().value()
    qtbot.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert view.verticalScrollBar().value() < before


def test_ctrl_g_goes_to_a_page(qtbot, pane):
    qtbot.keyClick(pane.view, Qt.Key.Key_G, CTRL)
    assert pane.bar.page.hasFocus()
    qtbot.keyClicks(pane.bar.page, "37")
    with qtbot.waitSignal(pane.page_changed) as caught:
        qtbot.keyClick(pane.bar.page, Qt.Key.Key_Return)
    assert caught.args == [37]
    assert pane.view.hasFocus()
    assert pane.documents_model.document_at(pane.documents.row()).id == "pr2"


def test_a_page_beyond_the_end_is_the_last(qtbot, pane):
    pane.focus_page()
    pane.bar.page.clear()
    qtbot.keyClicks(pane.bar.page, "99999")
    qtbot.keyClick(pane.bar.page, Qt.Key.Key_Return)
    assert pane.current_page() == 214


def test_a_document_opens_at_its_first_page(qtbot, pane):
    area = pane.documents.visualRect(pane.documents_model.index(2))
    qtbot.mouseClick(pane.documents.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert pane.current_page() == 10


def test_pages_of_another_person_and_in_another_language_are_said_in_the_list_and_over_the_page(qtbot, pane):
    pane.remarked.take(Remarks((OtherPerson("Vesper Quillon", 37, 40),), {41: "Spanish", 214: "Spanish"}))
    spoken = {row.key: row.spoken for row in pane.documents_model.shown}
    assert "another person: Vesper Quillon" in spoken["pr2"]
    assert "in Spanish: not understood" in spoken["old"]
    assert not {"another", "understood"} & set(f"{spoken['app']} {spoken['ur']} {spoken['rfa']}".split())
    pane.go_to_page(41)
    assert "In Spanish: not understood. Read it yourself." in pane.view.accessibleName()
    qtbot.keyClick(pane.view, Qt.Key.Key_U)
    assert pane.current_page() == 88, "not read"
    qtbot.keyClick(pane.view, Qt.Key.Key_U)
    assert pane.current_page() == 214, "and not understood"
    pane.set_case(edits.read_by_eye(edits.read_by_eye(pane.case, (41,), NOW), (214,), NOW))
    assert "Spanish" not in pane.documents_model.shown[4].spoken, "a person read them"


def test_a_file_in_reverse_is_said_and_read_from_its_last_page(qtbot, pane):
    assert pane.side.order.isHidden()
    pane.remarked.take(Remarks(backwards=((1, 214),)))
    assert "packet.pdf: lies in reverse" in pane.side.order.words.text()
    assert "lies in reverse" in pane.view.accessibleName(), "the list may be hidden"
    qtbot.keyClick(pane.view, Qt.Key.Key_Period)
    assert pane.current_page() == 2, "as it lies, until it is asked for otherwise"
    pane.go_to_page(1)
    qtbot.mouseClick(pane.side.order.button, Qt.MouseButton.LeftButton)
    assert pane.current_page() == 214
    qtbot.keyClick(pane.view, Qt.Key.Key_Period)
    assert (pane.current_page(), pane.reading.where.text().partition(" of ")[0]) == (213, "2")
    area = pane.documents.visualRect(pane.documents_model.index(3))
    qtbot.mouseClick(pane.documents.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert pane.current_page() == 40, "a document begins with its last page"
    qtbot.mouseClick(pane.side.order.button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(pane.view, Qt.Key.Key_Comma)
    assert pane.current_page() == 39


@pytest.mark.parametrize(
    ("page", "by", "to"),
    [(2, 1, 6), (6, 1, 5), (3, 1, 7), (7, -1, 3), (6, -1, 2), (7, 1, 9), (9, 1, 8), (8, -1, 9), (9, -1, 7)],
)
def test_files_in_reverse_stand_in_their_row(page, by, to):
    """Of nine pages 3 to 6 and 8 to 9 are files in reverse."""
    assert beside(page, by, ((3, 6), (8, 9))) == to


def test_scrolling_changes_the_page(qtbot, pane):
    with qtbot.waitSignal(pane.page_changed):
        pane.view.verticalScrollBar().setValue(pane.view.column.top(12))
    assert pane.current_page() == 12


def test_find_lists_hits_and_f3_walks(qtbot, stand, make):
    case = stand.full_case()
    pane = make(case, record=stand.Record(214, {"twitch": (37, 41, 120)}))
    pane.go_to_page(38)
    qtbot.keyClick(pane.view, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(pane.bar.finder, "twitch")
    qtbot.keyClick(pane.bar.finder, Qt.Key.Key_Return)
    assert pane.found.note.text() == "3 hits in 214 pages; 1 page could not be searched: p. 2."
    assert pane.current_page() == 41
    qtbot.keyClick(pane.bar.finder, Qt.Key.Key_F3)
    assert pane.current_page() == 120
    qtbot.keyClick(pane.bar.finder, Qt.Key.Key_F3)
    assert pane.current_page() == 37
    qtbot.keyClick(pane.bar.finder, Qt.Key.Key_Escape)
    assert pane.side.currentIndex() == 0
    assert pane.view.hasFocus()


def test_what_is_not_there_is_said(pane):
    pane.find_words("zebra")
    assert pane.found.note.text() == "0 hits in 214 pages; 1 page could not be searched: p. 2."
    assert [row.words for row in pane.found.model.shown] == ["Could not be searched (1)", "a picture without text"]


def test_text_pages_can_be_read_selected_and_quoted(qtbot, stand, make):
    pane = make(stand.full_case(), stand.Drawer(text_only=frozenset({1, 2})))
    at_page(qtbot, pane, 1)
    drag(qtbot, pane, spot(pane, 1, 4), spot(pane, 1, 6))
    with qtbot.waitSignal(pane.quote_requested) as caught:
        qtbot.keyClick(pane.view, "Q")
    assert caught.args[0] == "Neck pain rated"
    assert caught.args[1].box is None


def test_t_shows_text_and_back_on_the_same_page(qtbot, pane):
    pane.go_to_page(37)
    qtbot.keyClick(pane.view, "T")
    assert pane.view.content.as_text
    assert pane.bar.text.isChecked()
    assert pane.current_page() == 37
    qtbot.keyClick(pane.view, "T")
    assert not pane.view.content.as_text


def test_a_page_is_seen_only_once_it_was_looked_at(qtbot, stand, make):
    pane = make(stand.full_case())
    told = []
    pane.pages_seen.connect(told.append)
    pane.go_to_page(37)
    pane.go_to_page(41)
    qtbot.waitUntil(lambda: 41 in pane.progress.untold, timeout=3000)
    pane.flush()
    assert told == [frozenset({41})]
    pane.go_to_page(10)
    qtbot.wait(DWELL_MS + 200)
    assert not pane.progress.untold, "its document was opened before"


def test_the_last_page_of_a_document_tells_at_once(qtbot, stand, make):
    case = edits.mark_seen(stand.full_case(), (37, 38, 39), datetime(2026, 1, 1, tzinfo=UTC))
    pane = make(case)
    pane.pages_seen.connect(lambda pages: told.append(pages))
    told = []
    pane.go_to_page(40)
    qtbot.waitUntil(lambda: bool(told), timeout=2000)
    assert told == [frozenset({40})]


def test_a_page_that_is_not_drawn_is_not_seen(qtbot, stand, make):
    tasks = stand.Held()
    pane = make(stand.full_case(), tasks=tasks)
    pane.go_to_page(41)
    qtbot.wait(DWELL_MS + 300)
    assert not pane.progress.untold
    assert tasks.waiting
    tasks.go()
    qtbot.waitUntil(lambda: 41 in pane.progress.untold, timeout=3000)


def test_ctrl_b_folds_the_documents(qtbot, pane):
    assert pane.side.isVisible()
    qtbot.keyClick(pane.view, Qt.Key.Key_B, CTRL)
    assert not pane.side.isVisible()


def test_an_empty_case_says_what_to_do(qtbot, make):
    pane = make(Case(id="none"))
    assert pane.stack.currentWidget() is pane.empty
    assert pane.digest() == ("Record", "No record")
    qtbot.keyClick(pane, Qt.Key.Key_F3)


def test_files_added_while_reading_keep_the_place(stand, make):
    case = stand.full_case()
    pane = make(case)
    pane.go_to_page(37)
    more = msgspec.structs.replace(case, files=(*case.files, CaseFile("b" * 64, "more.pdf", 20, 215)))
    pane.set_case(more)
    assert pane.current_page() == 37
    assert pane.bar.total.text() == "of 234"


def test_what_is_sought_is_marked_on_the_page(qtbot, pane):
    at_page(qtbot, pane, 37)
    pane.find_words("pain")
    assert len(pane.view.content.sought_boxes(37)) == 2
    pane.clear_find()
    assert pane.view.content.sought_boxes(37) == []

"""Documents are taken apart, joined, moved and named by menu and key; Undo takes all of it back."""

from PySide6.QtCore import Qt

from imr_desktop.case.model import Document
from imr_desktop.ui.record.documents import CitedDocument

KEY, CTRL, SHIFT, ALT = (
    Qt.Key,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_a_document_begins_where_the_reviewer_says_moves_and_joins_again(sample, qtbot):
    window, record = sample, sample.case_view.record
    before = window.session.case.documents
    whole = next(one for one in before if len(one.pages) > 1)
    record.go_to_page(whole.first_page + 1)
    qtbot.keyClick(window, KEY.Key_D, CTRL | SHIFT)
    assert window.session.case.document_at(whole.first_page + 1).first_page == whole.first_page + 1
    window.menus.actions["begin_document"].trigger()
    assert len(window.session.case.documents) == len(before) + 1
    qtbot.keyClick(window, KEY.Key_J, CTRL | SHIFT)
    assert [one.pages for one in window.session.case.documents] == [one.pages for one in before]
    record.go_to_page(1)
    window.menus.actions["join_document"].trigger()
    window.menus.actions["start_earlier"].trigger()
    assert [one.pages for one in window.session.case.documents] == [one.pages for one in before]
    later = before[before.index(whole) + 1]
    record.go_to_page(later.first_page)
    qtbot.keyClick(window, KEY.Key_PageUp, ALT)
    assert window.session.case.document_at(later.last_page).first_page == later.first_page - 1
    qtbot.keyClick(window, KEY.Key_PageDown, ALT)
    assert [one.pages for one in window.session.case.documents] == [one.pages for one in before]


def test_what_a_document_is_is_said_by_hand_and_taken_back(sample, qtbot):
    window, record = sample, sample.case_view.record
    one = window.session.case.documents[2]
    record.go_to_page(one.first_page)
    qtbot.keyClick(window, KEY.Key_F2, SHIFT)
    form = window.findChild(type_of_form())
    qtbot.waitUntil(form.title.hasFocus)
    form.title.selectAll()
    qtbot.keyClicks(form.title, "Pharmacy print")
    qtbot.keyClick(form.title, KEY.Key_Tab)
    qtbot.keyClicks(form.kind, "Pharm")
    form.day.selectAll()
    qtbot.keyClicks(form.day, "02/31/2016")
    qtbot.keyClick(form.day, KEY.Key_Return)
    assert "is not a date" in form.message.text()
    form.day.selectAll()
    qtbot.keyClicks(form.day, "2/29/2016")
    qtbot.keyClick(form.day, KEY.Key_Return)
    told = window.session.case.documents[2]
    assert (told.title, told.type, told.kind, told.date.isoformat()) == ("Pharmacy print", "other", "pharmacy", "2016-02-29")
    window.menus.actions["undo"].trigger()
    assert window.session.case.documents[2] == one


def type_of_form():
    from imr_desktop.ui.record.document_form import DocumentForm

    return DocumentForm


def test_a_start_in_doubt_is_said_in_the_list_and_to_the_ear():
    sure, guess = (CitedDocument(Document("d", "f", "Note", "other", 4, 5, doubt=doubt), 0) for doubt in (0.1, 0.6))
    assert "start in doubt" in guess.line
    assert "start in doubt" in guess.spoken
    assert "doubt" not in sure.line + sure.spoken

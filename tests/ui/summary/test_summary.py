"""The writing surface: plain text, citations removed whole, edits after a pause, changes from outside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication

from imr_desktop.ui.summary.pane import SummaryPane
from imr_desktop.ui.widgets import citation_marks


@pytest.fixture
def pane(qtbot, session):
    pane = session.attach(SummaryPane())
    qtbot.addWidget(pane)
    pane.resize(760, 500)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def put_cursor(editor, at):
    cursor = editor.textCursor()
    cursor.setPosition(at)
    editor.setTextCursor(cursor)


def test_typing_is_told_once_after_a_pause(qtbot, pane, session):
    put_cursor(pane.editor, 0)
    with qtbot.waitSignal(pane.edit_requested, timeout=3000):
        qtbot.keyClicks(pane.editor, "Note: ")
    assert session.log == [("Type in summary", "summary")]
    assert session.case.summary.startswith("Note: The patient")
    qtbot.wait(500)
    assert len(session.log) == 1


def test_leaving_tells_at_once(qtbot, pane, session):
    qtbot.keyClicks(pane.editor, "Now. ")
    pane.flush()
    assert session.case.summary.startswith("Now. ")


def test_no_break_spaces_survive(pane, session):
    assert pane.editor.text() == session.case.summary
    assert "[p.\u00a037]" in pane.editor.text()


@pytest.mark.parametrize(("key", "edge"), [(Qt.Key.Key_Backspace, 1), (Qt.Key.Key_Delete, 0)])
def test_a_citation_goes_whole(qtbot, pane, session, key, edge):
    text = session.case.summary
    spot = text.index("[p.\u00a037]")
    put_cursor(pane.editor, spot + (len("[p.\u00a037]") if edge else 0))
    qtbot.keyClick(pane.editor, key)
    pane.flush()
    assert session.case.summary == text[:spot] + text[spot + len("[p.\u00a037]") :]


def test_backspace_elsewhere_removes_one_letter(qtbot, pane, session):
    put_cursor(pane.editor, 3)
    qtbot.keyClick(pane.editor, Qt.Key.Key_Backspace)
    pane.flush()
    assert session.case.summary.startswith("Th patient")


def test_ctrl_shift_c_cites_the_open_page(qtbot, pane, session):
    pane.set_current_page(41)
    put_cursor(pane.editor, len("The patient"))
    qtbot.keyClick(pane.editor, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert session.case.summary.startswith("The patient [p.\u00a041] is a")


def test_a_click_on_a_citation_opens_its_page(qtbot, pane):
    editor = pane.editor
    block = editor.document().begin()
    box = citation_marks.chip_boxes(editor.document(), block)[0]
    spot = box.center() - QPointF(0, editor.verticalScrollBar().value())
    with qtbot.waitSignal(pane.page_requested) as caught:
        qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert caught.args == [37, ""]


def test_pages_cited_as_people_write_them_are_chips_and_each_opens(qtbot, pane, session, stand):
    session.show(stand.full_case(summary="Pain [p 37]. Brace [ pp. 3, 5; 41 ]."))
    assert pane.state() == "2 words \u00b7 2 citations"
    one, several = citation_marks.chip_boxes(pane.editor.document(), pane.editor.document().begin())
    aside = QPointF(several.width() * 0.4, 0)
    for spot, page in ((one.center(), 37), (several.center() - aside, 3), (several.center() + aside, 41)):
        with qtbot.waitSignal(pane.page_requested) as caught:
            qtbot.mouseClick(pane.editor.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
        assert caught.args == [page, ""]


def test_a_change_from_outside_keeps_the_cursor(pane, session, stand):
    text = session.case.summary
    put_cursor(pane.editor, len(text) - 5)
    session.show(stand.full_case(summary="Before. " + text))
    assert pane.editor.text() == "Before. " + text
    assert pane.editor.textCursor().position() == len("Before. " + text) - 5


def test_the_echo_of_an_edit_does_not_undo_what_was_typed_since(qtbot, pane, session):
    qtbot.keyClicks(pane.editor, "One ")
    pane.flush()
    told = session.case
    qtbot.keyClicks(pane.editor, "two ")
    pane.set_case(told)
    assert pane.editor.text().startswith("One two ")
    pane.flush()
    assert session.case.summary.startswith("One two ")


def test_undo_outside_shows_the_text_before(qtbot, pane, session):
    before = session.case.summary
    qtbot.keyClicks(pane.editor, "Gone ")
    pane.flush()
    session.undo()
    assert pane.editor.text() == before


def test_compose_by_key(qtbot, pane, session, stand):
    session.show(stand.full_case(summary=""))
    qtbot.keyClick(pane.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert session.case.summary.startswith("The patient is a 48-year-old")
    assert pane.editor.text() == session.case.summary


def test_only_plain_words_come_in(pane):
    rich = QMimeData()
    rich.setHtml("<b>bold</b>")
    rich.setText("bold\r\nnext\x07")
    put_cursor(pane.editor, 0)
    pane.editor.insertFromMimeData(rich)
    assert pane.editor.text().startswith("bold\nnextThe patient")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/a.pdf")])
    assert not pane.editor.canInsertFromMimeData(files)


def test_pasting_joins_no_numbers_and_keeps_a_bullet_for_the_checks(pane):
    words = QMimeData()
    words.setText("\uf0b7 24\u202f000 units, 10\u2009mg\u2028\u200bnext\u202e")
    put_cursor(pane.editor, 0)
    pane.editor.insertFromMimeData(words)
    assert pane.editor.text().startswith("\uf0b7 24 000 units, 10 mg\nnextThe patient")


def test_copied_citations_are_words(qtbot, pane):
    pane.editor.selectAll()
    pane.editor.copy()
    assert "37]" in QGuiApplication.clipboard().text()


def test_markup_in_a_text_is_shown_as_it_is(pane, session, stand):
    session.show(stand.full_case(summary="<b>x</b> <img src='http://example.com/a.png'>"))
    assert pane.editor.text() == "<b>x</b> <img src='http://example.com/a.png'>"


def test_digest_follows_typing(qtbot, pane, session, stand):
    session.show(stand.full_case(summary=""))
    assert pane.digest() == ("Case summary", "Empty")
    with qtbot.waitSignal(pane.digest_changed):
        qtbot.keyClicks(pane.editor, "Neck pain")
    assert pane.digest()[1] in ("1 word", "2 words")


def test_lines_keep_the_measure(qtbot, pane):
    pane.resize(1400, 500)
    qtbot.wait(20)
    assert pane.editor.viewport().width() <= 700


def test_a_letter_costs_no_more_in_a_long_text(qtbot, pane, session, stand, work):
    def typed(text):
        session.show(stand.full_case(summary=text))
        return work(lambda: qtbot.keyClicks(pane.editor, "twenty characters ok"))

    short = session.case.summary
    assert typed("\n".join([short] * 40)) < 10 * typed(short)


@pytest.mark.parametrize("text", ["a\n\nb", "a\nb", "a\n\n\nb\n", "\n", "a\n\n\n\nb", "x\u2028y", ""])
def test_paragraphs_and_lines_survive_untouched(qtbot, pane, session, stand, text):
    session.show(stand.full_case(summary="start"))
    session.show(stand.full_case(summary=text))
    pane.flush()
    assert session.log == []
    assert pane.editor.document().blockCount() == text.count("\n\n") + 1


def test_enter_begins_a_paragraph(qtbot, pane, session, stand):
    session.show(stand.full_case(summary="One."))
    pane.editor.moveCursor(pane.editor.textCursor().MoveOperation.End)
    qtbot.keyClick(pane.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(pane.editor, "Two.")
    pane.flush()
    assert session.case.summary == "One.\n\nTwo."


def test_words_of_a_problem_are_selected_in_later_paragraphs(pane, session, stand):
    text = "First paragraph.\n\nSecond\nline.\n\nThe words here."
    session.show(stand.full_case(summary=text))
    start = text.index("words")
    pane.show_range(start, start + 5)
    assert pane.editor.textCursor().selectedText() == "words"

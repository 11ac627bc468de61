"""Values of the case put into a text by key stay bound: through typing, undo, another date, and drafts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from imr_desktop.case import bound, codec, edits
from imr_desktop.case.model import BoundText, Case, ClaimDates, DisputedItem, Finding, SourceRef
from imr_desktop.preflight import Context, apply_fix, run
from imr_desktop.review import drafts
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.summary.pane import SummaryPane
from imr_desktop.ui.theme import color, current
from imr_desktop.ui.widgets import bound_menu, paragraphs

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
INJURY = "03/03/2007"


@pytest.fixture
def pane(qtbot, session):
    return _shown(qtbot, session, SummaryPane())


@pytest.fixture
def items(qtbot, session):
    return _shown(qtbot, session, ItemsPane())


def _shown(qtbot, session, pane):
    pane = session.attach(pane)
    qtbot.addWidget(pane)
    pane.resize(760, 600)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def put_cursor(editor, at, until=None):
    cursor = editor.textCursor()
    cursor.setPosition(at)
    if until is not None:
        cursor.setPosition(until, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def insert(qtbot, pane, editor, words):
    """Ctrl+Shift+I, type to find, Enter."""
    qtbot.keyClick(editor, Qt.Key.Key_I, CTRL | SHIFT)
    qtbot.waitUntil(pane.bound.popup.isVisible)
    qtbot.keyClicks(pane.bound.popup.filter, words)
    qtbot.keyClick(pane.bound.popup.filter, Qt.Key.Key_Return)
    assert not pane.bound.popup.isVisible()


def held(case):
    return [(one.source, bound.words_of(case, one)) for one in case.bound]


def inserted(qtbot, pane, session, stand):
    session.show(stand.full_case(summary="Hurt on . Seen since."))
    put_cursor(pane.editor, len("Hurt on "))
    insert(qtbot, pane, pane.editor, "injury")
    assert session.case.summary == f"Hurt on {INJURY}. Seen since."


# --- inserting


def test_a_date_is_inserted_by_key_and_typing_goes_on_behind_it(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    qtbot.keyClicks(pane.editor, " at work")
    pane.flush()
    assert session.case.summary == f"Hurt on {INJURY} at work. Seen since."
    assert held(session.case) == [("dates.injury", INJURY)]
    assert session.log[0] == ("Insert from the case", "")


def test_the_list_is_filtered_moved_in_and_left_by_key(qtbot, pane, session, stand):
    session.show(stand.full_case(summary=""))
    qtbot.keyClick(pane.editor, Qt.Key.Key_I, CTRL | SHIFT)
    popup = pane.bound.popup
    assert popup.list.rows() > 10
    qtbot.keyClicks(popup.filter, "date 20")
    assert [popup.model.row_at(at).offered.label for at in range(popup.list.rows())] == [
        "Date of injury",
        "UR decision date",
        "Request for authorization date",
    ]
    qtbot.keyClick(popup.filter, Qt.Key.Key_Down)
    assert popup.list.row() == 1
    qtbot.keyClicks(popup.filter, "zzz")
    assert popup.note.isVisible()
    qtbot.keyClick(popup.filter, Qt.Key.Key_Return)
    assert popup.isVisible()
    qtbot.keyClick(popup.filter, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert session.case.summary == ""
    assert not session.log


def test_a_value_is_taken_with_the_mouse_in_place_of_what_is_selected(qtbot, pane, session, stand):
    session.show(stand.full_case(summary="Aged ### now."))
    put_cursor(pane.editor, 5, 8)
    qtbot.keyClick(pane.editor, Qt.Key.Key_I, CTRL | SHIFT)
    popup = pane.bound.popup
    row = popup.model.row_of("age")
    popup.list.select_row(row)
    area = popup.list.visualRect(popup.model.index(row))
    qtbot.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert session.case.summary == "Aged 48 now."
    assert held(session.case) == [("age", "48")]


def test_a_rationale_takes_its_items_words(qtbot, items, session, stand):
    session.show(stand.full_case(items=stand.items()))
    items.show_item("i2")
    insert(qtbot, items, items.content.rationale, "in dispute")
    assert session.case.item("i2").rationale == "18 visits"
    assert ("item:i2.in_dispute", "18 visits") in held(session.case)
    items.show_item("i1")
    assert items.content.rationale.marks.ranges() == []
    items.show_item("i2")
    assert items.content.rationale.marks.ranges() == [(0, 9, "item:i2.in_dispute")]


def test_without_an_item_or_in_a_signed_case_nothing_is_offered(qtbot, items, pane, session, stand):
    session.show(stand.full_case(items=()))
    items.insert_from_case()
    assert items.bound._popup is None
    session.show(stand.full_case(signed=(object(),)))
    qtbot.keyClick(pane.editor, Qt.Key.Key_I, CTRL | SHIFT)
    assert pane.bound._popup is None


# --- typing and undo


def test_typing_before_and_at_the_edges_keeps_the_range(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    put_cursor(pane.editor, 0)
    qtbot.keyClicks(pane.editor, "0 ")
    put_cursor(pane.editor, len("0 Hurt on "))
    qtbot.keyClicks(pane.editor, "0")
    put_cursor(pane.editor, len(f"0 Hurt on 0{INJURY}"))
    qtbot.keyClicks(pane.editor, "7")
    pane.flush()
    assert session.case.summary == f"0 Hurt on 0{INJURY}7. Seen since."
    assert held(session.case) == [("dates.injury", INJURY)]


def test_two_places_edited_between_two_tellings_keep_the_range_between(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    put_cursor(pane.editor, 0)
    qtbot.keyClicks(pane.editor, "A")
    put_cursor(pane.editor, len(pane.editor.text()))
    qtbot.keyClicks(pane.editor, "Z")
    pane.flush()
    assert session.case.summary == f"AHurt on {INJURY}. Seen since.Z"
    assert held(session.case) == [("dates.injury", INJURY)]


def test_typing_inside_dissolves_and_the_cases_undo_binds_again(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    put_cursor(pane.editor, len("Hurt on 03"))
    qtbot.keyClicks(pane.editor, "9")
    pane.flush()
    assert held(session.case) == []
    session.undo()
    assert session.case.summary == f"Hurt on {INJURY}. Seen since."
    assert held(session.case) == [("dates.injury", INJURY)]


def test_deleting_all_and_taking_it_back_binds_again(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    pane.editor.selectAll()
    qtbot.keyClick(pane.editor, Qt.Key.Key_Delete)
    pane.flush()
    assert session.case.summary == ""
    assert session.case.bound == ()
    session.undo()
    assert held(session.case) == [("dates.injury", INJURY)]
    assert pane.editor.marks.ranges() == [(8, 18, "dates.injury")]


def test_the_cases_undo_takes_the_insert_back_whole(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    session.undo()
    assert pane.editor.text() == "Hurt on . Seen since."
    assert pane.editor.marks.ranges() == []
    put_cursor(pane.editor, 0)
    qtbot.keyClicks(pane.editor, "x")
    pane.flush()
    assert session.case.bound == ()


def test_a_new_paragraph_and_letters_beyond_the_plane_keep_the_range(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    put_cursor(pane.editor, 0)
    qtbot.keyClick(pane.editor, Qt.Key.Key_Return)
    put_cursor(pane.editor, 0)
    pane.editor.insertPlainText("\U0001f9b5 ")
    pane.flush()
    assert session.case.summary == f"\U0001f9b5 \n\nHurt on {INJURY}. Seen since."
    assert held(session.case) == [("dates.injury", INJURY)]
    put_cursor(pane.editor, 2)
    insert(qtbot, pane, pane.editor, "age")
    assert session.case.summary.startswith("\U0001f9b548 \n\n")
    assert held(session.case) == [("age", "48"), ("dates.injury", INJURY)]
    session.show(session.case)
    assert pane.editor.bound("", "summary") == session.case.bound


def test_reopening_shows_what_was_bound(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    stored = codec.decode(codec.encode(session.case))
    again = stand.Session(stored)
    other = _shown(qtbot, again, SummaryPane())
    assert other.editor.marks.ranges() == [(8, 18, "dates.injury")]
    put_cursor(other.editor, 0)
    qtbot.keyClicks(other.editor, "So: ")
    other.flush()
    assert held(again.case) == [("dates.injury", INJURY)]


def test_pasted_words_are_plain_and_copies_are_text_only(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    put_cursor(pane.editor, 8, 18)
    pane.editor.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == INJURY
    assert not data.hasHtml()
    put_cursor(pane.editor, 0)
    pane.editor.paste()
    pane.flush()
    assert session.case.summary.startswith(f"{INJURY}Hurt on {INJURY}")
    assert [one.start for one in session.case.bound] == [18]


# --- stale


def changed(session):
    session.show(edits.set_dates(session.case, injury=date(2007, 3, 9)))


def box_of(editor):
    marks, block = editor.marks, editor.document().begin()
    mark = marks.marks(block)[0]
    from imr_desktop.ui.widgets.bound_marks import _boxes

    return _boxes(editor.document(), block, mark)[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_stale_words_stand_on_the_warnings_ground(qtbot, pane, session, stand, theme):
    current().apply(theme)
    inserted(qtbot, pane, session, stand)
    spot = box_of(pane.editor).topLeft().toPoint()
    plain = pane.editor.viewport().grab().toImage().pixelColor(spot.x() + 1, spot.y() + 1)
    changed(session)
    tinted = pane.editor.viewport().grab().toImage().pixelColor(spot.x() + 1, spot.y() + 1)
    assert plain.name() == color("surface").name()
    assert tinted.name() == color("warn_soft").name()
    assert pane.editor.text() == f"Hurt on {INJURY}. Seen since."


def test_tip_and_menu_offer_the_new_value(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    centre = QPointF(box_of(pane.editor).center())
    assert "Taken from the case" in bound_menu.tip(pane.editor.marks, centre)
    assert bound_menu.tip(pane.editor.marks, QPointF(1, 400)) == ""
    changed(session)
    assert "03/09/2007" in bound_menu.tip(pane.editor.marks, centre)
    menu = QMenu(pane)
    editor = pane.editor
    wishes = bound_menu.Wishes(editor.insert_requested, editor.refresh_requested, editor.unbind_requested)
    bound_menu.extend(menu, editor.document(), editor.marks, centre, wishes)
    act = next(action for action in menu.actions() if action.text() == "Use 03/09/2007")
    act.trigger()
    assert session.case.summary == "Hurt on 03/09/2007. Seen since."
    assert held(session.case) == [("dates.injury", "03/09/2007")]
    next(action for action in menu.actions() if action.text() == "Keep as plain text").trigger()
    assert session.case.bound == ()
    assert pane.editor.marks.ranges() == []


def test_the_checks_fix_reaches_the_editor_and_undo_brings_the_stale_words_back(qtbot, pane, session, stand):
    inserted(qtbot, pane, session, stand)
    changed(session)
    problem = next(one for one in run(session.case, Context(today=date(2014, 3, 1))) if one.check == "bound.stale")
    pane.show_range(problem.place.start, problem.place.end)
    assert pane.editor.textCursor().selectedText() == INJURY
    session.apply(problem.fix.label, lambda case: apply_fix(case, problem), "")
    assert pane.editor.text() == "Hurt on 03/09/2007. Seen since."
    assert not any(pane.editor.marks.stale(mark) for mark in pane.editor.marks.marks(pane.editor.document().begin()))
    session.undo()
    (mark,) = pane.editor.marks.marks(pane.editor.document().begin())
    assert pane.editor.marks.stale(mark)


# --- drafts


def test_a_composed_summary_is_bound_to_dates_age_and_findings(qtbot, pane, session, stand):
    session.show(stand.full_case(summary=""))
    qtbot.keyClick(pane.editor, Qt.Key.Key_Return, CTRL | SHIFT)
    case = session.case
    assert ("dates.injury", INJURY) in held(case)
    assert ("age", "48") in held(case)
    assert ("finding:f1", "neck pain rated 3–4/10") in held(case)
    assert bound.stale(case) == ()
    case = edits.change_finding(case, "f1", text="Neck pain rated 5/10")
    (old,) = bound.stale(case)
    assert "reports neck pain rated 5/10 [p." in bound.refresh(case, old.bound).summary


def test_a_drafted_rationale_is_bound_to_the_request(qtbot, items, session, stand):
    session.show(stand.full_case(items=stand.items()))
    items.show_item("i2")
    qtbot.keyClick(items.content.rationale, Qt.Key.Key_Return, CTRL | SHIFT)
    assert session.case.item("i2").rationale.startswith("The request is for 18 visits")
    assert ("item:i2.in_dispute", "18 visits") in held(session.case)
    session.apply("Edit", lambda case: edits.change_item(case, "i2", in_dispute="12 visits"), "")
    assert [old.value for old in bound.stale(session.case)] == ["12 visits"]


def test_drafting_again_replaces_the_draft_and_leaves_what_was_typed_into_it(qtbot, items, session, stand):
    session.show(stand.full_case(items=stand.items()))
    items.show_item("i2")
    rationale = items.content.rationale
    qtbot.keyClick(rationale, Qt.Key.Key_Return, CTRL | SHIFT)
    drafted = session.case.item("i2").rationale
    qtbot.keyClick(rationale, Qt.Key.Key_Return, CTRL | SHIFT)
    assert session.case.item("i2").rationale == drafted
    qtbot.keyClick(rationale, Qt.Key.Key_Home, CTRL)
    for _ in "The ":
        qtbot.keyClick(rationale, Qt.Key.Key_Right)
    qtbot.keyClicks(rationale, "whole ")
    qtbot.keyClick(rationale, Qt.Key.Key_Return, CTRL | SHIFT)
    typed = session.case.item("i2").rationale
    assert typed.startswith("The whole request is for 18 visits")
    assert typed.count("equest is for") == 1


TEXTS = st.text(max_size=10) | st.text("Ab .;,\n\u00ad\u200b\u00a0C5", max_size=8)

KINDS = st.sampled_from(["exam", "symptoms", ""])


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(TEXTS, KINDS, st.integers(0, 5)), max_size=4), TEXTS, TEXTS, TEXTS)
def test_what_a_draft_binds_holds_at_once(noted, written, title, guideline):
    found = tuple(
        Finding(str(at), text, kind, sources=(SourceRef("d", page),)) for at, (text, kind, page) in enumerate(noted)
    )
    case = Case(
        id="c",
        age=50,
        sex="male",
        dates=ClaimDates(injury=date(2020, 1, 2), ur_denial=date(2021, 1, 2)),
        summary=written,
        findings=found,
        items=(DisputedItem("i", title, reviewer_guideline=guideline),),
    )
    drafted = drafts.put_rationale(drafts.put_summary(case), "i", None)
    assert drafted.summary.startswith(written.rstrip() if written.strip() else "The patient is a 50-year-old male")
    assert drafts.put_rationale(drafted, "i", None) == drafted
    assert bound.stale(drafted) == ()
    assert bound.tidy(drafted) is drafted


@given(st.text("a\n\U0001f9b5", max_size=12))
def test_offsets_and_positions_are_inverse_but_within_a_break(text):
    for at in range(len(text) + 1):
        back = paragraphs.offset(text, paragraphs.position(text, at))
        assert back == at or (text[at - 1 : at + 1] == "\n\n" and back == at + 1)


def test_a_range_of_another_item_is_not_this_editors(qtbot, pane, session, stand):
    session.show(
        stand.full_case(
            summary="Aged 48", bound=(BoundText("", "summary", 5, 7, "age"), BoundText("i1", "rationale", 0, 3, "age"))
        )
    )
    qtbot.keyClicks(pane.editor, "Now: ")
    pane.flush()
    assert sorted(held(session.case)) == [("age", "48"), ("age", session.case.items[0].rationale[:3])]

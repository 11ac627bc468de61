"""Reading on: selecting over pages by mouse and caret, boxes on pictures, turning, ways back, small pages, coming back."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_acts import at_page, drag, spot
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from imr_desktop.case import edits
from imr_desktop.case.model import CaseFile, Finding, SourceRef
from imr_desktop.ui.record import left_off, page_words
from imr_desktop.ui.record.history import PlacesSeen
from imr_desktop.ui.record.left_off import LeftOff

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def captured(qtbot, pane, key, signal="finding_requested"):
    with qtbot.waitSignal(getattr(pane, signal)) as caught:
        qtbot.keyClick(pane.view, key)
    return caught.args


def test_words_of_two_pages_are_one_selection(qtbot, make):
    pane = make()
    at_page(qtbot, pane, 37)
    pane.view.set_fit("page")
    pane.view.set_fit(0.25)
    qtbot.waitUntil(lambda: bool(pane.view.content.words(38)))
    last = len(pane.view.content.words(37)) - 1
    drag(qtbot, pane, spot(pane, 37, last), spot(pane, 38, 1))
    qtbot.keyClick(pane.view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "37\n\nPROGRESS REPORT"
    quote, source, more = captured(qtbot, pane, "F")
    assert quote == "37 PROGRESS REPORT"
    assert [(one.page, one.quote) for one in (source, *more)] == [(37, "37"), (38, "PROGRESS REPORT")]


def test_the_caret_selects_by_words_lines_and_pages(qtbot, pane):
    at_page(qtbot, pane, 37)
    view = pane.view
    qtbot.keyClick(view, Qt.Key.Key_F7)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    qtbot.keyClick(view, Qt.Key.Key_End, SHIFT)
    assert view.selection.text(view.content) == "pain rated 3-4/10, worse with prolonged sitting."
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.selection.bounds is None
    qtbot.keyClick(view, Qt.Key.Key_End, CTRL | SHIFT)
    assert view.selection.text(view.content).startswith("Neck pain rated")
    qtbot.keyClick(view, Qt.Key.Key_PageDown, SHIFT)
    assert (view.selection.caret.page, view.page()) == (38, 38)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.hand.caret_shown


def test_two_clicks_take_a_word_three_its_line_and_all_the_page(qtbot, pane):
    at_page(qtbot, pane, 37)
    view, port = pane.view, pane.view.viewport()
    at = spot(pane, 37, 5)
    qtbot.mouseDClick(port, LEFT, pos=at)
    assert view.selection.text(view.content) == "pain"
    qtbot.mouseClick(port, LEFT, pos=at)
    assert view.selection.text(view.content) == "Neck pain rated 3-4/10, worse with prolonged sitting."
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert view.selection.text(view.content).splitlines()[::9] == ["PROGRESS REPORT"]
    assert view.selection.text(view.content).endswith("Page 37")


def test_a_box_by_mouse_is_a_source_with_its_place_and_piece(qtbot, pane):
    at_page(qtbot, pane, 37)
    view = pane.view
    qtbot.keyClick(view, "R")
    box = view.box_rect(37, (300.0, 400.0, 400.0, 500.0)).toRect()
    drag(qtbot, pane, box.topLeft(), box.bottomRight())
    assert view.bar.isVisible()
    quote, source, _more = captured(qtbot, pane, "F")
    assert (quote, source.page) == ("", 37)
    assert source.box == pytest.approx((300, 292, 400, 392), abs=2)
    assert view.last_clip.width() / view.last_clip.height() == pytest.approx(1, abs=0.1)


def test_a_box_by_keys_and_a_drag_after_it_selects_words_again(qtbot, pane):
    at_page(qtbot, pane, 37)
    view = pane.view
    for key in ("R", Qt.Key.Key_Return, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    before = view.selection.region.box
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    after = view.selection.region.box
    assert (after[:3], after[3] > before[3]) == (before[:3], True)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection.region is None
    drag(qtbot, pane, spot(pane, 37, 4), spot(pane, 37, 6))
    assert captured(qtbot, pane, "Q", "quote_requested")[0] == "Neck pain rated"


@given(st.tuples(*[st.floats(0, 100)] * 2), st.sampled_from((0, 90, 180, 270)), st.floats(200, 900), st.floats(200, 900))
def test_boxes_turn_there_and_back(corner, by, wide, high):
    box, size = (*corner, corner[0] + 50, corner[1] + 20), (wide, high)
    there = page_words.turned(box, size, by)
    room = page_words.turned_size(size, by)
    assert 0 <= there[0] < there[2] <= room[0] + 1e-9
    assert 0 <= there[1] < there[3] <= room[1] + 1e-9
    assert page_words.turned(there, room, -by) == pytest.approx(box)


def test_marks_words_and_boxes_turn_with_their_page(qtbot, stand, make):
    boxed = Finding("box", "A stamp", sources=(SourceRef("pr2", 37, "", (300.0, 292.0, 400.0, 392.0)),))
    case = stand.full_case()
    pane = make(msgspec.structs.replace(case, findings=(*case.findings, boxed)))
    at_page(qtbot, pane, 37)
    view = pane.view
    word, mark = view.content.words(37)[4].box, view.content.marks(37)[-1].boxes[0]
    qtbot.keyClick(view, "]")
    assert pane.case.page_notes == edits.turn_page(case, (37,), 90).page_notes
    assert view.content.size(37) == pytest.approx((792, 612), abs=2)
    assert view.content.words(37)[4].box == pytest.approx(page_words.turned(word, (612, 792), 90), abs=2)
    assert view.content.marks(37)[-1].boxes[0] == pytest.approx(page_words.turned(mark, (612, 792), 90), abs=2)
    drag(qtbot, pane, spot(pane, 37, 4), spot(pane, 37, 6))
    quote, source, _more = captured(qtbot, pane, "F")
    assert quote == "Neck pain rated"
    assert source.box[0] == pytest.approx(72, abs=2)
    assert source.box[3] == pytest.approx(792 - 124, abs=2)
    assert "Turned by 90" in view.content.state(37).line
    qtbot.keyClick(view, "[")
    assert pane.case.page_notes == ()


def test_back_and_forward_after_jumps(qtbot, pane):
    view = pane.view
    pane.go_to_page(37)
    qtbot.keyClick(view, ".")
    pane.go_to_page(100)
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert pane.current_page() == 38
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.BackButton, pos=QPoint(5, 5))
    assert (pane.current_page(), pane.reading.back.isEnabled()) == (1, False)
    qtbot.mouseClick(pane.reading.forward, LEFT)
    assert pane.current_page() == 38
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.ForwardButton, pos=QPoint(5, 5))
    assert pane.current_page() == 100


@given(st.lists(st.integers(1, 9) | st.sampled_from("bf"), max_size=30))
def test_going_forward_undoes_going_back(steps):
    places, here = PlacesSeen(), 1
    for step in steps:
        if isinstance(step, int):
            places.leave(here, step)
            here = step
        elif to := (places.back if step == "b" else places.forward)(here):
            before, here = here, to
            other = (places.forward if step == "b" else places.back)(here)
            assert other == before
            here = other


def test_the_next_page_not_shown_and_not_read(qtbot, stand, make):
    case = edits.mark_seen(stand.full_case(), range(37, 88), datetime(2026, 1, 1, tzinfo=UTC))
    pane = make(case)
    assert pane.state() == "214 pages, 127 not shown yet, 1 not read"
    qtbot.keyClick(pane.view, "N")
    assert pane.current_page() == 88
    pane.go_to_page(1)
    qtbot.keyClick(pane.view, "U")
    assert pane.current_page() == 88
    assert pane.view.content.state(88).line.startswith("Not read:")
    assert pane.view.column.head(88) > 0
    assert "Not read" in pane.view.accessibleName()
    told = []
    pane.said.connect(told.append)
    pane.set_case(edits.open_all_documents(case, datetime(2026, 1, 1, tzinfo=UTC)))
    qtbot.keyClick(pane.view, "N")
    assert told == ["Every page was shown."]


def test_pages_that_the_case_could_not_take_are_told_again(qtbot, pane):
    pane.go_to_page(41)
    qtbot.waitUntil(lambda: 41 in pane.progress.untold, timeout=3000)
    told = []
    pane.pages_seen.connect(told.append)
    pane.flush()
    assert told == [frozenset({41})]
    qtbot.waitUntil(lambda: 41 in pane.progress.untold, timeout=3000)


def test_a_document_that_was_begun_says_what_is_left_of_it(stand, make):
    pane = make(edits.mark_seen(stand.full_case(), (37, 38, 39), datetime(2026, 1, 1, tzinfo=UTC)))
    row, rest = pane.documents_model.shown[3:5]
    assert row.line.endswith("pp. 37\u201340  \u00b7  1 not shown")
    assert row.spoken.endswith(", 1 not shown yet")
    assert rest.spoken.endswith(", not opened yet")


def test_a_quote_from_a_page_that_a_machine_read_says_so(qtbot, stand, make):
    pane = make(stand.full_case(files=(CaseFile("a" * 64, "packet.pdf", 214, 1, doubtful=(37,)),)))
    at_page(qtbot, pane, 37)
    told = []
    pane.said.connect(told.append)
    drag(qtbot, pane, spot(pane, 37, 4), spot(pane, 37, 6))
    qtbot.keyClick(pane.view, "Q")
    assert told == ["Page 37 read by machine only: compare the words with the picture."]


def test_small_pages_come_where_they_are_in_view_and_lead_to_theirs(qtbot, pane):
    qtbot.keyClick(pane.view, Qt.Key.Key_B, CTRL | SHIFT)
    qtbot.waitUntil(lambda: pane.small.small(2) is not None)
    assert pane.small.small(60) is None
    index = pane.small.pages.index(2)
    assert pane.small.pages.data(index, Qt.ItemDataRole.AccessibleTextRole) == ("Page 3, Utilization review determination")
    qtbot.mouseClick(pane.small.viewport(), LEFT, pos=pane.small.visualRect(index).center())
    assert pane.current_page() == 3
    pane.go_to_page(88)
    qtbot.waitUntil(lambda: pane.small.small(88) is not None)
    assert pane.small.currentIndex().row() == 87
    spoken = pane.small.pages.data(pane.small.pages.index(87), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(", not read, not shown yet")


def test_reading_is_taken_up_where_it_was_left(make):
    pane = make()
    kept = {}
    pane.draft_changed.connect(kept.__setitem__)
    pane.go_to_page(120)
    pane.view.set_fit(1.5)
    pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().value() + 300)
    pane.flush()
    other = make()
    other.take_drafts(kept)
    assert other.view.place() == pytest.approx(pane.view.place(), abs=0.01)
    assert (other.current_page(), other.view.fit()) == (120, 1.5)


@given(
    st.builds(LeftOff, st.integers(1, 99_999), st.floats(0, 1), st.sampled_from(("width", "page", 0.5, 4.0)), st.booleans())
)
def test_a_line_says_where_reading_was_left(place):
    again = left_off.read(place.line)
    assert (again.page, again.fit, again.small) == (place.page, place.fit, place.small)
    assert again.down == pytest.approx(place.down, abs=0.001)


@given(st.text(max_size=40))
def test_a_line_that_says_nothing_is_the_beginning(line):
    assert left_off.read(line) == LeftOff() or len(line.split()) == 4

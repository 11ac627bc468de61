"""What is selected on a page, and what becomes of it: findings, citations, quotes; markers of findings beside the words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from page_acts import at_page, drag, spot
from PySide6.QtCore import QPointF, QRectF, Qt

from imr_desktop.case.model import SignedLetter


@pytest.mark.parametrize(("key", "signal"), [("F", "finding_requested"), ("Q", "quote_requested")])
def test_a_selection_is_captured_with_its_page_and_place(qtbot, pane, key, signal):
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, spot(pane, 37, 4), spot(pane, 37, 6))
    assert pane.view.bar.isVisible()
    with qtbot.waitSignal(getattr(pane, signal)) as caught:
        qtbot.keyClick(pane.view, key)
    quote, source, _more = caught.args
    assert quote == "Neck pain rated"
    assert (source.page, source.document, source.quote) == (37, "pr2", "Neck pain rated")
    left, bottom, right, top = source.box
    assert left == pytest.approx(72, abs=1)
    assert top == pytest.approx(792 - 124, abs=1)
    assert bottom < top
    assert right > left
    assert not pane.view.bar.isVisible()


def test_the_bar_cites_by_mouse(qtbot, pane):
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, spot(pane, 37, 4), spot(pane, 37, 4))
    with qtbot.waitSignal(pane.cite_requested) as caught:
        qtbot.mouseClick(pane.view.bar.buttons["cite"], Qt.MouseButton.LeftButton)
    assert caught.args[0].page == 37


def test_the_bar_never_lies_over_the_selection(qtbot, pane):
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, spot(pane, 37, 4), spot(pane, 37, 6))
    bar, top = pane.view.bar.geometry(), spot(pane, 37, 4)
    assert not bar.contains(top)
    assert pane.view.viewport().rect().contains(bar)


def test_esc_drops_the_selection(qtbot, pane):
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, spot(pane, 37, 4), spot(pane, 37, 6))
    qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    assert not pane.view.bar.isVisible()
    with qtbot.assertNotEmitted(pane.quote_requested, wait=50):
        qtbot.keyClick(pane.view, "Q")


def test_f_without_a_selection_asks_for_a_finding_on_the_page(qtbot, pane):
    pane.go_to_page(37)
    with qtbot.waitSignal(pane.finding_requested) as caught:
        qtbot.keyClick(pane.view, "F")
    assert caught.args[0] == ""
    assert caught.args[1].page == 37


def test_marks_stand_on_the_quoted_words(qtbot, pane):
    at_page(qtbot, pane, 37)
    marks = pane.view.content.marks(37)
    assert [mark.number for mark in marks] == [1, 3, 4, 5]
    assert len(marks[0].boxes) == 1
    assert marks[3].boxes == ()


def test_a_marker_selects_its_finding(qtbot, pane):
    from imr_desktop.ui.record import page_paint

    at_page(qtbot, pane, 37)
    view = pane.view
    marks = view.content.marks(37)
    places = {mark.finding: centre for centre, mark in page_paint.marker_places(view.area(37), view.column.scale(37), marks)}
    with qtbot.waitSignal(pane.finding_clicked) as caught:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places["f4"].toPoint())
    assert caught.args == ["f4"]


def test_markers_of_one_line_stand_at_its_height_apart_from_each_other():
    from imr_desktop.ui.record.page_paint import FindingMark, marker_places

    marks = [FindingMark(f"f{n}", n, ((80.0, 100.0, 200.0, 112.0),)) for n in range(1, 5)]
    marks.append(FindingMark("f5", 5, ((80.0, 400.0, 200.0, 412.0),)))
    places = {mark.number: centre for centre, mark in marker_places(QRectF(0, 0, 612, 792), 1, marks)}
    assert [places[n].y() for n in range(1, 6)] == [106, 106, 106, 106, 406]
    assert len({places[n].x() for n in range(1, 5)}) == 4


def test_a_marker_is_hit_within_its_reach_alone(qtbot, pane):
    from imr_desktop.ui.record import page_paint

    at_page(qtbot, pane, 37)
    view = pane.view
    at, mark = page_paint.marker_places(view.area(37), view.column.scale(37), view.content.marks(37))[0]
    assert view.marker_under((at + QPointF(0, -12)).toPoint()) == mark.finding
    assert view.marker_under((at + QPointF(0, -17)).toPoint()) == ""
    assert view.marker_under((at + QPointF(-17, 0)).toPoint()) == ""


def test_a_quote_is_brought_into_view_and_lit(qtbot, stand, make):
    pane = make(stand.full_case())
    pane.resize(800, 300)
    pane.go_to_page(37, "Requesting trigger point injection")
    qtbot.waitUntil(lambda: pane.view._flash_timer.isActive())
    assert " ".join(word.text for word in pane.view.content.lit(37)) == "Requesting trigger point injection"
    assert 0 <= spot(pane, 37, 30).y() <= pane.view.viewport().height()
    qtbot.waitUntil(lambda: not pane.view._flash_timer.isActive(), timeout=3000)


@pytest.mark.parametrize("key", ["F", "Q", "C"])
def test_from_the_record_of_a_signed_case_nothing_is_captured(qtbot, stand, key, make):
    letter = SignedLetter("a.pdf", "d", datetime(2026, 1, 1, tzinfo=UTC))
    pane = make(stand.full_case(signed=(letter,)))
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, spot(pane, 37, 3), spot(pane, 37, 6))
    wished = []
    for wish in (pane.finding_requested, pane.quote_requested, pane.cite_requested):
        wish.connect(wished.append)
    with qtbot.waitSignal(pane.view.captured):
        qtbot.keyClick(pane.view, key)
    assert wished == []


def test_a_selection_is_right_when_enlarged(qtbot, pane):
    at_page(qtbot, pane, 37)
    pane.view.zoom_in()
    pane.view.horizontalScrollBar().setValue(30)
    drag(qtbot, pane, spot(pane, 37, 4), spot(pane, 37, 6))
    with qtbot.waitSignal(pane.quote_requested) as caught:
        qtbot.keyClick(pane.view, "Q")
    assert caught.args[0] == "Neck pain rated"

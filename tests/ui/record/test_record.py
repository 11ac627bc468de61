"""The record by key and mouse: pages, documents, find, selection, markers; thousands of pages."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile, Document, SignedLetter
from imr_desktop.errors import FileUnreadable
from imr_desktop.extract import OtherPerson
from imr_desktop.record import PageImage
from imr_desktop.review.remarks import Remarks
from imr_desktop.ui import pages
from imr_desktop.ui.record.documents import DocumentsModel
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.record.reading_order import beside
from imr_desktop.ui.record.seeing import DWELL_MS

CTRL = Qt.KeyboardModifier.ControlModifier
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def make(qtbot, stand, case, pages=None, record=None, tasks=None):
    session = stand.Session(case)
    pane = session.attach(RecordPane())
    pane.set_pages(stand.pictures(case, pages, tasks))
    record = record or stand.Record(case.page_count)
    pane.set_record(record)
    pane.find_requested.connect(partial(record.answer, pane))
    qtbot.addWidget(pane)
    pane.resize(800, 800)
    pane.show()
    qtbot.waitExposed(pane)
    qtbot.wait(60)
    return pane


@pytest.fixture
def pane(qtbot, stand):
    return make(qtbot, stand, stand.full_case())


def spot(pane, page, word):
    """Where a word of a page stands in the view."""
    view = pane.view
    box, scale, area = view.content.words(page)[word].box, view.column.scale(page), view.area(page)
    return QPoint(round(area.x() + (box[0] + box[2]) / 2 * scale), round(area.y() + (box[1] + box[3]) / 2 * scale))


def drag(qtbot, pane, page, first, last):
    port = pane.view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=spot(pane, page, first))
    qtbot.mouseMove(port, spot(pane, page, last))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=spot(pane, page, last))


def at_page(qtbot, pane, page):
    pane.go_to_page(page)
    qtbot.waitUntil(lambda: bool(pane.view.content.words(page)))


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


@pytest.mark.parametrize(("key", "signal"), [("F", "finding_requested"), ("Q", "quote_requested")])
def test_a_selection_is_captured_with_its_page_and_place(qtbot, pane, key, signal):
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, 37, 4, 6)
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
    drag(qtbot, pane, 37, 4, 4)
    with qtbot.waitSignal(pane.cite_requested) as caught:
        qtbot.mouseClick(pane.view.bar.buttons["cite"], Qt.MouseButton.LeftButton)
    assert caught.args[0].page == 37


def test_the_bar_never_lies_over_the_selection(qtbot, pane):
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, 37, 4, 6)
    bar, top = pane.view.bar.geometry(), spot(pane, 37, 4)
    assert not bar.contains(top)
    assert pane.view.viewport().rect().contains(bar)


def test_esc_drops_the_selection(qtbot, pane):
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, 37, 4, 6)
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


def test_a_quote_is_brought_into_view_and_lit(qtbot, stand):
    pane = make(qtbot, stand, stand.full_case())
    pane.resize(800, 300)
    pane.go_to_page(37, "Requesting trigger point injection")
    qtbot.waitUntil(lambda: pane.view._flash_timer.isActive())
    assert " ".join(word.text for word in pane.view.content.lit(37)) == "Requesting trigger point injection"
    assert 0 <= spot(pane, 37, 30).y() <= pane.view.viewport().height()
    qtbot.waitUntil(lambda: not pane.view._flash_timer.isActive(), timeout=3000)


def test_find_lists_hits_and_f3_walks(qtbot, stand):
    case = stand.full_case()
    pane = make(qtbot, stand, case, record=stand.Record(214, {"twitch": (37, 41, 120)}))
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


def test_what_is_not_there_is_said(qtbot, pane):
    pane.find_words("zebra")
    assert pane.found.note.text() == "0 hits in 214 pages; 1 page could not be searched: p. 2."
    assert [row.words for row in pane.found.model.shown] == ["Could not be searched (1)", "a picture without text"]


def test_text_pages_can_be_read_selected_and_quoted(qtbot, stand):
    pane = make(qtbot, stand, stand.full_case(), stand.Drawer(text_only=frozenset({1, 2})))
    at_page(qtbot, pane, 1)
    drag(qtbot, pane, 1, 4, 6)
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


def test_a_page_is_seen_only_once_it_was_looked_at(qtbot, stand):
    pane = make(qtbot, stand, stand.full_case())
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


def test_the_last_page_of_a_document_tells_at_once(qtbot, stand):
    case = edits.mark_seen(stand.full_case(), (37, 38, 39), datetime(2026, 1, 1, tzinfo=UTC))
    pane = make(qtbot, stand, case)
    pane.pages_seen.connect(lambda pages: told.append(pages))
    told = []
    pane.go_to_page(40)
    qtbot.waitUntil(lambda: bool(told), timeout=2000)
    assert told == [frozenset({40})]


def test_a_page_that_is_not_drawn_is_not_seen(qtbot, stand):
    tasks = stand.Held()
    pane = make(qtbot, stand, stand.full_case(), tasks=tasks)
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


def test_an_empty_case_says_what_to_do(qtbot, stand):
    pane = make(qtbot, stand, Case(id="none"))
    assert pane.stack.currentWidget() is pane.empty
    assert pane.digest() == ("Record", "No record")
    qtbot.keyClick(pane, Qt.Key.Key_F3)


def test_landscape_pages_get_their_true_size(qtbot, stand):
    pane = make(qtbot, stand, stand.full_case(), stand.Drawer(size=(792, 612)))
    view = pane.view
    at_page(qtbot, pane, 37)
    assert view.column.size(37) == pytest.approx((792, 612), abs=2)
    assert view.column.height(37) < view.column.width(37)
    assert pane.current_page() == 37


def test_files_added_while_reading_keep_the_place(qtbot, stand):
    case = stand.full_case()
    pane = make(qtbot, stand, case)
    pane.go_to_page(37)
    more = msgspec.structs.replace(case, files=(*case.files, CaseFile("b" * 64, "more.pdf", 20, 215)))
    pane.set_case(more)
    assert pane.current_page() == 37
    assert pane.bar.total.text() == "of 234"


@pytest.mark.parametrize("key", ["F", "Q", "C"])
def test_from_the_record_of_a_signed_case_nothing_is_captured(qtbot, stand, key):
    letter = SignedLetter("a.pdf", "d", datetime(2026, 1, 1, tzinfo=UTC))
    pane = make(qtbot, stand, stand.full_case(signed=(letter,)))
    at_page(qtbot, pane, 37)
    drag(qtbot, pane, 37, 3, 6)
    wished = []
    for wish in (pane.finding_requested, pane.quote_requested, pane.cite_requested):
        wish.connect(wished.append)
    with qtbot.waitSignal(pane.view.captured):
        qtbot.keyClick(pane.view, key)
    assert wished == []


def test_an_answer_for_another_source_is_dropped(qtbot, stand):
    late, case = stand.Held(), stand.full_case()
    pane = make(qtbot, stand, case, stand.Drawer(text_only=frozenset({1})), tasks=late)
    former = pane.view.content.pictures
    pane.set_pages(stand.pictures(case))
    qtbot.wait(60)
    with qtbot.assertNotEmitted(pane.view.page_came):
        late.go()
    assert former.failed == {1}
    assert not pane.view.content.failed(1)
    assert pane.view.content.picture(1)


def test_pages_scrolled_by_before_their_turn_are_not_drawn(qtbot, stand):
    tasks, drawer = stand.Held(), stand.Drawer()
    pane = make(qtbot, stand, stand.full_case(), drawer, tasks=tasks)
    for page in (20, 60, 100):
        pane.go_to_page(page)
        qtbot.wait(60)
    tasks.go()
    assert drawer.asked[:6] == [1, 100, 99, 101, 102, 98]
    assert not {20, 60} & set(drawer.asked)


def test_pictures_are_kept_as_far_as_they_fit_and_those_in_view_always(stand, monkeypatch):
    drawer = stand.Drawer()
    kept = stand.pictures(stand.full_case(), drawer)
    kept.want({1: 1.0})
    monkeypatch.setattr(pages, "MOST_BYTES", kept.get(1).image.sizeInBytes() * 3)
    for page in range(2, 9):
        kept.want({page: 1.0})
    assert [page for page in range(1, 9) if kept.get(page)] == [6, 7, 8]
    kept.want({6: 1.0})
    kept.want({9: 1.0})
    assert [page for page in range(1, 10) if kept.get(page)] == [6, 8, 9]
    kept.want(dict.fromkeys(range(11, 16), 1.0))
    assert all(kept.get(page) for page in range(11, 16))
    assert drawer.asked == [*range(1, 10), *range(11, 16)]


@pytest.mark.parametrize("steps", [0, 1])
def test_a_page_wanted_larger_while_it_is_drawn_is_drawn_again(stand, steps):
    tasks = stand.Held()
    drawn = stand.pictures(stand.full_case(), tasks=tasks)
    drawn.want({1: 1.0})
    for _step in range(steps):
        tasks.step()
    drawn.want({1: 2.0})
    tasks.go()
    assert drawn.get(1).scale == 2.0
    assert drawn.get(1).words


def test_a_page_whose_words_cannot_be_read_shows_its_picture(stand, monkeypatch):
    def unreadable(*_):
        raise FileUnreadable("The words cannot be read.")

    drawer = stand.Drawer()
    monkeypatch.setattr(drawer, "page_words", unreadable)
    drawn = stand.pictures(stand.full_case(), drawer)
    drawn.want({1: 1.0})
    drawn.want({1: 1.0})
    assert drawn.get(1).words == ()
    assert drawn.failed == set()
    assert drawer.asked == [1]


def test_five_thousand_pages_open_and_jump_at_once(qtbot, stand, work):
    documents = tuple(
        Document(f"d{at}", "a", f"Progress report {at}", "progress report", at * 10 + 1, at * 10 + 10) for at in range(500)
    )
    case = Case(id="big", files=(CaseFile("a", "big.pdf", 5000, 1),), documents=documents)
    drawer = stand.Drawer()
    pane = make(qtbot, stand, case, drawer)

    def jump():
        pane.go_to_page(4321)
        pane.view.grab()

    assert work(jump) < 2_000
    assert pane.current_page() == 4321
    bar = pane.view.verticalScrollBar()
    for step in range(40):
        bar.setValue(bar.maximum() * step // 40)
    qtbot.wait(80)
    assert len(drawer.asked) < 20
    assert sum(pane.view.content.picture(page) is not None for page in range(1, 5001)) < 20


def test_pages_are_enlarged_around_the_place(qtbot, pane):
    at_page(qtbot, pane, 37)
    view, fitting = pane.view, pane.view.column.width(37)
    assert view.fit() == "width"
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.column.width(37) == pytest.approx(612 * view.zoom() * view.column.per_point, abs=1)
    assert view.column.width(37) > 1.4 * fitting
    assert (pane.current_page(), view.horizontalScrollBar().maximum() > 0) == (37, True)
    qtbot.keyClick(view, "1")
    assert view.zoom() == 1.0
    qtbot.keyClick(view, "P")
    assert view.column.height(37) <= view.viewport().height()
    assert pane.current_page() == 37
    qtbot.keyClick(view, "W")
    assert view.column.width(37) == fitting
    assert view.horizontalScrollBar().maximum() == 0


def test_a_selection_is_right_when_enlarged(qtbot, pane):
    at_page(qtbot, pane, 37)
    pane.view.zoom_in()
    pane.view.horizontalScrollBar().setValue(30)
    drag(qtbot, pane, 37, 4, 6)
    with qtbot.waitSignal(pane.quote_requested) as caught:
        qtbot.keyClick(pane.view, "Q")
    assert caught.args[0] == "Neck pain rated"


def test_what_is_sought_is_marked_on_the_page(qtbot, pane):
    at_page(qtbot, pane, 37)
    pane.find_words("pain")
    assert len(pane.view.content.sought_boxes(37)) == 2
    pane.clear_find()
    assert pane.view.content.sought_boxes(37) == []


def test_a_sheet_larger_than_can_be_drawn_gets_its_true_size(qtbot, stand):
    class Huge(type(stand.Drawer())):
        def page_image(self, case, page, scale):
            self.asked.append(page)
            drawn = min(scale, (40_000_000 / (6000 * 8000)) ** 0.5)
            wide, high = round(6000 * drawn), round(8000 * drawn)
            return PageImage(wide, high, wide * 4, b"\xff" * (wide * high * 4))

    drawer = Huge()
    pane = make(qtbot, stand, stand.full_case(), drawer)
    assert pane.view.column.size(1) == pytest.approx((6000, 8000), rel=0.01)
    assert pane.view.content.picture(1)
    before = len(drawer.asked)
    qtbot.wait(120)
    assert len(drawer.asked) == before

"""Pictures of pages: drawn in turn, kept as far as they fit, enlarged."""

from __future__ import annotations

import pytest
from page_acts import at_page
from PySide6.QtCore import Qt

from imr_desktop.case.model import Case, CaseFile, Document
from imr_desktop.errors import FileUnreadable
from imr_desktop.record import PageImage
from imr_desktop.ui import pages


def test_landscape_pages_get_their_true_size(qtbot, stand, make):
    pane = make(stand.full_case(), stand.Drawer(size=(792, 612)))
    view = pane.view
    at_page(qtbot, pane, 37)
    assert view.column.size(37) == pytest.approx((792, 612), abs=2)
    assert view.column.height(37) < view.column.width(37)
    assert pane.current_page() == 37


def test_an_answer_for_another_source_is_dropped(qtbot, stand, make):
    late, case = stand.Held(), stand.full_case()
    pane = make(case, stand.Drawer(text_only=frozenset({1})), tasks=late)
    former = pane.view.content.pictures
    pane.set_pages(stand.pictures(case))
    qtbot.wait(60)
    with qtbot.assertNotEmitted(pane.view.page_came):
        late.go()
    assert former.failed == {1}
    assert not pane.view.content.failed(1)
    assert pane.view.content.picture(1)


def test_pages_scrolled_by_before_their_turn_are_not_drawn(qtbot, stand, make):
    tasks, drawer = stand.Held(), stand.Drawer()
    pane = make(stand.full_case(), drawer, tasks=tasks)
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


def test_five_thousand_pages_open_and_jump_at_once(qtbot, stand, work, make):
    documents = tuple(
        Document(f"d{at}", "a", f"Progress report {at}", "progress report", at * 10 + 1, at * 10 + 10) for at in range(500)
    )
    case = Case(id="big", files=(CaseFile("a", "big.pdf", 5000, 1),), documents=documents)
    drawer = stand.Drawer()
    pane = make(case, drawer)

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


def test_a_sheet_larger_than_can_be_drawn_gets_its_true_size(qtbot, stand, make):
    class Huge(type(stand.Drawer())):
        def page_image(self, case, page, scale):
            self.asked.append(page)
            drawn = min(scale, (40_000_000 / (6000 * 8000)) ** 0.5)
            wide, high = round(6000 * drawn), round(8000 * drawn)
            return PageImage(wide, high, wide * 4, b"\xff" * (wide * high * 4))

    drawer = Huge()
    pane = make(stand.full_case(), drawer)
    assert pane.view.column.size(1) == pytest.approx((6000, 8000), rel=0.01)
    assert pane.view.content.picture(1)
    before = len(drawer.asked)
    qtbot.wait(120)
    assert len(drawer.asked) == before

"""The item pane at every size and zoom: no word of what counts is cut, nothing lies over anything, many items are a list."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from imr_desktop.case.model import SourceRef
from imr_desktop.rules.model import InputSpec
from imr_desktop.ui import theme
from imr_desktop.ui.items.criterion_words import limit_line
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.labels import ElidedLabel
from imr_desktop.ui.widgets.wrapped_line import WrappedLine

LONG = ("Bilateral thoracic medial branch blocks under fluoroscopic guidance, " * 3).rstrip(", ")
CITE = "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Trigger point injections; Criteria, p. 122."
ALT = Qt.KeyboardModifier.AltModifier
SIZES = {"1280": (740, 430, True), "1366": (786, 540, True), "1920": (632, 780, False)}
"""The pane in a window of so many pixels, the smallest with its checks open: width, height, compact."""
INPUTS = {"request.count": InputSpec("request.count", "number", "injections in one session", "?", unit="injections")}


def items_of(stand, count):
    first, second = stand.items()
    first = msgspec.structs.replace(first, title=LONG, claims_administrator_guideline=CITE, reviewer_guideline="", answers=())
    rest = [msgspec.structs.replace(second, id=f"n{at}", title=f"Norco 10/325 mg, {at}") for at in range(1, count)]
    return first, *rest


@pytest.fixture
def shown(qtbot, stand):
    """Makes a pane on so many items; it is kept until the test is over."""
    kept = []

    def show(count, size="1920", *, judge_first=False):
        width, height, compact = SIZES[size]
        session, pane = stand.Session(stand.full_case(items=items_of(stand, count))), ItemsPane()
        kept.append((session, pane))
        pane.set_compact(compact)
        session.attach(pane)
        pane.set_judge_first(judge_first)
        pane.set_checked(stand.Checked((stand.report(),)))
        pane.content.criteria.set_inputs(INPUTS)
        qtbot.addWidget(pane)
        pane.resize(width, height)
        pane.show()
        qtbot.waitExposed(pane)
        return pane, session

    yield show
    kept.clear()


def settle():
    for _ in range(12):
        QApplication.processEvents()
        QTest.qWait(1)


def whole(label: QLabel) -> bool:
    """Whether a label shows all of its words."""
    if isinstance(label, ElidedLabel):
        return True
    if label.wordWrap():
        return label.height() >= label.heightForWidth(label.width())
    return label.width() >= label.sizeHint().width() - 1


def cut_words(pane: QWidget) -> list[str]:
    """Labels, buttons and fields that do not show all of their words."""
    labels = [label.text() for label in pane.findChildren(QLabel) if label.isVisible() and not whole(label)]
    lines = [line.text() for line in pane.findChildren(WrappedLine) if line.isVisible() and hidden_rows(line)]
    buttons = [one for one in pane.findChildren(QAbstractButton) if one.isVisible()]
    return [*labels, *lines, *(one.accessibleName() for one in buttons if one.width() < one.sizeHint().width() - 1)]


def hidden_rows(line: WrappedLine) -> bool:
    return line.document().size().height() > line.viewport().height() + 1


def overlapping(pane: ItemsPane) -> list[tuple[str, str]]:
    """Parts of the item that lie over one another."""
    body = pane.content
    parts = [body.head, body.judge, body.reasoning, body.criteria.head, body.criteria.list, body.rationale]
    boxes = [(type(part).__name__, QRect(part.mapTo(pane, QPoint()), part.size())) for part in parts if part.isVisible()]
    return [(one, other) for at, (one, box) in enumerate(boxes) for other, more in boxes[at + 1 :] if box.intersects(more)]


@pytest.mark.parametrize("count", [2, 12])
def test_nothing_is_cut_or_squeezed_at_any_size_and_zoom(shown, monkeypatch, count):
    cut, text = [], paint.text

    def noted(painter, area, words, token, size=13, weight=400, *flags, **more):
        if paint.width_of(words, size, weight) > area.width() + 1:
            cut.append(words)
        text(painter, area, words, token, size, weight, *flags, **more)

    monkeypatch.setattr(paint, "text", noted)
    pane, _ = shown(count)
    for look, zoom in (("light", 100), ("dark", 150)):
        theme.current().apply(look, zoom)
        for size, (width, height, compact) in SIZES.items():
            pane.set_compact(compact)
            pane.resize(width, height)
            settle()
            assert cut_words(pane) == [], (size, zoom)
            assert overlapping(pane) == [], (size, zoom)
            assert pane.content.rationale.height() >= theme.px(150), (size, zoom)
            cut.clear()
            pane.content.head.decision.grab()
            assert cut == [], (size, zoom)


def test_where_an_item_stands_is_never_squeezed_beside_its_pages(shown):
    """Four pages, three dates and a specialty in a narrow window: over the pages, in two lines."""
    pane, session = shown(2, "1366")
    head, item = pane.content.head, session.case.items[0]
    dated = {name: date(2024, 6, day) for name, day in (("request_for_authorization", 18), ("request_received", 19))}
    dates = msgspec.structs.replace(session.case.dates, ur_denial=date(2024, 6, 22), **dated)
    case = msgspec.structs.replace(session.case, dates=dates, ur_specialty="Physical Medicine and Rehabilitation")
    head.show_item(case, msgspec.structs.replace(item, sources=tuple(SourceRef("d1", page) for page in (3, 265, 450, 576))))
    settle()
    lines = head.meta.height() / head.meta.fontMetrics().lineSpacing()
    assert len(head.pages.chips()) == 4
    assert 1 < lines < 2.5


def test_the_suggestion_is_read_whole_before_it_is_accepted(qtbot, shown, session):
    pane, session = shown(1, "1366")
    lines = pane.content.guidelines
    assert lines.suggestion.isVisible()
    assert lines.suggestion.text().endswith("Section(s): Trigger point injections, p. 122.")
    said = lines.suggestion.text()
    qtbot.mouseClick(lines.accept_button, Qt.MouseButton.LeftButton)
    assert session.case.items[0].reviewer_guideline == said
    assert not lines.suggestion.isVisible()


def test_an_open_row_holds_its_reason_and_never_lies_under_it(qtbot, shown):
    pane, session = shown(1)
    criteria = pane.content.criteria
    criteria.list.select_row(3)
    qtbot.keyClicks(criteria.list, "n")
    criteria.list.select_row(3)
    settle()
    heights = [criteria.list.visualRect(criteria.list.row_model.index(at)).height() for at in range(5)]
    assert heights[3] > 2 * heights[2] == 2 * heights[4], "one row is open, all others are one line"
    row = criteria.list.visualRect(criteria.list.currentIndex())
    place = criteria.list.viewport().mapFromGlobal(criteria.reason.mapToGlobal(QPoint()))
    reason = QRect(place, criteria.reason.size())
    assert criteria.reason.isVisible()
    assert row.contains(reason)
    assert reason.top() > row.top() + 2 * heights[2], "below what it asks about"
    pane.resize(632, 620)
    qtbot.keyClicks(criteria.list, "r")
    settle()
    assert criteria.reason.visibleRegion().boundingRect().size() == criteria.reason.size(), "seen whole while it is typed in"
    qtbot.keyClicks(criteria.reason, "Imaging shows it.")
    qtbot.keyClick(criteria.reason, Qt.Key.Key_Return)
    assert {one.criterion: one.reason for one in session.case.items[0].answers}["tpi.4"] == "Imaging shows it."


def test_a_pressed_row_stays_below_the_mouse_until_it_is_let_go(qtbot, shown):
    pane, _ = shown(1)
    listed = pane.content.criteria.list
    listed.select_row(0)
    settle()
    spot = listed.visualRect(listed.row_model.index(1)).center()
    qtbot.mousePress(listed.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    settle()
    assert listed.visualRect(listed.row_model.index(1)).contains(spot)
    qtbot.mouseRelease(listed.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert listed.current().key == "tpi.2" == listed.delegate.opened


def test_more_than_four_items_are_a_numbered_list(qtbot, shown):
    pane, _ = shown(4)
    assert pane.strip.isVisible()
    assert not pane.list.isVisible()
    assert pane.strip.tabRect(3).right() <= pane.strip.width(), "no half tab"
    assert LONG in pane.strip.tabToolTip(0)
    pane, session = shown(40, "1366")
    assert not pane.strip.isVisible()
    assert pane.list.isVisible()
    first = pane.list.row_model.index(0)
    assert LONG in first.data(Qt.ItemDataRole.ToolTipRole)
    assert pane.list.row_model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Item 2 of 40: Norco")
    spot = pane.list.visualRect(pane.list.row_model.index(2)).center()
    qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert pane.item().id == "n2"
    qtbot.keyClick(pane.list, Qt.Key.Key_Down)
    assert pane.item().id == "n3"
    qtbot.keyClick(pane.content.rationale, Qt.Key.Key_Down, ALT)
    assert (pane.item().id, pane.list.row()) == ("n4", 4)
    pane.content.focus_decision()
    qtbot.keyClick(pane.content.head.decision, Qt.Key.Key_Up, ALT)
    assert pane.item().id == "n3", "the area that scrolls the item leaves the pane its keys"


def test_what_is_folded_is_not_there_for_a_screen_reader(shown):
    pane, session = shown(1, judge_first=True)
    assert pane.content.folded
    said = " ".join(spoken(QAccessible.queryAccessibleInterface(pane)))
    assert "Norco" in said or LONG in said, "the walk reaches the pane's words"
    assert "Circumscribed" not in said
    assert CITE not in said


def spoken(interface):
    yield interface.text(QAccessible.Text.Name)
    yield interface.text(QAccessible.Text.Value)
    for at in range(interface.childCount()):
        if (child := interface.child(at)) is not None and child.isValid():
            yield from spoken(child)


def test_a_limit_cannot_be_read_as_its_opposite(stand):
    report = stand.report().criteria[4]
    assert limit_line(report, INPUTS) == "Limit: no more than 3\u20134 injections. Asked for: 6 injections. Not met."
    trial = {"limit": "at most 6 visits", "inputs": {"visits.before": 12}, "text": "A trial comes first"}
    visits = msgspec.structs.replace(report, **trial)
    assert limit_line(visits, {}) == "Limit: at most 6 visits. Before: 12. Not met."
    two = msgspec.structs.replace(
        visits, inputs={"visits.before": 12, "visits.months": 3}, labels={"visits.months": "months"}
    )
    assert limit_line(two, {}) == "Limit: at most 6 visits. Before: 12; months: 3. Not met."
    assert limit_line(msgspec.structs.replace(report, limit=""), INPUTS) == ""


def test_a_change_costs_no_more_with_many_items(shown, work):
    costs = []
    for count in (5, 140):
        pane, session = shown(count)
        pane.content.answer("tpi.2", "met")
        answered = session.case
        session.undo()
        costs.append(work(lambda pane=pane, case=answered: pane.set_case(case)))
    assert costs[1] < 4 * costs[0]

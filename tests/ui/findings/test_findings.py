"""Findings by key and mouse: typed, edited in place, removed and given back, composed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from imr_desktop.ui.findings.model import FindingsModel
from imr_desktop.ui.findings.pane import FindingsPane


@pytest.fixture
def pane(qtbot, session):
    pane = session.attach(FindingsPane())
    qtbot.addWidget(pane)
    pane.resize(700, 500)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def centre_of_chip(pane, row, chip=0):
    index = pane.model.index(row, 0)
    delegate, area = pane.list.itemDelegate(), pane.list.visualRect(index)
    boxes = delegate._chip_boxes(index.data(Qt.ItemDataRole.UserRole), area)
    return boxes[chip][0].center().toPoint()


def test_model(qtmodeltester, stand):
    model = FindingsModel()
    model.set_case(stand.full_case())
    qtmodeltester.check(model)
    assert (
        model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
        == "Finding 2, Symptoms. Turning the head has become harder. Cited p. 41. 11/05/2013."
    )


def test_enter_adds_a_finding_with_category_and_page(qtbot, pane, session):
    qtbot.keyClicks(pane.entry, "Twitch response #exam @37")
    qtbot.keyClick(pane.entry, Qt.Key.Key_Return)
    added = session.case.findings[-1]
    assert (added.text, added.category, added.sources[0].page, added.sources[0].document) == (
        "Twitch response",
        "exam",
        37,
        "pr2",
    )
    assert added.date == session.case.documents[3].date
    assert pane.entry.text() == ""
    assert pane.selected() == added.id


def test_the_open_page_is_cited_where_none_is_typed(qtbot, pane, session):
    pane.set_current_page(12)
    qtbot.keyClicks(pane.entry, "Requested again")
    qtbot.keyClick(pane.entry, Qt.Key.Key_Return)
    assert [source.page for source in session.case.findings[-1].sources] == [12]


def test_a_page_beyond_the_record_is_refused_with_a_sentence(qtbot, pane, session):
    before = session.case
    qtbot.keyClicks(pane.entry, "Pain @900")
    qtbot.keyClick(pane.entry, Qt.Key.Key_Return)
    assert session.case == before
    assert pane.error.isVisible()
    assert "ends at page 214" in pane.error.text()
    assert pane.entry.text() == "Pain @900"
    qtbot.keyClick(pane.entry, Qt.Key.Key_Backspace)
    assert not pane.error.isVisible()


def test_a_chip_opens_its_page_with_the_quote(qtbot, pane):
    with qtbot.waitSignal(pane.page_requested) as caught:
        qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=centre_of_chip(pane, 0))
    assert caught.args == [37, "Neck pain rated 3-4/10"]


def test_enter_on_a_row_opens_its_page(qtbot, pane):
    pane.list.setFocus()
    pane.select("f2")
    with qtbot.waitSignal(pane.page_requested) as caught:
        qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    assert caught.args == [41, ""]


def test_editing_in_place_keeps_quotes_of_kept_pages(qtbot, pane, session):
    pane.list.setFocus()
    pane.select("f1")
    qtbot.keyClick(pane.list, Qt.Key.Key_F2)
    editor = pane.list.findChild(QLineEdit)
    assert editor.text() == "Neck pain rated 3\u20134/10 #symptoms @37"
    editor.setText("Neck pain 4/10 #exam @37 @41")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(session.log))
    changed = session.case.findings[0]
    assert (changed.text, changed.category) == ("Neck pain 4/10", "exam")
    assert [source.quote for source in changed.sources] == ["Neck pain rated 3-4/10", ""]


def test_an_emptied_finding_is_kept(qtbot, pane, session):
    pane.model.setData(pane.model.index(0), "  ", Qt.ItemDataRole.EditRole)
    assert session.case.findings[0].text == "Neck pain rated 3\u20134/10"
    assert "Delete" in pane.error.text()


def test_delete_removes_and_the_bar_gives_it_back_in_place(qtbot, pane, session):
    before = session.case.findings
    pane.list.setFocus()
    pane.select("f3")
    qtbot.keyClick(pane.list, Qt.Key.Key_Delete)
    assert [finding.id for finding in session.case.findings] == ["f1", "f2", "f4", "f5", "f6", "f7"]
    assert pane.selected() == "f4"
    qtbot.mouseClick(pane.undo_bar.button, Qt.MouseButton.LeftButton)
    assert session.case.findings == before
    assert not pane.undo_bar.isVisible()


def test_selecting_a_row_tells_the_record(qtbot, pane):
    with qtbot.waitSignal(pane.finding_selected) as caught:
        index = pane.model.index(3, 0)
        qtbot.mouseClick(
            pane.list.viewport(), Qt.MouseButton.LeftButton, pos=pane.list.visualRect(index).topLeft() + QPoint(60, 15)
        )
    assert caught.args == ["f4"]


def test_compose_by_key_extends_the_summary(qtbot, pane, session):
    qtbot.keyClick(pane.entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert session.log[-1][0] == "Compose summary"
    assert "MRI shows degenerative disc disease" in session.case.summary
    assert session.case.summary.startswith("The patient is a 48-year-old")


def test_digest(pane, session, stand):
    assert pane.digest() == ("Clinical findings", "7 findings, 1 without a page")
    session.show(stand.full_case(findings=stand.findings()[:6]))
    assert pane.digest()[1] == "6 findings, all cited"


def test_a_signed_case_is_read_only(qtbot, pane, session, stand):
    from datetime import UTC, datetime

    from imr_desktop.case.model import SignedLetter

    session.show(stand.full_case(signed=(SignedLetter("a.pdf", "d", datetime(2026, 1, 1, tzinfo=UTC)),)))
    assert not pane.entry.isEnabled()
    pane.select("f1")
    pane.remove_selected()
    assert len(session.case.findings) == 7


def test_no_line_of_a_signed_case_can_be_rewritten(qtbot, pane, session, stand):
    from datetime import UTC, datetime

    from imr_desktop.case.model import SignedLetter

    session.show(stand.full_case(signed=(SignedLetter("a.pdf", "d", datetime(2026, 1, 1, tzinfo=UTC)),)))
    before = session.case
    pane.model.setData(pane.model.index(0), "Something else #exam @37", Qt.ItemDataRole.EditRole)
    assert session.case == before
    assert session.log == []


def test_f2_opens_no_line_of_a_signed_case(qtbot, pane, session, stand):
    from datetime import UTC, datetime

    from imr_desktop.case.model import SignedLetter

    session.show(stand.full_case(signed=(SignedLetter("a.pdf", "d", datetime(2026, 1, 1, tzinfo=UTC)),)))
    pane.select("f1")
    pane.list.setFocus()
    qtbot.keyClick(pane.list, Qt.Key.Key_F2)
    assert pane.list.findChild(QLineEdit) is None
    session.show(stand.full_case())
    qtbot.keyClick(pane.list, Qt.Key.Key_F2)
    assert pane.list.findChild(QLineEdit) is not None


def test_five_thousand_findings_stay_quick(qtbot, pane, session, stand):
    from imr_desktop.case.model import Finding

    many = tuple(
        Finding(f"n{at}", f"Finding number {at} with a few more words to wrap", "exam", sources=(stand.source(1 + at % 214),))
        for at in range(5000)
    )
    session.show(stand.full_case(findings=many))
    pane.list.select_row(4999)
    assert pane.selected() == "n4999"


def test_a_finding_without_a_category_says_so_and_stands_under_no_heading(qtbot, pane, session):
    qtbot.keyClicks(pane.entry, "Works part time #function @37")
    qtbot.keyClick(pane.entry, Qt.Key.Key_Return)
    qtbot.keyClicks(pane.entry, "Carries a cane @37")
    qtbot.keyClick(pane.entry, Qt.Key.Key_Return)
    last = pane.model.row_at(len(session.case.findings) - 1)
    assert last.category == "No category"
    assert last.spoken.startswith(f"Finding {last.number}, No category.")


def test_the_menu_of_a_row_sets_its_category(qtbot, pane, session):
    pane.list.setFocus()
    pane.list.select_row(0)
    middle = pane.list.viewport().rect().center()  # where Qt puts the menu key's menu, on another row
    by_key = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(pane.list, QContextMenuEvent(by_key, middle, pane.list.mapToGlobal(middle)))
    assert pane.list.row() == 0
    menu = QApplication.activePopupWidget()
    kinds = next(action for action in menu.actions() if action.menu())
    menu.setActiveAction(kinds)
    qtbot.keyClick(menu, Qt.Key.Key_Right)
    inner = QApplication.activePopupWidget()
    inner.setActiveAction(next(action for action in inner.actions() if action.text() == "Function"))
    qtbot.keyClick(inner, Qt.Key.Key_Return)
    assert session.case.findings[0].category == "function"


def shown(pane):
    return [row.number for row in pane.model.shown]


def test_the_funnel_shows_one_kind_alone_by_keys_and_says_so(qtbot, pane, session):
    total = len(session.case.findings)
    qtbot.keyClick(pane.entry, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    menu = pane.filter.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    assert menu.actions()[0].text() == f"All findings ({total})"
    at = next(at for at, one in enumerate(menu.actions()) if one.text().startswith("Exam"))
    for _ in range(at):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    exams = [number for number, one in enumerate(session.case.findings, 1) if one.category == "exam"]
    assert shown(pane) == exams, "each keeps its number"
    assert 0 < len(exams) < total
    assert pane.narrowed.words.text() == f"Exam: {len(exams)} of {total} findings"
    assert pane.filter.isChecked()
    assert pane.list.hasFocus()
    assert pane.model.shown[0].category == "Exam"
    qtbot.keyClick(pane.list, Qt.Key.Key_Escape)
    assert len(shown(pane)) == total
    assert not pane.narrowed.isVisible()


def test_what_is_done_to_a_shown_finding_is_done_to_that_one(qtbot, pane, session):
    pane.show_only("#exam")
    before = session.case.findings
    number = shown(pane)[-1]
    pane.list.select_row(len(shown(pane)) - 1)
    with qtbot.waitSignal(pane.page_requested) as asked:
        qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    assert asked.args[0] == before[number - 1].sources[0].page
    qtbot.keyClick(pane.list, Qt.Key.Key_Delete)
    assert session.case.findings == (*before[: number - 1], *before[number:])
    pane.restore_removed()
    assert session.case.findings == before


def test_no_finding_stays_hidden_that_was_just_made_or_asked_for(qtbot, pane, session):
    pane.show_only("#exam")
    qtbot.keyClicks(pane.entry, "Naproxen twice a day #meds @12")
    qtbot.keyClick(pane.entry, Qt.Key.Key_Return)
    assert pane.entry.text() == ""
    assert pane.selected() == session.case.findings[-1].id
    assert len(shown(pane)) == len(session.case.findings)
    pane.show_only("#medication")
    pane.select(session.case.findings[0].id)
    assert pane.selected() == session.case.findings[0].id
    pane.show_only("#medication")
    pane.list.select_row(0)
    pane.remove_selected()
    assert len(shown(pane)) == len(session.case.findings), "the last of its kind went: all are shown again"
    assert not pane.filter.isChecked()

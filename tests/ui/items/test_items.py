"""Disputed items by key and mouse: criteria answered, decisions made, guidelines taken, rationale drafted."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from imr_desktop.case.model import Case, CriterionAnswer, SignedLetter
from imr_desktop.rules import citation_form
from imr_desktop.ui.items.criteria_model import CriteriaModel
from imr_desktop.ui.items.criterion_words import details, missing, values
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.widgets.wrapped_line import WrappedLine

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def fresh(stand, **changes):
    """A case whose first item has no answers yet."""
    bare = msgspec.structs.replace(stand.items()[0], answers=(), rationale="", **changes)
    return stand.full_case(items=(bare, stand.items()[1]))


@pytest.fixture
def pane(qtbot, session, stand):
    session.case = fresh(stand)
    pane = session.attach(ItemsPane())
    pane.set_checked(stand.Checked((stand.report(),)))
    qtbot.addWidget(pane)
    pane.resize(640, 800)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def statuses_of(session):
    return {answer.criterion: answer.status for answer in session.case.items[0].answers}


def test_model(qtmodeltester, stand):
    model = CriteriaModel()
    model.show(stand.items()[0], stand.report(), {})
    qtmodeltester.check(model)
    spoken = model.data(model.index(4), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Criterion 5: No more than 3\u20134 injections per session. Not met. Evidence p. 10."
    assert "Not assessed. Record suggests: met." in model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)


def test_seven_keys_answer_six_criteria_and_decide(qtbot, pane, session):
    pane.focus_first()
    qtbot.keyClicks(pane.content.criteria.list, "mmddnau")
    assert list(statuses_of(session).values()) == [
        "met",
        "met",
        "not documented",
        "not documented",
        "not met",
        "not applicable",
    ]
    assert session.case.items[0].decision == "Upheld"
    assert pane.content.criteria.tally.text() == "2 met \u00b7 1 not met \u00b7 2 not documented \u00b7 1 not applicable"
    assert pane.digest() == ("Disputed items", "1 of 2 decided")


def test_nothing_is_decided_by_itself(pane, session):
    assert not any(radio.isChecked() for radio in pane.content.head.decision.radios.values())
    assert session.log == []
    assert pane.content.head.undecided.isVisible()


def test_ctrl_4_lands_on_the_first_open_criterion(qtbot, pane, session, stand):
    session.show(stand.full_case())
    pane.focus_first()
    assert pane.content.criteria.list.row() == 1


def test_backspace_takes_an_answer_back(qtbot, pane, session):
    pane.focus_first()
    qtbot.keyClicks(pane.content.criteria.list, "m")
    pane.content.criteria.list.select_row(0)
    qtbot.keyClick(pane.content.criteria.list, Qt.Key.Key_Backspace)
    assert statuses_of(session) == {}


def test_letters_in_the_rationale_are_letters(qtbot, pane, session):
    qtbot.keyClicks(pane.content.rationale, "moan")
    pane.flush()
    assert session.case.items[0].rationale == "moan"
    assert statuses_of(session) == {}
    assert session.log == [("Type in rationale", "rationale:i1")]


def test_enter_cites_the_selected_finding(qtbot, pane, session, stand):
    pane.set_evidence((stand.source(37, "Taut bands"),))
    pane.focus_first()
    qtbot.keyClicks(pane.content.criteria.list, "m")
    pane.content.criteria.list.select_row(0)
    qtbot.keyClick(pane.content.criteria.list, Qt.Key.Key_Return)
    qtbot.keyClick(pane.content.criteria.list, Qt.Key.Key_Return)
    assert session.case.items[0].answers[0].sources == (stand.source(37, "Taut bands"),)


def test_evidence_cited_before_the_answer_is_kept_with_it(qtbot, pane, session):
    pane.set_current_page(12)
    pane.focus_first()
    qtbot.keyClick(pane.content.criteria.list, Qt.Key.Key_Return)
    assert session.log == []
    assert "p. 12" in [chip[0] for chip in pane.content.criteria.list.current().chips]
    qtbot.keyClicks(pane.content.criteria.list, "n")
    assert [source.page for source in session.case.items[0].answers[0].sources] == [12]


def test_clearing_a_criterion_drops_what_was_cited_before_its_answer(qtbot, pane, session):
    criteria = pane.content.criteria.list
    pane.set_current_page(12)
    pane.focus_first()
    qtbot.keyClick(criteria, Qt.Key.Key_Return)
    qtbot.keyClick(criteria, Qt.Key.Key_Backspace)
    assert "p. 12" not in [chip[0] for chip in criteria.current().chips]
    qtbot.keyClicks(criteria, "n")
    assert session.case.items[0].answers[0].sources == ()


def test_the_mouse_decides_and_backspace_takes_it_back(qtbot, pane, session):
    radios = pane.content.head.decision.radios
    qtbot.mouseClick(radios["Overturned"], Qt.MouseButton.LeftButton)
    assert session.case.items[0].decision == "Overturned"
    qtbot.keyClick(radios["Overturned"], Qt.Key.Key_Backspace)
    assert session.case.items[0].decision is None
    assert not any(radio.isChecked() for radio in radios.values())


@pytest.mark.parametrize(("key", "decision"), [(Qt.Key.Key_U, "Upheld"), (Qt.Key.Key_O, "Overturned")])
def test_alt_decides_from_within_a_text(qtbot, pane, session, key, decision):
    pane.content.rationale.setFocus()
    qtbot.keyClick(pane.content.rationale, key, ALT)
    assert session.case.items[0].decision == decision


def test_an_item_that_ended_needs_no_decision(qtbot, pane, session):
    pane.content.uphold()
    act = next(
        action
        for action in pane.content.head.menu.findChildren(type(pane.content.head.menu.actions()[0]))
        if action.data() == "end:withdrawn"
    )
    act.trigger()
    assert session.case.items[0].end_state == "withdrawn"
    assert session.case.items[0].decision is None
    assert not pane.content.head.decision.radios["Upheld"].isEnabled()
    pane.content.uphold()
    assert session.case.items[0].decision is None


def test_the_source_decides_nothing(pane, session):
    pane.next_item()
    assert pane.item().id == "i2"
    assert pane.content.head.note.text() == "The source says Overturned. The decision is yours."
    assert session.case.items[1].decision is None
    assert (
        pane.content.head.quantities.words.text()
        == "Requested 24 visits \u00b7 Authorized 6 visits \u00b7 In dispute 18 visits (the remainder)"
    )


def test_alt_g_takes_the_suggested_guideline(qtbot, pane, session):
    pane.content.criteria.list.setFocus()
    qtbot.keyClick(pane.content.criteria.list, Qt.Key.Key_G, ALT)
    cited = session.case.items[0].reviewer_guideline
    assert cited == (
        "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Trigger point injections, p. 122."
    )
    assert citation_form.parse(cited).section == "Trigger point injections, p. 122", "the composer takes it apart again"
    assert not pane.content.guidelines.accept_button.isVisible()


def test_guidelines_are_edited_in_their_lines(qtbot, pane, session):
    line = pane.content.guidelines.findChild(WrappedLine, "claims_administrator_guideline")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "ODG Neck")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert session.case.items[0].claims_administrator_guideline == "ODG Neck"
    qtbot.mouseClick(pane.content.guidelines.copy_button, Qt.MouseButton.LeftButton)
    assert session.case.items[0].reviewer_guideline == "ODG Neck"


def test_a_reason_where_no_guideline_applies(qtbot, pane, session):
    qtbot.mouseClick(pane.content.guidelines.reason_button, Qt.MouseButton.LeftButton)
    line = pane.content.guidelines.findChild(WrappedLine, "no_citation_reason")
    assert line.isVisible()
    qtbot.keyClicks(line, "No guideline addresses it.")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert session.case.items[0].no_citation_reason == "No guideline addresses it."


def test_the_draft_comes_from_the_answers(qtbot, pane, session):
    pane.focus_first()
    qtbot.keyClicks(pane.content.criteria.list, "mmddnau")
    qtbot.keyClick(pane.content.criteria.list, Qt.Key.Key_Return, CTRL_SHIFT)
    text = session.case.items[0].rationale
    assert "no more than 3\u20134 injections per session; this criterion is not met" in text
    assert text.endswith("Therefore, the request is not medically necessary.")
    assert pane.content.rationale.text() == text


def test_the_keyboard_stays_where_no_draft_can_be_made(qtbot, pane, session):
    signed = SignedLetter("letter.pdf", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
    session.show(msgspec.structs.replace(session.case, signed=(signed,)))
    pane.focus_first()
    qtbot.keyClick(pane.content.criteria.list, Qt.Key.Key_Return, CTRL_SHIFT)
    assert pane.focusWidget() is pane.content.criteria.list


def test_what_was_typed_stays_with_its_item(qtbot, pane, session):
    qtbot.keyClicks(pane.content.rationale, "First item.")
    pane.next_item()
    assert session.case.items[0].rationale == "First item."
    assert pane.content.rationale.text() == ""
    qtbot.keyClicks(pane.content.rationale, "Second.")
    pane.previous_item()
    assert session.case.items[1].rationale == "Second."
    assert pane.content.rationale.text() == "First item."


def test_tabs_show_items_and_alt_arrows_walk(qtbot, pane):
    strip = pane.strip
    assert strip.isVisible()
    assert strip.accessibleTabName(1).startswith("Item 2 of 2: Physical therapy")
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tabRect(1).center())
    assert pane.item().id == "i2"
    qtbot.keyClick(strip, Qt.Key.Key_Up, ALT)
    assert pane.item().id == "i1"
    qtbot.keyClick(pane.content.rationale, Qt.Key.Key_Down, ALT)
    assert pane.item().id == "i2"


def test_an_item_is_added_by_typing_its_words(qtbot, pane, session):
    pane.content.criteria.list.setFocus()
    qtbot.keyClick(pane.content.criteria.list, Qt.Key.Key_N, CTRL_SHIFT)
    field = pane.content.head.title_edit
    assert field.isVisible()
    qtbot.keyClicks(field, "Gym membership, 6 months")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [item.title for item in session.case.items][-1] == "Gym membership, 6 months"
    assert pane.item().title == "Gym membership, 6 months"
    assert not field.isVisible()


def test_esc_adds_nothing(qtbot, pane, session):
    pane.begin_item()
    qtbot.keyClicks(pane.content.head.title_edit, "Half")
    qtbot.keyClick(pane.content.head.title_edit, Qt.Key.Key_Escape)
    assert len(session.case.items) == 2
    assert session.log == []


def test_the_first_item_of_an_empty_case(qtbot, stand):
    session = stand.Session(Case(id="none"))
    pane = session.attach(ItemsPane())
    qtbot.addWidget(pane)
    pane.show()
    assert pane.stack.currentWidget() is pane.empty
    pane.begin_item()
    qtbot.keyClicks(pane.content.head.title_edit, "MRI")
    qtbot.keyClick(pane.content.head.title_edit, Qt.Key.Key_Return)
    assert [item.title for item in session.case.items] == ["MRI"]
    assert pane.stack.currentWidget() is pane.content
    session.undo()
    assert pane.stack.currentWidget() is pane.empty


def test_removing_the_shown_item_shows_another(qtbot, pane, session):
    qtbot.keyClicks(pane.content.rationale, "typed")
    pane.content._on_menu("remove")
    assert [item.id for item in session.case.items] == ["i2"]
    assert pane.item().id == "i2"
    assert pane.content.rationale.text() == ""
    assert session.case.items[0].rationale == ""


def words_of(detail):
    """What the details say, by the name on the left."""
    return {name: words for name, words, _ in details(detail._row)}


def test_details_name_what_is_missing_and_the_limit(pane):
    detail = pane.content.criteria.detail
    pane.content.criteria.list.select_row(4)
    words = words_of(detail)
    assert words["Limit"] == "no more than 3\u20134. Asked for: 6. Not met."
    assert words["Would change"].startswith("A request for four")
    assert "p. 122" in words["Source"]
    assert [shown.words for shown in values(detail._row, None, {})] == ["count: 6"]
    pane.content.criteria.list.select_row(2)
    assert missing(detail._row, {}) == [("history.conservative_care_failed", "conservative care failed")]


def test_an_answer_and_the_proposal_stay_apart(pane, session, stand):
    case = stand.full_case()
    answered = msgspec.structs.replace(case.items[0], answers=(CriterionAnswer("tpi.1", "not met"),))
    session.show(stand.full_case(items=(answered,)))
    row = pane.content.criteria.list.row_model.row_at(0)
    assert row.status == "not met"
    assert row.computed == "Record suggests: met"


def test_a_problem_leads_to_its_words(qtbot, pane, session, stand):
    session.show(stand.full_case())
    pane.show_place("i1", "rationale", 5, 12)
    assert pane.content.rationale.textCursor().selectedText() == stand.RATIONALE[5:12]
    pane.show_place("i1", "reviewer_guideline")
    assert pane.content.guidelines.findChild(WrappedLine, "reviewer_guideline").hasFocus()
    pane.show_place("i1", "decision")
    assert pane.content.head.decision.hasFocus()
    qtbot.keyClick(pane.content.head.decision, Qt.Key.Key_Space)
    assert session.case.items[0].decision is None, "no decision by Space where a problem led"


def test_a_rule_report_that_comes_late_keeps_the_row(pane, session, stand):
    pane.content.criteria.list.select_row(3)
    pane.set_checked(stand.Checked((stand.report(),)))
    assert pane.content.criteria.list.row() == 3
    pane.set_checked(stand.Checked(()))
    assert pane.content.criteria.no_rule.isVisible()
    assert pane.content.criteria.no_rule.text().startswith("Not checked yet"), "no report is no answer of the rules"


def test_an_answer_against_the_record_asks_why(qtbot, pane, session):
    reason = pane.content.criteria.reason
    pane.focus_first()
    qtbot.keyClicks(pane.content.criteria.list, "n")
    pane.content.criteria.list.select_row(0)
    assert reason.isVisible()
    qtbot.keyClicks(pane.content.criteria.list, "r")
    assert reason.hasFocus()
    qtbot.keyClicks(reason, "twitch is not described")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    answer = session.case.items[0].answers[0]
    assert (answer.status, answer.reason) == ("not met", "twitch is not described")
    assert pane.content.criteria.list.hasFocus()
    qtbot.keyClicks(pane.content.criteria.list, "m")
    assert session.case.items[0].answers[0].reason == "twitch is not described"


def test_a_reason_typed_stays_with_its_criterion(qtbot, pane, session):
    pane.focus_first()
    qtbot.keyClicks(pane.content.criteria.list, "nn")
    pane.content.criteria.list.select_row(0)
    pane.content.criteria.reason.ask()
    qtbot.keyClicks(pane.content.criteria.reason, "first")
    pane.content.criteria.list.select_row(1)
    reasons = {answer.criterion: answer.reason for answer in session.case.items[0].answers}
    assert reasons == {"tpi.1": "first", "tpi.2": ""}
    assert pane.content.criteria.reason.text() == ""


def test_no_reason_before_an_answer(qtbot, pane):
    pane.focus_first()
    qtbot.keyClicks(pane.content.criteria.list, "r")
    assert not pane.content.criteria.reason.isVisible()


def test_what_ur_authorized_is_edited_in_lines(qtbot, pane, session):
    pane.show_place("i1", "authorized")
    quantities = pane.content.head.quantities
    assert quantities.lines["authorized"].hasFocus()
    qtbot.keyClicks(quantities.lines["authorized"], "2 injections")
    qtbot.keyClick(quantities.lines["authorized"], Qt.Key.Key_Return)
    assert session.case.items[0].authorized == "2 injections"
    quantities.relation.setCurrentIndex(1)
    quantities.relation.activated.emit(1)
    assert session.case.items[0].relation == "remainder"
    quantities.relation.activated.emit(0)
    assert session.case.items[0].relation is None
    qtbot.keyClick(quantities.lines["authorized"], Qt.Key.Key_Escape)
    assert not quantities.lines["authorized"].isVisible()
    assert quantities.words.text() == "Authorized 2 injections"


def test_half_typed_lines_are_told_before_saving_or_another_item(qtbot, pane, session):
    line = pane.content.guidelines.findChild(WrappedLine, "reviewer_guideline")
    line.setFocus()
    qtbot.keyClicks(line, "ODG Neck, p. 4")
    pane.content.head.quantities.edit("in_dispute")
    qtbot.keyClicks(pane.content.head.quantities.lines["in_dispute"], "4 of 6")
    pane.next_item()
    first, second = session.case.items
    assert (first.reviewer_guideline, first.in_dispute) == ("ODG Neck, p. 4", "4 of 6")
    assert second.reviewer_guideline == ""
    assert line.text() == ""


def test_done_tells_what_was_typed(qtbot, pane, session):
    quantities = pane.content.head.quantities
    quantities.edit("authorized")
    qtbot.keyClicks(quantities.lines["authorized"], "two")
    qtbot.mouseClick(quantities.done, Qt.MouseButton.LeftButton)
    assert session.case.items[0].authorized == "two"
    assert not quantities.done.isVisible()


def test_the_text_that_governs_stands_over_the_criteria_in_one_line(pane):
    label = pane.content.criteria.governing
    assert label.isVisible()
    assert label.text().startswith(
        "Governs: MTUS Chronic Pain Medical Treatment 2009 \u00b7 in force 07/18/2009\u201307/27/2016"
    )
    for words in (label.accessibleName(), label.toolTip()):
        assert "Beside it: MTUS Neck and Upper Back Complaints 2004." in words
        assert "Phase: chronic." in words


def test_historical_criteria_are_shown_in_a_group_and_neither_asked_nor_counted(qtbot, pane, session, stand):
    old = msgspec.structs.replace(stand.report().criteria[1], id="old.1", status="not applicable", historical=True)
    report = msgspec.structs.replace(
        stand.report(), criteria=(stand.report().criteria[0], old, msgspec.structs.replace(old, id="old.2"))
    )
    criteria = pane.content.criteria
    criteria.show_item(session.case.items[0], report, {})
    assert criteria.tally.text() == "0 of 1 assessed"
    rows = [criteria.list.row_model.row_at(at) for at in range(3)]
    assert [bool(row.heading) for row in rows] == [False, True, False]
    assert rows[1].spoken.startswith("Historical, not for this date: MTUS Chronic Pain Medical Treatment Guidelines (2009).")
    heights = [criteria.list.visualRect(criteria.list.row_model.index(at)).height() for at in range(3)]
    assert heights[2] < heights[1] < heights[0] + heights[2]
    criteria.list.select_row(1)
    criteria.list.setFocus()
    qtbot.keyClicks(criteria.list, "mndacr")
    qtbot.keyClick(criteria.list, Qt.Key.Key_Return)
    assert session.log == []


def test_the_menu_of_a_criterion_answers_the_current_one_whatever_row_stands_in_the_middle(qtbot, pane, session):
    rows = pane.content.criteria.list
    rows.setFocus()
    rows.select_row(0)
    middle = rows.viewport().rect().center()
    QApplication.sendEvent(rows, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, rows.mapToGlobal(middle)))
    menu = QApplication.activePopupWidget()
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == "Not met\tN"))
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert session.case.items[0].answers[0].status == "not met"

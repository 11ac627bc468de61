"""Criteria of an item by keys and mouse: answered, cited for, explained, grouped."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from imr_desktop.case.model import CriterionAnswer
from imr_desktop.ui.items.criteria_model import CriteriaModel
from imr_desktop.ui.items.criterion_words import details, missing, values


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

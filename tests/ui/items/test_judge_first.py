"""Judge first: what the rules and utilization review say stays folded until one line of the reviewer's own view."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt

from imr_desktop.case.model import CriterionAnswer, PreliminaryView, SignedLetter
from imr_desktop.ui.items.judge_first import folded

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LINE = "Six in one session look too many."


@pytest.fixture
def pane(pane):
    """The pane that asks for a preliminary view first."""
    pane.set_judge_first(True)
    return pane


def shown(pane):
    body = pane.content
    return [body.criteria.list.isVisible(), body.guidelines.isVisible(), body.from_criteria.isVisible()]


def test_a_new_item_is_folded_and_ctrl_4_asks_for_the_view(qtbot, pane):
    assert shown(pane) == [False, False, False]
    pane.focus_first()
    assert pane.content.judge.line.hasFocus()


def test_the_line_unfolds_and_is_kept_with_its_time(qtbot, pane, session):
    pane.focus_first()
    qtbot.keyClicks(pane.content.judge.line, f"  {LINE}")
    qtbot.keyClick(pane.content.judge.line, Qt.Key.Key_Return)
    (view,) = session.case.items[0].preliminary_views
    assert view.text == LINE
    assert datetime.now(UTC) - view.written_at < timedelta(minutes=1)
    assert shown(pane) == [True, True, True]
    assert not pane.content.judge.isVisible()
    assert pane.content.criteria.list.hasFocus()
    assert LINE in pane.content.head.note.text()
    assert session.log == [("Write a preliminary view", "")]


def test_undo_folds_again(qtbot, pane, session):
    pane.content.judge.view_given.emit(LINE)
    session.undo()
    assert shown(pane) == [False, False, False]


@pytest.mark.parametrize("typed", ["", "   ", "x"])
def test_nothing_said_opens_nothing(qtbot, pane, session, typed):
    pane.focus_first()
    qtbot.keyClicks(pane.content.judge.line, typed)
    qtbot.keyClick(pane.content.judge.line, Qt.Key.Key_Return)
    assert session.case.items[0].preliminary_views == ()
    assert not pane.content.criteria.list.isVisible()


def test_no_key_leads_around_it(qtbot, pane, session):
    pane.content.rationale.setFocus()
    for key in (Qt.Key.Key_U, Qt.Key.Key_O, Qt.Key.Key_G):
        qtbot.keyClick(pane.content.rationale, key, ALT)
        assert pane.content.judge.line.hasFocus()
        assert "First one line of your own view" in pane.content.judge.refused.text(), "what was not done is said"
    qtbot.keyClick(pane.content.judge.line, Qt.Key.Key_Return, CTRL_SHIFT)
    qtbot.mouseClick(pane.content.head.decision.radios["Upheld"], Qt.MouseButton.LeftButton)
    pane.show_place("i1", "answers")
    pane.focus_first()
    assert session.log == []
    assert session.case.items[0].decision is None
    assert not pane.content.head.decision.radios["Upheld"].isChecked()
    assert not pane.content.criteria.list.isVisible()
    assert pane.content.judge.line.hasFocus()


def test_the_rationale_can_be_written_before(qtbot, pane, session):
    qtbot.keyClicks(pane.content.rationale, "My own words.")
    pane.flush()
    assert session.case.items[0].rationale == "My own words."
    assert not pane.content.criteria.list.isVisible()


def test_the_setting_opens_it(pane):
    pane.set_judge_first(False)
    assert shown(pane) == [True, True, True]
    pane.set_judge_first(True)
    assert shown(pane) == [False, False, False]


def test_a_half_typed_view_stays_with_no_other_item(qtbot, pane, session, stand, fresh):
    second = msgspec.structs.replace(stand.items()[1], source_decision=None)
    session.show(stand.full_case(items=(fresh.items[0], second)))
    pane.focus_first()
    qtbot.keyClicks(pane.content.judge.line, "Half")
    pane.next_item()
    assert pane.content.judge.isVisible()
    assert pane.content.judge.line.text() == ""


AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "known",
    [
        {"decision": "Upheld"},
        {"end_state": "withdrawn"},
        {"source_decision": "Upheld"},
        {"preliminary_views": (PreliminaryView("Seen.", AT),)},
        {"answers": (CriterionAnswer("tpi.1", "met"),)},
    ],
)
def test_what_is_judged_already_is_open(fresh, known):
    item = msgspec.structs.replace(fresh.items[0], **known)
    assert folded(fresh, fresh.items[0], judge_first=True)
    assert not folded(fresh, item, judge_first=True)


def test_a_signed_case_is_open(fresh):
    signed = msgspec.structs.replace(fresh, signed=(SignedLetter("letter.pdf", "0" * 64, AT),))
    assert not folded(signed, signed.items[0], judge_first=True)
    assert not folded(fresh, fresh.items[0], judge_first=False)


def test_the_keyboard_of_what_is_folded_goes_to_the_view_and_not_to_the_rationale(qtbot, pane, front):
    front(pane)
    pane.next_item()
    assert not pane.content.folded
    pane.content.guidelines.fields()[0].setFocus()
    pane.previous_item()
    assert pane.content.folded
    assert pane.content.judge.line.hasFocus()

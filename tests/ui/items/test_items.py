"""Disputed items by key and mouse: decisions made, guidelines taken, rationale drafted, items added and walked."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtCore import Qt

from imr_desktop.case.model import Case, SignedLetter
from imr_desktop.rules import citation_form
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.widgets.wrapped_line import WrappedLine

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_nothing_is_decided_by_itself(pane, session):
    assert not any(radio.isChecked() for radio in pane.content.head.decision.radios.values())
    assert session.log == []
    assert pane.content.head.undecided.isVisible()


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

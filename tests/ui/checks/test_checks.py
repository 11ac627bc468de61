"""Checks by key and mouse: places, fixes, reasons, and that nothing steals the focus."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt

from imr_desktop.case.model import SignedLetter
from imr_desktop.review.checking import NotRun
from imr_desktop.ui.checks.model import ChecksModel
from imr_desktop.ui.checks.pane import ChecksPane

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def pane(qtbot, session, stand):
    pane = session.attach(ChecksPane())
    pane.set_checked(stand.Checked((), stand.problems()))
    qtbot.addWidget(pane)
    pane.resize(1100, 200)
    pane.show()
    qtbot.waitExposed(pane)
    pane.focus_first()
    return pane


def test_model(qtmodeltester, stand):
    model = ChecksModel()
    model.show(stand.problems(), stand.full_case())
    qtmodeltester.check(model)
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == (
        "Must fix: Rationale does not state the outcome. In Item 1 \u203a Rationale. "
        "Quick fix: Insert closing sentence, Alt+Enter."
    )


def test_must_fix_comes_first(pane):
    assert pane.current().id == "rationale.outcome:1"
    assert pane.digest() == ("Checks", "1 to fix, 2 to consider")


def test_alt_enter_fixes_as_one_step(qtbot, pane, session):
    qtbot.keyClick(pane.list, Qt.Key.Key_Return, ALT)
    assert session.log == [("Insert closing sentence", "")]
    assert session.case.items[0].rationale.endswith("Therefore, the request is not medically necessary.")


def test_the_fix_button_fixes(qtbot, pane, session):
    area = pane.list.visualRect(pane.model.index(0))
    spot = QPoint(pane.list.row_width() - 40, area.center().y())
    qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert session.case.items[0].rationale.endswith("not medically necessary.")


def test_an_act_is_asked_for_not_done(qtbot, pane, session):
    pane.select("record.unread:old")
    with qtbot.waitSignal(pane.act_requested) as caught:
        qtbot.keyClick(pane.list, Qt.Key.Key_Return, ALT)
    assert caught.args[0].fix.target == "old"
    assert session.log == []


def test_a_signed_case_asks_for_no_act(qtbot, pane, session):
    signed = SignedLetter("letter.pdf", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
    session.show(replace(session.case, signed=(signed,)))
    pane.select("record.unread:old")
    with qtbot.assertNotEmitted(pane.act_requested):
        qtbot.keyClick(pane.list, Qt.Key.Key_Return, ALT)


def test_enter_goes_to_the_place_and_f8_walks_round(qtbot, pane):
    with qtbot.waitSignal(pane.problem_activated) as caught:
        qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    assert caught.args[0].id == "rationale.outcome:1"
    seen = []
    pane.problem_activated.connect(seen.append)
    for _ in range(3):
        pane.next_problem()
    pane.previous_problem()
    assert [problem.id for problem in seen] == [
        "terms.spelling:1",
        "record.unread:old",
        "rationale.outcome:1",
        "record.unread:old",
    ]


def test_a_reason_is_kept_and_the_problem_noted(qtbot, pane, session):
    pane.select("terms.spelling:1")
    qtbot.keyClick(pane.list, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert pane.reason.hasFocus()
    qtbot.keyClicks(pane.reason, "The treater's own spelling")
    qtbot.keyClick(pane.reason, Qt.Key.Key_Return)
    noted = session.case.acknowledgements[0]
    assert (noted.problem, noted.reason) == ("terms.spelling:1", "The treater's own spelling")
    assert pane.digest()[1] == "1 to fix, 1 to consider"
    assert pane.model.row_at(pane.model.row_of("terms.spelling:1")).shown == "noted"


def test_an_empty_reason_and_esc_keep_nothing(qtbot, pane, session):
    pane.select("terms.spelling:1")
    pane.begin_reason()
    qtbot.keyClick(pane.reason, Qt.Key.Key_Return)
    qtbot.keyClick(pane.reason, Qt.Key.Key_Escape)
    assert session.case.acknowledgements == ()
    assert pane.list.hasFocus()


def test_must_fix_takes_no_reason(pane):
    pane.begin_reason()
    assert not pane.reason.isVisible()


def test_results_keep_the_row_and_never_move_the_focus(qtbot, pane, stand):
    pane.select("terms.spelling:1")
    pane.fold_button.setFocus()
    pane.set_checked(stand.Checked((), tuple(reversed(stand.problems()))))
    assert pane.current().id == "terms.spelling:1"
    assert pane.fold_button.hasFocus()


def test_all_checks_pass(pane, stand):
    pane.set_checked(stand.Checked())
    assert pane.digest()[1] == "All checks pass"
    assert pane.counts._labels["passed"].text().startswith("All ")


def test_folding(qtbot, pane):
    folded = []
    pane.collapsed.connect(folded.append)
    qtbot.mouseClick(pane.fold_button, Qt.MouseButton.LeftButton)
    assert folded == [True]
    assert not pane.list.isVisible()
    pane.focus_first()
    assert pane.list.isVisible()


def absent(number):
    from imr_desktop.preflight.problem import Fix, Place, Problem

    return Problem(
        f"absence.rationale:1:{number}",
        "absence.rationale",
        "consider",
        Place("item", "i1", "rationale", 0, 5, "Item 1"),
        "Says something is absent.",
        fix=Fix("Acknowledge all absence statements", act="give reason", target="absence"),
    )


def test_one_reason_acknowledges_every_absence(qtbot, pane, session, stand):
    pane.set_checked(stand.Checked((), (absent(1), absent(2))))
    pane.select("absence.rationale:1:2")
    qtbot.keyClick(pane.list, Qt.Key.Key_Return, ALT)
    assert pane.reason.hasFocus()
    qtbot.keyClicks(pane.reason, "No record came with it")
    qtbot.keyClick(pane.reason, Qt.Key.Key_Return)
    assert [one.problem for one in session.case.acknowledgements] == ["absence"]
    assert pane.digest()[1] == "All checks pass"


def test_what_was_not_run_is_said_below_the_list(pane, stand):
    lacking = (NotRun("cited.date", "Pages 3–9 are not at hand."), NotRun("cited.side", "Pages 3–9 are not at hand."))
    pane.set_checked(stand.Checked((), (), (), lacking))
    assert pane.not_run.isVisible()
    assert pane.not_run.text() == "2 checks were not run. Pages 3–9 are not at hand."
    pane.set_collapsed(True)
    assert not pane.not_run.isVisible()
    pane.set_collapsed(False)
    pane.set_checked(stand.Checked())
    assert not pane.not_run.isVisible()


def test_without_a_check_the_pane_has_the_keyboard_and_the_list_when_one_comes(pane, stand):
    pane.set_checked(stand.Checked((), ()))
    pane.focus_first()
    assert pane.hasFocus()
    pane.set_checked(stand.Checked((), stand.problems()))
    assert pane.list.hasFocus()

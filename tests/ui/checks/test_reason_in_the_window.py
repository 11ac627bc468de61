"""In the real window: what may be the reviewer's name and is another's goes out with a reason, by key alone."""

from PySide6.QtCore import Qt

from imr_desktop.case import edits

WORDS = "Dr. Hartwell, who treats the knee, asked for a brace."


def _surnames(window):
    return [one for one in window.session.last_checked.blocking if one.check == "identity.surname"]


def test_a_reason_by_key_lets_anothers_name_pass(opened, edit, qtbot, settle):
    opened.services.reviewer.keep({"given_name": "Edwin", "surname": "Hartwell"})
    edit(opened, lambda case: edits.set_field(case, summary=WORDS))
    qtbot.waitUntil(lambda: bool(opened.session.last_checked and _surnames(opened)))
    checks = opened.case_view.checks
    checks.set_collapsed(False)
    checks.select(_surnames(opened)[0].id)
    checks.list.setFocus()
    qtbot.keyClick(checks.list, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert checks.reason.hasFocus()
    qtbot.keyClicks(checks.reason, "the treating physician")
    qtbot.keyClick(checks.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not _surnames(opened))
    assert opened.session.case.acknowledgements[0].reason == "the treating physician"
    edit(opened, lambda case: edits.set_field(case, summary=f"{WORDS} Dr. Hartwell saw her."))
    qtbot.waitUntil(lambda: len(_surnames(opened)) >= 1)
    settle(opened)

"""The evidence search by key and mouse: rows opened, steps recorded, citations composed, each one undo step."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from imr_desktop.case.model import EvidenceStep
from imr_desktop.ui.items.pane import ItemsPane

MTUS = "MTUS Knee Disorders 2019, Section(s): Braces"
UNTRUSTED = "<b>x</b>" + "\u202e" + "w" * 400


@pytest.fixture
def shown(qtbot, stand):
    """Shows a case's items and keeps the pane until the test is over: it may still have events to answer."""
    kept = []

    def show(case, *, compact=False, size=(640, 800)):
        session = stand.Session(case)
        pane = ItemsPane()
        kept.append((pane, session))
        pane.set_compact(compact)
        session.attach(pane)
        pane.set_checked(stand.Checked((stand.report(),)))
        qtbot.addWidget(pane)
        pane.resize(*size)
        pane.show()
        qtbot.waitExposed(pane)
        return pane, session

    yield show
    kept.clear()


def with_steps(stand, *steps, **changes):
    first = msgspec.structs.replace(stand.items()[0], evidence=steps, **changes)
    return stand.full_case(items=(first, stand.items()[1]))


@pytest.fixture
def made(shown, stand):
    return shown(with_steps(stand))


def steps_of(session):
    return {step.step: step for step in session.case.items[0].evidence}


def open_form(qtbot, pane):
    qtbot.mouseClick(pane.content.evidence.toggle, Qt.MouseButton.LeftButton)
    return pane.content.evidence


def choose(qtbot, choice, key):
    """Choose by keyboard: down from the first entry."""
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(choice.findData(key)):
        qtbot.keyClick(choice, Qt.Key.Key_Down)


def type_into(qtbot, line, text):
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_closed_by_default_and_nothing_is_chosen(made, qtbot):
    pane, session = made
    assert not pane.content.evidence.isVisible()
    assert pane.content.evidence.rows == {}
    form = open_form(qtbot, pane)
    assert form.isVisible()
    assert [row.result.currentData() for row in form.rows.values()] == ["", "", "", ""]
    assert form.hint.text().startswith("Next: MTUS.")
    assert session.log == []


def test_a_closed_form_takes_no_room(qtbot, shown, stand):
    pane, _ = shown(with_steps(stand), compact=True, size=(786, 540))
    body = pane.content
    qtbot.wait(200)
    before = body.splitter.height()
    body.evidence.open()
    qtbot.wait(20)
    assert body.splitter.height() >= 120  # two criteria and three lines of the rationale
    body.evidence.toggle.click()
    qtbot.waitUntil(lambda: body.splitter.height() == before)


def test_results_by_key_open_the_next_row(made, qtbot):
    pane, session = made
    form = open_form(qtbot, pane)
    assert [row.label.property("role") for row in form.rows.values()] == ["body", "muted", "muted", "muted"]
    choose(qtbot, form.rows["mtus"].result, "silent")
    assert steps_of(session)["mtus"].result == "silent"
    assert session.log[-1] == ("Record the evidence search", "")
    assert [row.label.property("role") for row in form.rows.values()] == ["body", "body", "muted", "muted"]
    assert form.hint.text().startswith("Next: ACOEM or ODG.")
    assert form.toggle.accessibleName() == "Evidence search, 1 of 4 steps taken"


def test_later_rows_are_quiet_but_never_locked(made, qtbot):
    pane, session = made
    form = open_form(qtbot, pane)
    choose(qtbot, form.rows["studies"].result, "supports")
    type_into(qtbot, form.rows["studies"].note, "Same patients.")
    choose(qtbot, form.rows["studies"].level, "1b")
    assert steps_of(session)["studies"] == EvidenceStep("studies", "supports", "", "1b", "Same patients.")
    assert form.hint.text() == "Studies has a result but no citation: cite it."


def test_typing_is_told_once_and_undone_once(made, qtbot):
    pane, session = made
    form = open_form(qtbot, pane)
    type_into(qtbot, form.rows["mtus"].citation, f"  {MTUS} ")
    assert steps_of(session)["mtus"].citation == MTUS
    assert len(session.log) == 1
    session.undo()
    assert session.case.items[0].evidence == ()
    assert form.rows["mtus"].citation.text() == ""


def test_leaving_the_item_keeps_what_was_typed(made, qtbot):
    pane, session = made
    form = open_form(qtbot, pane)
    form.rows["mtus"].note.setFocus()
    qtbot.keyClicks(form.rows["mtus"].note, "Looked up today")
    pane.next_item()
    assert steps_of(session)["mtus"].note == "Looked up today"
    assert session.case.items[1].evidence == ()
    assert form.rows["mtus"].note.text() == ""


def test_the_wheel_changes_nothing(made, qtbot):
    pane, session = made
    choice = open_form(qtbot, pane).rows["mtus"].result
    choice.setFocus()
    QApplication.sendEvent(
        choice,
        QWheelEvent(
            QPointF(5, 5),
            QPointF(choice.mapToGlobal(QPoint(5, 5))),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
    assert choice.currentData() == ""
    assert session.log == []


def test_pane_keys_work_in_the_form(made, qtbot):
    pane, session = made
    form = open_form(qtbot, pane)
    form.rows["mtus"].citation.setFocus()
    qtbot.keyClick(form.rows["mtus"].citation, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    assert session.case.items[0].decision == "Upheld"
    assert form.rows["mtus"].citation.text() == ""


def test_escape_closes_and_a_problem_opens(made, qtbot):
    pane, _ = made
    form = pane.content.evidence
    pane.show_place("i1", "evidence")
    assert form.isVisible()
    qtbot.waitUntil(lambda: form.rows["mtus"].result.hasFocus())
    qtbot.keyClick(form.rows["mtus"].citation, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert form.toggle.hasFocus()


def test_a_signed_case_is_read_only(qtbot, shown, stand):
    from datetime import UTC, datetime

    from imr_desktop.case.model import SignedLetter

    case = msgspec.structs.replace(
        with_steps(stand, EvidenceStep("mtus", "silent")),
        signed=(SignedLetter("a.pdf", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC)),),
    )
    pane, session = shown(case)
    form = open_form(qtbot, pane)
    row = form.rows["mtus"]
    assert row.result.currentData() == "silent"
    assert row.citation.isReadOnly()
    assert not row.result.isEnabled()
    assert not row.compose.isEnabled()
    assert session.log == []


def test_fault_in_the_hint(qtbot, shown, stand):
    pane, _ = shown(with_steps(stand, EvidenceStep("mtus", "rebutted"), EvidenceStep("acoem or odg", "silent")))
    form = open_form(qtbot, pane)
    assert form.hint.text() == "The MTUS is rebutted without other evidence: record what outweighs it."
    assert form.hint.property("role") == "body"


def test_untrusted_words_stay_plain_and_narrow(qtbot, shown, stand):
    steps = (EvidenceStep("mtus", "supports", UNTRUSTED, "", UNTRUSTED), EvidenceStep("studies", "supports", "x", UNTRUSTED))
    pane, session = shown(with_steps(stand, *steps))
    form = open_form(qtbot, pane)
    qtbot.wait(20)
    assert form.rows["mtus"].citation.text() == UNTRUSTED
    assert "&lt;b&gt;" in form.rows["mtus"].citation.toolTip()
    assert form.rows["studies"].level.currentData() == UNTRUSTED
    assert form.width() <= pane.width()
    assert session.log == []


@pytest.mark.parametrize("compact", [False, True], ids=["wide", "compact"])
def test_every_field_has_a_name_and_tab_reaches_it(qtbot, shown, stand, compact):
    pane, _ = shown(with_steps(stand), compact=compact, size=(786, 540) if compact else (632, 780))
    form = open_form(qtbot, pane)
    wanted = [widget for row in form.rows.values() for widget in row.widgets()]
    names = [widget.accessibleName() for widget in wanted]
    assert all(names)
    assert len(set(names)) == len(names)
    pane.activateWindow()
    form.toggle.setFocus()
    qtbot.waitUntil(form.toggle.hasFocus)
    walked = []
    for _ in range(len(wanted)):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    assert walked == wanted
    assert all(widget.height() >= 24 and widget.width() >= 24 for widget in wanted)
    assert all(widget.width() >= 60 for widget in wanted if isinstance(widget, QLineEdit | QComboBox))


# --- the composer ---------------------------------------------------------------------------------------------------


def composer_of(qtbot, pane, key):
    form = pane.content.evidence
    if not form.isVisible():
        open_form(qtbot, pane)
    qtbot.mouseClick(form.rows[key].compose, Qt.MouseButton.LeftButton)
    return form.composer


def fill(qtbot, composer, **parts):
    for name, words in parts.items():
        qtbot.keyClicks(composer.lines[name], words)


def test_compose_as_guideline_is_one_undo_step(made, qtbot):
    pane, session = made
    composer = composer_of(qtbot, pane, "mtus")
    assert composer.kind.currentData() == "mtus"
    fill(qtbot, composer, year="2019", chapter="Knee Disorders")
    assert composer.preview.text() == "Decision based on MTUS Knee Disorders 2019."
    assert composer.missing.text() == "Still missing: section."
    fill(qtbot, composer, section="Braces")
    assert composer.missing.text() == ""
    qtbot.mouseClick(composer.as_guideline, Qt.MouseButton.LeftButton)
    item = session.case.items[0]
    assert item.reviewer_guideline == f"Decision based on {MTUS}."
    assert steps_of(session)["mtus"].citation == MTUS
    assert len(session.log) == 1
    session.undo()
    assert (session.case.items[0].reviewer_guideline, session.case.items[0].evidence) == ("", ())
    assert pane.content.evidence.composer is None


def test_compose_for_the_step_alone_by_key(made, qtbot):
    pane, session = made
    composer = composer_of(qtbot, pane, "studies")
    assert [name for name, line in composer.lines.items() if line.isVisible()] == [
        "author",
        "title",
        "journal",
        "year",
        "volume",
        "pages",
    ]
    fill(qtbot, composer, author="Lee K", title="Do braces help?", journal="J Knee", year="2021", volume="4", pages="9-17")
    qtbot.keyClick(composer.lines["pages"], Qt.Key.Key_Return)
    assert steps_of(session)["studies"].citation == "Lee K. \u201cDo braces help?\u201d J Knee. 2021; vol. 4; pp. 9-17"
    assert session.case.items[0].reviewer_guideline == ""


def test_the_composer_starts_with_what_is_cited(qtbot, shown, stand):
    case = with_steps(stand, EvidenceStep("mtus", "supports", MTUS))
    pane, session = shown(case)
    composer = composer_of(qtbot, pane, "mtus")
    assert (composer.lines["chapter"].text(), composer.lines["year"].text()) == ("Knee Disorders", "2019")
    composer.reject()
    assert session.log == []


def test_the_composer_starts_with_the_items_own_line(qtbot, shown, stand):
    pane, _ = shown(with_steps(stand, reviewer_guideline=f"Decision based on {MTUS}."))
    assert composer_of(qtbot, pane, "mtus").lines["section"].text() == "Braces"
    pane.content.evidence.composer.reject()
    assert composer_of(qtbot, pane, "studies").lines["title"].text() == ""


def test_too_little_and_bad_years_are_said(made, qtbot):
    pane, session = made
    composer = composer_of(qtbot, pane, "mtus")
    composer.try_accept()
    assert composer.message.text() == "Fill in at least two parts of the citation."
    fill(qtbot, composer, chapter="Knee Disorders", section="Braces", year="19")
    composer.try_accept()
    assert composer.message.text() == "Write the year with four digits, such as 2019."
    assert composer.isVisible()
    assert session.log == []


def test_another_kind_shows_its_own_fields(made, qtbot):
    pane, _ = made
    composer = composer_of(qtbot, pane, "mtus")
    choose(qtbot, composer.kind, "guideline")
    visible = [name for name, line in composer.lines.items() if line.isVisible()]
    assert visible == ["organization", "year", "chapter", "section", "page"]
    assert all(composer.lines[name].accessibleName() for name in visible)
    fill(qtbot, composer, organization="<b>ODG</b>", year="2020", chapter="Knee")
    assert composer.preview.text() == "Decision based on Non-MTUS Citation <b>ODG</b> (2020), Chapter: Knee."
    assert composer.preview.textFormat() == Qt.TextFormat.PlainText

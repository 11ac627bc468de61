"""A large case stays quick: what every keystroke's change costs the panes, counted in calls."""

from __future__ import annotations

import msgspec
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from imr_desktop.case.model import Case, CaseFile, DisputedItem, Document, Finding
from imr_desktop.preflight.problem import Place, Problem
from imr_desktop.review.checking import Checked
from imr_desktop.ui.checks.pane import ChecksPane
from imr_desktop.ui.findings.pane import FindingsPane
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.signing.open_problems import SHOWN
from imr_desktop.ui.signing.panel import SignPanel
from imr_desktop.ui.summary.pane import SummaryPane


def large(stand) -> Case:
    documents = tuple(
        Document(f"d{at}", "a", f"Progress report {at}", "progress report", at * 10 + 1, at * 10 + 10) for at in range(500)
    )
    findings = tuple(
        Finding(f"f{at}", f"Finding {at} with words", "exam", sources=(stand.source(1 + at * 7 % 5000),))
        for at in range(2000)
    )
    items = tuple(DisputedItem(f"i{at}", f"Item {at}", rationale="Some words of a rationale. " * 20) for at in range(20))
    return Case(
        id="big",
        files=(CaseFile("a", "big.pdf", 5000, 1),),
        documents=documents,
        findings=findings,
        items=items,
        summary="Words of the summary [p.\u00a037]. " * 100,
    )


def test_a_change_is_not_paid_for_by_everything_else_in_the_case(qtbot, stand, work):
    case = large(stand)
    panes = [RecordPane(), FindingsPane(), SummaryPane(), ItemsPane(), ChecksPane()]
    for pane in panes:
        pane.set_case(case)
        qtbot.addWidget(pane)
        pane.resize(700, 600)
        pane.show()
        qtbot.waitExposed(pane)
    panes[0].set_pages(stand.pictures(case))
    items = (msgspec.structs.replace(case.items[0], rationale="Typing"), *case.items[1:])
    changed = msgspec.structs.replace(case, items=items)
    assert sum(work(lambda pane=pane: pane.set_case(changed)) for pane in panes) < 60_000


def test_the_sign_view_holds_a_page_of_questions_however_many_there_are(qtbot, stand):
    panel = SignPanel()
    qtbot.addWidget(panel)
    case = Case(id="big", items=tuple(DisputedItem(f"i{at}", f"Item {at}", decision="Upheld") for at in range(140)))
    asked = tuple(_question(at) for at in range(300))
    panel.set_case(case, "Letter.pdf")
    panel.show()
    panel.set_checked(Checked(case, (), asked, asked))
    assert len(panel.findChildren(QWidget)) < 600
    assert "Item 139: Upheld" in panel.decisions.accessibleDescription()
    assert panel.decisions.height() >= 140 * 20
    panel.request_sign()
    assert any("300 problems" in label.text() for label in panel.findChildren(QLabel))
    panel.focusWidget().setText("It may stand")
    left = asked[:1] + asked[5:]
    panel.set_checked(Checked(case, (), left, left))
    assert panel.focusWidget().text() == "It may stand"
    qtbot.waitUntil(lambda: len(_questions(panel)) == SHOWN)
    assert _questions(panel)[-1].endswith(f"Question {SHOWN + 3}.")


def _questions(panel: SignPanel) -> list[str]:
    names = [field.accessibleName() for field in panel.findChildren(QLineEdit) if field.isVisible()]
    return [name for name in names if name.startswith("Reason to sign although")]


def _question(at: int) -> Problem:
    return Problem(f"a.b:{at}", "a.b", "consider", Place("item", label=f"Item {at}"), f"Question {at}.")

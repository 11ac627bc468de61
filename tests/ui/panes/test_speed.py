"""A large case stays quick: what every keystroke's change costs the panes."""

from __future__ import annotations

import time

import msgspec

from imr_desktop.case.model import Case, CaseFile, DisputedItem, Document, Finding
from imr_desktop.ui.panes.checks import ChecksPane
from imr_desktop.ui.panes.findings import FindingsPane
from imr_desktop.ui.panes.items import ItemsPane
from imr_desktop.ui.panes.record import RecordPane
from imr_desktop.ui.panes.summary import SummaryPane


def large(stand) -> Case:
    documents = tuple(Document(f"d{at}", "a", f"Progress report {at}", "progress report", at * 10 + 1, at * 10 + 10)
                      for at in range(500))
    findings = tuple(Finding(f"f{at}", f"Finding {at} with words", "exam", sources=(stand.source(1 + at * 7 % 5000),))
                     for at in range(2000))
    items = tuple(DisputedItem(f"i{at}", f"Item {at}", rationale="Some words of a rationale. " * 20) for at in range(20))
    return Case(id="big", files=(CaseFile("a", "big.pdf", 5000, 1),), documents=documents, findings=findings, items=items,
                summary="Words of the summary [p.\u00a037]. " * 100)


def test_a_change_reaches_all_panes_in_time(qtbot, stand):
    case = large(stand)
    panes = [RecordPane(), FindingsPane(), SummaryPane(), ItemsPane(), ChecksPane()]
    for pane in panes:
        pane.set_case(case)
        qtbot.addWidget(pane)
        pane.resize(700, 600)
        pane.show()
        qtbot.waitExposed(pane)
    panes[0].set_pages(stand.Pages())
    costs = []
    for at in range(10):
        items = (msgspec.structs.replace(case.items[0], rationale=f"Typing {at}"), *case.items[1:])
        case = msgspec.structs.replace(case, items=items)
        start = time.perf_counter()
        for pane in panes:
            pane.set_case(case)
        costs.append(time.perf_counter() - start)
    assert sorted(costs)[5] < 0.03

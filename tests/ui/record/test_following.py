"""The list of documents follows the page in a record of thousands, however the window was sized in between."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from imr_desktop.case.model import Case, CaseFile, Document
from imr_desktop.ui.record.pane import RecordPane

PAGES, DOCUMENTS = 2_992, 1_936


def _case():
    starts = sorted({1 + round(at * PAGES / DOCUMENTS) for at in range(DOCUMENTS)})
    ends = [start - 1 for start in starts[1:]] + [PAGES]
    documents = (
        Document(f"d{at}", "a", f"Report {at}", "other", *ends) for at, ends in enumerate(zip(starts, ends, strict=True))
    )
    return Case(id="big", files=(CaseFile("a", "packet.pdf", PAGES, 1),), documents=tuple(documents))


@pytest.fixture
def pane(qtbot, stand):
    made, case = RecordPane(), _case()
    qtbot.addWidget(made)
    made.set_case(case)
    made.resize(900, 700)
    made.show()
    made.set_pages(stand.pictures(case))
    made.set_record(stand.Record(PAGES))
    return made


def _follows(pane):
    rows = pane.documents
    at = rows.visualRect(rows.row_model.index(rows.row()))
    document = rows.current().document
    return pane.view.page() in document.pages and at.isValid() and rows.viewport().rect().contains(at)


def test_the_list_follows_after_jumps_keys_and_other_sizes(pane, qtbot):
    wrong = []

    def go(name, act):
        act()
        qtbot.wait(1)
        if not _follows(pane):
            wrong.append((name, pane.view.page(), pane.documents.row()))

    for page in (128, 300, 1502, 2902):
        go("jump", lambda page=page: pane.go_to_page(page))
    go("narrower", lambda: pane.resize(880, 700))
    go("lower", lambda: pane.resize(880, 500))
    go("smaller", lambda: pane.resize(700, 420))
    go("jump after sizes", lambda: pane.go_to_page(1502))
    go("jump and size at once", lambda: (pane.resize(900, 600), pane.go_to_page(2902)))
    go("jump while the list is hidden", lambda: (pane.show_documents(False), pane.go_to_page(300), pane.show_documents(True)))
    go(
        "jump while hits are listed",
        lambda: (pane.find_words("neck"), pane.view.jump_to(2_500), pane.clear_find(), pane.show_documents(True)),
    )
    go("turned by key", lambda: [QTest.keyClick(pane.view, Qt.Key.Key_Period) for _turn in range(12)])
    go("scrolled", lambda: pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().maximum() * 2 // 3))
    pane.documents.verticalScrollBar().setValue(0)
    go("turned after the list was scrolled away", lambda: QTest.keyClick(pane.view, Qt.Key.Key_Period))
    assert wrong == []

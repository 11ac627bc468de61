"""What case files may contain never widens the window, never becomes markup, never breaks a pane."""

from __future__ import annotations

import msgspec
import pytest

from imr_desktop.case.model import Finding
from imr_desktop.ui.checks.pane import ChecksPane
from imr_desktop.ui.findings.pane import FindingsPane
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.summary.pane import SummaryPane

NASTY = [
    "x" * 1_500,
    "<img src='file:///etc/passwd'><b>bold</b>",
    "line\nline\r\nline\u2028line",
    "\u202eright to left\u202c",
    "\x00\x07control\x1b[31m",
    "&&& & amp;",
    "\U0001f600" * 80,
    " ",
    "%s {0} \\n",
]


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_panes_take_any_words(qtbot, stand, words):
    item = msgspec.structs.replace(
        stand.items()[0],
        title=words,
        rationale=words,
        requested=words,
        in_dispute=words,
        claims_administrator_guideline=words,
        reviewer_guideline=words,
    )
    documents = tuple(msgspec.structs.replace(document, title=words) for document in stand.documents())
    case = stand.full_case(
        summary=words,
        items=(item, stand.items()[1]),
        documents=documents,
        findings=(Finding("f", words, "exam", sources=(stand.source(37, words),)),),
    )
    found = tuple(msgspec.structs.replace(problem, message=words, quote=words) for problem in stand.problems())
    session = stand.Session(case)
    for kind in (RecordPane, FindingsPane, SummaryPane, ItemsPane, ChecksPane):
        pane = session.attach(kind())
        if kind is RecordPane:
            pane.set_pages(stand.pictures(case))
            pane.set_record(stand.Record(case.page_count))
            pane.go_to_page(37, words)
        if kind in (ItemsPane, ChecksPane):
            pane.set_checked(stand.Checked((stand.report(),), found))
        qtbot.addWidget(pane)
        pane.resize(640, 600)
        pane.show()
        qtbot.wait(45)
        assert not pane.grab().isNull()
        assert pane.minimumSizeHint().width() <= 640
    for pane in session.panes:
        if hasattr(pane, "flush"):
            pane.flush()
    assert session.log == []


def test_tool_tips_show_markup_as_words(qtbot, stand):
    words = "<img src='file:///a.png'> " + "long guideline " * 10
    item = msgspec.structs.replace(stand.items()[0], title=words)
    session = stand.Session(stand.full_case(items=(item, *stand.items()[1:])))
    pane = session.attach(ItemsPane())
    qtbot.addWidget(pane)
    tip = pane.strip.tabToolTip(0)
    assert "<img" not in tip
    assert "&lt;img" in tip

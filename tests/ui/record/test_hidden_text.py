"""Hidden text on request, and how far the record was read in the list of documents and the sign panel."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imr_desktop.case import read_states
from imr_desktop.ui.record.documents import DocumentsModel
from imr_desktop.ui.record.hidden_text import NONE, HiddenText
from imr_desktop.ui.signing.panel import SignPanel


def test_hidden_words_are_plain_text_under_their_page(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = HiddenText(window, {9: "<b>second</b>", 4: "DRAFT: request 12 visits"})
    dialog.open()
    assert dialog.text.toPlainText() == "Page 4\nDRAFT: request 12 visits\n\nPage 9\n<b>second</b>"
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert HiddenText(window, {}).text.toPlainText() == NONE


def test_states_stand_in_list_and_sign_panel(qtbot, stand):
    case = stand.full_case()
    file = case.files[0]
    first = case.documents[0].first_page
    states = {"unreadable": (first,), "doubtful": (first + 1,) if case.documents[0].last_page > first else ()}
    case = msgspec.structs.replace(case, files=(msgspec.structs.replace(file, **states), *case.files[1:]))
    model = DocumentsModel()
    model.set_case(case)
    assert "1 not read" in model.row_at(0).line
    assert "1 not read" in model.row_at(0).spoken
    panel = SignPanel()
    qtbot.addWidget(panel)
    panel.set_case(case, "x.pdf")
    assert panel.record.text().startswith(read_states.of_case(case).whole)
    assert "not read" in panel.record.text()

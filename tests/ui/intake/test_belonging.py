"""Files dropped on an open case: which case they go into is said, asked where nothing in them says it, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from imr_desktop.case.model import CaseFile, ClaimDates
from imr_desktop.extract import Proposal
from imr_desktop.record import FileRead, PageText
from imr_desktop.review.belonging import Belonging, belonging
from imr_desktop.ui.controllers.taking_in import ASKED
from imr_desktop.ui.intake.belonging_dialog import BelongingDialog

NOTE = "PROGRESS NOTE\n\nSeen on 03/05/2016. {}\n"
BUTTON, KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drag(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, BUTTON, KEY))
    said = window.drop.overlay.accessibleName()
    QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, BUTTON, KEY))
    return said


def asked(qtbot):
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), BelongingDialog), timeout=30_000)
    return QApplication.activeModalWidget()


def test_a_drop_says_where_it_goes_asks_and_is_taken_back(sample, qtbot, tmp_path, front):
    front(sample)
    case = sample.session.case
    silent, foreign = tmp_path / "note.txt", tmp_path / "foreign.txt"
    silent.write_text(NOTE.format("Range of motion is full."))
    foreign.write_text(NOTE.format("Sent for IMR case CM16-1234567."))
    assert drag(sample, silent) == f"Drop to add to {case.number}"
    dialog = asked(qtbot)
    assert "note.txt" in dialog.accessibleDescription()
    assert case.number in dialog.accessibleDescription()
    drag(sample, foreign)  # another drop meanwhile takes nothing and is said
    qtbot.waitUntil(lambda: not sample.tasks.busy, timeout=30_000)
    assert sample.status._left.text() == ASKED
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert sample.session.case is case

    drag(sample, silent)
    dialog = asked(qtbot)
    QTest.mouseClick(dialog.add_button, BUTTON)
    qtbot.waitUntil(lambda: not sample.tasks.busy, timeout=30_000)
    if sample.views.currentWidget() is sample.proposals:
        QTest.keyClick(sample.proposals.list, Qt.Key.Key_Return)
    assert len(sample.session.case.files) == len(case.files) + 1
    assert sample.services.record.missing(sample.session.case) == (), "what was asked about is still kept"
    undo = next(one for one in sample.status.findChildren(QPushButton) if one.text() == "Undo")
    assert undo.isVisible()
    QTest.mouseClick(undo, BUTTON)
    assert sample.session.case.files == case.files

    drag(sample, foreign)
    dialog = asked(qtbot)
    assert f"foreign.txt names CM16-1234567, not {case.number}." in dialog.accessibleDescription()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sample.views.currentWidget() is sample.proposals or sample.session.case.id != case.id)
    if sample.views.currentWidget() is sample.proposals:
        QTest.keyClick(sample.proposals.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not sample.tasks.busy, timeout=30_000)
    other = sample.session.case
    assert other.id != case.id
    assert [file.name for file in other.files] == ["foreign.txt"]
    assert "Page 1 " in other.received[0].became


@pytest.mark.parametrize(
    ("words", "days", "found"),
    [
        ("IMR case CM26 – 0000031", {}, Belonging(("a",))),
        ("cm26-0000031 and CM16-1234567", {}, Belonging(("a",))),
        ("CM26-00000310", {"injury": "2024-03-09"}, Belonging(other=(("a", "CM26-00000310"),))),
        ("no number", {"injury": "2024-03-09"}, Belonging(("a",))),
        ("no number", {"injury": "2019-01-02"}, Belonging(silent=("a",), injury="01/02/2019")),
        ("no number", {}, Belonging(silent=("a",))),
    ],
)
def test_what_files_say_of_a_case(case, words, days, found):
    file = CaseFile("d" * 64, "a", 1, 1)
    read = FileRead("a", "a", file.digest, pages=(PageText(1, words),))
    stated = [Proposal(f"dates.{name}", day, (case.source(1, day),)) for name, day in days.items()]
    assert case.dates == ClaimDates(injury=case.dates.injury)
    assert belonging(case, [read], [file], stated) == found

"""A case JSON dropped on the window is shown before it is taken; cases that do not come back from their check stay aside."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from imr_desktop.case import codec


def drop(window, qtbot, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, button, key),
        QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, button, key),
    ):
        event.ignore()
        QApplication.sendEvent(window, event)
    idle(window, qtbot)


def idle(window, qtbot):
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=60_000)


def rows(window):
    model = window.proposals._model
    return [model._rows[at] for at in range(model.rowCount())]


def test_a_dropped_case_is_shown_with_what_was_left_out_and_opened_undecided(window, qtbot, sample_case_file):
    drop(window, qtbot, sample_case_file)
    assert window.session.case is None
    assert window.views.currentWidget() is window.proposals
    shown = rows(window)
    assert {
        "1 decision: kept as what the source says; decide for yourself.",
        "3 statements: left out; statements are yours to make.",
    } <= {row.title for row in shown if row.kind == "left out"}
    assert any(row.note == "Source says Upheld; stays undecided" for row in shown)
    QTest.keyClick(window.proposals.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.case is not None, timeout=30_000)
    case = window.session.case
    assert (case.attestations, case.acknowledgements, case.searches) == ((), (), ())
    assert [(item.decision, item.source_decision) for item in case.items] == [(None, "Upheld")]
    qtbot.waitUntil(lambda: window.session.last_checked is not None, timeout=60_000)
    assert window.services.checking.unproven() == frozenset()
    ids = {problem.id for problem in window.session.last_checked.blocking}
    assert {"item.undecided:1", "attestation.missing:no_affiliation", "attestation.missing:own_judgment"} <= ids


def test_escape_takes_nothing(window, qtbot, sample_case_file):
    drop(window, qtbot, sample_case_file)
    QTest.keyClick(window.proposals.list, Qt.Key.Key_Escape)
    idle(window, qtbot)
    assert window.session.case is None
    assert window.services.cases.list() == ()


def test_a_case_beyond_all_bounds_is_refused_and_nothing_is_stored(window, qtbot, sample_case_file, tmp_path):
    value = json.loads(sample_case_file.read_bytes())
    value["documents"][3]["last_page"] = 10**11
    (tmp_path / "huge.json").write_text(json.dumps(value))
    drop(window, qtbot, tmp_path / "huge.json")
    assert "“documents[3].last_page” is above 100,000" in rows(window)[1].title
    assert window.services.cases.list() == ()


@pytest.fixture
def aside(window, qtbot, sample_case_file, crashing):
    """A window whose worklist holds two cases, of which one does not come back from its check."""
    sample = codec.decode(sample_case_file.read_bytes())
    window.services.cases.save(sample)
    window.services.cases.save(replace(sample, id="fatal", number="CM26-2"))
    window.case_controller.list_cases()
    idle(window, qtbot)
    return window


def test_a_case_that_does_not_come_back_says_so_and_opens_only_on_request(aside, qtbot):
    list_view, model = aside.home_view.worklist, aside.home_view._model
    rows = [model.row_at(at) for at in range(model.rowCount())]
    words = {row.key: row.status.word for row in rows}
    assert words.pop("fatal") == "Set aside"
    assert list(words.values()) == ["Review and sign"]
    row = model.row_of("fatal")
    assert "did not come back" in rows[row].aside
    list_view.setCurrentIndex(model.index(row))
    QTest.keyClick(list_view, Qt.Key.Key_Return)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "did not come back" in box.text()
    box.reject()
    idle(aside, qtbot)
    assert aside.session.case is None

"""Drops of files and folders, over the window and over text fields; refusals."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from imr_desktop.ui.intake.drop import VIRTUAL, DropWatch

BUTTON, KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


@pytest.fixture
def watched(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.text, window.line = QTextEdit(), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(window.text)
    layout.addWidget(window.line)
    window.locked = False
    window.watch = DropWatch(window, lambda: window.locked)
    window.watch.rescan()
    window.show()
    return window


def _urls(*urls):
    data = QMimeData()
    data.setUrls([QUrl(url) if "://" in url else QUrl.fromLocalFile(url) for url in urls])
    return data


def _drag(widget, data):
    event = QDragEnterEvent(QPoint(5, 5), ACTIONS, data, BUTTON, KEY)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event


def _drop(widget, data):
    _drag(widget, data)
    event = QDropEvent(QPointF(5, 5), ACTIONS, data, BUTTON, KEY)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event


@pytest.mark.parametrize("place", ["window", "text", "line"])
def test_files_are_taken_everywhere(watched, qtbot, tmp_path, place):
    path = tmp_path / "a “packet” #1.pdf"
    path.touch()
    widget = {"window": watched, "text": watched.text.viewport(), "line": watched.line}[place]
    data = _urls(str(path))
    assert _drag(widget, data).isAccepted()
    assert watched.watch.overlay.isVisible()
    with qtbot.waitSignal(watched.watch.files_dropped) as dropped:
        event = _drop(widget, data)
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert dropped.args == [[path]]
    assert not watched.watch.overlay.isVisible()
    assert watched.text.toPlainText() == watched.line.text() == ""


def test_a_folder_is_a_path_like_any_other(watched, qtbot, tmp_path):
    with qtbot.waitSignal(watched.watch.files_dropped) as dropped:
        _drop(watched, _urls(str(tmp_path)))
    assert dropped.args == [[tmp_path]]


def test_a_signed_case_takes_nothing(watched, qtbot, tmp_path):
    watched.locked = True
    with qtbot.waitSignal(watched.watch.refused) as told:
        event = _drop(watched, _urls(str(tmp_path)))
    assert "read-only" in told.args[0]
    assert not event.isAccepted()
    assert not watched.watch.overlay.isVisible()


def test_a_web_address_is_refused(watched, qtbot):
    with qtbot.waitSignal(watched.watch.refused) as told:
        _drop(watched, _urls("https://example.invalid/a.pdf"))
    assert told.args == [VIRTUAL]


def test_a_mail_attachment_that_is_no_file_is_explained(watched, qtbot):
    data = QMimeData()
    data.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', b"x")
    with qtbot.waitSignal(watched.watch.refused) as told:
        _drop(watched, data)
    assert told.args == [VIRTUAL]


def test_dragged_text_stays_the_fields_business(watched):
    data = QMimeData()
    data.setText("some words")
    _drag(watched.text.viewport(), data)
    assert not watched.watch.overlay.isVisible()

"""Names, sizes and room in the windows of history, trail, packages and comments, also at 150 %; Tab reaches every part."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QListView, QPlainTextEdit

from imr_desktop.ui import theme

OPENERS = {
    "history": lambda window: (window.history.show_history(), window.history.dialog)[1],
    "trail": lambda window: (window.trail.show_trail(), window.trail.dialog)[1],
    "package": lambda window: (window.exchange.package_case(), window.exchange.dialog)[1],
    "forget": lambda window: (window.exchange.forget_case(), window.exchange.dialog)[1],
    "comments": lambda window: (window.comments.show_comments(), window.comments.panel)[1],
}
_STOPS = (QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit)


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize("name", OPENERS)
def test_every_part_has_a_name_and_room(several, settle, name, zoom, request):
    if zoom != 100:
        request.addfinalizer(lambda: theme.current().apply("light", 100))
        theme.current().apply("light", zoom)
    dialog = OPENERS[name](several)
    settle(several)
    QApplication.processEvents()
    assert dialog.height() <= several.height()
    parts = [part for kind in _STOPS for part in dialog.findChildren(kind) if part.isVisible()]
    assert len(parts) >= 3
    for part in parts:
        interface = QAccessible.queryAccessibleInterface(part)
        assert interface.text(QAccessible.Text.Name), part
        assert part.height() >= 24, interface.text(QAccessible.Text.Name)
    for label in dialog.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap() and type(label).__name__ == "PlainLabel":
            assert label.width() >= label.sizeHint().width(), label.text()
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()
    dialog.close()


@pytest.mark.parametrize("name", OPENERS)
def test_tab_walks_every_part_and_comes_back(several, settle, front, name):
    dialog = front(OPENERS[name](several))
    settle(several)
    start, seen = QApplication.focusWidget(), set()
    for _step in range(40):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
        if QApplication.focusWidget() is start:
            break
    assert QApplication.focusWidget() is start
    wanted = [
        part
        for kind in (QComboBox, QLineEdit, QListView, QPlainTextEdit)
        for part in dialog.findChildren(kind)
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert [part.accessibleName() for part in wanted if part not in seen] == []
    dialog.close()

"""Every pane for those who do not see it or do not use a mouse: names, sizes, and the Tab key reaches everything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QLineEdit, QTabBar, QWidget

from imr_desktop.ui import theme
from imr_desktop.ui.announce import Announcer
from imr_desktop.ui.checks.pane import ChecksPane
from imr_desktop.ui.findings.pane import FindingsPane
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_words import PlacedWord
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.summary.pane import SummaryPane
from imr_desktop.ui.widgets.rows import RowList

PANES = {"record": RecordPane, "findings": FindingsPane, "summary": SummaryPane, "items": ItemsPane, "checks": ChecksPane}
SIZE = {"record": (700, 700), "findings": (560, 500), "summary": (560, 400), "items": (700, 800), "checks": (1000, 260)}
NAMED = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.PageTab,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.ListItem,
}


@pytest.fixture(params=list(PANES))
def name(request):
    return request.param


@pytest.fixture(params=[False, True], ids=["wide", "compact"])
def pane(qtbot, session, stand, name, request):
    session.case = stand.full_case(items=stand.items())
    pane = PANES[name]()
    pane.set_compact(request.param)
    session.attach(pane)
    if name == "record":
        pane.set_pages(stand.pictures(session.case))
        pane.set_record(stand.Record(214))
    if name in ("items", "checks"):
        pane.set_checked(stand.Checked((stand.report(),), stand.problems()))
    qtbot.addWidget(pane)
    pane.resize(*SIZE[name])
    pane.show()
    qtbot.waitExposed(pane)
    qtbot.wait(40)
    return pane


def interfaces(interface):
    yield interface
    for at in range(min(interface.childCount(), 60)):
        child = interface.child(at)
        if child is not None and child.isValid():
            yield from interfaces(child)


def test_everything_that_acts_has_a_name(pane):
    unnamed, seen = [], 0
    for found in interfaces(QAccessible.queryAccessibleInterface(pane)):
        state = found.state()
        seen += found.role() in NAMED
        if found.role() in NAMED and not state.invisible and not found.text(QAccessible.Text.Name).strip():
            unnamed.append((found.role(), type(found.object()).__name__))
    assert unnamed == []
    assert seen >= 2


def test_rows_speak_whole_sentences(pane, name):
    for view in pane.findChildren(RowList):
        for row in range(view.model().rowCount()):
            spoken = view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
            assert len(spoken) > 8


@pytest.mark.parametrize("name", ["record"], indirect=True)
def test_a_turned_page_is_said_and_words_in_doubt_too(pane, qtbot, monkeypatch):
    said = []
    for before in QApplication.instance().findChildren(Announcer):
        before.setParent(None)  # what it said a moment ago it would not say again
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    pane.activateWindow()
    pane.view.setFocus()
    qtbot.waitUntil(pane.view.hasFocus)
    qtbot.keyClick(pane.view, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].startswith("Record page 2 of 214")
    assert pane.view.accessibleDescription().startswith(pane._record.text(2)[:40])
    words = [PlacedWord("Denies", (0, 0, 1, 1), None, 2), PlacedWord("pain", (1, 0, 2, 1))]
    assert page_words.spoken(words) == "Denies, in doubt, pain"


def test_targets_are_large_enough(pane):
    small = [
        (type(widget).__name__, widget.accessibleName(), widget.size().toTuple())
        for widget in pane.findChildren(QWidget)
        if isinstance(widget, (QAbstractButton, QLineEdit, QTabBar))
        and widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and min(widget.width(), widget.height()) < 24
    ]
    assert small == []


def test_tab_reaches_everything_and_comes_back(qtbot, pane):
    wanted = {
        widget
        for widget in pane.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (isinstance(widget, QAbstractScrollArea) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus)
    }
    seen = []
    pane.activateWindow()
    first = min(wanted, key=lambda widget: 0)
    first.setFocus()
    for _ in range(len(wanted) + 5):
        focused = QApplication.focusWidget()
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    # A radio group is one stop: its other button is reached with the arrows.
    missed = [
        (type(widget).__name__, widget.accessibleName())
        for widget in wanted - set(seen)
        if widget.accessibleName() not in ("Upheld", "Overturned")
    ]
    assert missed == []
    assert seen.count(first) >= 1


def test_labels_are_plain_text(pane):
    for label in pane.findChildren(QLabel):
        if label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText


def test_larger_type_cuts_no_word(qtbot, pane):
    theme.current().apply("light", 150)
    pane.resize(round(pane.width() * 1.5), round(pane.height() * 1.5))
    qtbot.wait(40)
    from imr_desktop.ui.widgets.labels import ElidedLabel

    cut = [
        label.text()
        for label in pane.findChildren(QLabel)
        if label.isVisible()
        and label.text()
        and not label.wordWrap()
        and not isinstance(label, ElidedLabel)
        and label.sizeHint().width() > label.width() + 1
    ]
    assert cut == []
    buttons = [
        button.accessibleName()
        for button in pane.findChildren(QAbstractButton)
        if button.isVisible() and button.sizeHint().width() > button.width() + 1
    ]
    assert buttons == []


def test_bare_letters_do_nothing_in_text_fields(qtbot, pane, session):
    for field in pane.findChildren(QLineEdit):
        if field.isVisible() and field.isEnabled() and not field.isReadOnly() and field.validator() is None:
            field.setFocus()
            qtbot.keyClicks(field, "mndauofqct")
    typed = ("Type the guideline", "Type in summary", "Type in rationale")
    assert all(label in typed for label, _ in session.log)

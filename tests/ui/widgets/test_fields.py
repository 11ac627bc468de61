"""Buttons by Enter, and choices by name for those who hear them."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button, IconButton
from imr_desktop.ui.widgets.layouts import column


@pytest.fixture
def dialog(qtbot):
    made = QDialog()
    qtbot.addWidget(made)
    return made


def labels(widget: QWidget) -> list[str]:
    told = QAccessible.queryAccessibleInterface(widget).relations(QAccessible.RelationFlag.Label)
    return [one.text(QAccessible.Text.Name) for one, _relation in told]


def _note(pressed: list[str], name: str, *_checked: bool) -> None:
    pressed.append(name)


def test_a_choice_without_a_label_beside_it_is_named_to_a_screen_reader(dialog):
    choice = fields.choice("Kind of record", [(None, "All kinds"), ("mri", "MRI")])
    dialog.setLayout(column(choice))
    dialog.show()
    assert labels(choice) == ["Kind of record"]
    dialog.hide()
    dialog.show()
    assert labels(choice) == ["Kind of record"], "named once"


def test_enter_presses_the_focused_button_unless_the_dialog_means_another_by_it(dialog):
    pressed = []
    first, second, icon = Button("&First"), Button("Second"), IconButton("eye", "Look")
    for button in (first, second, icon):
        button.clicked.connect(partial(_note, pressed, button.accessibleName()))
    dialog.setLayout(column(first, second, icon))
    dialog.show()
    for button in (first, icon):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["First", "Look"]
    second.setDefault(True)
    QTest.keyClick(first, Qt.Key.Key_Enter)
    assert pressed == ["First", "Look", "Second"], "the dialog's own button"

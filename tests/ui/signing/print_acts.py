"""What a hand does in the print dialog, and what is said in the end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton


def opened(printer, letter, qtbot):
    """The dialog for a letter."""
    printer.ask(lambda: letter)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog))
    return QApplication.activeModalWidget()


def choose(dialog, kind, name):
    return dialog.findChild(kind, name)


def press(dialog, qtbot, key=Qt.Key.Key_Return):
    dialog.activateWindow()
    button = next(one for one in dialog.findChildren(QPushButton) if one.text().replace("&", "") == "Print")
    button.setFocus()
    QTest.keyClick(button, key)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def sent(printer, qtbot):
    """What was said in the end."""
    qtbot.waitUntil(lambda: any(not one.startswith("Preparing") for one in printer.sentences), timeout=60_000)
    said = printer.sentences[-1]
    printer.sentences.clear()
    return said

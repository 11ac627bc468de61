"""Fields of a form in one line of code, each with the name that those hear who do not see it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit

from imr_desktop.language import tr
from imr_desktop.ui.widgets.labels import PlainLabel

_LONGEST = 32_767


def line(name: str, text: str = "", hint: str = "", *, longest: int = _LONGEST) -> QLineEdit:
    """A line of text; `hint` stands in it while it is empty."""
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setMaxLength(longest)
    return made


def secret(name: str, hint: str = "", *, longest: int = _LONGEST) -> QLineEdit:
    """A line for a passphrase: dots in place of its letters."""
    made = line(name, "", hint, longest=longest)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def box(name: str, text: str = "", hint: str = "") -> QPlainTextEdit:
    """A box for several lines; Tab leaves it as it leaves every other field."""
    made = QPlainTextEdit(text)
    made.setProperty("framed", True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made


def named(table: Iterable[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """A table of marked words as a choice shows it."""
    return [(data, tr(words)) for data, words in table]


class Choice(QComboBox):
    """A choice of one that tells screen readers its name: Qt leaves that to a label beside it; without one it has its own."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._told: QLabel | None = None

    def showEvent(self, event: QShowEvent) -> None:
        """By now every label that stands beside it is there."""
        super().showEvent(event)
        beside = self.parentWidget()
        if beside is None or not self.accessibleName() or any(one.buddy() is self for one in beside.findChildren(QLabel)):
            return
        self._told = PlainLabel(self.accessibleName(), "body")
        self._told.hide()
        self._told.setParent(beside)
        self._told.setBuddy(self)


def choice(name: str, options: Iterable[tuple[str | None, str]] = (), value: object = None) -> QComboBox:
    """A choice of one: (what it stands for, words); `value` is chosen, or else the first."""
    made = Choice(name)
    for data, words in options:
        made.addItem(words, data)
    made.setCurrentIndex(max((at for at in range(made.count()) if made.itemData(at) == value), default=0))
    return made

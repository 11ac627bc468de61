"""What stands above the list of documents where a file lies in reverse, with the button that has it read from its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from imr_desktop.language import tr
from imr_desktop.ui.record.reading_order import Run
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row

if TYPE_CHECKING:
    from imr_desktop.case.model import CaseFile

KEY = "Ctrl+Shift+Y"


class OrderNote(QWidget):
    """`turned()`: files in reverse are to be read from their last page on, or as they lie again."""

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = PlainLabel("", "warn", wrap=True)
        name = tr("Read from the last page on, or as the file lies")
        self.button = IconButton("arrow-up-down", name, text=tr("From its end"), key=KEY, checkable=True)
        self.button.clicked.connect(self.turned)
        inner = column(self.words, row(self.button, None), margins=(10, 8, 8, 6), spacing=4)
        self.setLayout(column(holder(inner), Hairline()))
        self.hide()

    def show_files(self, files: Iterable[CaseFile], backwards: Sequence[Run], *, turned: bool) -> None:
        """Say which files lie in reverse, and how they are read now; without any it takes no room."""
        named = ", ".join(file.name for file in files if any(run[0] == file.first_page for run in backwards))
        as_read = tr("{files}: last page on top. Read from there: the next page is the one above.", files=named)
        words = as_read if turned else tr("{files}: lies in reverse, its last page is on top.", files=named)
        self.words.setText(words if named else "")
        self.button.setChecked(turned)
        self.setVisible(bool(named))

"""F1: what the part in use is for and its keys, first; all keys below a second tab. Closed by F1 or Esc."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.dialogs import room
from imr_desktop.ui.help.page import Page
from imr_desktop.ui.help.parts import Part, all_keys, part_page
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row


class KeysDialog(QDialog):
    """`guide_requested()`, `own_keys_requested()`: the user guide, the page where keys are changed, is to be shown."""

    guide_requested = Signal()
    own_keys_requested = Signal()

    def __init__(self, parent: QWidget, part: Part | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self._part = part
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Help"))
        self.here, self.everywhere = Page(tr("Help for this part")), Page(tr("All keys"))
        if part is not None:
            self.tabs.addTab(self.here, tr("&Here"))
        self.tabs.addTab(self.everywhere, tr("&All keys"))
        guide = Button(tr("&User guide"), "book-open-text")
        keys = Button(tr("&Change keys…"), "keyboard")
        close = Button(tr("Close"), kind="ghost", tip="Esc")
        guide.clicked.connect(self._on_guide)
        keys.clicked.connect(self._on_keys)
        close.clicked.connect(self.reject)
        head = PlainLabel(tr("Help"), "h1")
        self.setLayout(column(head, 8, (self.tabs, 1), 12, row(guide, keys, None, close), margins=(20, 14, 20, 12)))
        QShortcut(QKeySequence("F1"), self, self.reject)
        self.resize(_size().boundedTo(room(parent)))
        current().changed.connect(self._fill)
        self._fill()
        (self.here if part is not None else self.everywhere).setFocus()

    @Slot()
    def _fill(self) -> None:
        if self._part is not None:
            self.here.show_markdown(part_page(self._part))
        self.everywhere.show_markdown(all_keys())

    @Slot()
    def _on_guide(self) -> None:
        self.reject()
        self.guide_requested.emit()

    @Slot()
    def _on_keys(self) -> None:
        self.reject()
        self.own_keys_requested.emit()


def _size() -> QSize:
    return QSize(px(720), px(620))

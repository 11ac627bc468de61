"""The bar under a selection in the record: Finding F, Quote Q, Cite C."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.layouts import row

ACTS = (
    ("finding", "highlighter", mark("Finding"), "F"),
    ("quote", "quote", mark("Quote"), "Q"),
    ("cite", "link", mark("Cite"), "C"),
)


class SelectionBar(QFrame):
    """`chosen(act)`: finding, quote or cite. It never lies over the selection."""

    chosen = Signal(str)

    def __init__(self, room: QWidget) -> None:
        super().__init__(room)
        self._room = room
        self.setObjectName("selbar")
        self.setAccessibleName(tr("What to do with the selected words"))
        self.buttons: dict[str, IconButton] = {}
        for act, icon, word, key in ACTS:
            button = IconButton(icon, tr(word), text=tr(word), key=key, shows_key=True)
            button.setObjectName(act)
            button.clicked.connect(self._on_clicked)
            self.buttons[act] = button
        self.setLayout(row(*self.buttons.values(), margins=(4, 3, 4, 3), spacing=2))
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 3)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.hide()

    def show_under(self, selection: QRect) -> None:
        """Show under a selection given in the parent's coordinates; above it where there is no room below."""
        self.adjustSize()
        room = self._room.rect()
        top = selection.bottom() + px(8)
        if top + self.height() > room.bottom():
            top = selection.top() - self.height() - px(8)
        left = min(max(selection.x(), px(8)), max(room.width() - self.width() - px(8), px(8)))
        self.move(left, max(top, px(4)))
        self.show()
        self.raise_()

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, IconButton):
            self.chosen.emit(sender.objectName())

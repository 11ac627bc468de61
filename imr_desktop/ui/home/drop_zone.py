"""The dashed box that says what can be dropped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.theme import color, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

TALL, LOW = 260, 160


class DropZone(QFrame):
    """The dashed box that says what can be dropped; the whole window takes drops."""

    open_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Drop a case to begin"))
        self.setAccessibleDescription(tr("A folder, PDF files or a determination text, dropped anywhere in the window"))
        centre = Qt.AlignmentFlag.AlignCenter
        self._icon = IconLabel("inbox", "accent_text", 32)
        title = PlainLabel(tr("Drop a case to begin"), "h1")
        text = PlainLabel(tr("A folder, PDF files or a determination text. Nothing leaves this computer."), "body")
        for shown in (self._icon, title, text):
            shown.setAlignment(centre)
        open_button = Button(tr("Open files…"), "folder-open", tip=tr("Choose files of a case"), key="Ctrl+O", shows_key=True)
        paste_button = Button(
            tr("Paste text…"),
            "clipboard-list",
            tip=tr("Start from a determination's text"),
            key="Ctrl+Shift+V",
            shows_key=True,
        )
        self.setLayout(
            column(
                None,
                self._icon,
                8,
                title,
                4,
                text,
                12,
                row(None, open_button, paste_button, None),
                None,
                margins=(16, 8, 16, 8),
            )
        )
        self.buttons = (open_button, paste_button)
        open_button.clicked.connect(self.open_requested)
        paste_button.clicked.connect(self.paste_requested)

    def set_tall(self, tall: bool) -> None:
        """Alone in the view it is taller."""
        self.setFixedHeight(px(TALL if tall else LOW))
        self._icon.set_icon("inbox", "accent_text", 40 if tall else 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, has_keys = QPainter(self), self.hasFocus()
        paint.box(
            painter,
            QRectF(self.rect()),
            14,
            color("surface"),
            color("focus" if has_keys else "border_strong"),
            2,
            dashed=True,
        )

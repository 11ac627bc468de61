"""A painted box to tick, for rows of lists."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint

SIDE = 17
"""Logical pixels; the box is a square."""


def paint_tick(painter: QPainter, left: float, top: float, tick: Literal["", "on", "off", "part"]) -> None:
    """A box that is ticked, partly ticked or not; nothing for what cannot be."""
    if not tick:
        return
    box, on = QRectF(left, top, px(SIDE), px(SIDE)), tick != "off"
    paint.box(painter, box, 4, color("accent" if on else "surface"), color("accent" if on else "border_strong"))
    if tick == "on":
        painter.drawPixmap(int(box.x()) + px(2), int(box.y()) + px(2), pixmap("check", "on_accent", 13))
    elif tick == "part":
        painter.fillRect(QRectF(box.x() + px(4), box.center().y() - 1, box.width() - px(8), 2), color("on_accent"))

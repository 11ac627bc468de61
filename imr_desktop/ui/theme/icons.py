"""Lucide icons, drawn from their SVG in a token's colour and kept per size, colour and device ratio."""

from __future__ import annotations

from functools import cache
from typing import cast

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from imr_desktop.paths import resource
from imr_desktop.ui.theme.live import current, px


def pixmap(name: str, token: str = "text2", size: float = 16) -> QPixmap:
    """The icon `name` (a file in ``resources/icons/lucide``) in a token's colour, `size` pixels before zoom."""
    theme = current()
    ratio = cast(QGuiApplication, QGuiApplication.instance()).devicePixelRatio()
    key = (name, theme.tokens[token], px(size), ratio)
    if key not in theme.icons:
        theme.icons[key] = _draw(*key)
    return cast(QPixmap, theme.icons[key])


def icon(name: str, token: str = "text2", size: float = 16, *, checked: str = "") -> QIcon:
    """A QIcon of it, greyed when disabled; `checked` names the token for the checked state."""
    made = QIcon(pixmap(name, token, size))
    made.addPixmap(pixmap(name, "disabled", size), QIcon.Mode.Disabled)
    if checked:
        made.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return made


def icon_path(name: str) -> str:
    """Where an icon's SVG lies."""
    return str(resource("icons", "lucide", f"{name}.svg"))


def _draw(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@cache
def _source(name: str) -> str:
    with open(icon_path(name), encoding="utf-8") as file:
        return file.read()

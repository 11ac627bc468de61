"""Lucide icons, drawn from their SVG in a token's colour and kept per size, colour and device ratio."""

from __future__ import annotations

from functools import cache
from typing import cast

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
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
    drawn = QPixmap(_shape(name, round(size * ratio)))
    painter = QPainter(drawn)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(drawn.rect(), QColor(colour))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@cache
def _shape(name: str, side: int) -> QPixmap:
    """The icon drawn once at a size in pixels; its colours are laid over it, which is quicker than drawing it for each."""
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return drawn


@cache
def _renderer(name: str) -> QSvgRenderer:
    with open(icon_path(name), "rb") as file:
        return QSvgRenderer(QByteArray(file.read().replace(b"currentColor", b"#000000")))

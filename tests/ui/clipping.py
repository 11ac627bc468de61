"""What a window looks like to someone who walks all its parts: nothing cut, over another, too small or pale."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QSplitterHandle,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QWidget,
)

from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.labels import ElidedLabel

LAPPED = 6
"""Pixels that one part may lie over another: wrapped words share their heights in whole lines."""
OVER = {"selbar", "dropoverlay", "qt_scrollarea_viewport"}
"""What lies over others by design."""


class PaintedText:
    """Notes which painted texts were cut while it is in force; `cut` holds their words."""

    def __init__(self, monkeypatch):
        self.cut: set[str] = set()
        draw = paint.text

        def noting(painter, area, words, token, size=13, weight=400, *more, **named):
            if paint.width_of(words, size, weight) > int(area.width()) + 1:
                self.cut.add(words)
            draw(painter, area, words, token, size, weight, *more, **named)

        monkeypatch.setattr(paint, "text", noting)


def faults(window):
    """Every fault of the parts in view: (what, which, by how much)."""
    parts = [part for part in window.findChildren(QWidget) if part.isVisible() and part.window() is window]
    found = []
    for part in parts:
        found += _cut_words(part) + _outside(part, window) + _too_small(part)
        found += _overlaps(part)
    return found


def _name(part):
    text = part.text() if isinstance(part, QLabel | QAbstractButton) else ""
    return f"{type(part).__name__} {(text or part.accessibleName() or part.objectName())[:60]!r}"


def _cut_words(part):
    metrics = QFontMetrics(part.font())
    if isinstance(part, ElidedLabel) or (isinstance(part, QLabel) and not part.text()):
        return []  # one says the rest in its tool tip
    if isinstance(part, QLabel) and part.wordWrap():
        need = part.heightForWidth(part.width())
        return [("cut below", _name(part), need - part.height())] if need > part.height() + 1 else []
    if isinstance(part, QLabel):
        text = part.text().replace("&", "") if part.buddy() else part.text()
        wide = max(metrics.horizontalAdvance(line) for line in text.split("\n")) - part.contentsRect().width()
        high = metrics.height() - 3 - part.height()
        return [("cut", _name(part), wide)] * (wide > 2) + [("low", _name(part), high)] * (high > 0)
    if isinstance(part, QPushButton | QToolButton) and part.text():
        icon = part.iconSize().width() + 4 if not part.icon().isNull() else 0
        shown = not isinstance(part, QToolButton) or part.toolButtonStyle() != part.toolButtonStyle().ToolButtonIconOnly
        wide = metrics.horizontalAdvance(part.text().replace("&", "").strip()) + icon - part.width()
        return [("cut", _name(part), wide)] if shown and wide > 0 else []
    if isinstance(part, QPushButton | QToolButton):
        wide = part.iconSize().width() - min(part.width(), part.height())
        return [("cut", _name(part), wide)] if wide > 0 else []
    if isinstance(part, QAbstractButton):
        need = part.minimumSizeHint()
        gap = max(need.width() - part.width(), need.height() - part.height())
        return [("squeezed", _name(part), gap)] if gap > 1 else []
    if isinstance(part, QTabBar):
        cut = [
            part.tabText(at)
            for at in range(part.count())
            if metrics.horizontalAdvance(part.tabText(at)) > part.tabRect(at).width()
        ]
        return [("cut", f"{_name(part)} {text}", 0) for text in cut]
    return []


def _outside(part, window):
    """Whether a part with words stands out of what it stands in; what is scrolled may."""
    if not isinstance(part, QLabel | QAbstractButton | QLineEdit | QComboBox):
        return []
    at = part.parentWidget()
    while at is not None and at is not window:
        if isinstance(at.parentWidget(), QAbstractScrollArea):
            return []
        area = QRect(part.mapTo(at, QPoint(0, 0)), part.size())
        if not at.rect().adjusted(-1, -1, 1, 1).contains(area):
            return [("outside", f"{_name(part)} of {_name(at)}", 0)]
        at = at.parentWidget()
    return []


def _overlaps(part):
    grows = type(part).__name__ == "CriteriaPanel"  # while its details open, the area around it grows by their last lines
    if grows or isinstance(part, QStackedWidget | QAbstractScrollArea | QLineEdit | QComboBox):
        return []
    beside = [
        child
        for child in part.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and child.objectName() not in OVER
        and not isinstance(child, QScrollBar | QSplitterHandle)
        and not child.property("over")
    ]
    return [
        ("overlap", f"{_name(one)} and {_name(other)}", 0)
        for one, other in combinations(beside, 2)
        if min((shared := one.geometry().intersected(other.geometry())).width(), shared.height()) > LAPPED
    ]


def _too_small(part):
    small = isinstance(part, QAbstractButton | QLineEdit | QComboBox) and min(part.width(), part.height()) < 24
    inner = isinstance(part.parent(), QLineEdit) or part.objectName() == "qt_menubar_ext_button"
    return [("small", _name(part), min(part.width(), part.height()))] if small and not inner else []


def pale(window, picture):
    """Labels and buttons in view whose brightest and darkest points are too near each other, from a picture of the window."""
    ratio, picture = window.devicePixelRatioF(), picture.convertToFormat(QImage.Format.Format_Grayscale8)
    found = []
    for part in window.findChildren(QWidget):
        words = isinstance(part, QLabel | QAbstractButton) and part.isVisible() and part.isEnabled() and part.text().strip()
        if isinstance(part.parent(), QLineEdit):
            continue  # a picture alone, whatever it is called
        seen = part.visibleRegion().boundingRect() if words else QRect()
        if min(seen.width(), seen.height()) < 10 or seen.size() != part.size():
            continue
        over = window.childAt(part.mapTo(window, part.rect().center()))
        if over is not part and not part.isAncestorOf(over or window):
            continue  # something lies over it
        area = QRect(part.mapTo(window, seen.topLeft()) * ratio, seen.size() * ratio).adjusted(3, 3, -3, -3)
        crop = picture.copy(area)
        light = bytes(crop.constBits())
        rows = [light[at * crop.bytesPerLine() : at * crop.bytesPerLine() + crop.width()] for at in range(crop.height())]
        low, high = min(map(min, rows)), max(map(max, rows))
        ratio_found = (_linear(high) + 0.05) / (_linear(low) + 0.05)
        picture_only = isinstance(part, QToolButton) and part.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        if ratio_found < (3.0 if picture_only else 4.0):
            found.append(("pale", _name(part), round(ratio_found, 1)))
    return found


def _linear(grey):
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

"""How one record page looks: sheet, image or text, marks, markers, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from imr_desktop.language import tr
from imr_desktop.ui.record.page_state import READ, PageState
from imr_desktop.ui.record.page_words import Box
from imr_desktop.ui.record.text_page import TextPage
from imr_desktop.ui.theme import color, kinds, px
from imr_desktop.ui.widgets import paint

MARKER = 15
TINT = 0.10
"""How much of a kind's colour lies under words that are not chosen: a page with many findings stays a page to read."""
HEAD = 28
_STATE = {
    "not read": ("error_soft", "error", "error_text"),
    "doubtful": ("warn_soft", "warn", "warn_text"),
    "read": ("surface", "border_strong", "text2"),
}


@dataclass(frozen=True)
class FindingMark:
    """A finding on a page: its id and number, the boxes of its words (none: only the marker), its category."""

    finding: str
    number: int
    boxes: tuple[Box, ...] = ()
    category: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything needed to paint a page: its box on the desk, pixels per point, what stands on it; the `active` finding."""

    number: int
    area: QRectF
    scale: float
    image: QImage | None = None
    text: TextPage | None = None
    marks: tuple[FindingMark, ...] = ()
    selected: tuple[Box, ...] = ()
    flashed: tuple[Box, ...] = ()
    state: PageState = READ
    head: int = 0
    failed: str = ""
    active: str = ""
    caret: Box | None = None
    region: Box | None = None
    doubts: tuple[tuple[Box, int], ...] = ()


def paint_sheet(painter: QPainter, sheet: Sheet) -> None:
    """Paint one page."""
    painter.fillRect(sheet.area, color("page"))
    if sheet.image is None and sheet.text is None:
        _paint_placeholder(painter, sheet)
    else:
        _paint_marks(painter, sheet)
        _paint_content(painter, sheet)
        _paint_doubts(painter, sheet)
    for centre, mark in marker_places(sheet.area, sheet.scale, sheet.marks):
        _paint_marker(painter, centre, mark, active=mark.finding == sheet.active)
    if sheet.region is not None:
        _paint_region(painter, place(sheet.area, sheet.scale, sheet.region))
    if sheet.caret is not None:
        at = place(sheet.area, sheet.scale, sheet.caret)
        painter.fillRect(QRectF(at.x() - 1, at.y() - 1, max(px(2), 2), at.height() + 2), color("marker"))
    if sheet.state.line:
        _paint_state(painter, sheet)


def _paint_placeholder(painter: QPainter, sheet: Sheet) -> None:
    words = sheet.failed or tr("Page {number}", number=sheet.number)
    area = QRectF(sheet.area.x(), sheet.area.y(), sheet.area.width(), min(sheet.area.height(), px(400)))
    painter.setOpacity(0.6)
    paint.text(painter, area, words, "page_text", 13, 400, Qt.AlignmentFlag.AlignCenter)
    painter.setOpacity(1)


def _paint_marks(painter: QPainter, sheet: Sheet) -> None:
    """The findings' words: underlined in their kind's colour on a thin tint of it; the chosen one's are lit."""
    for mark in sorted(sheet.marks, key=lambda mark: mark.finding == sheet.active):
        for box in mark.boxes:
            _paint_words(painter, place(sheet.area, sheet.scale, box, 2), mark, active=mark.finding == sheet.active)
    for box in sheet.flashed:
        paint.box(painter, place(sheet.area, sheet.scale, box, 2), 3, color("mark_active"))
    for box in sheet.selected:
        painter.fillRect(place(sheet.area, sheet.scale, box, 1), _selection())


def _paint_words(painter: QPainter, area: QRectF, mark: FindingMark, *, active: bool) -> None:
    kind = kinds.on_page(mark.category)
    if active:
        paint.box(painter, area, 3, color("mark_active"))
    else:
        tint = QColor(kind)
        tint.setAlphaF(TINT)
        paint.box(painter, area, 3, tint)
    style = Qt.PenStyle.SolidLine if mark.category else Qt.PenStyle.DashLine
    painter.setPen(QPen(kind, max(px(2), 2), style))
    painter.drawLine(area.bottomLeft(), area.bottomRight())


def _selection() -> QColor:
    # The sheet is light in every theme, so the selection is the marker's blue, thinned.
    thin = QColor(color("marker"))
    thin.setAlphaF(0.28)
    return thin


def _paint_content(painter: QPainter, sheet: Sheet) -> None:
    if sheet.image is not None:
        # Multiplying lays the page's black over the marks and dims its white to the sheet's colour.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(sheet.area, sheet.image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    elif sheet.text is not None:
        sheet.text.paint(painter, sheet.area.x(), sheet.area.y(), sheet.scale)


def _paint_doubts(painter: QPainter, sheet: Sheet) -> None:
    """A line under each word in doubt: broken, or whole and thicker where the word may decide the case."""
    for box, doubt in sheet.doubts:
        at = place(sheet.area, sheet.scale, box)
        thick = max(px(3 if doubt > 1 else 2), 2)
        painter.setPen(QPen(color("doubt"), thick, Qt.PenStyle.SolidLine if doubt > 1 else Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(at.left(), at.bottom() + thick), QPointF(at.right(), at.bottom() + thick))


def _paint_marker(painter: QPainter, centre: QPointF, mark: FindingMark, *, active: bool) -> None:
    """A finding's number on its kind's colour; hollow and dashed where it has no category."""
    size = px(MARKER + (3 if active else 0))
    area = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
    kind = kinds.on_page(mark.category)
    if mark.category:
        paint.box(painter, area, size / 2, kind, color("page_text") if active else None, 2)
    else:
        paint.box(painter, area, size / 2, color("page"), kind, 2 if active else 1, dashed=True)
    ink = "on_marker" if mark.category else "page_text"
    paint.text(painter, area.adjusted(-4, 0, 4, 0), str(mark.number), ink, 10, 600, Qt.AlignmentFlag.AlignCenter)


def _paint_region(painter: QPainter, area: QRectF) -> None:
    painter.fillRect(area, _selection())
    painter.setPen(QPen(color("marker"), 2, Qt.PenStyle.DashLine))
    painter.drawRect(area)


def _paint_state(painter: QPainter, sheet: Sheet) -> None:
    """The line above a page: what is known of its words, and what to do; in view also where the page begins left of it."""
    verdict = sheet.state.verdict
    ground, edge, ink = _STATE["doubtful" if verdict == "read" and sheet.state.warns else verdict]
    above = QRectF(sheet.area.x(), sheet.area.y() - sheet.head, sheet.area.width(), sheet.head - px(4))
    above.setLeft(max(above.left(), 0))
    width = min(paint.width_of(sheet.state.line, 12, 600) + px(24), above.width())
    area = QRectF(above.x(), above.y(), width, above.height())
    paint.box(painter, area, px(6), color(ground), color(edge))
    paint.text(painter, area.adjusted(px(10), 0, -px(8), 0), sheet.state.line, ink, 12, 600)


def place(area: QRectF, scale: float, box: Box, grow: float = 0) -> QRectF:
    """A box in points of the page at `area` as a rectangle on the desk."""
    left, top, right, bottom = (scale * edge for edge in box)
    return QRectF(left, top, right - left, bottom - top).translated(area.topLeft()).adjusted(-grow, -grow, grow, grow)


def marker_places(area: QRectF, scale: float, marks: Sequence[FindingMark]) -> list[tuple[QPointF, FindingMark]]:
    """Where markers stand in the margins, at the height of their words, none over another.

    The first of a line stands left of it, the next ones right of it, then farther out; only where all of that is full does
    one slide down.
    """
    inset, step = max(px(14), 34 * scale), px(MARKER + 1)
    columns = [area.x() + inset, area.right() - inset, area.x() + inset - step, area.right() - inset + step]
    below, placed = [0.0] * len(columns), []
    for mark in sorted(marks, key=lambda mark: (mark.boxes[0][1] if mark.boxes else 0, mark.number)):
        box = mark.boxes[0] if mark.boxes else (0, 36, 0, 48)
        height = area.y() + (box[1] + box[3]) / 2 * scale
        column = next((at for at, free in enumerate(below) if free <= height), below.index(min(below)))
        height = max(height, below[column])
        placed.append((QPointF(columns[column], height), mark))
        below[column] = height + step
    return placed

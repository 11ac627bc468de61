"""Reading the record: selecting words, choosing what to do with them, and the keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.record import page_paint, page_words
from imr_desktop.ui.record.page_canvas import PageCanvas
from imr_desktop.ui.record.page_words import Box, PlacedWord
from imr_desktop.ui.record.selection_bar import SelectionBar
from imr_desktop.ui.theme import px

_CAPTURES = {Qt.Key.Key_F: "finding", Qt.Key.Key_Q: "quote", Qt.Key.Key_C: "cite"}


class PageView(PageCanvas):
    """Pages with a selection.

    `captured(act, quote, source)`: finding, quote or cite of the selection (quote empty and no box where nothing is
    selected). `finding_clicked(id)`: a marker in the margin.
    """

    captured = Signal(str, str, object)
    finding_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection: tuple[int, int, int] | None = None
        self._anchor: tuple[int, int] | None = None
        self.viewport().setMouseTracking(True)
        self.bar = SelectionBar(self.viewport())
        self.bar.chosen.connect(self.capture)

    def selected_boxes(self, page: int) -> tuple[Box, ...]:
        """The lines selected on a page."""
        held, words = self._selected_words()
        return tuple(page_words.lines(words)) if held == page else ()

    def pages_moved(self) -> None:
        """The bar stays under the selection."""
        self._place_bar()

    def pages_replaced(self) -> None:
        """Words that are gone cannot be selected."""
        self._select(None)

    def capture(self, act: str) -> None:
        """Hand the selection on as a finding, a quote or a citation; without one, the page."""
        if not self._page:
            return
        page, words = self._selected_words()
        quote = page_words.quote(words)
        box = page_words.bounds(words)
        placed = page_words.to_pdf(box, self._layout.size(page)[1]) if box and page in self.cache.images else None
        source = self._case.source(page or self._page, quote, placed)
        self._select(None)
        self.captured.emit(act, quote, source)

    # --- selection --------------------------------------------------------------------------------------------------

    def _selected_words(self) -> tuple[int, tuple[PlacedWord, ...]]:
        if self._selection is None:
            return 0, ()
        page, first, last = self._selection
        return page, self._words(page)[min(first, last) : max(first, last) + 1]

    def _select(self, selection: tuple[int, int, int] | None) -> None:
        self._selection = selection
        self._place_bar()
        self.viewport().update()

    def _place_bar(self) -> None:
        page, words = self._selected_words()
        box = page_words.bounds(words)
        if box is None or self._anchor is not None:
            self.bar.hide()
            return
        area, scale = self._area(page), self._layout.scale(page)
        where = QRect(
            round(area.x() + box[0] * scale),
            round(area.y() + box[1] * scale),
            round((box[2] - box[0]) * scale),
            round((box[3] - box[1]) * scale),
        )
        if where.intersects(self.viewport().rect()):
            self.bar.show_under(where)
        else:
            self.bar.hide()

    def _spot(self, at: QPoint) -> tuple[int, float, float]:
        page = self._layout.page_at(at.y() + self.verticalScrollBar().value())
        area = self._area(page) if page else QRectF()
        scale = self._layout.scale(page) if page else 1
        return page, (at.x() - area.x()) / scale, (at.y() - area.y()) / scale

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection, or choose a finding by its marker."""
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._select(None)
        mark = self._marker_at(at)
        if mark:
            self.finding_clicked.emit(mark)
            return
        page, x, y = self._spot(at)
        word = page_words.nearest(self._words(page), x, y) if page else -1
        self._anchor = (page, word) if word >= 0 else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection word by word; show what can be selected or clicked."""
        at = event.position().toPoint()
        page, x, y = self._spot(at)
        if self._anchor is not None and event.buttons() & Qt.MouseButton.LeftButton:
            held, first = self._anchor
            area, scale = self._area(held), self._layout.scale(held)
            last = page_words.nearest(self._words(held), (at.x() - area.x()) / scale, (at.y() - area.y()) / scale)
            self._select((held, first, last) if last >= 0 else None)
            return
        over = page_words.word_at(self._words(page), x, y) >= 0 if page else False
        shape = (
            Qt.CursorShape.PointingHandCursor
            if self._marker_at(at)
            else Qt.CursorShape.IBeamCursor
            if over
            else Qt.CursorShape.ArrowCursor
        )
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The selection stands: offer what to do with it."""
        self._anchor = None
        self._place_bar()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select one word."""
        page, x, y = self._spot(event.position().toPoint())
        word = page_words.word_at(self._words(page), x, y) if page else -1
        self._select((page, word, word) if word >= 0 else None)

    def _marker_at(self, at: QPoint) -> str:
        for page in self._visible():
            marks = self._marks.on(page, self._words(page), self._layout.size(page)[1])
            for centre, mark in page_paint.marker_places(self._area(page), self._layout.scale(page), marks):
                if (centre - at).manhattanLength() <= px(14):
                    return mark.finding
        return ""

    # --- keys -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, scrolling, capture; bare keys act because the record has the focus."""
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
            return
        key, bar = Qt.Key(event.key()), self.verticalScrollBar()
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Period: self.next_page,
            Qt.Key.Key_Comma: self.previous_page,
            Qt.Key.Key_Home: self._to_start,
            Qt.Key.Key_End: self._to_end,
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_T: self.toggle_text,
            Qt.Key.Key_Escape: self._drop_selection,
        }
        if key in _CAPTURES:
            self.capture(_CAPTURES[key])
        elif key == Qt.Key.Key_Space:
            step = round(self.viewport().height() * 0.9)
            bar.setValue(bar.value() + (-step if shifted else step))
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def toggle_text(self) -> None:
        """Image or text."""
        self.set_as_text(not self._as_text)

    def _drop_selection(self) -> None:
        self._select(None)

    def _to_start(self) -> None:
        self.go_to(1)

    def _to_end(self) -> None:
        self.go_to(self._layout.count)

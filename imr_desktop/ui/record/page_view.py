"""The record as one long column of pages: only what is seen is laid out, fetched and painted; words can be selected."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from imr_desktop.case.model import Case
from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record import page_paint, page_words
from imr_desktop.ui.record.page_content import PageContent
from imr_desktop.ui.record.page_layout import MARGIN, PageLayout
from imr_desktop.ui.record.page_paint import Sheet
from imr_desktop.ui.record.selection import Selection
from imr_desktop.ui.record.selection_bar import SelectionBar
from imr_desktop.ui.theme import color, current, px

FLASH_MS = 1_200
FETCH_MS = 30
MOST_PIXELS = 8_000_000
"""Pixels of one page's image: about 32 MB, and a handful of pages are kept."""
MOST_SCROLLED = 2**31 - 1
"""Pixels a scroll bar can count."""
ZOOM_STEPS = (1.0, 1.25, 1.5, 2.0, 3.0)
_CAPTURES = {Qt.Key.Key_F: "finding", Qt.Key.Key_Q: "quote", Qt.Key.Key_C: "cite"}


class PageView(QAbstractScrollArea):
    """Pages of a case, virtually scrolled, with a selection.

    `page_changed(page)`: another page is the one read. `page_came(page)`: something of it can be seen now.
    `text_toggled(bool)`. `captured(act, quote, source)`: finding, quote or cite of the selection (quote empty and no box
    where nothing is selected). `finding_clicked(id)`: a marker in the margin.
    """

    page_changed = Signal(int)
    page_came = Signal(int)
    text_toggled = Signal(bool)
    captured = Signal(str, str, object)
    finding_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content, self.selection = PageContent(), Selection()
        self._layout, self._page = PageLayout(0), 0
        self._active = ""
        self._zoom = 1.0
        self._fetch_timer = QTimer(self, singleShot=True, interval=FETCH_MS)
        self._flash_timer = QTimer(self, singleShot=True, interval=FLASH_MS)
        self.bar = SelectionBar(self.viewport())
        self.setObjectName("desk")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.bar.chosen.connect(self.capture)
        self._fetch_timer.timeout.connect(self._fetch)
        self._flash_timer.timeout.connect(self._end_flash)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        current().changed.connect(self._on_theme)

    # --- what the pane asks -----------------------------------------------------------------------------------------

    def set_pages(self, pictures: PagePictures | None) -> None:
        """Take pages from the pictures of a case's files; None for none."""
        if self.content.pictures is not None:
            self.content.pictures.came.disconnect(self._on_came)
        self.content.pictures = pictures
        if pictures is not None:
            pictures.came.connect(self._on_came)
        self._layout.forget_sizes()
        self._relayout()

    def set_text(self, text_of: Callable[[int], str] | None) -> None:
        """Take pages' text from a function of the case page."""
        self.content.set_text(text_of)
        self.viewport().update()

    def set_case(self, case: Case) -> None:
        """Show a case's pages and the marks of its findings."""
        grown = case.id == self.content.case.id
        if self.content.set_case(case):
            self._layout = PageLayout(case.page_count, self._layout.width)
            self._select(0)
            self._page = self._page if grown and self._page <= case.page_count else 0
            self._relayout()
            self._note_page()
        self.viewport().update()

    def clear(self) -> None:
        """Forget what was lit up and sought; pages and texts went with the case and its pictures."""
        self._end_flash()
        self.set_sought("")

    def set_active_finding(self, finding_id: str) -> None:
        self._active = finding_id
        self.viewport().update()

    def set_sought(self, words: str) -> None:
        """Mark every place of these words on the pages; empty marks none."""
        self.content.sought = words
        self.viewport().update()

    def page(self) -> int:
        """The page being read; 0 without a record."""
        return self._page

    def in_sight(self) -> list[int]:
        """The pages that can be read now: drawn, and half of them in view, or half of the view filled by them."""
        if not self.isVisible() or self.window().isMinimized():
            return []
        top = self.verticalScrollBar().value()
        high = self.viewport().height()
        return [page for page in self._visible() if self.content.shows(page) and self._half_seen(page, top, top + high)]

    def _half_seen(self, page: int, top: int, bottom: int) -> bool:
        begin, high = self._layout.top(page), self._layout.height(page)
        return 2 * (min(begin + high, bottom) - max(begin, top)) >= min(high, bottom - top)

    def go_to(self, page: int, quote: str = "", term: str = "") -> None:
        """Bring a page to the top, or its quote into view, and light it up for a moment (only `term` in it, if given)."""
        if not 1 <= page <= self._layout.count:
            return
        self.content.flash = (page, quote, term)
        self._page = page
        self.verticalScrollBar().setValue(self._layout.top(page) - MARGIN)
        self.page_changed.emit(page)
        self._show_flash()
        self._fetch_timer.start()

    def set_as_text(self, as_text: bool) -> None:
        """Show every page as text, or as its image."""
        if as_text != self.content.as_text:
            self.content.as_text, page = as_text, self._page
            self._layout.forget_sizes()
            self._select(0)
            self._relayout()
            self.go_to(page)
            self.text_toggled.emit(as_text)

    def toggle_text(self) -> None:
        self.set_as_text(not self.content.as_text)

    def set_zoom(self, zoom: float) -> None:
        """Draw pages larger than the room's width (1.0 fits it, 3.0 at most), keeping the place."""
        zoom = min(max(zoom, 1.0), ZOOM_STEPS[-1])
        if zoom != self._zoom:
            bar = self.horizontalScrollBar()
            middle = (bar.value() + bar.pageStep() / 2) / max(bar.maximum() + bar.pageStep(), 1)
            self._zoom = zoom
            self._relayout()
            bar.setValue(round(middle * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))

    def zoom_in(self) -> None:
        """The next larger step; after the largest the room's width again."""
        self.set_zoom(next((step for step in ZOOM_STEPS if step > self._zoom + 0.01), 1.0))

    def zoom_out(self) -> None:
        self.set_zoom(next((step for step in reversed(ZOOM_STEPS) if step < self._zoom - 0.01), 1.0))

    def next_page(self) -> None:
        self.go_to(self._page + 1)

    def previous_page(self) -> None:
        self.go_to(self._page - 1)

    @Slot(str)
    def capture(self, act: str) -> None:
        """Hand the selection on as a finding, a quote or a citation; without one, the page."""
        if not self._page:
            return
        page, words = self.selection.page or self._page, self.selection.words(self.content)
        picture, box = self.content.picture(page), page_words.bounds(words)
        placed = page_words.flipped(box, picture.size[1]) if box and picture else None
        source = self.content.case.source(page, page_words.quote(words), placed)
        self._select(0)
        self.captured.emit(act, source.quote, source)

    # --- where pages lie --------------------------------------------------------------------------------------------

    def _relayout(self) -> None:
        place = self._place()
        self._layout.set_width(round((self.viewport().width() - 2 * px(8)) * self._zoom))
        self._keep(place)
        self._fetch_timer.start()

    def _place(self) -> tuple[int, float]:
        """The page at the top edge and how far into it the edge lies, to come back to after sizes changed."""
        top = self.verticalScrollBar().value()
        page = self._layout.page_at(top)
        return page, (top - self._layout.top(page)) / max(self._layout.height(page), 1) if page else 0.0

    def _keep(self, place: tuple[int, float]) -> None:
        view, page = self.viewport(), place[0]
        _set_range(self.verticalScrollBar(), self._layout.total, view.height())
        _set_range(self.horizontalScrollBar(), self._layout.width + 2 * px(8), view.width())
        if page:
            self.verticalScrollBar().setValue(self._layout.top(page) + round(place[1] * self._layout.height(page)))
        self._place_bar()
        view.update()

    def _learn_size(self, page: int) -> None:
        place, size = self._place(), self.content.size(page)
        if size is not None and self._layout.set_size(page, size):
            self._keep(place)

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.visible(top, top + self.viewport().height())

    def _area(self, page: int) -> QRectF:
        spare = self.viewport().width() - self._layout.width
        left = spare // 2 if spare >= 0 else px(8) - self.horizontalScrollBar().value()
        top = self._layout.top(page) - self.verticalScrollBar().value()
        return QRectF(left, top, self._layout.width, self._layout.height(page))

    def _rect(self, page: int, box: page_words.Box) -> QRectF:
        return page_paint.place(self._area(page), self._layout.scale(page), box)

    def _point(self, page: int, at: QPoint) -> tuple[float, float]:
        """A spot of the viewport in points of a page."""
        area, scale = self._area(page), self._layout.scale(page)
        return (at.x() - area.x()) / scale, (at.y() - area.y()) / scale

    def _page_at(self, at: QPoint) -> int:
        return self._layout.page_at(at.y() + self.verticalScrollBar().value())

    def _on_scrolled(self) -> None:
        self._note_page()
        self._place_bar()
        self._fetch_timer.start()
        self.viewport().update()

    def _note_page(self) -> None:
        top, high = self.verticalScrollBar().value(), self.viewport().height()
        page = self._layout.page_at(top + high // 3)
        if page != self._page and not (self._page and self._layout.count and self._at_end_showing(self._page)):
            self._page = page
            self.page_changed.emit(page)

    def _at_end_showing(self, page: int) -> bool:
        """Whether a page that was asked for is in view but the column's end keeps it from the top."""
        bar = self.verticalScrollBar()
        return bar.value() == bar.maximum() and page in self._visible()

    # --- what comes, and what is lit --------------------------------------------------------------------------------

    def _fetch(self) -> None:
        pages = self._visible()
        if pages and self.isVisible() and self.content.pictures is not None:
            near = (self._page, *pages, pages[-1] + 1, pages[0] - 1)
            wanted = [page for page in near if 1 <= page <= self._layout.count and self.content.needs_picture(page)]
            self.content.pictures.want({page: self._image_scale(page) for page in wanted})

    def _image_scale(self, page: int) -> float:
        wide, high = self._layout.size(page)
        sharp = self._layout.scale(page) * self.devicePixelRatioF()
        return min(sharp, sqrt(MOST_PIXELS / (wide * high)))

    @Slot(int)
    def _on_came(self, page: int) -> None:
        self._learn_size(page)
        if page == self.content.flash[0]:
            self._show_flash()
        self.viewport().update()
        self.page_came.emit(page)

    def _show_flash(self) -> None:
        page, view = self.content.flash[0], self.viewport()
        box = page_words.bounds(self.content.lit(page))
        if box is None:
            return
        at = self._rect(page, box)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        if not 0 <= at.y() <= view.height() - px(80):
            down.setValue(down.value() + round(at.y()) - view.height() // 3)
        if not 0 <= at.x() <= view.width() - px(80):
            across.setValue(across.value() + round(at.x()) - px(40))
        self._flash_timer.start()
        view.update()

    def _end_flash(self) -> None:
        self.content.flash = (0, "", "")
        self.viewport().update()

    # --- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("desk"))
        for page in self._visible():
            self._learn_size(page)
            page_paint.paint_sheet(painter, self._sheet(page))
        if not self._fetch_timer.isActive() and not all(map(self.content.shows, self._visible())):
            self._fetch_timer.start()

    def _sheet(self, page: int) -> Sheet:
        content, picture = self.content, self.content.picture(page)
        flashed = content.lit(page) if self._flash_timer.isActive() else ()
        return Sheet(
            page,
            self._area(page),
            self._layout.scale(page),
            picture.image if picture else None,
            content.text(page),
            content.marks(page),
            tuple(page_words.lines(self.selection.words(content))) if page == self.selection.page else (),
            (*page_words.lines(flashed), *content.sought_boxes(page)),
            page in content.unreadable,
            content.failed(page),
            self._active,
        )

    def _on_theme(self) -> None:
        self.content.forget_texts()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages are as wide as the room."""
        super().resizeEvent(event)
        self._relayout()

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch when shown again: nothing is fetched while hidden."""
        super().showEvent(event)
        self._fetch_timer.start()

    # --- selecting --------------------------------------------------------------------------------------------------

    def _select(self, page: int, first: int = -1, last: int = -1) -> None:
        self.selection.take(page, first, last)
        self._place_bar()
        self.viewport().update()

    def _place_bar(self) -> None:
        box = page_words.bounds(self.selection.words(self.content))
        where = self._rect(self.selection.page, box).toRect() if box else None
        if where is None or self.selection.pressed or not where.intersects(self.viewport().rect()):
            self.bar.hide()
        else:
            self.bar.show_under(where)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection, or choose a finding by its marker."""
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._select(0)
        mark, page = self._marker_at(at), self._page_at(at)
        if mark:
            self.finding_clicked.emit(mark)
        elif page:
            self.selection.press(page, page_words.nearest(self.content.words(page), *self._point(page, at)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection word by word; show what can be selected or clicked."""
        at, pressed = event.position().toPoint(), self.selection.pressed
        if pressed and event.buttons() & Qt.MouseButton.LeftButton:
            page, first = pressed
            last = page_words.nearest(self.content.words(page), *self._point(page, at))
            self._select(page if last >= 0 else 0, first, last)
        elif self._marker_at(at):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            over = self._word_at(at)[1] >= 0
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The selection stands: offer what to do with it."""
        self.selection.pressed = None
        self._place_bar()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        page, word = self._word_at(event.position().toPoint())
        self._select(page if word >= 0 else 0, word, word)

    def _word_at(self, at: QPoint) -> tuple[int, int]:
        page = self._page_at(at)
        return page, page_words.word_at(self.content.words(page), *self._point(page, at)) if page else -1

    def _marker_at(self, at: QPoint) -> str:
        for page in self._visible():
            marks = self.content.marks(page)
            for centre, mark in page_paint.marker_places(self._area(page), self._layout.scale(page), marks):
                if (centre - at).manhattanLength() <= px(14):
                    return mark.finding
        return ""

    # --- keys and wheel ---------------------------------------------------------------------------------------------

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom the pages."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 and self._zoom < ZOOM_STEPS[-1] else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def _drop_selection(self) -> None:
        self._select(0)

    def _to_start(self) -> None:
        self.go_to(1)

    def _to_end(self) -> None:
        self.go_to(self._layout.count)


def _set_range(bar: QScrollBar, total: int, shown: int) -> None:
    bar.setRange(0, min(max(total - shown, 0), MOST_SCROLLED))
    bar.setPageStep(shown)
    bar.setSingleStep(px(48))

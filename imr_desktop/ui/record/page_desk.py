"""Where the record's pages lie in the window: one long column, scrolled, zoomed, gone through, fetched as it is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record import ahead, page_paint, page_words
from imr_desktop.ui.record.history import PlacesSeen
from imr_desktop.ui.record.page_content import PageContent
from imr_desktop.ui.record.page_layout import MARGIN, Fit, PageLayout
from imr_desktop.ui.record.page_state import PageState
from imr_desktop.ui.record.reading_order import Run, beside
from imr_desktop.ui.theme import color, current, px

FLASH_MS = 1_200
FETCH_MS = 30
MOST_PIXELS = 8_000_000
"""Pixels of one page's image: about 32 MB, and a handful of pages are kept."""
MOST_SCROLLED = 2**31 - 1
"""Pixels a scroll bar can count."""
ZOOM_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


class PageDesk(QAbstractScrollArea):
    """The column of a case's pages.

    `page_changed(page)`: another page is the one read. `page_came(page)`: something of it can be seen now.
    `fit_changed(fit)`, `places_changed()`: what can be gone back to. `backwards`: runs that are read from their last page on.
    """

    page_changed = Signal(int)
    page_came = Signal(int)
    fit_changed = Signal(object)
    places_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content, self.places = PageContent(), PlacesSeen()
        self.column, self._page, self._ahead = PageLayout(0), 0, 1
        self.backwards: tuple[Run, ...] = ()
        self._fetch_timer = QTimer(self, singleShot=True)
        self._flash_timer = QTimer(self, singleShot=True, interval=FLASH_MS)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._fetch_timer.timeout.connect(self._fetch)
        self._flash_timer.timeout.connect(self._end_flash)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        current().changed.connect(self._on_theme)

    def place_bar(self) -> None:
        """Pages moved: what lies over them goes with them."""

    def set_pages(self, pictures: PagePictures | None) -> None:
        """Take pages from the pictures of a case's files; None for none."""
        if self.content.pictures is not None:
            self.content.pictures.came.disconnect(self._on_came)
        self.content.pictures = pictures
        if pictures is not None:
            pictures.came.connect(self._on_came)
        self.column.forget_sizes()
        self._relayout()

    def set_states(self, states: Mapping[int, PageState]) -> None:
        """Take what is said beside pages."""
        self.content.states = states
        place = self._place()
        if self.column.set_heads({page: px(page_paint.HEAD) for page, state in states.items() if state.line}):
            self._keep(place)
        self.viewport().update()

    # --- going somewhere

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
        begin, high = self.column.top(page), self.column.height(page)
        return 2 * (min(begin + high, bottom) - max(begin, top)) >= min(high, bottom - top)

    def jump_to(self, page: int, quote: str = "", term: str = "") -> None:
        """`go_to` a place one can come back from."""
        if 1 <= page <= self.column.count:
            self.places.leave(self._page, page)
            self.go_to(page, quote, term)
            self.places_changed.emit()

    def go_back(self) -> None:
        """Go to the page that was left by the last jump."""
        self._step_places(self.places.back)

    def go_forward(self) -> None:
        self._step_places(self.places.forward)

    def _step_places(self, step: Callable[[int], int]) -> None:
        self.go_to(step(self._page))
        self.places_changed.emit()

    def go_to(self, page: int, quote: str = "", term: str = "") -> None:
        """Bring a page to the top, or its quote into view, and light it up for a moment (only `term` in it, if given)."""
        if not 1 <= page <= self.column.count:
            return
        self.content.flash = (page, quote, term)
        self._ahead = -1 if page < self._page else 1
        self._page = page
        self.verticalScrollBar().setValue(self.column.begin(page) - MARGIN)
        self._fetch_timer.start(0)
        self.page_changed.emit(page)
        self._show_flash()

    def fit(self) -> Fit:
        """How large pages are drawn."""
        return self.column.fit

    def set_fit(self, fit: Fit) -> None:
        """Draw pages as wide as the room, whole, or at a share of their size, keeping the place."""
        if fit != self.column.fit:
            bar = self.horizontalScrollBar()
            middle = (bar.value() + bar.pageStep() / 2) / max(bar.maximum() + bar.pageStep(), 1)
            self._relayout(fit)
            bar.setValue(round(middle * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))
            self.fit_changed.emit(fit)

    def zoom(self) -> float:
        """How large the page read is drawn; 1.0 is its true size."""
        return self.column.scale(self._page) / self.column.per_point

    def zoom_in(self) -> None:
        """The next larger step."""
        self.set_fit(next((step for step in ZOOM_STEPS if step > self.zoom() * 1.01), ZOOM_STEPS[-1]))

    def zoom_out(self) -> None:
        self.set_fit(next((step for step in reversed(ZOOM_STEPS) if step < self.zoom() * 0.99), ZOOM_STEPS[0]))

    def next_page(self) -> None:
        self.go_to(beside(self._page, 1, self.backwards))

    def previous_page(self) -> None:
        self.go_to(beside(self._page, -1, self.backwards))

    def to_start(self) -> None:
        self.jump_to(1)

    def to_end(self) -> None:
        self.jump_to(self.column.count)

    def to_place(self, page: int, down: float) -> None:
        """Come back to a page, and that far down in it."""
        self.go_to(page)
        self._keep((page, min(max(down, 0.0), 1.0)))

    def place(self) -> tuple[int, float]:
        """The page being read and how far down in it the view stands, to come back to."""
        top, page = self.verticalScrollBar().value(), self._page
        down = (top - self.column.begin(page)) / max(self.column.height(page), 1) if page else 0.0
        return page, min(max(down, 0.0), 1.0)

    # --- where pages lie

    def _relayout(self, fit: Fit | None = None) -> None:
        place, view = self._place(), self.viewport()
        room = view.width() - 2 * px(8), view.height() - 2 * MARGIN
        self.column.set_room(*room, self.column.fit if fit is None else fit, self.logicalDpiX() / 72)
        self._keep(place)
        self._fetch_timer.start(FETCH_MS)

    def _place(self) -> tuple[int, float]:
        """The page at the top edge and how far into it the edge lies, to come back to after sizes changed."""
        top = self.verticalScrollBar().value()
        page = self.column.page_at(top)
        return page, (top - self.column.begin(page)) / max(self.column.height(page), 1) if page else 0.0

    def _keep(self, place: tuple[int, float]) -> None:
        view, page = self.viewport(), place[0]
        _set_range(self.verticalScrollBar(), self.column.total, view.height())
        _set_range(self.horizontalScrollBar(), self.column.widest + 2 * px(8), view.width())
        if page:
            self.verticalScrollBar().setValue(self.column.begin(page) + round(place[1] * self.column.height(page)))
        self.place_bar()
        view.update()

    def _learn_size(self, page: int) -> None:
        place, size = self._place(), self.content.size(page)
        if size is not None and self.column.set_size(page, size):
            self._keep(place)

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self.column.visible(top, top + self.viewport().height())

    def area(self, page: int) -> QRectF:
        """Where a page lies in the viewport."""
        wide, room = self.column.width(page), max(self.column.widest, self.viewport().width() - 2 * px(8))
        left = px(8) + (room - wide) // 2 - self.horizontalScrollBar().value()
        top = self.column.top(page) - self.verticalScrollBar().value()
        return QRectF(left, top, wide, self.column.height(page))

    def box_rect(self, page: int, box: page_words.Box) -> QRectF:
        """Where a box of a page lies in the viewport."""
        return page_paint.place(self.area(page), self.column.scale(page), box)

    def point(self, page: int, at: QPoint) -> tuple[float, float]:
        """A spot of the viewport in points of a page."""
        area, scale = self.area(page), self.column.scale(page)
        return (at.x() - area.x()) / scale, (at.y() - area.y()) / scale

    def page_under(self, at: QPoint) -> int:
        """The page at a spot of the viewport, or the nearest one; 0 without pages."""
        return self.column.page_at(at.y() + self.verticalScrollBar().value())

    def bring(self, page: int, box: page_words.Box) -> None:
        """Scroll as far as a box of a page needs to be in view."""
        at, view, margin = self.box_rect(page, box), self.viewport(), px(40)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        if at.top() < 0:
            down.setValue(down.value() + round(at.top()) - margin)
        elif at.bottom() > view.height():
            down.setValue(down.value() + round(at.bottom()) - view.height() + margin)
        if not 0 <= at.x() <= view.width():
            across.setValue(across.value() + round(at.x()) - margin)

    def _on_scrolled(self) -> None:
        self._note_page()
        self.place_bar()
        if not self._fetch_timer.isActive():
            self._fetch_timer.start(FETCH_MS)
        self.viewport().update()

    def _note_page(self) -> None:
        top, high = self.verticalScrollBar().value(), self.viewport().height()
        page = self.column.page_at(top + high // 3)
        if page != self._page and not (self._page and self.column.count and self._at_end_showing(self._page)):
            self._ahead = -1 if page < self._page else 1
            self._page = page
            self.page_changed.emit(page)

    def _at_end_showing(self, page: int) -> bool:
        """Whether a page that was asked for is in view but the column's end keeps it from the top."""
        bar = self.verticalScrollBar()
        return bar.value() == bar.maximum() and page in self._visible()

    # --- what comes, and what is lit

    def _fetch(self) -> None:
        pages, content = self._visible(), self.content
        if not pages or not self.isVisible() or content.pictures is None:
            return
        scales = {
            page: self._image_scale(page)
            for page in ahead.order(self._page, pages, self._ahead, self.column.count)
            if content.needs_picture(page)
        }
        in_view = {self._page, *pages}
        content.pictures.want(ahead.within(scales, in_view, self.column.size))

    def _image_scale(self, page: int) -> float:
        wide, high = self.column.size(page)
        sharp = self.column.scale(page) * self.devicePixelRatioF()
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
        at = self.box_rect(page, box)
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

    def _on_theme(self) -> None:
        self.content.forget_texts()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("desk"))
        for page in self._visible():
            self._learn_size(page)
            page_paint.paint_sheet(painter, self._sheet(page))

    def _sheet(self, page: int) -> page_paint.Sheet:
        """All that is painted of a page."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages are as wide as the room."""
        super().resizeEvent(event)
        self._relayout()

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch when shown again: nothing is fetched while hidden."""
        super().showEvent(event)
        self._fetch_timer.start(FETCH_MS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom the pages."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)


def _set_range(bar: QScrollBar, total: int, shown: int) -> None:
    bar.setRange(0, min(max(total - shown, 0), MOST_SCROLLED))
    bar.setPageStep(shown)
    bar.setSingleStep(px(48))

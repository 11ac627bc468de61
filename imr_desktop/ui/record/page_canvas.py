"""The record as one long column of pages: only what is seen is laid out, fetched and painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from imr_desktop.case.model import Case, CaseFile
from imr_desktop.ui.record import page_marks, page_paint, page_words
from imr_desktop.ui.record.page_cache import PageCache, PageSource
from imr_desktop.ui.record.page_layout import MARGIN, PageLayout
from imr_desktop.ui.record.page_paint import Sheet
from imr_desktop.ui.record.page_words import Box, PlacedWord
from imr_desktop.ui.record.text_page import TextPage
from imr_desktop.ui.theme import color, current, px

FLASH_MS = 1_200
FETCH_MS = 30
MOST_PIXELS = 8_000_000
"""Pixels of one page's image: about 32 MB, and a handful of pages are kept."""
MOST_SCROLLED = 2**31 - 1
"""Pixels a scroll bar can count."""
ZOOM_STEPS = (1.0, 1.25, 1.5, 2.0, 3.0)


class PageCanvas(QAbstractScrollArea):
    """Pages of a case, virtually scrolled. `page_changed(page)`: another page is the one read. `text_toggled(bool)`."""

    page_changed = Signal(int)
    text_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = Case(id="")
        self._files: tuple[CaseFile, ...] = ()
        self._text_of: Callable[[int], str] | None = None
        self._layout, self._page, self._as_text = PageLayout(0), 0, False
        self._texts: dict[int, TextPage] = {}
        self._unreadable: frozenset[int] = frozenset()
        self._marks = page_marks.Marks()
        self._flash: tuple[int, str, str] = (0, "", "")
        self._sought = ""
        self._zoom = 1.0
        self.cache = PageCache(self)
        self._fetch_timer = QTimer(self, singleShot=True, interval=FETCH_MS)
        self._flash_timer = QTimer(self, singleShot=True, interval=FLASH_MS)
        self.setObjectName("desk")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cache.image_came.connect(self._on_image)
        self.cache.words_came.connect(self._on_words)
        self._fetch_timer.timeout.connect(self._fetch)
        self._flash_timer.timeout.connect(self._end_flash)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        current().changed.connect(self._on_theme)

    # --- for subclasses ---------------------------------------------------------------------------------------------

    def selected_boxes(self, page: int) -> tuple[Box, ...]:
        """The boxes of what is selected on a page."""
        return ()

    def pages_moved(self) -> None:
        """Pages lie elsewhere now: scrolled, resized, or of another size."""

    def pages_replaced(self) -> None:
        """Other pages are shown, or the same in another form."""

    # --- what the pane asks -----------------------------------------------------------------------------------------

    def set_source(self, source: PageSource | None) -> None:
        """Take images and words from a source; what is shown stays where the files are the same."""
        same = bool(self._case.files) and self._case.files == self._files
        self._files = self._case.files
        self.cache.set_source(source, keep=same)
        if not same:
            self._texts.clear()
            self._layout.forget_sizes()
            self._relayout()
        self._fetch_timer.start()

    def set_text(self, text_of: Callable[[int], str] | None) -> None:
        """Take pages' text from a function of the case page."""
        self._text_of = text_of
        self._texts.clear()
        self.viewport().update()

    def set_case(self, case: Case) -> None:
        """Show a case's pages and the marks of its findings."""
        grown = case.id == self._case.id
        another = case.files != self._case.files or case.id != self._case.id
        self._case = case
        self._marks.set_case(case)
        if another:
            self._unreadable = frozenset(page for file in case.files for page in file.unreadable)
            self._layout = PageLayout(case.page_count, self._layout.width)
            self._texts.clear()
            self.pages_replaced()
            self._page = self._page if grown and self._page <= case.page_count else 0
            self._relayout()
            self._note_page()
        self.viewport().update()

    def clear(self) -> None:
        """Let go of what was lit up and sought; pages and texts went with the case and its source."""
        self._end_flash()
        self.set_sought("")

    def set_active_finding(self, finding_id: str) -> None:
        """Show one finding's marks stronger."""
        self._marks.active = finding_id
        self.viewport().update()

    def set_sought(self, words: str) -> None:
        """Mark every place of these words on the pages; empty marks none."""
        self._sought = words
        self.viewport().update()

    def page(self) -> int:
        """The page being read; 0 without a record."""
        return self._page

    def go_to(self, page: int, quote: str = "", term: str = "") -> None:
        """Bring a page to the top, or its quote into view, and light it up for a moment (only `term` in it, if given)."""
        if not 1 <= page <= self._layout.count:
            return
        self._flash = (page, quote, term)
        self._page = page
        self._scroll_to(self._layout.top(page) - MARGIN)
        self.page_changed.emit(page)
        if quote:
            self._show_flash()
        self._fetch_timer.start()

    def set_as_text(self, as_text: bool) -> None:
        """Show every page as text, or as its image."""
        if as_text != self._as_text:
            self._as_text, page = as_text, self._page
            self._layout.forget_sizes()
            self.pages_replaced()
            self._relayout()
            self.go_to(page)
            self.text_toggled.emit(as_text)

    @property
    def as_text(self) -> bool:
        """Whether pages are shown as text."""
        return self._as_text

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
        """The next smaller step."""
        self.set_zoom(next((step for step in reversed(ZOOM_STEPS) if step < self._zoom - 0.01), 1.0))

    def next_page(self) -> None:
        """Go to the next page."""
        self.go_to(self._page + 1)

    def previous_page(self) -> None:
        """Go to the page before."""
        self.go_to(self._page - 1)

    # --- laying out -------------------------------------------------------------------------------------------------

    def _relayout(self) -> None:
        anchor, offset = self._place()
        self._layout.set_width(round((self.viewport().width() - 2 * px(8)) * self._zoom))
        self._set_range()
        if anchor:
            self._scroll_to(self._layout.top(anchor) + round(offset * self._layout.height(anchor)))
        self.pages_moved()
        self._fetch_timer.start()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom the pages."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 and self._zoom < ZOOM_STEPS[-1] else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def _place(self) -> tuple[int, float]:
        """The page at the top edge and how far into it the edge lies, to come back to after sizes changed."""
        top = self.verticalScrollBar().value()
        page = self._layout.page_at(top)
        return page, (top - self._layout.top(page)) / max(self._layout.height(page), 1) if page else 0.0

    def _set_range(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, min(max(self._layout.total - high, 0), MOST_SCROLLED))
        bar.setPageStep(high)
        bar.setSingleStep(px(48))
        across, wide = self.horizontalScrollBar(), self.viewport().width()
        across.setRange(0, max(self._layout.width + 2 * px(8) - wide, 0))
        across.setPageStep(wide)
        across.setSingleStep(px(48))

    def _scroll_to(self, y: int) -> None:
        self.verticalScrollBar().setValue(y)

    def _learn_size(self, page: int, size: tuple[float, float]) -> None:
        anchor, offset = self._place()
        if self._layout.set_size(page, size):
            self._set_range()
            self._scroll_to(self._layout.top(anchor) + round(offset * self._layout.height(anchor)))
            self.pages_moved()

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.visible(top, top + self.viewport().height())

    def _area(self, page: int) -> QRectF:
        spare = self.viewport().width() - self._layout.width
        left = spare // 2 if spare >= 0 else px(8) - self.horizontalScrollBar().value()
        top = self._layout.top(page) - self.verticalScrollBar().value()
        return QRectF(left, top, self._layout.width, self._layout.height(page))

    # --- content ----------------------------------------------------------------------------------------------------

    def _fetch(self) -> None:
        pages = self._visible()
        if not pages or not self.isVisible():
            return
        self.cache.keep_near(pages[0], pages[-1])
        wanted = [*pages, pages[-1] + 1, pages[0] - 1]
        for page in wanted:
            if 1 <= page <= self._layout.count and not (self._as_text and self._has_text(page)):
                self.cache.want(page, self._image_scale(page))

    def _image_scale(self, page: int) -> float:
        wide, high = self._layout.size(page)
        sharp = self._layout.scale(page) * self.devicePixelRatioF()
        return min(sharp, (MOST_PIXELS / (wide * high)) ** 0.5)

    def _has_text(self, page: int) -> bool:
        return self._text_of is not None and bool(self._text_of(page).strip())

    def _text_page(self, page: int) -> TextPage | None:
        wanted = self._as_text or page in self.cache.without_image
        if not wanted or not self._has_text(page):
            return None
        if page not in self._texts:
            for far in [kept for kept in self._texts if abs(kept - page) > 8]:
                del self._texts[far]
            self._texts[page] = TextPage(self._text_of(page) if self._text_of else "")
        return self._texts[page]

    def _words(self, page: int) -> tuple[PlacedWord, ...]:
        text = self._text_page(page)
        if text is not None:
            return text.words
        if page not in self.cache.words or page not in self.cache.images:
            return ()
        return self._marks.placed(page, self.cache.words[page], self._layout.size(page)[1])

    def _on_image(self, page: int) -> None:
        if page in self.cache.images and not self._as_text:
            image, scale = self.cache.images[page], self.cache.scales[page]
            self._learn_size(page, (image.width() / scale, image.height() / scale))
        self._on_words(page)

    def _on_words(self, page: int) -> None:
        if page == self._flash[0] and self._flash[1]:
            self._show_flash()
        self.viewport().update()

    def _fetch_soon(self) -> None:
        if not self._fetch_timer.isActive():
            self._fetch_timer.start()

    # --- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The desk and the sheets on it."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("desk"))
        for page in self._visible():
            text = self._text_page(page)
            if text is not None:
                self._learn_size(page, text.size)
            page_paint.paint_sheet(painter, self._sheet(page, text))
        if self._visible() and any(page not in self.cache.images for page in self._visible()):
            self._fetch_soon()

    def shows(self, page: int) -> bool:
        """Whether a page can be read here, as its picture or as text; not while it is on its way or cannot be shown."""
        return page in self.cache.images or self._text_page(page) is not None

    def _sheet(self, page: int, text: TextPage | None) -> Sheet:
        area, scale, words = self._area(page), self._layout.scale(page), self._words(page)
        marks = self._marks.on(page, words, self._layout.size(page)[1])
        flashed = self._flashed(page, words) if self._flash_timer.isActive() else ()
        return Sheet(
            page,
            area,
            scale,
            None if text else self.cache.images.get(page),
            text,
            marks,
            self.selected_boxes(page),
            (*page_words.lines(flashed), *self._sought_boxes(words)),
            page in self._unreadable,
            page in self.cache.without_image,
            tuple(page_paint.marker_places(area, scale, marks)),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages are as wide as the room."""
        super().resizeEvent(event)
        self._relayout()

    def _on_theme(self) -> None:
        self._texts.clear()
        self.viewport().update()

    # --- place ------------------------------------------------------------------------------------------------------

    def _on_scrolled(self) -> None:
        self._note_page()
        self.pages_moved()
        self._fetch_timer.start()
        self.viewport().update()

    def _note_page(self) -> None:
        top, high = self.verticalScrollBar().value(), self.viewport().height()
        page = self._layout.page_at(top + high // 3)
        if self._page and self._layout.count and page != self._page and self._at_end_showing(self._page):
            return
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def _at_end_showing(self, page: int) -> bool:
        """Whether a page that was asked for is in view but the column's end keeps it from the top."""
        bar = self.verticalScrollBar()
        return bar.value() == bar.maximum() and page in self._visible()

    def _show_flash(self) -> None:
        page = self._flash[0]
        found = self._flashed(page, self._words(page))
        if found:
            box = page_words.bounds(found)
            top = self._area(page).y() + (box[1] if box else 0) * self._layout.scale(page)
            if not 0 <= top <= self.viewport().height() - px(80):
                self._scroll_to(self.verticalScrollBar().value() + round(top) - self.viewport().height() // 3)
            left = self._area(page).x() + (box[0] if box else 0) * self._layout.scale(page)
            if not 0 <= left <= self.viewport().width() - px(80):
                across = self.horizontalScrollBar()
                across.setValue(across.value() + round(left) - px(40))
            self._flash_timer.start()
        self.viewport().update()

    def _sought_boxes(self, words: tuple[PlacedWord, ...]) -> list[Box]:
        found = page_words.find_all(words, self._sought) if self._sought else []
        return [box for which in found for box in page_words.lines(page_words.taken(words, which))]

    def _flashed(self, page: int, words: tuple[PlacedWord, ...]) -> tuple[PlacedWord, ...]:
        wanted, quote, term = self._flash
        if page != wanted or not quote:
            return ()
        found = page_words.taken(words, page_words.find(words, quote))
        inner = page_words.taken(found, page_words.find(found, term)) if term else ()
        return inner or found

    def _end_flash(self) -> None:
        self._flash = (0, "", "")
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Fetch when shown again: nothing is fetched while hidden."""
        if event.type() == QEvent.Type.Show:
            self._fetch_timer.start()
        return super().event(event)

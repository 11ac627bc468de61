"""The record as one long column of pages: only what is seen is laid out, fetched and painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from imr_desktop.case.model import Case
from imr_desktop.ui.panes import lookup, page_marks, page_paint, page_words
from imr_desktop.ui.panes.page_cache import PageCache, PageSource
from imr_desktop.ui.panes.page_layout import MARGIN, PageLayout
from imr_desktop.ui.panes.page_paint import Sheet
from imr_desktop.ui.panes.page_words import PlacedWord
from imr_desktop.ui.panes.selection_bar import SelectionBar
from imr_desktop.ui.panes.text_page import TextPage
from imr_desktop.ui.theme import color, current, px

FLASH_MS = 1_200
FETCH_MS = 30
_CAPTURES = {Qt.Key.Key_F: "finding", Qt.Key.Key_Q: "quote", Qt.Key.Key_C: "cite"}


class PageView(QAbstractScrollArea):
    """Pages of a case, virtually scrolled.

    `page_changed(page)`: another page is the one read. `captured(act, quote, source)`: finding, quote or cite of the
    selection (quote empty and no box where nothing is selected). `finding_clicked(id)`: a marker in the margin.
    """

    page_changed = Signal(int)
    captured = Signal(str, str, object)
    finding_clicked = Signal(str)
    text_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = Case(id="")
        self._text_of: Callable[[int], str] | None = None
        self._layout, self._page, self._as_text = PageLayout(0), 0, False
        self._texts: dict[int, TextPage] = {}
        self._unreadable: frozenset[int] = frozenset()
        self._marks = page_marks.Marks()
        self._selection: tuple[int, int, int] | None = None
        self._anchor: tuple[int, int] | None = None
        self._flash: tuple[int, str] = (0, "")
        self.cache = PageCache(self)
        self._fetch_timer = QTimer(self, singleShot=True, interval=FETCH_MS)
        self._flash_timer = QTimer(self, singleShot=True, interval=FLASH_MS)
        self.setObjectName("desk")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.bar = SelectionBar(self.viewport())
        self._connect()

    def _connect(self) -> None:
        self.cache.image_came.connect(self._on_image)
        self.cache.words_came.connect(self._on_words)
        self._fetch_timer.timeout.connect(self._fetch)
        self._flash_timer.timeout.connect(self._end_flash)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.bar.chosen.connect(self.capture)
        current().changed.connect(self._on_theme)

    # --- what the pane asks -----------------------------------------------------------------------------------------

    def set_source(self, source: PageSource | None) -> None:
        """Take images and words from a source."""
        self.cache.set_source(source)
        self._texts.clear()
        self._layout.forget_sizes()
        self._relayout()

    def set_text(self, text_of: Callable[[int], str] | None) -> None:
        """Take pages' text from a function of the case page."""
        self._text_of = text_of
        self._texts.clear()
        self.viewport().update()

    def set_case(self, case: Case) -> None:
        """Show a case's pages and the marks of its findings."""
        another = case.files != self._case.files or case.id != self._case.id
        self._case = case
        self._marks.set_case(case)
        if another:
            self._unreadable = frozenset(page for file in case.files for page in file.unreadable)
            self._layout = PageLayout(case.page_count, self._layout.width)
            self._texts.clear()
            self._select(None)
            self._page = 0
            self._relayout()
            self._note_page()
        self.viewport().update()

    def set_active_finding(self, finding_id: str) -> None:
        """Show one finding's marks stronger."""
        self._marks.active = finding_id
        self.viewport().update()

    def page(self) -> int:
        """The page being read; 0 without a record."""
        return self._page

    def go_to(self, page: int, quote: str = "") -> None:
        """Bring a page to the top, or its quote into view, and light the quote up for a moment."""
        if not 1 <= page <= self._layout.count:
            return
        self._flash = (page, quote)
        self._scroll_to(self._layout.top(page) - MARGIN)
        self._page = page
        self.page_changed.emit(page)
        if quote:
            self._show_flash()
        self._fetch_timer.start()

    def set_as_text(self, as_text: bool) -> None:
        """Show every page as text, or as its image."""
        if as_text != self._as_text:
            self._as_text, page = as_text, self._page
            self._layout.forget_sizes()
            self._select(None)
            self._relayout()
            self.go_to(page)
            self.text_toggled.emit(as_text)

    @property
    def as_text(self) -> bool:
        """Whether pages are shown as text."""
        return self._as_text

    def next_page(self) -> None:
        """Go to the next page."""
        self.go_to(self._page + 1)

    def previous_page(self) -> None:
        """Go to the page before."""
        self.go_to(self._page - 1)

    def capture(self, act: str) -> None:
        """Hand the selection on as a finding, a quote or a citation; without one, the page."""
        if not self._page:
            return
        page, words = self._selected_words()
        quote = page_words.quote(words)
        box = page_words.bounds(words)
        placed = page_words.to_pdf(box, self._layout.size(page)[1]) if box and page in self.cache.images else None
        source = lookup.page_source(self._case, page or self._page, quote, placed)
        self._select(None)
        self.captured.emit(act, quote, source)

    # --- laying out -------------------------------------------------------------------------------------------------

    def _relayout(self) -> None:
        room = self.viewport().width()
        anchor, offset = self._place()
        self._layout.set_width(room - 2 * px(8))
        self._set_range()
        if anchor:
            self._scroll_to(self._layout.top(anchor) + round(offset * self._layout.height(anchor)))
        self._place_bar()
        self._fetch_timer.start()
        self.viewport().update()

    def _place(self) -> tuple[int, float]:
        """The page at the top edge and how far into it the edge lies, to come back to after sizes changed."""
        top = self.verticalScrollBar().value()
        page = self._layout.page_at(top)
        return page, (top - self._layout.top(page)) / max(self._layout.height(page), 1) if page else 0.0

    def _set_range(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(self._layout.total - high, 0))
        bar.setPageStep(high)
        bar.setSingleStep(px(48))

    def _scroll_to(self, y: int) -> None:
        self.verticalScrollBar().setValue(y)

    def _learn_size(self, page: int, size: tuple[float, float]) -> None:
        anchor, offset = self._place()
        if self._layout.set_size(page, size):
            self._set_range()
            self._scroll_to(self._layout.top(anchor) + round(offset * self._layout.height(anchor)))
            self._place_bar()

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.visible(top, top + self.viewport().height())

    def _area(self, page: int) -> QRectF:
        left = (self.viewport().width() - self._layout.width) // 2
        top = self._layout.top(page) - self.verticalScrollBar().value()
        return QRectF(left, top, self._layout.width, self._layout.height(page))

    # --- content ----------------------------------------------------------------------------------------------------

    def _fetch(self) -> None:
        pages = self._visible()
        if not pages or not self.isVisible():
            return
        self.cache.keep_near(pages[0], pages[-1])
        ratio = self.devicePixelRatioF()
        wanted = [*pages, pages[-1] + 1, pages[0] - 1]
        for page in wanted:
            if 1 <= page <= self._layout.count and not (self._as_text and self._has_text(page)):
                self.cache.want(page, self._layout.scale(page) * ratio)

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

    def _sheet(self, page: int, text: TextPage | None) -> Sheet:
        area, scale, words = self._area(page), self._layout.scale(page), self._words(page)
        marks = self._marks.on(page, words, self._layout.size(page)[1])
        flashed = page_words.find(words, self._flash[1]) if page == self._flash[0] and self._flash[1] else range(0)
        return Sheet(
            page, area, scale, None if text else self.cache.images.get(page), text, marks,
            tuple(page_words.lines(self._selected_words()[1])) if self._selection and self._selection[0] == page else (),
            tuple(page_words.lines([words[at] for at in flashed])) if self._flash_timer.isActive() else (),
            page in self._unreadable, page in self.cache.without_image,
            tuple(page_paint.marker_places(area, scale, marks)))

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
        self._place_bar()
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
        page, quote = self._flash
        words = self._words(page)
        found = page_words.find(words, quote)
        if found:
            box = page_words.bounds([words[at] for at in found])
            top = self._area(page).y() + (box[1] if box else 0) * self._layout.scale(page)
            if not 0 <= top <= self.viewport().height() - px(80):
                self._scroll_to(self.verticalScrollBar().value() + round(top) - self.viewport().height() // 3)
            self._flash_timer.start()
        self.viewport().update()

    def _end_flash(self) -> None:
        self._flash = (0, "")
        self.viewport().update()

    # --- selection --------------------------------------------------------------------------------------------------

    def _selected_words(self) -> tuple[int, tuple[PlacedWord, ...]]:
        if self._selection is None:
            return 0, ()
        page, first, last = self._selection
        return page, self._words(page)[min(first, last): max(first, last) + 1]

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
        where = QRect(round(area.x() + box[0] * scale), round(area.y() + box[1] * scale),
                      round((box[2] - box[0]) * scale), round((box[3] - box[1]) * scale))
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
        shape = Qt.CursorShape.PointingHandCursor if self._marker_at(at) else \
            Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor
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
            Qt.Key.Key_Period: self.next_page, Qt.Key.Key_Comma: self.previous_page,
            Qt.Key.Key_Home: self._to_start, Qt.Key.Key_End: self._to_end,
            Qt.Key.Key_T: self.toggle_text, Qt.Key.Key_Escape: self._drop_selection,
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

    def event(self, event: QEvent) -> bool:
        """Fetch when shown again: nothing is fetched while hidden."""
        if event.type() == QEvent.Type.Show:
            self._fetch_timer.start()
        return super().event(event)


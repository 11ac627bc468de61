"""The record's pages painted and handled: marks, selection, caret and boxes, keys and mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.case.model import Case
from imr_desktop.language import tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.record import caret, page_keys, page_paint, page_words
from imr_desktop.ui.record.hand import PageHand
from imr_desktop.ui.record.page_desk import FETCH_MS, PageDesk
from imr_desktop.ui.record.page_layout import PageLayout
from imr_desktop.ui.record.page_paint import Sheet
from imr_desktop.ui.record.selection import Selection
from imr_desktop.ui.record.selection_bar import SelectionBar
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.bare_keys import BareKeys


class PageView(PageDesk):
    """Pages of a case, virtually scrolled, with a selection.

    `text_toggled(bool)`. `captured(act, quote, sources)`:
    finding, quote or cite of the selection (without one the page: no quote, no box), a source for each page.
    `finding_clicked(id)`: a marker in the margin. `said(sentence)`: what a key did or could not do.
    `turn_wished(degrees)`, `unseen_wished()`, `unread_wished()`: the next page that was not seen, or not read.
    `by_eye_wished()`: the page was read by eye. `doubt_wished(by)`: the next word in doubt (1), or the one before (-1).
    `escape_left()`: Escape, where nothing on the pages is to be left by it.
    `state_clicked(page)`: the line above a page that is not read, or doubtful. `moved()`: pages lie otherwise.
    """

    text_toggled = Signal(bool)
    captured = Signal(str, str, object)
    finding_clicked = Signal(str)
    said = Signal(str)
    turn_wished = Signal(int)
    unseen_wished = Signal()
    unread_wished = Signal()
    by_eye_wished = Signal()
    doubt_wished = Signal(int)
    escape_left = Signal()
    state_clicked = Signal(int)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.selection, self.last_clip = Selection(), QImage()
        self._active = ""
        self.bar = SelectionBar(self.viewport())
        self.hand = PageHand(self)
        self.setObjectName("desk")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.bar.chosen.connect(self.capture)

    # --- what the pane asks -----------------------------------------------------------------------------------------

    def set_text(self, text_of: Callable[[int], str] | None) -> None:
        """Take pages' text from a function of the case page."""
        self.content.set_text(text_of)
        self.viewport().update()

    def set_case(self, case: Case) -> None:
        """Show a case's pages and the marks of its findings."""
        grown, turned = case.id == self.content.case.id, case.page_notes != self.content.case.page_notes
        if self.content.set_case(case):
            self.column = PageLayout(case.page_count).like(self.column)
            self.select_nothing()
            self._page = self._page if grown and self._page <= case.page_count else 0
            if not grown:
                self.places.clear()
                self.places_changed.emit()
            self._relayout()
            self._note_page()
        elif turned:
            self.select_nothing()
            for page in self._visible():
                self._learn_size(page)
        self.viewport().update()

    def clear(self) -> None:
        """Forget what was lit up and sought; pages and texts went with the case and its pictures."""
        self._end_flash()
        self.hand.end()
        self.selection.clear()
        self.set_sought(())

    def set_active_finding(self, finding_id: str) -> None:
        self._active = finding_id
        self.viewport().update()

    def set_sought(self, terms: Iterable[str]) -> None:
        """Mark every place of these terms on the pages; none marks none."""
        self.content.sought = tuple(terms)
        self.viewport().update()

    def set_as_text(self, as_text: bool) -> None:
        """Show every page as text, or as its image."""
        if as_text != self.content.as_text:
            self.content.as_text, page = as_text, self._page
            self.column.forget_sizes()
            self.select_nothing()
            self._relayout()
            self.go_to(page)
            self.text_toggled.emit(as_text)

    def toggle_text(self) -> None:
        self.set_as_text(not self.content.as_text)

    def turn_right(self) -> None:
        """Have the page that is read turned."""
        self.turn_wished.emit(90)

    def turn_left(self) -> None:
        self.turn_wished.emit(-90)

    @Slot(str)
    def capture(self, act: str) -> None:
        """Hand the selection on as a finding, a quote or a citation; without one, the page."""
        if not self._page:
            return
        content, chosen = self.content, self.selection
        made = []
        for page in chosen.pages or (self._page,):
            words, box = chosen.words(content, page), chosen.box(content, page)
            quote = page_words.quote(words)
            made.append(content.case.source(page, quote, content.cited_box(page, box) if box else None))
        quote = " ".join(source.quote for source in made if source.quote)
        self.last_clip = self.clip()
        self.select_nothing()
        self.captured.emit(act, quote, tuple(made))

    def clip(self) -> QImage:
        """The picture within the region that is chosen; a null picture without one."""
        region = self.selection.region
        picture = self.content.picture(region.page) if region else None
        if region is None or picture is None:
            return QImage()
        return picture.image.copy(page_paint.place(QRectF(), picture.scale, region.box).toAlignedRect())

    def select_nothing(self) -> None:
        """Drop the selection."""
        self.selection.drop()
        self.show_selection()

    def show_selection(self) -> None:
        """The selection changed."""
        for page in {*self.selection.pages[:1], *self.selection.pages[-1:]}:
            self.content.hold(page)
        self.place_bar()
        self.viewport().update()

    def state_under(self, at: QPoint) -> int:
        """The page whose line above it is at a spot and says something of its words; 0 for none."""
        page = self.page_under(at)
        head, area = self.column.head(page), self.area(page)
        said = page and head and self.content.state(page).verdict != "read"
        return page if said and area.top() - head <= at.y() < area.top() and area.left() <= at.x() <= area.right() else 0

    def marker_under(self, at: QPoint) -> str:
        """The finding whose marker is at a spot, the nearest of several; empty for none."""
        near = [
            ((centre - at).manhattanLength(), mark.finding)
            for page in self._visible()
            for centre, mark in page_paint.marker_places(self.area(page), self.column.scale(page), self.content.marks(page))
        ]
        distance, finding = min(near, default=(0.0, ""))
        return finding if distance <= px(14) else ""

    # --- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._fetch_timer.isActive() and not all(map(self.content.shows, self._visible())):
            self._fetch_timer.start(FETCH_MS)

    def _sheet(self, page: int) -> Sheet:
        content, picture, chosen = self.content, self.content.picture(page), self.selection
        flashed = content.lit(page) if self._flash_timer.isActive() else ()
        preview = content.pictures.small(page) if content.pictures and picture is None and page not in content.turns else None
        at = chosen.caret if self.hand.caret_shown and chosen.caret and chosen.caret.page == page else None
        return Sheet(
            page,
            self.area(page),
            self.column.scale(page),
            picture.image if picture else preview,
            content.text(page),
            content.marks(page),
            () if chosen.region else tuple(page_words.lines(chosen.words(content, page))),
            (*page_words.lines(flashed), *content.sought_boxes(page)),
            content.state(page),
            self.column.head(page),
            content.why_failed(page),
            self._active,
            caret.mark(content.words(page), at) if at else None,
            chosen.region.box if chosen.region and chosen.region.page == page else None,
            content.doubts(page),
        )

    def place_bar(self) -> None:
        """Put the bar of acts under the selection, where it is in view."""
        self.moved.emit()
        where = self.hand.chosen_rect()
        if where is None or self.selection.pressed or not where.intersects(self.viewport().rect()):
            self.bar.hide()
        else:
            self.bar.show_under(where)

    # --- keys, mouse and wheel --------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.hand.double_click(event)

    def bare_keys(self) -> BareKeys:
        return shortcuts.as_chosen(page_keys.BARE)

    def key_hints(self) -> str:
        return tr(
            ".  next page   ·   ,  previous   ·   N  next unseen   ·   F  finding   Q  quote   C  cite   ·   Ctrl+F  find"
        )

    def event(self, event: QEvent) -> bool:
        """Keys of the pages that others would take (Tab excepted)."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and page_keys.takes(self, event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, scrolling, caret, capture; bare keys act because the record has the focus."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # back and forward are the pane's
        elif not (self.hand.key(event) or page_keys.act(self, event)):
            super().keyPressEvent(event)

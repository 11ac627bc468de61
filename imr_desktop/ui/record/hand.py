"""Mouse and caret in the record's pages: selecting words over several pages, and boxes on pictures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent

from imr_desktop.language import mark, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.record import caret, page_words
from imr_desktop.ui.record.caret import Step
from imr_desktop.ui.record.selection import Region, Spot
from imr_desktop.ui.theme import px

if TYPE_CHECKING:
    from imr_desktop.ui.record.page_view import PageView

Mod, Shape, Button = Qt.KeyboardModifier, Qt.CursorShape, Qt.MouseButton
_STEPS: Mapping[tuple[bool, Qt.Key], Step] = MappingProxyType(
    {
        (False, Qt.Key.Key_Left): "left",
        (False, Qt.Key.Key_Right): "right",
        (True, Qt.Key.Key_Left): "left",
        (True, Qt.Key.Key_Right): "right",
        (False, Qt.Key.Key_Up): "up",
        (False, Qt.Key.Key_Down): "down",
        (False, Qt.Key.Key_Home): "line start",
        (False, Qt.Key.Key_End): "line end",
        (True, Qt.Key.Key_Home): "page start",
        (True, Qt.Key.Key_End): "page end",
        (False, Qt.Key.Key_PageUp): "page up",
        (False, Qt.Key.Key_PageDown): "page down",
    }
)
_ARROWS: Mapping[Qt.Key, tuple[int, int]] = MappingProxyType(
    {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
)
_SCROLL_MS = 30
_STEP = 6.0
_LEAST = 4.0
MARKING = mark("Drag a box around a place of the page, or press Enter and shape it with the arrows (with Shift: its size).")
SHAPING = mark("Arrows move the box, with Shift they size it; F makes it a finding, C cites it, Esc drops it.")
CARET_ON = mark("Caret on: arrows move it by words and lines, Shift selects; F7 ends it.")
CARET_OFF = mark("Caret off.")
NO_WORDS = mark("This page has no words to select. R marks a box on it.")


class PageHand(QObject):
    """What mouse and caret do in a view. `marking`: the next drag is a box; `caret_shown`: the caret is there."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self.marking = self.caret_shown = False
        self._begun: tuple[int, tuple[float, float]] | None = None
        self._last = QPoint()
        self._clicked = QElapsedTimer()
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)

    # --- mouse

    def press(self, event: QMouseEvent) -> None:
        """Begin a selection or a box, or choose a finding by its marker; side buttons go back and forward."""
        view, at = self._view, event.position().toPoint()
        if event.button() in (Button.BackButton, Button.ForwardButton):
            (view.go_back if event.button() == Button.BackButton else view.go_forward)()
        if event.button() != Button.LeftButton:
            return
        page = view.page_under(at)
        if self.marking and page:
            view.selection.drop()
            self._begun = page, view.point(page, at)
            return
        if view.state_under(at):
            view.state_clicked.emit(page)
            return
        mark = view.marker_under(at)
        if mark:
            view.select_nothing()
            view.finding_clicked.emit(mark)
        elif self._third(at):
            self._select_line(at)
        else:
            self._press_words(page, at, extend=bool(event.modifiers() & Mod.ShiftModifier))

    def _press_words(self, page: int, at: QPoint, *, extend: bool) -> None:
        view = self._view
        word = page_words.nearest(view.content.words(page), *view.point(page, at)) if page else -1
        anchor = view.selection.anchor
        if extend and anchor is not None and word >= 0:
            view.selection.move(Spot(page, word + (Spot(page, word) >= anchor)), extend=True)
            view.show_selection()
            return
        if word >= 0:
            view.selection.move(Spot(page, word), extend=False)
        view.select_nothing()
        view.selection.pressed = (page, word) if word >= 0 else None

    def move(self, event: QMouseEvent) -> None:
        """Extend the selection word by word, or the box; show what can be selected or clicked."""
        view, at = self._view, event.position().toPoint()
        self._last = at
        if event.buttons() & Button.LeftButton and (view.selection.pressed or self._begun):
            self._drag(at)
            outside = not view.viewport().rect().adjusted(0, px(4), 0, -px(4)).contains(at)
            (self._scrolling.start if outside else self._scrolling.stop)()
        elif self.marking:
            view.viewport().setCursor(Shape.CrossCursor)
        elif view.marker_under(at) or view.state_under(at):
            view.viewport().setCursor(Shape.PointingHandCursor)
        else:
            over = self._word_at(at)[1] >= 0
            view.viewport().setCursor(Shape.IBeamCursor if over else Shape.ArrowCursor)

    def _drag(self, at: QPoint) -> None:
        view = self._view
        if self._begun is not None:
            page, (x, y) = self._begun
            across, down = view.point(page, at)
            self._set_region(page, (min(x, across), min(y, down), max(x, across), max(y, down)))
        elif view.selection.pressed is not None:
            page = view.page_under(at)
            last = page_words.nearest(view.content.words(page), *view.point(page, at))
            if last >= 0:
                view.selection.take(view.selection.pressed, (page, last))
                view.show_selection()

    @Slot()
    def _scroll_on(self) -> None:
        """The mouse is held beyond the edge: go on that way."""
        view = self._view
        if not (view.selection.pressed or self._begun):
            self._scrolling.stop()
            return
        beyond = self._last.y() if self._last.y() < 0 else self._last.y() - view.viewport().height()
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + max(min(beyond, px(60)), -px(60)))
        self._drag(self._last)

    def release(self, event: QMouseEvent) -> None:
        """The selection stands: offer what to do with it."""
        self._scrolling.stop()
        self._view.selection.pressed = None
        if self._begun is not None:
            self._begun = None
            self._end_marking()
        self._view.place_bar()

    def double_click(self, event: QMouseEvent) -> None:
        """Select a word; a third click selects its line."""
        if event.button() != Button.LeftButton or self.marking:
            self.press(event)
            return
        at = event.position().toPoint()
        page, word = self._word_at(at)
        if word >= 0:
            self._view.selection.take((page, word), (page, word))
        else:
            self._view.selection.drop()
        self._clicked.start()
        self._last = at
        self._view.show_selection()

    def _third(self, at: QPoint) -> bool:
        near = (at - self._last).manhattanLength() <= px(6)
        recent = (
            self._clicked.isValid() and self._clicked.elapsed() <= QGuiApplication.styleHints().mouseDoubleClickInterval()
        )
        self._clicked.invalidate()
        return near and recent

    def _select_line(self, at: QPoint) -> None:
        page, word = self._word_at(at)
        if word >= 0:
            line = caret.line_of(self._view.content.words(page), word)
            self._view.selection.take((page, line.start), (page, line.stop - 1))
            self._view.show_selection()

    def _word_at(self, at: QPoint) -> tuple[int, int]:
        view = self._view
        page = view.page_under(at)
        return page, page_words.word_at(view.content.words(page), *view.point(page, at)) if page else -1

    def chosen_rect(self) -> QRect | None:
        """Where the bar of acts belongs: around what is chosen on the last page of it that is in view."""
        view = self._view
        for page in reversed(view.selection.pages):
            box = view.selection.box(view.content, page)
            where = view.box_rect(page, box).toRect() if box else None
            if where is not None and where.intersects(view.viewport().rect()):
                return where
        return None

    # --- keys

    def key(self, event: QKeyEvent) -> bool:
        """What caret and box do with a key; whether they took it."""
        modifiers = event.modifiers() & ~Mod.KeypadModifier
        shifted = bool(modifiers & Mod.ShiftModifier)
        if modifiers & ~(Mod.ShiftModifier | Mod.ControlModifier):
            return False
        key = Qt.Key(event.key())
        boxed = (self.marking or self._view.selection.region) and not modifiers & Mod.ControlModifier
        if boxed and self._shape(key, larger=shifted):
            return True
        step = _STEPS.get((bool(modifiers & Mod.ControlModifier), key))
        if self.caret_shown and step:
            self._step(step, extend=shifted)
            return True
        return False

    def toggle_caret(self) -> None:
        """Show the caret at the first word in view, or put it away."""
        view = self._view
        self.caret_shown = not self.caret_shown
        if self.caret_shown and (view.selection.caret is None or view.selection.caret.page != view.page()):
            view.selection.move(Spot(view.page(), 0), extend=False)
        view.show_selection()
        words = view.content.words(view.page())
        view.said.emit((tr(CARET_ON) if words else tr(NO_WORDS)) if self.caret_shown else tr(CARET_OFF))

    def _step(self, step: Step, *, extend: bool) -> None:
        view, selection = self._view, self._view.selection
        at = selection.caret or Spot(view.page(), 0)
        to = caret.moved(at, step, view.content.words, view.column.count)
        more = extend and _more(selection.anchor or at, at, to)
        selection.move(to, extend=extend)
        if to.page != at.page:
            view.content.hold(at.page)
        words = view.content.words(to.page)
        box = caret.mark(words, to)
        if to.page != at.page and (box is None or step in ("page up", "page down")):
            view.go_to(to.page)
        elif box is not None:
            view.bring(to.page, box)
        view.show_selection()
        if extend and to.page == at.page:
            passed = page_words.spoken(words[min(at.at, to.at) : max(at.at, to.at)])
            announce(
                self._view,
                tr("{passed}, selected", passed=passed) if more else tr("{passed}, no longer selected", passed=passed),
            )
        else:
            self._speak(step, to, extend=extend)

    def _speak(self, step: Step, to: Spot, *, extend: bool) -> None:
        words = self._view.content.words(to.page)
        if step in ("left", "right"):
            said = page_words.spoken(words[to.at : to.at + 1]) or tr("end of page")
        else:
            line = caret.line_of(words, to.at - to.behind)
            said = page_words.spoken(words[line.start : line.stop])
        announce(self._view, tr("{said}, selected", said=said) if extend else said)

    def select_page(self) -> None:
        """Select all words of the page that is read."""
        view, page = self._view, self._view.page()
        words = view.content.words(page)
        if words:
            view.selection.take((page, 0), (page, len(words) - 1))
            view.show_selection()
        else:
            view.said.emit(tr(NO_WORDS))

    def copy(self) -> None:
        """Put the selected words on the clipboard as plain text; what a lock clears, it clears there, too."""
        text = self._view.selection.text(self._view.content)
        if text:
            QGuiApplication.clipboard().setText(text)
            self._view.said.emit(tr("Copied {split_count:,} words", split_count=len(text.split())))

    def escape(self) -> None:
        """End a box that is being drawn, then drop the selection, then put the caret away."""
        if self.marking:
            self._end_marking()
        elif self._view.selection.pages:
            self._view.select_nothing()
        elif self.caret_shown:
            self.toggle_caret()
        else:
            self._view.escape_left.emit()

    def end(self) -> None:
        """Another record: no caret, no box."""
        self.marking = self.caret_shown = False
        self._begun = None
        self._scrolling.stop()

    # --- a box on the page

    def begin_region(self) -> None:
        """The next drag marks a box on a page; by keys, Enter places one."""
        if self._view.page():
            self.marking = True
            self._view.viewport().setCursor(Shape.CrossCursor)
            self._view.said.emit(tr(MARKING))

    def _end_marking(self) -> None:
        view = self._view
        self.marking, region = False, view.selection.region
        view.viewport().setCursor(Shape.ArrowCursor)
        if region and (region.box[2] - region.box[0] < _LEAST or region.box[3] - region.box[1] < _LEAST):
            view.selection.drop()
        view.show_selection()

    def _shape(self, key: Qt.Key, *, larger: bool) -> bool:
        """Arrows move or size the box, Enter places or finishes it."""
        view, region = self._view, self._view.selection.region
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if region is None:
            if enter or key in _ARROWS:
                self._set_region(view.page(), self._middle(view.page()))
                view.said.emit(tr(SHAPING))
            return enter or key in _ARROWS
        if key in _ARROWS:
            across, down = (way * _STEP for way in _ARROWS[key])
            left, top, right, bottom = region.box
            moved = (left, top) if larger else (left + across, top + down)
            self._set_region(region.page, (*moved, right + across, bottom + down))
            view.bring(region.page, view.selection.region.box if view.selection.region else region.box)
        elif enter and self.marking:
            self._end_marking()
        return key in _ARROWS or enter

    def _middle(self, page: int) -> page_words.Box:
        """A box in the middle of what is seen of a page."""
        view = self._view
        seen = view.area(page).intersected(view.viewport().rect().toRectF()).toRect()
        quarter = QPoint(seen.width() // 4, seen.height() // 4)
        return (*view.point(page, seen.topLeft() + quarter), *view.point(page, seen.bottomRight() - quarter))

    def _set_region(self, page: int, box: page_words.Box) -> None:
        """A box within its page."""
        view = self._view
        wide, high = view.column.size(page)
        left, top = min(max(box[0], 0), wide - _LEAST), min(max(box[1], 0), high - _LEAST)
        right, bottom = max(min(box[2], wide), left), max(min(box[3], high), top)
        view.selection.anchor = view.selection.caret
        view.selection.region = Region(page, (left, top, right, bottom))
        view.show_selection()


def _more(anchor: Spot, at: Spot, to: Spot) -> bool:
    """Whether a step away from `at` selects more, and does not give back what was selected."""
    return to >= at >= anchor or to <= at <= anchor

"""The keys of the record's pages; bare letters act there alone, for the pages have the focus then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from imr_desktop.ui import shortcuts
from imr_desktop.ui.widgets.bare_keys import BareKeys

if TYPE_CHECKING:
    from imr_desktop.ui.record.page_view import PageView

Key, Mod = Qt.Key, Qt.KeyboardModifier
BARE = BareKeys(series=".,+-=[] ", alone="nuvdwp1trfqcD", name="keys of the page", repeat=True)
Acts = dict[Qt.Key, Callable[[], object]]

NEXT_PAGE, PREVIOUS_PAGE, NEXT_UNSEEN, NEXT_UNREAD = ".", ",", "N", "U"
TURN_RIGHT, TURN_LEFT, FIT_WIDTH, FIT_PAGE, TRUE_SIZE = "]", "[", "W", "P", "1"
LARGER, SMALLER, AS_TEXT, REGION, CARET = "+", "-", "T", "R", "F7"
FINDING, QUOTE, CITE, SELECT_ALL, COPY = "F", "Q", "C", "Ctrl+A", "Ctrl+C"


def act(view: PageView, event: QKeyEvent) -> bool:
    """Do what a key means in the pages; whether it means anything there."""
    found = _act(view, event)
    if found is not None:
        found()
    return found is not None


def takes(view: PageView, event: QKeyEvent) -> bool:
    """Whether a key with Ctrl is the pages' own, before a menu may take it."""
    return bool(event.modifiers() & Mod.ControlModifier) and _act(view, event) is not None


def _act(view: PageView, event: QKeyEvent) -> Callable[[], object] | None:
    key, modifiers = shortcuts.as_shipped(Qt.Key(event.key()), event.modifiers() & ~Mod.KeypadModifier)
    if modifiers == Mod.ControlModifier:
        return _with_control(view).get(key)
    if modifiers == Mod.ShiftModifier:
        return _with_shift(view).get(key)
    return _plain(view).get(key) if modifiers == Mod.NoModifier else None


def _plain(view: PageView) -> Acts:
    return {
        Key.Key_Period: view.next_page,
        Key.Key_Comma: view.previous_page,
        Key.Key_Home: view.to_start,
        Key.Key_End: view.to_end,
        Key.Key_N: view.unseen_wished.emit,
        Key.Key_U: view.unread_wished.emit,
        Key.Key_V: view.by_eye_wished.emit,
        Key.Key_D: partial(view.doubt_wished.emit, 1),
        Key.Key_Space: partial(_scroll, view, 0.9),
        Key.Key_W: partial(view.set_fit, "width"),
        Key.Key_P: partial(view.set_fit, "page"),
        Key.Key_1: partial(view.set_fit, 1.0),
        Key.Key_Minus: view.zoom_out,
        Key.Key_T: view.toggle_text,
        Key.Key_R: view.hand.begin_region,
        Key.Key_F7: view.hand.toggle_caret,
        Key.Key_Escape: view.hand.escape,
        Key.Key_F: partial(view.capture, "finding"),
        Key.Key_Q: partial(view.capture, "quote"),
        Key.Key_C: partial(view.capture, "cite"),
        **_signs(view),
    }


def _with_shift(view: PageView) -> Acts:
    """Signs that a keyboard may have on Shift."""
    back = {Key.Key_Space: partial(_scroll, view, -0.9), Key.Key_D: partial(view.doubt_wished.emit, -1)}
    return {**back, **_signs(view)}


def _signs(view: PageView) -> Acts:
    return {
        Key.Key_Plus: view.zoom_in,
        Key.Key_Equal: view.zoom_in,
        Key.Key_BracketRight: view.turn_right,
        Key.Key_BracketLeft: view.turn_left,
    }


def _with_control(view: PageView) -> Acts:
    return {Key.Key_A: view.hand.select_page, Key.Key_C: view.hand.copy, Key.Key_Insert: view.hand.copy}


def _scroll(view: PageView, share: float) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + round(view.viewport().height() * share))

"""The one owner of the keyboard in a window: where it is, where it goes when what had it is gone, what keys do there.

The contract, for whoever makes a widget:

- A view, pane, card or page offers `focus_first()`: put the keyboard where its work begins. It never chooses a tool button.
- Where there is something better than the beginning, it offers `focus_next(after)` too: `after` is in it, had the keyboard,
  and was hidden, disabled or removed; put the keyboard on what comes next. The nearest one around `after` that is in view is
  asked, then those around it, then the view.
- A widget that takes keys offers `key_hints() -> str`: what keys do while it, or anything in it, has the keyboard. The widget
  that has it is asked, then what it stands in; the first that has words is shown. Nobody else sets the status bar's keys.
- What vanishes needs to do nothing: the keeper sees that it is gone, and Qt's own choice, the next in the order of Tab, which
  may be a button that closes the case or changes the theme, stands for no key.
- Who wants the keyboard elsewhere after a change puts it there; the keeper only mends what nobody decided.
"""

from __future__ import annotations

from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QListView, QMenuBar, QStackedWidget, QToolButton, QWidget
from shiboken6 import isValid


@runtime_checkable
class Place(Protocol):
    """Where the keyboard can be: a view, a pane, a card, a page."""

    def focus_first(self) -> None:
        """Put the keyboard where the work begins here."""


class FocusKeeper(QObject):
    """Watches the keyboard of one window. `moved(widget)`: it went there; `hints_changed(text)`: what keys do there.
    `dialog_shown()`: a dialog takes the keyboard for itself.

    `views` holds the window's views; one that is made of several places says with `place_in_view()` which is in use.
    """

    moved = Signal(QWidget)
    hints_changed = Signal(str)
    dialog_shown = Signal()

    def __init__(self, window: QWidget, views: QStackedWidget) -> None:
        super().__init__(window)
        self._window, self._views = window, views
        self._last: QWidget | None = None
        self._places: tuple[QWidget, ...] = ()
        self._handing = self._was_lost = False
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._on_focus)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A child that is polished is about to be shown."""
        if event.type() == QEvent.Type.ChildPolished:
            child = cast(QChildEvent, event).child()
            if isinstance(child, QDialog) and child.isModal():
                self.dialog_shown.emit()
        return False

    @Slot(QWidget, QWidget)
    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        window = self._window
        if self._handing or not isValid(window) or not window.isVisible():
            return
        if now is None:
            QTimer.singleShot(0, self, self._settle)
        elif now.window() is not window:
            self.tell_hints()
        elif not isinstance(now, QMenuBar):
            lost = self._last is not None and not usable(self._last)
            if lost and (old is self._last or not places_of(now)):
                self._was_lost = True
                QTimer.singleShot(0, self, self._settle)
                self._hand_on()
            taken = window.focusWidget()
            if taken is not None and usable(taken):
                self._take(taken)

    def _take(self, widget: QWidget) -> None:
        """Remember who has the keyboard, and what it stands in: what is removed does not tell any more."""
        self._last, self._places = widget, places_of(widget)
        self.moved.emit(widget)
        self.tell_hints()

    @Slot()
    def _settle(self) -> None:
        """What vanished may have taken more with it, and a view that changed chose for itself: look again."""
        focused, was_lost = QApplication.focusWidget(), self._was_lost
        self._was_lost = False
        if not self._window.isVisible() or QApplication.activeWindow() is not self._window:
            return
        chosen_by_none = was_lost and focused is not None and (not places_of(focused) or isinstance(focused, QToolButton))
        if focused is None or not usable(focused) or chosen_by_none:
            self._hand_on()
            if (taken := self._window.focusWidget()) is not None:
                self._take(taken)
        if was_lost and (now := QApplication.focusWidget()) is not None:
            _tell_reader(now)

    def _hand_on(self) -> None:
        """Give the keyboard to the nearest place in view around what had it, else to the view's."""
        self._handing = True
        try:
            view = self._place_in_view()
            if not any(self._ask(place) for place in (*self._places, view)) and usable(view):
                view.setFocus()  # else views are being changed, and one looks again after that
        finally:
            self._handing = False

    def _ask(self, place: QWidget) -> bool:
        """Whether a place took the keyboard, and not with a tool button."""
        if not usable(place) or not isinstance(place, Place):
            return False
        following = getattr(place, "focus_next", None)
        if following is not None and self._last is not None and isValid(self._last):
            following(self._last)
        else:
            place.focus_first()
        taken = self._window.focusWidget()
        inside = taken is not None and usable(taken) and (taken is place or place.isAncestorOf(taken))
        return inside and not isinstance(taken, QToolButton)

    def _place_in_view(self) -> QWidget:
        view = self._views.currentWidget() or self._window
        chosen = getattr(view, "place_in_view", None)
        return chosen() if chosen is not None else view

    @Slot()
    def tell_hints(self) -> None:
        """Say what keys do where the keyboard is; while the program is not in front, nothing is asked."""
        if (focused := QApplication.focusWidget()) is not None:
            self.hints_changed.emit(hints_of(focused))


def _tell_reader(widget: QWidget) -> None:
    """Say again where the keyboard is: what had it for a moment in between told a screen reader of itself after that."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent  # not needed before the first paint

    if QAccessible.isActive():
        event = QAccessibleEvent(widget, QAccessible.Event.Focus)
        if isinstance(widget, QListView) and widget.currentIndex().isValid():
            event.setChild(widget.currentIndex().row())
        QAccessible.updateAccessibility(event)


def usable(widget: QWidget) -> bool:
    """Whether a widget is there, in view or about to be, and takes keys."""
    return isValid(widget) and widget.isEnabled() and (widget.isVisible() or _coming(widget))


def _coming(widget: QWidget) -> bool:
    """Whether a widget is new in what is in view: its layout shows it in a moment."""
    at: QWidget | None = widget
    while at is not None and not at.isVisible():
        if at.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return False
        at = at.parentWidget()
    return at is not None


def places_of(widget: QWidget) -> tuple[QWidget, ...]:
    """The places a widget stands in, the nearest first; none for the rows above and below the views."""
    found, at = list[QWidget](), cast("QWidget | None", widget)
    while at is not None:
        if isinstance(at, Place):
            found.append(at)
        at = None if at.isWindow() else at.parentWidget()
    return tuple(found)


def hints_of(widget: QWidget) -> str:
    """What keys do while a widget has the keyboard: its own words, else those of what it stands in."""
    at: QWidget | None = widget
    while at is not None:
        told = getattr(at, "key_hints", None)
        if told is not None and (words := told()):
            return str(words)
        at = at.parentWidget()
    return ""

"""Names, sizes and the walk a screen reader takes, over every view and both layouts."""

import sys
import time
from datetime import date

import clipping
import fingerprints
import pytest
import views
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QButtonGroup, QLineEdit, QMenuBar, QRadioButton, QWidget

from imr_desktop.case import dates
from imr_desktop.ui import theme

ROLE = QAccessible.Role
NAMED = {
    ROLE.PushButton,
    ROLE.ButtonMenu,
    ROLE.CheckBox,
    ROLE.RadioButton,
    ROLE.EditableText,
    ROLE.ComboBox,
    ROLE.List,
    ROLE.PageTab,
    ROLE.PageTabList,
    ROLE.Link,
    ROLE.SpinBox,
    ROLE.Slider,
    ROLE.MenuBar,
}
WITHOUT_TAB = ("palette", "private")
"""Views that keep Tab for themselves."""
NEVER_CUT = ("denial stands", "denial reversed", "Medically necessary", "Not medically necessary", "Upheld", "Overturned")
"""What is painted and never cut with an ellipsis: the words of a decision."""
SETTLED = 60.0
"""Seconds a view is given to look as it did."""


def _walk(interface, depth=0):
    yield interface
    for index in range(interface.childCount()) if depth < 40 else ():
        child = interface.child(index)
        if child is not None and child.isValid():
            yield from _walk(child, depth + 1)


@pytest.fixture
def shown(sample, qtbot, monkeypatch):
    """The window on the sample, on a day that does not go on, and what is painted cut in it."""
    monkeypatch.setattr(dates, "today", lambda: date(2026, 11, 29))
    yield views.Shown(sample, qtbot)
    theme.current().apply("light")


def test_every_view_and_dialog_is_whole_named_reached_and_looks_as_it_did(shown, monkeypatch):
    """One window for all: building one costs more than looking. Each size and each theme once; all nine with IMR_LOOKS."""
    painted, before, now, wrong = clipping.PaintedText(monkeypatch), fingerprints.kept(), {}, []
    for width, height, zoom, look in views.PRODUCT if views.WHOLE else views.PAIRS:
        shown.dress(width, height, zoom, look)
        smallest = (width, height, zoom) == views.SMALLEST
        for name in views.VIEWS:
            if name in (views.DEAREST if smallest else views.DEAR) and not (views.WHOLE or views.KEEP):
                continue
            painted.cut.clear()
            with shown.view(name) as window:
                here = f"{name} {width}x{height} {zoom} {look}"
                picture = _settled_picture(shown, None if views.KEEP else before.get(here))
                now[here] = fingerprints.fingerprint(picture)
                wrong += [(here, *found) for found in _faults(window, picture, walked=name not in WITHOUT_TAB)]
                wrong += [(here, "cut", words) for words in NEVER_CUT if words in painted.cut]
                assert (window.width(), window.height()) == (width, height), name
                if name == "items" and look == "light":
                    wrong += _unnoticed(window, picture)
        if views.WHOLE or smallest:
            for name, dialog in shown.dialogs():
                picture = dialog.grab().toImage()
                wrong += [(f"{name} {height} {look}", *found) for found in _faults(dialog, picture, walked=False)]
    if views.KEEP:
        fingerprints.keep(before | now)
    other = {
        name: fingerprints.differing(before[name], code) for name, code in now.items() if name in before and not views.KEEP
    }
    assert views.WHOLE or views.KEEP or len(other) == len(now)
    sys.stdout.write("\n".join(map(str, wrong)))
    wrong += [(name, "looks otherwise", round(share, 3)) for name, share in other.items() if share > fingerprints.FIELDS]
    assert wrong == []


def _settled_picture(shown, before):
    """The window as it is at rest: a page may still be drawn, a list on its way to the row that has the keyboard."""
    end = time.monotonic() + SETTLED
    while True:
        picture = shown.window.grab().toImage()
        if before is None or fingerprints.differing(before, fingerprints.fingerprint(picture)) <= fingerprints.FIELDS:
            return picture
        if time.monotonic() > end:
            return picture
        shown.rest()


def _unnoticed(window, picture):
    """Parts that could be missing from the view, and its fingerprint would not tell."""
    view, missed, whole = window.case_view, [], fingerprints.fingerprint(picture)
    for part in (view.items.content.criteria.list, view.items.content.rationale, view.record.view):
        without, seen = QImage(picture), part.visibleRegion().boundingRect()
        painter = QPainter(without)
        painter.fillRect(QRect(part.mapTo(window, seen.topLeft()), seen.size()), theme.color("surface"))
        painter.end()
        if fingerprints.differing(whole, fingerprints.fingerprint(without)) <= fingerprints.FIELDS:
            missed.append(("not seen to be missing", type(part).__name__))
    return missed


def _faults(window, picture, *, walked):
    looks = [_unnamed, clipping.faults, lambda part: clipping.pale(part, picture), *([_unreached] if walked else ())]
    return [(fault,) for look in looks for fault in look(window)]


def _unnamed(window):
    wrong = []
    for interface in _walk(QAccessible.queryAccessibleInterface(window)):
        state = interface.state()
        if state.invisible or state.offscreen:
            continue
        if interface.role() == ROLE.Client and state.focused and not _viewport(interface.object()):
            wrong.append(("no role", type(interface.object()).__name__))
        if interface.role() not in NAMED:
            continue
        if not interface.text(QAccessible.Text.Name).strip():
            owner = interface.object()
            wrong.append((str(interface.role()), type(owner).__name__ if isinstance(owner, QObject) else "item"))
    return wrong


def _viewport(thing):
    return thing is not None and thing.objectName() == "qt_scrollarea_viewport"


def _unreached(window):
    wanted = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & widget.focusPolicy().TabFocus
        and not isinstance(widget.parent(), QLineEdit)
        and not isinstance(widget, QMenuBar)
        and widget.focusProxy() is None
    }
    wanted -= _other_radios(window, wanted)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 5000)
    (window.focusWidget() or next(iter(wanted))).setFocus()
    seen = []
    for _step in range(len(wanted) * 2 + 10):
        now = QApplication.focusWidget()
        if now is None or now in seen:
            break
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return sorted(f"{type(widget).__name__}: {widget.accessibleName()}" for widget in wanted - set(seen))


def _other_radios(window, wanted):
    """A radio group is one stop."""
    others = {widget for widget in wanted if isinstance(widget, QRadioButton)}
    groups = {widget.group() for widget in others if widget.group()}
    assert all(isinstance(group, QButtonGroup) for group in groups)
    return others

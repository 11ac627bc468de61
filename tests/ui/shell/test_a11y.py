"""Names, sizes and the walk a screen reader takes, over every view and both layouts."""

import clipping
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QButtonGroup, QLineEdit, QMenuBar, QRadioButton, QWidget

from imr_desktop.paths import resource
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
VIEWS = ("record", "findings", "summary", "items", "checks", "folded", "details", "search", "sign", "home", "read")
SIZES = ((1366, 768, 100, "light"), (1920, 1080, 100, "dark"), (1280, 680, 150, "contrast"))
NEVER_CUT = ("denial stands", "denial reversed", "Medically necessary", "Not medically necessary", "Upheld", "Overturned")
"""What is painted and never cut with an ellipsis: the words of a decision."""


def _show(name, window, qtbot):
    if name == "home":
        window.case_controller.close_case()
    elif name == "read":
        window.case_controller.take_in([resource("samples", "determination.txt")])
    elif name == "sign":
        window.case_view.open_sign()
    elif name in ("folded", "details", "search"):
        _show_item_part(window, name, qtbot)
    else:
        window.case_view.go.go(name)
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=30_000)
    qtbot.wait(30)
    for _ in range(5):  # words that came this moment get their room
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def _show_item_part(window, name, qtbot):
    """The item waiting for a preliminary view, the details of a criterion, or the search card opened from one."""
    items = window.case_view.items
    items.set_judge_first(name == "folded")
    items.content.criteria.details_button.setChecked(True)
    window.case_view.go.go("items")
    if name == "search":
        items.content.criteria.list.select_row(2)
        items.content.criteria.detail.search_requested.emit(("prior.pt_failed",))
        qtbot.waitUntil(lambda: window.case_view.card.search is not None, timeout=20_000)


def _walk(interface, depth=0):
    yield interface
    for index in range(interface.childCount()) if depth < 40 else ():
        child = interface.child(index)
        if child is not None and child.isValid():
            yield from _walk(child, depth + 1)


@pytest.mark.parametrize(("width", "height", "zoom", "look"), SIZES)
def test_every_view_is_accessible(sample, qtbot, monkeypatch, request, width, height, zoom, look):
    """One window for all views: building one costs more than looking. No size changes colors, so each has its own."""
    painted = clipping.PaintedText(monkeypatch)
    request.addfinalizer(lambda: theme.current().apply("light"))
    theme.current().apply(look, zoom)
    sample.resize(width, height)
    wrong = []
    for name in VIEWS:
        painted.cut.clear()
        _show(name, sample, qtbot)
        looks = (_unnamed, clipping.faults, clipping.pale, _unreached)
        wrong += [(name, look.__name__, found) for look in looks if (found := look(sample))]
        wrong += [(name, "cut", words) for words in NEVER_CUT if words in painted.cut]
        assert (sample.width(), sample.height()) == (width, height), name
        if name == "search":
            sample.case_view.search.leave()
            sample.case_view.items.content.criteria.details_button.setChecked(False)
    assert wrong == []


def _unnamed(window):
    wrong = []
    for interface in _walk(QAccessible.queryAccessibleInterface(window)):
        state = interface.state()
        if state.invisible or state.offscreen or interface.role() not in NAMED:
            continue
        if not interface.text(QAccessible.Text.Name).strip():
            owner = interface.object()
            wrong.append((str(interface.role()), type(owner).__name__ if isinstance(owner, QObject) else "item"))
    return wrong


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

"""The room between panes: kept through zoom and sizes, stored, given to one pane by F11; the window stays on the screen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from imr_desktop import settings
from imr_desktop.case.model import Case
from imr_desktop.ui import theme
from imr_desktop.ui.app import make_window
from imr_desktop.ui.shell import placing
from imr_desktop.ui.shell.shares import Shares
from imr_desktop.ui.shell.steps import NAMES, Steps
from imr_desktop.ui.widgets import paint


def _settled(qtbot):
    qtbot.wait(5)
    QApplication.processEvents()


def _press(window, *keys):
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, *key)
        QApplication.processEvents()


def test_the_room_is_kept_through_zoom_and_one_pane_can_have_it_all(sample, qtbot, front):
    window, work = front(sample), sample.case_view.workspace
    window.resize(1920, 1080)
    window.case_view.go.go("items")
    _settled(qtbot)
    assert work.compact is False
    main = work.findChild(QSplitter, options=Qt.FindChildOption.FindDirectChildrenOnly)
    handle = main.handle(1)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(4, 300))
    QTest.mouseMove(handle, QPoint(64, 300))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(64, 300))
    drawn = main.sizes()
    assert drawn[0] > 0.41 * sum(drawn)
    _press(window, (Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier))
    _settled(qtbot)
    assert (theme.current().zoom, work.compact) == (110, False)  # 1745 logical
    _press(window, *[(Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)] * 2)
    _settled(qtbot)
    assert (theme.current().zoom, work.compact) == (150, True)  # 1280 logical
    _press(window, (Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier))
    _settled(qtbot)
    main = work.findChild(QSplitter, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert work.compact is False
    assert main.sizes() == pytest.approx(drawn, abs=3)

    _press(window, (Qt.Key.Key_F11,))
    assert (work.alone, [name for name, pane in work.panes.items() if pane.isVisible()]) == ("items", ["items"])
    _press(window, (Qt.Key.Key_F11,))
    _press(window, (Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_F11,))
    _settled(qtbot)
    assert (work.alone, work.items.isVisible(), work.record.width() > 1_850) == ("record", False, True)
    assert work.record.isAncestorOf(QApplication.focusWidget())
    _press(window, (Qt.Key.Key_Escape,))
    _settled(qtbot)
    assert all(pane.isVisible() for pane in work.panes.values())
    assert main.sizes() == pytest.approx(drawn, abs=3)
    for alone in ("summary", ""):
        QTest.mouseClick(work.summary.alone, Qt.MouseButton.LeftButton)
        _settled(qtbot)
        assert work.alone == alone
    _press(window, (Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier))
    assert main.sizes()[0] > 0.5 * sum(main.sizes())


def test_what_was_drawn_is_read_back_and_nothing_else(qapp):
    shares = Shares(qapp)
    shares.take("wide=0.38, compact=0.5, wide=x, elsewhere=0.3, compact record=7, texts beside items")
    assert shares.kept() == "compact=0.500, wide=0.380"


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize(
    "kept", ["", "9000 -400 5000 3000", "-30 -30 800 500", "100 80 1366 768", "1 2 x", "0 0 1366 768 maximized"]
)
def test_a_window_stands_wholly_on_the_screen(qtbot, kept, zoom):
    theme.current().apply("light", zoom)
    window = QWidget()
    qtbot.addWidget(window)
    placing.place(window, kept)
    screen, at = window.screen().availableGeometry(), window.geometry().adjusted(-8, -30, 8, 8)  # with its frame
    if kept[-1:].isdecimal() or kept.endswith("maximized"):
        assert screen.contains(at)
    assert at.width() <= screen.width()  # where no place is known, the system chooses one
    assert at.height() <= screen.height()
    assert window.minimumWidth() <= screen.width()
    theme.current().apply("light")


def test_the_place_is_stored_when_the_window_closes(qtbot, home):
    window = make_window(home)
    window.show()
    window.complete()
    qtbot.waitUntil(lambda: window.case_view is not None and not window.tasks.busy)
    kept = placing.placed(window)
    window.close()
    assert settings.load(home).window == kept
    window.deleteLater()


def test_steps_lose_counts_then_words_and_never_letters(qtbot, stand):
    steps = Steps()
    qtbot.addWidget(steps)
    steps.set_case(stand.full_case())
    buttons = steps.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    seen = []
    for room in (2_000, 620, 480, 200):
        steps.set_room(room)
        seen.append([button.text().strip() for button in buttons])
        assert all(button.minimumWidth() >= paint.width_of(button.text(), 13) for button in buttons)
        assert all(name.capitalize() in button.toolTip() for name, button in zip(NAMES, buttons, strict=True))
    assert seen[0][1].startswith("Findings ")
    assert seen[-1] == [""] * 5
    assert all(words in ([*seen[0]], ["Record", "Findings", "Summary", "Items", "Checks"], [""] * 5) for words in seen)
    steps.set_case(Case(id=""))

"""The keyboard as the first path: panes, pages, checks, decisions, undo; bare letters stay out of text."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def active(sample):
    sample.activateWindow()
    assert QTest.qWaitForWindowActive(sample, 5000)
    return sample


def _press(key, modifier=Qt.KeyboardModifier.NoModifier):
    assert QApplication.focusWidget() is not None
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("key", "pane"),
    [
        (Qt.Key.Key_1, "record"),
        (Qt.Key.Key_2, "findings"),
        (Qt.Key.Key_3, "summary"),
        (Qt.Key.Key_4, "items"),
        (Qt.Key.Key_5, "checks"),
    ],
)
def test_control_and_number_goes_to_a_pane_from_within_a_text(active, key, pane):
    active.case_view.go.go("summary")
    _press(key, CTRL)
    work = active.case_view.workspace
    assert work.active == pane
    assert work.panes[pane].isAncestorOf(QApplication.focusWidget()) or work.panes[pane] is QApplication.focusWidget()


def test_f6_goes_round_the_panes(active):
    active.case_view.go.go("record")
    seen = []
    for _step in range(5):
        _press(Qt.Key.Key_F6)
        seen.append(active.case_view.workspace.active)
    assert seen == ["findings", "summary", "items", "checks", "record"]
    _press(Qt.Key.Key_F6, SHIFT)
    assert active.case_view.workspace.active == "checks"


def test_criteria_by_letter_and_the_decision_by_letter(active, qtbot):
    qtbot.waitUntil(lambda: active.case_view.items.content.criteria.list.rows() > 0, timeout=20_000)
    _press(Qt.Key.Key_4, CTRL)
    for key in (Qt.Key.Key_M, Qt.Key.Key_N, Qt.Key.Key_D):
        _press(key)
    assert [answer.status for answer in active.session.case.items[0].answers] == ["met", "not met", "not documented"]
    _press(Qt.Key.Key_U)
    assert active.session.case.items[0].decision == "Upheld"
    _press(Qt.Key.Key_Z, CTRL)
    assert active.session.case.items[0].decision is None
    _press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert active.session.case.items[0].decision == "Upheld"


def test_letters_in_a_text_are_letters(active):
    before = active.session.case.items
    active.case_view.go.go("summary")
    for key in (Qt.Key.Key_U, Qt.Key.Key_O, Qt.Key.Key_M):
        _press(key)
    assert active.session.case.items == before
    active.case_view.flush()
    assert "uom" in active.session.case.summary


def test_a_finding_in_one_line(active):
    _press(Qt.Key.Key_N, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "Grip strength is equal #exam @10")
    _press(Qt.Key.Key_Return)
    found = active.session.case.findings[-1]
    assert (found.text, found.category, [source.page for source in found.sources]) == ("Grip strength is equal", "exam", [10])


def test_f8_goes_to_the_next_check(active, qtbot):
    qtbot.waitUntil(lambda: active.session.last_checked is not None, timeout=20_000)
    _press(Qt.Key.Key_F8)
    assert not active.case_view.checks.fold_button.isChecked()


def test_control_enter_reviews_and_escape_goes_back(active, qtbot):
    from imr_desktop.case import edits

    active.session.apply("Decide", edits.decide, active.session.case.items[0].id, "Upheld")
    qtbot.waitUntil(lambda: "Review" in active.case_view.header.sign.text(), timeout=10_000)
    active.case_view.go.go("summary")
    _press(Qt.Key.Key_Return, CTRL)
    assert active.case_view.signing
    _press(Qt.Key.Key_Escape)
    assert not active.case_view.signing


def test_control_g_and_control_b(active):
    active.case_view.go.go("items")
    _press(Qt.Key.Key_G, CTRL)
    assert QApplication.focusWidget() is active.case_view.record.bar.page
    shown = active.case_view.record.side.isVisible()
    active.case_view.go.go("items")
    _press(Qt.Key.Key_B, CTRL)
    assert active.case_view.record.side.isVisible() != shown


class _Windows(QObject):
    """Notes every widget that appears as a window of its own."""

    def __init__(self, expected):
        super().__init__()
        self.expected, self.seen = expected, []

    def eventFilter(self, watched, event):
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self.expected
        ):
            self.seen.append(type(watched).__name__)
        return False


def test_nothing_flashes_as_a_window_of_its_own(active, qtbot):
    qtbot.waitUntil(lambda: active.case_view.items.content.criteria.list.rows() > 0, timeout=20_000)
    watch = _Windows(active)
    QApplication.instance().installEventFilter(watch)
    for name in ("record", "findings", "summary", "checks", "items"):
        active.case_view.go.go(name)
    for key in (Qt.Key.Key_M, Qt.Key.Key_N, Qt.Key.Key_U):
        _press(key)
    active.resize(1920, 1080)
    qtbot.wait(50)
    active.case_view.open_sign()
    qtbot.waitUntil(lambda: not active.tasks.busy, timeout=20_000)
    active.case_view.open_work()
    active.resize(1366, 768)
    qtbot.wait(50)
    QApplication.instance().removeEventFilter(watch)
    assert watch.seen == []

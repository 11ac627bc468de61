"""The keyboard as the first path: panes, pages, checks, decisions, undo; bare letters stay out of text."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from imr_desktop.case.model import Case

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


def test_the_keys_of_the_checks_work_from_everywhere_on_the_check_just_shown(active, qtbot):
    view, said = active.case_view, active.status._left  # noqa: SLF001  what the reviewer reads
    checks, rationale = view.checks, view.items.content.rationale
    qtbot.waitUntil(lambda: checks.list.rows() > 4, timeout=20_000)
    view.go.go("summary")
    _press(Qt.Key.Key_F8)
    assert checks.current().id == "item.undecided:1", "the first is not passed over"
    assert said.text().startswith(f"Check 1 of {checks.list.rows()}: Item 1 is undecided")
    assert view.items.content.head.decision.hasFocus()
    _press(Qt.Key.Key_Space)
    assert active.session.case.items[0].decision is None
    checks.select("record.uncited")
    rationale.setFocus()
    _press(Qt.Key.Key_Return, ALT)
    assert QApplication.focusWidget() is view.record.view, "the keyboard goes with the view"
    _press(Qt.Key.Key_Space)
    assert checks.current().id == "record.uncited"
    rationale.setFocus()
    _press(Qt.Key.Key_Period, CTRL)
    assert checks.reason.hasFocus()
    _press(Qt.Key.Key_Escape)
    assert rationale.hasFocus()
    checks.list.select_row(checks.list.rows() - 1)
    for _press_of_f8 in range(2):
        _press(Qt.Key.Key_F8)
    assert said.text().startswith("Once more from the first. Check 1 of")
    checks.list.select_row(0)
    rationale.setFocus()
    _press(Qt.Key.Key_F8)
    assert checks.list.row() == 1
    assert checks.list.hasFocus(), "its place is in a dialog, where no further key of the checks would work"
    rationale.setFocus()
    _press(Qt.Key.Key_Return, ALT)
    qtbot.waitUntil(checks.foretold.isVisible)
    assert said.text().startswith("Use today's date: "), "it changes more, and says so first"
    assert rationale.hasFocus()
    _press(Qt.Key.Key_Return, ALT)
    assert active.session.case.dates.decision != Case("").dates.decision
    assert said.text() == "Use today's date: done."
    qtbot.waitUntil(lambda: checks.model.row_of("dates.backdated") < 0, timeout=20_000)
    assert checks.list.row() == 1
    assert rationale.hasFocus(), "the next in its place, and the focus stays"


def test_control_enter_reviews_and_escape_goes_back(active, qtbot):
    from imr_desktop.case import edits

    active.session.apply("Decide", edits.decide, active.session.case.items[0].id, "Upheld")
    qtbot.waitUntil(lambda: "Review" in active.case_view.header.sign.text(), timeout=10_000)
    active.case_view.go.go("summary")
    _press(Qt.Key.Key_Return, CTRL)
    assert active.case_view.signing
    _press(Qt.Key.Key_Escape)
    assert not active.case_view.signing
    qtbot.waitUntil(lambda: not active.tasks.busy, timeout=60_000)  # the preview is drawn to its end


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


def test_commands_pressed_quickly_show_one_dialog_the_last_and_none_after_escape(active, settle, front):
    escape, guidelines = (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_G, CTRL | SHIFT)
    reading, settings, facts, parties = ((key, CTRL) for key in (Qt.Key.Key_R, Qt.Key.Key_Comma, Qt.Key.Key_I, Qt.Key.Key_P))
    for pressed, shown in (
        ((reading, escape, guidelines), ["Guidelines"]),
        ((settings, reading, (parties[0], CTRL | SHIFT)), ["Parties"]),
        ((reading, facts), ["Case facts"]),
        ((settings, escape), []),
    ):
        where = QApplication.focusWidget()
        for key, modifiers in pressed:
            QTest.keyClick(where, key, modifiers)
        settle(active)
        dialogs = [one for one in active.findChildren(QDialog) if one.isVisible()]
        assert [dialog.windowTitle() for dialog in dialogs] == shown
        for dialog in dialogs:
            dialog.reject()
        front(active)
        assert QApplication.focusWidget() is where

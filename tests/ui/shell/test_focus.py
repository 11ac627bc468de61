"""Where the keyboard is when what had it vanishes, and at the start: never on the rows above the view."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QToolButton, QWidget

from imr_desktop.case import edits
from imr_desktop.case.model import DisputedItem
from imr_desktop.review import Services
from imr_desktop.settings import Settings
from imr_desktop.ui.main_window import MainWindow
from imr_desktop.ui.vault.protection_dialog import ProtectionDialog


class Shown(QObject):
    """Every widget that is shown as a window of its own."""

    def __init__(self, parent):
        super().__init__(parent)
        self.names = []

    def eventFilter(self, watched, event):
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not isinstance(watched, QDialog | QMenu | MainWindow)
        ):
            self.names.append(type(watched).__name__)
        return False


@pytest.fixture
def opened(window, small_case, qtbot):
    """The window with the invented case open in the summary, the active one."""
    window.case_controller._open(small_case, stored=False)  # noqa: SLF001
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window and not window.tasks.busy)
    window.case_view.workspace.activate("summary")
    return window


def in_summary(window):
    return window.case_view.summary.isAncestorOf(QApplication.focusWidget())


def test_at_the_start_the_keyboard_is_on_the_cases_and_no_part_flashes_as_a_window(home, small_case, qtbot):
    with Services(home) as services:
        services.cases.save(small_case)
    app, window = QApplication.instance(), MainWindow(home, Settings(theme="light"))
    shown = Shown(window)
    app.installEventFilter(shown)
    try:
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        assert window.home_view.isAncestorOf(app.focusWidget()) or app.focusWidget() is window.home_view
        window.complete()
        qtbot.waitUntil(lambda: window.case_view is not None and not window.tasks.busy, timeout=20_000)
        assert app.focusWidget() is window.home_view.worklist
        assert shown.names == []
    finally:
        app.removeEventFilter(shown)
        window.close()
        window.deleteLater()


def test_answering_how_the_cases_are_protected_gives_the_keyboard_back_to_the_pane(opened):
    strip = opened.vault_controller.protecting.strip
    strip.show()
    strip.choose.setFocus()
    strip.hide()
    assert in_summary(opened)


def test_retry_gives_the_keyboard_back_to_the_pane(opened):
    opened.top.show_failed("The disk is full.")
    retry = opened.top._retry  # noqa: SLF001  the button beside the sentence
    retry.setFocus()
    assert retry.hasFocus()
    opened.top.show_saved("10:00")
    assert in_summary(opened)


def test_on_the_worklist_try_again_gives_the_keyboard_back_to_the_view(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.home_view.retry.show()
    window.home_view.retry.setFocus()
    window.home_view.set_cases(())
    assert window.home_view.isAncestorOf(QApplication.focusWidget()) or window.home_view.hasFocus()


def test_asking_twice_how_the_cases_are_protected_shows_one_dialog(opened, qtbot):
    for _press in range(2):
        opened.vault_controller.protecting.strip.choose.click()
    qtbot.waitUntil(lambda: not opened.tasks.busy)
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, ProtectionDialog) and one.isVisible()]
    for dialog in dialogs:
        dialog.reject()
    assert len(dialogs) == 1


def test_the_status_bar_tells_the_keys_of_what_has_the_keyboard(opened):
    said, view = opened.status._left, opened.case_view  # noqa: SLF001  what the reviewer reads
    opened.status.clear_message()
    view.go.go("items")
    view.items.content.rationale.setFocus()
    assert "draft" in said.text()
    view.go.go("findings")
    view.findings.list.setFocus()
    assert said.text().startswith("Enter  open the page")
    view.open_sign()
    assert "Esc  back to editing" in said.text()


def test_walking_over_an_item_without_rules_keeps_the_place_and_what_is_done_is_said_with_undo(sample, front, qtbot):
    front(sample)
    content, session, alt = sample.case_view.items.content, sample.session, Qt.KeyboardModifier.AltModifier
    first = session.case.items[0]
    for name, title in (("i2", "Sunglasses, tinted"), ("i3", first.title)):
        session.apply("Add item", edits.add_item, DisputedItem(name, title))
    qtbot.waitUntil(lambda: session.last_checked is not None and len(session.last_checked.reports) == 3, timeout=20_000)
    qtbot.waitUntil(lambda: content.criteria.list.rows() > 0, timeout=20_000)

    def press(key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert content.criteria.list.hasFocus()
    assert content.answer_mode.isVisible()
    press(Qt.Key.Key_Down, alt)
    assert not content.criteria.list.rows()
    assert content.head.decision.hasFocus()
    assert not content.answer_mode.isVisible()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_M)
    assert session.case.items[1].decision is None
    press(Qt.Key.Key_Down, alt)
    assert sample.case_view.items.item().id == "i3"
    assert content.criteria.list.hasFocus()
    press(Qt.Key.Key_N)
    said, undo = sample.status._left, sample.status._undo  # noqa: SLF001  what the reviewer reads
    assert said.text() == "Criterion 1: not met."
    press(Qt.Key.Key_U)
    assert said.text() == "Upheld: the denial stands."
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert session.case.items[2].decision is None
    assert session.case.items[2].answers
    press(Qt.Key.Key_Up, alt)
    press(Qt.Key.Key_Up, alt)
    assert content.criteria.list.hasFocus()
    assert content.rationale.text() == first.rationale


def takes_keys(place):
    """What can have the keyboard in a place, in the order of Tab."""
    parts = [place, *place.findChildren(QWidget)]
    return [one for one in parts if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()]


def lost_from(window, place, part):
    """Take the keyboard from a part by hiding it, then by disabling it; where it went, if that is nowhere it may go."""
    wrong = []
    for take, give in ((part.hide, part.show), (lambda: part.setEnabled(False), lambda: part.setEnabled(True))):
        part.setFocus()
        if QApplication.focusWidget() is not part:
            continue
        take()
        QApplication.processEvents()
        now = QApplication.focusWidget()
        if now is None or not (now is place or place.isAncestorOf(now)) or isinstance(now, QToolButton):
            wrong.append((type(part).__name__, part.accessibleName(), type(now).__name__, now and now.accessibleName()))
        give()
    return wrong


def test_whatever_vanishes_the_keyboard_stays_in_its_pane_and_on_no_tool_button(sample, front):
    front(sample)
    view, wrong, walked = sample.case_view, [], 0
    for name, pane in view.panes.items():
        view.go.go(name)
        for part in takes_keys(pane):
            walked += 1
            wrong += lost_from(sample, pane, part)
    view.open_sign()
    for part in takes_keys(view.sign.panel):
        walked += 1
        wrong += lost_from(sample, view.sign, part)
    view.open_work()
    for part in takes_keys(view.header):
        place = view.panes[view.workspace.active]
        wrong += lost_from(sample, place, part)
    assert wrong == []
    assert walked > 40

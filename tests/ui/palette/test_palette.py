"""The one box by real keys and mouse: it finds what there is, does what is chosen, and gives the keyboard back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from imr_desktop.ui import shortcuts
from imr_desktop.ui.palette import entries
from imr_desktop.ui.palette.entries import Entry
from imr_desktop.ui.vault.idle import is_lock

NONE, CTRL, SHIFT = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)


def _box(window, words=""):
    window.activateWindow()
    assert QTest.qWaitForWindowFocused(window, 5000)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, CTRL)
    QApplication.processEvents()
    box = window.palette_box.box
    assert QApplication.focusWidget() is box.line
    QTest.keyClicks(box.line, words)
    return box


def _press(box, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(box.line, key, modifier)
    QApplication.processEvents()


def _shown(box):
    return [(row.kind, row.words) for row in box.model.shown]


@pytest.fixture
def active(sample, front):
    return front(sample)


def test_it_opens_over_a_text_and_escape_gives_the_keyboard_back_with_nothing_typed_there(active):
    active.case_view.go.go("summary")
    editor, before = QApplication.focusWidget(), active.session.case
    box = _box(active, "upheld m n")
    _press(box, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is editor
    assert not box.isVisible()
    active.case_view.flush()
    assert active.session.case == before
    QTest.mouseClick(active.top.palette_field, Qt.MouseButton.LeftButton)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(5, box.height() - 5))
    assert not box.isVisible(), "a click beside it leaves it"


def test_a_command_shows_its_key_and_is_done_and_comes_first_the_next_time(active, settle):
    box = _box(active, "case facts")
    row = box.list.current()
    assert (row.kind, row.words, row.hint, row.why_not) == ("command", "Case facts…", "Ctrl+I", "")
    _press(box, Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert dialog.windowTitle() == "Case facts"
    dialog.done(0)
    box = _box(active)
    assert _shown(box)[0] == ("command", "Case facts…")
    _press(box, Qt.Key.Key_Escape)


def test_what_cannot_be_done_is_grey_and_says_why(window, front, settle):
    front(window)
    box = _box(window, "print")
    row = box.list.current()
    assert (row.words, row.why_not) == ("Print…", "Open a case first")
    _press(box, Qt.Key.Key_Return)
    assert box.isVisible()
    assert box.note.text() == "Print…: open a case first."
    _press(box, Qt.Key.Key_Escape)


def test_items_findings_settings_and_words_of_the_record(active, settle, qtbot):
    case = active.session.case
    title = case.items[0].title
    box = _box(active, title[:12])
    assert box.list.current().kind == "item"
    _press(box, Qt.Key.Key_Return)
    assert active.case_view.workspace.active == "items"
    finding = case.findings[-1]
    box = _box(active, finding.text[:30])
    assert box.list.current().of == finding.id
    _press(box, Qt.Key.Key_Return)
    assert active.case_view.findings.selected() == finding.id
    assert QApplication.focusWidget() is active.case_view.findings.list
    box = _box(active, "spasm")
    box.list.select_row(box.list.rows() - 1)
    before, scroll = box.list.current(), box.list.verticalScrollBar().value()
    assert before.kind == "find", "the record's own search stands last"
    qtbot.waitUntil(lambda: any(row.kind == "hit" for row in box.model.shown))
    assert (box.list.current(), box.list.verticalScrollBar().value()) == (before, scroll), "what comes late moves nothing"
    _press(box, Qt.Key.Key_Down)
    page = box.list.current().page
    assert box.list.current().hint == f"p. {page}"
    _press(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: active.case_view.record.current_page() == page)
    box = _box(active, "ocr")
    assert box.list.current().words == "Read scans by machine"
    _press(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog.focusWidget().accessibleName() == "Read scans by machine"
    dialog.done(0)


def test_a_rule_opens_in_the_guidelines(active, settle, qtbot):
    _box(active)
    qtbot.waitUntil(lambda: bool(active.palette_box.box) and not active.tasks.busy)
    QTest.keyClicks(active.palette_box.box.line, "acupuncture")
    row = active.palette_box.box.list.current()
    assert row.kind == "rule"
    _press(active.palette_box.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    assert QApplication.activeModalWidget().list.current().key == row.of
    QApplication.activeModalWidget().done(0)


def test_a_case_is_found_and_opened_and_none_of_it_stays(active, qtbot, settle):
    number, title = active.session.case.number, active.session.case.items[0].title
    box = _box(active, title[:8])
    _press(box, Qt.Key.Key_Return)
    active.case_controller.close_case()
    settle(active)
    box = _box(active)
    assert ("item", f"Item 1: {title}") not in _shown(box)
    QTest.keyClicks(box.line, number)
    assert box.list.current().kind == "case"
    _press(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: active.session.case is not None)
    assert active.session.case.number == number


def test_nothing_of_what_was_typed_or_found_is_written(active, home, settle):
    for words in ("xylophone quartz", active.session.case.items[0].title[:14]):
        _press(_box(active, words), Qt.Key.Key_Escape)
    active.session.save_now()
    settle(active)
    clear = b"".join(Path(path).read_bytes() for path in home.root.rglob("*") if path.is_file())
    assert b"xylophone" not in clear
    assert home.settings.exists() is False or active.session.case.items[0].title not in home.settings.read_text()


def test_ranking_takes_every_word_in_any_order_accents_and_slips():
    rows = [
        Entry("command", "save", "Save now", "File"),
        Entry("command", "sign", "Review and sign", "Case"),
        Entry("command", "print", "Print…", "File", why_not="Open a case first"),
        Entry("item", "1", "Item 1: Épidural injection"),
        Entry("case", "c", "CM26-0000031", "Print shop signs"),
    ]
    assert [one.of for one in entries.ranked("sign review", rows)] == ["sign"]
    assert [one.of for one in entries.ranked("epidural", rows)] == ["1"]
    assert [one.of for one in entries.ranked("reveiw and sign", rows)] == ["sign"]
    assert [one.of for one in entries.ranked("print", rows)] == ["print", "c"], "its own words come first"
    assert entries.ranked("zebra", rows) == []
    assert entries.ranked("<b>", rows) == entries.ranked("b", rows)


def test_buttons_tell_the_keys_that_are_in_force(window):
    keys, button, steps = shortcuts.current(), window.home_view.drop_zone.buttons[0], window.case_view.header
    own = {"open_files": "Ctrl+Shift+X", "close_case": "", "go_record": "Ctrl+Shift+1"}
    keys.take(own)
    try:
        assert "Ctrl+Shift+X" in button.text()
        assert "(Ctrl+Shift+X)" in button.toolTip()
        tips = [one.toolTip() for one in steps.findChildren(QToolButton)]
        assert "All cases" in tips
        assert any("(Ctrl+Shift+1)" in tip for tip in tips)
        keys.take({"go_page": "Ctrl+Shift+X", "fix_check": "", "lock_cases": "Ctrl+Shift+1"})
        page, checks = window.case_view.record.bar.page, window.case_view.checks.list
        assert page.accessibleDescription() == "Type a page and press Enter. Ctrl+Shift+X comes here."
        assert "no key fixes" in checks.accessibleDescription()
        pressed = [
            QKeyEvent(QEvent.Type.KeyPress, key, CTRL | held) for key, held in ((Qt.Key.Key_L, NONE), (Qt.Key.Key_1, SHIFT))
        ]
        assert [is_lock(event) for event in pressed] == [False, True]
    finally:
        keys.take({})
    assert "Ctrl+O" in button.text()
    assert "All cases (Ctrl+W)" in [one.toolTip() for one in steps.findChildren(QToolButton)]

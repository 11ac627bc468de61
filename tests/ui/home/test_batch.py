"""Several cases at once, in the real window: exported, packaged, printed and forgotten, each outcome told."""

import json
from functools import partial

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox

from imr_desktop import language
from imr_desktop.ui.exchange.forget_dialog import ForgetDialog
from imr_desktop.ui.exchange.package_dialog import PackageDialog


@pytest.fixture
def three(window, small_case, settle, front):
    """Three stored cases, all chosen by the keyboard."""
    for number in range(3):
        window.services.cases.save(replace(small_case, id=f"c{number}", number=f"CM26-000000{number}"))
    window.case_controller.list_cases()
    settle(window)
    front(window).home_view.focus_first()
    QTest.keyClick(window.home_view.worklist, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    return window


@pytest.fixture
def said(three):
    """What was told of the batch."""
    told = []
    three.batch.notified.connect(told.append)
    return told


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "out"
    made.mkdir()
    return made


def _pick(window, text):
    """Open the menu of the chosen cases as Shift+F10 does, and choose an entry."""
    window.home_view.menu_requested.emit(window.mapToGlobal(window.rect().center()))
    menu = next(menu for menu in window.findChildren(QMenu) if menu.isVisible())
    action = next(action for action in menu.actions() if text in action.text())
    assert action.isEnabled() is ("letter" not in text)
    if action.isEnabled():
        QTest.keyClick(menu, Qt.Key(ord(action.text()[action.text().index("&") + 1].upper())))
    menu.close()


def _box():
    return next((box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()), None)


def test_chosen_cases_are_exported_each_into_a_file_that_is_not_there_yet(three, said, qtbot, folder, settle):
    (folder / "CM26-0000001.json").write_text("mine")
    _pick(three, "as JSON")
    three.findChild(QFileDialog).fileSelected.emit(str(folder))
    settle(three)
    assert {path.name for path in folder.iterdir()} == {
        *("CM26-0000000.json", "CM26-0000001.json", "CM26-0000001 (2).json", "CM26-0000002.json")
    }
    assert (folder / "CM26-0000001.json").read_text() == "mine"
    assert json.loads((folder / "CM26-0000001 (2).json").read_text())["number"] == "CM26-0000001"
    assert any("3 of 3 cases exported" in words for words in said)


def test_what_cannot_be_done_is_named_by_its_number_and_the_others_are_done(three, qtbot, folder, settle):
    _pick(three, "as JSON")
    three.services.cases.forget("c1")
    three.findChild(QFileDialog).fileSelected.emit(str(folder))
    settle(three)
    qtbot.waitUntil(lambda: _box() is not None)
    assert "2 of 3 cases exported" in _box().text()
    assert "CM26-0000001: " in _box().text()
    _box().reject()


def test_packages_go_into_a_folder_and_unsigned_cases_have_no_letter_to_print(three, qtbot, folder, settle):
    _pick(three, "signed letter")
    _pick(three, "another reviewer")
    dialog = next(one for one in three.findChildren(PackageDialog) if one.isVisible())
    dialog.to_words.click()
    for field in (dialog.words, dialog.again):
        QTest.keyClicks(field, "correct horse battery staple lamp")
    dialog.try_accept()
    three.findChild(QFileDialog).fileSelected.emit(str(folder))
    settle(three)
    assert sorted(path.name for path in folder.iterdir()) == [f"CM26-000000{number}.imrcase" for number in range(3)]


def test_chosen_cases_are_forgotten_after_one_question_that_says_how_many(three, said, qtbot, settle, request):
    QTest.keyClick(three.home_view.worklist, Qt.Key.Key_Delete)
    dialog = next(one for one in three.findChildren(ForgetDialog) if one.isVisible())
    settle(three)
    assert "Forget these 3 cases" in dialog.windowTitle()
    QTest.keyClicks(dialog.typed, "2")
    dialog.try_accept()
    assert dialog.isVisible()
    dialog.typed.clear()
    QTest.keyClicks(dialog.typed, "3")
    request.addfinalizer(partial(language.use, "en"))
    language.use("es")  # whatever the window speaks, the list is read again
    QTest.keyClick(dialog.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not three.services.cases.list())
    settle(three)
    assert any("3 de 3" in words for words in said)
    assert three.case_controller.last_listed == (), "they are gone from the list"


def test_a_case_is_found_by_the_treatment_its_item_asks_for(three, small_case, qtbot, settle):
    item = replace(small_case.items[0], title="Norco 10/325 mg #120")
    three.services.cases.save(replace(small_case, id="c9", number="CM26-0000009", items=(item,)))
    three.case_controller.list_cases()
    settle(three)
    QTest.keyClicks(three.home_view.head.search, "opioid")
    qtbot.waitUntil(lambda: three.home_view.head.count.text() == "1 of 4 cases")
    assert three.home_view.worklist.current().key == "c9"


def test_after_closing_a_case_enter_opens_the_one_that_is_highlighted(three, qtbot, settle):
    work = three.home_view.worklist
    QTest.keyClick(work, Qt.Key.Key_Escape)
    QTest.keyClick(work, Qt.Key.Key_End)
    key = work.current().key
    QTest.keyClick(work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: three.session.case is not None)
    settle(three)
    three.case_controller.close_case()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: three.session.case is not None)
    assert three.session.case.id == key
    settle(three)

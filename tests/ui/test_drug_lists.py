"""The state's drug list is imported from the menu by real keys; the open case is checked with it."""

import csv
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from imr_desktop.case.model import ClaimDates, DisputedItem

ROWS = [["Drug Ingredient", "Exempt/Non-Exempt"], ["Ibuprofen", "Exempt"], ["Tramadol HCl", "Non-Exempt"]]


@pytest.fixture
def case(case):
    item = DisputedItem("i1", "Ibuprofen 800 mg #60")
    return replace(case, items=(item,), facts=(), dates=ClaimDates(ur_denial=date(2026, 1, 5), decision=date(2026, 2, 1)))


@pytest.fixture
def choose(opened, qtbot, front):
    """Choose a spreadsheet after the menu's command."""

    def chosen(path, rows):
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
        opened.menus.actions["import_drug_list"].trigger()
        asking = opened.findChild(QFileDialog)
        asking.fileSelected.emit(str(path))
        asking.reject()

    return chosen


def status_of(window):
    report = window.case_view.items.report()
    return next((one for one in report.criteria if one.id == "form.exempt.a1"), None)


def test_a_list_is_imported_and_used(opened, qtbot, settle, front, choose, tmp_path):
    settle(opened)
    assert status_of(opened).status == "not documented"
    choose(tmp_path / "list.csv", ROWS)
    qtbot.waitUntil(lambda: opened.drug_lists.dialog is not None)
    form = front(opened.drug_lists.dialog)
    qtbot.waitUntil(lambda: "which version" in form.message.text())
    qtbot.keyClicks(form.version, "v14")
    qtbot.keyClick(form.version, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "when v14 came into force" in form.message.text())
    qtbot.keyClicks(form.day, "yesterday")
    qtbot.keyClick(form.day, Qt.Key.Key_Return)
    assert "no date" in form.message.text()
    form.day.selectAll()
    qtbot.keyClicks(form.day, "12/01/2025")
    qtbot.keyClick(form.day, Qt.Key.Key_Return)  # shows what it holds; the next one keeps it
    qtbot.waitUntil(lambda: "2 lines kept" in form.words.text())
    qtbot.keyClick(form.day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.drug_lists.dialog is None)
    qtbot.waitUntil(lambda: status_of(opened) is not None and status_of(opened).status == "met")
    assert "MTUS Drug List v14, in force from 12/01/2025" in status_of(opened).inputs["drug.list_entry"]


def test_a_wrong_file_is_a_sentence(opened, qtbot, settle, choose, tmp_path):
    failures = []
    opened.drug_lists.failed.connect(failures.append)
    choose(tmp_path / "wrong.csv", [["Name", "Salary"], ["A", "3"]])
    qtbot.waitUntil(lambda: bool(failures))
    assert "no header" in failures[0]
    assert opened.drug_lists.dialog is None
    settle(opened)

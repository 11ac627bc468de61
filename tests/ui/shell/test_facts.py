"""Dialogs: case facts, settings, the new key's passphrase, pasted text."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from imr_desktop import language
from imr_desktop.settings import Settings
from imr_desktop.ui.dialogs import PasteDialog
from imr_desktop.ui.facts_dialog import FactsDialog, parse_day
from imr_desktop.ui.settings_dialog import SettingsDialog
from imr_desktop.ui.signing.key_dialog import KeyDialog


@pytest.mark.parametrize(
    ("text", "day"),
    [("03/05/2024", date(2024, 3, 5)), ("3/5/24", date(2024, 3, 5)), ("2024-03-05", date(2024, 3, 5)), ("  ", None)],
)
def test_dates_as_they_are_typed(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize("text", ["13/40/2024", "yesterday", "03/05", "02/30/2024"])
def test_no_dates(text):
    with pytest.raises(ValueError, match=text.strip()):
        parse_day(text)


def test_facts_are_one_edit(window, small_case):
    dialog = FactsDialog(window, small_case)
    assert dialog._judged.text() == "No date says which guideline edition governs."
    dialog.lines["number"].setText(" CM26-0000042 ")
    dialog.lines["injury"].setText("03/05/2024")
    dialog.lines["age"].setText("")
    dialog.lines["records_missing"].setText("MRI report of 2024; operative note")
    dialog.choices["track"].setCurrentIndex(1)
    dialog.try_accept()
    changed = dialog.change(small_case)
    assert (changed.number, changed.age, changed.track) == ("CM26-0000042", None, "expedited")
    assert changed.dates.injury == date(2024, 3, 5)
    assert changed.records_missing == "MRI report of 2024; operative note"
    assert changed.items == small_case.items


def test_a_wrong_date_is_named_and_nothing_is_lost(window, small_case):
    dialog = FactsDialog(window, small_case)
    dialog.open()
    dialog.lines["ur_denial"].setText("soon")
    dialog.try_accept()
    assert dialog.isVisible()
    assert "UR decision" in dialog.message.text()
    assert dialog.lines["ur_denial"].property("invalid") is True
    dialog.reject()


def test_facts_through_the_menu_are_one_undo_step(window, small_case):
    window.case_controller._open(small_case, stored=False)
    window.menus.actions["edit_facts"].trigger()
    window.view_controller._dialog.lines["specialty"].setText("Neurology")
    window.view_controller._dialog.try_accept()
    assert window.session.case.credentials.specialty == "Neurology"
    assert window.session.undo_stack.undoText() == "Change case facts"


def test_half_typed_facts_come_back_in_another_language(window, small_case):
    typed = []
    dialog = FactsDialog(window, small_case)
    dialog.typed.connect(typed.append)
    QTest.keyClicks(dialog.lines["specialty"], "Neurology")
    for name in ("track", "sex"):
        dialog.choices[name].setCurrentIndex(1)
        dialog.choices[name].activated.emit(1)
    dialog.reject()
    before = language.in_force()
    language.use("es")
    try:
        again = FactsDialog(window, small_case)
        again.take(typed[-1])
        assert "Sexo" in again.message.text()
        changed = again.change(small_case)
        again.reject()
    finally:
        language.use(before)
    assert (changed.credentials.specialty, changed.track, changed.sex) == ("NeurologyPain Medicine", "expedited", "female")


def test_settings_keep_what_they_do_not_show(window):
    dialog = SettingsDialog(window, Settings(key_file="/k.p12", zoom=125))
    dialog.specialty.setText("  Neurology ")
    chosen = dialog.settings()
    assert (chosen.specialty, chosen.key_file, chosen.zoom) == ("Neurology", "/k.p12", 125)
    dialog.reject()


def test_settings_take_disclosed_names_one_a_line(window):
    dialog = SettingsDialog(window, Settings(disclosures="Pinecrest Insurance"))
    dialog.disclosures.setFocus()
    dialog.disclosures.appendPlainText("Dr. A. Kessler")
    dialog.disclosures.appendPlainText("  ")
    assert dialog.settings().disclosed == ("Pinecrest Insurance", "Dr. A. Kessler")
    dialog.reject()


def test_a_passphrase_must_be_long_and_noted(window):
    dialog = KeyDialog(window, Path("reviewer.p12"), "one two three four five six")
    assert "write the passphrase down" in dialog.complete()
    dialog.again.setText("one")
    assert dialog.complete() == ""
    dialog.passphrase.setText("short")
    assert "12 characters" in dialog.complete()
    dialog.reject()


def test_pasting_nothing_is_refused(window):
    dialog = PasteDialog(window, "  ")
    assert dialog.complete()
    dialog.reject()


def test_judge_first_is_a_setting(window, qtbot):
    dialog = SettingsDialog(window, Settings())
    assert dialog.settings().judge_first
    dialog.judge_first.setFocus()
    qtbot.keyClick(dialog.judge_first, Qt.Key.Key_Space)
    assert not dialog.settings().judge_first
    window.view_controller.keep(dialog.settings())
    assert not window.case_view.items.content.judge_first
    window.view_controller.keep(Settings())
    assert window.case_view.items.content.judge_first

"""Calculators beside the item: by menu and key, live as typed, copied, inserted, undone, filled from the case."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from imr_desktop.case import edits
from imr_desktop.case.model import Case, ClaimDates, DisputedItem, SignedLetter
from imr_desktop.review.calculators import calculators
from imr_desktop.ui import theme

ITEMS = (
    DisputedItem("i1", "Physical therapy 2 times a week for 6 weeks, lumbar spine", rationale="The record was read."),
    DisputedItem("i2", "Tramadol 50 mg #90 with 2 refills"),
)


@pytest.fixture
def case() -> Case:
    return Case(
        "c1",
        number="CM26-0000008",
        age=48,
        items=ITEMS,
        dates=ClaimDates(injury=date(2015, 6, 8), ur_denial=date(2026, 1, 5)),
    )


@pytest.fixture
def opened(window, case, qtbot):
    """The window on the invented case, its rules checked, and the calculators open."""
    window.case_controller._open(case, stored=False)
    window.case_view.go.go("items")
    qtbot.waitUntil(lambda: window.session.last_checked is not None and not window.tasks.busy, timeout=20_000)
    window.menus.actions["show_calculators"].trigger()
    assert QTest.qWaitForWindowActive(window.calculators.dialog, 5000)
    return window


@pytest.fixture
def dialog(opened):
    return opened.calculators.dialog


def type_in(dialog, name, words):
    field = dialog.form().fields[name]
    field.setFocus()
    if not isinstance(field, QComboBox):
        field.selectAll()
    QTest.keyClicks(field, words)


def rationale(window):
    return window.case_view.items.content.rationale


def test_f9_opens_and_closes_and_the_window_stays_usable(window, case, qtbot):
    window.case_controller._open(case, stored=False)
    window.case_view.go.go("summary")
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 5000)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F9)
    dialog = window.calculators.dialog
    assert dialog.isVisible()
    assert not dialog.isModal()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    QTest.keyClick(dialog, Qt.Key.Key_F9)
    assert not dialog.isVisible()


def test_the_result_follows_each_key(dialog):
    dialog.choose("mme")
    type_in(dialog, "doses", "oxycodone 10 mg x ")
    assert dialog.calculation is None
    QTest.keyClicks(dialog.form().fields["doses"], "4")
    assert dialog.calculation.result.values[0].value == 60
    QTest.keyClick(dialog.form().fields["doses"], Qt.Key.Key_Return)
    QTest.keyClicks(dialog.form().fields["doses"], "fentanyl patch 25 mcg/h")
    words = dialog.result_view.words()
    assert "Morphine milligram equivalents: 120 MME a day" in words
    assert "Together: 60 + 60 = 120 MME a day" in words
    assert "71(RR-3)" in words
    assert "Version" in words


def test_each_calculator_is_reached_by_the_arrow_keys(dialog):
    dialog.choose("mme")
    dialog.chooser.setFocus()
    seen = [dialog.title.text()]
    for _step in calculators()[1:]:
        QTest.keyClick(dialog.chooser, Qt.Key.Key_Down)
        seen.append(dialog.title.text())
        assert [form.isVisible() for form in dialog._forms.values()].count(True) == 1
    assert seen == [one.title for one in calculators()]


def test_what_the_case_says_is_filled_in_and_told(dialog):
    dialog.choose("visits")
    given = dialog.form().given()
    assert given["requested"] == "12"
    assert given["injury"] == "06/08/2015"
    assert given["kind"] == "physical therapy"
    assert given["used"] == ""
    labels = " ".join(label.text() for label in dialog.form().findChildren(QLabel))
    assert "From the case: Visits requested, Statute’s cap for, Date of injury" in labels
    type_in(dialog, "used", "18")
    assert "Over the cap by 6 visits" in dialog.result_view.words()


def test_another_item_fills_in_its_own_words_and_keeps_what_was_typed(opened, dialog):
    dialog.choose("supply")
    type_in(dialog, "per_day", "3")
    opened.case_view.items.show_item("i2")
    opened.calculators.show_calculators()
    given = dialog.form().given()
    assert (given["quantity"], given["refills"], given["per_day"]) == ("90", "2", "3")
    assert dialog.calculation.result.values[0].value == 90
    type_in(dialog, "quantity", "60")
    opened.case_view.items.show_item("i1")
    opened.calculators.show_calculators()
    assert dialog.form().given()["quantity"] == "60"


def test_an_impossible_value_is_marked_and_nothing_can_be_taken(dialog):
    dialog.choose("visits")
    type_in(dialog, "used", "-3")
    assert "cannot be -3" in dialog.result_view.words()
    assert dialog.form().fields["used"].property("invalid") is True
    assert not dialog.insert_button.isEnabled()
    assert not dialog.copy_button.isEnabled()
    type_in(dialog, "used", "3")
    assert dialog.form().fields["used"].property("invalid") is False
    assert dialog.insert_button.isEnabled()


def test_a_field_not_yet_filled_is_asked_for_without_blame(dialog):
    dialog.choose("bmi")
    assert dialog.form().fields["height"].property("invalid") in (None, False)
    assert "is missing" in dialog.result_view.words()


def test_copy_puts_the_whole_calculation_on_the_clipboard(dialog):
    dialog.choose("mme")
    type_in(dialog, "doses", "oxycodone 10 mg x 4")
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "60 MME a day" in copied
    assert "oxycodone: 10 mg × 4 a day = 40 mg a day" in copied
    assert "Source: Dowell" in copied


def test_insert_writes_a_sentence_at_the_cursor_and_undo_takes_it_back(opened, dialog, qtbot):
    cursor = rationale(opened).textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    rationale(opened).setTextCursor(cursor)
    dialog.choose("visits")
    type_in(dialog, "used", "10")
    QTest.mouseClick(dialog.insert_button, Qt.MouseButton.LeftButton)
    sentence = dialog.calculation.result.sentence
    assert opened.session.case.item("i1").rationale == f"The record was read. {sentence}"
    assert QTest.qWaitForWindowActive(opened, 5000)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is rationale(opened))
    QTest.keyClick(rationale(opened), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rationale(opened).flush()
    assert opened.session.case.item("i1").rationale == "The record was read."


def test_insert_goes_behind_a_citation_and_between_words(opened, dialog):
    opened.session.apply("x", edits.change_item, "i1", rationale="Seen [p.\u00a04] then.")
    cursor = rationale(opened).textCursor()
    cursor.setPosition(7)
    rationale(opened).setTextCursor(cursor)
    opened.calculators.insert("It is 5.")
    assert opened.session.case.item("i1").rationale == "Seen [p.\u00a04] It is 5. then."


def test_the_menu_undoes_the_insertion_too(opened, dialog):
    opened.calculators.insert("It is 5.")
    assert "It is 5." in opened.session.case.item("i1").rationale
    opened.menus.actions["undo"].trigger()
    assert opened.session.case.item("i1").rationale == "The record was read."


def test_a_signed_case_takes_no_sentence(opened, dialog, case):
    dialog.choose("visits")
    type_in(dialog, "used", "10")
    signed = replace(case, signed=(SignedLetter("a.pdf", "0" * 64, datetime(2026, 1, 6)),))
    opened.session.replace(signed)
    assert not dialog.insert_button.isEnabled()
    assert dialog.copy_button.isEnabled()
    opened.calculators.insert("It is 5.")
    assert opened.session.case == signed


def test_without_a_case_it_calculates_but_inserts_nothing(window, qtbot):
    window.menus.actions["show_calculators"].trigger()
    dialog = window.calculators.dialog
    dialog.choose("supply")
    dialog.form().enter({"quantity": "90", "per_day": "3"})
    assert dialog.calculation.result.values[0].value == 30
    assert not dialog.insert_button.isEnabled()
    assert "Open a case" in dialog.insert_button.toolTip()
    dialog.reject()


def test_closing_the_case_forgets_what_was_typed(opened, dialog):
    dialog.choose("age")
    type_in(dialog, "born", "04/30/1970")
    opened.case_controller.close_case()
    assert opened.calculators.dialog is None
    opened.menus.actions["show_calculators"].trigger()
    opened.calculators.dialog.choose("age")
    assert set(opened.calculators.dialog.form().given().values()) == {""}
    opened.calculators.dialog.reject()


def test_text_from_elsewhere_is_shown_as_it_stands(dialog):
    dialog.choose("mme")
    dialog.form().enter({"doses": "<b>oxycodone</b> 10 mg x 4"})
    assert dialog.calculation is None
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))


@pytest.mark.parametrize("words", ["x" * 1_000_000, "oxycodone 10 mg x 4\n" * 50_000])
def test_a_book_pasted_is_answered_without_a_look_into_it_and_not_taken(dialog, words, work):
    dialog.choose("mme")
    type_in(dialog, "doses", "morphine 10 mg x 3")
    QGuiApplication.clipboard().setText(words)
    assert work(dialog.form().fields["doses"].paste) < 500
    assert "too long" in dialog.result_view.words()
    assert not dialog.insert_button.isEnabled()
    assert dialog.form().given()["doses"] == ["morphine 10 mg x 3"]
    type_in(dialog, "doses", "morphine 10 mg x 2")
    assert dialog.calculation.result.values[0].value == 20


def test_too_many_lines_are_told(dialog):
    dialog.choose("mme")
    dialog.form().enter({"doses": "oxycodone 1 mg x 1\n" * 201})
    assert "at most 200" in dialog.result_view.words()


@pytest.mark.parametrize("zoom", [100, 150])
def test_every_part_has_a_name_and_room(dialog, zoom, request):
    request.addfinalizer(lambda: theme.current().apply("light", 100))
    if zoom != 100:
        theme.current().apply("light", zoom)
    for calculator in calculators():
        dialog.choose(calculator.name)
        QApplication.processEvents()
        form = dialog.form()
        assert dialog.parentWidget().size().expandedTo(dialog.size()) == dialog.parentWidget().size()
        for field, widget in form.fields.items():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), field
            assert widget.height() >= 24, field
        for label in form.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()


def test_a_long_taper_shows_its_first_rows_and_says_there_are_more(dialog):
    dialog.choose("mme")
    dialog.form().enter({"doses": "oxycodone 10 mg x 4", "taper_from": "01/05/2026", "step_percent": "1", "step_days": "7"})
    assert dialog.calculation.result.tables[-1].rows[-1][2] == Fraction(0)
    assert "61 more rows" in dialog.result_view.words()

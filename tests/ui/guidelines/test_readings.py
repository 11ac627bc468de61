"""What a guideline says is entered, edited, found, retired and carried between reviewers, by real keys."""

from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from imr_desktop.case import dates, edits
from imr_desktop.case.model import ClaimDates, DisputedItem
from imr_desktop.rules import reading_files
from imr_desktop.rules.readings import Reading

CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
MASSAGE = Reading(
    "m1", "massage therapy", "lb20", "recommended", "p. 77", date(2026, 11, 1), count=6, measure="visits in one request"
)


@pytest.fixture
def case(case):
    item = DisputedItem("i1", "Acupuncture 14 visits, low back")
    return replace(case, items=(item,), facts=(), dates=ClaimDates(injury=date(2026, 1, 5), ur_denial=date(2026, 11, 2)))


class Keys:
    """Presses keys where the keyboard is, and counts them; a burst of typing is one."""

    def __init__(self, qtbot, window):
        self._bot, self._window, self.count = qtbot, window, 0

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self._bot.keyClick(self._window.focusWidget(), key, modifiers)
        self.count += 1

    def type(self, words):
        self._bot.keyClicks(self._window.focusWidget(), words)
        self.count += 1


@pytest.fixture
def form_of(qtbot, settle, front):
    def opened_form(window):
        front(window)
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_R, CTRL)  # also where a text has the keyboard
        qtbot.waitUntil(lambda: window.guidelines.form is not None)
        settle(window)
        return front(window.guidelines.form)

    return opened_form


@pytest.fixture
def rules(opened, qtbot, settle, front):
    """The view of all rules, opened by its key over a home with one reading."""
    opened.services.readings.keep(MASSAGE)
    qtbot.keyClick(opened, Qt.Key.Key_G, CTRL | SHIFT)
    qtbot.waitUntil(lambda: opened.guidelines.dialog is not None)
    settle(opened)
    return front(opened.guidelines.dialog)


def own_criteria(window):
    return {one.text: one for one in window.case_view.items.report().criteria if one.source == "readings.yaml"}


def test_what_the_guideline_says_is_entered_by_keys_alone_and_edited(opened, qtbot, settle, form_of):
    form = form_of(opened)
    assert (form.service.text(), form.phase.currentData()) == ("acupuncture", "chronic")
    assert not any(radio.isChecked() for radio in form.radios.values())
    keys = Keys(qtbot, form)
    keys.press(Qt.Key.Key_Return)  # nothing is chosen yet: said, and the keyboard is where it is missing
    assert form.message.text()
    if form.edition.currentData() is None:
        form.edition.setFocus()
        while form.edition.currentData() != "lb20":
            qtbot.keyClick(form.edition, Qt.Key.Key_Down)
    keys.count = 0
    keys.press(Qt.Key.Key_R, ALT)
    keys.press(Qt.Key.Key_M, ALT)
    assert form.focusWidget() is form.count
    keys.type("12")
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_K, ALT)
    keys.type("NSAIDs failed")
    keys.press(Qt.Key.Key_Tab)
    assert form.focusWidget() is form.place
    keys.type("p. 412")
    keys.press(Qt.Key.Key_Return)
    settle(opened)
    assert keys.count == 10
    said = own_criteria(opened)
    assert said["Asked for is no more than 12 visits in all"].status == "not met"
    assert said["NSAIDs failed"].status == "not documented"

    listed = opened.case_view.items.content.criteria.list
    listed.select_row(next(at for at, row in enumerate(listed.row_model.shown) if row.report.text == "NSAIDs failed"))
    again = form_of(opened)
    assert (again.place.text(), again.count.text()) == ("p. 412", "12")
    again.count.setFocus()
    again.count.selectAll()
    qtbot.keyClicks(again.count, "20")
    qtbot.keyClick(again.count, Qt.Key.Key_Return, CTRL)
    settle(opened)
    assert len(opened.services.readings.all()) == 1
    assert "Asked for is no more than 20 visits in all" in own_criteria(opened)

    other = edits.add_item(replace(opened.session.case, id="c2", items=()), DisputedItem("i9", "Acupuncture x 6, lumbar"))
    assert any(
        one.source == "readings.yaml" for report in opened.services.checking.check(other).reports for one in report.criteria
    )


def test_leaving_the_form_keeps_nothing_and_asks_first(opened, qtbot, form_of):
    form = form_of(opened)
    qtbot.keyClick(form, Qt.Key.Key_N, ALT)
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Escape)
    (asking,) = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.parent() is form]
    qtbot.keyClick(asking, Qt.Key.Key_Escape)
    assert form.isVisible()
    qtbot.keyClick(form, Qt.Key.Key_R, ALT)
    form.edition.setCurrentIndex(form.edition.findData("lb20"))
    for line, words, wrong in ((form.weeks, "soon", "no number"), (form.read_on, "13/41/2026", "cannot be read")):
        before = line.text()
        line.setText(words)
        form.try_accept()
        assert wrong in form.message.text()
        assert form.focusWidget() is line
        line.setText(before)
    form.count.setText("12")
    form.try_accept()
    assert (form.focusWidget(), form.message.text()) == (form.measure, "Say what the number counts.")
    assert not opened.services.readings.all()
    form.expires.setText("01/31/2027")
    assert form.standing() != form._stood, "an expiry alone is worth a question, too"


def test_what_cannot_be_kept_stays_in_the_form_and_saving_twice_keeps_one(opened, qtbot, settle, form_of):
    form = form_of(opened)
    form.edition.setCurrentIndex(form.edition.findData("lb20"))
    qtbot.keyClick(form, Qt.Key.Key_R, ALT)
    form.place.setText("p. 412")
    path = opened.services.readings.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("readings: [", encoding="utf-8")
    qtbot.keyClick(form.place, Qt.Key.Key_Return)
    settle(opened)
    assert form.isVisible()
    assert "so that nothing in it is lost" in form.message.text()
    path.unlink()
    qtbot.keyClick(form.place, Qt.Key.Key_Return)
    qtbot.keyClick(form.place, Qt.Key.Key_Return, CTRL)
    settle(opened)
    assert opened.guidelines.form is None
    assert [one.place for one in opened.services.readings.all()] == ["p. 412"]


def test_rules_are_found_marked_compared_and_retired(opened, rules, qtbot, settle):
    listed = rules.list
    assert listed.current().rule.reading == MASSAGE
    assert listed.current().rule.uses == 0
    qtbot.keyClicks(rules.text, "massage")
    assert 1 < listed.rows() < listed.row_model.total
    qtbot.keyClick(rules.text, Qt.Key.Key_Return)
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    qtbot.keyClick(rules, Qt.Key.Key_C, ALT)
    assert "Source\n  1  own reading\n  2  shipped" in rules.detail.text()
    qtbot.keyClick(listed, Qt.Key.Key_Up)
    qtbot.keyClick(rules, Qt.Key.Key_R, ALT)
    settle(opened)
    assert opened.services.readings.all()[0].retired == dates.today()
    assert "retired on" in listed.current().facts
    qtbot.keyClick(rules, Qt.Key.Key_T, ALT)
    settle(opened)
    assert opened.services.readings.all() == (MASSAGE,)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    settle(opened)
    assert opened.guidelines.form.place.text() == "p. 77"


def test_readings_go_to_another_reviewer_and_come_back_one_by_one(opened, rules, qtbot, settle, tmp_path, front):
    out, back = tmp_path / "out.yaml", tmp_path / "back.yaml"
    qtbot.keyClick(rules.list, Qt.Key.Key_Space)
    qtbot.keyClick(rules, Qt.Key.Key_X, ALT)
    rules.findChild(QFileDialog).fileSelected.emit(str(out))
    settle(opened)
    assert "1 reading written" in rules.message.text()
    theirs = [MASSAGE, replace(MASSAGE, id="m2", count=9), replace(MASSAGE, id="m3", service="TENS unit", note="<b>bold</b>")]
    back.write_bytes(reading_files.encode([*theirs, {"id": "broken"}]))
    rules.findChild(QFileDialog).close()
    qtbot.keyClick(rules, Qt.Key.Key_I, ALT)
    QApplication.processEvents()
    opened.guidelines._look_at(str(back))
    qtbot.waitUntil(lambda: any(type(one).__name__ == "ImportDialog" for one in rules.children()))
    asking = front(next(one for one in rules.children() if type(one).__name__ == "ImportDialog"))
    assert [(box.isEnabled(), box.isChecked()) for box in asking.boxes] == [(False, False), (True, False), (True, False)]
    qtbot.keyClick(asking.boxes[2], Qt.Key.Key_Space)
    qtbot.keyClick(asking, Qt.Key.Key_T, ALT)
    settle(opened)
    mine, taken = opened.services.readings.all()
    assert mine == MASSAGE
    assert (taken.service, taken.imported, taken.note) == ("TENS unit", True, "<b>bold</b>")

"""The history of a case: versions, differences, going back without losing anything."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from imr_desktop.case import edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.errors import StoreError
from imr_desktop.review.cases import few_words
from imr_desktop.ui.history.marked import LONGEST, sides


@pytest.fixture
def dialog(several, settle, front):
    several.menus.actions["show_history"].trigger()
    shown = several.history.dialog
    settle(several)
    QTest.qWait(100)
    settle(several)
    return front(shown)


def shown_rows(dialog):
    model = dialog.list.row_model
    return [model.row_at(at) for at in range(model.rowCount())]


def version_rows(dialog):
    model = dialog.versions.row_model
    return [model.row_at(at) for at in range(model.rowCount())]


def marked(side):
    return [side.text[start:end].strip() for start, end in side.spans]


def test_versions_say_in_a_few_words_what_they_changed(dialog):
    rows = version_rows(dialog)
    assert [row.line.version for row in rows] == [4, 3, 2, 1]
    assert [row.changed for row in rows] == [
        "Item 1 › Decision",
        "Item 1 › Rationale",
        "Item 1 › Decision",
        "The first version kept",
    ]
    assert rows[0].title.endswith("now")
    assert rows[0].saved.startswith("Today ")
    assert dialog.tally.text() == "4 versions kept"


def test_arrow_keys_show_what_a_version_changed(several, dialog, settle):
    assert shown_rows(dialog)[0].before.text == "Upheld"
    QTest.keyClick(dialog.versions, Qt.Key.Key_Down)
    settle(several)
    (row,) = shown_rows(dialog)
    assert row.label == "Item 1 › Rationale"
    assert marked(row.after) == ["Two visits of therapy were given."]
    assert row.before.spans == ()
    assert (dialog.heads[0].text(), dialog.heads[1].text()) == ("Version 2", "Version 3")


def test_compared_with_the_case_as_it_is_now(several, dialog, settle):
    QTest.mouseClick(dialog.to_now, Qt.MouseButton.LeftButton)
    assert shown_rows(dialog) == []
    assert "as it is now" in dialog.note.text()
    dialog.versions.setFocus()
    QTest.keyClick(dialog.versions, Qt.Key.Key_End)
    settle(several)
    assert [(row.label, row.before.text, row.after.text) for row in shown_rows(dialog)][-1] == (
        "Item 1 › Decision",
        "",
        "Overturned",
    )
    assert len(shown_rows(dialog)) == 2
    QTest.mouseClick(dialog.to_before, Qt.MouseButton.LeftButton)
    settle(several)
    assert "first version kept" in dialog.note.text()


def test_restoring_asks_once_makes_a_new_version_and_undo_brings_back(several, dialog, settle):
    before = several.session.case
    QTest.keyClick(dialog.versions, Qt.Key.Key_End)
    QTest.keyClick(dialog.restore_button, Qt.Key.Key_Space)
    assert dialog.sure_button.isVisible()
    assert "Version 4 is kept" in dialog.sure_words.text()
    assert several.session.case == before
    QTest.mouseClick(dialog.sure_button, Qt.MouseButton.LeftButton)
    settle(several)
    assert several.history.dialog is None
    assert several.session.case.items[0].decision is None
    assert several.case_view.items.item().decision is None
    assert not several.session.unsaved
    assert "Undo brings back" in several.status._left.text()
    assert [(line.version, line.act) for line in several.services.cases.history("c1")][:2] == [
        (5, "case restored"),
        (4, "case saved"),
    ]
    several.menus.actions["undo"].trigger()
    several.case_controller.save_now()
    settle(several)
    assert several.session.case == before
    assert several.services.cases.load("c1") == before
    assert [line.version for line in several.services.cases.history("c1")] == [6, 5, 4, 3, 2, 1]


def test_a_second_click_while_it_is_restored_asks_for_nothing_more(several, dialog, settle):
    asked, refused = [], []
    dialog.restore_requested.connect(asked.append)
    several.session.refused.connect(refused.append)
    dialog.versions.select_row(3)
    dialog.ask()
    QTest.mouseClick(dialog.sure_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.sure_button, Qt.MouseButton.LeftButton)
    settle(several)
    assert (asked, refused) == ([1], [])
    assert several.services.cases.history("c1")[0].version == 5


def test_escape_takes_the_question_back_and_then_closes(several, dialog):
    before = several.session.case
    QTest.keyClick(dialog.versions, Qt.Key.Key_Down)
    dialog.restore_button.click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.sure_button.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert several.history.dialog is None
    assert several.session.case == before
    assert len(several.services.cases.history("c1")) == 4


def test_the_newest_version_cannot_be_restored_over_itself(dialog):
    assert not dialog.restore_button.isEnabled()
    dialog.ask()
    assert not dialog.sure_button.isVisible()


def test_a_signed_case_shows_its_history_and_says_why_nothing_is_restored(several, settle):
    from datetime import UTC, datetime

    letter = SignedLetter("a.pdf", "0" * 64, datetime(2026, 1, 6, tzinfo=UTC))
    signed = replace(several.session.case, signed=(letter,))
    several.services.cases.save(signed)
    several.session.replace(signed)
    several.menus.actions["show_history"].trigger()
    dialog = several.history.dialog
    settle(several)
    dialog.versions.select_row(3)
    settle(several)
    assert not dialog.restore_button.isVisible()
    assert "signed" in dialog.error.text()
    assert version_rows(dialog)[0].line.signed
    assert "Signed" in version_rows(dialog)[0].spoken
    dialog.reject()


def test_a_failed_restore_is_said_and_changes_nothing(several, dialog, settle, monkeypatch):
    def full(case_id, version):
        raise StoreError("Not saved: the disk is full. Free some room, then try again.")

    before = several.session.case
    monkeypatch.setattr(several.services.cases, "restore", full)
    dialog.versions.select_row(2)
    dialog.ask()
    dialog.sure_button.click()
    settle(several)
    assert dialog.isVisible()
    assert "disk is full" in dialog.error.text()
    assert several.session.case == before


def test_a_restore_that_cannot_begin_is_said(several, dialog, monkeypatch):
    dialog.versions.select_row(2)
    dialog.ask()
    monkeypatch.setattr(several.session, "flush", lambda: False)
    dialog.sure_button.click()
    assert "Nothing was restored" in dialog.error.text()
    assert dialog.sure_button.isEnabled()
    monkeypatch.undo()


def test_what_is_typed_is_stored_before_the_history_is_read(opened, settle):
    opened.case_view.go.go("summary")
    QTest.keyClicks(opened.case_view.summary.editor, "Seen. ")
    opened.menus.actions["show_history"].trigger()
    settle(opened)
    dialog = opened.history.dialog
    assert version_rows(dialog)[0].line.version == 2
    assert "Seen. " in opened.services.cases.load("c1").summary
    dialog.reject()


def test_markup_in_a_case_is_shown_as_it_stands(several, edit, settle):
    edit(several, lambda case: edits.set_summary(case, "<b>bold</b> & <script>x</script>"))
    several.menus.actions["show_history"].trigger()
    dialog = several.history.dialog
    settle(several)
    assert any("<b>bold</b>" in row.after.text for row in shown_rows(dialog))
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel) if label.text())
    dialog.reject()


def test_closing_the_case_closes_its_history(several, dialog):
    several.case_controller.close_case()
    assert several.history.dialog is None


# --- marked words


def test_changed_words_are_marked_on_both_sides():
    before, after = sides("The knee hurts at night.", "The left knee hurts at rest.")
    assert marked(before) == ["night"]
    assert marked(after) == ["left", "rest"]
    assert (before.text, after.text) == ("The knee hurts at night.", "The left knee hurts at rest.")


def test_what_is_alike_is_shortened_at_whole_words():
    same = "All of this stayed as it was before. " * 40
    before, after = sides(f"{same}old {same}", f"{same}new {same}")
    assert len(before.text) < 300
    assert marked(before) == ["old"]
    assert marked(after) == ["new"]
    assert before.text.startswith("… ")
    assert before.text.endswith(" …")
    assert before.text.split()[1] in same.split()


def test_marks_stand_right_beside_signs_of_two_units():
    before, after = sides("😀😀 one", "😀😀 two")
    assert marked(before) == ["one"]
    assert marked(after) == ["two"]


def test_a_rewritten_text_is_not_marked_word_by_word():
    before, after = sides(
        "The record holds many things about the knee and nothing of the shoulder at all. " * 2,
        "Completely other prose, written anew by someone else, stands here instead, at length. " * 2,
    )
    assert before.spans == after.spans == ()


def test_a_book_is_cut_and_says_how_much_is_left_out():
    before, after = sides("", "word " * 100_000)
    assert before.text == ""
    assert len(after.text) < LONGEST + 60
    assert "more characters" in after.text


@pytest.mark.parametrize(
    ("labels", "words"),
    [([], "Nothing changed"), (["A"], "A"), (["A", "A", "B"], "A, B"), (["A", "B", "C", "D"], "A, B and 2 more")],
)
def test_few_words(labels, words):
    assert few_words(labels) == words

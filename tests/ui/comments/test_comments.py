"""Comments: pinned to what the keyboard is on, seen in the panes, answered, settled, found again."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from imr_desktop.case import comments, edits
from imr_desktop.case.comments import Pin, sentence_around
from imr_desktop.case.model import Case, Comment, DisputedItem, Fact, Finding, SignedLetter

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def press_shortcut(front):
    """Ctrl+Shift+M on what has the keyboard; the comments' window."""

    def press(window):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_M, CTRL | SHIFT)
        return front(window.comments.panel)

    return press


def write(panel, words):
    QTest.keyClicks(panel.text, words)
    QTest.keyClick(panel.text, Qt.Key.Key_Return, CTRL)


@pytest.fixture
def panel(opened, press_shortcut):
    """The window's comments with one on the second sentence of the summary."""
    opened.case_view.go.go("summary")
    cursor = opened.case_view.summary.editor.textCursor()
    cursor.setPosition(40)
    opened.case_view.summary.editor.setTextCursor(cursor)
    made = press_shortcut(opened)
    write(made, "Since when exactly?")
    return made


def test_the_shortcut_pins_a_comment_to_the_sentence_at_the_cursor(opened, panel):
    (comment,) = opened.session.case.comments
    assert comment.text == "Since when exactly?"
    assert comment.place == "summary"
    assert comment.quote == "The knee has hurt since then."
    assert opened.session.case.summary[comment.start : comment.end] == comment.quote
    assert comment.role == "first reviewer"
    assert panel.text.toPlainText() == ""
    assert panel.list.current().quote == "“The knee has hurt since then.”"


def test_selected_words_are_pinned_as_they_are(opened, press_shortcut):
    opened.case_view.go.go("items")
    rationale = opened.case_view.items.content.rationale
    rationale.setFocus()
    cursor = rationale.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(13, QTextCursor.MoveMode.KeepAnchor)
    rationale.setTextCursor(cursor)
    write(press_shortcut(opened), "Which edition?")
    (comment,) = opened.session.case.comments
    assert (comment.place, comment.quote) == ("items.i1.rationale", "guideline")


def test_a_finding_and_an_item_are_pinned_where_they_are_selected(opened, front, press_shortcut):
    opened.case_view.go.go("findings")
    opened.case_view.findings.list.setFocus()
    opened.case_view.findings.list.select_row(1)
    write(press_shortcut(opened), "Of which knee?")
    front(opened)
    opened.case_view.go.go("items")
    QTest.keyClick(opened.case_view.items, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    opened.case_view.items.content.focus_decision()
    write(press_shortcut(opened), "Is this a medical service?")
    assert [one.place for one in opened.session.case.comments] == ["findings.f2", "items.i2"]


def test_any_place_of_the_case_can_be_chosen(opened, panel):
    words = [panel.place.itemText(at) for at in range(panel.place.count())]
    assert "The whole case" in words
    assert "Fact: prior, brace" in words
    assert "Date of injury" in words
    panel.place.setCurrentIndex(words.index("Fact: prior, brace"))
    write(panel, "Who says so?")
    assert opened.session.case.comments[-1].place == "facts.prior.brace"


def test_marks_stand_beside_sentence_finding_and_item_until_resolved(opened, panel):
    acts = opened.comments
    acts.add("Which?", Pin("findings.f2"), "office")
    acts.add("Why?", Pin("items.i1"), "office")
    acts.add("Really?", Pin("items.i1.rationale"), "office")
    opened.case_view.go.go("summary")
    (lines,) = acts.summary_marks.boxes()
    editor = opened.case_view.summary.editor
    assert acts.summary_marks.isVisible()
    assert lines[0].width() > 50
    assert editor.viewport().geometry().intersects(lines[0].toRect())
    opened.case_view.go.go("findings")
    assert acts.finding_marks.isVisible()
    assert acts.finding_marks._keys == {"f2"}
    opened.case_view.go.go("items")
    assert acts.item_count.isVisible()
    assert acts.item_count.text().strip() == "2"
    QTest.keyClick(opened.case_view.items, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert not acts.item_count.isVisible()
    QTest.keyClick(opened.case_view.items, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    for comment in opened.session.case.comments:
        acts.resolve(comment.id, True)
    assert not acts.item_count.isVisible()
    assert not acts.finding_marks.isVisible()
    assert acts.summary_marks.boxes() == []


def test_marks_are_painted_and_take_no_clicks(opened, panel):
    editor = opened.case_view.summary.editor
    panel.hide()
    bare_mark = opened.comments.summary_marks
    with_mark = editor.grab().toImage()
    bare_mark.hide()
    assert editor.grab().toImage() != with_mark
    bare_mark.show()
    box = bare_mark.boxes()[0][0]
    spot = box.center().toPoint() - editor.viewport().pos()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert editor.textCursor().position() > 20


def test_enter_goes_to_the_place_with_its_words_selected(opened, panel):
    opened.case_view.go.go("items")
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.case_view.workspace.active == "summary"
    assert opened.case_view.summary.editor.textCursor().selectedText() == "The knee has hurt since then."


def test_a_comment_follows_its_words_and_says_when_they_are_gone(opened, panel):
    opened.session.apply("Edit", edits.set_summary, "Added in front. " + opened.session.case.summary)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.case_view.summary.editor.textCursor().selectedText() == "The knee has hurt since then."
    opened.session.apply("Edit", edits.set_summary, "Another summary altogether.")
    assert "Its words are gone" in panel.list.current().quote
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.case_view.workspace.active == "summary"


@pytest.mark.parametrize(
    ("place", "pane"),
    [
        ("findings.f2", "findings"),
        ("items.i2", "items"),
        ("items.i1.rationale", "items"),
        ("facts.nothing@i2", "items"),
        ("findings.gone", "items"),
        ("", "items"),
    ],
)
def test_each_place_is_found(opened, place, pane):
    opened.case_view.go.go("items")
    opened.comments.show_comments()
    opened.comments.add("Look", Pin(place), "office")
    opened.comments.go(opened.session.case.comments[0].id)
    assert opened.case_view.workspace.active == pane
    if place == "findings.f2":
        assert opened.case_view.findings.selected() == "f2"
    if place.endswith("i2"):
        assert opened.case_view.items.item().id == "i2"


def test_a_date_is_shown_in_the_facts(opened):
    opened.comments.add("Right?", Pin("dates.injury"), "office")
    opened.comments.go(opened.session.case.comments[0].id)
    assert opened.view_controller._dialog.lines["injury"].hasFocus() or opened.view_controller._dialog.isVisible()
    opened.view_controller._dialog.reject()


def test_answer_resolve_open_again_and_remove_by_key(opened, panel, settle):
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_A)
    assert panel.text.hasFocus()
    panel.role.setCurrentIndex(1)
    QTest.keyClick(panel.text, Qt.Key.Key_End)  # nobody types on as soon as this does
    write(panel, "Since March.")
    root, answer = opened.session.case.comments
    assert (answer.reply_to, answer.role, answer.place) == (root.id, "second reviewer", "summary")
    assert panel.list.rows() == 2
    panel.list.setFocus()
    panel.list.select_row(1)
    QTest.keyClick(panel.list, Qt.Key.Key_R)
    assert opened.session.case.comments[0].resolved
    assert panel.list.rows() == 0
    assert panel.none.isVisible()
    panel.show_resolved.click()
    assert panel.list.rows() == 2
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_R)
    assert not opened.session.case.comments[0].resolved
    panel.list.select_row(0)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert opened.session.case.comments == ()
    opened.menus.actions["undo"].trigger()
    assert len(opened.session.case.comments) == 2
    opened.session.save_now()
    settle(opened)
    assert len(opened.services.cases.load("c1").comments) == 2
    assert any(entry.detail["text"] == "Since March." for entry in opened.services.vault.trail("c1", what="comment"))


def test_nothing_and_a_book_are_not_taken(opened, panel):
    before = opened.session.case
    panel.add()
    assert "first" in panel.error.text()
    panel.text.setPlainText("x" * 5_001)
    panel.add()
    assert "at most 5,000" in panel.error.text()
    assert len(panel.text.toPlainText()) == 5_001
    assert opened.session.case == before


def test_a_signed_case_shows_its_comments_and_takes_none(opened, panel):
    signed = replace(opened.session.case, signed=(SignedLetter("a.pdf", "0" * 64, datetime(2026, 1, 6, tzinfo=UTC)),))
    opened.session.replace(signed)
    assert panel.list.rows() == 1
    assert not panel.text.isEnabled()
    assert not panel.add_button.isEnabled()
    for key in (Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_Delete):
        QTest.keyClick(panel.list, key)
    assert opened.session.case == signed
    assert not opened.menus.actions["add_comment"].isEnabled()


def test_closing_the_case_forgets_what_was_typed(opened, panel):
    panel.text.setPlainText("about this patient")
    opened.case_controller.close_case()
    assert opened.comments.panel is None
    assert not opened.menus.actions["show_comments"].isEnabled()


def test_markup_in_comments_is_shown_as_it_stands(opened, panel):
    opened.comments.add("<b>bold</b> & <a href=x>link</a>", Pin("findings.f1"), "office")
    row = panel.list.row_model.row_at(1)
    assert row.words == "<b>bold</b> & <a href=x>link</a>"
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel) if label.text())


def test_ten_thousand_comments_are_shown_without_a_look_at_each_again_and_again(opened, work):
    at = datetime(2026, 1, 5, tzinfo=UTC)
    many = tuple(Comment(f"k{number}", "Words. " * 20, "office", at, "summary") for number in range(10_000))
    opened.session.apply("Many", replace, comments=many)

    def show():
        opened.comments.show_comments()
        QApplication.processEvents()

    assert work(show) < 60 * len(many)
    assert opened.comments.panel.list.rows() == 10_000


# --- places, without a window


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(0, 0, "One is here."), (14, 14, "Two is there!"), (27, 27, "Three"), (99, 99, "Three"), (4, 6, "is"), (30, 31, "e")],
)
def test_sentence_around(start, end, found):
    text = "One is here. Two is there! Three"
    begin, stop = sentence_around(text, start, end)
    assert text[begin:stop] == found


def test_sentence_in_an_empty_text_is_none():
    assert sentence_around("", 0, 0) == (0, 0)


def test_places_with_odd_ids_are_found_again():
    case = Case(
        "c",
        items=(DisputedItem("a.b@c%", "MRI"),),
        findings=(Finding("x.y", "Words"),),
        facts=(Fact("prior.pt", 3, item="a.b@c%"),),
    )
    offered = {label: pin.place for pin, label in comments.choices(case)}
    assert comments.item_of(case, offered["Item 1: MRI"]) == "a.b@c%"
    assert comments.item_of(case, offered["Item 1 › Rationale"]) == "a.b@c%"
    assert comments.finding_of(case, offered["Finding 1: Words"]) == "x.y"
    assert comments.item_of(case, offered["Fact: prior, pt (item 1)"]) == "a.b@c%"
    assert comments.label(case, offered["Item 1 › Rationale"]) == "Item 1 › Rationale"
    assert comments.label(case, "findings.none") == "Finding that is gone"

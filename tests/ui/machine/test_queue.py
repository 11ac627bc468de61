"""Pages to read, beside the record: by eye, word by word, typed; each answer follows everywhere and can be undone."""

import pytest
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import Qt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.case import by_eye
from imr_desktop.case import seen as shown
from imr_desktop.record.model import PageText, Word

WORDS = (
    Word("Denies", (0.1, 0.1, 0.2, 0.12), "machine", 0.5, doubtful=True),
    Word("numbness", (0.22, 0.1, 0.35, 0.12), "machine", 0.99),
    Word("Norko", (0.1, 0.15, 0.2, 0.17), "machine", 0.4, doubtful=True),
)


@pytest.fixture(scope="session")
def scans(tmp_path_factory):
    """Four pages that are pictures."""
    path = tmp_path_factory.mktemp("scans") / "scans.pdf"
    canvas = Canvas(str(path), invariant=1, pagesize=(612, 792))
    picture = Image.new("L", (850, 1100), 255)
    ImageDraw.Draw(picture).text((85, 100), "Denies numbness", fill=0, font=ImageFont.load_default(20))
    for _ in range(4):
        canvas.drawImage(ImageReader(picture), 0, 0, 612, 792)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def reading(window, scans, qtbot, settle):
    """The window with four scans open: a machine read pages 1, 2 and 4, and could not read page 3."""
    window.case_controller.take_in([scans])
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy)
    digest = window.session.case.files[0].digest
    for page in (1, 2, 4):
        window.services.record.note_reading(
            digest, page, PageText(page, "Denies numbness\nNorko", "doubtful", (), words=WORDS)
        )
    window.session.note(window.services.machine.apply)
    settle(window)
    assert (window.session.case.files[0].unreadable, window.session.case.files[0].doubtful) == ((3,), (1, 2, 4))
    window.queue.show_queue()
    settle(window)
    return window


def seen(qtbot, window, *pages):
    for page in pages:
        window.case_view.record.go_to_page(page)
        qtbot.waitUntil(lambda page=page: shown.holds(window.case_view.record.progress.runs, page))


def listed(window):
    return [row.told.page for row in window.queue.card.list.row_model.shown]


def test_the_queue_says_why_and_nothing_is_chosen(reading, qtbot, settle):
    card = reading.queue.card
    assert (listed(reading), card.tally.text(), card.list.chosen()) == ([1, 2, 3, 4], "4 pages left", ())
    states = [row.state for row in card.list.row_model.shown]
    assert states[0] == "Read by machine: 2 words in doubt, 1 of them numbers, doses, sides or negations"
    assert states[2].startswith("Not read: ")
    qtbot.keyClick(card.list, "R")
    settle(reading)
    assert len(listed(reading)) == 4, "nothing was chosen"
    qtbot.keyClick(card.list, Qt.Key.Key_Down)
    qtbot.keyClick(card.list, Qt.Key.Key_End)
    told = []
    reading.queue.failed.connect(told.append)
    qtbot.keyClick(card.list, "R")
    assert told == ["Not shown yet: p. 4. Open and read before you say so."]
    card.choose("not read")
    assert listed(reading) == [3]


def test_nothing_is_typed_while_the_case_is_being_written(reading, qtbot, settle):
    card = reading.queue.card
    reading.case_view.record.go_to_page(3)
    reading.queue.type_page()
    settle(reading)
    reading.session.busy_changed.emit("The case is being signed.")
    qtbot.keyClicks(card.text, "lost")
    assert card.text.toPlainText() == ""
    reading.session.busy_changed.emit("")
    qtbot.keyClicks(card.text, "kept")
    card.tell()
    assert [note.text for note in reading.session.case.page_notes] == ["kept"]


def test_one_key_says_of_several_pages_that_they_were_read_and_undo_takes_it_back(reading, qtbot, settle):
    seen(qtbot, reading, 1, 2)
    card = reading.queue.card
    card.list.setFocus()
    qtbot.keyClick(card.list, Qt.Key.Key_Home)
    qtbot.keyClick(card.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(card.list, "R")
    settle(reading)
    case = reading.session.case
    assert (case.files[0].doubtful, [note.page for note in case.page_notes if note.read_at]) == ((4,), [1, 2])
    assert (listed(reading), card.tally.text(), card.list.chosen()) == ([3, 4], "2 pages left", (3,))
    assert reading.services.record.text(case).verdicts.get(1, "read") == "read"
    assert reading.services.machine.apply(case) == case, "the layers of the text say the same"
    reading.case_view.go.undo()
    settle(reading)
    assert (reading.session.case.files[0].doubtful, listed(reading)) == ((1, 2, 4), [1, 2, 3, 4])


def test_words_are_put_right_one_after_the_other_on_their_pages(reading, qtbot, settle):
    window, view = reading, reading.case_view.record.view
    window.case_view.record.go_to_page(1)
    view.setFocus()
    qtbot.keyClick(view, "D")
    editor = window.queue.words.editor
    qtbot.waitUntil(lambda: editor.isVisible())
    assert (editor.line.text(), "1 of 2" in editor.about.text()) == ("Denies", True)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == "Norko"
    qtbot.keyClicks(editor.line, "Norco")
    qtbot.keyClick(editor.line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: editor.isVisible() and editor.line.text() == "Denies")
    assert "p. 2" in editor.about.text()
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    settle(window)
    case = window.session.case
    assert window.services.record.text(case).text(1) == "Denies numbness\nNorco"
    assert [(one.was, one.text) for one in by_eye.note_of(case, 1).corrections] == [("Denies", "Denies"), ("Norko", "Norco")]
    words = window.services.record.page_words(case, 1)
    assert [(word.text, word.origin, word.doubtful) for word in words] == [
        ("Denies", "hand", False),
        ("numbness", "machine", False),
        ("Norco", "hand", False),
    ]
    window.case_view.go.undo()
    settle(window)
    assert window.services.record.text(window.session.case).text(1) == "Denies numbness\nNorko"


def test_a_page_that_no_machine_reads_is_typed_and_kept_as_it_is_typed(reading, qtbot, settle):
    window, card = reading, reading.queue.card
    seen(qtbot, window, 3)
    card.list.setFocus()
    card.list.select_row(2)
    qtbot.keyClick(card.list, "R")
    settle(window)
    assert window.session.case.files[0].unreadable == (3,), "that it was looked at says nothing of its words"
    assert (listed(window), card.tally.text()) == ([1, 2, 3, 4], "3 pages left")
    qtbot.keyClick(card.list, Qt.Key.Key_Tab)  # nobody presses two letters as soon as these do
    card.list.setFocus()
    qtbot.keyClick(card.list, "T")
    settle(window)
    qtbot.waitUntil(card.text.hasFocus)
    qtbot.keyClick(card.text, Qt.Key.Key_End)
    qtbot.keyClicks(card.text, "Patient limps.")
    window.session.flush()
    assert by_eye.note_of(window.session.case, 3).text == "Patient limps."
    qtbot.keyClick(card.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    case = window.session.case
    assert case.files[0].unreadable == ()
    assert window.services.record.text(case).text(3) == "Patient limps."
    assert window.services.machine.apply(case) == case

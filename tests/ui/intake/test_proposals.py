"""What was read stands beside its page: facts and items first, findings not ticked, nothing merged unsaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.case import edits
from imr_desktop.case.model import DisputedItem, Document, SourceRef
from imr_desktop.extract import OtherPerson, Proposal
from imr_desktop.paths import resource
from imr_desktop.record import FileRead, PageText
from imr_desktop.review.taken import TakenIn
from imr_desktop.ui.controllers.taking_in import ASKED, OFFERED
from imr_desktop.ui.intake.triage import Triage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def packet(window, qtbot, front):
    """The window with the sample packet read, not taken in."""
    front(window)
    window.drop.files_dropped.emit([resource("samples", "packet.pdf")])
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=60_000)
    QApplication.processEvents()
    return window


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def row_of(view, title):
    return next(at for at, row in enumerate(view.list.row_model.shown) if row.title == title)


def test_the_packet_is_gone_through_with_keys_and_mouse(packet, qtbot):
    view, rows = packet.proposals, packet.proposals.list
    kinds = [row.kind for row in rows.row_model.shown]
    assert rows.current().title == "Case number"
    assert kinds.index("fact") < kinds.index("entry") < kinds.index("fold")
    assert rows.row_model.shown[-1].title == "22 documents"
    assert view.accept.text().strip() == "Take 13 facts, 1 item, 0 findings"
    assert any("2 wordings, 1 item" in row.title for row in rows.row_model.shown)
    assert any("joined with it" in row.note for row in rows.row_model.shown)

    page = view.page
    qtbot.waitUntil(lambda: page.content.picture(3) is not None and bool(page.content.words(3)), timeout=30_000)
    assert page.page() == 3
    assert page._lit(3)  # painted as long as the row is current
    press(Qt.Key.Key_Right)
    assert page.page() == 31

    every = sum(one.key.startswith("findings.") for one in view._triage.taken.proposals)
    diagnoses = sum(row.block == "Clinical findings Diagnosis" and row.proposal >= 0 for row in rows.row_model.shown)
    press(Qt.Key.Key_F)
    assert f" {every} findings" in view.accept.text()
    press(Qt.Key.Key_F)
    assert "0 findings" in view.accept.text()
    rows.select_row(row_of(view, "Diagnosis"))
    press(Qt.Key.Key_Space)
    assert f" {diagnoses} findings" in view.accept.text()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert f" {diagnoses - 1} findings" in view.accept.text()
    heading = rows.row_model.shown[row_of(view, "Diagnosis")]
    assert heading.tick == "part"
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_D)
    found = [row for row in rows.row_model.shown if row.tick == "on" and row.block.startswith("Clinical findings ")]
    assert {row.document for row in found if row.proposal >= 0} == {rows.current().document}
    assert view.accept.text().endswith(f" {sum(row.proposal >= 0 for row in found)} findings")

    before = view.accept.text()
    at = row_of(view, "Date of injury")
    rows.scrollToTop()
    area = rows.visualRect(rows.row_model.index(at))
    chip = next(
        x
        for x in range(area.right(), area.x(), -4)
        if rows.delegate.part_at(area, rows.row_model.index(at), QPoint(x, area.y() + 16))
    )
    QTest.mouseClick(rows.viewport(), LEFT, pos=QPoint(chip, area.y() + 16))
    assert view.accept.text() == before
    assert page.page() > 1
    QTest.qWait(QApplication.doubleClickInterval() + 50)  # two clicks, not a double one
    QTest.mouseClick(rows.viewport(), LEFT, pos=QPoint(area.x() + 20, area.y() + 16))
    assert view.accept.text().strip().startswith("Take 12 facts")

    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Right)
    assert sum(row.kind in ("document", "doubted") for row in rows.row_model.shown) == 22
    press(Qt.Key.Key_Left)
    assert rows.row_model.shown[-1].kind == "fold"

    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: packet.session.case is not None and not packet.tasks.busy, timeout=60_000)
    case = packet.session.case
    assert len(case.items) == 1
    assert case.dates.injury is None

    packet.menus.actions["show_untaken"].trigger()
    qtbot.waitUntil(lambda: packet.views.currentWidget() is packet.proposals, timeout=60_000)
    left = [row.title for row in view.list.row_model.shown if row.kind == "fact"]
    assert left == ["Date of injury"]
    packet.case_controller.paste_text()  # what comes meanwhile takes nothing away, and is said
    assert packet.status._left.text() == ASKED
    packet.received.proposed.emit(taken_in())
    assert packet.status._left.text() == OFFERED
    press(Qt.Key.Key_Return)
    assert packet.session.case.dates.injury is not None
    qtbot.waitUntil(lambda: not packet.tasks.busy, timeout=60_000)


def taken_in(*proposals, items=(), documents=()):
    case = edits.new_case()
    for item in items:
        case = edits.add_item(case, DisputedItem(f"i{item}", item))
    reads = (FileRead("a", "a.pdf", "d" * 64, pages=(PageText(1, "words"),)),)
    return TakenIn(edits.add_files(case, [], documents), reads, tuple(proposals))


def item(number, title, document):
    return Proposal(f"items.{number}", {"title": title}, (SourceRef(document, 1, title),))


APPLICATION = Document("d1", "d" * 64, "Application", "imr application", 1, 1)
RFA = Document("d2", "d" * 64, "Request", "rfa", 1, 1)


def rows_of(triage):
    return {row.title: row for row in triage.rows()}


def test_a_list_that_another_goes_before_is_folded_unticked_and_each_of_it_can_be_taken():
    triage = Triage(
        taken_in(
            Proposal("expected_items", 1, ()),
            item(1, "Lumbar MRI without contrast", "d1"),
            item(2, "Acupuncture x 6", "d2"),
            documents=(APPLICATION, RFA),
        )
    )
    assert rows_of(triage)["Disputed items"].text == "1 item", "what the button takes"
    assert triage.take_words() == "Take 0 facts, 1 item, 0 findings"
    triage.toggle(rows_of(triage)["1 wording of other lists, not taken"])
    assert rows_of(triage)["Acupuncture x 6"].tick == "off"
    triage.toggle(rows_of(triage)["Acupuncture x 6"])
    assert triage.take_words() == "Take 0 facts, 2 items, 0 findings"
    assert any("1 item in dispute by the forms, 2 as ticked" in row.title for row in triage.rows())
    assert "1 wording of other lists, 1 taken" in rows_of(triage)
    case = triage.taken.accepted(triage.chosen())
    assert [one.title for one in case.items] == ["Lumbar MRI without contrast", "Acupuncture x 6"]


def test_what_another_paper_lists_in_the_same_place_is_no_other_wording_of_it():
    listed = item(1, "MR arthrogram, left shoulder", "d1"), item(1, "Acupuncture x 6", "d2")
    rows = rows_of(Triage(taken_in(*listed, documents=(APPLICATION, RFA))))
    assert rows["Disputed items"].text == "1 item"
    assert "1 wording of other lists, not taken" in rows


def test_what_utilization_review_authorized_of_an_item_is_shown_before_it_is_taken():
    therapy = {"title": "Physical therapy x 12", "requested": "Physical therapy x 12", "authorized": "6 visits"}
    modified = Proposal("items.1", therapy, (SourceRef("d1", 1, "6 visits"),))
    rows = rows_of(Triage(taken_in(modified, item(2, "Lumbar MRI", "d1"), documents=(APPLICATION,))))
    assert "UR authorized 6 visits" in rows["Physical therapy x 12"].note
    assert "UR authorized" not in rows["Lumbar MRI"].note


def test_a_short_and_a_long_name_stand_together_and_one_key_joins_and_parts_them():
    triage = Triage(
        taken_in(
            item(1, "Suboxone 8-2 60 EA", "d1"),
            item(2, "Lumbar MRI", "d1"),
            item(3, "Buprenorphine films 8 mg", "d1"),
            documents=(APPLICATION, RFA),
        )
    )
    titles = [row.title for row in triage.rows() if row.kind == "entry"]
    assert titles == ["Suboxone 8-2 60 EA", "Buprenorphine films 8 mg", "Lumbar MRI"]
    assert "Perhaps the same as “Suboxone 8-2 60 EA”" in rows_of(triage)[titles[1]].note
    assert rows_of(triage)["Disputed items"].text == "3 items", "nothing is joined beforehand"
    assert triage.join_or_part(rows_of(triage)[titles[1]])
    assert rows_of(triage)["Disputed items"].text == "2 items, 3 wordings"
    case = triage.taken.accepted(triage.chosen())
    assert [one.title for one in case.items] == ["Suboxone 8-2 60 EA", "Lumbar MRI"]
    assert [one.quote for one in case.items[0].sources] == ["Suboxone 8-2 60 EA", titles[1]], "its words are not lost"
    triage.join_or_part(rows_of(triage)[titles[1]])
    assert rows_of(triage)["Disputed items"].text == "3 items"
    assert not triage.join_or_part(rows_of(triage)[titles[0]]), "above the first there is nothing"


def test_pages_that_name_another_person_are_said_first_and_nothing_of_them_is_ticked():
    elsewhere = Proposal("dates.injury", "2021-12-05", (SourceRef("d2", 2, "DOI: 12/05/2021"),))
    own = Proposal("age", 48, (SourceRef("d1", 1, "48 years"), SourceRef("d2", 2, "48 years")))
    taken = replace(taken_in(elsewhere, own), people=(OtherPerson("Horatio Elm", 2, 3),))
    triage = Triage(taken)
    rows = triage.rows()
    assert rows[0].title == "Pages of another person"
    assert rows[1].title == "pp. 2\u20133: Horatio Elm"
    injury, age = (next(row for row in rows if row.title == title) for title in ("Date of injury", "Age"))
    assert (injury.tick, injury.note) == ("off", "Its pages name another person")
    assert age.tick == "on"
    triage.toggle(age)
    triage.toggle_block(age)
    assert triage.take_words() == "Take 1 fact, 0 items, 0 findings", "by one key nothing of them is taken"


def test_of_pages_of_several_people_none_is_called_another_person():
    told = Proposal("dates.injury", "2021-12-05", (SourceRef("d2", 2, "DOI: 12/05/2021"),))
    people = (OtherPerson("Ada Reed", 1, 1, unclear=True), OtherPerson("Horatio Elm", 2, 3, unclear=True))
    rows = Triage(replace(taken_in(told), people=people)).rows()
    assert rows[0].title == "Pages of several people"
    assert [(row.tick, row.note) for row in rows if row.proposal == 0] == [("off", "Its pages name one of several people")]


def test_of_two_values_for_a_fact_one_is_ticked_and_what_the_case_says_stays():
    taken = taken_in(Proposal("age", 48, ()), Proposal("age", 49, ()), Proposal("number", "CM26-1", ()))
    triage = Triage(taken)
    first, second = (row for row in triage.rows() if row.title == "Age")
    assert (first.tick, second.tick) == ("on", "off")
    assert "Another value than 48" in second.note
    triage.toggle(second)
    assert [one.value for one in triage.chosen() if one.key == "age"] == [49]
    for ages in ([], [48], [], [48]):  # a block takes the best supported of several values, and lets it go again
        triage.toggle_block(first)
        assert [one.value for one in triage.chosen() if one.key == "age"] == ages

    case = edits.set_field(taken.case, age=50)
    held = next(row for row in Triage(TakenIn(case, taken.reads, taken.proposals)).rows() if row.title == "Age")
    assert (held.tick, held.note) == ("off", "The case says 50 already; that stays")


def test_nothing_proposed_and_very_much_are_both_one_screen():
    assert Triage(taken_in()).take_words() == "Take 1 page"
    many = [Document(f"d{at}", "d" * 64, f"Note {at}", "other", at, at) for at in range(1, 1937)]
    rows = Triage(taken_in(Proposal("age", 48, ()), documents=many)).rows()
    assert [row.title for row in rows] == ["Case facts", "Age", "1,936 documents"]


def test_of_many_documents_it_is_said_first_which_they_are_and_what_of_them_is_a_guess():
    kinds = ("imaging", "progress report", "progress report")
    many = [
        Document(f"d{at}", "d" * 64, f"Note {at}", kinds[at % 3], at, at, date=date(2024, 1, at) if at > 1 else None)
        for at in range(1, 16)
    ]
    many[3] = msgspec.structs.replace(many[3], guessed=("kind",))
    head, contents, *rest = Triage(taken_in(Proposal("age", 48, ()), documents=many)).rows()
    assert head.title == "What the files hold"
    assert contents.title == "15 documents, 01/02/2024 to 01/15/2024; 1 without a date, 1 in doubt"
    assert contents.text == "Progress report 10, Imaging report 5"
    triage = Triage(taken_in(documents=many))
    triage.toggle(next(row for row in triage.rows() if row.title == "15 documents"))
    doubted = next(row for row in triage.rows() if row.title == "Note 4")
    assert (doubted.kind, doubted.text) == ("doubted", "01/04/2024  \u00b7  kind a guess")


def test_what_was_read_waits_for_the_box_and_no_other_case_is_opened_over_it(window, qtbot, front, settle):
    front(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.drop.files_dropped.emit([resource("samples", "determination.txt")])
    qtbot.waitUntil(lambda: window.case_controller.is_waiting, timeout=60_000)
    press(Qt.Key.Key_S)
    assert window.palette_box.box.line.text() == "s"
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=5_000)
    window.case_controller.open_case("another")
    settle(window)
    assert window.views.currentWidget() is window.proposals


def test_keys_of_a_sentence_take_and_dismiss_nothing_that_comes_meanwhile(opened):
    opened.case_view.go.go("summary")
    QTest.keyClicks(QApplication.focusWidget(), "and")
    opened.case_controller.taken.emit(taken_in(item(1, "Knee brace", "d1")))
    for key in (Qt.Key.Key_X, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        press(key)
        assert opened.views.currentWidget() is opened.proposals
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape, delay=600)
    assert opened.views.currentWidget() is opened.case_view


def test_above_the_page_stands_its_own_document_not_the_one_that_was_read_before(opened):
    caption = opened.proposals._caption  # noqa: SLF001  what the reviewer reads
    opened.case_controller.taken.emit(taken_in(item(1, "Knee brace", "d1"), documents=(RFA,)))
    assert "Request" in caption.text()
    press(Qt.Key.Key_Escape)
    opened.case_controller.taken.emit(taken_in())
    assert caption.text() == "p. 1"


def test_where_there_is_nothing_to_take_enter_goes_back(opened):
    opened.case_controller.taken.emit(TakenIn(opened.session.case, (), (), ("a.bin: not a kind that can be read.",)))
    assert opened.views.currentWidget() is opened.proposals
    assert opened.proposals.cancel.text() == "Back"
    assert opened.status._left.text() == "Enter or Esc  back"  # noqa: SLF001  what the reviewer reads
    press(Qt.Key.Key_Return)
    assert opened.views.currentWidget() is opened.case_view

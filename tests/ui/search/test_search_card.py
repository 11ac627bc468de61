"""The search card in the window: opened from a check or a criterion, answered by keys, kept as one undo step."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imr_desktop.case import edits
from imr_desktop.case.model import Case, Search
from imr_desktop.review import questions
from imr_desktop.ui.search.synonyms_dialog import SynonymsDialog

SENTENCE = "There is no documentation of an earlier acupuncture trial."
CLOSING = " The request is not medically necessary."


def settled(qtbot, window):
    def at_rest():
        checked = window.session.last_checked
        return not window.tasks.busy and checked is not None and checked.case is window.session.case

    qtbot.waitUntil(at_rest, timeout=30_000)


@pytest.fixture
def claiming(sample, qtbot):
    """The sample case, its rationale one sentence that says something is absent, no search kept, no page read by eye."""
    sample.activateWindow()
    assert QTest.qWaitForWindowActive(sample, 5000)

    def edit(case: Case) -> Case:
        case = msgspec.structs.replace(case, searches=(), page_notes=())
        return edits.change_item(case, case.items[0].id, rationale=SENTENCE + CLOSING)

    sample.session.apply("Write", edit)
    settled(qtbot, sample)
    return sample


def absences(window):
    return [problem for problem in window.session.last_checked.problems if problem.check == "absence.rationale"]


def open_card(window, qtbot):
    window.case_view.checks.select(absences(window)[0].id)
    window.case_view.checks.fix_current()
    card = window.case_view.card
    qtbot.waitUntil(lambda: card.search is not None, timeout=20_000)
    return card


def keep(card, qtbot):
    """Keep the search by key; a key that writes nothing ends the breath of answers, as a pause does."""
    qtbot.keyClick(card.keep_button, Qt.Key.Key_F13)
    qtbot.keyClick(card.keep_button, Qt.Key.Key_Space)


def test_a_claim_opens_its_card_beside_the_record(claiming, qtbot):
    card = open_card(claiming, qtbot)
    assert card.isVisible()
    assert claiming.case_view.record.isVisible()
    assert not claiming.case_view.items.isVisible()
    assert card.statement.text() == "“There is no documentation of an earlier acupuncture trial”"
    assert "acupuncture" in card.terms.terms()
    assert card.far.text().startswith("Pages 1–31 searched · ")
    assert 3 < card.hits.rows() < len(card.search.hits)
    assert "Pages 32–34 could not be read" in card.unseen.words.text()
    assert card.hits.hasFocus()
    first = card.hits.current().hit.source.page
    assert claiming.case_view.record.current_page() == first


def test_keys_answer_every_hit_and_the_problem_goes(claiming, qtbot):
    card = open_card(claiming, qtbot)
    hits = len(card.search.hits)
    for _document in range(card.hits.rows()):
        assert card.hits.hasFocus()
        qtbot.keyClick(card.hits, Qt.Key.Key_2)
    assert card.keep_button.hasFocus()
    assert card.tally.text() == f"{hits} of {hits} answered"
    steps = claiming.session.undo_stack.count()
    keep(card, qtbot)
    assert claiming.session.undo_stack.count() == steps + 1
    assert not card.isVisible()
    assert claiming.case_view.checks.list.hasFocus()
    search = claiming.session.case.searches[0]
    assert {hit.remark for hit in search.hits} == {"Other date"}
    assert search.made_at is not None
    settled(qtbot, claiming)
    (left,) = absences(claiming)
    assert left.message == "Pages 32–34 could not be read: say so in the text."
    claiming.case_view.checks.select(left.id)
    claiming.case_view.checks.fix_current()
    settled(qtbot, claiming)
    assert absences(claiming) == []
    claiming.case_view.go.undo()
    claiming.case_view.go.undo()
    assert claiming.session.case.searches == ()


def test_what_is_there_after_all_must_be_reworded(claiming, qtbot):
    card = open_card(claiming, qtbot)
    qtbot.keyClick(card.hits, Qt.Key.Key_Right)
    qtbot.keyClick(card.hits, Qt.Key.Key_Down)
    page = card.hits.current().hit.source.page
    qtbot.keyClick(card.hits, Qt.Key.Key_5)
    for _hit in range(card.hits.rows() - 1):
        qtbot.keyClick(card.hits, Qt.Key.Key_1)
    assert "found 1 time: reword" in card.tally.text()
    keep(card, qtbot)
    settled(qtbot, claiming)
    (problem,) = absences(claiming)
    assert problem.severity == "must fix"
    assert problem.message == f"The search found it on p. {page}: reword the sentence."


def test_esc_keeps_answers_but_no_untouched_search(claiming, qtbot):
    card = open_card(claiming, qtbot)
    qtbot.keyClick(card.hits, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert claiming.session.case.searches == ()
    card = open_card(claiming, qtbot)
    qtbot.keyClick(card.hits, Qt.Key.Key_3)
    qtbot.keyClick(card.hits, Qt.Key.Key_Escape)
    remarks = [hit.remark for hit in claiming.session.case.searches[0].hits]
    assert set(remarks) == {"Says it is absent", ""}
    settled(qtbot, claiming)
    assert "not answered" in absences(claiming)[0].message
    card = open_card(claiming, qtbot)
    assert [hit.remark for hit in card.search.hits] == remarks
    assert card.hits.row() == 1


def test_going_to_another_pane_keeps_the_answers_too(claiming, qtbot):
    card = open_card(claiming, qtbot)
    qtbot.keyClick(card.hits, Qt.Key.Key_1)
    claiming.case_view.go.go_items()
    assert not card.isVisible()
    assert claiming.case_view.items.isVisible()
    assert "Other condition" in {hit.remark for hit in claiming.session.case.searches[0].hits}


def test_own_words_same_words_and_taking_back(claiming, qtbot):
    card = open_card(claiming, qtbot)
    qtbot.keyClicks(card.hits, "12 weeks")
    assert {hit.remark for hit in card.search.hits} == {""}, "words typed where digits answer are taken back whole"
    assert card.hits.row() == 0
    qtbot.keyClick(card.hits, Qt.Key.Key_Home)
    qtbot.keyClick(card.hits, Qt.Key.Key_R)
    assert card.bar.own.hasFocus()
    qtbot.keyClick(card.bar.own, Qt.Key.Key_End)  # a breath of keys ends here
    qtbot.keyClicks(card.bar.own, "another claim's file")
    qtbot.keyClick(card.bar.own, Qt.Key.Key_Return)
    first = card.hits.row_model.row_at(0).hits
    assert {card.search.hits[at].remark for at in first} == {"another claim's file"}
    assert card.hits.hasFocus()
    assert card.hits.row() == 1
    card.hits.select_row(0)
    qtbot.keyClick(card.hits, Qt.Key.Key_Backspace)
    assert {hit.remark for hit in card.search.hits} == {""}


def test_the_same_words_elsewhere_are_answered_by_one_key(claiming, qtbot):
    card = open_card(claiming, qtbot)
    hit = card.search.hits[0]
    twin = msgspec.structs.replace(hit, source=msgspec.structs.replace(hit.source, page=hit.source.page + 9))
    card._search = msgspec.structs.replace(card.search, hits=(hit, twin))
    card._refresh()
    card.hits.select_row(0)
    qtbot.keyClick(card.hits, Qt.Key.Key_2)
    card.hits.select_row(0)
    qtbot.keyClick(card.hits, Qt.Key.Key_S)
    assert [one.remark for one in card.search.hits] == ["Other date", "Other date"]


def test_a_document_is_opened_up_and_its_places_answered_one_by_one(claiming, qtbot):
    card = open_card(claiming, qtbot)
    rows = card.hits.row_model.shown
    at = next(at for at, row in enumerate(rows) if len(row.hits) > 1)
    group = rows[at].hits
    card.hits.select_row(at)
    qtbot.keyClick(card.hits, Qt.Key.Key_Right)
    assert card.hits.rows() == len(rows) + len(group)
    qtbot.keyClick(card.hits, Qt.Key.Key_Down)
    qtbot.keyClick(card.hits, Qt.Key.Key_3)
    assert [bool(card.search.hits[one].remark) for one in group] == [True] + [False] * (len(group) - 1)
    card.hits.select_row(at)
    qtbot.keyClick(card.hits, Qt.Key.Key_Left)
    assert card.hits.rows() == len(rows)
    qtbot.keyClick(card.hits, Qt.Key.Key_1)
    assert {card.search.hits[one].remark for one in group} == {"Says it is absent", "Other condition"}


def test_pages_not_seen_are_opened_and_read_by_eye(claiming, qtbot):
    card = open_card(claiming, qtbot)
    qtbot.keyClick(card.hits, Qt.Key.Key_V)
    assert claiming.session.case.page_notes == ()
    qtbot.keyClick(card.hits, Qt.Key.Key_O)
    assert claiming.case_view.record.current_page() == 32
    for _page in range(3):
        qtbot.keyClick(card.hits, Qt.Key.Key_V)
    assert [note.page for note in claiming.session.case.page_notes if note.read_at] == [32, 33, 34]
    assert not card.unseen.isVisible()
    for _document in range(card.hits.rows()):
        qtbot.keyClick(card.hits, Qt.Key.Key_2)
    keep(card, qtbot)
    settled(qtbot, claiming)
    assert absences(claiming) == []


def test_what_was_left_out_is_counted_and_shown(claiming, qtbot):
    card = open_card(claiming, qtbot)
    card._left_out = (card.search.hits[0],)
    card._refresh()
    rows = card.hits.rows()
    assert card.left_button.text() == "1 place in headers left out"
    qtbot.mouseClick(card.left_button, Qt.MouseButton.LeftButton)
    assert card.hits.rows() == rows + 1
    card.hits.select_row(rows)
    qtbot.keyClick(card.hits, Qt.Key.Key_1)
    assert not any(hit.remark for hit in card.search.hits)


def test_other_terms_are_searched_and_answers_stay(claiming, qtbot):
    card = open_card(claiming, qtbot)
    qtbot.keyClick(card.hits, Qt.Key.Key_2)
    answered = next(hit.source for hit in card.search.hits if hit.remark)
    card.terms.setPlainText("acupuncture, zygapophysial")
    qtbot.keyClick(card.terms, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.search.terms == ("acupuncture", "zygapophysial"), timeout=20_000)
    assert [hit.remark for hit in card.search.hits if hit.source == answered] == ["Other date"]
    card.terms.setPlainText("zygapophysial")
    qtbot.mouseClick(card.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.search.terms == ("zygapophysial",), timeout=20_000)
    assert card.hits.rows() == 0
    assert card.far.text().startswith("Pages 1–31 searched · no hit · last searched ")
    assert card.keep_button.hasFocus()


def test_a_hit_becomes_a_finding(claiming, qtbot):
    card = open_card(claiming, qtbot)
    source = card.hits.current().hit.source
    qtbot.keyClick(card.hits, Qt.Key.Key_F)
    assert claiming.session.case.findings[-1].sources == (source,)
    assert card.isVisible()


def criterion_card(window, qtbot):
    items = window.case_view.items
    items.content.criteria.list.select_row(2)
    qtbot.keyClick(items.content.criteria.list, Qt.Key.Key_S)
    card = window.case_view.card
    qtbot.waitUntil(lambda: card.search is not None, timeout=20_000)
    qtbot.keyClick(card.hits, Qt.Key.Key_Home)  # a breath of keys ends here
    return card


@pytest.fixture
def undocumented(sample, qtbot):
    """The sample case without its facts, so that a criterion is not documented."""
    sample.activateWindow()
    assert QTest.qWaitForWindowActive(sample, 5000)
    sample.session.apply("Forget", lambda case: msgspec.structs.replace(case, facts=(), searches=()))
    settled(qtbot, sample)
    sample.case_view.go.go_items()
    return sample


def test_a_criterion_is_searched_for_and_a_hit_cited(undocumented, qtbot):
    card = criterion_card(undocumented, qtbot)
    assert card.isVisible()
    assert card.statement.text().startswith("Is this in the record: ")
    assert card.acts.cite.isVisible()
    source = card.hits.current().hit.source
    qtbot.keyClick(card.hits, Qt.Key.Key_E)
    qtbot.keyClick(card.hits, Qt.Key.Key_Escape)
    criteria = undocumented.case_view.items.content.criteria.list
    assert criteria.hasFocus()
    criteria.select_row(2)
    qtbot.keyClick(criteria, Qt.Key.Key_M)
    assert source in undocumented.session.case.items[0].answers[0].sources


def test_one_missing_input_can_be_set_from_a_hit(undocumented, qtbot):
    items = undocumented.case_view.items
    items.content.criteria.list.select_row(2)
    key = items.content.criteria.list.current().report.missing[0]
    items.content._on_search((key,))
    card = undocumented.case_view.card
    qtbot.waitUntil(lambda: card.search is not None, timeout=20_000)
    assert card.acts.yes.isVisible()
    source = card.hits.current().hit.source
    qtbot.keyClick(card.hits, Qt.Key.Key_Y)
    (fact,) = undocumented.session.case.facts
    assert (fact.key, fact.value, fact.sources) == (key, True, (source,))


def test_synonyms_are_edited_and_used_at_once(claiming, qtbot):
    card = open_card(claiming, qtbot)
    qtbot.mouseClick(card.synonyms_button, Qt.MouseButton.LeftButton)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, SynonymsDialog) and one.isVisible())
    dialog.text.setPlainText("acupuncture")
    dialog.try_accept()
    assert dialog.isVisible()
    assert dialog.message.text() == "Line 1 has fewer than two different words: write “PT = physical therapy”."
    dialog.text.setPlainText("acupuncture = dry needling\n")
    dialog.try_accept()
    qtbot.waitUntil(lambda: card.search is not None and "dry needling" in card.search.terms, timeout=20_000)
    assert (claiming.services.home.root / "thesaurus.toml").read_text(encoding="utf-8").count("dry needling") == 1


def test_a_broken_synonym_file_is_told_and_left_out(claiming, qtbot):
    (claiming.services.home.root / "thesaurus.toml").write_text("same = [[", encoding="utf-8")
    card = open_card(claiming, qtbot)
    assert card.error.text().startswith("Your synonyms in thesaurus.toml were left out: it is not TOML")
    assert card.hits.rows() > 0


def test_the_layout_may_change_while_the_card_is_open(claiming, qtbot):
    card = open_card(claiming, qtbot)
    claiming.resize(1920, 1000)
    qtbot.waitUntil(lambda: claiming.case_view.workspace.compact is False)
    qtbot.waitUntil(card.isVisible)
    assert claiming.case_view.record.isVisible()
    qtbot.waitUntil(card.hits.hasFocus)
    qtbot.keyClick(card.hits, Qt.Key.Key_Escape)
    qtbot.waitUntil(claiming.case_view.items.isVisible)


def test_tab_reaches_every_part(claiming, qtbot):
    card = open_card(claiming, qtbot)
    card.terms.setFocus()
    seen = []
    for _step in range(18):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    for part in (card.again_button, card.hits, *card.bar.buttons.values(), card.bar.own, card.keep_button):
        assert part in seen


def test_answers_of_an_earlier_sitting_are_kept_and_what_cannot_be_read_of_them_is_said(opened):
    told, search = [], Search("s1", ("brace",))
    opened.case_view.search.failed.connect(told.append)
    opened.session.drafts_found.emit({"search": "{"})
    assert ["cannot be read any more" in words for words in told] == [True]
    opened.session.drafts_found.emit({"search": msgspec.json.encode(search).decode()})
    assert opened.session.case.searches == (search,)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("PT, physical  therapy\nPT;  ,, ", ("PT", "physical therapy")),
        ("", ()),
        ("x" * 200, ("x" * 80,)),
        (",".join(f"w{at}" for at in range(150)), tuple(f"w{at}" for at in range(100))),
    ],
)
def test_terms_are_read_from_a_line(text, terms):
    assert questions.terms_of(text) == terms

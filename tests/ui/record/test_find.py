"""Finding words by key and mouse: hits while typing, what was not seen, what narrows a search, what is marked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from imr_desktop.record import RecordText
from imr_desktop.record.find.query import parsed
from imr_desktop.record.find.search import search
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.find_flow import FindAnswer
from imr_desktop.ui.record.page_words import PlacedWord
from imr_desktop.ui.record.pane import RecordPane

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Searched:
    """Answers a pane's wishes with real searches of a small record; `wishes` are those made."""

    def __init__(self, pane, case):
        self.pane, self.case, self.wishes = pane, case, []
        texts = {page: f"Page {page}. Neck pain rated 7/10." for page in (37, 38, 120)}
        self.text = RecordText({**texts, 41: "He denies neck pain."}, unreadable=(2, 9), reasons={2: ("a scan",)})

    def answer(self, wish):
        self.wishes.append(wish)
        try:
            found = search(parsed(wish.query), self.case, self.text)
        except Exception as error:  # noqa: BLE001  what is wrong with a query is a sentence
            self.pane.show_found(FindAnswer(wish, wrong=error.sentence))
        else:
            self.pane.show_found(FindAnswer(wish, found))


@pytest.fixture
def pane(qtbot, stand):
    case = stand.full_case()
    pane = stand.Session(case).attach(RecordPane())
    pane.set_pages(stand.pictures(case, None, None))
    pane.set_record(stand.Record(case.page_count))
    pane.searched = Searched(pane, case)
    pane.find_requested.connect(pane.searched.answer)
    qtbot.addWidget(pane)
    pane.resize(900, 800)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def rows(pane, kind):
    return [row for row in pane.found.model.shown if row.kind == kind]


def test_hits_come_while_typing_and_move_nothing(qtbot, pane):
    pane.go_to_page(41)
    qtbot.keyClick(pane.view, Key.Key_F, CTRL)
    qtbot.keyClicks(pane.bar.finder, "nec")
    qtbot.waitUntil(lambda: len(rows(pane, "hit")) == 4)
    assert len(pane.searched.wishes) == 1, "typing is not searched letter by letter"
    assert pane.current_page() == 41
    assert pane.bar.finder.hasFocus()
    denied = next(row for row in rows(pane, "hit") if row.page == 41)
    assert "denied" in denied.remark
    assert "denied" in denied.spoken
    qtbot.keyClick(pane.bar.finder, Key.Key_Return)
    assert rows(pane, "hit") == [], "what is entered is a whole word"
    qtbot.keyClicks(pane.bar.finder, "k")
    qtbot.keyClick(pane.bar.finder, Key.Key_Return)
    assert pane.current_page() == 41
    qtbot.keyClick(pane.bar.finder, Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(pane.bar.finder, Key.Key_Escape)
    assert pane.side.currentWidget() is not pane.found
    assert pane.bar.finder.text() == ""


def test_pages_that_were_not_seen_are_listed_and_opened_by_a_click(qtbot, pane):
    pane.find_words("zebra")
    assert pane.found.note.text() == "0 hits in 4 pages; 210 pages could not be searched: pp. 1–36, 39–40, 42–119, 121–214."
    page2 = next(at for at, row in enumerate(pane.found.model.shown) if row.kind == "missed" and row.page == 2)
    area = pane.found.list.visualRect(pane.found.model.index(page2))
    spot = area.topLeft() + QPoint(20, 10)
    qtbot.waitUntil(lambda: pane.found.list.indexAt(spot).row() == page2)
    with qtbot.waitSignal(pane.finding.page_wanted) as caught:
        qtbot.mouseClick(pane.found.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert caught.args == [2, "", ""]
    qtbot.waitUntil(lambda: pane.current_page() == 2)
    assert pane.found.model.row_at(page2).words == "a scan"


def test_a_mistake_is_a_sentence_and_no_old_hits_stay(qtbot, pane):
    pane.find_words("neck")
    pane.find_words('"neck')
    assert "quotation mark" in pane.found.note.text()
    assert pane.found.model.shown == ()
    assert pane.view.content.sought == ()


def test_the_menu_narrows_and_brings_earlier_searches_back(qtbot, pane):
    pane.find_words("neck")
    menu = pane.found.menu()
    same, kinds, _years, earlier = [action for action in menu.actions() if not action.isSeparator()]
    kinds.menu().actions()[0].trigger()
    assert pane.bar.finder.text().startswith('neck type:"')
    assert earlier.menu().actions()[0].text() == "neck"
    same.trigger()
    assert pane.searched.wishes[-1].same is False
    pane.clear_find()
    pane.focus_find()
    qtbot.keyClick(pane.bar.finder, Key.Key_Up)
    assert pane.bar.finder.text().startswith("neck")


def test_ctrl_f_takes_the_selection_along(qtbot, pane):
    pane.go_to_page(37)
    qtbot.waitUntil(lambda: bool(pane.view.content.words(37)))
    pane.view.selection.take((37, 4), (37, 5))
    pane.focus_find()
    words = [word.text for word in pane.view.content.words(37)[4:6]]
    assert pane.bar.finder.text() == f'"{" ".join(words)}"'


def placed(*lines):
    return [
        PlacedWord(word, (10 + 40 * at, 12 * row, 45 + 40 * at, 12 * row + 10))
        for row, line in enumerate(lines)
        for at, word in enumerate(line.split())
    ]


def test_what_is_marked_is_what_was_found():
    words = placed("right lumbar radicu-", "lopathy and Muñoz", "E M G normal")
    assert page_words.find_all(words, ["radiculopathy"]) == [range(2, 4)]
    assert page_words.find_all(words, ["munoz", "EMG"]) == [range(5, 6), range(6, 9)]
    assert page_words.find_all(words, ["lumba"]) == page_words.find_all(words, []) == page_words.find_all([], ["x"]) == []
    assert page_words.find_all(placed("lurnbar spine"), ["lumbar"], tolerant=True) == [range(1)]

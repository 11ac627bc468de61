"""Letters typed as keys act; letters typed as words do nothing, and what they did before it showed is taken back."""

import random

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
SENTENCES = (
    "Maximum improvement was reached before the request.",
    "more than four sessions are asked for",
    "Mad as it sounds, no trial is on record.",
    "No exercise was tried.",
    "no",
    "not shown",
    "Nomad, and on and on.",
    "Do not count the second visit.",
    "done in March",
    "Documented on page 12.",
    "A trial failed.",
    "and an amount of 3-4 per session",
    "Amount asked for: 12.",
    "Upheld, because no exception applies.",
    "uo",
    "under the guideline",
    "On balance the request fails.",
    "only one of them",
    "Command of language",
    "Exceeds 3-4 per session.",
    "Relief lasted a day.",
    "Since May it hurts.",
    "It is not met.",
    "relief of pain was not noted",
)


class Hands:
    """Types as a person does: the events carry their times, so no test waits, and a busy machine changes nothing."""

    def __init__(self):
        self.now, self.chance = 1_000_000, random.Random(3)

    def key(self, key, text, modifiers=NONE, after=0):
        self.now += after
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self.now)
            QApplication.sendEvent(QApplication.focusWidget(), event)

    def type(self, words, after=2_000):
        for char in words:
            self.key(ord(char.upper()), char, SHIFT if char.isupper() else NONE, after)
            after = self.chance.randint(30, 250)


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def active(sample, front, qtbot):
    front(sample)
    qtbot.waitUntil(lambda: sample.case_view.items.content.criteria.list.rows() > 0, timeout=20_000)
    sample.case_view.go.go("items")
    return sample


def statuses(window):
    return [answer.status for answer in window.session.case.items[0].answers]


def test_no_sentence_answers_decides_or_lands_in_a_text_and_a_series_at_speed_answers(active, hands):
    view, criteria = active.case_view, active.case_view.items.content.criteria.list
    before, steps = active.session.case, active.session.undo_stack.index()
    for sentence in (word for word in SENTENCES if word not in ("no", "uo")):
        if view.workspace.card_shown:  # a search was opened by its letter, and nothing more
            view.search.leave()
        criteria.setFocus()
        row = criteria.row()
        hands.type(sentence)
        view.flush()
        now = active.session.case
        assert (now.items, now.findings, now.summary) == (before.items, before.findings, before.summary), sentence
        assert criteria.row() == row, sentence
        assert not view.items.content.criteria.reason.text(), sentence
    assert active.session.undo_stack.index() == steps
    assert not active.session.undo_stack.canRedo(), "what was taken back does not come again"
    criteria.setFocus()
    criteria.select_row(0)
    hands.type("mmddnau")
    assert statuses(active) == ["met", "met", "not documented", "not documented", "not met", "not applicable"]
    assert active.session.case.items[0].decision == "Upheld"
    active.session.undo()
    assert active.session.case.items[0].decision is None
    assert len(statuses(active)) == 6, "each answer is a step of its own"


@pytest.mark.parametrize(("sentence", "slow"), [("no", {}), ("do", {}), ("not shown", {1: 700}), ("team", {1: 700, 2: 700})])
def test_a_word_of_answers_alone_and_words_typed_with_a_pause_in_them_decide_nothing(active, hands, sentence, slow):
    before = active.session.case.items
    for at, char in enumerate(sentence):
        hands.type(char, after=slow.get(at, 200) if at else 2_000)
    assert active.session.case.items == before
    hands.type("m")
    hands.type("n", after=800)
    assert statuses(active) == ["met", "not met"], "answers given one after the other stand"
    hands.type("d", after=800)
    hands.type("not shown", after=700)
    assert statuses(active) == ["met", "not met", "not documented"], "and prose after them takes back its own letters alone"
    assert active.session.case.items[0].decision is None


def test_one_letter_after_the_other_acts_and_letters_typed_on_from_a_text_do_not(active, hands):
    criteria = active.case_view.items.content.criteria.list
    for letter in "mnd":
        hands.type(letter)
    assert statuses(active) == ["met", "not met", "not documented"]
    active.case_view.go.go("summary")
    hands.type("The patient")
    criteria.setFocus()  # as what vanishes or ends may do
    hands.type("mad", after=120)
    assert statuses(active) == ["met", "not met", "not documented"]
    hands.type("a")
    assert statuses(active)[3:] == ["not applicable"]
    for place in (active.case_view.record.view, active.case_view.items.content.from_criteria):
        place.setFocus()
        active.case_view.flush()
        before = active.session.case
        hands.type("Quite a find of course")
        active.case_view.flush()
        now = active.session.case
        assert (now.findings, now.summary, now.items) == (before.findings, before.summary, before.items), place
    hands.type("x")
    QTest.mouseClick(active.case_view.summary.editor.viewport(), Qt.MouseButton.LeftButton)
    hands.type("Since May.", after=600)
    active.case_view.flush()
    assert "Since May." in active.session.case.summary, "what the mouse chose was chosen"
    assert "The patient" in now.summary

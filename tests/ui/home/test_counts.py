"""What stands in the cases' ways is counted for the first of the list and for those in view, and once."""

from datetime import date
from types import SimpleNamespace

import msgspec
from invented_worklist import lines
from msgspec.structs import replace
from PySide6.QtCore import QObject

from imr_desktop.review.checking import Open
from imr_desktop.store import summaries
from imr_desktop.ui.home.counts import AHEAD, Counts
from imr_desktop.ui.tasks import Tasks


def test_only_the_first_and_those_in_view_are_counted_until_they_change(qtbot):
    cases, counted = lines(200, date(2026, 11, 20)), []

    def count(asked):
        counted.extend(line.id for line in asked)
        return {line.id: Open(1, 0) for line in asked}

    checking = SimpleNamespace(worth_counting=tuple, count_listed=count)
    owner = QObject()
    counts = Counts(SimpleNamespace(checking=checking, vault=SimpleNamespace(is_open=True)), Tasks(owner, inline=True), owner)
    told = {}
    counts.counted.connect(told.update)
    counts.begin(cases)
    assert counted == [line.id for line in cases[:AHEAD]]
    counts.look_at([cases[150].id, cases[0].id])
    counts.look_at([cases[150].id])
    assert counted[AHEAD:] == [cases[150].id]
    told.clear()
    counts.begin((replace(cases[0], version=99), *cases[1:]))
    assert counted[AHEAD + 1 :] == [cases[0].id]
    assert len(told) == AHEAD + 1, "what is known is told again without counting"


def test_a_line_of_an_older_program_says_the_same_but_not_when_the_case_was_received():
    line = lines(3, date(2026, 11, 20))[0]
    old = msgspec.msgpack.encode(msgspec.structs.astuple(line)[:-1])
    assert summaries.says(old, line)
    assert not summaries.says(old, replace(line, number="CM26-2"))

"""Long lists: a row can be clicked and scrolled to before all rows are laid out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from imr_desktop.ui.widgets.rows import RowDelegate, RowList, RowModel

MANY = 450
HIGH = 30


@dataclass(frozen=True)
class Line:
    key: str

    @property
    def words(self) -> str:
        return self.key

    spoken = words


class Delegate(RowDelegate[Line]):
    def height(self, row):
        return HIGH

    def draw(self, painter, row, area, *, chosen):
        self.drawn = [*getattr(self, "drawn", ()), (row.key, area.y(), chosen)]

    def part_at(self, area, index, spot):
        return index.row()


@pytest.fixture
def rows(qtbot):
    made = RowList("Lines", "", RowModel[Line](), Delegate)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    qtbot.waitExposed(made)
    made.row_model.show_rows(Line(str(at)) for at in range(MANY))
    made.executeDelayedItemsLayout()
    last = made.row_model.index(MANY - 1)
    assert not made.visualRect(last).isValid(), "the rest of the rows waits"
    return made


def test_a_row_is_clicked_while_others_wait_to_be_laid_out(rows, qtbot):
    with qtbot.waitSignal(rows.part_clicked, timeout=1000) as told:
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, HIGH + 5))
    assert (rows.row(), told.args) == (1, [1, 1])


def test_the_rows_seen_first_are_painted_while_others_wait_to_be_laid_out(rows):
    rows.select_row(1)
    rows.delegate.drawn = []
    rows.viewport().repaint()
    seen = -(-rows.viewport().height() // HIGH)
    assert rows.delegate.drawn == [(str(at), at * HIGH, at == 1) for at in range(seen)]


def test_a_row_is_brought_into_view_while_it_waits_to_be_laid_out(rows):
    rows.select_row(MANY - 1)
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))


def test_the_row_at_the_top_stays_there_when_the_width_changes(rows, qtbot):
    rows.settle()
    rows.scrollTo(rows.row_model.index(300), RowList.ScrollHint.PositionAtTop)
    rows.resize(200, 200)
    qtbot.waitUntil(lambda: rows.indexAt(QPoint(1, 1)).row() == 300)

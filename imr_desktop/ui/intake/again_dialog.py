"""Pages that come again: the runs at the left, and of nearly equal ones what differs at the right, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, holder, row, tab_chain
from imr_desktop.ui.widgets.rows import RowDelegate, RowList, RowModel
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review.again import Again

WIDTH, HEIGHT, LEFT, SIDE = 980, 560, 340, 14
_EDGE = 48
LOOKING = mark("Comparing the pages…")
NOTHING = mark("No page comes again. Pages that could not be read were not compared.")
NOTE = mark("Copies stay pages of the record. Pages that could not be read were not compared.")


@dataclass(frozen=True)
class AgainRow:
    """One run of pages; `state` says how many differences it has."""

    again: Again

    @property
    def key(self) -> str:
        return str(self.again.copy)

    @property
    def words(self) -> str:
        return self.again.title

    @property
    def state(self) -> str:
        return tr("The same words") if self.again.copy.exact else counted(len(self.again.differences), "difference")

    @property
    def spoken(self) -> str:
        return f"{self.words}. {self.state}"


class AgainDelegate(RowDelegate[AgainRow]):
    """Two lines: which pages, and how many differences."""

    uniform = True

    def height(self, row: AgainRow) -> int:
        return px(46)

    def draw(self, painter: QPainter, row: AgainRow, area: QRect, *, chosen: bool) -> None:
        line = QRect(area.x() + px(SIDE), area.y() + px(5), self.view.row_width() - px(2 * SIDE), px(18))
        paint.text(painter, line, row.words, "text", 13, 600)
        paint.text(painter, line.translated(0, px(18)), row.state, "muted" if row.again.copy.exact else "error_text", 12)


class AgainDialog(QDialog):
    """`page_requested(page)`: open a page of the record (the button, or Enter in the list)."""

    page_requested = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Pages that come again"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tally = PlainLabel("", "muted")
        self.note = PlainLabel(tr(LOOKING), "muted", wrap=True)
        help_text = tr("Enter opens the pages; what differs stands at the right")
        self.list = RowList(tr("Pages that come again"), help_text, RowModel[AgainRow](), AgainDelegate)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("What differs"))
        self.open_button = Button(tr("&Open the page"), "book-open")
        self.first_button = Button(tr("Open the &first one"), "book-open")
        self.close_button = Button(tr("Close"), kind="ghost", tip="Esc")
        left = framed(column((self.list, 1), margins=(1, 1, 1, 1)))
        left.setFixedWidth(px(LEFT))
        self.setLayout(
            column(
                row(PlainLabel(tr("Pages that come again"), "h1"), (self.tally, 1), spacing=12),
                12,
                (holder(row(left, (self.text, 1))), 1),
                8,
                row((self.note, 1), self.open_button, self.first_button, self.close_button),
                margins=(20, 16, 20, 16),
            )
        )
        tab_chain(self.list, self.text, self.open_button, self.first_button, self.close_button)
        self.list.current_changed.connect(self._on_current)
        self.list.activated.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.first_button.clicked.connect(self._open_first)
        self.close_button.clicked.connect(self.reject)
        self.open_button.setEnabled(False)
        self.first_button.setEnabled(False)
        self.resize(min(px(WIDTH), parent.width() - _EDGE), min(px(HEIGHT), parent.height() - _EDGE))

    def show_found(self, found: Sequence[Again]) -> None:
        """Show the runs; those that differ first, since an altered word hides there."""
        rows = sorted(map(AgainRow, found), key=lambda one: (one.again.copy.exact, one.again.copy.first))
        self.list.row_model.show_rows(rows)
        self.tally.setText(counted(len(rows), "run of pages", "runs of pages") if rows else "")
        self.note.setText(tr(NOTE) if rows else tr(NOTHING))
        self.open_button.setEnabled(bool(rows))
        self.first_button.setEnabled(bool(rows))
        if rows:
            self.list.select_row(0)
            self.list.setFocus()

    @Slot()
    def _on_current(self) -> None:
        chosen = self.list.row_model.row_at(self.list.row())
        self.text.setPlainText(chosen.again.text if chosen else "")

    @Slot()
    def _open(self) -> None:
        if chosen := self.list.row_model.row_at(self.list.row()):
            self.page_requested.emit(chosen.again.copy.first)

    @Slot()
    def _open_first(self) -> None:
        if chosen := self.list.row_model.row_at(self.list.row()):
            self.page_requested.emit(chosen.again.copy.of)

"""The documents of a file that is still being read: to be gone through, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.intake.proposal_list import ProposalDelegate, ProposalModel
from imr_desktop.ui.intake.proposal_rows import ProposalRow, document_row
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, row, tab_chain
from imr_desktop.ui.widgets.rows import RowList
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review.intake import PartedSoFar

_KEYS = mark("↑ ↓  documents   ·   Esc  back; the reading goes on")


class SoFarList(RowList[ProposalRow]):
    """The documents, which can be gone through and nothing else."""

    def key_hints(self) -> str:
        """What its keys do, for the status bar."""
        return tr(_KEYS)


class SoFarView(QWidget):
    """`left()`: the reviewer goes back to the worklist; the reading goes on."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Documents so far"))
        self._title, self._size = ElidedLabel("", "h1"), PlainLabel("", "muted")
        self._model = ProposalModel()
        help_text = tr("The documents of the pages that were read so far; they can be taken when all pages are read")
        self.list = SoFarList(tr("Documents so far"), help_text, self._model, ProposalDelegate)
        self.back = Button(tr("Back to the cases"), kind="ghost", tip="Esc")
        note = ElidedLabel(
            tr("Reading goes on. More pages may join or part these documents; nothing is final, and nothing is taken yet."),
            "muted",
        )
        self.setLayout(
            column(
                row((self._title, 1), self._size, spacing=10),
                8,
                (framed(column((self.list, 1), margins=(1, 1, 1, 1))), 1),
                8,
                row(IconLabel("loader-circle", "muted"), (note, 1), self.back),
                margins=(16, 12, 16, 12),
            )
        )
        tab_chain(self.list, self.back)
        self.back.clicked.connect(self.left)
        self.list.installEventFilter(self)

    def show_so_far(self, so_far: PartedSoFar) -> None:
        """Show the documents; the line that is current stays so, and the one at the top there, where they still are lines."""
        current, top = self.list.current(), self.list.first_in_view()
        pages, many = len(so_far.read.pages), counted(len(so_far.documents), "document")
        self._title.setText(tr("{many} so far in {name}", many=many, name=so_far.read.name))
        self._size.setText(tr("found on the first {pages:,} of {of:,} pages", pages=pages, of=so_far.of))
        self._model.show_rows(map(document_row, so_far.documents))
        if current is not None and self.list.row() < 0:
            self.list.select_row(self._model.row_of(current.key))
        if top is not None:
            self.list.scrollTo(self._model.index(self._model.row_of(top.key)), RowList.ScrollHint.PositionAtTop)

    @Slot()
    def clear(self) -> None:
        """Forget what was shown."""
        self._title.setText("")
        self._model.show_rows(())

    def focus_first(self) -> None:
        """The keyboard goes to the list."""
        if self.list.row() < 0:
            self.list.select_row(0)
        self.list.setFocus()

    def key_hints(self) -> str:
        """What the view's keys do, for the status bar."""
        return tr(_KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back, from the button too."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape in the list, which would keep it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False

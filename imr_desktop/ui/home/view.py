"""The first view: the worklist by due date, and where a case is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from imr_desktop.ui.home import ROW_HEIGHT
from imr_desktop.ui.theme import color, current, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, holder, row

if TYPE_CHECKING:
    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.review.checking import Open
    from imr_desktop.ui.home.worklist import CaseRow, Worklist
    from imr_desktop.ui.widgets.rows import RowList

WIDTH = 980


class DropZone(QFrame):
    """The dashed box that says what can be dropped; the whole window takes drops."""

    open_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Drop zone")
        centre = Qt.AlignmentFlag.AlignCenter
        self._icon = IconLabel("inbox", "accent_text", 32)
        title = PlainLabel("Drop a case to begin", "h1")
        text = PlainLabel("A folder, PDF files or a determination text. Nothing leaves this computer.", "body")
        for shown in (self._icon, title, text):
            shown.setAlignment(centre)
        open_button = Button("Open files…  Ctrl+O", "folder-open", tip="Choose files of a case")
        paste_button = Button("Paste text…  Ctrl+Shift+V", "clipboard-list", tip="Start from a determination's text")
        self.setLayout(
            column(
                None,
                self._icon,
                8,
                title,
                4,
                text,
                12,
                row(None, open_button, paste_button, None),
                None,
                margins=(16, 8, 16, 8),
            )
        )
        open_button.clicked.connect(self.open_requested)
        paste_button.clicked.connect(self.paste_requested)

    def set_tall(self, tall: bool) -> None:
        """Alone in the view it is taller."""
        self.setFixedHeight(px(260 if tall else 160))
        self._icon.set_icon("inbox", "accent_text", 40 if tall else 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), 14, color("surface"), color("border_strong"), 2, dashed=True)


PLAIN = "Anyone who can use this account on this computer can open the cases."


class HomeView(QWidget):
    """Worklist and drop zone. `case_requested(id)`: open a stored case; `sample_requested`: install the sample.
    `passphrase_requested`: protect the vault by one. `retry_requested`: the cases could not be listed, try again.
    """

    case_requested = Signal(str)
    open_requested = Signal()
    paste_requested = Signal()
    sample_requested = Signal()
    passphrase_requested = Signal()
    retry_requested = Signal()

    def __init__(self, *, expects_cases: bool = False, parent: QWidget | None = None) -> None:
        """`expects_cases`: a vault is there, so the view stays empty until its cases are listed."""
        super().__init__(parent)
        self.setAccessibleName("Cases")
        self._model: Worklist | None = None
        self._listed = False
        self.worklist: RowList[CaseRow] | None = None
        self._count = PlainLabel("", "muted")
        self._error = PlainLabel("", "error", wrap=True)
        self.retry = Button("Try again", "refresh-cw")
        self.retry.clicked.connect(self.retry_requested)
        self.retry.hide()
        self._list_column = column(margins=(1, 1, 1, 1))
        self._frame = framed(self._list_column)
        self._head = holder(row(PlainLabel("Cases", "h1"), self._count, None, PlainLabel("Due first", "muted"), spacing=10))
        self.drop_zone = DropZone()
        self.drop_zone.open_requested.connect(self.open_requested)
        self.drop_zone.paste_requested.connect(self.paste_requested)
        sample = Button("Try the sample case", "sparkles", kind="ghost")
        sample.clicked.connect(self.sample_requested)
        self._first_time = holder(row(None, PlainLabel("First time?", "body"), sample, None))
        protect = Button("Set a passphrase…", "key-round", kind="ghost")
        protect.clicked.connect(self.passphrase_requested)
        self._open_door = holder(row(None, PlainLabel(PLAIN, "muted"), protect, None))
        self._open_door.hide()
        self._lay_out()
        current().changed.connect(self._resize)
        self._show_cases(())
        if expects_cases:
            self.drop_zone.hide()
            self._first_time.hide()

    def _build_list(self) -> None:
        # Built for the first case only: lists and their painting are not needed before the first paint.
        from imr_desktop.ui.home.worklist import Worklist, WorklistDelegate
        from imr_desktop.ui.widgets.rows import RowList

        self._model = Worklist()
        self.worklist = RowList("Cases by due date", "Enter opens a case", self._model, WorklistDelegate)
        self.worklist.activated.connect(self._on_activated)
        self._list_column.addWidget(self.worklist)

    def _lay_out(self) -> None:
        self._column: QVBoxLayout = column(
            self._error,
            row(self.retry, None),
            self._head,
            10,
            self._frame,
            16,
            self.drop_zone,
            16,
            self._first_time,
            self._open_door,
            margins=(24, 24, 24, 16),
        )
        self._column.insertStretch(0, 1)
        self._column.addStretch(1)
        middle = holder(self._column)
        middle.setMaximumWidth(px(WIDTH))
        self._middle = middle
        self.setLayout(row(None, (middle, 10), None))

    def set_cases(self, summaries: tuple[CaseSummary, ...]) -> None:
        """Show the stored cases, or what to do first where there is none."""
        self._listed = True
        first = bool(summaries) and not self._rows
        if summaries and self._model is None:
            self._build_list()
        if self._model is not None:
            self._model.set_cases(summaries)
        self._show_cases(summaries)
        if summaries and self.worklist is not None:
            self.worklist.select_row(0)
        if first and self.window().focusWidget() is self:
            self.focus_first()

    def _show_cases(self, summaries: tuple[CaseSummary, ...]) -> None:
        self._rows = len(summaries)
        signed = sum(summary.signed_at is not None for summary in summaries)
        counts = [f"{len(summaries) - signed} open", f"{signed} signed" if signed else ""]
        self._count.setText(" · ".join(count for count in counts if count))
        for widget in (self._head, self._frame):
            widget.setVisible(bool(summaries))
        self._first_time.setVisible(not summaries)
        self._error.hide()
        self.retry.hide()
        self.drop_zone.show()
        self._resize()

    def set_blocking(self, blocking: dict[str, Open | str]) -> None:
        """Show what stands in each case's way, by case id; a sentence where a case was set aside."""
        if self._model is not None:
            self._model.set_blocking(blocking)

    def show_protection(self, protection: str) -> None:
        """Say plainly what the system account's protection means, while there is no other."""
        self._open_door.setVisible(protection == "account")

    def show_error(self, sentence: str) -> None:
        """The vault could not be opened: say why, in its place, and offer to try again where no cases were listed yet."""
        self._error.setText(sentence)
        self._error.show()
        self.retry.setVisible(not self._listed)

    def focus_first(self) -> None:
        """Put the keyboard on the list; while there is none, on the view, which hands it on when the cases come."""
        (self.worklist if self.worklist is not None and self._rows else self).setFocus()

    def key_hints(self) -> str:
        return "Enter  open the case   ·   Ctrl+O  open files" if self._rows else "Drop a case anywhere in this window"

    @Slot()
    def _resize(self) -> None:
        rows = self._rows
        self.drop_zone.set_tall(not rows)
        self._middle.setMaximumWidth(px(WIDTH))
        self._frame.setMaximumHeight(rows * px(ROW_HEIGHT) + 6)
        self._frame.setMinimumHeight(min(rows, 4) * px(ROW_HEIGHT) + 6 if rows else 0)
        self._column.setStretch(0, 0 if rows else 1)
        self._column.setStretch(self._column.count() - 1, 2)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        chosen = self._model.row_at(index.row()) if self._model is not None else None
        if chosen is not None:
            self.case_requested.emit(chosen.key)

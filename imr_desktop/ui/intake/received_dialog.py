"""What was received: one line for each file that was dropped and each file in one, with what it became or what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop.case.model import CaseFile, ReceivedFile
from imr_desktop.language import mark, tr
from imr_desktop.review import received
from imr_desktop.ui.announce import announce
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, row
from imr_desktop.ui.widgets.rows import RowDelegate, RowList, RowModel
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH, HEIGHT, NAME, SIDE = 900, 560, 280, 14
_EDGE = 48
NOTHING = mark("Nothing was received yet. Drop files anywhere in the window.")
FILL_IN = mark("Its original is not in this vault, so its pages cannot be shown or searched. Drop the file to fill it in.")
FILL_IN_SIGNED = mark(
    "Its original is not in this vault, so its pages cannot be shown or searched. Reopen the case as a new version, then "
    "drop the file to fill it in."
)


@dataclass(frozen=True)
class ReceivedRow:
    """One line: `name`, where it was, and what it `became`."""

    at: int
    name: str
    source: str
    became: str

    @property
    def key(self) -> str:
        return f"{self.at} {self.name}"

    @property
    def words(self) -> str:
        return f"{self.name}: {self.became}"

    @property
    def spoken(self) -> str:
        return ". ".join(part for part in (self.name, self.source, self.became) if part)


def rows_of(
    lines: Iterable[ReceivedFile], missing: Iterable[CaseFile] = (), *, signed: bool = False
) -> tuple[ReceivedRow, ...]:
    """Rows for what was received, before them those files of the case whose originals are not here."""
    words, fill_in = mark("{pages_in_words} of the record. {fill_in}"), tr(FILL_IN_SIGNED if signed else FILL_IN)
    away = [
        (file.name, file.source, tr(words, pages_in_words=received.pages_in_words(file), fill_in=fill_in)) for file in missing
    ]
    come = [(line.name, line.source, line.became) for line in lines]
    return tuple(ReceivedRow(at, *told) for at, told in enumerate((*away, *come)))


class ReceivedDelegate(RowDelegate[ReceivedRow]):
    """The name and where it was at the left, what it became at the right."""

    def height(self, row: ReceivedRow) -> int:
        name = paint.paragraph_height(self._name(row), px(NAME))
        return max(name, paint.paragraph_height(row.became, self._wide()), px(18)) + px(16)

    def draw(self, painter: QPainter, row: ReceivedRow, area: QRect, *, chosen: bool) -> None:
        left, top, high = area.x() + px(SIDE), area.y() + px(8), area.height() - px(10)
        paint.paragraph(painter, QRect(left, top, px(NAME), high), self._name(row), "text")
        paint.paragraph(painter, QRect(left + px(NAME) + px(16), top, self._wide(), high), row.became, "text2")

    def _name(self, row: ReceivedRow) -> str:
        return f"{row.name}\n{row.source}" if row.source else row.name

    def _wide(self) -> int:
        return max(self.view.row_width() - px(NAME) - px(2 * SIDE + 16), px(160))


class ReceivedDialog(QDialog):
    """The list. `export_requested()`; Ctrl+C copies the chosen line."""

    export_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Files received"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tally = PlainLabel("", "muted")
        self.message = PlainLabel(tr(NOTHING), "muted", wrap=True)
        help_text = tr("What each file became, or why it could not be read and what to do; Ctrl+C copies a line")
        self.list = RowList(tr("Files received"), help_text, RowModel[ReceivedRow](), ReceivedDelegate)
        self.export_button = Button(tr("&Export…"), "file-down")
        self.close_button = Button(tr("Close"), kind="ghost", tip="Esc")
        self.setLayout(
            column(
                row(PlainLabel(tr("Files received"), "h1"), (self.tally, 1), spacing=12),
                12,
                (framed(column((self.list, 1), margins=(1, 1, 1, 1))), 1),
                8,
                row((self.message, 1), self.export_button, self.close_button),
                margins=(20, 16, 20, 16),
            )
        )
        self.export_button.clicked.connect(self.export_requested)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence.StandardKey.Copy, self.list, self._copy)
        self.resize(min(px(WIDTH), parent.width() - _EDGE), min(px(HEIGHT), parent.height() - _EDGE))

    def show_lines(self, lines: Sequence[ReceivedFile], missing: Sequence[CaseFile] = (), *, signed: bool = False) -> None:
        """Show what was received; `missing` are files of the case, which may be signed, whose originals are not here."""
        rows = rows_of(lines, missing, signed=signed)
        self.list.row_model.show_rows(rows)
        self.tally.setText(counted(len(rows), "line") if rows else "")
        self.message.setText("" if rows else tr(NOTHING))
        self.export_button.setEnabled(bool(rows))
        if rows:
            self.list.select_row(0)
            self.list.setFocus()

    def say(self, words: str) -> None:
        """Say what became of an export."""
        self.message.setText(words)
        announce(self, words)

    @Slot()
    def _copy(self) -> None:
        from PySide6.QtGui import QGuiApplication

        chosen = self.list.row_model.row_at(self.list.row())
        if chosen is not None:
            QGuiApplication.clipboard().setText(chosen.spoken)

"""The versions of a case as rows: which, when, what changed in a few words, and whether it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QPainter

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate, RowList, RowModel
from imr_desktop.ui.wording import day

if TYPE_CHECKING:
    from imr_desktop.review.cases import VersionLine

SIDE, HEIGHT = 14, 62
_SETTLED_MS = 60
_ACTS = {
    "case saved": mark("Saved"),
    "case reopened": mark("Reopened after signing"),
    "case restored": mark("Restored"),
    "case imported": mark("Taken in"),
    "case merged": mark("Merged"),
    "determination signed": mark("Signed"),
}


def when(at: datetime, today: date) -> str:
    """A time for people, by this computer's clock: ``Today 14:02``, ``Nov 20, 14:02``, with the year where it is another."""
    local = at.astimezone()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return tr("Today {clock}", clock=clock)
    return f"{day(local.date(), today)}, {clock}"


def act_words(act: str) -> str:
    """What was done, as the row says it."""
    return tr(_ACTS.get(act, "")) or act[:1].upper() + act[1:]


@dataclass(frozen=True)
class VersionRow:
    """One version; `changed` is empty until it was worked out."""

    line: VersionLine
    time: str
    newest: bool
    changed: str = ""

    @property
    def key(self) -> str:
        return str(self.line.version)

    @property
    def title(self) -> str:
        return tr("Version {version}", version=self.line.version) + (tr(" · now") if self.newest else "")

    @property
    def saved(self) -> str:
        """When, and by which act where that says anything."""
        return self.time if self.line.act == "case saved" else f"{self.time} · {act_words(self.line.act)}"

    @property
    def words(self) -> str:
        return f"{self.title} {self.saved} {self.changed}"

    @property
    def spoken(self) -> str:
        parts = [self.title, tr("Signed") if self.line.signed else "", self.saved, self.changed]
        return ". ".join(part for part in parts if part) + "."


class VersionDelegate(RowDelegate[VersionRow]):
    """One version's row: number and signed mark, time, what changed."""

    uniform = True

    def height(self, row: VersionRow) -> int:
        return px(HEIGHT)

    def draw(self, painter: QPainter, row: VersionRow, area: QRect, *, chosen: bool) -> None:
        line = QRect(area.x() + px(SIDE), area.y() + px(5), self.view.row_width() - px(SIDE + 8), px(18))
        paint.text(painter, line, row.title, "text", 13, 600)
        if row.line.signed:
            paint.text(painter, line, tr("Signed"), "ok_text", 12, 600, paint.RIGHT)
            left = line.right() - paint.width_of(tr("Signed"), 12, 600) - px(20)
            painter.drawPixmap(left, line.y() + px(2), pixmap("shield-check", "ok", 14))
        line.translate(0, px(18))
        paint.text(painter, line, row.saved, "muted", 12)
        line.translate(0, px(17))
        paint.text(painter, line, row.changed, "text2", 12)


class VersionsList(RowList[VersionRow]):
    """`words_wanted(numbers)`: rows in view say no changes yet."""

    words_wanted = Signal(object)

    def __init__(self) -> None:
        help_text = tr("The newest is at the top. The differences of the selected one are at the right.")
        super().__init__(tr("Versions"), help_text, RowModel(), VersionDelegate)
        self.setUniformItemSizes(True)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._want_words)
        self.verticalScrollBar().valueChanged.connect(self._settled.start)

    def show_lines(self, lines: tuple[VersionLine, ...], words: Mapping[int, str]) -> None:
        """Show versions, the newest first, with what is known of their changes."""
        today = date.today()
        self.row_model.show_rows(
            VersionRow(line, when(line.saved_at, today), at == 0, words.get(line.version, ""))
            for at, line in enumerate(lines)
        )
        self._settled.start()

    def _want_words(self) -> None:
        first = max(self.indexAt(self.viewport().rect().topLeft()).row(), 0)
        shown = (self.row_model.row_at(at) for at in range(first, first + self.viewport().height() // px(HEIGHT) + 2))
        wanted = [row.line.version for row in shown if row is not None and not row.changed]
        if wanted:
            self.words_wanted.emit(wanted)

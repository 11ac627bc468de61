"""Comments as rows: the place and its words above each conversation, answers set in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from imr_desktop.case import comments
from imr_desktop.case.model import Case, Comment
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.history.versions_list import when
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.bare_keys import BareKeys
from imr_desktop.ui.widgets.row_menu import Act, RowMenu
from imr_desktop.ui.widgets.rows import RowDelegate, RowList, RowModel
from imr_desktop.ui.widgets.statuses import Status

SIDE, TOP, LINE, INSET = 16, 8, 18, 24
RESOLVED = Status(mark("Resolved"), mark("Resolved"), "circle-check", "ok")
GONE = mark("Its words are gone")
HELP = mark("Enter goes to the place, A answers, R resolves, Delete removes.")
_SHOWN = 2_000
_KEYS = {
    Qt.Key.Key_Return: "go",
    Qt.Key.Key_Enter: "go",
    Qt.Key.Key_A: "answer",
    Qt.Key.Key_R: "resolve",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Backspace: "remove",
}


@dataclass(frozen=True)
class CommentRow:
    """One comment; `place` and `quote` are empty for an answer."""

    comment: Comment
    root: str
    resolved: bool
    place: str
    quote: str
    who: str

    @property
    def key(self) -> str:
        return self.comment.id

    @property
    def words(self) -> str:
        """Its text, as much as is shown."""
        text = self.comment.text
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"

    @property
    def answer(self) -> bool:
        """Whether it answers another."""
        return self.comment.id != self.root

    @property
    def spoken(self) -> str:
        parts = [
            tr("Answer") if self.answer else tr("Comment on {place}", place=self.place),
            self.quote,
            self.words,
            self.who,
            tr("Resolved") if self.resolved and not self.answer else "",
        ]
        return ". ".join(part for part in parts if part)


def rows(case: Case, *, resolved: bool) -> list[CommentRow]:
    """The conversations of a case, the settled ones too with `resolved`."""
    today = date.today()
    return [
        _row(case, comment, thread[0], today)
        for thread in comments.threads(case)
        if resolved or not thread[0].resolved
        for comment in thread
    ]


def _row(case: Case, comment: Comment, root: Comment, today: date) -> CommentRow:
    who = f"{comment.role.capitalize()} · {when(comment.made_at, today)}"
    if comment is not root:
        return CommentRow(comment, root.id, root.resolved, "", "", who)
    quote = f"“{comments.short(root.quote)}”" if root.quote else ""
    if root.quote and comments.span(case, root) is None:
        quote = f"{tr(GONE)}: {quote}"
    return CommentRow(comment, root.id, root.resolved, told(comments.label(case, root.place)), quote, who)


class CommentDelegate(RowDelegate[CommentRow]):
    """One comment's row."""

    def height(self, row: CommentRow) -> int:
        height = paint.paragraph_height(row.words, self._width(row), 14)
        return px(2 * TOP) + self._above(row) + height + px(LINE)

    def draw(self, painter: QPainter, row: CommentRow, area: QRect, *, chosen: bool) -> None:
        width = self._width(row)
        left, top = area.x() + px(SIDE + (INSET if row.answer else 0)), area.y() + px(TOP)
        line = QRect(left, top, width, px(LINE))
        if row.place:
            chip = paint.status_width(RESOLVED.word) + px(8) if row.resolved else 0
            paint.text(painter, line.adjusted(0, 0, -chip, 0), row.place, "accent_text", 12, 600)
            if row.resolved:
                paint.status_chip(painter, line.right() - chip + px(8), top - px(3), RESOLVED)
        if row.quote:
            paint.text(painter, line.translated(0, px(LINE)), row.quote, "muted", 12)
        text = QRect(left, top + self._above(row), width, area.height() - px(TOP) - self._above(row))
        paint.paragraph(painter, text, row.words, "muted" if row.resolved else "text", 14)
        foot = QRect(left, area.bottom() - px(TOP + LINE) + 1, width, px(LINE))
        paint.text(painter, foot, row.who, "muted", 12)

    def _above(self, row: CommentRow) -> int:
        return px(LINE + 2) * bool(row.place) + px(LINE) * bool(row.quote)

    def _width(self, row: CommentRow) -> int:
        return max(self.view.row_width() - px(SIDE + 8 + (INSET if row.answer else 0)), px(60))


class CommentsList(RowList[CommentRow]):
    """The comments. `act_requested(act)`: go, answer, resolve, remove."""

    act_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Comments"), tr(HELP), RowModel(), CommentDelegate)
        self.doubleClicked.connect(self._on_double)
        RowMenu(self, self._acts)

    def _acts(self) -> tuple[Act, ...]:
        row = self.current()
        resolved = tr("Open again") if row is not None and row.resolved else tr("Resolve")
        lines = (
            (tr("Go to the words"), "Enter", "go"),
            (tr("Answer"), "A", "answer"),
            (resolved, "R", "resolve"),
            (tr("Remove"), "Delete", "remove"),
        )
        return tuple(Act(words, key, partial(self.act_requested.emit, act)) for words, key, act in lines)

    def bare_keys(self) -> BareKeys:
        return BareKeys(alone="ar")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bare letters act; the rest moves."""
        act = _KEYS.get(Qt.Key(event.key()), "")
        if act and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self.current() is not None:
            self.act_requested.emit(act)
        else:
            super().keyPressEvent(event)

    def _on_double(self) -> None:
        self.act_requested.emit("go")

"""The history of one text: every saved wording of it, beside what stands there now, and put back where wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QTextEdit, QWidget

from imr_desktop.case import bound, dates
from imr_desktop.case.bound_sources import Insertable
from imr_desktop.case.text import changed_words
from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import color, px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.fields import box
from imr_desktop.ui.widgets.insert_popup import ValueDelegate, ValueRow
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row
from imr_desktop.ui.widgets.rows import RowList, RowModel

if TYPE_CHECKING:
    from imr_desktop.review.cases import CaseService

NOTHING = mark("No other wording of this text was saved.")
_EDGE = 40


class Wording(NamedTuple):
    """A saved wording: the version that had it last, when that was saved, the text."""

    version: int
    saved: str
    text: str


def wordings(cases: CaseService, case_id: str, item: str, field: str, now: str) -> tuple[Wording, ...]:
    """The saved wordings of a text, the newest first, each once and none as it stands now. Raises StoreError."""
    found: dict[str, Wording] = {}
    for version in sorted(cases.history(case_id), key=lambda one: one.version):
        text = bound.text_of(cases.version(case_id, version.version), item, field) or ""
        if text.strip() and text != now:
            saved = dates.in_california(version.saved_at)
            found[text] = Wording(version.version, f"{dates.written(saved.date())} {saved:%H:%M}", text)
    return tuple(sorted(found.values(), key=lambda one: one.version, reverse=True))


class TextVersions(QDialog):
    """Wordings of a text. `wanted(text)`: that one shall stand there again."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget, name: str, now: str, found: Sequence[Wording], *, editable: bool) -> None:
        super().__init__(parent)
        self._now, self._found = now, {str(one.version): one for one in found}
        self.setWindowTitle(tr("Versions of a text"))
        self.model = RowModel[ValueRow]()
        self.list = RowList(tr("Saved wordings"), tr("Arrows choose; the texts stand beside"), self.model, ValueDelegate)
        self.model.show_rows(
            [
                ValueRow(
                    Insertable(str(one.version), one.saved, tr("{split_count} words", split_count=len(one.text.split())))
                )
                for one in found
            ]
        )
        self.then, self.today = box(tr("As it was")), box(tr("As it is now"))
        for text in (self.then, self.today):
            text.setReadOnly(True)
        self.note = PlainLabel("" if found else tr(NOTHING), "muted")
        self.put_back = Button(tr("&Put this wording back"), "history", kind="primary")
        self.put_back.setEnabled(editable and bool(found))
        close = Button(tr("Close"), kind="ghost", tip="Esc")
        self.list.setFixedWidth(px(340))
        texts = row(
            self.list,
            (holder(column(PlainLabel(tr("As it was"), "muted"), (self.then, 1))), 1),
            (holder(column(PlainLabel(tr("As it is now"), "muted"), (self.today, 1))), 1),
            spacing=12,
        )
        buttons = row(self.note, None, self.put_back, close)
        self.setLayout(
            column(
                PlainLabel(tr("Versions: {name}", name=name), "h1"),
                12,
                (holder(texts), 1),
                12,
                buttons,
                margins=(20, 16, 20, 16),
            )
        )
        self.list.current_changed.connect(self._show)
        self.put_back.clicked.connect(self._on_wanted)
        close.clicked.connect(self.reject)
        self.resize(min(px(1100), parent.width() - _EDGE), min(px(560), parent.height() - _EDGE))
        self.today.setPlainText(now)
        self.list.select_row(0)
        self.list.setFocus()

    def _chosen(self) -> Wording | None:
        current = self.list.current()
        return self._found.get(current.key) if current else None

    @Slot()
    def _show(self) -> None:
        wording = self._chosen()
        text = wording.text if wording else ""
        self.then.setPlainText(text)
        changes = changed_words(self._now, text) if text and self._now else ()
        _light(self.then, [(one.kind == "in", one.words) for one in changes if one.kind != "out"])
        _light(self.today, [(one.kind == "out", one.words) for one in changes if one.kind != "in"])

    @Slot()
    def _on_wanted(self) -> None:
        if (wording := self._chosen()) is not None:
            self.wanted.emit(wording.text)
            self.accept()


def _light(text: QPlainTextEdit, runs: Sequence[tuple[bool, str]]) -> None:
    """Mark the runs that the other text does not have: a ground and a line below."""
    shape = QTextCharFormat()
    shape.setBackground(color("warn_soft"))
    shape.setForeground(color("warn_text"))
    shape.setFontUnderline(True)
    marks, at = [], 0
    for differs, words in runs:
        size = len(words.encode("utf-16-le")) // 2
        if differs:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(text.document())
            cursor.setPosition(at)
            cursor.setPosition(at + size, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, shape
            marks.append(mark)
        at += size
    text.setExtraSelections(marks)

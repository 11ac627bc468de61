"""The writing surface: plain text in the letter's serif, citations painted as chips, edits told while they are typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, cast

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip

from imr_desktop.case import citation
from imr_desktop.case.model import BoundText
from imr_desktop.case.text import common_end, common_start
from imr_desktop.ui.theme import SERIF, color, current, font, px
from imr_desktop.ui.widgets import bound_marks, bound_menu, citation_marks, paragraphs
from imr_desktop.ui.widgets.case_line import left_to_window

TOLD_WITHIN = 300
"""Milliseconds from the first key that is not told yet to the telling."""
MEASURE = 700
_MOVES = frozenset(
    (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    )
)
_EDGES: dict[int, int] = {Qt.Key.Key_Backspace: 1, Qt.Key.Key_Delete: 0}
_LINE_PERCENT = 121
_PARAGRAPH_GAP = 7


class CitationEdit(QTextEdit):
    """A plain-text editor for prose with page citations.

    Enter begins a paragraph (an empty line between them in the text), Shift+Enter a line. `text_edited` carries the whole
    text a moment after a key, however long typing goes on, and when the focus leaves; `set_text` shows a text from outside
    without losing the cursor and never overwrites what is being typed with its own echo. `text_typed` comes with each key,
    `step_ended` where typing begins anew: the caret was moved, something was pasted or cut, the focus left. The text keeps
    no history of its own: undo is the case's. Words bound to the case are marked (`bound_marks`);
    `insert_requested` asks for one, `refresh_requested` and `unbind_requested` tell the (start, end) of one to change.
    `menu_opening(menu, position)`: the menu of the words at a position of the document is about to be shown.
    """

    text_edited = Signal(str)
    text_typed = Signal()
    step_ended = Signal()
    page_clicked = Signal(int)
    insert_requested = Signal()
    refresh_requested = Signal(object)
    unbind_requested = Signal(object)
    menu_opening = Signal(object, int)

    def __init__(self, name: str, placeholder: str = "", *, size: int = 16, measured: bool = False) -> None:
        super().__init__()
        self._size, self._measured, self._filling = size, measured, False
        self._known = self._given = ""
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setAccessibleDescription(placeholder)
        self._placeholder = placeholder
        self.document().setDocumentMargin(0)
        self.viewport().setMouseTracking(True)
        self._format = citation_marks.CitationFormat(self.document())
        self.marks = bound_marks.BoundMarks(self.document())
        self._due = QTimer(self, singleShot=True, interval=TOLD_WITHIN)
        self._due.timeout.connect(self.flush)
        self.textChanged.connect(self._on_text_changed)
        self._restyle()
        current().changed.connect(self._restyle)

    # --- text -------------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The text as it stands: an empty line between paragraphs, no-break spaces kept."""
        # toPlainText() turns no-break spaces into plain ones, which would break citations at line ends.
        blocks, block = [], self.document().begin()
        while block.isValid():
            blocks.append(block.text())
            block = block.next()
        return paragraphs.from_document(paragraphs.BREAK.join(blocks))

    def set_text(
        self, text: str, bound: Sequence[BoundText] = (), values: Mapping[str, str | None] = MappingProxyType({})
    ) -> None:
        """Show a text from outside; the echo of an own edit changes nothing, other changes keep the cursor's place.

        `bound` are the text's bound ranges, `values` what their sources say now.
        """
        self._show_values(values)
        before = self.text()
        if text == self._given and text != before:
            return
        self._given, self._filling = text, True
        if text != before:
            self._replace_difference(paragraphs.to_document(before), paragraphs.to_document(text))
        if text != before or [(one.start, one.end, one.source) for one in bound] != self.marks.ranges():
            self.marks.put(text, bound)
        self._filling = False
        self._known = self.text()
        if text == before:
            return
        if not before:
            self.moveCursor(QTextCursor.MoveOperation.Start)
        self.text_typed.emit()

    def _show_values(self, values: Mapping[str, str | None]) -> None:
        if values != self.marks.values:
            self.marks.values = values
            self.viewport().update()

    def start(
        self, text: str, bound: Sequence[BoundText] = (), values: Mapping[str, str | None] = MappingProxyType({})
    ) -> None:
        """Show another text altogether; what was typed into the one before and not told is dropped."""
        self._due.stop()
        self._known = self._given = self.text()
        self.set_text(text, bound, values)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def bound(self, item: str, field: Literal["summary", "rationale"]) -> tuple[BoundText, ...]:
        """The ranges of the text as it stands that are still bound, as those of this item's field."""
        return tuple(BoundText(item, field, start, end, source) for start, end, source in self.marks.ranges())

    def selected_range(self) -> tuple[int, int]:
        """The selected characters of `text()`; both ends at the cursor where nothing is selected."""
        text, cursor = self.text(), self.textCursor()
        return paragraphs.offset(text, cursor.selectionStart()), paragraphs.offset(text, cursor.selectionEnd())

    def flush(self) -> None:
        self._due.stop()
        text = self.text()
        if text != self._known:
            self._known = self._given = text
            self.text_edited.emit(text)

    def insert_citation(self, page: int, last: int | None = None) -> None:
        self.insert_words(citation.written(page, last))

    def insert_quote(self, quote: str, page: int, last: int | None = None) -> None:
        self.insert_words(f"\u201c{quote}\u201d {citation.written(page, last)}")

    def insert_words(self, words: str, *, apart: bool = False) -> None:
        """Put words at the cursor, set off by a space; inside a citation they go behind it.

        A sentence stands `apart`: it takes the place of no selected words, and a space goes behind it, too. Nothing happens
        where the text can only be read.
        """
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        if apart:
            cursor.setPosition(cursor.selectionEnd())
        block, at = cursor.block().text(), cursor.positionInBlock()
        inside = citation.around(block, at)
        if inside is not None:
            at = inside[1]
            cursor.setPosition(cursor.block().position() + at)
        lead = " " if block[:at] and not block[at - 1].isspace() else ""
        trail = " " if apart and block[at:] and not block[at].isspace() else ""
        cursor.insertText(lead + words + trail)
        self.setTextCursor(cursor)
        self.flush()

    def select_range(self, start: int, end: int) -> None:
        """Select characters of `text()` and bring them into view, for a problem that points at them."""
        text = self.text()
        cursor = self.textCursor()
        cursor.setPosition(paragraphs.position(text, start))
        cursor.setPosition(paragraphs.position(text, max(end, start)), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _replace_difference(self, before: str, after: str) -> None:
        start = common_start(before, after)
        tail = common_end(before[start:], after[start:])
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(paragraphs.units(before[:start]))
        cursor.setPosition(paragraphs.units(before[: len(before) - tail]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(after[start : len(after) - tail])
        cursor.endEditBlock()
        self._set_line_height()

    def _on_text_changed(self) -> None:
        # Highlighting also sends textChanged; only another text is an edit.
        if self._filling or self.text() == self._known:
            return
        if not self._due.isActive():
            self._due.start()
        self.text_typed.emit()

    # --- keys and mouse ---------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's, whatever has the focus."""
        return not left_to_window(event) and super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace behind a citation, and Delete before one, remove it whole."""
        edge = _EDGES.get(event.key())
        if edge is not None and not event.modifiers() and not self.isReadOnly() and self._remove_citation(edge):
            return
        apart = event.key() in _MOVES or event.matches(QKeySequence.StandardKey.Cut)
        if apart:
            self.end_step()
        super().keyPressEvent(event)
        if apart:
            self.end_step()

    def end_step(self) -> None:
        """Tell what was typed; what is typed next is a step of its own."""
        self.flush()
        self.step_ended.emit()

    def _remove_citation(self, edge: int) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        position = cursor.positionInBlock()
        for span in citation.spans(cursor.block().text()):
            if span[0] < position < span[1] or span[edge] == position:
                base = cursor.block().position()
                cursor.setPosition(base + span[0])
                cursor.setPosition(base + span[1], QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The caret goes elsewhere."""
        self.end_step()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self._page_at(event.position())) and not event.buttons()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a citation opens its page."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            page = self._page_at(event.position())
            if page:
                self.page_clicked.emit(page)

    def _page_at(self, spot: QPointF) -> int:
        return citation_marks.page_at(self.document(), spot + QPointF(0, self.verticalScrollBar().value()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is told before anything else happens."""
        super().focusOutEvent(event)
        self.end_step()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu, and what can be done with words bound to the case."""
        menu = self.createStandardContextMenu(event.pos())
        for action in menu.actions()[:3]:  # undo, redo and the line below them: these are the case's
            menu.removeAction(action)
        if not self.isReadOnly():
            spot = QPointF(event.pos()) + QPointF(0, self.verticalScrollBar().value())
            wishes = bound_menu.Wishes(self.insert_requested, self.refresh_requested, self.unbind_requested)
            bound_menu.extend(menu, self.document(), self.marks, spot, wishes)
        self.menu_opening.emit(menu, self.cursorForPosition(event.pos()).position())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """A tip over bound words: what they are, and what the case says now."""
        if event.type() == QEvent.Type.ToolTip:
            spot = QPointF(cast(QHelpEvent, event).pos()) + QPointF(0, self.verticalScrollBar().value())
            QToolTip.showText(cast(QHelpEvent, event).globalPos(), bound_menu.tip(self.marks, spot), self.viewport())
            return True
        return super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copied words are plain text, with an empty line between paragraphs and no-break spaces kept.

        The object is Qt's own: one made in Python that is still in the clipboard at exit outlives Python, and its end
        crashes the program.
        """
        data = super().createMimeDataFromSelection()
        data.html()  # Qt fills it on the first look, over whatever was put there before.
        data.clear()
        data.setText(paragraphs.from_document(self.textCursor().selectedText()))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only; dropped files are the window's."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain words, without control characters."""
        words = source.text().replace("\r\n", "\n").replace("\r", "\n")
        self.end_step()
        self.textCursor().insertText(paragraphs.to_document("".join(map(_plain, words))))
        self.end_step()

    # --- look -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Chips below, words above."""
        painter = QPainter(self.viewport())
        offset = self.verticalScrollBar().value()
        painter.translate(0, -offset)
        self.marks.paint(painter, QRectF(event.rect()).translated(0, offset))
        citation_marks.paint_chips(painter, self.document(), QRectF(event.rect()).translated(0, offset))
        if self.document().isEmpty():
            # Qt's own placeholder is one line, cut where it ends.
            painter.setFont(self.font())
            painter.setPen(color("muted"))
            painter.drawText(self.viewport().rect(), Qt.TextFlag.TextWordWrap, self._placeholder)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the measure: lines never get longer than 700 px."""
        side = max(px(16), (self.width() - px(MEASURE)) // 2) if self._measured else px(16)
        self.setViewportMargins(side, px(12) if self._measured else px(8), side, px(8))
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt gives a text that is put elsewhere the type it had when it was dressed first; it keeps the zoom's."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.font().pixelSize() != px(self._size):
            self._restyle()

    def _restyle(self) -> None:
        self.setFont(font(self._size, 400, SERIF))
        self.document().setDefaultFont(font(self._size, 400, SERIF))
        self._filling = True
        self._format.rehighlight()
        self._set_line_height()
        self._filling = False

    def set_size(self, size: int) -> None:
        """Set the type size (16, or 15 where room is scarce)."""
        if size != self._size:
            self._size = size
            self._restyle()

    def _set_line_height(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        shape = QTextBlockFormat()
        shape.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setBottomMargin(px(_PARAGRAPH_GAP))
        cursor.mergeBlockFormat(shape)
        self.document().setModified(False)


def _plain(letter: str) -> str:
    """A pasted character: kept where it shows or the checks speak of it, a space for narrow and wide ones, else nothing."""
    if letter in "\n\t\u00a0" or letter.isprintable():
        return letter
    kind = unicodedata.category(letter)
    return {"Co": letter, "Zs": " ", "Zl": "\n", "Zp": "\n"}.get(kind, "")

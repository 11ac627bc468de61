"""Marks of comments in the panes: beside findings, beside the sentences of a text, and a count beside the item.

They are painted over the panes by widgets of their own that the mouse does not see, so that no pane knows of comments.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from imr_desktop.case import comments
from imr_desktop.case.model import Case
from imr_desktop.language import tr
from imr_desktop.ui.theme import color, current, pixmap, px
from imr_desktop.ui.widgets import paragraphs
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.citation_marks import line_boxes
from imr_desktop.ui.widgets.rows import RowList
from imr_desktop.ui.wording import counted

_SIZE = 12
ICON = "message-square"


class _Over(QWidget):
    """Lies over a scroll area, sees no mouse, and follows its size and scroll."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.installEventFilter(self)
        area.verticalScrollBar().valueChanged.connect(self.update)
        current().changed.connect(self.update)
        self.setGeometry(area.rect())
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.setGeometry(self._area.rect())
            self.raise_()
        return False

    def show_if(self, wanted: bool) -> None:
        """In view only where there is something to show."""
        self.setVisible(wanted)
        if wanted:
            self.raise_()
            self.update()


class TextMarks(_Over):
    """A line under commented sentences of a text and a mark in its margin. `place` names the text."""

    def __init__(self, editor: CitationEdit) -> None:
        super().__init__(editor)
        self._editor, self._case, self._place = editor, Case(id=""), ""
        editor.document().documentLayout().update.connect(self.update)

    def set_case(self, case: Case, place: str) -> None:
        """Show the open comments on a text of a case."""
        self._case, self._place = case, place
        self.show_if(bool(comments.open_comments(case, place)))

    def boxes(self) -> list[list[QRectF]]:
        """Where each commented sentence stands now, a box for each line, in this widget's coordinates.

        A comment on the whole text, or on words that are gone, is a box of no width at the text's beginning.
        """
        offset = QPointF(self._editor.viewport().pos()) - QPointF(0, self._editor.verticalScrollBar().value())
        found = []
        for comment in comments.open_comments(self._case, self._place):
            span = comments.span(self._case, comment)
            lines = self._lines(*span) if span else []
            found.append([box.translated(offset) for box in lines or [QRectF(0, 0, 0, px(18))]])
        return found

    def _lines(self, start: int, end: int) -> list[QRectF]:
        text, document = self._editor.text(), self._editor.document()
        first, last = paragraphs.position(text, start), paragraphs.position(text, end)
        found, block = [], document.findBlock(first)
        while block.isValid() and block.position() < last:
            base = block.position()
            found += line_boxes(document, block, max(first - base, 0), min(last - base, block.length() - 1))
            block = block.next()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(self._editor.viewport().geometry().adjusted(-px(16), 0, 0, 0))
        painter.setPen(QPen(color("accent"), px(2)))
        left = self._editor.viewport().x() - px(_SIZE + 3)
        for lines in self.boxes():
            for box in lines:
                if box.width():
                    painter.drawLine(box.bottomLeft(), box.bottomRight())
            painter.drawPixmap(
                QPointF(left, lines[0].y() + (lines[0].height() - px(_SIZE)) / 2), pixmap(ICON, "accent_text", _SIZE)
            )


class RowMarks(_Over):
    """A mark at the left of each finding that has open comments."""

    def __init__(self, view: RowList[Any]) -> None:
        super().__init__(view)
        self._view, self._keys = view, frozenset[str]()

    def set_case(self, case: Case) -> None:
        marked = (comments.finding_of(case, place) for place in comments.open_by_place(case))
        self._keys = frozenset(key for key in marked if key)
        self.show_if(bool(self._keys))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = self._view.viewport().y()
        for key in self._keys:
            box = self._view.visualRect(self._view.row_model.index(self._view.row_model.row_of(key)))
            if box.isValid() and box.intersects(self._view.viewport().rect()):
                painter.drawPixmap(px(3), top + box.y() + px(13), pixmap(ICON, "accent_text", 11))


class ItemCount(IconButton):
    """How many open comments an item has; out of view where it has none."""

    def __init__(self) -> None:
        super().__init__(ICON, tr("Comments on this item"), text="0")
        self.hide()

    def set_case(self, case: Case, item_id: str) -> None:
        place = comments.item_place(item_id)
        count = sum(
            number for name, number in comments.open_by_place(case).items() if name == place or name.startswith(f"{place}.")
        )
        self.setText(f" {count}")
        self.setAccessibleName(tr("{count} on this item", count=counted(count, "open comment")))
        self.setToolTip(self.accessibleName())
        self.setVisible(count > 0)

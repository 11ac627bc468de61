"""What can be said of, and done with, bound words under the mouse."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu

from imr_desktop.ui.widgets.bound_marks import BoundMarks, Mark

if TYPE_CHECKING:
    from imr_desktop.ui.widgets.citation_edit import CitationEdit

INSERT_KEY = "Ctrl+Shift+I"
_SHOWN = 40


def tip(marks: BoundMarks, spot: QPointF) -> str:
    """What bound words at a spot of the document are; empty elsewhere. Rich text is escaped."""
    mark = marks.mark_at(spot)
    return f"<qt>{escape(words_of(marks, mark))}</qt>" if mark else ""


def words_of(marks: BoundMarks, mark: Mark) -> str:
    """What is told of bound words."""
    now = marks.values.get(mark.source)
    if not marks.stale(mark):
        return "Taken from the case."
    if now is None:
        return "The case no longer has this. Keep it as plain text, or change it."
    return f"The case says “{short(now)}” now."


def short(words: str) -> str:
    """Words with room in a menu."""
    return words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + "…"


def extend(menu: QMenu, editor: CitationEdit, spot: QPointF) -> None:
    """Add to a text's menu what can be done at a spot of its document."""
    menu.addSeparator()
    insert = menu.addAction(f"Insert from the case…\t{INSERT_KEY}")
    insert.triggered.connect(editor.insert_requested)
    block = editor.document().findBlock(max(editor.document().documentLayout().hitTest(spot, Qt.HitTestAccuracy.FuzzyHit), 0))
    mark, base = editor.marks.mark_at(spot), editor.marks.offset(block)
    if mark is None:
        return
    place, now = (base + mark.start, base + mark.end), editor.marks.values.get(mark.source)
    if editor.marks.stale(mark) and now is not None:
        words = short(now).replace("&", "&&")
        menu.addAction(f"Use {words}").triggered.connect(partial(_tell, editor.refresh_requested, place))
    menu.addAction("Keep as plain text").triggered.connect(partial(_tell, editor.unbind_requested, place))


def _tell(signal: object, place: tuple[int, int], checked: bool = False) -> None:
    signal.emit(place)  # type: ignore[attr-defined]  a bound signal

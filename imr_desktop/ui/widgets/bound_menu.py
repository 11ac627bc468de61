"""What can be said of, and done with, bound words under the mouse."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt, SignalInstance
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QMenu

from imr_desktop.language import tr
from imr_desktop.ui.widgets.bound_marks import BoundMarks, Mark

INSERT_KEY = "Ctrl+Shift+I"
_SHOWN = 40


def tip(marks: BoundMarks, spot: QPointF) -> str:
    """What bound words at a spot of the document are; empty elsewhere. Rich text is escaped."""
    mark = marks.mark_at(spot)
    return f"<qt>{escape(words_of(marks, mark))}</qt>" if mark else ""


def words_of(marks: BoundMarks, mark: Mark) -> str:
    """What is told of bound words."""
    now = marks.values.get(mark.source)
    if mark.drafted:
        return tr("Drafted: drafting again replaces this sentence. Words you type into it make it yours.")
    if not marks.stale(mark):
        return tr("Taken from the case.")
    if now is None:
        return tr("The case no longer has this. Keep it as plain text, or change it.")
    return tr("The case says “{short}” now.", short=short(now))


def short(words: str) -> str:
    """Words with room in a menu."""
    return words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + "…"


class Wishes(NamedTuple):
    """What the menu's lines send: insert words, say what the case says now, let go of the case; the last two with a range."""

    insert: SignalInstance
    refresh: SignalInstance
    unbind: SignalInstance


def extend(menu: QMenu, document: QTextDocument, marks: BoundMarks, spot: QPointF, wishes: Wishes) -> None:
    """Add to a text's menu what can be done at a spot of its document."""
    menu.addSeparator()
    insert = menu.addAction(tr("Insert from the case…\t{insert_key}", insert_key=INSERT_KEY))
    insert.triggered.connect(wishes.insert)
    block = document.findBlock(max(document.documentLayout().hitTest(spot, Qt.HitTestAccuracy.FuzzyHit), 0))
    mark, base = marks.mark_at(spot), marks.offset(block)
    if mark is None or mark.drafted:
        return
    place, now = (base + mark.start, base + mark.end), marks.values.get(mark.source)
    if marks.stale(mark) and now is not None:
        words = short(now).replace("&", "&&")
        menu.addAction(tr("Use {words}", words=words)).triggered.connect(partial(_tell, wishes.refresh, place))
    menu.addAction(tr("Keep as plain text")).triggered.connect(partial(_tell, wishes.unbind, place))


def _tell(signal: SignalInstance, place: tuple[int, int], checked: bool = False) -> None:
    signal.emit(place)

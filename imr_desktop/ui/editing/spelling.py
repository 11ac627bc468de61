"""Words that no list has, underlined in the summary and the rationales a moment after typing, and what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit

from imr_desktop.language import mark, tr
from imr_desktop.review.spelling import often_seen
from imr_desktop.ui.announce import announce, mention
from imr_desktop.ui.theme import color, current
from imr_desktop.ui.widgets import paragraphs

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.tasks import Tasks
    from imr_desktop.ui.widgets.citation_edit import CitationEdit

IDLE_MS = 500
"""How long after the last key words are looked up."""
_JUST_WRITTEN = 2
"""Places behind a word at which the caret still stands beside it: its space, its full stop."""
_KEPT = 2_000
"""Paragraphs whose doubted words are remembered."""
NO_SUGGESTION = mark("No suggestion")


class Spelling(QObject):
    """The marks of some editors. The dictionary is loaded in a worker when a case is opened first, after the first paint."""

    def __init__(
        self, services: Services, tasks: Tasks, session: CaseSession, editors: tuple[CitationEdit, ...], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._editors = services, tasks, editors
        self._seen: frozenset[str] = frozenset()
        self._found: dict[str, tuple[tuple[int, int], ...]] = {}
        self._told = ""
        self._due = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._due.timeout.connect(self._on_typed)
        session.record_changed.connect(self._on_record)
        session.closed.connect(self._on_closed)
        current().changed.connect(self.mark)
        for editor in editors:
            editor.text_typed.connect(self._due.start)
            editor.menu_opening.connect(self._extend)

    @Slot(object)
    def _on_record(self, case: Case) -> None:
        done, failed = self._on_ready, self._on_error
        self._tasks.run(self._prepared, case, on_done=done, on_error=failed, key="spelling", of=case.id)

    def _prepared(self, case: Case) -> frozenset[str]:
        """In a worker: the lists are loaded, the record's words counted, and the texts' words looked up once."""
        spelling = self._services.spelling
        spelling.load()
        seen = often_seen(self._services.record.text(case).pages.values())
        for text in (case.summary, *(item.rationale for item in case.items)):
            spelling.doubted(text, seen)
        return seen

    @Slot(object)
    def _on_ready(self, seen: frozenset[str]) -> None:
        self._seen = seen
        self._found.clear()
        self.mark()

    @Slot(object)
    def _on_error(self, _error: Exception) -> None:
        """Without the record's words the lists serve alone; where those are missing nothing is marked."""
        self.mark()

    @Slot()
    def _on_closed(self) -> None:
        self._seen = frozenset()
        self._found.clear()
        self._due.stop()

    # --- marks

    @Slot()
    def mark(self) -> None:
        """Underline the doubted words of every editor in view."""
        for editor in self._editors:
            if editor.isVisible():
                editor.setExtraSelections([_underlined(editor, *span) for span in self.doubted(editor)])

    @Slot()
    def _on_typed(self) -> None:
        """Mark, and say the word in doubt that was just written, once."""
        self.mark()
        editor = next((one for one in self._editors if one.hasFocus()), None)
        if editor is None:
            return
        at = editor.textCursor().position()
        last = next((place for place in self.doubted(editor) if place[0] < at <= place[1] + _JUST_WRITTEN), None)
        word = _word(editor, last) if last else ""
        if word and word != self._told:
            mention(editor, tr("{word}: in no word list", word=word), "spelling")
        self._told = word

    def doubted(self, editor: CitationEdit) -> list[tuple[int, int]]:
        """Where words stand that no list has, as positions of the document."""
        found, block = [], editor.document().begin()
        while block.isValid():
            text = block.text()
            found += [
                (block.position() + paragraphs.units(text[:start]), block.position() + paragraphs.units(text[:end]))
                for start, end in self._doubted(text)
            ]
            block = block.next()
        return found

    def _doubted(self, text: str) -> tuple[tuple[int, int], ...]:
        if text not in self._found:
            if len(self._found) > _KEPT:
                self._found.clear()
            self._found[text] = self._services.spelling.doubted(text, self._seen) if self._services.spelling.loaded else ()
        return self._found[text]

    # --- what can be done

    def suggest(self, editor: CitationEdit) -> bool:
        """Go to the doubted word at the caret, or the next one, and offer what can be done; whether there is one."""
        places, at = self.doubted(editor), editor.textCursor().selectionEnd()
        place = next((one for one in places if one[1] >= at), places[0] if places else None)
        if place is None:
            return False
        cursor = editor.textCursor()
        cursor.setPosition(place[0])
        cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        menu = QMenu(editor)
        menu.setAccessibleName(tr("Spelling"))
        self._offer(menu, editor, place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft() + QPoint(0, 4)))
        menu.setActiveAction(menu.actions()[0])
        announce(editor, tr("{word}, in no word list. {text}", word=_word(editor, place), text=menu.actions()[0].text()))
        return True

    @Slot(object, int)
    def _extend(self, menu: QMenu, position: int) -> None:
        editor = self.sender()
        for one in self._editors:
            if one is editor:
                place = next((span for span in self.doubted(one) if span[0] <= position <= span[1]), None)
                if place is not None:
                    self._offer(menu, one, place, first=True)

    def _offer(self, menu: QMenu, editor: CitationEdit, place: tuple[int, int], *, first: bool = False) -> None:
        word = _word(editor, place)
        above = menu.actions()[0] if first and menu.actions() else None
        lines = QMenu(menu)
        for suggestion in () if editor.isReadOnly() else self._services.spelling.suggested(word):
            lines.addAction(suggestion).triggered.connect(partial(self._take, editor, place, suggestion))
        if not lines.actions():
            lines.addAction(tr(NO_SUGGESTION)).setEnabled(False)
        added = lines.addAction(tr("Add “{word}” to personal dictionary", word=word))
        added.triggered.connect(partial(self._add, word))
        lines.addSeparator()
        for action in lines.actions():
            menu.insertAction(above, action) if above else menu.addAction(action)

    def _take(self, editor: CitationEdit, place: tuple[int, int], word: str, _checked: bool = False) -> None:
        cursor = editor.textCursor()
        cursor.setPosition(place[0])
        cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
        editor.end_step()
        cursor.insertText(word)
        editor.setTextCursor(cursor)
        editor.end_step()
        self.mark()

    def _add(self, word: str, _checked: bool = False) -> None:
        self._tasks.run(self._services.spelling.add, word, on_done=self._on_added)

    @Slot(object)
    def _on_added(self, _nothing: object) -> None:
        self._found.clear()
        self.mark()


def _word(editor: CitationEdit, place: tuple[int, int]) -> str:
    cursor = QTextCursor(editor.document())
    cursor.setPosition(place[0])
    cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def _underlined(editor: CitationEdit, start: int, end: int) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    cursor = QTextCursor(editor.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    shape = QTextCharFormat()
    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    shape.setUnderlineColor(color("error"))
    made.cursor, made.format = cursor, shape
    return made

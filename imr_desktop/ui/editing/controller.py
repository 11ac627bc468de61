"""The Edit menu's commands on the text that has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from imr_desktop.case import edits
from imr_desktop.language import tr
from imr_desktop.review import readability
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import tell
from imr_desktop.ui.editing.find_bar import FindBar
from imr_desktop.ui.editing.focus_text import FocusText
from imr_desktop.ui.editing.snippets import SnippetForm, Snippets
from imr_desktop.ui.editing.spelling import Spelling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.ui.editing.text_versions import Wording
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.tasks import Tasks
    from imr_desktop.ui.widgets.bound_words import BoundWords
    from imr_desktop.ui.widgets.citation_edit import CitationEdit


class EditingController(Controller):
    """Commands on texts; each does nothing where no text is meant."""

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        session: CaseSession,
        window: QWidget,
        editors: tuple[CitationEdit, ...],
        rationale: BoundWords,
    ) -> None:
        """Work on these editors, the summary's first; `rationale` knows which item the other one shows."""
        super().__init__(services, tasks, session, window)
        self.focus = FocusText(self)
        self._bars: dict[CitationEdit, FindBar] = {}
        for menu in window.findChildren(QMenu):
            menu.aboutToShow.connect(self.focus.changed)
        self.snippets = Snippets(self)
        self._summary, self._rationale = editors[0], rationale
        self._asked: tuple[CitationEdit, str] | None = None
        """The text that was asked about, the item it is of (empty: the summary), and the case."""
        self.spelling = Spelling(services, tasks, session, editors, self)

    def rules(self) -> dict[str, bool]:
        """Which of the commands can be done now, by the names of `controllers.actions`."""
        return self.focus.rules()

    # --- clipboard

    @Slot()
    def cut_words(self) -> None:
        if text := self.focus.text:
            text.cut()

    @Slot()
    def copy_words(self) -> None:
        """The selected words, or those of a list's row."""
        if (text := self.focus.text) is not None:
            text.copy()
        elif words := self.focus.words_of_row:
            QGuiApplication.clipboard().setText(words)

    @Slot()
    def paste_words(self) -> None:
        if text := self.focus.text:
            text.paste()

    @Slot()
    def select_all_words(self) -> None:
        if text := self.focus.text:
            text.selectAll()

    # --- find

    @Slot()
    def find_in_text(self) -> None:
        """Open the bar over the summary or rationale."""
        if editor := self.focus.written:
            self.bar(editor).open()

    @Slot()
    def find_next_in_text(self) -> None:
        """Go on to the next place of what was looked for; where nothing was, ask for words."""
        for editor, bar in self._bars.items():
            if bar.words.text() and (bar.isVisible() or editor is self.focus.written):
                return bar.find_next()
        return self.find_in_text()

    def bar(self, editor: CitationEdit) -> FindBar:
        """A text's bar, made when it is first wanted."""
        if editor not in self._bars:
            self._bars[editor] = FindBar(editor)
        return self._bars[editor]

    # --- spelling

    @Slot()
    def suggest_spelling(self) -> None:
        """Offer what may have been meant by the next word that no list has."""
        editor = self.focus.written
        if editor is not None and not self.spelling.suggest(editor):
            self.notified.emit(tr("No word in doubt in this text."))

    # --- snippets

    @Slot()
    def insert_snippet(self) -> None:
        """Offer the passages below the caret."""
        editor = self.focus.written
        if editor is not None and not editor.isReadOnly():
            self._asked = editor, ""
            self.run(self._services.snippets.all, on_done=self._on_snippets, key="snippets")

    @Slot(object)
    def _on_snippets(self, texts: Mapping[str, str]) -> None:
        if self._asked is not None and self._asked[0].isVisible():
            self.snippets.offer(self._asked[0], texts)

    @Slot()
    def keep_snippet(self) -> None:
        """Keep the selected words as a passage; what is variable stands in brackets."""
        editor = self.focus.written
        if editor is None:
            return
        start, end = editor.selected_range()
        if start == end:
            self.notified.emit(tr("Select the words to keep first; write what changes each time in [brackets]."))
            return
        form = SnippetForm(self._window, editor.text()[start:end])
        form.kept.connect(self._on_kept)
        self.show_dialog(form)

    @Slot(str, str)
    def _on_kept(self, name: str, text: str) -> None:
        self.run(self._services.snippets.keep, name, text, on_done=self._on_stored)

    @Slot(object)
    def _on_stored(self, _nothing: object) -> None:
        self.notified.emit(tr("Kept as a snippet, in the vault."))

    # --- how a text reads, and how it read before

    @Slot()
    def show_readability(self) -> None:
        """Say how the text reads for a lay reader, and go to its first long sentence."""
        editor = self.focus.written
        if editor is None:
            return
        found = readability.of(editor.text())
        if found.long:
            editor.select_range(*found.long[0])
        self.show_dialog(tell(self._window, tr("How it reads"), found.words))

    @Slot()
    def show_text_versions(self) -> None:
        """Show the saved wordings of the text."""
        editor, case = self.focus.written, self._session.case
        place = self._place_of(editor) if editor is not None else None
        if editor is None or case is None or place is None:
            return
        self.flush_requested.emit()
        self._asked = editor, place
        from imr_desktop.ui.editing.text_versions import wordings

        field = "rationale" if place else "summary"
        what = self._services.cases, case.id, place, field, editor.text()
        self.run(wordings, *what, on_done=self._on_wordings, key="wordings", of=case.id)

    def _place_of(self, editor: CitationEdit) -> str | None:
        """The id of the item whose rationale a text is; empty for the summary, None where nothing is shown."""
        return "" if editor is self._summary else self._rationale.item

    @Slot(object)
    def _on_wordings(self, found: tuple[Wording, ...]) -> None:
        from imr_desktop.ui.editing.text_versions import TextVersions

        if self._asked is None:
            return
        editor, place = self._asked
        name = tr("rationale") if place else tr("case summary")
        dialog = TextVersions(self._window, name, editor.text(), found, editable=not editor.isReadOnly())
        dialog.wanted.connect(self._on_wanted)
        self.show_dialog(dialog)

    @Slot(str)
    def _on_wanted(self, text: str) -> None:
        if self._asked is not None:
            self._session.apply(tr("Put an earlier wording back"), _worded, self._asked[1], text)


def _worded(case: Case, item: str, text: str) -> Case:
    """The case with another wording of a text."""
    return edits.set_rationale(case, item, text) if item else edits.set_summary(case, text)

"""The Edit menu's commands on the text that has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.editing.find_bar import FindBar
from imr_desktop.ui.editing.focus_text import FocusText
from imr_desktop.ui.editing.spelling import Spelling

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from imr_desktop.review import Services
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.tasks import Tasks
    from imr_desktop.ui.widgets.citation_edit import CitationEdit


class EditingController(Controller):
    """Commands on texts; each does nothing where no text is meant."""

    def __init__(
        self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget, editors: tuple[CitationEdit, ...]
    ) -> None:
        super().__init__(services, tasks, session, window)
        self.focus = FocusText(self)
        self._bars: dict[CitationEdit, FindBar] = {}
        for menu in window.findChildren(QMenu):
            menu.aboutToShow.connect(self.focus.changed)
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
            self.notified.emit("No word in doubt in this text.")

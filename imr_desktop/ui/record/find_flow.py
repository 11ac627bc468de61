"""Finding words in the record: from the line to a wish, and from the answer to rows, marks and the page that is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from imr_desktop.case.model import Case
from imr_desktop.errors import UsageError
from imr_desktop.language import told, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.find_panel import FindPanel

if TYPE_CHECKING:
    from imr_desktop.review.finding import Found
    from imr_desktop.review.services import Services
    from imr_desktop.ui.record.page_view import PageView

TYPING_MS = 250
"""How long typing rests before its words are searched."""
_LEAST = 2
_UNFINISHED = re.compile(r"(?:^|(?<=\s))[^\W\d_]{2,}$")
_MOST_EARLIER = 20
_LONGEST_TAKEN = 80
"""Letters of a selection that the find box takes over."""


@dataclass(frozen=True)
class FindWish:
    """Words to find; `same` with what means the same; `every`: however much it is; `opening`: then open the first hit.

    `typing`: the last word may not be finished yet.
    """

    words: str
    same: bool = True
    every: bool = False
    opening: bool = False
    typing: bool = False

    @property
    def query(self) -> str:
        """What is asked: a last word that may go on is one or the beginning of one."""
        plain = self.typing and self.words.count('"') % 2 == 0 and "~" not in self.words and "NEAR" not in self.words
        found = _UNFINISHED.search(self.words) if plain else None
        return f"{self.words} OR {found[0]}*" if found and found[0] not in ("OR", "AND", "NOT") else self.words


@dataclass(frozen=True)
class FindAnswer:
    """What came of a wish; `wrong` is a sentence where it could not be understood."""

    wish: FindWish
    found: Found | None = None
    wrong: str = ""


def words_taken(view: PageView) -> str:
    """The words selected in a record, where they are a few on one page."""
    chosen, pages = view.selection, view.selection.pages
    if len(pages) != 1 or chosen.region:
        return ""
    words = page_words.quote(chosen.words(view.content, pages[0])).replace('"', " ")
    return words if len(words) <= _LONGEST_TAKEN else ""


def answered(services: Services, case: Case, wish: FindWish) -> FindAnswer:
    """The answer to a wish: for a worker thread. Raises what reading the record raises."""
    from imr_desktop.review.finding import EVERYTHING, LISTED

    try:
        limits = EVERYTHING if wish.every else LISTED
        return FindAnswer(wish, services.finding.find(case, wish.query, same=wish.same, limits=limits))
    except UsageError as error:
        return FindAnswer(wish, wrong=told(error.sentence))


class FindFlow(QObject):
    """The state of finding. `wished(wish)`: find these words; `begun`: the list is to be shown; `ended`: it is not;
    `marked(terms)`: mark these on the pages; `page_wanted(page, quote, term)`: open that.
    """

    wished = Signal(object)
    begun = Signal()
    ended = Signal()
    marked = Signal(object)
    page_wanted = Signal(int, str, str)

    def __init__(self, line: QLineEdit, panel: FindPanel) -> None:
        super().__init__(line)
        self.line, self.panel = line, panel
        self.case, self.page = Case(id=""), 1
        self._wish: FindWish | None = None
        self._answer: FindAnswer | None = None
        self._same = True
        self._earlier: list[str] = []
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._on_rest)
        line.textEdited.connect(self._on_typed)
        line.installEventFilter(self)
        panel.list.clicked.connect(self._on_row)
        panel.list.activated.connect(self._on_row)
        panel.narrowed.connect(self._on_narrowed)
        panel.chosen.connect(self.enter)
        panel.names_toggled.connect(self._on_names)

    @property
    def searching(self) -> bool:
        """Whether words are being looked for, or were found."""
        return self._wish is not None

    def enter(self, words: str) -> None:
        """Find words and open the first hit from the open page on; entered again, the next one."""
        words = words.strip()
        self._typing.stop()
        if not words:
            self.end()
        elif self._answer and self._answer.found and self._answer.wish == FindWish(words, self._same, opening=True):
            self._open_first()
        else:
            self.line.setText(words)
            self._ask(FindWish(words, self._same, opening=True))

    def step(self, by: int) -> None:
        """Open the next hit, or the one before; after the last comes the first."""
        if self._answer and self._answer.found:
            self._open(self.panel.model.next_hit(self.panel.list.row(), by))
        elif self.line.text().strip():
            self.enter(self.line.text())

    def show_answer(self, answer: FindAnswer) -> None:
        """Show what came of the last wish; an earlier one's answer is late and dropped."""
        if answer.wish != self._wish:
            return
        self._answer = answer
        if answer.found is None:
            self.fail(answer.wrong)
            return
        self.panel.model.show_found(answer.found)
        self._say(_capital(answer.found.sentence) + ".")
        self.marked.emit(answer.found.terms)
        if answer.wish.opening:
            self._remember(answer.wish.words)
            self._open_first()

    def fail(self, sentence: str) -> None:
        """Say why nothing was searched; nothing that was found before stays as if it were the answer."""
        self.panel.model.show_rows(())
        self.marked.emit(())
        self._say(sentence)

    def end(self) -> None:
        """Search for nothing; what was searched before stays in the menu."""
        self._typing.stop()
        if self._wish is not None and self._answer and self._answer.found:
            self._remember(self._wish.words)
        self._wish = self._answer = None
        self.line.clear()
        self.panel.model.show_rows(())
        self.panel.note.setText("")
        self.marked.emit(())
        self.ended.emit()

    def renew(self) -> None:
        """Search again: the record's text is another now."""
        if self._wish is not None:
            self._ask(FindWish(self._wish.words, self._same, self._wish.every))

    def forget(self) -> None:
        """Forget all searches: another case is open, or none."""
        self.end()
        self._earlier.clear()
        self.case = Case(id="")
        self._choices()

    def _ask(self, wish: FindWish) -> None:
        self._wish, self._answer = wish, None
        self._choices()
        self.panel.note.setText(tr("Searching\u2026"))
        self.begun.emit()
        self.wished.emit(wish)

    def _choices(self) -> None:
        self.panel.show_choices(self.case, self._earlier, names=self._same)

    def _say(self, sentence: str) -> None:
        self.panel.note.setText(sentence)
        self.panel.list.setAccessibleDescription(
            tr("{sentence} Enter opens the page. F3 next hit, Shift+F3 previous.", sentence=sentence)
        )
        announce(self.panel.list, sentence)

    def _remember(self, words: str) -> None:
        self._earlier = [words, *(one for one in self._earlier if one != words)][:_MOST_EARLIER]
        self._choices()

    def _open_first(self) -> None:
        self._open(self.panel.model.first_from(self.page))

    def _open(self, at: int) -> None:
        row = self.panel.model.row_at(at)
        if row is None:
            return
        self.panel.list.select_row(at)
        if row.kind == "more" and self._wish:
            self._ask(FindWish(self._wish.words, self._same, every=True))
        elif row.kind == "document":
            self._open(at + 1)
        elif row.page:
            self.page_wanted.emit(row.page, row.quote if row.kind == "hit" else "", row.term)

    def _on_row(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _on_typed(self, words: str) -> None:
        if words.strip():
            self._typing.start()
        else:
            self.end()

    def _on_rest(self) -> None:
        words = self.line.text().strip()
        if len(words) >= _LEAST or not words.isascii():
            self._ask(FindWish(words, self._same, typing=True))

    def _on_narrowed(self, words: str) -> None:
        self.line.setText(f"{self.line.text().strip()} {words}")
        self._ask(FindWish(self.line.text(), self._same))

    def _on_names(self, on: bool) -> None:
        self._same = on
        self.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the line bring earlier searches back."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.line:
            by = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if by and self._earlier:
                here = self._earlier.index(self.line.text()) if self.line.text() in self._earlier else -1
                self.line.setText(self._earlier[max(0, min(here + by, len(self._earlier) - 1))])
                return True
        return super().eventFilter(watched, event)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]

"""The search card: a sentence that says something is absent, what was looked for where, and an answer to every hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame

from imr_desktop.case.model import Case, Search, SearchHit
from imr_desktop.language import tr
from imr_desktop.review import questions
from imr_desktop.ui.search.answer_bar import KEYS, AnswerBar
from imr_desktop.ui.search.hit_acts import HitActs
from imr_desktop.ui.search.hits_list import HitsList
from imr_desktop.ui.search.hits_model import AnswerRow
from imr_desktop.ui.search.terms_edit import TermsEdit
from imr_desktop.ui.search.unseen_bar import UnseenBar
from imr_desktop.ui.widgets.buttons import Button, IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, Hairline, IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row, tab_chain

if TYPE_CHECKING:
    from imr_desktop.review.searching import SearchAnswer


class SearchCard(QFrame):
    """One search and its answers, worked on until it is kept.

    `search_requested(terms)`; `answered(search)` after each answer;
    `keep_requested(search)`; `left()`: Esc or the cross. Of a hit: `page_requested(page, quote)`,
    `finding_requested(source)`, `cite_requested(source)`, `fact_requested(value, source)`. `synonyms_requested()`.
    `read_by_eye(page)`: the reviewer looked at a page that no search can see.
    """

    search_requested = Signal(object)
    answered = Signal(object)
    keep_requested = Signal(object)
    left = Signal()
    page_requested = Signal(int, str)
    finding_requested = Signal(object)
    cite_requested = Signal(object)
    fact_requested = Signal(bool, object)
    synonyms_requested = Signal()
    read_by_eye = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._search: Search | None = None
        self._kept: tuple[SearchHit, ...] = ()
        self._case, self._question = Case(id=""), questions.Question("")
        self._opened: frozenset[int] = frozenset()
        self._left_out: tuple[SearchHit, ...] = ()
        self._since = ""
        self.setProperty("pane", True)
        self.setProperty("active", True)
        self.setAccessibleName(tr("Search card"))
        self._build_parts()
        self._lay_out()
        self._connect()

    def _build_parts(self) -> None:
        self.place = ElidedLabel()
        self.synonyms_button = IconButton("list", tr("Edit your synonyms"), text=tr("Edit synonyms…"))
        self.close_button = IconButton("x", tr("Leave the search"), key="Esc")
        self.statement = PlainLabel("", "strong", wrap=True)
        self.terms = TermsEdit()
        self.again_button = Button(tr("Search again"), "search", tip=tr("Enter in the terms"))
        self.far = PlainLabel("", "body", wrap=True)
        self.warning = PlainLabel("", "warn", wrap=True)
        self.unseen = UnseenBar()
        self.left_button = IconButton("list", tr("Show the places in headers that were left out"))
        self.left_button.setCheckable(True)
        self.error = PlainLabel("", "error", wrap=True)
        self.hits = HitsList()
        self.bar = AnswerBar()
        self.acts = HitActs()
        self.tally = ElidedLabel("", "body")
        self.keep_button = Button(
            tr("Keep the search"), "save", kind="primary", tip=tr("Kept with the case, one step to undo")
        )

    def _lay_out(self) -> None:
        head = QFrame()
        head.setProperty("panehead", True)
        head.setLayout(
            row(
                IconLabel("search", "accent_text"),
                PlainLabel(tr("Search the record"), "h2"),
                (self.place, 1),
                self.synonyms_button,
                self.close_button,
                margins=(12, 6, 8, 6),
            )
        )
        ask = column(
            self.statement,
            8,
            row((self.terms, 1), column(self.again_button, None)),
            6,
            row((self.far, 1), self.left_button),
            self.warning,
            self.unseen,
            self.error,
            margins=(16, 10, 16, 8),
        )
        self._answers = holder(column(self.bar, margins=(16, 8, 16, 0)))
        foot = column(self.acts, row((self.tally, 1), self.keep_button), margins=(16, 8, 16, 10), spacing=4)
        self.setLayout(column(head, ask, Hairline(), (self.hits, 1), Hairline(), self._answers, foot, margins=(1, 0, 1, 1)))
        asking = self.terms, self.again_button, self.left_button, self.unseen.open_button, self.unseen.read_button, self.hits
        acting = *self.acts.about_hit, self.acts.same, self.keep_button
        answering = *self.bar.buttons.values(), self.bar.own
        tab_chain(*asking, *answering, *acting, self.synonyms_button, self.close_button)

    def _connect(self) -> None:
        self.terms.search_requested.connect(self._on_again)
        self.again_button.clicked.connect(self._on_again)
        self.hits.current_changed.connect(self._on_hit)
        self.hits.key_pressed.connect(self._on_key)
        self.bar.chosen.connect(self.answer)
        self.bar.left.connect(self.focus_first)
        self.close_button.clicked.connect(self.left)
        self.keep_button.clicked.connect(self._on_keep)
        self.synonyms_button.clicked.connect(self.synonyms_requested)
        self.acts.finding.clicked.connect(self._on_finding)
        self.acts.cite.clicked.connect(self._on_cite)
        self.acts.yes.clicked.connect(self._on_yes)
        self.acts.no.clicked.connect(self._on_no)
        self.acts.same.clicked.connect(self.answer_same)
        self.left_button.toggled.connect(self._refresh)
        self.unseen.page_requested.connect(self._on_unseen)
        self.unseen.read.connect(self.read_by_eye)

    # --- what the window asks

    def begin(self, question: questions.Question, case: Case) -> None:
        """Show what is to be searched for, before the search is done."""
        self._question, self._case, self._search, self._kept = question, case, None, ()
        self.place.setText(question.place)
        self.statement.setText(question.words)
        self.terms.show_terms(())
        self.acts.begin(question)
        self._answers.hide()
        self._show_nothing(case)
        self.tally.setText("")
        self.set_searching()

    def _show_nothing(self, case: Case) -> None:
        self._opened, self._left_out, self._since = frozenset(), (), ""
        self.left_button.setChecked(False)
        self.left_button.hide()
        self.unseen.show_unseen(None, case)
        self.hits.row_model.show(None, case)

    def clear(self) -> None:
        self.begin(questions.Question(""), Case(id=""))
        self.bar.own.clear()

    def set_searching(self) -> None:
        self.error.hide()
        self.warning.hide()
        self.far.setText(tr("Searching the record…"))
        self.keep_button.setEnabled(False)

    def show_search(self, answered: SearchAnswer, *, kept: bool) -> None:
        """Show a search as it was made; `kept`: the case holds its answers already."""
        self._search = None  # selecting the former hits' rows must not be taken for the new search's
        self._show_nothing(self._case)
        self._left_out, self._since = answered.left_out, questions.since(answered.before, answered.new)
        self._search = search = answered.search
        self._kept = search.hits if kept else tuple(hit for hit in search.hits if not hit.remark)
        self.terms.show_terms(search.terms)
        self._refresh()
        self.error.say(answered.note)
        at = self.hits.row_model.next_open(-1)
        self.hits.select_row(max(at, 0))
        (self.hits if search.hits else self.keep_button if search.pages else self.terms).setFocus()

    def show_failure(self, sentence: str) -> None:
        self.far.setText("")
        self.error.say(sentence)

    @property
    def search(self) -> Search | None:
        """The search as it stands, with the answers given so far."""
        return self._search

    @property
    def unkept(self) -> bool:
        """Whether answers were given that the case does not hold yet."""
        return self._search is not None and any(hit.remark for hit in self._search.hits) and self._search.hits != self._kept

    def key_hints(self) -> str:
        if self.bar.own.hasFocus():
            return tr("Enter  answer in these words   ·   Esc  back to the places")
        if self.keep_button.hasFocus():
            return tr("Space  keep the search   ·   Esc  leave; answers given are kept")
        return tr("Enter  search again   ·   Esc  leave the search") if self.terms.hasFocus() else tr(KEYS)

    def focus_first(self) -> None:
        """The keyboard to the hits, or to the terms where there are none."""
        (self.hits if self.hits.rows() else self.terms).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- answers

    def answer(self, words: str, found: bool = False) -> None:
        """Say something of the current hit and go on to the next open one; after the last, to Keep."""
        at = self.hits.row()
        if self._set(at, words, found=found):
            following = self.hits.row_model.next_open(at)
            if following >= 0:
                self.hits.select_row(following)
                self.hits.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def standing(self) -> object:
        """The answers as they stand, for who types words where digits answer."""
        return self._search

    def return_to(self, standing: object) -> int:
        """Take back the answers given since."""
        now = self._search
        if now is None or not isinstance(standing, type(now)) or standing.id != now.id or len(standing.hits) != len(now.hits):
            return 0
        if changed := sum(before != after for before, after in zip(standing.hits, now.hits, strict=True)):
            self._search = standing
            self._refresh()
            self.answered.emit(standing)
        return changed

    def answer_same(self) -> None:
        """Give the current hit's answer to every open hit with the same words."""
        current = self.hits.current()
        if current is not None and current.answered:
            self._say(self._alike(current), current.hit.remark, found=current.hit.found)

    def _alike(self, current: AnswerRow) -> tuple[int, ...]:
        """The open hits with the same words as a row's."""
        hits = self._search.hits if self._search else ()
        quote = current.hit.source.quote
        return tuple(at for at, hit in enumerate(hits) if hit.source.quote == quote and not hit.remark.strip())

    def _set(self, at: int, words: str, *, found: bool = False) -> bool:
        """Answer a row: its open hits, or all of them where each has an answer."""
        row = self.hits.row_model.row_at(at)
        if row is None or not row.hits:
            return False
        unanswered = tuple(hit for hit, said in zip(row.hits, row.answers, strict=True) if not said)
        return self._say(unanswered if words and unanswered else row.hits, words, found=found)

    def _say(self, places: tuple[int, ...], words: str, *, found: bool) -> bool:
        if self._search is None or not places:
            return False
        hits = list(self._search.hits)
        for at in places:
            hits[at] = msgspec.structs.replace(hits[at], remark=words, found=found)
        self._search = msgspec.structs.replace(self._search, hits=tuple(hits))
        self._refresh()
        self.answered.emit(self._search)
        return True

    def _refresh(self) -> None:
        search = self._search
        if search is None:
            return
        shown = self._left_out if self.left_button.isChecked() else ()
        self.hits.row_model.show(search, self._case, self._opened, shown)
        self.far.setText(questions.searched(search) + self._since)
        self.left_button.setVisible(bool(self._left_out))
        self.left_button.setText(questions.left_out(len(self._left_out)))
        self.unseen.show_unseen(search, self._case)
        total = sum(
            document.last_page - document.first_page + 1
            for document in self._case.documents
            if document.type != "determination"
        )
        self.warning.say(questions.stopped(search, total))
        self.tally.setText(questions.tally(search))
        self.keep_button.setEnabled(True)
        self._answers.setVisible(bool(search.hits))
        self.acts.show_for(self._question, found=bool(search.hits))
        self._show_same()

    def _show_same(self) -> None:
        current = self.hits.current()
        alike = current is not None and current.answered and bool(self._alike(current))
        self.acts.same.setVisible(alike)

    # --- signals of the parts

    def _on_again(self) -> None:
        self.search_requested.emit(self.terms.terms())

    def _on_hit(self) -> None:
        current = self.hits.current()
        if current is not None:
            self.bar.show_remark(current.hit.remark)
            self._show_same()
            self.page_requested.emit(current.hit.source.page, current.hit.source.quote)

    def _on_keep(self) -> None:
        if self._search is not None:
            self.keep_requested.emit(self._search)

    def _on_key(self, act: str) -> None:
        if self.bar.choose(act):
            return
        {
            "own": self.bar.begin,
            "same": self.answer_same,
            "finding": self._on_finding,
            "cite": self._on_cite,
            "yes": self._on_yes,
            "no": self._on_no,
            "open": self._on_hit,
            "expand": self._on_expand,
            "collapse": self._on_collapse,
            "unseen": self.unseen.open_next,
            "by eye": self.unseen.read_page,
            "clear": self._on_clear,
        }[act]()

    def _on_unseen(self, page: int) -> None:
        self.page_requested.emit(page, "")

    def _on_expand(self) -> None:
        """Each place of a document in a row of its own."""
        current = self.hits.current()
        if current is not None and len(current.hits) > 1:
            self._open(self._opened | {current.hits[0]}, current.hits[0])

    def _on_collapse(self) -> None:
        current = self.hits.current()
        if current is not None and current.hits:
            group = next(row for row in reversed(self._rows_to(self.hits.row())) if not row.inner)
            self._open(self._opened - {group.hits[0]}, group.hits[0])

    def _rows_to(self, at: int) -> tuple[AnswerRow, ...]:
        return self.hits.row_model.shown[: at + 1]

    def _open(self, opened: frozenset[int], first: int) -> None:
        """Show the groups so opened, and the one that begins with a hit as the current row."""
        self._opened = opened
        self._refresh()
        rows = self.hits.row_model.shown
        self.hits.select_row(next(at for at, row in enumerate(rows) if row.hits[:1] == (first,)))

    def _on_clear(self) -> None:
        self._set(self.hits.row(), "")

    def _on_finding(self) -> None:
        self._tell(self.finding_requested)

    def _on_cite(self) -> None:
        if self._question.criterion:
            self._tell(self.cite_requested)

    def _tell(self, wish: SignalInstance) -> None:
        current = self.hits.current()
        if current is not None:
            wish.emit(current.hit.source)

    def _on_yes(self) -> None:
        self._tell_fact(True)

    def _on_no(self) -> None:
        self._tell_fact(False)

    def _tell_fact(self, value: bool) -> None:
        current = self.hits.current()
        if self._question.fact and current is not None:
            self.fact_requested.emit(value, current.hit.source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard belongs to the hits; a focus proxy would take them out of Tab's way."""
        super().focusInEvent(event)
        self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; answers given are kept by whoever listens."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def set_case(self, case: Case) -> None:
        """The case as it stands, for page titles and pages read by eye."""
        self._case = case
        self.unseen.show_unseen(self._search, case)

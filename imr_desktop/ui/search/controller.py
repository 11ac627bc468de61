"""Opening the search card, searching in a worker, and keeping what the reviewer answered: one undo step each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import edits
from imr_desktop.case.model import Case, Fact, Finding, Search, SourceRef
from imr_desktop.language import tr
from imr_desktop.review import questions
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.search.card import SearchCard
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.checking import Checked, CriterionReport, InputSpec, Problem
    from imr_desktop.review.searching import Question, SearchAnswer
    from imr_desktop.ui.search.synonyms_dialog import SynonymsDialog


_DRAFT = "search"


class SearchController(Controller):
    """`opened()`: the card is wanted in view; `closed(pane)`: it is done with, the pane named is where it was asked for.

    `evidence_cited(item, criterion, sources)`: a hit is evidence of a criterion.
    """

    dialog: SynonymsDialog | None
    opened = Signal()
    closed = Signal(str)
    evidence_cited = Signal(str, str, object)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, card: SearchCard, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._card = card
        self._question: Question | None = None
        self._from, self._case_id = "checks", ""
        self._inputs: Mapping[str, InputSpec] = {}
        card.search_requested.connect(self.search)
        card.answered.connect(self._on_answered)
        card.keep_requested.connect(self.keep)
        card.left.connect(self.leave)
        card.cite_requested.connect(self._on_cite)
        card.fact_requested.connect(self._on_fact)
        card.finding_requested.connect(self._on_finding)
        card.synonyms_requested.connect(self.edit_synonyms)
        card.read_by_eye.connect(self._on_read)
        session.case_changed.connect(self._on_case)
        session.checked.connect(self._on_checked)
        session.closed.connect(self.drop)
        session.drafts_found.connect(self._on_drafts)

    @property
    def active(self) -> bool:
        return self._question is not None

    # --- opening

    @Slot(object)
    def open_problem(self, problem: Problem) -> None:
        """The card for a sentence that says something is absent."""
        case = self._session.case
        if case is not None:
            self._begin(questions.about_problem(case, problem), "checks")

    @Slot(str, object, object)
    def open_criterion(self, item_id: str, report: CriterionReport, keys: tuple[str, ...]) -> None:
        """The card for what a criterion asks and the record did not tell: all of it, or the inputs named."""
        case = self._session.case
        if case is None:
            return
        if not case.has_record:
            self.notified.emit(tr("There is no record in this case to search."))
            return
        wanted = keys or report.missing
        self._begin(questions.about_criterion(case, item_id, report, wanted, self._inputs), "items")

    def _begin(self, question: Question, origin: str) -> None:
        self._keep_given()
        case = self._session.case
        if case is None or self._session.refuses():
            return
        self._question, self._from, self._case_id = question, origin, case.id
        self._card.begin(question, case)
        self.opened.emit()
        self._card.hits.setFocus(Qt.FocusReason.OtherFocusReason)  # what is typed before hits come does nothing
        self.search(())

    # --- searching

    @Slot(object)
    def search(self, terms: tuple[str, ...], anew: bool = False) -> None:
        """Search for the terms, or with none for those looked for before, or `anew` for the sentence's own.

        Earlier answers to the same places stay.
        """
        case = self._session.case
        if case is None or self._question is None:
            return
        from imr_desktop.review import searching

        self._card.set_searching()
        what = self._services, self._with_given(case), self._question, datetime.now(UTC), terms, anew
        self.run(searching.search, *what, on_done=self._on_found, key="search", of=case.id)

    def _with_given(self, case: Case) -> Case:
        """The case with the answers given so far, so that a new search of it finds them."""
        given = self._card.search
        return edits.add_search(case, given) if given is not None and self._card.unkept else case

    @Slot(object)
    def _on_found(self, answered: SearchAnswer) -> None:
        case = self._session.case
        if answered.question is self._question and case is not None:
            kept = any(one.id == answered.search.id and one.hits == answered.search.hits for one in case.searches)
            self._card.show_search(answered, kept=kept)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._card.show_failure(sentence(error))

    # --- keeping

    @Slot(object)
    def keep(self, search: Search) -> None:
        if self._store(search):
            answered = sum(bool(hit.remark.strip()) for hit in search.hits)
            self.notified.emit(
                tr("Search kept: {answered} of {hits_count} hits answered.", answered=answered, hits_count=len(search.hits))
                if search.hits
                else tr("Search kept: nothing was found.")
            )
        self._end()

    @Slot()
    def leave(self) -> None:
        """Go back; answers given are kept, an untouched search is not."""
        if self.active:
            self._keep_given()
            self._end()

    @Slot()
    def drop(self) -> None:
        """Forget the card: the case is gone."""
        if self.active:
            self._from = ""
            self._end()

    def _keep_given(self) -> None:
        search = self._card.search
        if self.active and search is not None and self._card.unkept and self._store(search):
            self.notified.emit(tr("The answers you gave are kept with the search."))

    def _store(self, search: Search) -> bool:
        case = self._session.case
        if case is None or case.id != self._case_id:
            return False
        return self._session.apply(tr("Keep the search"), edits.add_search, search)

    @Slot(object)
    def _on_answered(self, search: Search) -> None:
        self._session.draft(_DRAFT, msgspec.json.encode(search).decode() if self._card.unkept else "")

    @Slot(object)
    def _on_drafts(self, drafts: Mapping[str, str]) -> None:
        """Answers that were given and not kept when an earlier sitting ended are kept now."""
        if not (words := drafts.get(_DRAFT)):
            return
        try:
            search = msgspec.json.decode(words, type=Search)
        except msgspec.DecodeError:
            self.failed.emit(tr("Answers that were given to a search and not kept cannot be read any more; search again."))
            self._session.draft(_DRAFT, "")
            return
        if self._session.apply(tr("Keep the search"), edits.add_search, search):
            self._session.draft(_DRAFT, "")

    def _end(self) -> None:
        self._question = None
        self._session.draft(_DRAFT, "")
        self.closed.emit(self._from)

    # --- from the hits

    @Slot(object)
    def _on_cite(self, source: SourceRef) -> None:
        if self._question is not None:
            self.evidence_cited.emit(self._question.item, self._question.criterion, (source,))
            self.notified.emit(tr("Page {page} is cited as evidence of the criterion.", page=source.page))

    @Slot(int)
    def _on_read(self, page: int) -> None:
        """A page that no search can see was looked at: every statement of absence may rest on that."""
        if self._session.apply(tr("Read a page by eye"), edits.read_by_eye, (page,), datetime.now(UTC)):
            self.notified.emit(tr("Page {page} is noted as read by eye.", page=page))

    @Slot(bool, object)
    def _on_fact(self, value: bool, source: SourceRef) -> None:
        if self._question is not None and len(self._question.inputs) == 1:
            fact = Fact(self._question.inputs[0], value, (source,), self._question.item)
            if self._session.apply(tr("Set a fact"), edits.set_fact, fact):
                what = tr("yes") if value else tr("no")
                self.notified.emit(tr("Fact set: {what}, from page {page}.", what=what, page=source.page))

    @Slot(object)
    def _on_finding(self, source: SourceRef) -> None:
        finding = Finding(edits.new_id(), " ".join(source.quote.split()), sources=(source,))
        if self._session.apply(tr("Add finding"), edits.add_finding, finding):
            self.notified.emit(tr("Added as a finding from page {page}.", page=source.page))

    # --- synonyms

    @Slot()
    def edit_synonyms(self) -> None:
        """The reviewer's own words for the same thing."""
        from imr_desktop.review import searching
        from imr_desktop.review.searching import synonyms
        from imr_desktop.ui.search.synonyms_dialog import SynonymsDialog

        groups, note = searching.own_synonyms(self._services.home)
        dialog = SynonymsDialog(self._window, synonyms.to_lines(groups), note)
        dialog.accepted.connect(self._on_synonyms)
        self.show_dialog(dialog)

    @Slot()
    def _on_synonyms(self) -> None:
        from imr_desktop.review import searching

        if self.dialog is None:
            return
        try:
            searching.keep_synonyms(self._services.home, self.dialog.groups())
        except Exception as error:  # noqa: BLE001  the sentence says why; the search goes on with what was there
            self._card.show_failure(sentence(error))
            return
        self.notified.emit(tr("Your synonyms are saved; this search uses them."))
        self.search((), anew=True)

    # --- session

    @Slot(object)
    def _on_case(self, case: Case) -> None:
        self._card.set_case(case)
        if case.id != self._case_id or case.locked:
            self.drop()

    @Slot(object)
    def _on_checked(self, checked: Checked) -> None:
        self._inputs = dict(getattr(checked, "inputs", {}))

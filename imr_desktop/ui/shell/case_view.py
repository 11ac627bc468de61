"""Everything of the window that needs a case: header, panes, sign view, controllers. Built after the first paint."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import seen
from imr_desktop.case.model import Case, SourceRef
from imr_desktop.language import tr
from imr_desktop.ui.pages import PagePictures, same_pages
from imr_desktop.ui.record.find_flow import FindWish, answered
from imr_desktop.ui.shell.case_parts import CaseParts
from imr_desktop.ui.theme import current

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.again import Copy
    from imr_desktop.review.checking import Checked
    from imr_desktop.review.record import RecordText
    from imr_desktop.review.remarks import Remarks
    from imr_desktop.ui.widgets.citation_edit import CitationEdit

_log = logging.getLogger(__name__)


class CaseView(CaseParts):
    """Case header above the workspace or the sign view. `view_changed()`: another view, pane or card is in use.

    `done(sentence)`: the reviewer did something that is worth a word and can be undone.
    """

    view_changed = Signal()
    done = Signal(str)
    page_locked = Signal(int)

    def _wire(self) -> None:
        """Every connection between panes, session, header and sign view stands here."""
        session, record, findings, items = self._session, self.record, self.findings, self.items

        self.card.page_requested.connect(record.go_to_page)

        self.editing.focus.changed.connect(self.view_changed)

        self.checks.act_requested.connect(self.go.act_on_problem)
        self.checks.problem_activated.connect(self.go.go_to_problem)
        self.checks.said.connect(self.go.notified)
        self.checks.done.connect(self.done)

        findings.finding_selected.connect(self._on_finding_selected)

        self.summary.versions_requested.connect(self.editing.show_text_versions)
        self.summary.alone_requested.connect(self.reading.toggle_alone)

        self.go.search_requested.connect(self.search.open_problem)
        self.go.sign_opened.connect(self.open_sign)
        self.go.work_opened.connect(self.open_work)

        self.header.sign_requested.connect(self.go.review_and_sign)
        self.header.step_requested.connect(self.go.go)

        for pane in self.panes.values():
            pane.draft_changed.connect(session.draft)
            pane.edit_requested.connect(self._on_edit)
            pane.page_requested.connect(record.go_to_page)
            pane.step_ended.connect(session.end_step)
            pane.typed.connect(session.note_typing)
            session.drafts_found.connect(pane.take_drafts)

        items.explanation_requested.connect(self._on_explanation_requested)
        items.said.connect(self.done)
        items.search_requested.connect(self.search.open_criterion)

        record.cite_requested.connect(self._on_cite)
        record.pages_seen.connect(self._on_pages_seen)
        record.finding_clicked.connect(findings.select)
        record.finding_requested.connect(self._on_finding_requested)
        record.page_changed.connect(findings.set_current_page)
        record.page_changed.connect(items.set_current_page)
        record.page_changed.connect(self.summary.set_current_page)
        record.quote_requested.connect(self._on_quote)
        record.said.connect(self.go.notified)
        record.find_requested.connect(self._on_find)

        self.search.closed.connect(self._on_search_closed)
        self.search.evidence_cited.connect(items.content.add_evidence)
        self.search.opened.connect(self._on_search_opened)

        session.busy_changed.connect(self._on_busy)
        session.case_changed.connect(self._on_case)
        session.check_failed.connect(self._on_check_failed)
        session.checked.connect(self._on_checked)
        session.closed.connect(self.clear)
        session.flush_requested.connect(self.flush)
        session.idle.connect(self.forget_cases)
        self._tasks.came_late.connect(self.forget_cases)  # what it looked at was remembered anew
        session.moved.connect(self.go.show_moved)
        session.record_changed.connect(self._on_record)

        self.sign.panel.back_requested.connect(self.open_work)
        self.sign.panel.print_requested.connect(self.go.print_letter)
        self.workspace.active_changed.connect(self._on_active)
        self.workspace.alone_changed.connect(self.header.setHidden)
        self.workspace.card_left.connect(self.search.leave)
        current().changed.connect(self._fit_width)

    # --- views

    @property
    def signing(self) -> bool:
        return self._views.currentWidget() is self.sign

    def place_in_view(self) -> QWidget:
        """Where the keyboard belongs: the sign view, the card beside the record, or the active pane."""
        if self.signing:
            return self.sign
        if self.workspace.card_shown:
            return self.queue if self._cards.currentWidget() is self.queue else self.card
        return self.panes[self.workspace.active or "items"]

    @Slot(QWidget)
    def note_focus(self, widget: QWidget) -> None:
        """The keyboard went to a widget: its pane is the one in use."""
        if self._session.case is not None and not self.signing:
            self.workspace.mark_focus(widget)

    @Slot()
    def open_work(self) -> None:
        if self.signing:
            self._views.setCurrentWidget(self.workspace)
            self.header.show_signing(False)
            self._on_active(self.workspace.active)
            self.workspace.activate(self.workspace.active or "items")

    @Slot()
    def open_sign(self) -> None:
        """Show the sign view; everything typed is stored first."""
        self.flush()
        self._session.save_now()
        self._views.setCurrentWidget(self.sign)
        self.header.show_signing(True)
        self.sign.enter()
        self.view_changed.emit()

    def begin(self, case: Case) -> None:
        """A case was opened: go where the work is."""
        self.header.show_signing(False)
        self._views.setCurrentWidget(self.workspace)
        if case.locked:
            self.open_sign()
        elif case.items and not case.findings and not case.has_record:
            self.workspace.activate("items")
        elif case.has_record and self._session.unsaved and not seen.shown(case):
            self.workspace.activate("record")  # it was taken in just now: reading it comes first
        else:
            self.workspace.activate("findings")

    def set_width(self, width: int, compact_below: int) -> None:
        """Lay out for a window so wide; the zoom counts, as what stands in it is so much larger."""
        self._width, self._compact_below = width, compact_below
        self._fit_width()

    def lay_out(self, width: int, compact_below: int) -> None:
        """Put the panes in their places before a case is there: the first opens the sooner."""
        self._width, self._compact_below = width, compact_below
        self._place_panes()

    @Slot()
    def _fit_width(self) -> None:
        if self._session.case is not None:
            self._place_panes()

    def _place_panes(self) -> None:
        compact = self._width * 100 < self._compact_below * current().zoom
        self.workspace.set_compact(compact)
        self.header.set_short(compact)

    @Slot()
    def flush(self) -> None:
        """Tell what stands typed but untold."""
        for pane in self.panes.values():
            pane.flush()

    @Slot()
    def clear(self) -> None:
        """The case was closed: everything lets go of it, of its pages and its pictures."""
        if self.signing:
            self._views.setCurrentWidget(self.workspace)
        if self._cards.currentWidget() is self.queue:
            self.workspace.show_card(False)
        for pane in self.panes.values():
            pane.clear()
        for part in (self.header, self.sign, self.card):
            part.clear()
        self._drop_pages()

    @Slot()
    def forget_cases(self) -> None:
        """No case is open: what the services remember of cases goes, too."""
        if self._session.case is None:
            self._tasks.run(self._services.forget_cases)

    @Slot()
    def reload_pages(self) -> None:
        """Draw the pages anew: some that could not be shown can be now."""
        if self._session.case is not None:
            self._drop_pages()
            self._on_record(self._session.case)

    def _drop_pages(self) -> None:
        if self._pages is not None:
            self._pages.deleteLater()
            self._pages = None
            self._record_of = ()

    # --- session

    @Slot(str)
    def _on_busy(self, busy: str) -> None:
        self.header.show_busy(busy)
        for pane in self.panes.values():
            pane.set_editable(not busy and not pane.case.locked)

    @Slot(object)
    def _on_case(self, case: Case) -> None:
        self.header.set_case(case)
        for pane in self.panes.values():
            pane.set_case(case)
        if self.signing:
            self.sign.show_case()

    @Slot(object)
    def _on_record(self, case: Case) -> None:
        self._tasks.run(self._services.record.remarks, case, on_done=self._on_remarks, key="remarks", of=case.id)
        if self._record_of == (case.id, case.files, case.page_notes):
            return  # a document was opened or accepted: the pages are the same
        self._record_of = (case.id, case.files, case.page_notes)
        if self._pages is None or not same_pages(self._pages.case, case):
            self._drop_pages()
            self._pages = PagePictures(self._services.record, self._tasks, case, self)
            self._pages.locked.connect(self.page_locked)
            self.record.set_pages(self._pages)
        else:
            self._pages.renew(case)
        self._tasks.run(self._services.record.text, case, on_done=self._on_text, key="record", of=case.id)
        self._tasks.run(self._services.record.copies, case, on_done=self._on_copies, key="copies", of=case.id)
        self._index(case)

    @Slot(object)
    def _on_text(self, text: RecordText) -> None:
        self.record.set_record(text)

    @Slot(object)
    def _on_copies(self, found: tuple[Copy, ...]) -> None:
        self.record.set_copies(found)

    @Slot(object)
    def _on_remarks(self, found: Remarks) -> None:
        self.record.remarked.take(found)

    @Slot(object)
    def _on_not_indexed(self, error: Exception) -> None:
        """Searches find all the same without an index."""
        _log.warning("The record was not indexed: %s", type(error).__name__)

    @Slot(object)
    def _on_find(self, wish: FindWish) -> None:
        case, shown = self._session.case, self.record
        if case is not None:
            done, failed = shown.show_found, shown.show_not_searched
            self._tasks.run(answered, self._services, case, wish, on_done=done, on_error=failed, key="find", of=case.id)
            self._index(case)

    def _index(self, case: Case) -> None:
        """Make the record's index in the vault, or bring it up to date: the next search is the quicker."""
        self._tasks.run(_indexed, self._services, case, on_error=self._on_not_indexed, key="index", of=case.id)

    @Slot(object)
    def _on_checked(self, checked: Checked) -> None:
        self.header.set_checked(checked)
        self.items.set_checked(checked)
        self.checks.set_checked(checked)
        if self.signing:
            self.sign.set_checked(checked)

    @Slot()
    def _on_explanation_requested(self) -> None:
        if (case := self._session.case) is not None:
            shown = self.items.content.criteria.detail.set_explained
            self._tasks.run(self._services.checking.explain, case, on_done=shown, key="explain", of=case.id)

    @Slot(str)
    def _on_check_failed(self, sentence: str) -> None:
        self.header.set_unchecked()
        self.sign.panel.set_unchecked(sentence)

    @Slot(str, object, str)
    def _on_edit(self, label: str, edit: Callable[[Case], Case], merge: str) -> None:
        self._session.apply(label, edit, merge=merge)

    # --- the search card

    @Slot()
    def _on_search_opened(self) -> None:
        self._show_card(self.card)

    @Slot()
    def open_queue(self) -> None:
        """Show the pages to read beside the record; a search that was there is left as by its own key."""
        self.search.leave()
        self._show_card(self.queue)

    @Slot()
    def close_queue(self) -> None:
        """Back to the panes; what stands typed is told."""
        self.queue.tell()
        if self.workspace.card_shown and self._cards.currentWidget() is self.queue:
            self.workspace.show_card(False)
            self.workspace.activate("record")
        self._on_active(self.workspace.active)

    def _show_card(self, card: QWidget) -> None:
        self.open_work()
        self._cards.setCurrentWidget(card)
        self.workspace.show_card(True)
        self.view_changed.emit()

    @Slot(str)
    def _on_search_closed(self, back: str) -> None:
        if self.workspace.card_shown:
            self.workspace.show_card(False)
            if back:
                self.workspace.activate(back)
        self._on_active(self.workspace.active)

    # --- between panes

    @Slot(str)
    def _on_finding_selected(self, finding_id: str) -> None:
        self.record.view.set_active_finding(finding_id)
        case = self._session.case
        found = next((one for one in case.findings if one.id == finding_id), None) if case else None
        self.items.set_evidence(found.sources if found else ())

    @Slot(str, SourceRef, object)
    def _on_finding_requested(self, text: str, source: SourceRef, more: tuple[SourceRef, ...]) -> None:
        if text:
            self.findings.add(text, source, more=more)
            number = len(self.findings.case.findings)
            self.done.emit(tr("Finding {number} taken from the page.", number=number))
        else:
            self.workspace.activate("findings", focus=False)
            self.findings.begin(source, self.record.view.last_clip)

    @Slot(str, SourceRef, object)
    def _on_quote(self, text: str, source: SourceRef, more: tuple[SourceRef, ...]) -> None:
        self._editor().insert_quote(text, source.page, more[-1].page if more else None)
        self.done.emit(tr("Quoted in the decision rationale.") if self._in_item() else tr("Quoted in the case summary."))

    @Slot(SourceRef, object)
    def _on_cite(self, source: SourceRef, more: tuple[SourceRef, ...]) -> None:
        self._editor().insert_citation(source.page, more[-1].page if more else None)
        self.done.emit(tr("Cited in the decision rationale.") if self._in_item() else tr("Cited in the case summary."))

    def _editor(self) -> CitationEdit:
        self.workspace.activate(self._text_pane, focus=False)
        return self.items.content.rationale if self._in_item() else self.summary.editor

    def _in_item(self) -> bool:
        case = self._session.case
        return self._text_pane == "items" and case is not None and bool(case.items)

    @Slot(object)
    def _on_pages_seen(self, pages: frozenset[int]) -> None:
        self._session.note_seen(pages, datetime.now(UTC))

    @Slot(str)
    def _on_active(self, name: str) -> None:
        if name in ("summary", "items"):
            self._text_pane = name
        if not self.signing:
            self.view_changed.emit()


def _indexed(services: Services, case: Case) -> None:
    """Off the window's thread, which would stand while what searches is loaded."""
    services.finding.prepare(case)

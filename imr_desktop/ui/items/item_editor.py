"""One disputed item as it is read and changed: what its parts show, and what is done in them, as wishes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal

from imr_desktop.case import bound, edits
from imr_desktop.case.model import Case, DisputedItem, SourceRef
from imr_desktop.language import mark, tr
from imr_desktop.review import drafts
from imr_desktop.ui.items.answer_mode import AnswerMode
from imr_desktop.ui.items.item_layout import ItemLayout
from imr_desktop.ui.items.judge_first import folded
from imr_desktop.ui.widgets import bound_words
from imr_desktop.ui.widgets.pane import on_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from imr_desktop.case.model import EvidenceStep
    from imr_desktop.review.checking import ItemReport
    from imr_desktop.ui.widgets.case_line import CaseLine
    from imr_desktop.ui.widgets.citation_edit import CitationEdit
    from imr_desktop.ui.widgets.wrapped_line import WrappedLine

_DECIDED = {
    "Upheld": mark("Upheld: the denial stands."),
    "Overturned": mark("Overturned: the denial is reversed."),
    "": mark("The decision is taken back."),
}


class ItemEditor(ItemLayout):
    """What is done in the parts of one item, as wishes.

    `edit_requested(label, edit, merge)`; `draft_changed(field, words)`: half-typed words; `page_requested(page, quote)`.
    `search_requested(item, report, inputs)`: the record is to be searched for a criterion's inputs (empty: all missing).
    `explanation_requested()`: the details are in view and want to say why the rules say what they say.
    `new_item_typed(title)`: the words of an item to add; empty: the field was left without a change. `fields_added()`: there
    are further `fields()`. `adding`: a new item's words are being typed. `said(sentence)`: a criterion was answered or the
    item decided, which can be undone.
    """

    edit_requested = Signal(str, object, str)
    draft_changed = Signal(str, str)
    page_requested = Signal(int, str)
    search_requested = Signal(str, object, object)
    explanation_requested = Signal()
    new_item_typed = Signal(str)
    said = Signal(str)
    fields_added = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.judge_first = self.editable = False
        self.page = 0
        self.evidence_at_hand: tuple[SourceRef, ...] = ()
        self.adding = False
        self._case, self._item = Case(id=""), DisputedItem("", "")
        self._report: ItemReport | None = None
        self._pending: dict[str, dict[str, tuple[SourceRef, ...]]] = {}
        self.answer_mode = AnswerMode(self.criteria.list, beside=self.criteria.tally)
        self._connect()

    def _connect(self) -> None:
        self.head.decided.connect(self.decide)
        self.head.menu_chosen.connect(self._on_menu)
        self.head.page_requested.connect(self.page_requested)
        self.head.title_edited.connect(self._on_title)
        self.head.title_typed.connect(self._note_title)
        self.head.quantities.edited.connect(self._on_quantity)
        self.guidelines.edited.connect(self._on_guideline)
        self.evidence.step_edited.connect(self._on_evidence)
        self.evidence.guideline_composed.connect(self._on_composed)
        self.evidence.opened.connect(self.fields_added)
        self.judge.view_given.connect(self._on_view)
        self.judge.words_typed.connect(self._on_view_typed)
        self.criteria.list.answered.connect(self.answer)
        self.criteria.list.decided.connect(self.decide)
        self.criteria.list.cite_requested.connect(self.cite_evidence)
        self.criteria.list.part_clicked.connect(self._on_chip)
        self.criteria.list.search_requested.connect(self._on_search)
        self.criteria.detail.page_requested.connect(self.page_requested)
        self.criteria.detail.search_requested.connect(self._on_search)
        self.criteria.details_button.toggled.connect(self.want_explained)
        self.criteria.reason.reason_given.connect(self._on_reason)
        self.rationale.text_edited.connect(self._on_rationale)
        self.rationale.page_clicked.connect(self._on_page)
        self.from_criteria.clicked.connect(self.compose)

    # --- what the pane asks ----------------------------------------------------------------------------------------

    @property
    def shown(self) -> str:
        """The id of the item shown; empty for none."""
        return self._item.id

    def fields(self) -> tuple[CitationEdit | CaseLine | WrappedLine, ...]:
        """The texts of the case that can be typed in here, as far as they are made."""
        return (
            self.rationale,
            self.criteria.reason,
            *self.guidelines.fields(),
            *self.head.quantities.lines.values(),
            *self.evidence.fields(),
        )

    def set_editable(self, editable: bool) -> None:
        """Show what changes the item, or only what can be read; texts are the pane's to close."""
        self.editable = editable
        self.head.set_editable(editable)
        self.evidence.set_editable(editable)
        for part in (self.from_criteria, self.judge, *self.guidelines.buttons()):
            part.setEnabled(editable)

    def show_item(self, case: Case, item: DisputedItem, report: ItemReport | None) -> None:
        """Show an item of the case with its report; folded, it keeps that back until the reviewer has judged."""
        other, had_rows = item.id != self._item.id, self.criteria.list.rows() > 0
        self._case, self._item, self._report = case, item, report
        self.head.show_item(case, item)
        if other:
            self._forget_guidelines()
            self.judge.show_item(item.id)
        self.fold(folded(case, item, judge_first=self.judge_first))
        if self.folded:  # what is kept back is not there either for a screen reader
            self.guidelines.show_item(DisputedItem("", ""), None, editable=False)
            self.criteria.show_item(None, None, {})
        else:
            self.guidelines.show_item(item, report, editable=self.editable)
            self.criteria.show_item(item, report, self._pending.get(item.id, {}))
        self.evidence.show_item(item)
        held = bound.ranges(case, item.id, "rationale")
        show = self.rationale.start if other else self.rationale.set_text
        show(item.rationale, held, bound_words.values(case, held))
        self.show_size()
        if (other or not had_rows) and self.holds_place and self.head.decision.hasFocus():
            self.focus_place()

    def _refresh(self) -> None:
        self.show_item(self._case, self._item, self._report)

    def forget(self) -> None:
        """Forget the item and what was half-typed: an empty one is shown in its place."""
        self._forget_guidelines()
        for line in (self.criteria.reason, *self.evidence.fields()):
            line.forget()
        self._pending, self.adding = {}, False
        self.judge.take({})
        self.head.title_edit.clear()
        self.head.close_title()
        self.criteria.detail.set_explained(())
        empty = DisputedItem("", "")
        self.show_item(Case(id="", items=(empty,)), empty, None)

    def flush(self) -> None:
        """Tell what was typed, before saving, closing or another item."""
        for field in self.fields():
            field.flush()

    def _forget_guidelines(self) -> None:
        for line in self.guidelines.fields():
            line.forget()

    def begin_item(self) -> None:
        """Show the field for a new item's words, in the place of the title."""
        self.adding = True
        self.head.edit_title("")

    def focus_first(self) -> None:
        """The first criterion without an answer; without criteria the decision."""
        if self.asks_view():
            return
        if self.criteria.list.rows():
            self.criteria.focus_first_open()
            self.show_part(self.criteria.list)
        else:
            self.focus_place()
            self.show_part(self.head.decision)

    def show_field(self, field: str, start: int, end: int) -> None:
        """Put the keyboard on a field of the item."""
        if self.folded and field not in ("rationale", "title", *self.head.quantities.lines):
            self.judge.ask()
            return
        if self.guidelines.focus_field(field):
            return
        if field == "evidence":
            self.evidence.open()
        elif field == "rationale":
            self.rationale.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if start >= 0:
                self.rationale.select_range(start, max(end, start))
        elif field in ("answers", "criteria") and self.criteria.list.rows():
            self.criteria.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif field in self.head.quantities.lines:
            self.head.quantities.edit(field)
        elif field == "title":
            self.head.edit_title(self._item.title)
        elif not self.criteria.list.hasFocus():  # there letters decide, too
            self.focus_decision()

    def asks_view(self, not_done: str = "") -> bool:
        """Whether the item is folded; then the keyboard goes to the preliminary view, and `not_done` is said."""
        asks = self.folded and bool(self._item.id)
        if asks and not_done:
            self.judge.refuse(not_done)
        elif asks:
            self.judge.ask()
        return asks

    def want_explained(self) -> None:
        """Ask for the rules' reasons where they can be seen."""
        if self.criteria.details_button.isChecked() and self._report is not None and not self.folded:
            self.explanation_requested.emit()

    # --- edits --------------------------------------------------------------------------------------------------------

    def request_edit(self, label: str, edit: Callable[..., Case], *args: object, merge: str = "", **fields: object) -> None:
        """Ask for an edit of the item: ``edit(case, item id, *args, **fields)``."""
        if self._item.id:
            self.edit_requested.emit(label, on_case(edit, self._item.id, *args, **fields), merge)

    def uphold(self) -> None:
        """The denial stands."""
        self.decide("Upheld")

    def overturn(self) -> None:
        """The denial is reversed."""
        self.decide("Overturned")

    def decide(self, decision: str) -> None:
        """Record the physician's decision; empty takes it back."""
        if not self.asks_view(tr("Not decided.")) and self._item.end_state is None:
            label, before = (
                tr("Decide: {decision}", decision=decision) if decision else tr("Take the decision back"),
                self._item.decision,
            )
            self.request_edit(label, edits.decide, decision or None)
            if self._item.decision != before:
                self.said.emit(tr(_DECIDED[decision]))
        self._refresh()

    def answer(self, criterion: str, status: str) -> None:
        """Answer a criterion with a status; empty takes the answer back. Evidence cited before is kept with it."""
        waiting, before = self._pending.get(self._item.id, {}), self._item.answers
        if status:
            self.request_edit(
                tr("Criterion: {status}", status=status), edits.set_answer, criterion, status, waiting.get(criterion, ())
            )
        else:
            self.request_edit(tr("Clear the criterion"), edits.clear_answer, criterion)
        if (not status or _answered(self._item, criterion)) and waiting.pop(criterion, ()):
            self._refresh()
        if self._item.answers != before:
            number = self.criteria.list.row_model.row_of(criterion) + 1
            self.said.emit(tr("Criterion {number}: {what}.", number=number, what=status or tr("no answer")))

    def cite_evidence(self, criterion: str) -> None:
        """Cite the selected finding, or the open page, for a criterion."""
        page = (self._case.source(self.page),) if self.page > 0 else ()
        self.add_evidence(self._item.id, criterion, self.evidence_at_hand or page)

    def add_evidence(self, item_id: str, criterion: str, sources: tuple[SourceRef, ...]) -> None:
        """Cite sources for a criterion of an item; before it is answered they wait for the answer."""
        item = next((item for item in self._case.items if item.id == item_id), None)
        if item is None or not sources:
            return
        if _answered(item, criterion):
            edit = on_case(edits.cite_evidence, item_id, criterion, sources)
            self.edit_requested.emit(tr("Cite evidence"), edit, "")
        elif self.editable:
            waiting = self._pending.setdefault(item_id, {})
            waiting[criterion] = tuple(dict.fromkeys((*waiting.get(criterion, ()), *sources)))
            self._refresh()

    def accept_guideline(self) -> None:
        if not self.asks_view(tr("No guideline is taken.")):
            self.guidelines.accept()

    def compose(self) -> None:
        """Draft the rationale from the answers."""
        if not self._item.id or self.asks_view(tr("Nothing is drafted.")):
            return
        self.rationale.flush()
        self.request_edit(tr("Draft rationale"), drafts.put_rationale, self._report)
        if not self.editable:
            return
        self.rationale.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.rationale.moveCursor(self.rationale.textCursor().MoveOperation.End)

    def insert_citation(self) -> None:
        if self.page > 0 and self._item.id:
            self.rationale.insert_citation(self.page)

    # --- signals of the parts ----------------------------------------------------------------------------------------

    def _on_menu(self, act: str) -> None:
        if act == "edit":
            self.adding = False
            self.head.edit_title(self._item.title)
        elif act == "quantities":
            self.head.quantities.edit()
        elif act == "undecide":
            self.decide("")
        elif act == "reading":
            self.criteria.entry_requested.emit()
        elif act == "remove":
            self.request_edit(tr("Remove item"), edits.remove_item)
        elif act.startswith("end:"):
            state = act.removeprefix("end:") or None
            label = tr("End the item") if state else tr("Dispute the item again")
            decision = None if state else self._item.decision
            self.request_edit(label, edits.change_item, end_state=state, decision=decision)

    def _note_title(self, words: str) -> None:
        self.draft_changed.emit(f"title:{'' if self.adding else self._item.id}", words)

    def _on_title(self, title: str) -> None:
        self._note_title("")
        adding, self.adding = self.adding, False
        if adding or not title:
            self.new_item_typed.emit(title)
        else:
            self.request_edit(tr("Edit the request"), edits.change_item, title=title)

    def _on_quantity(self, field: str, value: str) -> None:
        chosen = field == "relation"
        fields = {field: value or (None if chosen else "")}
        merge = "" if chosen else f"{field}:{self._item.id}"
        self.request_edit(tr("Edit what UR authorized"), edits.change_item, merge=merge, **fields)

    def _on_guideline(self, field: str, text: str) -> None:
        self.request_edit(tr("Type the guideline"), edits.change_item, merge=f"{field}:{self._item.id}", **{field: text})

    def _on_evidence(self, step: EvidenceStep) -> None:
        typed = any(replace(step, citation=old.citation, note=old.note) == old for old in self._item.evidence)
        merge = f"evidence:{self._item.id}:{step.step}" if typed else ""
        self._take_step(tr("Record the evidence search"), step, merge=merge)

    def _on_composed(self, step: EvidenceStep, guideline: str) -> None:
        self._forget_guidelines()
        self._take_step(tr("Cite what was composed"), step, guideline)

    def _take_step(self, label: str, step: EvidenceStep, guideline: str = "", merge: str = "") -> None:
        from imr_desktop.review.evidence import evidence_sequence

        self.request_edit(label, evidence_sequence.set_step, step, guideline, merge=merge)

    def _on_view(self, text: str) -> None:
        self.request_edit(tr("Write a preliminary view"), edits.note_view, text, datetime.now(UTC))
        if self._item.preliminary_views:  # where it was refused, the words stay
            self.judge.given(self._item.id)
        self.focus_first()

    def _on_view_typed(self, item_id: str, words: str) -> None:
        self.draft_changed.emit(f"view:{item_id}", words)

    def _on_search(self, keys: tuple[str, ...]) -> None:
        current = self.criteria.list.current()
        if current is not None:
            self.search_requested.emit(self._item.id, current.report, tuple(keys))

    def _on_reason(self, criterion: str, reason: str) -> None:
        merge = f"reason:{self._item.id}:{criterion}"
        self.request_edit(tr("Give a reason"), edits.give_reason, criterion, reason, merge=merge)

    def _on_rationale(self, text: str) -> None:
        held = self.rationale.bound(self._item.id, "rationale")
        self.request_edit(tr("Type in rationale"), edits.set_rationale, text, held, merge=f"rationale:{self._item.id}")

    def _on_chip(self, at: int, part: tuple[int, str]) -> None:
        self.page_requested.emit(*part)

    def _on_page(self, page: int) -> None:
        self.page_requested.emit(page, "")


def _answered(item: DisputedItem, criterion: str) -> bool:
    return any(answer.criterion == criterion for answer in item.answers)

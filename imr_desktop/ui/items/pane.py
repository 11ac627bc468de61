"""The disputed items: one at a time, its decision, its guidelines, its criteria, its rationale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from imr_desktop.case import edits
from imr_desktop.case.model import Case, DisputedItem, SourceRef
from imr_desktop.ui.items import item_drafts, item_fields, judge_first
from imr_desktop.ui.items.item_body import ItemBody
from imr_desktop.ui.panes import bound_words
from imr_desktop.ui.panes.base import Pane
from imr_desktop.ui.summary import compose
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from imr_desktop.review.checking import ItemReport


class ItemsPane(Pane):
    """Disputed items. Public acts are what menus and the command box call; every one ends in `edit_requested`.

    `search_requested(item, report, inputs)`: the record is to be searched for a criterion's inputs (empty: all missing).
    `explanation_requested()`: the details are in view and want to say why the rules say what they say.
    `item_shown()`: an item came into view.
    """

    item_shown = Signal()
    search_requested = Signal(str, object, object)
    explanation_requested = Signal()

    def __init__(self) -> None:
        super().__init__("Disputed items", "scale")
        self._judge_first = False
        self._item_id, self._page = "", 0
        self._evidence: tuple[SourceRef, ...] = ()
        self._pending: dict[str, dict[str, tuple[SourceRef, ...]]] = {}
        self._reports: dict[str, ItemReport] = {}
        self.add_button = IconButton("plus", "Add a disputed item", text="Item", key="Ctrl+Shift+N")
        self.tools.addWidget(self.add_button)
        self.content = ItemBody()
        self.empty = EmptyState("scale", "No disputed item found", "Add what the application disputes.", "Add item")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.content)
        self.body.addWidget(self.stack, 1)
        self.bound = bound_words.BoundWords(self, self.content.rationale, "rationale")
        self._connect()
        self._add_keys()
        self.follow(
            self.content.rationale,
            self.content.reason,
            *self.content.guidelines.fields(),
            *self.content.head.quantities.lines.values(),
        )

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.begin_item)
        self.empty.action_clicked.connect(self.begin_item)
        body = self.content
        body.strip.currentChanged.connect(self._on_tab)
        body.head.decided.connect(self.decide)
        body.head.title_edited.connect(self._on_title)
        body.head.menu_chosen.connect(self._on_menu)
        body.head.page_requested.connect(self.page_requested)
        body.criteria.answered.connect(self.answer)
        body.criteria.decided.connect(self.decide)
        body.criteria.cite_requested.connect(self.cite_evidence)
        body.criteria.part_clicked.connect(self._on_chip)
        body.criteria.search_requested.connect(self._on_search)
        body.detail.search_requested.connect(self._on_search)
        body.details_button.toggled.connect(self._want_explained)
        body.judge.view_given.connect(self._on_view)
        self.fields, self.drafts = item_fields.ItemFields(self), item_drafts.ItemDrafts(self)
        body.detail.page_requested.connect(self.page_requested)
        body.rationale.text_typed.connect(body.show_size)
        body.rationale.page_clicked.connect(self._on_page)
        body.from_criteria.clicked.connect(self.compose)

    def _add_keys(self) -> None:
        body = self.content
        self.watch(
            body.rationale,
            body.reason,
            body.judge.line,
            body.head.title_edit,
            *body.guidelines.fields(),
            *body.head.quantities.lines.values(),
        )
        self.add_key("Alt+U", self.uphold)
        self.add_key("Alt+O", self.overturn)
        self.add_key("Alt+G", self.accept_guideline)
        self.add_key("Alt+Down", self.next_item)
        self.add_key("Alt+Up", self.previous_item)
        self.add_key("Ctrl+Shift+Return", self.compose)
        self.add_key("Ctrl+Shift+C", self.insert_citation)
        self.add_key(bound_words.KEY, self.insert_from_case)
        self.add_key("Ctrl+Shift+N", self.begin_item)

    # --- what the main window asks ---------------------------------------------------------------------------------

    def show_case(self, case: Case) -> None:
        """Show the current item; another one where it is gone."""
        if not self.other(case, "id", "items", "facts", "findings", "dates", "bound", "documents", "age", "sex", "signed"):
            return
        ids = [item.id for item in case.items]
        if self._item_id not in ids:
            self._item_id = ids[0] if ids else ""
        self.stack.setCurrentWidget(self.content if ids else self.empty)
        self.add_button.setEnabled(not case.locked)
        self._refresh()

    def set_checked(self, checked: Any) -> None:
        """Show the rules' reports (`checked.reports`)."""
        self._reports = {report.item_id: report for report in checked.reports}
        self.content.detail.set_inputs(getattr(checked, "inputs", {}))
        self._refresh()
        self._want_explained()

    def set_explained(self, explained: Any) -> None:
        """Show in the details why the rules say what they say (`rules.explained.Explained` of each item)."""
        self.content.detail.set_explained(explained)

    def set_judge_first(self, on: bool) -> None:
        """Whether new items stay folded until the reviewer has written a preliminary view."""
        if on != self._judge_first:
            self._judge_first = on
            self._refresh()

    def state(self) -> str:
        """``1 of 2 decided``."""
        total = len(self.case.items)
        return f"{sum(item.settled for item in self.case.items)} of {total} decided" if total else "None yet"

    def set_compact(self, compact: bool) -> None:
        """Criteria and rationale side by side; the button to add an item beside the title."""
        super().set_compact(compact)
        self.content.set_compact(compact)
        self._refresh()
        place: QHBoxLayout = self.content.head_tools if compact else self.tools
        place.addWidget(self.add_button)

    def focus_first(self) -> None:
        """The first criterion without an answer; without criteria the decision, then the rationale."""
        if not self.case.items:
            self.empty.focus_action()
        elif self._asks_view():
            return
        elif self.content.criteria.rows():
            self.focus_criteria()
        else:
            self.content.focus_decision()

    def focus_criteria(self) -> None:
        """The first criterion without an answer."""
        if self._asks_view():
            return
        criteria = self.content.criteria
        criteria.select_row(criteria.criteria.first_open())
        criteria.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_current_page(self, page: int) -> None:
        """The record's open page, for citations."""
        self._page = page

    def set_evidence(self, sources: tuple[SourceRef, ...]) -> None:
        """The selected finding's sources: what Enter on a criterion cites. Empty: the open page."""
        self._evidence = sources

    def item(self) -> DisputedItem | None:
        """The item shown."""
        return next((item for item in self.case.items if item.id == self._item_id), None)

    def free_item(self) -> DisputedItem | None:
        """The item shown, where it can be changed."""
        return None if self.case.locked else self.item()

    def show_item(self, item_id: str) -> None:
        """Show another item."""
        if item_id != self._item_id and any(item.id == item_id for item in self.case.items):
            self.flush()
            self._item_id = item_id
            self._refresh()

    def show_place(self, item_id: str, field: str, start: int = -1, end: int = -1) -> None:
        """Go to a field of an item, as a problem points at it: words of the rationale, a guideline, the decision."""
        self.show_item(item_id)
        self.content.show_field(field, start, end)

    def clear(self) -> None:
        """Let go of the case, its reports and all texts."""
        body = self.content
        body.forget()
        self._item_id, self._page, self._evidence = "", 0, ()
        self._pending, self._reports = {}, {}
        super().clear()

    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """Half-typed views and items back into their fields; a request that was being changed, as it was typed."""
        self.drafts.take(drafts)

    def flush(self) -> None:
        """Tell what was typed, before saving, closing or another item."""
        body = self.content
        for part in (body.rationale, body.reason, body.guidelines, body.evidence, body.head.quantities):
            part.flush()

    # --- acts --------------------------------------------------------------------------------------------------------

    def next_item(self) -> None:
        """Show the next item."""
        self._step(1)

    def previous_item(self) -> None:
        """Show the item before."""
        self._step(-1)

    def uphold(self) -> None:
        """The denial stands."""
        self.decide("Upheld")

    def overturn(self) -> None:
        """The denial is reversed."""
        self.decide("Overturned")

    def decide(self, decision: str) -> None:
        """Record the physician's decision; empty takes it back."""
        item = self.item()
        if not self._asks_view() and item is not None and item.end_state is None and not self.case.locked:
            label = f"Decide: {decision}" if decision else "Take the decision back"
            self.request_edit(label, edits.decide, item.id, decision or None)
        self._refresh()

    def answer(self, criterion: str, status: str) -> None:
        """Answer a criterion with a status; empty takes the answer back. Evidence cited before is kept with it."""
        item = self.item()
        if item is None or self.case.locked:
            return
        pending = self._pending.get(item.id, {}).pop(criterion, ())
        if status:
            self.request_edit(f"Criterion: {status}", edits.set_answer, item.id, criterion, status, pending)
        else:
            self.request_edit("Clear the criterion", edits.clear_answer, item.id, criterion)

    def cite_evidence(self, criterion: str) -> None:
        """Cite the selected finding, or the open page, for a criterion."""
        sources = self._evidence or ((self.case.source(self._page),) if self._page > 0 else ())
        self.add_evidence(self._item_id, criterion, sources)

    def add_evidence(self, item_id: str, criterion: str, sources: tuple[SourceRef, ...]) -> None:
        """Cite sources for a criterion of an item; before it is answered they wait for the answer."""
        item = next((item for item in self.case.items if item.id == item_id), None)
        if item is None or not sources or self.case.locked:
            return
        if any(answer.criterion == criterion for answer in item.answers):
            self.request_edit("Cite evidence", edits.cite_evidence, item.id, criterion, sources)
        else:
            waiting = self._pending.setdefault(item.id, {})
            waiting[criterion] = tuple(dict.fromkeys((*waiting.get(criterion, ()), *sources)))
            self._refresh()

    def accept_guideline(self) -> None:
        """Take the suggested guideline."""
        if self._asks_view():
            return
        self.content.guidelines.accept()

    def compose(self) -> None:
        """Draft the rationale from the answers."""
        item = self.item()
        if item is None or self.case.locked or self._asks_view():
            return
        self.content.rationale.flush()
        self.request_edit("Draft rationale", compose.put_rationale, item.id, self._reports.get(item.id))
        rationale = self.content.rationale
        rationale.setFocus(Qt.FocusReason.ShortcutFocusReason)
        rationale.moveCursor(rationale.textCursor().MoveOperation.End)

    def insert_citation(self) -> None:
        """Cite the open page in the rationale."""
        if self._page > 0 and self.item() is not None and not self.case.locked:
            self.content.rationale.insert_citation(self._page)

    def insert_from_case(self) -> None:
        """Offer the case's values for the rationale."""
        self.bound.begin()

    def begin_item(self) -> None:
        """Ask for a new item's words, in the place of the title."""
        if self.case.locked:
            return
        self.flush()
        self.stack.setCurrentWidget(self.content)
        self.content.begin_item()

    # --- signals of the parts --------------------------------------------------------------------------------------

    def _asks_view(self) -> bool:
        """Whether the item is folded; the keyboard goes where the preliminary view is written then."""
        if self.content.folded and self.item() is not None:
            self.content.judge.ask()
        return self.content.folded and self.item() is not None

    def _on_view(self, text: str) -> None:
        if self._item_id and not self.case.locked:
            self.request_edit("Write a preliminary view", edits.note_view, self._item_id, text, datetime.now(UTC))
            item = self.item()
            if item is not None and item.preliminary_views:  # where it was refused, the words stay
                self.content.judge.given(item.id)
            self.focus_first()

    def _on_search(self, keys: tuple[str, ...]) -> None:
        row = self.content.criteria.current()
        if row is not None and not self.case.locked:
            self.search_requested.emit(self._item_id, row.report, tuple(keys))

    def _want_explained(self) -> None:
        if self.content.details_button.isChecked() and self._reports and not self.content.folded:
            self.explanation_requested.emit()

    def _on_tab(self, at: int) -> None:
        if 0 <= at < len(self.case.items):
            self.show_item(self.case.items[at].id)

    def _on_title(self, title: str) -> None:
        self.drafts.note_title("")
        item, adding = self.item(), self.content.adding
        self.content.adding = False
        if not title:
            self.show_case(self.case)
        elif adding or item is None:
            fresh = DisputedItem(edits.new_id(), title)
            self._item_id = fresh.id
            self.request_edit("Add item", edits.add_item, fresh)
        else:
            self.request_edit("Edit the request", edits.change_item, item.id, title=title)

    def _on_menu(self, act: str) -> None:
        item = self.item()
        if item is None:
            return
        if act == "edit":
            self.content.adding = False
            self.content.head.edit_title(item.title)
        elif act == "quantities":
            self.content.head.quantities.edit()
        elif act == "undecide":
            self.decide("")
        elif act == "remove":
            self.request_edit("Remove item", edits.remove_item, item.id)
        elif act.startswith("end:"):
            state = act.removeprefix("end:") or None
            self.request_edit(
                "End the item" if state else "Dispute the item again",
                edits.change_item,
                item.id,
                end_state=state,
                decision=None if state else item.decision,
            )

    def _on_chip(self, at: int, part: tuple[int, str]) -> None:
        self.page_requested.emit(*part)

    def _on_page(self, page: int) -> None:
        self.page_requested.emit(page, "")

    def _step(self, by: int) -> None:
        ids = [item.id for item in self.case.items]
        if self._item_id in ids:
            self.show_item(ids[min(max(ids.index(self._item_id) + by, 0), len(ids) - 1)])

    def _refresh(self) -> None:
        item = self.item()
        self.bound.item = self._item_id or None
        if item is not None:
            self.content.show_item(
                self.case,
                item,
                self._reports.get(item.id),
                self._pending.get(item.id, {}),
                folded=judge_first.folded(self.case, item, judge_first=self._judge_first),
            )
        self.item_shown.emit()

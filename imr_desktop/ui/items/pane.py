"""The disputed items: which of them is shown, how far all are, and a new one; what is done in one is the editor's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget

from imr_desktop.case import edits
from imr_desktop.case.model import Case, DisputedItem, SourceRef
from imr_desktop.language import tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.items.item_editor import ItemEditor
from imr_desktop.ui.items.item_list import ItemList
from imr_desktop.ui.items.item_strip import MOST, ItemStrip
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets import bound_words
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.empty import EmptyState
from imr_desktop.ui.widgets.layouts import holder, row
from imr_desktop.ui.widgets.pane import Pane

if TYPE_CHECKING:
    from imr_desktop.review.checking import ItemReport

LIST_BESIDE = 720
"""The width from which the list of items stands beside the item, in pixels before zoom."""
_ANY = 16_777_215


class ItemsPane(Pane):
    """Disputed items: `content` is the one in view, beside the list or below the tabs of all.

    `item_shown()`: an item came into view.
    `search_requested(item, report, inputs)` and `explanation_requested()`: see `ItemEditor`. `entry_requested()`: what the
    guideline says of the item in view is to be entered. `said(sentence)`: what was answered or decided; it can be undone.
    """

    item_shown = Signal()
    search_requested = Signal(str, object, object)
    explanation_requested = Signal()
    said = Signal(str)
    entry_requested = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Disputed items"), "scale")
        self._item_id = ""
        self._reports: dict[str, ItemReport] = {}
        self.add_button = IconButton("plus", tr("Add a disputed item"), text=tr("Item"), key="Ctrl+Shift+N")
        self.tools.addWidget(self.add_button)
        self.strip, self.list = ItemStrip(), ItemList()
        self._strip_row = holder(row((self.strip, 1), margins=(px(16), px(8), px(10), 0)))
        self.content = ItemEditor()
        self.empty = EmptyState(
            "scale", tr("No disputed item found"), tr("Add what the application disputes."), tr("Add item")
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.content)
        self._together = row(self.list, (self.stack, 1), spacing=0)
        self.body.addWidget(self._strip_row)
        self.body.addLayout(self._together, 1)
        self.bound = bound_words.BoundWords(self, self.content.rationale, "rationale")
        self._connect()
        self._add_keys()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.begin_item)
        self.empty.action_clicked.connect(self.begin_item)
        self.strip.currentChanged.connect(self._on_tab)
        self.list.chosen.connect(self._on_tab)
        current().changed.connect(self._place_list)
        editor = self.content
        editor.draft_changed.connect(self.draft_changed)
        editor.edit_requested.connect(self.edit_requested)
        editor.explanation_requested.connect(self.explanation_requested)
        editor.fields_added.connect(self._take_fields)
        editor.new_item_typed.connect(self._on_new_item)
        editor.page_requested.connect(self.page_requested)
        editor.said.connect(self.said)
        editor.search_requested.connect(self.search_requested)
        editor.criteria.entry_requested.connect(self.entry_requested)

    def _add_keys(self) -> None:
        editor = self.content
        self.watch(editor.judge.line, editor.head.title_edit)
        self._take_fields()
        self.change_with(self.add_button)
        self.add_key("Alt+U", editor.uphold)
        self.add_key("Alt+O", editor.overturn)
        self.add_key("Alt+G", editor.accept_guideline)
        self.add_key("Alt+Down", self.next_item)
        self.add_key("Alt+Up", self.previous_item)
        self.add_key("Ctrl+Shift+Return", editor.compose)
        self.add_key("Ctrl+Shift+C", editor.insert_citation)
        self.add_key(bound_words.KEY, self.insert_from_case)
        self.add_key("Ctrl+Shift+N", self.begin_item)

    def _take_fields(self) -> None:
        self.watch(*self.content.fields())
        self.follow(*self.content.fields())

    # --- what the main window asks ---------------------------------------------------------------------------------

    def set_editable(self, editable: bool) -> None:
        super().set_editable(editable)
        self.content.set_editable(editable)

    def show_case(self, case: Case) -> None:
        """Show the current item; another one where it is gone."""
        if self.other(case, "id", "items", "facts", "findings", "dates", "bound", "documents", "age", "sex", "signed"):
            self._refresh()

    def set_checked(self, checked: Any) -> None:
        """Show the rules' reports (`checked.reports`)."""
        self._reports = {report.item_id: report for report in checked.reports}
        self.content.criteria.set_inputs(getattr(checked, "inputs", {}))
        self._refresh()
        self.content.want_explained()

    def set_judge_first(self, on: bool) -> None:
        """Whether new items stay folded until the reviewer has written a preliminary view."""
        if on != self.content.judge_first:
            self.content.judge_first = on
            self._refresh()

    def state(self) -> str:
        total = len(self.case.items)
        return (
            tr("{sum} of {total} decided", sum=sum(item.settled for item in self.case.items), total=total)
            if total
            else tr("None yet")
        )

    def set_compact(self, compact: bool) -> None:
        """Criteria and rationale side by side; the button to add an item beside the title."""
        super().set_compact(compact)
        self.content.set_compact(compact)
        self._refresh()
        place: QHBoxLayout = self.content.head.tools if compact else self.tools
        place.addWidget(self.add_button)

    def focus_first(self) -> None:
        """The item's first open criterion; without items the button that adds one."""
        if self.case.items:
            self.content.focus_first()
        else:
            self.empty.focus_action()

    def key_hints(self) -> str:
        if self.content.rationale.hasFocus():
            return tr("Ctrl+Shift+Enter  draft   ·   Ctrl+Shift+C  cite the open page   ·   Ctrl+4  criteria")
        if self.content.folded:
            return tr("Enter  keep the view and open the criteria   ·   Alt+Down  next item")
        return tr("Ctrl+4  criteria   ·   Alt+U  upheld   Alt+O  overturned   ·   Alt+Down  next item")

    def set_current_page(self, page: int) -> None:
        self.content.page = page

    def set_evidence(self, sources: tuple[SourceRef, ...]) -> None:
        """The selected finding's sources: what Enter on a criterion cites. Empty: the open page."""
        self.content.evidence_at_hand = sources

    def item(self) -> DisputedItem | None:
        return next((item for item in self.case.items if item.id == self._item_id), None)

    def report(self) -> ItemReport | None:
        """What the rules say of the item in view."""
        return self._reports.get(self._item_id)

    def show_item(self, item_id: str) -> None:
        if item_id != self._item_id and any(item.id == item_id for item in self.case.items):
            self.flush()
            self._item_id = item_id
            self._refresh()

    def show_place(self, item_id: str, field: str, start: int = -1, end: int = -1) -> None:
        """Go to a field of an item, as a problem points at it: words of the rationale, a guideline, the decision."""
        self.show_item(item_id)
        self.content.show_field(field, start, end)

    def clear(self) -> None:
        """Forget the case, its reports and all texts."""
        self.content.forget()
        self.set_current_page(0)
        self.set_evidence(())
        self._item_id, self._reports = "", {}
        super().clear()

    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """Half-typed views and a new item back into their fields; a request that was being changed, into the case."""
        typed = {tuple(place.split(":", 1)): words for place, words in drafts.items() if ":" in place}
        self.content.judge.take({item: words for (kind, item), words in typed.items() if kind == "view"})
        for item in self.case.items:
            if words := typed.get(("title", item.id)):
                self.request_edit(tr("Edit the request"), edits.change_item, item.id, title=words)
                self.draft_changed.emit(f"title:{item.id}", "")
        if words := typed.get(("title", "")):
            self.begin_item()
            self.content.head.type_title(words)

    def flush(self) -> None:
        """Tell what was typed, before saving, closing or another item."""
        self.content.flush()

    # --- edits --------------------------------------------------------------------------------------------------------

    def next_item(self) -> None:
        self._step(1)

    def previous_item(self) -> None:
        self._step(-1)

    def insert_from_case(self) -> None:
        self.bound.begin()

    def begin_item(self) -> None:
        """Ask for a new item's words, in the place of the title."""
        if self.editable:
            self.flush()
            self.stack.setCurrentWidget(self.content)
            self.content.begin_item()

    def _on_new_item(self, title: str) -> None:
        if title:
            fresh = DisputedItem(edits.new_id(), title)
            self._item_id = fresh.id
            self.request_edit(tr("Add item"), edits.add_item, fresh)
        self._refresh()

    def _on_tab(self, at: int) -> None:
        if 0 <= at < len(self.case.items):
            self.show_item(self.case.items[at].id)

    def _step(self, by: int) -> None:
        ids = [item.id for item in self.case.items]
        if self._item_id in ids:
            at = min(max(ids.index(self._item_id) + by, 0), len(ids) - 1)
            item = self.case.items[at]
            self.show_item(item.id)
            number, many, decision = at + 1, len(ids), item.decision or tr("Undecided")
            announce(
                self,
                tr(
                    "Item {number} of {many}: {title}. {decision}.",
                    number=number,
                    many=many,
                    title=item.title,
                    decision=decision,
                ),
            )

    def _refresh(self) -> None:
        """Show the item chosen, or the first where it is gone."""
        ids = [item.id for item in self.case.items]
        if self._item_id not in ids:
            self._item_id = ids[0] if ids else ""
        self.stack.setCurrentWidget(self.content if ids or self.content.adding else self.empty)
        self._show_all(ids.index(self._item_id) if ids else 0)
        self.bound.item = self._item_id or None
        item = self.item()
        if item is not None:
            self.content.show_item(self.case, item, self._reports.get(item.id))
        elif self.content.shown:
            self.content.forget()
        self.item_shown.emit()

    def _show_all(self, at: int) -> None:
        """All items: as tabs up to four, as a list from five on, not at all where there is one."""
        items = self.case.items
        listed = len(items) > MOST
        self._strip_row.setVisible(1 < len(items) <= MOST)
        self.list.setVisible(listed)
        self.strip.set_items(() if listed else items, 0 if listed else at)
        self.list.set_items(items if listed else (), at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_list()

    def _place_list(self) -> None:
        """The list beside the item where both have room, else above it."""
        beside = self.width() >= px(LIST_BESIDE)
        self._together.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        hint = self.list.sizeHint()
        wide, high = (hint.width(), _ANY) if beside else (_ANY, hint.height())
        self.list.setMaximumSize(wide, high)
        self.list.setMinimumSize(wide if beside else 0, 0 if beside else high)

"""Comments in the window: where a new one is pinned, what becomes of the case, and going to the place of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import comments, edits
from imr_desktop.case.comments import Pin
from imr_desktop.case.model import Case, Comment, DisputedItem
from imr_desktop.language import tr
from imr_desktop.ui.comments.marks import ItemCount, RowMarks, TextMarks
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.ui.comments.panel import CommentsPanel
    from imr_desktop.ui.shell.case_view import CaseView
    from imr_desktop.ui.widgets.citation_edit import CitationEdit

_DRAFT = "comment"


class CommentController(Controller):
    """Shows the comments' window and the panes' marks. `facts_requested(field)`: show a fact."""

    facts_requested = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, case_view: CaseView, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._view = case_view
        self.panel: CommentsPanel | None = None
        self._typed = ""
        self.finding_marks = RowMarks(case_view.findings.list)
        self.summary_marks = TextMarks(case_view.summary.editor)
        self.rationale_marks = TextMarks(case_view.items.content.rationale)
        self.item_count = ItemCount()
        case_view.items.content.head.tools.addWidget(self.item_count)
        self.item_count.clicked.connect(self._on_item_count)
        case_view.items.item_shown.connect(self._show_item_marks)
        session.case_changed.connect(self._on_case)
        session.busy_changed.connect(self._on_busy)
        session.closed.connect(self.put_away)
        session.drafts_found.connect(self._on_drafts)

    # --- the window

    @Slot()
    def show_comments(self) -> None:
        """Open the comments, or bring them to the front."""
        if self._session.case is not None:
            self._open().list.setFocus()

    @Slot()
    def add_comment(self) -> None:
        """Write a comment about what the keyboard is on: a sentence, a finding, an item."""
        if self._session.case is None:
            return
        pin = self._pin()
        panel = self._open()
        panel.offer((pin,), pin)
        panel.begin()

    @Slot()
    def put_away(self) -> None:
        """Close the window and forget what was typed: it was about another patient."""
        self._typed = ""
        if self._session.case is None:
            self._mark(Case(id=""), None)
        if self.panel is not None:
            self.panel.close()
            self.panel.deleteLater()
            self.panel = None

    def _open(self) -> CommentsPanel:
        panel = self.panel or self._make()
        if self._session.case is not None:
            panel.set_case(self._session.case)
        panel.show_beside()
        return panel

    def _make(self) -> CommentsPanel:
        from imr_desktop.ui.comments.panel import CommentsPanel

        self.panel = panel = CommentsPanel(self._window)
        panel.add_requested.connect(self.add)
        panel.answer_requested.connect(self.answer)
        panel.resolve_requested.connect(self.resolve)
        panel.remove_requested.connect(self.remove)
        panel.go_requested.connect(self.go)
        panel.text.setPlainText(self._typed)
        panel.text.textChanged.connect(self._on_typed)
        return panel

    @Slot()
    def _on_typed(self) -> None:
        if self.panel is not None:
            self._typed = self.panel.text.toPlainText()
            self._session.draft(_DRAFT, self._typed)

    @Slot(object)
    def _on_drafts(self, drafts: Mapping[str, str]) -> None:
        self._typed = drafts.get(_DRAFT, "")

    @Slot(str)
    def _on_busy(self, busy: str) -> None:
        if self.panel is not None:
            self.panel.setEnabled(not busy)

    # --- where a new comment goes

    def _pin(self) -> Pin:
        """What the keyboard is on; a sentence where it is in a text."""
        view, case = self._view, self._session.case
        item = view.items.item()
        if view.summary.editor.hasFocus():
            return _sentence(view.summary.editor, "summary")
        if item is not None and view.items.content.rationale.hasFocus():
            return _sentence(view.items.content.rationale, comments.item_place(item.id, "rationale"))
        active = view.workspace.active
        if active == "findings" and case is not None and view.findings.selected():
            return Pin(comments.finding_place(view.findings.selected()))
        if active == "items" and item is not None:
            return Pin(comments.item_place(item.id))
        return Pin("summary") if active == "summary" else Pin()

    # --- what becomes of the case

    @Slot(str, object, str)
    def add(self, text: str, pin: Pin, role: Any) -> None:
        comment = Comment(edits.new_id(), text, role, datetime.now(UTC), *pin)
        if self._session.apply(tr("Add comment"), edits.add_comment, comment) and self.panel is not None:
            self.panel.select(comment.id)
            self.notified.emit(tr("Comment added. It stays with the case and never goes into a letter."))

    @Slot(str, str, str)
    def answer(self, comment_id: str, text: str, role: Any) -> None:
        comment = Comment(edits.new_id(), text, role, datetime.now(UTC))
        self._session.apply(tr("Answer comment"), edits.answer_comment, comment_id, comment)

    @Slot(str, bool)
    def resolve(self, comment_id: str, resolved: bool) -> None:
        label = tr("Resolve comment") if resolved else tr("Open comment again")
        self._session.apply(label, edits.resolve_comment, comment_id, resolved)

    @Slot(str)
    def remove(self, comment_id: str) -> None:
        if self._session.apply(tr("Remove comment"), edits.remove_comment, comment_id):
            self.notified.emit(tr("Comment removed. Undo gives it back."))

    # --- going there

    @Slot(str)
    def go(self, comment_id: str) -> None:
        """Show the place of a comment, its words selected."""
        case = self._session.case
        comment = next((one for one in case.comments if one.id == comment_id), None) if case else None
        if case is None or comment is None:
            return
        self._view.open_work()
        self._window.activateWindow()
        self._show_place(case, comment)

    def _show_place(self, case: Case, comment: Comment) -> None:
        view, place = self._view, comment.place
        start, end = comments.span(case, comment) or (-1, -1)
        item, finding = comments.item_of(case, place), comments.finding_of(case, place)
        if place == "summary":
            view.workspace.activate("summary")
            if start >= 0:
                view.summary.show_range(start, end)
        elif item:
            view.workspace.activate("items", focus=False)
            field = place.split(".")[2] if place.count(".") > 1 and place.startswith("items.") else "decision"
            view.items.show_place(item, "criteria" if place.startswith("facts.") else field, start, end)
        elif finding:
            view.workspace.activate("findings", focus=False)
            view.findings.select(finding)
            view.findings.list.setFocus()
        elif place.startswith(("dates.", "facts.")) or place in ("age", "sex", "number"):
            self.facts_requested.emit(place.partition(".")[2] or place)
        else:
            view.workspace.activate(view.workspace.active or "items")

    # --- marks

    @Slot(object)
    def _on_case(self, case: Case) -> None:
        if self.panel is not None:
            self.panel.set_case(case)
        self._mark(case, self._view.items.item())

    @Slot()
    def _show_item_marks(self) -> None:
        if self._session.case is not None:
            self._mark_item(self._session.case, self._view.items.item())

    def _mark(self, case: Case, item: DisputedItem | None) -> None:
        self.finding_marks.set_case(case)
        self.summary_marks.set_case(case, "summary")
        self._mark_item(case, item)

    def _mark_item(self, case: Case, item: DisputedItem | None) -> None:
        self.rationale_marks.set_case(case, comments.item_place(item.id, "rationale") if item else "-")
        self.item_count.set_case(case, item.id if item else "")

    @Slot()
    def _on_item_count(self) -> None:
        case, item = self._session.case, self._view.items.item()
        if case is None or item is None:
            return
        self.show_comments()
        begun = (one for one in case.comments if not one.resolved and not one.reply_to)
        first = next((one for one in begun if comments.item_of(case, one.place) == item.id), None)
        if first is not None and self.panel is not None:
            self.panel.select(first.id)


def _sentence(editor: CitationEdit, place: str) -> Pin:
    editor.flush()
    text = editor.text()
    start, end = comments.sentence_around(text, *editor.selected_range())
    return Pin(place, start, end, text[start:end]) if end > start else Pin(place)

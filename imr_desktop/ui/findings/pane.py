"""The clinical findings: one line to add, rows to read, each with its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from imr_desktop.case import citation, edits, findings
from imr_desktop.case.model import Case, Finding, SourceRef
from imr_desktop.language import mark, tr
from imr_desktop.review import drafts
from imr_desktop.ui.findings.clip import Clip
from imr_desktop.ui.findings.delegate import FindingDelegate
from imr_desktop.ui.findings.filter import KEY as FILTER_KEY
from imr_desktop.ui.findings.filter import FilterButton, Narrowed
from imr_desktop.ui.findings.menu import FindingMenu
from imr_desktop.ui.findings.model import ALL, FindingsModel
from imr_desktop.ui.theme import icon, px, set_property
from imr_desktop.ui.widgets.buttons import IconButton, PageChip
from imr_desktop.ui.widgets.case_line import DraftLine
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import holder, row
from imr_desktop.ui.widgets.pane import Pane
from imr_desktop.ui.widgets.rows import RowList
from imr_desktop.ui.widgets.undo_bar import UndoBar
from imr_desktop.ui.wording import counted

EXAMPLE = mark("For example: Taut bands with a positive twitch response #exam @37")
DRAFT = "finding"
_EDITING = QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
HELP = mark("Enter opens the page, F2 edits, Delete removes.")


class FindingsPane(Pane):
    """Clinical findings. `finding_selected` carries a finding's id, empty for none."""

    finding_selected = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Clinical findings"), "list-checks")
        self._page = 0
        self._begun: SourceRef | None = None
        self.clip = Clip()
        self._removed: tuple[Finding, int] | None = None
        self.model = FindingsModel()
        self._build_entry()
        self.narrowed = Narrowed()
        self.list = RowList(tr("Clinical findings"), tr(HELP), self.model, FindingDelegate)
        self.example = PlainLabel(tr(EXAMPLE), "muted", wrap=True)
        self.example.setContentsMargins(px(16), px(4), px(16), 0)
        self.undo_bar = UndoBar()
        self.body.addWidget(self.clip)
        self.body.addWidget(self._entry_row)
        self.body.addWidget(self.error)
        self.body.addWidget(self.example)
        self.body.addWidget(self.narrowed)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.undo_bar)
        self._connect()

    def _build_entry(self) -> None:
        self.entry = DraftLine()
        self.entry.setProperty("quiet", True)
        self.entry.setAccessibleName(tr("Add a finding"))
        self.entry.setAccessibleDescription(
            tr(
                "Type the finding and press Enter. Number sign and a word set the category, at sign and "
                "a number the page; else the open page is cited."
            )
        )
        self.entry.setPlaceholderText(tr("Add a finding \u2014  #exam @37 fill category and page"))
        self.entry.setMaxLength(2_000)
        plus = self.entry.addAction(icon("plus", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        plus.setText(tr("Add the finding"))
        plus.triggered.connect(self.add_typed)
        self.open_page = PageChip("", 0)
        self.open_page.setToolTip(tr("The open page is cited unless you type @page"))
        self.open_page.hide()
        self.to_summary = IconButton("arrow-down", tr("To summary"), text=tr("To summary"), key="Ctrl+Shift+Enter")
        self.filter = FilterButton(self.model)
        for tool in (self.filter, self.to_summary):
            self.tools.addWidget(tool)
        self._entry_tools = row((self.entry, 1), self.open_page, margins=(12, 8, 12, 8))
        self._entry_row = holder(self._entry_tools)
        self.error = PlainLabel("", "error", wrap=True)
        self.error.setContentsMargins(px(14), 0, px(14), px(6))
        self.error.hide()

    def _connect(self) -> None:
        self.entry.returnPressed.connect(self.add_typed)
        self.entry.textEdited.connect(self._clear_error)
        self.entry.textChanged.connect(self._on_entry)
        cast(FindingDelegate, self.list.delegate).line_typed.connect(self._on_line_typed)
        self.entry.installEventFilter(self)
        self.list.installEventFilter(self)
        self.menu = FindingMenu(self)
        self.list.part_clicked.connect(self._on_chip)
        self.list.current_changed.connect(self._on_current)
        self.model.line_edited.connect(self._on_line_edited)
        self.open_page.page_clicked.connect(self.page_requested)
        self.undo_bar.undo_requested.connect(self.restore_removed)
        self.to_summary.clicked.connect(self.compose_summary)
        self.add_key("Ctrl+Shift+Return", self.compose_summary)
        self.add_key("Ctrl+N", self.focus_first)
        self.add_key(FILTER_KEY, self.filter.open)
        self.filter.chosen.connect(self.show_only)
        self.narrowed.all_requested.connect(self._show_all)
        self.change_with(self.entry, self.undo_bar)

    # --- what the main window asks ---------------------------------------------------------------------------------

    def show_case(self, case: Case) -> None:
        """Show the findings; the selected one stays selected while it exists."""
        selected = self.selected()
        self.model.set_case(case)
        if selected and self.selected() != selected:
            self.list.select_row(self.model.row_of(selected))
        self.example.setVisible(not case.findings)
        self._tell_narrowed()

    @Slot(str)
    def show_only(self, kind: str) -> None:
        """Show the findings of a kind alone, the keyboard in their list; the selected one stays so where it is among them."""
        selected = self.selected()
        self.model.show_only(kind)
        self.list.select_row(max(self.model.row_of(selected), 0))
        self._tell_narrowed()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_all(self) -> None:
        self.show_only(ALL)

    def _tell_narrowed(self) -> None:
        self.narrowed.tell(self.model)
        self.filter.setChecked(self.model.kind != ALL)

    def set_editable(self, editable: bool) -> None:
        """Lines open for editing with the case; without findings there is nothing to put into the summary."""
        super().set_editable(editable)
        self.list.setEditTriggers(_EDITING if editable else QAbstractItemView.EditTrigger.NoEditTriggers)
        self.to_summary.setEnabled(editable and bool(self.case.findings))
        self.filter.setEnabled(bool(self.case.findings))

    def clear(self) -> None:
        """Forget the case, what was typed and what could be given back."""
        self.entry.begin_anew()
        self._forget_box()
        self._removed = None
        self.undo_bar.hide()
        self._clear_error()
        super().clear()

    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """The half-typed finding back into its field; a line that was being changed as it was typed."""
        self.entry.setText(drafts.get(DRAFT, ""))
        for place, line in drafts.items():
            if place.startswith(f"{DRAFT}:"):
                self._on_line_edited(place.partition(":")[2], line)
                self.draft_changed.emit(place, "")

    def state(self) -> str:
        """``8 findings, all cited``."""
        total = len(self.case.findings)
        bare = sum(not citation.quotes(finding.sources) for finding in self.case.findings)
        if not total:
            return tr("None yet")
        noun = counted(total, "finding")
        return (
            tr("{noun}, {bare} without a page", noun=noun, bare=bare)
            if bare
            else tr("{noun}, all cited", noun=noun)
            if total > 1
            else tr("{noun}, cited", noun=noun)
        )

    def set_current_page(self, page: int) -> None:
        """The record's open page, cited where none is typed."""
        self._page = page
        self.open_page.page = page
        self.open_page.setText(citation.label(page))
        self.open_page.setAccessibleName(tr("Open page {page}", page=page))
        self.open_page.setVisible(page > 0)
        self.open_page.updateGeometry()

    def set_compact(self, compact: bool) -> None:
        """Below 1600 px the buttons stand beside the field."""
        super().set_compact(compact)
        for tool in (self.filter, self.to_summary):
            (self._entry_tools if compact else self.tools).addWidget(tool)

    def focus_first(self) -> None:
        """The field to add a finding."""
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def key_hints(self) -> str:
        if self.list.hasFocus():
            return tr("Enter  open the page   ·   Delete  remove   ·   F2  edit   ·   Ctrl+N  add a finding")
        return tr("#exam @37  category and page   ·   Enter  add   ·   Ctrl+Shift+Enter  to summary")

    def selected(self) -> str:
        """The id of the selected finding, empty for none."""
        return self.model.finding_id(self.list.row())

    def select(self, finding_id: str) -> None:
        """Select a finding, as a click on its marker in the margin does; all are shown where it was not among them."""
        if self.model.row_of(finding_id) < 0 and self._place_of(finding_id) >= 0:
            self.model.show_only(ALL)
            self._tell_narrowed()
        self.list.select_row(self.model.row_of(finding_id))

    def _place_of(self, finding_id: str) -> int:
        """Which of the case's findings it is; -1 for none."""
        return next((at for at, one in enumerate(self.case.findings) if one.id == finding_id), -1)

    def add(self, text: str, source: SourceRef, category: str = "", more: tuple[SourceRef, ...] = ()) -> None:
        """Add a finding made from words selected in the record, of `more` pages than one."""
        day = self._date_of(source)
        self._send_new(Finding(edits.new_id(), text, category, day, (source, *more)))

    def begin(self, source: SourceRef, piece: QImage | None = None) -> None:
        """Put the cursor into the field with a page filled in, for a finding without selected words.

        `piece` is what was marked of the page's picture, where a box was.
        """
        self._begun = source
        self.clip.show_piece(piece or QImage(), source.page)
        self.entry.setText(f" @{source.page}")
        self.entry.setCursorPosition(0)
        self.focus_first()

    # --- edits --------------------------------------------------------------------------------------------------------

    def add_typed(self) -> None:
        typed = findings.parse(self.entry.text(), self.case.page_count)
        if typed.error:
            self._show_error(typed.error)
        elif typed.text:
            pages = typed.pages or ((self._page,) if 0 < self._page <= self.case.page_count else ())
            sources = self._with_box(findings.sources(self.case, pages))
            day = self._date_of(sources[0]) if sources else None
            finding = Finding(edits.new_id(), typed.text, typed.category, day, sources)
            self._send_new(finding)
            if self._place_of(finding.id) >= 0:  # where it was refused, the words stay
                self.entry.begin_anew()
                self._forget_box()

    def _with_box(self, sources: tuple[SourceRef, ...]) -> tuple[SourceRef, ...]:
        """The sources, with the box that was marked where its page is still among them."""
        begun = self._begun
        boxed = begun is not None and begun.box is not None
        return tuple(begun if boxed and begun and one.page == begun.page else one for one in sources)

    def _forget_box(self) -> None:
        self._begun = None
        self.clip.show_piece(QImage(), 0)

    def compose_summary(self) -> None:
        self.request_edit(tr("Compose summary"), drafts.put_summary)

    def remove_selected(self) -> None:
        """Remove the selected finding; a bar gives it back."""
        row, at = self.list.row(), self._place_of(self.selected())
        if at < 0:
            return
        finding = self.case.findings[at]
        self.request_edit(tr("Remove finding"), edits.remove_finding, finding.id)
        if finding in self.case.findings:  # it was refused
            return
        self.list.select_row(min(row, self.list.rows() - 1))
        self._removed = (finding, at)
        self.undo_bar.offer(tr("Finding removed"))

    def restore_removed(self) -> None:
        """Give the finding removed last back to its place."""
        if self._removed is not None:
            self.request_edit(tr("Restore finding"), edits.put_finding, *self._removed)
            self._removed = None

    def _send_new(self, finding: Finding) -> None:
        self.request_edit(tr("Add finding"), edits.add_finding, finding)
        self.select(finding.id)

    def _date_of(self, source: SourceRef) -> date | None:
        document = self.case.document_at(source.page)
        return document.date if document else None

    def _on_line_edited(self, finding_id: str, line: str) -> None:
        typed = findings.parse(line, self.case.page_count)
        if (at := self._place_of(finding_id)) < 0:
            return
        if typed.error or not typed.text:
            self._show_error(typed.error or tr("A finding needs words; press Delete to remove it."))
            return
        sources = findings.sources(self.case, typed.pages, self.case.findings[at].sources)
        words = {"text": typed.text, "category": typed.category}
        self.request_edit(tr("Edit finding"), edits.change_finding, finding_id, **words, sources=sources)

    def _on_entry(self, line: str) -> None:
        self.draft_changed.emit(DRAFT, line)
        if not line.strip():
            self._forget_box()

    def _on_line_typed(self, finding_id: str, line: str) -> None:
        self.draft_changed.emit(f"{DRAFT}:{finding_id}", line)

    def _on_chip(self, at: int, part: tuple[int, str]) -> None:
        self.page_requested.emit(*part)

    def _on_current(self) -> None:
        self.finding_selected.emit(self.selected())

    @Slot()
    def open_selected(self) -> None:
        """Open the first page of the selected finding."""
        at = self._place_of(self.selected())
        if at >= 0:
            for page, quote in list(citation.quotes(self.case.findings[at].sources).items())[:1]:
                self.page_requested.emit(page, quote)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list, and Down from the field into it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            if watched is self.list and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.remove_selected()
                return True
            if watched is self.list and event.key() == Qt.Key.Key_Escape and self.model.kind != ALL:
                self.show_only(ALL)
                return True
            if watched is self.list and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.open_selected()
                return True
            if watched is self.entry and event.key() == Qt.Key.Key_Down and self.list.rows():
                self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.list.select_row(max(self.list.row(), 0))
                return True
        return super().eventFilter(watched, event)

    def _show_error(self, sentence: str) -> None:
        self.error.say(sentence)
        set_property(self.entry, "invalid", True)

    def _clear_error(self) -> None:
        self.error.hide()
        set_property(self.entry, "invalid", False)

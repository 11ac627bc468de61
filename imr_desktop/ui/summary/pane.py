"""The case summary: a quiet page of plain text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from imr_desktop.case import bound, edits
from imr_desktop.case.model import Case
from imr_desktop.language import mark, tr
from imr_desktop.review import drafts
from imr_desktop.ui.widgets import bound_words
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import holder, row
from imr_desktop.ui.widgets.pane import Pane
from imr_desktop.ui.wording import size_note

PLACEHOLDER = mark("Write the clinical case summary. Ctrl+Shift+Enter composes it from your findings.")
MERGE = "summary"


class SummaryPane(Pane):
    """Case summary. `versions_requested()`: its saved wordings; `alone_requested()`: the pane alone, or no longer."""

    versions_requested = Signal()
    alone_requested = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Case summary"), "file-text")
        self._page = 0
        self.editor = CitationEdit(tr("Case summary text"), tr(PLACEHOLDER), measured=True)
        self.from_findings = IconButton(
            "list-plus", tr("Compose from findings"), text=tr("From findings"), key="Ctrl+Shift+Enter"
        )
        self.versions = IconButton("history", tr("Versions of this text"))
        self.alone = IconButton("maximize-2", tr("This pane alone"), key="F11")
        self._size = PlainLabel("", "muted")
        self._bar_row = row(None, self._size, margins=(8, 4, 16, 4))
        self._bar = holder(self._bar_row)
        for tool in (self.from_findings, self.versions, self.alone):
            self.tools.addWidget(tool)
        self._bar.hide()
        self.body.addWidget(self.editor, 1)
        self.body.addWidget(self._bar)
        self.editor.text_edited.connect(self._on_text)
        self.editor.text_typed.connect(self.tell_digest)
        self.follow(self.editor)
        self.editor.page_clicked.connect(self._on_page)
        self.from_findings.clicked.connect(self.compose)
        self.versions.clicked.connect(self._on_versions)
        self.alone.clicked.connect(self._on_alone)
        self.bound = bound_words.BoundWords(self, self.editor, "summary")
        self.watch(self.editor)
        self.add_key("Ctrl+Shift+Return", self.compose)
        self.add_key("Ctrl+Shift+C", self.insert_citation)
        self.add_key(bound_words.KEY, self.insert_from_case)

    def show_case(self, case: Case) -> None:
        held = bound.ranges(case, "", "summary")
        self.editor.set_text(case.summary, held, bound_words.values(case, held))

    def set_editable(self, editable: bool) -> None:
        """Without findings there is nothing to compose from."""
        super().set_editable(editable)
        self.from_findings.setEnabled(editable and bool(self.case.findings))

    def clear(self) -> None:
        self.editor.start("")
        super().clear()

    def state(self) -> str:
        """``118 words · 5 citations``."""
        note = size_note(self.editor.text())
        self._size.setText(note)
        return note

    def focus_first(self) -> None:
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def key_hints(self) -> str:
        return tr("Ctrl+Shift+Enter  compose from findings   ·   Ctrl+Shift+C  cite the open page   ·   Ctrl+Shift+I  insert")

    def set_compact(self, compact: bool) -> None:
        """Below 1600 px a bar under the text has what the header had."""
        super().set_compact(compact)
        if compact:
            self._bar_row.insertWidget(0, self.from_findings)
        else:
            self.tools.addWidget(self.from_findings)
        for tool in (self.versions, self.alone):
            (self._bar_row if compact else self.tools).addWidget(tool)
        self._bar.setVisible(compact)

    def set_current_page(self, page: int) -> None:
        """The record's open page, for Ctrl+Shift+C."""
        self._page = page

    def insert_citation(self) -> None:
        if self._page > 0:
            self.editor.insert_citation(self._page)

    def insert_from_case(self) -> None:
        """Offer the case's values for the text."""
        self.bound.begin()

    def flush(self) -> None:
        self.editor.flush()

    def compose(self) -> None:
        """Put what the findings say into the summary."""
        self.editor.flush()
        self.request_edit(tr("Compose summary"), drafts.put_summary)
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)

    def show_range(self, start: int, end: int) -> None:
        self.focus_first()
        self.editor.select_range(start, end)

    def _on_text(self, text: str) -> None:
        held = self.editor.bound("", "summary")
        self.request_edit(tr("Type in summary"), edits.set_summary, text, held, merge=MERGE)

    def _on_versions(self) -> None:
        self.focus_first()
        self.versions_requested.emit()

    def _on_alone(self) -> None:
        self.focus_first()
        self.alone_requested.emit()

    def _on_page(self, page: int) -> None:
        self.page_requested.emit(page, "")

"""The lines of an item: what utilization review cited, what the reviewer cites, what else the table of fields gives one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QToolButton, QWidget

from imr_desktop.case import fields
from imr_desktop.case.model import DisputedItem
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import holder, row, tab_chain
from imr_desktop.ui.widgets.wrapped_line import WrappedLine

if TYPE_CHECKING:
    from imr_desktop.review.checking import ItemReport

EMPTY = mark("Not entered yet")
_NAMES = 74


def suggested(report: ItemReport | None) -> str:
    """The text that governs, as a determination cites it, with the section a criterion in force names.

    Where no chapter of the MTUS is about the item, what a rule in force rests on stands in its place.
    """
    text = report.governing if report else None
    if report is None or text is None:
        return ""
    live = [one for one in report.criteria if not one.historical]
    outside = next((one.citation for one in live if one.tier == "other guideline"), "")
    if text.silent and outside:
        return outside
    cited = [one.citation.removeprefix(f"{text.edition}, ") for one in live if one.edition.startswith(text.edition)]
    section = next((words for words in cited if " p. " in words), cited[0] if cited else "")
    return f"Decision based on {text.citation}{f', Section(s): {section}' if section else ''}."


class GuidelineRows(QWidget):
    """Lines that look like text until they are edited, whole however long they are: section and page are what counts.

    `edited(field, text)` while a line is typed in. What the rules suggest stands below the reviewer's own line, to be read
    before it is accepted.
    """

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._fields: dict[str, WrappedLine] = {}
        self._held: dict[str, str] = {}
        self._suggestion = ""
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(px(16), 0, px(10), px(4))
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(1, 1)
        self.copy_button = IconButton("quote", tr("Cite what utilization review cited"))
        self.accept_button = IconButton("check", tr("Accept the suggested guideline"), text=tr("Accept"), key="Alt+G")
        self.reason_button = IconButton("circle-minus", tr("No guideline applies: give the reason"))
        self._tools = row(self.reason_button, spacing=2)
        beside = [row(self.copy_button), self._tools]
        for at, (field, known) in enumerate(fields.lines(DisputedItem)):
            self._add_row(2 * at, field, known, *beside[at : at + 1])
        self._add_suggestion(3)
        cited, own, *others = self.fields()
        tab_chain(cited, self.copy_button, own, self.reason_button, self.accept_button, *others)
        self.copy_button.clicked.connect(self._copy)
        self.accept_button.clicked.connect(self.accept)
        self.reason_button.clicked.connect(self._show_reason)

    def _add_row(self, at: int, field: str, known: fields.Field, *beside: QLayout) -> None:
        line = WrappedLine(f"{told(known.line)}: {told(known.title)}")
        line.setObjectName(field)
        line.text_edited.connect(self._on_edited)
        self._fields[field] = line
        words = self._name(told(known.line))
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        line_row = row((line, 1), *beside)
        for tools in beside:
            line_row.setAlignment(tools, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(line_row, at, 1)
        if field == "no_citation_reason":
            self._reason_label = words

    def _add_suggestion(self, at: int) -> None:
        self.suggestion = PlainLabel("", "body", wrap=True)
        self.suggestion.setContentsMargins(px(8), px(5), px(8), px(5))
        self._suggested = holder(row((self.suggestion, 1), self.accept_button))
        self._suggested_name = self._name(tr("Suggested"))
        self._grid.addWidget(self._suggested_name, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._suggested, at, 1)

    def _name(self, words: str) -> PlainLabel:
        made = PlainLabel(words, "muted")
        made.setContentsMargins(0, px(6), 0, 0)
        made.setMinimumWidth(px(_NAMES))
        return made

    def show_item(self, item: DisputedItem, report: ItemReport | None, *, editable: bool) -> None:
        """Show an item's guidelines and what the rules suggest."""
        self._suggestion = suggested(report)
        for field, line in self._fields.items():
            value = self._held[field] = getattr(item, field)
            line.show_words(value)
        self._fields["claims_administrator_guideline"].setPlaceholderText(tr(EMPTY))
        self._show_suggestion(open_for_it=editable and not item.reviewer_guideline)
        self.copy_button.setVisible(editable and bool(item.claims_administrator_guideline) and not item.reviewer_guideline)
        shown = bool(item.no_citation_reason)
        self.reason_button.setVisible(editable and not item.reviewer_guideline and not shown)
        self._set_reason_visible(shown or self._fields["no_citation_reason"].hasFocus())

    def _show_suggestion(self, *, open_for_it: bool) -> None:
        own, shown = self._fields["reviewer_guideline"], open_for_it and bool(self._suggestion)
        own.setPlaceholderText(tr(EMPTY))
        own.setAccessibleDescription(
            tr("Suggested: {suggestion} Alt+G accepts it.", suggestion=self._suggestion) if shown else ""
        )
        self.suggestion.setText(self._suggestion)
        for part in (self._suggested_name, self._suggested, self.accept_button):
            part.setVisible(shown)

    def fields(self) -> tuple[WrappedLine, ...]:
        return tuple(self._fields.values())

    def buttons(self) -> tuple[QToolButton, ...]:
        return self.copy_button, self.accept_button, self.reason_button

    def add_tool(self, button: QToolButton) -> None:
        """Put a button at the end of the reviewer's own line."""
        self._tools.addWidget(button)
        tab_chain(self.reason_button, button, self.accept_button)

    def accept(self) -> None:
        if self._suggestion:
            self.edited.emit("reviewer_guideline", self._suggestion)

    def focus_field(self, field: str) -> bool:
        """Put the cursor into a line by field name; False where it is none of these."""
        line = self._fields.get(field)
        if line is None:
            return False
        if field == "no_citation_reason":
            self._set_reason_visible(True)
        line.setFocus()
        return True

    def _copy(self) -> None:
        self.edited.emit("reviewer_guideline", self._fields["claims_administrator_guideline"].text())

    def _show_reason(self) -> None:
        self.focus_field("no_citation_reason")

    def _set_reason_visible(self, shown: bool) -> None:
        self._reason_label.setVisible(shown)
        self._fields["no_citation_reason"].setVisible(shown)

    def _on_edited(self) -> None:
        for field, line in self._fields.items():
            if line.words() != self._held.get(field, ""):
                self.edited.emit(field, line.words())

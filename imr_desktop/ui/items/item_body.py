"""How an item's parts are laid out: strip, head, guidelines, then criteria with details, and the rationale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from imr_desktop.case import bound
from imr_desktop.case.model import Case, DisputedItem, SourceRef
from imr_desktop.ui.items.criteria import CriteriaList
from imr_desktop.ui.items.criterion_detail import CriterionDetail
from imr_desktop.ui.items.criterion_reason import CriterionReason
from imr_desktop.ui.items.evidence_form import EvidenceForm
from imr_desktop.ui.items.guidelines import GuidelineRows
from imr_desktop.ui.items.item_head import ItemHead
from imr_desktop.ui.items.item_strip import ItemStrip
from imr_desktop.ui.items.judge_first import JudgeFirst
from imr_desktop.ui.panes import bound_words
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.labels import ElidedLabel, Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row
from imr_desktop.ui.wording import size_note

if TYPE_CHECKING:
    from imr_desktop.review.checking import ItemReport

PLACEHOLDER = "Explain the decision. Ctrl+Shift+Enter drafts it from the criteria."
TALL = 860
_ANY_SIZE = 16_777_215
NO_RULE = "No rule of the guideline pack covers this item: cite the guideline you apply and write the rationale."
NOT_CHECKED = "Not checked yet: which criteria apply comes with the check."


class ItemBody(QWidget):
    """The widgets of one item. `adding` is true while a new item's words are being typed."""

    def __init__(self) -> None:
        super().__init__()
        self.adding = self._compact = self._covered = self.folded = False
        self._tall = self._locked = False
        self._shown = self._title = ""
        self.strip = ItemStrip()
        self.head = ItemHead()
        self.head_tools = QHBoxLayout()
        self.head.layout().itemAt(0).layout().addLayout(self.head_tools)
        self.guidelines = GuidelineRows()
        self.evidence = EvidenceForm()
        self.guidelines.add_tool(self.evidence.toggle)
        self.judge = JudgeFirst()
        self.judge.hide()
        self.criteria = CriteriaList()
        self.detail = CriterionDetail()
        self.reason = CriterionReason()
        self.rationale = CitationEdit("Decision rationale text", PLACEHOLDER)
        self.criteria.setMinimumHeight(px(90))
        self.detail.setMinimumHeight(px(36))
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self._criteria_side = self._criteria_part()
        self.splitter.addWidget(self._criteria_side)
        self.splitter.addWidget(self._rationale_part())
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._strip_row = holder(row(self.strip, margins=(px(16), px(8), px(10), 0)))
        self._reasoning = holder(column(self.guidelines, self.evidence))
        for part in (self._strip_row, self.head, self.judge, self._reasoning, Hairline()):
            layout.addWidget(part)
        layout.addWidget(self.splitter, 1)
        self.criteria.criterion_changed.connect(self._on_criterion)
        self.criteria.reason_requested.connect(self.reason.ask)
        self.reason.left.connect(self._on_reason_left)
        self.criteria.details_requested.connect(self.details_button.toggle)
        self.details_button.toggled.connect(self._on_details)
        self.detail.hide()
        self._detail_rule.hide()

    def _criteria_part(self) -> QWidget:
        self.tally = ElidedLabel()
        self.details_button = IconButton("info", "Details of the criterion", text="Details", key="I", checkable=True)
        self._criteria_head = holder(
            row(PlainLabel("Criteria", "h2"), (self.tally, 1), self.details_button, margins=(px(16), px(4), px(8), px(4)))
        )
        self.own_packs = PlainLabel("", "muted", wrap=True)
        self.own_packs.setContentsMargins(px(16), 0, px(16), px(4))
        self.own_packs.hide()
        self.no_rule = PlainLabel(NOT_CHECKED, "muted", wrap=True)
        self.no_rule.setContentsMargins(px(16), px(4), px(16), px(8))
        self.no_rule.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._detail_rule = Hairline()
        self._reason_row = holder(row((self.reason, 1), margins=(px(36), 0, px(16), px(4))))
        return holder(
            column(
                self._criteria_head,
                self.own_packs,
                (self.criteria, 2),
                (self.no_rule, 1),
                self._reason_row,
                self._detail_rule,
                (self.detail, 3),
            )
        )

    def _rationale_part(self) -> QWidget:
        self.size_note = ElidedLabel()
        self.from_criteria = IconButton("list-plus", "Draft from the criteria", text="From criteria", key="Ctrl+Shift+Enter")
        head = holder(
            row(
                PlainLabel("Decision rationale", "h2"),
                (self.size_note, 1),
                self.from_criteria,
                margins=(px(16), px(4), px(8), px(4)),
            )
        )
        return holder(column(head, (self.rationale, 1)))

    def show_item(
        self,
        case: Case,
        item: DisputedItem,
        report: ItemReport | None,
        pending: dict[str, tuple[SourceRef, ...]],
        *,
        folded: bool = False,
    ) -> None:
        """Show an item of the case with its report; `folded` keeps that back until the reviewer has judged."""
        self._locked, self._title = case.locked, item.title
        at = [other.id for other in case.items].index(item.id)
        self.strip.set_items(case.items, at)
        self._strip_row.setVisible(len(case.items) > 1)
        self.head.show_item(case, at)
        if item.id != self._shown:
            self.guidelines.forget()
            self.judge.show_item(item.id)
        self._fold(folded)
        self.guidelines.show_item(item, report, locked=case.locked)
        self.evidence.show_item(item, locked=case.locked)
        self.criteria.show_item(item, report, pending)
        covered = self.criteria.rows() > 0
        self.criteria.setVisible(covered)
        governing = f" Governing: {report.governing_edition}" if report and report.governing_edition else ""
        self.no_rule.setText(NO_RULE + governing if report else NOT_CHECKED)
        self.no_rule.setVisible(not covered)
        own = " \u00b7 ".join(rule.words for rule in report.own) if report else ""
        self.own_packs.setText(own)
        self.own_packs.setVisible(bool(own))
        self.details_button.setVisible(covered)
        self._detail_rule.setVisible(covered and self.details_button.isChecked())
        self.detail.setVisible(covered and self.details_button.isChecked())
        self._criteria_side.setMaximumHeight(_ANY_SIZE if covered or self._compact else px(112))
        self._criteria_side.setMaximumWidth(px(240) if self._compact and not covered else _ANY_SIZE)
        if covered != self._covered:
            self._covered = covered
            QTimer.singleShot(0, self, self._share_room)
        self.tally.setText(self.criteria.criteria.tally())
        self._on_criterion()
        self._show_rationale(case, item)
        self.rationale.setReadOnly(case.locked)
        self.from_criteria.setEnabled(not case.locked)
        self.show_size()

    def _fold(self, folded: bool) -> None:
        """Keep back what the rules and utilization review say, or show it."""
        if folded != self.folded:
            self.folded = folded
            QTimer.singleShot(0, self, self._share_room)
        self.judge.setVisible(folded)
        self._reasoning.setVisible(not folded)
        self._criteria_side.setVisible(not folded)
        self.from_criteria.setVisible(not folded)

    def _show_rationale(self, case: Case, item: DisputedItem) -> None:
        held = bound.ranges(case, item.id, "rationale")
        show = self.rationale.set_text if item.id == self._shown else self.rationale.start
        self._shown = item.id
        show(item.rationale, held, bound_words.values(case, held))

    def forget(self) -> None:
        """Let go of the item and of what was half-typed: an empty one is shown in its place."""
        for part in (self.guidelines, self.evidence, self.reason):
            part.forget()
        self.judge.take({})
        self.head.title_edit.clear()
        self.head.close_title()
        self.detail.set_explained(())
        empty = Case(id="", items=(DisputedItem("", ""),))
        self.show_item(empty, empty.items[0], None, {})
        self.adding, self._shown = False, ""

    def show_size(self) -> None:
        """Refresh the count of words and citations."""
        note = size_note(self.rationale.text())
        self.size_note.setText(note.partition(" \u00b7 ")[0] if self._compact else note)

    def set_compact(self, compact: bool) -> None:
        """Side by side below 1600 px, stacked above."""
        self._compact = compact
        self._criteria_side.setMaximumHeight(_ANY_SIZE)
        self.splitter.setOrientation(Qt.Orientation.Horizontal if compact else Qt.Orientation.Vertical)
        self.criteria.set_compact(compact)
        self.head.decision.set_compact(compact)
        self.rationale.set_size(15 if compact else 16)
        self.details_button.setChecked(self._tall and not compact)
        QTimer.singleShot(0, self, self._share_room)

    def begin_item(self) -> None:
        """Show the field for a new item's words."""
        self.adding = True
        self.head.edit_title("")

    def focus_decision(self) -> None:
        """The decision control."""
        self.head.decision.radios["Upheld"].setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        elif field in ("answers", "criteria") and self.criteria.rows():
            self.criteria.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif field in self.head.quantities.lines:
            self.head.quantities.edit(field)
        elif field == "title":
            self.head.edit_title(self._title)
        else:
            self.focus_decision()

    def _share_room(self) -> None:
        # Sizes set before the first layout are overwritten by it, so this runs after.
        splitter = self.splitter
        room = splitter.width() if splitter.orientation() == Qt.Orientation.Horizontal else splitter.height()
        stacked = 0.68 if self.details_button.isChecked() else 0.56
        share = 0.51 if splitter.orientation() == Qt.Orientation.Horizontal else stacked
        splitter.setSizes([round(room * share), round(room * (1 - share))])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Details are opened by themselves only where they leave the criteria enough room."""
        super().resizeEvent(event)
        tall = self.height() >= px(TALL)
        if tall != self._tall:
            self._tall = tall
            self.details_button.setChecked(tall and not self._compact)
            QTimer.singleShot(0, self, self._share_room)

    def _on_details(self, shown: bool) -> None:
        self.detail.setVisible(shown and self._covered)
        self._detail_rule.setVisible(shown and self._covered)
        QTimer.singleShot(0, self, self._share_room)
        QTimer.singleShot(0, self, self._keep_in_view)

    def _keep_in_view(self) -> None:
        """The criterion the details are of stays in view, whatever room they take."""
        self.criteria.scrollTo(self.criteria.currentIndex())

    def _on_criterion(self) -> None:
        self.detail.show_criterion(self.criteria.current())
        self.reason.show_criterion(self.criteria.current(), locked=self._locked)

    def _on_reason_left(self) -> None:
        self.criteria.setFocus(Qt.FocusReason.OtherFocusReason)

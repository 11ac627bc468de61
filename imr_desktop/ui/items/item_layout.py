"""How the parts of one disputed item stand: request, decision, guidelines, evidence search, criteria, rationale."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from imr_desktop.ui.items.criteria_panel import CriteriaPanel
from imr_desktop.ui.items.evidence_form import EvidenceForm
from imr_desktop.ui.items.guidelines import GuidelineRows
from imr_desktop.ui.items.item_head import ItemHead
from imr_desktop.ui.items.judge_first import JudgeFirst
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.labels import ElidedLabel, Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row
from imr_desktop.ui.wording import size_note

PLACEHOLDER = "Explain the decision. Ctrl+Shift+Enter drafts it from the criteria."
TALL = 860
_RATIONALE = 48


class ItemLayout(QWidget):
    """The parts of one item and the room each has; what is done in them is `ItemEditor`'s."""

    def __init__(self) -> None:
        super().__init__()
        self._compact = self._tall = False
        self.head, self.guidelines, self.evidence = ItemHead(), GuidelineRows(), EvidenceForm()
        self.guidelines.add_tool(self.evidence.toggle)
        self.judge = JudgeFirst()
        self.judge.hide()
        self.criteria = CriteriaPanel()
        self.rationale = CitationEdit("Decision rationale text", PLACEHOLDER)
        self.rationale.setMinimumHeight(px(_RATIONALE))
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.criteria)
        self.splitter.addWidget(self._rationale_part())
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.reasoning = holder(column(self.guidelines, self.evidence))
        self.setLayout(column(self.head, self.judge, self.reasoning, Hairline(), (self.splitter, 1)))
        self.criteria.room_changed.connect(self.share_room_soon)
        self.rationale.text_typed.connect(self.show_size)

    def _rationale_part(self) -> QWidget:
        self.size_note = ElidedLabel()
        self.from_criteria = IconButton("list-plus", "Draft from the criteria", text="From criteria", key="Ctrl+Shift+Enter")
        title = PlainLabel("Decision rationale", "h2")
        head = row(title, (self.size_note, 1), self.from_criteria, margins=(px(16), px(4), px(8), px(4)))
        return holder(column(holder(head), (self.rationale, 1)))

    def show_size(self) -> None:
        """Refresh the count of words and citations."""
        note = size_note(self.rationale.text())
        self.size_note.setText(note.partition(" \u00b7 ")[0] if self._compact else note)

    def set_compact(self, compact: bool) -> None:
        """Side by side below 1600 px, stacked above."""
        self._compact = compact
        self.splitter.setOrientation(Qt.Orientation.Horizontal if compact else Qt.Orientation.Vertical)
        self.criteria.set_compact(compact)
        self.head.decision.set_compact(compact)
        self.rationale.set_size(15 if compact else 16)
        self.criteria.details_button.setChecked(self._tall and not compact)
        self.share_room_soon()

    def share_room_soon(self) -> None:
        # Sizes set before the first layout are overwritten by it, so this runs after.
        QTimer.singleShot(0, self, self._share_room)

    def _share_room(self) -> None:
        splitter = self.splitter
        room = splitter.width() if splitter.orientation() == Qt.Orientation.Horizontal else splitter.height()
        stacked = 0.68 if self.criteria.details_button.isChecked() else 0.56
        share = 0.51 if splitter.orientation() == Qt.Orientation.Horizontal else stacked
        splitter.setSizes([round(room * share), round(room * (1 - share))])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Details are opened by themselves only where they leave the criteria enough room."""
        super().resizeEvent(event)
        tall = self.height() >= px(TALL)
        if tall != self._tall:
            self._tall = tall
            self.criteria.details_button.setChecked(tall and not self._compact)
            self.share_room_soon()

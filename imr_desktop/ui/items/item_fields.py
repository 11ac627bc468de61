"""The fields of the item in view: what is typed or chosen in them becomes edits of the case, typing in one field one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject

from imr_desktop.case import edits
from imr_desktop.case.model import DisputedItem, EvidenceStep

if TYPE_CHECKING:
    from imr_desktop.ui.items.pane import ItemsPane


class ItemFields(QObject):
    """Hears the fields of quantities, guidelines, evidence, reasons and rationale; tells the pane's `edit_requested`."""

    def __init__(self, pane: ItemsPane) -> None:
        super().__init__(pane)
        self._pane, self._body = pane, pane.content
        body = pane.content
        body.head.quantities.edited.connect(self._on_quantity)
        body.guidelines.edited.connect(self._on_guideline)
        body.evidence.step_edited.connect(self._on_evidence)
        body.evidence.guideline_composed.connect(self._on_composed)
        body.evidence.opened.connect(self._on_evidence_opened)
        body.reason.reason_given.connect(self._on_reason)
        body.rationale.text_edited.connect(self._on_rationale)

    def _on_quantity(self, field: str, value: str) -> None:
        item = self._pane.free_item()
        if item is not None:
            chosen = field == "relation"
            self._pane.request_edit(
                "Edit what UR authorized",
                edits.change_item,
                item.id,
                merge="" if chosen else f"{field}:{item.id}",
                **{field: value or (None if chosen else "")},
            )

    def _on_guideline(self, field: str, text: str) -> None:
        item = self._pane.free_item()
        if item is not None:
            self._pane.request_edit(
                "Type the guideline", edits.change_item, item.id, merge=f"{field}:{item.id}", **{field: text}
            )

    def _on_evidence(self, step: EvidenceStep) -> None:
        item = self._pane.free_item()
        if item is not None:
            typed = any(replace(step, citation=old.citation, note=old.note) == old for old in item.evidence)
            self._take(item, step, merge=f"evidence:{item.id}:{step.step}" if typed else "")

    def _on_composed(self, step: EvidenceStep, guideline: str) -> None:
        item = self._pane.free_item()
        if item is not None:
            self._body.guidelines.forget()
            self._take(item, step, guideline)

    def _take(self, item: DisputedItem, step: EvidenceStep, guideline: str = "", merge: str = "") -> None:
        from imr_desktop.review.evidence import evidence_sequence

        label = "Cite what was composed" if guideline else "Record the evidence search"
        self._pane.request_edit(label, evidence_sequence.set_step, item.id, step, guideline, merge=merge)

    def _on_evidence_opened(self) -> None:
        self._pane.watch(*self._body.evidence.fields())
        self._pane.follow(*self._body.evidence.fields())

    def _on_reason(self, criterion: str, reason: str) -> None:
        item = self._pane.free_item()
        if item is not None:
            merge = f"reason:{item.id}:{criterion}"
            self._pane.request_edit("Give a reason", edits.give_reason, item.id, criterion, reason, merge=merge)

    def _on_rationale(self, text: str) -> None:
        item = self._pane.item()
        if item is not None:
            held = self._body.rationale.bound(item.id, "rationale")
            merge = f"rationale:{item.id}"
            self._pane.request_edit("Type in rationale", edits.set_rationale, item.id, text, held, merge=merge)

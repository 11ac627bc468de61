"""The fields of the item in view: what is typed or chosen in them becomes edits of the case, typing in one field one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject

from imr_desktop.case.model import EvidenceStep
from imr_desktop.ui.items import item_edits

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

    def _send(self, label: str, edit: object, merge: str = "") -> None:
        self._pane.edit_requested.emit(label, edit, merge)

    def _on_quantity(self, field: str, value: str) -> None:
        item = self._pane.free_item()
        if item is not None:
            chosen = field == "relation"
            edit = item_edits.change(item.id, **{field: value or (None if chosen else "")})
            self._send("Edit what UR authorized", edit, "" if chosen else f"{field}:{item.id}")

    def _on_guideline(self, field: str, text: str) -> None:
        item = self._pane.free_item()
        if item is not None:
            self._send("Type the guideline", item_edits.change(item.id, **{field: text}), f"{field}:{item.id}")

    def _on_evidence(self, step: EvidenceStep) -> None:
        item = self._pane.free_item()
        if item is not None:
            typed = any(replace(step, citation=old.citation, note=old.note) == old for old in item.evidence)
            self._send(
                "Record the evidence search",
                item_edits.take_step(item.id, step),
                f"evidence:{item.id}:{step.step}" if typed else "",
            )

    def _on_composed(self, step: EvidenceStep, guideline: str) -> None:
        item = self._pane.free_item()
        if item is not None:
            self._body.guidelines.forget()
            self._send("Cite what was composed", item_edits.take_step(item.id, step, guideline))

    def _on_evidence_opened(self) -> None:
        self._pane.watch(*self._body.evidence.fields())
        self._pane.follow(*self._body.evidence.fields())

    def _on_reason(self, criterion: str, reason: str) -> None:
        item = self._pane.free_item()
        if item is not None:
            self._send("Give a reason", item_edits.give_reason(item.id, criterion, reason), f"reason:{item.id}:{criterion}")

    def _on_rationale(self, text: str) -> None:
        item = self._pane.item()
        if item is not None:
            held = self._body.rationale.bound(item.id, "rationale")
            self._send("Type in rationale", item_edits.write_rationale(item.id, text, held), f"rationale:{item.id}")

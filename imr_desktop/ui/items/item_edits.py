"""The edits an item's pane asks for, as functions from case to case. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from imr_desktop.case import edits
from imr_desktop.case.model import (
    BoundText,
    Case,
    CriterionAnswer,
    CriterionStatus,
    Decision,
    DisputedItem,
    EvidenceStep,
    SourceRef,
)
from imr_desktop.ui.summary import compose

if TYPE_CHECKING:
    from imr_desktop.rules import ItemReport

Edit = Callable[[Case], Case]


def decide(item_id: str, decision: str | None) -> Edit:
    """Record a decision, or take it back."""
    return lambda case: edits.decide(case, item_id, cast(Decision, decision) if decision else None)


def change(item_id: str, **changes: Any) -> Edit:
    """Set fields of an item."""
    return lambda case: edits.change_item(case, item_id, **changes)


def note_view(item_id: str, text: str, at: datetime) -> Edit:
    """Add a line of the reviewer's preliminary view."""
    return lambda case: edits.note_view(case, item_id, text, at)


def add(item: DisputedItem) -> Edit:
    """Append an item."""
    return lambda case: edits.add_item(case, item)


def remove(item_id: str) -> Edit:
    """Remove an item."""
    return lambda case: edits.remove_item(case, item_id)


def answer(item_id: str, criterion: str, status: str, sources: tuple[SourceRef, ...]) -> Edit:
    """Answer a criterion, keeping an earlier answer's reason and evidence; an empty status takes the answer back."""

    def edit(case: Case) -> Case:
        if not status:
            return edits.clear_answer(case, item_id, criterion)
        old = _answer(case, item_id, criterion)
        kept = old.sources if old else ()
        reason = old.reason if old else ""
        return edits.answer_criterion(
            case, item_id, CriterionAnswer(criterion, cast(CriterionStatus, status), reason, merged(kept, sources))
        )

    return edit


def add_evidence(item_id: str, criterion: str, sources: tuple[SourceRef, ...]) -> Edit:
    """Add sources to an answer; nothing changes where there is none."""

    def edit(case: Case) -> Case:
        old = _answer(case, item_id, criterion)
        if old is None:
            return case
        return edits.answer_criterion(
            case, item_id, CriterionAnswer(criterion, old.status, old.reason, merged(old.sources, sources))
        )

    return edit


def give_reason(item_id: str, criterion: str, reason: str) -> Edit:
    """Set an answer's reason; nothing changes where there is no answer."""

    def edit(case: Case) -> Case:
        old = _answer(case, item_id, criterion)
        if old is None:
            return case
        return edits.answer_criterion(case, item_id, CriterionAnswer(criterion, old.status, reason, old.sources))

    return edit


def compose_rationale(item_id: str, report: ItemReport | None) -> Edit:
    """Put a draft into the rationale."""
    return lambda case: compose.put_rationale(case, item_id, report)


def write_rationale(item_id: str, text: str, bound: Iterable[BoundText]) -> Edit:
    """Replace the rationale as it was written, with what is still bound in it."""
    return lambda case: edits.set_rationale(case, item_id, text, bound)


def take_step(item_id: str, step: EvidenceStep, guideline: str = "") -> Edit:
    """Record a step of the evidence search; `guideline`, where given, becomes the item's own citation in the same edit."""

    def edit(case: Case) -> Case:
        from imr_desktop.rules import evidence_sequence

        case = evidence_sequence.set_step(case, item_id, step)
        return edits.change_item(case, item_id, reviewer_guideline=guideline) if guideline else case

    return edit


def merged(first: tuple[SourceRef, ...], second: tuple[SourceRef, ...]) -> tuple[SourceRef, ...]:
    """Both, each once."""
    return tuple(dict.fromkeys((*first, *second)))


def _answer(case: Case, item_id: str, criterion: str) -> CriterionAnswer | None:
    return next((old for old in case.item(item_id).answers if old.criterion == criterion), None)

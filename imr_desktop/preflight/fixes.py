"""Apply an offered fix: a case goes in, the fixed case comes out, nothing else happens."""

from __future__ import annotations

from typing import Any

from imr_desktop.case import bound, edits
from imr_desktop.case.model import Case
from imr_desktop.preflight.problem import Change, Problem, ReplaceText, SetCaseField, SetDate, SetItemField, Unbind


def apply_fix(case: Case, problem: Problem) -> Case:
    """The case with the problem's fix applied; the same case where it offers none, or asks for an act of the reviewer.

    A text that has changed since the problem was found is left alone: words are replaced only where they still stand.
    """
    changes = problem.fix.changes if problem.fix else ()
    for change in reversed(changes):
        case = _apply(case, change)
    return case


def _apply(case: Case, change: Change) -> Case:
    match change:
        case SetDate(field, value):
            return edits.set_dates(case, **{field: value})
        case SetCaseField(field, value):
            group, _, name = field.rpartition(".")
            credentials: dict[str, Any] = {name: value}
            return edits.set_credentials(case, **credentials) if group else edits.set_field(case, **{field: value})
        case SetItemField(item, field, value):
            return edits.change_item(case, item, **{field: value}) if _has(case, item) else case
        case ReplaceText():
            return _replace(case, change)
        case Unbind(item, field, start, end):
            return bound.unbound(case, item, field, start, end)


def _replace(case: Case, change: ReplaceText) -> Case:
    if change.item and not _has(case, change.item):
        return case
    text = getattr(case.item(change.item), change.field) if change.item else case.summary
    end = change.start + len(change.old)
    if not text.startswith(change.old, change.start) or change.start > len(text):
        return case
    if not change.item or change.field == "rationale":
        return bound.replaced(case, change.item, "rationale" if change.item else "summary", change.start, end, change.new)
    return edits.change_item(case, change.item, **{change.field: text[: change.start] + change.new + text[end:]})


def _has(case: Case, item_id: str) -> bool:
    return any(item.id == item_id for item in case.items)

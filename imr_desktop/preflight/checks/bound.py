"""Words that were taken from the case still say what the case says."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case import bound
from imr_desktop.case.bound import Stale
from imr_desktop.case.model import Case
from imr_desktop.preflight.problem import Context, Fix, Raised, Unbind
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, prose

_SHOWN = 40
"""Characters of a value that a message or a button has room for."""


@check("bound.stale", severity="must fix")
def stale(case: Case, context: Context) -> Iterator[Raised]:
    """Words inserted from the case say what the case says now.

    bad: {"summary": "Injured on 03/09/2024.", "dates": {"injury": "2024-03-19"},
          "bound": [{"item": "", "field": "summary", "start": 11, "end": 21, "source": "dates.injury"}]}
    bad: {"items": [{"rationale": "Eight visits were asked for.", "requested": "12 visits"}],
          "bound": [{"item": "i0", "field": "rationale", "start": 0, "end": 12, "source": "item:i0.requested"}]}
    good: {"summary": "Injured on 03/19/2024.", "dates": {"injury": "2024-03-19"},
           "bound": [{"item": "", "field": "summary", "start": 11, "end": 21, "source": "dates.injury"}]}
    good: {"summary": "Injured on 03/09/2024.", "dates": {"injury": "2024-03-19"}}
    """
    for field, old in _stale(case):
        words = bound.fresh_words(old)
        if not words:
            continue
        start, end = old.bound.start, old.bound.end
        fix = Fix(f"Use {_short(words)}", (field.replace(start, end, words),))
        yield field.raised(
            (start, end), f"The case says “{_short(words)}” now, not “{_short(old.words)}”.", old.bound.source, fix
        )


@check("bound.gone", severity="must fix")
def gone(case: Case, context: Context) -> Iterator[Raised]:
    """Words inserted from the case have not lost what they were taken from.

    bad: {"summary": "Injured on 03/09/2024.",
          "bound": [{"item": "", "field": "summary", "start": 11, "end": 21, "source": "dates.injury"}]}
    bad: {"summary": "The knee locks.",
          "bound": [{"item": "", "field": "summary", "start": 4, "end": 14, "source": "finding:f9"}]}
    good: {"summary": "The knee locks.", "findings": [{"id": "f9", "text": "Knee locks."}],
           "bound": [{"item": "", "field": "summary", "start": 4, "end": 14, "source": "finding:f9"}]}
    """
    for field, old in _stale(case):
        if bound.fresh_words(old):
            continue
        place = old.bound
        fix = Fix("Keep as plain text", (Unbind(place.item, place.field, place.start, place.end),))
        message = f"The case no longer has “{_short(old.words)}”: keep it or change it."
        yield field.raised((place.start, place.end), message, place.source, fix)


def _stale(case: Case) -> Iterator[tuple[TextField, Stale]]:
    if not case.bound:
        return
    fields = {(field.item.id if field.item else "", field.field): field for field in prose(case)}
    for old in bound.stale(case):
        field = fields.get((old.bound.item, old.bound.field))
        if field is not None:
            yield field, old


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + "…"

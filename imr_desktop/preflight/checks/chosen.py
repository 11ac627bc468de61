"""What the reviewer chose where the record contradicts itself holds in every text: no sentence says what was passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import prose

_SIDE = re.compile(r"\b(left|right)\b[ ]?", re.IGNORECASE)
_SIDES = {"left": "right", "right": "left"}


@check("chosen.side", severity="consider")
def side(case: Case, context: Context) -> Iterator[Raised]:
    """A diagnosis has the side that the reviewer chose, in findings and texts.

    bad: {"summary": "There is impingement of the left shoulder.", "resolutions": [{"place":
          "side.impingement of the shoulder", "value": "right", "others": ["left"], "reason": "The MRI",
          "made_at": "2026-01-02T00:00:00Z"}]}
    bad: {"findings": [{"id": "f", "text": "Left knee pain"}], "resolutions": [{"place": "side.knee pain",
          "value": "right", "others": ["left"], "reason": "The MRI", "made_at": "2026-01-02T00:00:00Z"}]}
    good: {"summary": "There is impingement of the right shoulder.", "resolutions": [{"place":
          "side.impingement of the shoulder", "value": "right", "others": ["left"], "reason": "The MRI",
          "made_at": "2026-01-02T00:00:00Z"}]}
    good: {"summary": "The left knee is stable. Right knee pain began in May.", "resolutions": [{"place": "side.knee pain",
          "value": "right", "others": ["left"], "reason": "The MRI", "made_at": "2026-01-02T00:00:00Z"}]}
    """
    for one in case.resolutions:
        group, _, name = one.place.partition(".")
        if group != "side" or not name or one.value not in _SIDES:
            continue
        other = _SIDES[one.value]
        message = f"You chose {one.value} for {name}; here it is {other}: which is right?"
        for field in prose(case):
            for at in _other_side(field.text, name, one.value):
                yield field.raised(at, message, name)
        for finding in case.findings:
            if any(True for _at in _other_side(finding.text, name, one.value)):
                message = f"You chose {one.value} for {name}; the finding “{finding.text}” says {other}: which is right?"
                yield Raised(places.RECORD, message, f"{finding.id} {name}", finding.text)


def _other_side(text: str, name: str, chosen: str) -> Iterator[tuple[int, int]]:
    """Where a text says the diagnosis with the side that was passed over: its words with that side within or before them."""
    words = name.split()
    for found in _SIDE.finditer(text):
        if found[1].lower() == chosen:
            continue
        around = f"{text[: found.start()]}{text[found.end() :]}"
        start = max(found.start() - len(name) - len(words), 0)
        pattern = re.compile(r"\b" + r"\s+".join(map(re.escape, words)) + r"\b", re.IGNORECASE)
        match = pattern.search(around, start)
        if match and match.start() <= found.start() <= match.end():
            yield found.span(1)

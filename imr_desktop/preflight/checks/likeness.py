"""The rationale against its item: the side. A hint, only shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import rationales

_SIDE = re.compile(r"\b(?:left|right|bilateral(?:ly)?|both)\b", re.IGNORECASE)
_OTHER = {"left": "right", "right": "left"}


@check("likeness.side", severity="consider", flag=True)
def side(case: Case, context: Context) -> Iterator[Raised]:
    """The rationale speaks of the side that was asked for.

    bad: {"items": [{"title": "MRI of the left knee", "rationale": "The right knee shows locking and an effusion."}]}
    good: {"items": [{"title": "MRI of the left knee", "rationale": "The left knee locks; the right knee is sound."}]}
    """
    for field in rationales(case):
        asked = _sides(field.item.disputed_text if field.item else "")
        if len(asked) == 1 and not asked & {"bilateral", "both"}:
            wrong = _OTHER[next(iter(asked))]
            found = re.search(rf"\b{wrong}\b", field.text, re.IGNORECASE) if _sides(field.text) == {wrong} else None
            if found:
                yield Raised(field.place(found.start(), found.end()),
                             f"Item {field.number} asks for the {_OTHER[wrong]} side, its rationale says {wrong}: check.",
                             field.key, found[0])


def _sides(text: str) -> set[str]:
    return {found[0].lower().removesuffix("ly") for found in _SIDE.finditer(text)}

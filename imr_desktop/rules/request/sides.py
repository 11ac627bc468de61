"""The side in a request's words."""

from __future__ import annotations

import re
from typing import Literal

from imr_desktop.rules.request.body import body_parts

Side = Literal["left", "right", "bilateral"]

_BOTH = frozenset({"bilateral", "bilaterally", "both", "bilat", "ble", "bue", "b/l", "bil", "bilaterals"})
_LEFT = frozenset({"left", "lt", "lle", "lue", "left-sided", "leftsided"})
_RIGHT = frozenset({"right", "rt", "rle", "rue", "right-sided", "rightsided"})
_WORD = re.compile(r"\bb/l\b|[a-z]+(?:-sided)?")
_LIMB = (
    r"(?:shoulder|elbow|wrist|hand|finger|thumb|hip|knee|ankle|foot|heel|leg|arm|thigh|calf|forearm|buttock|trapez\w+"
    r"|sij?|sacroiliac|carpal|upper|lower|hamstring|achilles|groin|rotator|index|ring|middle|long|great|ue|le|tka)"
)
_LETTER = re.compile(rf"(?<![\w/-])\(?([rlb])\)?\.? (?=(?:[a-z]+ )?{_LIMB})|\(([rlb])\)")
_PAIR = re.compile(
    r"\b(?:left|lt) ?(?:and|&|/|,|or|\+) ?(?:the )?(?:right|rt)\b|\b(?:right|rt) ?(?:and|&|/|,|or|\+) ?"
    r"(?:the )?(?:left|lt)\b|\br ?/ ?l\b|\bl ?/ ?r\b|\br ?(?:&|and) ?l\b|\bl ?(?:&|and) ?r\b"
)
_EACH = re.compile(r"\b(?:each|per) (?:shoulder|elbow|wrist|hand|hip|knee|ankle|foot|leg|arm|side)\b")
_SPLIT = re.compile(r"\b(left|right|lt|rt)\b")
_LETTERS = {"l": "left", "r": "right", "b": "both"}


def side(text: str) -> Side | None:
    """The side named, bilateral where both is said; None where none is, or where parts differ in side."""
    text = _LETTER.sub(lambda match: f" {_LETTERS[match[1] or match[2]]} ", text.lower())
    words = {match.group() for match in _WORD.finditer(text)}
    if words & _BOTH or _PAIR.search(text) or _EACH.search(text):
        return "bilateral"
    left, right = bool(words & _LEFT), bool(words & _RIGHT)
    if left and right:
        return "bilateral" if _same_part(text) else None
    return ("left" if left else "right") if left or right else None


def _same_part(text: str) -> bool:
    """Whether each side is named with the same part: ``right knee and left knee``."""
    pieces = _SPLIT.split(text)
    found: dict[str, tuple[str, ...]] = {}
    for word, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        found.setdefault(word[0], body_parts(rest))
    return len(found) == 2 and bool(found["l"]) and found["l"] == found["r"]

"""What the words of judgment beside a sign say of it: positive, negative, normal, a grade, or nothing."""

from __future__ import annotations

from imr_desktop.extract.facts.marks import Mark, Sign
from imr_desktop.extract.facts.model import Polarity

_OPPOSITE: dict[Polarity, Polarity] = {"present": "absent", "absent": "present", "": ""}


def judgment(marks: list[Mark], sign: Sign, asked: bool, *, neither: bool = False) -> tuple[Polarity, float]:
    """What the words of judgment beside a sign say together, and the doubt of it."""
    polarity: Polarity = ""
    denials = sum(mark.value == "negate" for mark in marks) + neither
    for mark in marks:
        if mark.value == "equivocal":
            return "", 0.5
    for mark in marks:
        polarity = _of_mark(mark, sign, asked) or polarity
        if polarity and mark.what in ("strength", "grade", "range", "symbol"):
            break
        if polarity and mark.value != "positive":
            break
    if denials:
        return (_OPPOSITE[polarity] if polarity else "absent"), 0.0
    return polarity, 0.0


def _of_mark(mark: Mark, sign: Sign, asked: bool) -> Polarity:
    if mark.what == "symbol":
        return ("present" if mark.value == "positive" else "absent") if sign.is_test or not asked else ""
    if mark.what == "range":
        return mark.value if sign.name == "limited motion" else ""  # type: ignore[return-value]
    if mark.what == "strength":
        return mark.value if sign.name == "weakness" else ""  # type: ignore[return-value]
    if mark.what == "grade":
        if sign.name in ("reflex change", "pulse change"):
            return "absent" if mark.value == "2" else "present"
        return "present" if sign.is_test and mark.value != "0" else ""
    match mark.value:
        case "negative":
            return "absent" if not asked or sign.name == "tenderness" else ""
        case "absent":
            return "present" if asked and sign.name != "tenderness" else "absent"
        case "positive":
            return "present" if not asked or sign.name == "tenderness" else ""
        case "normal":
            return "absent" if asked or sign.is_test else ""
        case "abnormal":
            return "present" if asked or sign.is_test else ""
    return ""


def judges(mark: Mark) -> bool:
    """Whether a mark judges a sign."""
    return mark.what in ("symbol", "strength", "grade", "range") or (
        mark.what == "judge" and mark.value not in ("pseudo", "clause", "stop", "neither", "possible", "past", "family")
    )

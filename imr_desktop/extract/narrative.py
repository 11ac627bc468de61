"""Dates that stand only in prose: the injury, and the utilization review decision under challenge."""

from __future__ import annotations

from datetime import date

from imr_desktop.extract.dates import Located, first_date, labelled_date
from imr_desktop.extract.patterns import phrase

_INJURY = phrase(
    r"\b(?:dates? of (?:the )?(?:industrial |work |original )?injury|injury date[ds]?|doi\b|d\.o\.i\.|"
    r"(?:industrial|work|occupational|work[\s\-]{1,3}related|date[ds]?) injury|injured|injury (?:on|of|dated?)|injury)\b"
)
_UR = r"(?:utilization review(?:er)?(?:\s{0,4}\(ur\))?|\bur\b)"
_UR_DATED = phrase(
    rf"{_UR}(?: (?:decision|determination|denial|report|letter|documentation|modification|process|response))?"
    rf"(?:/modification)?(?: being challenged)?(?: (?:is|was))?"
    rf"(?: (?:dated?|on|of|with a decision date of|from)|\s{{0,4}}\(|,)"
)
_UR_ACTS = phrase(
    rf"[\s,]{{0,200}}(?:the )?(?:original )?{_UR}[^.]{{0,40}}?(?:non-?\s?certified|denied|modified|determined|issued)"
)


def injury_date(text: str, start: int, end: int) -> Located[date] | None:
    """The date of injury as the prose gives it: the date that follows within a few words."""
    for cue in _INJURY.finditer(text, start, end):
        found = labelled_date(text, cue.end(), min(end, cue.end() + 48))
        if found and "." not in text[cue.end() : found.start].replace("D.O.I.", ""):
            return Located(found.value, cue.start(), found.end)
    return None


def ur_date(text: str, start: int, end: int) -> Located[date] | None:
    """The date of the utilization review decision as the prose gives it ("… being challenged is dated 2/4/14")."""
    for cue in _UR_DATED.finditer(text, start, end):
        found = first_date(text, cue.end(), min(end, cue.end() + 24))
        if found and not text[cue.end() : found.start].strip(" ,(:\n\f"):
            return Located(found.value, cue.start(), found.end)
    at = start
    while (found := first_date(text, at, end)) is not None:
        if _UR_ACTS.match(text, found.end, min(end, found.end + 300)):
            return found
        at = found.end
    return None

"""Dates that stand only in prose: the injury, and the utilization review decision under challenge."""

from __future__ import annotations

import re

from imr_desktop.extract.dates import FoundDate, first_date

_S = r"\s{1,200}"
_INJURY = re.compile(rf"\b(?:dates?{_S}of{_S}(?:the{_S})?(?:industrial{_S}|work{_S}|original{_S})?injury|injury{_S}date[ds]?|doi\b|"
                     rf"(?:industrial|work|occupational|work[\s\-]{{1,3}}related|date[ds]?){_S}injury|injured|injury{_S}(?:on|of|dated?)|injury)\b",
                     re.IGNORECASE)
_UR = r"(?:utilization\s{1,200}review(?:er)?(?:\s{0,4}\(ur\))?|\bur\b)"
_UR_DATED = re.compile(rf"{_UR}(?:{_S}(?:decision|determination|denial|report|letter|documentation|modification|process|response))?"
                       rf"(?:/modification)?(?:{_S}being{_S}challenged)?(?:{_S}(?:is|was))?"
                       rf"(?:{_S}(?:dated?|on|of|with{_S}a{_S}decision{_S}date{_S}of|from)|\s{{0,4}}\(|,)", re.IGNORECASE)
_UR_ACTS = re.compile(rf"[\s,]{{0,200}}(?:the{_S})?(?:original{_S})?{_UR}[^.]{{0,40}}?(?:non-?\s?certified|denied|modified|determined|issued)", re.IGNORECASE)


def injury_date(text: str, start: int, end: int) -> FoundDate | None:
    """The date of injury as the prose gives it: the date that follows within a few words."""
    for cue in _INJURY.finditer(text, start, end):
        found = first_date(text, cue.end(), min(end, cue.end() + 48))
        if found and "." not in text[cue.end():found.start].replace("D.O.I.", ""):
            return FoundDate(found.value, cue.start(), found.end)
    return None


def ur_date(text: str, start: int, end: int) -> FoundDate | None:
    """The date of the utilization review decision as the prose gives it ("… being challenged is dated 2/4/14")."""
    for cue in _UR_DATED.finditer(text, start, end):
        found = first_date(text, cue.end(), min(end, cue.end() + 24))
        if found and not text[cue.end():found.start].strip(" ,(:\n\f"):
            return FoundDate(found.value, cue.start(), found.end)
    at = start
    while (found := first_date(text, at, end)) is not None:
        if _UR_ACTS.match(text, found.end, min(end, found.end + 300)):
            return found
        at = found.end
    return None

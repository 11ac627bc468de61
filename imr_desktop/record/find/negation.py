"""Whether a sentence denies what it names: ``denies chest pain``, ``no evidence of fracture``, ``Hoffmann: negative``."""

from __future__ import annotations

import re
from functools import cache

from imr_desktop.record.find.fold import fold

_BEFORE = (
    "denies|denied (?:any|having|the presence of)|denying|no|not|without|w/o|none of|never(?: had)?|neither|nor"
    "|negative(?: for)?|free of|absence of|absent|lack(?:s|ing)?(?: of)?|rul(?:e|ed|es) out|r/o"
    "|unable to (?:find|elicit)|fails to show"
    "|cannot|can't|didn't|did not|does not|doesn't|is not|isn't|was not|wasn't|niega|sin"
)
_AFTER = (
    "(?:is|was|are|were|:|-)? ?(?:negative|absent|denied by (?:the )?patient|not (?:seen|present|noted|found|identified"
    "|demonstrated|appreciated|elicited|documented)|ruled out|none|no)"
)
_STOPS = re.compile(r"\b(?:but|however|although|though|except|aside from|other than|despite|yet|which|because)\b|[.;!?]\s")
_MOST_WORDS = 10


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_BEFORE})(?!\w)(?! (?:only|longer than|change|doubt))")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{_AFTER})(?!\w)")


def denied_by(sentence: str, start: int, end: int) -> str:
    """The words that deny what stands at a place of a sentence, as they are searched; empty where nothing does."""
    before = _since_stop(fold(sentence[:start]).text)
    cues = [found for found in _before().finditer(before) if len(before[found.end() :].split()) <= _MOST_WORDS]
    if cues:
        return cues[-1][0]
    after = _after().match(fold(sentence[end:]).text)
    return after[0].strip(" :,-()") if after else ""


def _since_stop(text: str) -> str:
    stops = list(_STOPS.finditer(text))
    return text[stops[-1].end() :] if stops else text

"""Whether a phrase found in a text is said to be so, said not to be so, or not said at all (planned, ruled out, absent)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

Assertion = Literal["affirmed", "denied", "unsaid"]

_PARAGRAPH = r"\n\s*\n\s*(?=[A-Z0-9•*-])"
_BREAK = re.compile(_PARAGRAPH + r"|[.;:!?]\s|\b(?:but|however|although|though|except|whereas|while|yet)\b")
_UNSAID_BEFORE = re.compile(
    r"\b(?:no|not|without|lack of|lacks|insufficient|inadequate|absent|absence of|any)\s+(?:\w+\s+){0,2}?"
    r"(?:documentation|documented|mention|record|description|indication|report|discussion|information|rationale)\b"
    r"|\bfail(?:s|ed|ure|ing)?\s+to\s+(?:\w+ly\s+)?(?:document|show|demonstrate|provide|describe|mention|note|report|specify"
    r"|establish|identify|include|reveal)\b"
    r"|\b(?:records?|documentation|file|chart|notes)\s+(?:\w+\s+){0,6}?(?:do|does|did)\s+not\b"
    r"|\b(?:rule out|ruling out|r/o|evaluate for|evaluation for|assess for|look(?:ing)? for|(?:is|are|was|were) planned"
    r"|scheduled|possible|possibly|probable|suspected|question of"
    r"|if|should|would|(?-i:may)|might|could|recommend\w*|request\w*|guidelines?|criteria|require[sd]?|needs? to|must)\b"
    r"|\b(?:prior to|before) (?:the|this|his|her|their) (?:\w+ )?(?:injury|accident)\b|\bpre-?injury\b"
    r"|\b(?:family history|mother|father|brother|sister|siblings?|parents?|grand(?:mother|father|parents?)|maternal"
    r"|paternal)\b",
    re.IGNORECASE,
)
_UNSAID_AFTER = re.compile(
    r"\b(?:not|never)\s+(?:been\s+|adequately\s+|clearly\s+)?(?:documented|mentioned|described|provided|discussed|noted"
    r"|addressed|reported|specified|clear)\b|\b(?:is|are|was|were) (?:required|recommended|requested|unknown|unclear)\b",
    re.IGNORECASE,
)
_DENIED_BEFORE = re.compile(
    r"\b(?:no|not|denies|denied|denying|without|negative for|absence of|absent|free of|never|nor|neither|no evidence of|"
    r"did not|does not|has not|had not|none)\b",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^[\s,]*(?:(?:was|were|is|are|has been|have been)\s+)?(?:not (?:present|found|seen|elicited|appreciated|palpated|noted"
    r"|observed|tried|done|performed)|absent|negative|denied|none)\b",
    re.IGNORECASE,
)
_DENIED_BEHIND_COLON = re.compile(r"\s?:\s*(?:none|negative|denie[sd]|absent|no)\b", re.IGNORECASE)
_OF_A_GUIDELINE = re.compile(r"\b(?:MTUS|ODG|ACOEM|guidelines?|criteria)\b[^.;:!?]{0,40}:[^.;:!?]*$", re.IGNORECASE)
_STOPS = re.compile(
    r"\b(?:positive|with|has|had|have|there (?:is|are|was|were)|reveal\w*|show\w*|demonstrat\w*|"
    r"(?:is|are|was|were) noted|noted (?:to|that)|present|exhibits?|including)\b",
    re.IGNORECASE,
)
_DENIED_VERB = re.compile(r"\s+(?:\w+ly\s+)?(?:reveal|show|demonstrate|have|exhibit|present with)\b", re.IGNORECASE)
_SENTENCE_START = re.compile(rf"[.!?]\s+(?=[A-Z])|{_PARAGRAPH}")
_SENTENCE_END = re.compile(rf"[.!?](?=\s|$)|(?={_PARAGRAPH})")
_REACH = 160  # characters a cue may stand before the phrase


def assertion(text: str, start: int, end: int) -> Assertion:
    """What the clause around ``text[start:end]`` says of it."""
    before, after = _clause(text, start, end)
    if _UNSAID_BEFORE.search(before) or _UNSAID_AFTER.search(after):
        return "unsaid"
    if _OF_A_GUIDELINE.search(text, max(0, start - _REACH), start):
        return "unsaid"
    if _DENIED_BEHIND_COLON.match(text, end):
        return "denied"
    cues = list(_DENIED_BEFORE.finditer(before))
    if cues and not _STOPS.search(_behind_verb(before[cues[-1].end() :])):
        return "denied"
    return "denied" if _DENIED_AFTER.match(after) else "affirmed"


def _behind_verb(words: str) -> str:
    """The words behind the verb that a cue denies ("did not *reveal* …"), which is no new statement."""
    verb = _DENIED_VERB.match(words)
    return words[verb.end() :] if verb else words


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the same clause before and after, at most `_REACH` characters each."""
    before = text[max(0, start - _REACH) : start]
    breaks = list(_BREAK.finditer(before))
    before = before[breaks[-1].end() :] if breaks else before
    after = text[end : end + _REACH]
    stop = _BREAK.search(after)
    return before, after[: stop.start()] if stop else after


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends."""
    start = 0
    for stop in _SENTENCE_START.finditer(text):
        yield start, stop.start() + (stop[0][:1] in ".!?")
        start = stop.end()
    yield start, len(text)


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place, at most `_REACH` characters either side, for a quote."""
    low = max(0, start - _REACH)
    breaks = [match.end() for match in _SENTENCE_START.finditer(text, low, start + 1)]
    low = breaks[-1] if breaks else (low and text.find(" ", low, start) + 1) or low
    stop = _SENTENCE_END.search(text, end, end + _REACH)
    if stop:
        return low, stop.end()
    high = min(end + _REACH, len(text))
    return low, high if high == len(text) else max(end, text.rfind(" ", end, high))

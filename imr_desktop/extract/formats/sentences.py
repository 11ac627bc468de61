"""Items in sentences (2013): "1. The request for <x> is not medically necessary", and the one-issue review."""

from __future__ import annotations

import re

from imr_desktop.case.model import Decision
from imr_desktop.extract.formats.labelled import ItemHit
from imr_desktop.extract.model import ParsedItem
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.patterns import phrase

_NUMBER = r"^[ ]{0,80}(?P<number>\d{1,2})[.)] "
_VERDICT = phrase(r"\b(?:is|are|was|were) (?P<no>not)?\s{0,40}medically necessary(?: and appropriate)?")
_DECIDED = phrase(
    rf"{_NUMBER}(?:MAXIMUS[^.\n]{{0,60}}(?:Inc\.)? has determined (?:that )?)?", flags=re.IGNORECASE | re.MULTILINE
)
_REGARDING = phrase(rf"{_NUMBER}Regarding (?:the request for )?", flags=re.IGNORECASE | re.MULTILINE)
_REQUEST_FOR = phrase(r"(?:the|a|an)?\s{0,40}(?:prospective |retrospective )?requests? (?:for|of) (?:an? |the )?")
_ADMINISTRATOR = phrase(r"the claims administrator (?:based|did|found|cited|utilized|used)\b")
_REVIEWER = phrase(
    r"the (?:physician|expert|medical|professional|imr) (?:professional )?reviewer "
    r"(?:based|did|found|stated|relied|determined|cited)\b"
)
_RATIONALE = phrase(
    r"(?:the (?:physician|expert|medical) reviewer's (?:decision )?rationale|(?:decision )?rationale for"
    r" the decision|decision rationale)\s{0,10}:"
)
_NEW_SENTENCE = re.compile(r"[.;]\s{1,40}[A-Z]")
_LISTED = phrase(r"^[ ]{0,80}(?:\d{1,2}[.)]|[-*\u2022\u25cf])[ ]{1,40}", flags=re.MULTILINE)


def read_numbered(letter: PagedText, start: int, end: int) -> tuple[ItemHit, ...]:
    """Numbered items whose own sentence says whether the service is medically necessary.

    Decisions are listed first and explained under the same numbers later ("1) Regarding the request for …"); an item listed
    twice counts once.
    """
    text = letter.folded
    listed: dict[int, ItemHit] = {}
    marks = [*_DECIDED.finditer(text, start, end)]
    for index, mark in enumerate(marks):
        stop = marks[index + 1].start() if index + 1 < len(marks) else end
        verdict = _VERDICT.search(text, mark.end(), min(stop, mark.end() + 900))
        number = int(mark.group("number"))
        if verdict is None or number in listed or _NEW_SENTENCE.search(text, mark.end(), verdict.start()):
            continue
        title = letter.clean(_after(_REQUEST_FOR, text, mark.end()), verdict.start()).strip(" .,")
        if title:
            body = _body(text, number, verdict.end(), stop, end)
            listed[number] = ItemHit(_explained(letter, title, verdict, *body), mark.start(), verdict.end())
    return tuple(listed[number] for number in sorted(listed))


def _body(text: str, number: int, after: int, stop: int, end: int) -> tuple[int, int]:
    """Where an item is explained: under "<number>) Regarding …" further down, else right after its own sentence."""
    sections = list(_REGARDING.finditer(text, after, end))
    for index, match in enumerate(sections):
        if int(match.group("number")) == number:
            return match.end(), sections[index + 1].start() if index + 1 < len(sections) else end
    return after, stop


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _explained(letter: PagedText, title: str, verdict: re.Match[str], start: int, end: int) -> ParsedItem:
    text = letter.folded
    rationale = _RATIONALE.search(text, start, end)
    limit = rationale.start() if rationale else end
    administrator, reviewer = _ADMINISTRATOR.search(text, start, limit), _REVIEWER.search(text, start, limit)
    return ParsedItem(
        title=title,
        decision=_decision(verdict),
        claims_administrator_guideline=_span(letter, administrator, reviewer, limit),
        reviewer_guideline=_span(letter, reviewer, administrator, limit),
        rationale=letter.clean(rationale.end(), end) or None if rationale else None,
    )


def _span(letter: PagedText, begin: re.Match[str] | None, other: re.Match[str] | None, limit: int) -> str | None:
    if begin is None:
        return None
    stop = other.start() if other is not None and other.start() > begin.start() else limit
    return letter.clean(begin.start(), stop) or None


def _decision(verdict: re.Match[str]) -> Decision:
    return "Upheld" if verdict.group("no") else "Overturned"


def read_single_review(
    letter: PagedText,
    issue: tuple[int, int],
    guideline: tuple[int, int] | None,
    rationale: tuple[int, int] | None,
    denied: bool,
) -> tuple[ItemHit, ...]:
    """The items of a one-issue review (2013): the issue, the guideline relied upon and the rationale stand in sections.

    The rationale's last verdict decides; where it has none, the wording of its heading (`denied`).
    """
    spans = _issues(letter.folded, *issue)
    verdicts = list(_VERDICT.finditer(letter.folded, *rationale)) if rationale else []
    decision: Decision = _decision(verdicts[-1]) if verdicts else ("Upheld" if denied else "Overturned")
    return tuple(
        ItemHit(
            ParsedItem(
                title=title,
                decision=decision,
                reviewer_guideline=letter.clean(*guideline) or None if guideline else None,
                rationale=letter.clean(*rationale) or None if rationale else None,
            ),
            start,
            end,
        )
        for start, end in spans
        if (title := letter.clean(start, end).strip(" ."))
    )


def _issues(text: str, start: int, end: int) -> list[tuple[int, int]]:
    marks = list(_LISTED.finditer(text, start, end))
    if not marks:
        return [(start, end)]
    stops = [*(mark.start() for mark in marks[1:]), end]
    return [(mark.end(), stop) for mark, stop in zip(marks, stops, strict=True)]

"""Who speaks in the clause around some words: the record, a guideline, an examination, utilization review.

A sentence has several clauses: "The guideline requires a failed trial, and no such trial is documented." The guideline speaks
in the first alone. A clause begins at a word that joins it to the one before ("but", "which", "and"), provided that it has a
subject and a verb of its own; what has none ("a bulge but no stenosis") still belongs to the clause before it. The words are
data: ``[join]`` and ``[speaker]`` in ``resources/preflight/absence.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from imr_desktop.preflight.data import compile_any, compile_words, table

Speaker = Literal["record", "guideline", "finding", "physician", "utilization review"]
"""Whose words a statement of absence are; only those of the record need a search."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a sentence. `turns` says that it is set against what stands before it ("but", "however")."""

    start: int
    end: int
    turns: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Some words of a sentence that say that something is absent.

    `strong` says that they name the record itself ("documentation", "not provided"), `clinical` that what is absent is a
    clinical finding; `after_review` that the sentence before says what utilization review decided.
    """

    start: int
    end: int
    strong: bool
    clinical: bool = False
    after_review: bool = False


@dataclass(frozen=True)
class _Words:
    join: re.Pattern[str]
    own: re.Pattern[str]
    own_and: re.Pattern[str]
    opening: re.Pattern[str]
    opened: re.Pattern[str]
    turn: re.Pattern[str]
    guideline: re.Pattern[str]
    pivot: re.Pattern[str]
    record: re.Pattern[str]
    led: re.Pattern[str]
    generic: re.Pattern[str]
    general: re.Pattern[str]
    case: re.Pattern[str]
    finding: re.Pattern[str]
    finding_after: re.Pattern[str]
    written: re.Pattern[str]
    reasoned: re.Pattern[str]
    physician: re.Pattern[str]
    review: re.Pattern[str]
    review_goes_on: re.Pattern[str]
    review_after: re.Pattern[str]
    review_named: re.Pattern[str]
    back: re.Pattern[str]


@cache
def _words() -> _Words:
    data = table("absence.toml")
    join, speaker = data["join"], data["speaker"]
    return _Words(
        join=compile_any(join["words"]),
        own=compile_any(join["own"]),
        own_and=compile_any(join["own_and"]),
        opening=compile_any(join["opening"]),
        opened=compile_any(join["opened"]),
        turn=compile_words(join["turn"]),
        guideline=compile_words(data["guideline"]["cue"]),
        pivot=compile_words(data["guideline"]["pivot"]),
        record=compile_words(data["guideline"]["record"]),
        led=compile_any(speaker["led"]),
        generic=compile_any(speaker["generic"]),
        general=compile_any(speaker["general"]),
        case=compile_words(speaker["case"]),
        finding=compile_any(speaker["finding"]),
        finding_after=compile_any(speaker["finding_after"]),
        written=compile_words(speaker["written"]),
        reasoned=compile_any(speaker["reasoned"]),
        physician=compile_any(speaker["physician"]),
        review=compile_any(speaker["review"]),
        review_goes_on=compile_any(speaker["review_goes_on"]),
        review_after=compile_any(speaker["review_after"]),
        review_named=compile_any(speaker["review_named"]),
        back=compile_words(speaker["back"]),
    )


@lru_cache(maxsize=2048)
def clauses(sentence: str) -> tuple[Clause, ...]:
    """The clauses of a sentence in order; together they are the whole of it."""
    words = _words()
    starts = {0: False}
    for joint in words.join.finditer(sentence):
        if _has_own(words, sentence, joint):
            turns = joint[0].startswith(";") or words.turn.search(joint[0]) or words.turn.match(sentence, joint.end())
            starts[joint.start()] = bool(turns)
    opened = words.opened.search(sentence) if words.opening.match(sentence) else None
    if opened:
        starts[opened.start()] = True
    ordered = sorted(starts)
    return tuple(Clause(start, end, starts[start]) for start, end in pairwise((*ordered, len(sentence))))


def _has_own(words: _Words, sentence: str, joint: re.Match[str]) -> bool:
    """Whether what follows a joining word has a subject and a verb of its own."""
    own = words.own_and if joint[0].strip().lower() in ("and", "or") else words.own
    return own.match(sentence, joint.end()) is not None


def speaker_of(sentence: str, said: Said) -> Speaker:
    """Who says that something is absent."""
    words = _words()
    if _review_says(words, sentence, said):
        return "utilization review"
    every = clauses(sentence)
    at = max(number for number, clause in enumerate(every) if clause.start <= said.start)
    for number in range(at, -1, -1):
        spoken = _in_clause(words, sentence, every[number], said, inherited=number < at)
        if spoken != "record":
            return spoken
        if every[number].turns or said.strong or words.case.search(sentence, every[number].start, every[number].end):
            break
    return "record"


def _in_clause(words: _Words, sentence: str, clause: Clause, said: Said, *, inherited: bool) -> Speaker:
    """Who speaks in one clause; `inherited`: the words stand in a later one that goes on from it."""
    until = min(said.start, clause.end)
    if _guideline_says(words, sentence, clause, until, said):
        return "guideline"
    if inherited:
        return "record"
    if not said.strong and words.physician.search(sentence[clause.start : said.start].rstrip()):
        return "physician"
    if _reasons(words, sentence, clause, said):
        return "record"
    if not said.strong and _is_found(words, sentence, clause, said):
        return "finding"
    looked_for = said.clinical and words.written.search(sentence, said.start, said.end) is None
    if (looked_for or not said.strong) and words.finding_after.match(sentence, said.end, clause.end):
        return "finding"
    return "record"


def _guideline_says(words: _Words, sentence: str, clause: Clause, until: int, said: Said) -> bool:
    """A guideline's name stands before and nothing turns to this case since; or it follows ("absent red flags, ODG …")."""
    if words.record.search(sentence, said.end, max(clause.end, said.end)):
        return False
    cue = _last(words.guideline, sentence, clause.start, until)
    if cue >= 0 and _last(words.pivot, sentence, clause.start, until) < cue:
        return True
    if words.case.search(sentence, clause.start, clause.end):
        return False
    leads = words.led.search(sentence[clause.start : said.start]) is not None
    return (leads and words.generic.match(sentence, said.end, clause.end) is not None) or bool(
        words.general.search(sentence[clause.start : clause.end])
    )


def _reasons(words: _Words, sentence: str, clause: Clause, said: Said) -> bool:
    """Whether the reviewer argues from the absence ("no evidence of instability to warrant fusion")."""
    return words.reasoned.search(sentence, said.end, max(clause.end, said.end)) is not None


def _is_found(words: _Words, sentence: str, clause: Clause, said: Said) -> bool:
    return words.finding.search(sentence, clause.start, said.start) is not None


def names_review(sentence: str) -> bool:
    """Whether a sentence says what utilization review decided; the next one may go on with its reasons."""
    return _words().review_named.search(sentence) is not None


def _review_says(words: _Words, sentence: str, said: Said) -> bool:
    """Utilization review is named before, with what it said, and the reviewer has not come back to speak."""
    if words.review_after.match(sentence, said.end):
        return True
    spoken = words.review.search(sentence, 0, said.start) or (
        words.review_goes_on.match(sentence) if said.after_review else None
    )
    return spoken is not None and words.back.search(sentence, spoken.end(), said.start) is None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    position = -1
    for match in pattern.finditer(text, start, end):
        position = match.start()
    return position

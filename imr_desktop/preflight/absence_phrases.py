"""Find the words which say that something is absent from the record ("no documentation of …", "was not provided").

The phrases, their exceptions and the words of guidelines and clinical findings are data in
``resources/preflight/absence.toml``. A claim starts at a trigger word, so a text is scanned once for trigger words and the
patterns are tried only there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from imr_desktop.preflight.data import any_of, compile_words, spaced, table
from imr_desktop.preflight.texts import Sentence, sentences

GAP = r"(?:[\w/'’%#-]+,?\s+){0,5}?"
_CLAUSE_END = re.compile(
    r"[,;:–—]\s*(?=(?:but|however|therefore|thus|hence|although|though|while|whereas|so|which would|nor|and|or)\b\s*"
    r"(?:there|the|it|this|he|she|is|was|no|not|are|without|has|have|they|a|an|nor|lack)?\b|(?:there|the (?:medical necessity|request|current)|this request"
    r"|medical necessity|along with|as such|it|they|he|she)\b)|\b(?:and|but|or)\s+(?=there\s+(?:is|are|was|were)|no\b|is\s+not\b|are\s+not\b|is\s+therefore\b|lack\b)")
_CLAUSE_START = re.compile(r"(?:^|[,;:–—]\s+|\b(?:but|and)\s+(?=the|there|it)\b)")
_LEAD = re.compile(
    r"(?:\b(?:there|it|which|this|that|he|she|they|and)\s+)?(?:\b(?:is|are|was|were|has|have|had|do|does|did|been|made|makes|make|provides?|provided|"
    r"offers?|offered|gave|gives|contains?|contained|with|an?|the|due\s+to|given|also|currently|therefore|appears?\s+to\s+be|in)\s+){0,3}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that something is absent: its words stand at ``start:end`` of the text; `thing` is what is absent.

    `sentence_start` and `sentence_end` are the offsets of the whole sentence; `pattern` names the phrase that found it.
    """

    start: int
    end: int
    text: str
    thing: str
    pattern: str
    sentence_start: int
    sentence_end: int


@lru_cache(maxsize=512)
def absence_claims(text: str) -> tuple[Claim, ...]:
    """The claims of a text that something is absent, in order and without overlap; bounded time on any text."""
    phrases = _phrases()
    found: list[Claim] = []
    for sentence in sentences(text):
        if phrases.trigger.search(sentence.text):
            found.extend(_in_sentence(phrases, sentence))
    return tuple(found)


@dataclass(frozen=True)
class _Pattern:
    name: str
    match: re.Pattern[str]
    before: re.Pattern[str] | None
    thing_after: bool


@dataclass(frozen=True)
class _Exception:
    name: str
    before: re.Pattern[str] | None
    match: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sentence: re.Pattern[str] | None

    def holds(self, before: str, match: str, after: str, sentence: str) -> bool:
        """Whether every part this exception names is found."""
        parts = ((self.match, match), (self.after, after), (self.before, before), (self.sentence, sentence))
        return all(pattern is None or pattern.search(words) for pattern, words in parts)


@dataclass(frozen=True)
class _Phrases:
    trigger: re.Pattern[str]
    words: dict[str, tuple[_Pattern, ...]]
    exceptions: tuple[_Exception, ...]
    clinical: re.Pattern[str]
    reported: re.Pattern[str]
    recorded: re.Pattern[str]
    cue: re.Pattern[str]
    pivot: re.Pattern[str]
    record: re.Pattern[str]


@cache
def _phrases() -> _Phrases:
    data = table("absence.toml")
    forms = {form: word for word, forms in data["words"].items() for form in forms}
    by_word: dict[str, list[_Pattern]] = {}
    for row in data["pattern"]:
        by_word.setdefault(row["word"], []).append(_pattern(row, data["vocabulary"]))
    return _Phrases(
        trigger=re.compile(rf"\b{any_of(forms)}\b|n['’]t\b", re.IGNORECASE),
        words={form: tuple(by_word[word]) for form, word in forms.items()},
        exceptions=tuple(_exception(row) for row in data["except"]),
        clinical=re.compile(rf"(?:{any_of(data['clinical']['words'])}(?:[\s,./-]+|$))+", re.IGNORECASE),
        reported=compile_words(data["clinical"]["reported"]),
        recorded=compile_words(data["vocabulary"]["participle"]),
        cue=compile_words(data["guideline"]["cue"]),
        pivot=compile_words(data["guideline"]["pivot"]),
        record=compile_words(data["guideline"]["record"]),
    )


def _pattern(row: dict[str, str], vocabulary: dict[str, list[str]]) -> _Pattern:
    regex = row["regex"]
    if row["word"] == "not":
        regex = regex.replace("not ", r"(?:not|n['’]t) ", 1)
    for name, words in vocabulary.items():
        regex = regex.replace(f"{{{name}}}", any_of(words))
    match = re.compile(rf"{spaced(regex)}(?!\w)".replace("{gap}", GAP), re.IGNORECASE)
    before = row.get("before")
    return _Pattern(row["name"], match, re.compile(spaced(before), re.IGNORECASE) if before else None, row["thing"] == "after")


def _exception(row: dict[str, str]) -> _Exception:
    parts = [re.compile(spaced(row[key]), re.IGNORECASE | re.DOTALL) if key in row else None
             for key in ("before", "match", "after", "sentence")]
    return _Exception(row["name"], *parts)


def _in_sentence(phrases: _Phrases, sentence: Sentence) -> Iterator[Claim]:
    text, done = sentence.text, 0
    for trigger in phrases.trigger.finditer(text):
        if trigger.start() < done:
            continue
        hit = _match(phrases, text, trigger)
        if hit is None:
            continue
        pattern, match = hit
        if _excepted(phrases, pattern, match, text):
            continue
        start, end = _span(pattern, match, text, done)
        thing = text[match.end():end] if pattern.thing_after else text[start:match.start()]
        yield Claim(sentence.start + start, sentence.start + end, text[start:end], thing.strip(" ,.;:"), pattern.name,
                    sentence.start, sentence.end)
        done = end


def _match(phrases: _Phrases, text: str, trigger: re.Match[str]) -> tuple[_Pattern, re.Match[str]] | None:
    before = None
    for pattern in phrases.words.get(trigger[0].lower(), phrases.words["not"]):
        match = pattern.match.match(text, trigger.start())
        if match is None:
            continue
        if pattern.before is not None:
            before = text[:trigger.start()].rstrip() if before is None else before
            if not pattern.before.search(before):
                continue
        return pattern, match
    return None


def _excepted(phrases: _Phrases, pattern: _Pattern, match: re.Match[str], text: str) -> bool:
    before, after = text[:match.start()].rstrip(), text[match.end():]
    if pattern.name in {"there-is-no", "no-such-recorded"} and _is_finding(phrases, match, text):
        return True
    if _guideline_says(phrases, text, match):
        return True
    return any(one.holds(before, match[0], after, text) for one in phrases.exceptions)


def _is_finding(phrases: _Phrases, match: re.Match[str], text: str) -> bool:
    """Whether a bare "no …" is over clinical findings alone ("no swelling or effusion noted")."""
    start = match.start() + 3
    clinical = phrases.clinical.match(text, start)
    if clinical is None:
        return False
    rest = text[clinical.end():].lstrip()
    verb = re.match(r"(?:was |were |is |are |had been |have been )?(\w+)", rest)
    if verb is None or rest[:1] in ",.;":
        return True
    if phrases.reported.match(verb[1]):
        return True
    return clinical[0].rstrip()[-1:] in ",."


def _guideline_says(phrases: _Phrases, text: str, match: re.Match[str]) -> bool:
    """Whether a guideline or study is the one that speaks: its name stands before, and nothing turns to this case since."""
    cue = _last(phrases.cue, text, match.start())
    if cue < 0 or phrases.record.search(text, match.end()):
        return False
    return _last(phrases.pivot, text, match.start()) < cue


def _last(pattern: re.Pattern[str], text: str, end: int) -> int:
    position = -1
    for match in pattern.finditer(text, 0, end):
        position = match.start()
    return position


def _span(pattern: _Pattern, match: re.Match[str], text: str, done: int) -> tuple[int, int]:
    boundary = _CLAUSE_END.search(text, match.end())
    end = boundary.start() if boundary else len(text)
    end = match.start() + len(text[match.start():end].rstrip(" \n\t.,;:?!"))
    end = max(end, match.end())
    start = match.start()
    if pattern.thing_after:
        lead = _LEAD.search(text, done, start)
        start = lead.start() if lead else start
    else:
        starts = [found.end() for found in _CLAUSE_START.finditer(text, done, start) if found.end() < start]
        start = starts[-1] if starts else done
    return start + len(text[start:match.start()]) - len(text[start:match.start()].lstrip()), end

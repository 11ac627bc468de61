"""Find the words which say that something is absent from the record ("no documentation of …", "was not provided").

The phrases, their exceptions and the words of guidelines and clinical findings are data in
``resources/preflight/absence.toml``. A claim starts at a trigger word, so a text is scanned once for trigger words and the
patterns are tried only there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from imr_desktop.case.text import fold
from imr_desktop.preflight.absence_clauses import Said, Speaker, names_review, speaker_of
from imr_desktop.preflight.data import any_of, compile_any, compile_words, spaced, table
from imr_desktop.preflight.texts import Sentence, sentences

GAP = r"(?P<what>(?:(?!(?:per|by|from|at|according|after|during)\b)[\w/'’%#-]+,?\s+){0,6}?)"
MOST_CLAIMS = 1000
MOST_TRIGGERS = 40
"""Trigger words looked at in one sentence; no sentence a person writes comes near."""
LONGEST_LOOK_BACK = 500
"""Letters before a trigger word that can make it an exception."""
_BARE_NO = frozenset(
    {"there-is-no", "no-such-recorded", "and-no", "gives-no", "nor-any", "i-found-no", "review-shows-no", "colon-no"}
)
"""Patterns that fire on a negation alone, so that clinical findings must be told apart."""
_THERE_IS_NO = frozenset({"there-is-no", "and-no", "nor-any"})
"""Those of them that take any noun."""
_EDGE = " \n\t\r.,;:?!"


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that something is absent: its words stand at ``start:end`` of the text; `thing` is what is absent.

    `sentence_start` and `sentence_end` are the offsets of the whole sentence; `pattern` names the phrase that found it.
    `speaker` is whose words they are; `finding`: what is absent is a clinical finding ("no evidence of instability").
    """

    start: int
    end: int
    text: str
    thing: str
    pattern: str
    sentence_start: int
    sentence_end: int
    speaker: Speaker = "record"
    finding: bool = False


def absence_claims(text: str) -> tuple[Claim, ...]:
    """The writer's claims that something is absent, in order and without overlap: the first `MOST_CLAIMS` of them."""
    return _claims(text)[0]


def attributed_claims(text: str) -> tuple[Claim, ...]:
    """What a text reports utilization review to have called absent; nobody need search for that."""
    return _claims(text)[1]


def denied_findings(text: str) -> tuple[Claim, ...]:
    """The clinical findings a text calls absent ("no weakness", "the MRI shows no tear"): nothing to search for either."""
    return _claims(text)[2]


@lru_cache(maxsize=512)
def _claims(text: str) -> tuple[tuple[Claim, ...], ...]:
    """The writer's claims, those of utilization review, and denied findings."""
    every = sentences(text)
    befores = ("", *(sentence.text for sentence in every))
    spoken = (
        _moved(claim, sentence)
        for sentence, before in zip(every, befores, strict=False)
        for claim in _in_sentence(sentence.text, names_review(before))
    )
    claims = tuple(islice(spoken, MOST_CLAIMS))
    return tuple(tuple(one for one in claims if one.speaker == said) for said in ("record", "utilization review", "finding"))


def _moved(claim: Claim, sentence: Sentence) -> Claim:
    """A claim of a sentence as one of the text it stands in."""
    at = sentence.start
    return replace(claim, start=claim.start + at, end=claim.end + at, sentence_start=at, sentence_end=sentence.end)


@dataclass(frozen=True)
class _Pattern:
    name: str
    match: re.Pattern[str]
    before: re.Pattern[str] | None
    thing: str
    """Where what is absent is named: after the phrase, before it, or inside."""


@dataclass(frozen=True)
class _Exception:
    name: str
    before: re.Pattern[str] | None
    match: re.Pattern[str] | None
    after: re.Pattern[str] | None
    onward: re.Pattern[str] | None
    sentence: re.Pattern[str] | None

    def holds(self, before: str, match: str, after: str, sentence: str) -> bool:
        """Whether every part this exception names is found."""
        parts = (
            (self.match, match),
            (self.after, after),
            (self.onward, match + after),
            (self.before, before),
            (self.sentence, sentence),
        )
        return all(pattern is None or pattern.search(words) for pattern, words in parts)


@dataclass(frozen=True)
class _Phrases:
    trigger: re.Pattern[str]
    words: dict[str, tuple[_Pattern, ...]]
    exceptions: tuple[_Exception, ...]
    clinical: re.Pattern[str]
    sign: re.Pattern[str]
    examined: re.Pattern[str]
    head: re.Pattern[str]
    reported: re.Pattern[str]
    finds: re.Pattern[str]
    recorded: re.Pattern[str]
    strong: re.Pattern[str]
    told: re.Pattern[str]
    case: re.Pattern[str]
    clause: dict[str, re.Pattern[str]]


@cache
def _phrases() -> _Phrases:
    data = table("absence.toml")
    forms = {form: word for word, forms in data["words"].items() for form in forms}
    by_word: dict[str, list[_Pattern]] = {}
    for row in data["pattern"]:
        by_word.setdefault(row["word"], []).append(_pattern(row, data["vocabulary"]))
    return _Phrases(
        trigger=re.compile(any_of([*forms, "n['’]t"]) + r"(?!\w)"),
        words={form: tuple(by_word[word]) for form, word in forms.items()},
        exceptions=tuple(_exception(row, data["vocabulary"]) for row in data["except"]),
        clinical=re.compile(rf"(?:{any_of(data['clinical']['words'])}[\s,./-]+)+", re.IGNORECASE),
        sign=re.compile(rf"\b{any_of(data['clinical']['signs'])}$", re.IGNORECASE),
        examined=compile_words(data["clinical"]["examined"]),
        head=_head(data),
        reported=compile_words(data["clinical"]["reported"]),
        finds=re.compile(rf"^not {any_of([*data['clinical']['reports'], *data['clinical']['reported']])}$", re.IGNORECASE),
        recorded=compile_words(data["vocabulary"]["participle"]),
        strong=compile_words(data["strong"]["words"]),
        told=compile_words(data["strong"]["words"] + data["strong"]["things"]),
        case=compile_words(data["strong"]["words"] + data["strong"]["things"] + data["strong"]["case"]),
        clause={key: compile_any(rows) for key, rows in data["clause"].items()},
    )


def _head(data: dict[str, Any]) -> re.Pattern[str]:
    """What a bare "no …" denies: its words up to a preposition, a comma or a verb, and that verb."""
    stops = any_of(data["clinical"]["stops"] + data["clinical"]["reported"] + data["vocabulary"]["participle"])
    return re.compile(
        rf"\s+(?P<words>(?:(?!{stops}\b)[\w/'’-]+\s*){{1,8}})"
        r"(?:,|(?:(?:is|are|was|were|been|has|have|had)\s+)*(?P<next>\w+))?",
        re.IGNORECASE,
    )


def _pattern(row: dict[str, str], vocabulary: dict[str, list[str]]) -> _Pattern:
    regex = row["regex"]
    if row["word"] == "not":
        regex = r"(?:not|n['’]t)" + regex.removeprefix("not")
    match = re.compile(rf"{spaced(_filled(regex, vocabulary))}(?!\w)".replace("{gap}", GAP), re.IGNORECASE)
    before = row.get("before")
    behind = re.compile(spaced(_filled(before, vocabulary)), re.IGNORECASE) if before else None
    return _Pattern(row["name"], match, behind, row["thing"])


def _filled(regex: str, vocabulary: dict[str, list[str]]) -> str:
    for name, words in vocabulary.items():
        regex = regex.replace(f"{{{name}}}", any_of(words))
    return regex


def _exception(row: dict[str, str], vocabulary: dict[str, list[str]]) -> _Exception:
    parts = [
        re.compile(spaced(_filled(row[key], vocabulary)), re.IGNORECASE | re.DOTALL) if key in row else None
        for key in ("before", "match", "after", "onward", "sentence")
    ]
    return _Exception(row["name"], *parts)


@lru_cache(maxsize=8192)
def _in_sentence(text: str, after_review: bool) -> tuple[Claim, ...]:
    """The claims of one sentence, kept: of a text that is being written only one sentence changes."""
    phrases = _phrases()
    return tuple(_found_in(phrases, text, after_review))


def _found_in(phrases: _Phrases, text: str, after_review: bool) -> Iterator[Claim]:
    done = 0
    for trigger in islice(_triggers(phrases, text), MOST_TRIGGERS):
        hit = _match(phrases, text, trigger) if trigger.start() >= done else None
        if hit is None or _excepted(phrases, hit[1], text):
            continue
        claim = _claim(phrases, text, hit, done, after_review)
        done = claim.end if claim.speaker in ("record", "utilization review") else done
        yield claim


def _claim(phrases: _Phrases, text: str, hit: tuple[_Pattern, re.Match[str]], done: int, after_review: bool) -> Claim:
    pattern, match = hit
    end = _end(phrases, match, text)
    is_after = pattern.thing != "before" and bool((_inside(match) + text[match.end() : end]).strip(_EDGE))
    start = _start(phrases, match, text, done, is_after=is_after)
    after = "" if pattern.thing == "inside" else text[match.end() : end]
    thing = _thing(phrases, match, text[start : match.start()], after, is_after=is_after)
    strong, clinical = phrases.strong.search(match[0]) is not None, _is_clinical(phrases, thing)
    bare = pattern.name in _BARE_NO
    recited = clinical and phrases.told.search(thing) is None and _recites(phrases, pattern, match, text)
    speaker: Speaker = (
        "finding"
        if recited or (bare and (_is_finding(phrases, match, text) or _is_of_no_case(phrases, pattern, text[start:end])))
        else speaker_of(text, Said(match.start(), match.end(), strong, clinical, after_review))
    )
    return Claim(
        start,
        end,
        text[start:end],
        thing,
        pattern.name,
        0,
        len(text),
        speaker,
        not strong and (clinical or (bare and not phrases.told.search(text[start:end]))),
    )


def _triggers(phrases: _Phrases, text: str) -> Iterator[re.Match[str]]:
    """The trigger words of a sentence. The pattern starts with letters, not with a word boundary: five times as fast."""
    small = fold(text)
    for trigger in phrases.trigger.finditer(small):
        start = trigger.start()
        if start == 0 or trigger[0][1] in "'’" or not small[start - 1].isalnum():
            yield trigger


def _match(phrases: _Phrases, text: str, trigger: re.Match[str]) -> tuple[_Pattern, re.Match[str]] | None:
    before = text[: trigger.start()].rstrip()[-LONGEST_LOOK_BACK:]
    for pattern in phrases.words.get(trigger[0], phrases.words["not"]):
        match = pattern.match.match(text, trigger.start())
        if match is None:
            continue
        if pattern.before is None or pattern.before.search(before):
            return pattern, match
    return None


def _excepted(phrases: _Phrases, match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()].rstrip()[-LONGEST_LOOK_BACK:], text[match.end() :]
    return any(one.holds(before, match[0], after, text) for one in phrases.exceptions)


def _recites(phrases: _Phrases, pattern: _Pattern, match: re.Match[str], text: str) -> bool:
    """Whether a clinical finding was looked for and is told as not there: "was not found", "the surgeon did not note any"."""
    if phrases.clause["behind"].search(text[match.end() :]) or text.startswith(" that ", match.end()):
        return False
    if pattern.name.endswith("-done") or phrases.finds.search(match[0]):
        return phrases.strong.search(text, 0, match.start()) is None
    return False


def _is_finding(phrases: _Phrases, match: re.Match[str], text: str) -> bool:
    """Whether a bare "no …" is over clinical findings alone ("no swelling or effusion noted").

    Only the words up to the first preposition, comma or verb count; a verb that speaks of the record ("documented") makes
    any of them a claim.
    """
    behind_no = match.start() + 2 if match[0][2:3].isspace() else match.end()
    head = phrases.head.match(text, behind_no)
    words = head["words"] if head else ""
    if head is None or not words or not (_names_finding(phrases, words) or _among_findings(phrases, words, text)):
        return False
    return all(_looked_for(phrases, verb) for verb in (head["next"], match[0].rpartition(" ")[2]))


def _is_of_no_case(phrases: _Phrases, pattern: _Pattern, claim: str) -> bool:
    """Whether a bare "there is no …" names nothing of the record and of the course of care ("no fractured crowns")."""
    return pattern.name in _THERE_IS_NO and phrases.case.search(claim) is None


def _looked_for(phrases: _Phrases, verb: str | None) -> bool:
    """Whether the verb behind a finding does not speak of the record ("noted", against "documented")."""
    return phrases.recorded.match(verb or "") is None or phrases.reported.match(verb or "") is not None


def _is_clinical(phrases: _Phrases, thing: str) -> bool:
    """Whether what is absent is a clinical finding, as a report recites it ("swelling or effusion of the knee")."""
    head = phrases.head.match(f" {thing}")
    return head is not None and _names_finding(phrases, head["words"])


def _names_finding(phrases: _Phrases, words: str) -> bool:
    """Whether words name a finding: each of them is clinical, or the last one is a sign ("joint space narrowing")."""
    words = words.strip(" ,")
    if phrases.clinical.fullmatch(words + " "):
        return True
    return not words.startswith("history") and phrases.sign.search(words) is not None and phrases.told.search(words) is None


def _among_findings(phrases: _Phrases, words: str, text: str) -> bool:
    """Whether a sentence recites an examination ("no Hawkins sign, and the strength is normal"), and words name no paper."""
    return phrases.examined.search(text) is not None and phrases.told.search(words) is None


def _thing(phrases: _Phrases, match: re.Match[str], before: str, after: str, *, is_after: bool) -> str:
    """The words for what is absent: those inside and behind the phrase, or before it ("the dose was not given")."""
    is_after = is_after or phrases.clause["behind"].search(after) is not None
    after = phrases.clause["left"].sub("", _inside(match) + " " + phrases.clause["link"].sub("", after))
    before = phrases.clause["left"].sub("", before)
    chosen = (after.strip(_EDGE) or before) if is_after else (before.strip(_EDGE) or after)
    return " ".join((chosen.strip(_EDGE) or match[0].partition(" ")[2]).split()).strip(_EDGE)


def _inside(match: re.Match[str]) -> str:
    """The words between "no" and the noun: "no therapy notes" names therapy."""
    return match["what"] or "" if "what" in match.re.groupindex else ""


def _end(phrases: _Phrases, match: re.Match[str], text: str) -> int:
    boundary = phrases.clause["end"].search(text, match.end())
    end = boundary.start() if boundary else len(text)
    closed = text.find(")", match.end(), end)
    if closed >= 0 and "(" not in text[match.end() : closed]:
        end = closed
    return max(match.start() + len(text[match.start() : end].rstrip(_EDGE)), match.end())


def _start(phrases: _Phrases, match: re.Match[str], text: str, done: int, *, is_after: bool) -> int:
    """Where the claim starts: at the words that lead into it, or at its clause; never before `done`, the last claim's end."""
    if is_after:
        lead = phrases.clause["lead"].search(text, done, match.start())
        start = lead.start() if lead else match.start()
    else:
        starts = [found.end() for found in phrases.clause["start"].finditer(text, done, match.start())]
        start = max((start for start in starts if start < match.start()), default=done)
    return start + len(text[start : match.start()]) - len(text[start : match.start()].lstrip(_EDGE))

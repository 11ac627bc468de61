"""What the words of a unit decide, when nothing but the words tells that they decide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from imr_desktop.extract.requests.care import quotes
from imr_desktop.extract.requests.counts import allowed_in, part_of_whole
from imr_desktop.extract.requests.numbers import number
from imr_desktop.extract.requests.ruling import sign
from imr_desktop.extract.requests.words import Decided, Verdict, all_decided, decided, phrase, words_in

_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bvs)(?<!\bDr)(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bMrs)[.?!](?=\s{1,9}[\"'(\[A-Z0-9>]|\s{0,9}\Z)|\n|"
    r"(?<=[a-z\d)]\))(?<!\([a-z\d]\))(?<!\(\d\d\))(?<!\s[a-z\d]\))(?=\s{1,9}[A-Z][a-z]{2,20}\s)"
)
_NO = phrase(
    r"\Ano[.,]|\b(?:refus(?:es?|ed|al)|turned down|said no|(?:cannot|can ?not|could not|will not|did not|do not) "
    r"(?:pay|cover|agree|go ahead|support|"
    r"be (?:supported|approved|allowed|done|given|provided|paid|covered|granted|authorized))|"
    r"(?:should|may) not (?:go ahead|be approved)|not be supported|no part of it|may not have)\b"
)
_YES = phrase(
    r"\Ayes\b|\A\W{0,3}go ahead\W{0,3}\Z|"
    r"\b(?:said yes|(?:may|can) go ahead|(?:will|can) be (?:paid for|covered)|authorization is given|"
    r"(?:will|can) (?:pay for|cover|support)|could support|"
    r"can be done as asked|you (?:may|can|will) have|\A\W{0,3}supported (?:for|as|at|in))\b"
)
_WAIT = phrase(
    r"\b(?:ha(?:s|ve) to wait|must wait|waiting|take no position|not ready to|"
    r"(?:answered|decided|addressed) (?:later|separately|in a separate)|left open|(?:is|are) held|put on hold|"
    r"not decided(?: yet)?|"
    r"liability (?:is|for)[^.]{0,40}disputed)\b"
)
_REST = phrase(
    r"\b(?:rest|remaining|remainder|balance|others|"
    r"other (?:\d|one|two|three|four|five|six|eight|ten|twelve|visits|sessions|units))\b"
)
_ONLY = phrase(r"\bonly\b|\Asupported for\b")
_ALL_OF = phrase(r"\ball (?:of the )?\d{1,3}\b")
_ONLY_N = phrase(
    r"\b(?:for|to|only)(?: only)? #?(?P<n>\d{1,4}|one|two|three|four|five|six|eight|ten|twelve)\b(?! ?(?:mg|weeks|days))"
)
_PERSON = phrase(
    r"\b(?:patient|he|she) (?:[a-z]{2,12} ){0,2}(?:denies|denied|declined|refused|reports|was allowed)\b|"
    r"\bdenied by the patient\b|"
    r"\b(?:denies|denied) (?:any|having|numbness|pain|weakness|prior)\b"
)
_TO_DO = phrase(
    r"\b(?:ask(?:s|ed|ing)?|request(?:s|ed|ing)?|seek(?:s|ing)?|sought|want(?:s|ed)?|wish(?:es|ed)?|whether|order|"
    r"form)\b[^.;]{0,40}"
    r"\b(?:to (?:be )?|that (?:we|you|us|it|they) (?:should )?(?:be )?)\Z|\b(?:when|if|unless|whether|until) [^.;]{0,40}\Z"
)
_APPEALS = phrase(
    r"\b(?:appeals?|appealed|appealing|disputes?|disputed|objects? to|asks? (?:us |that we )?(?:to )?reconsider)\b"
    r"(?:(?! (?:is|are|has been|have been) (?:now )?(?:upheld|affirmed|sustained|overturned|reversed))[^.;]){0,80}"
    r"\b(?:denials?|modifications?|non-?certifications?|determinations?)\b"
    r"(?![^.]{0,160}\b(?:upheld|affirmed|sustained|overturned|reversed|stands?)\b)"
)
"""What an appeal is against: the decision before."""
_TURNED_OVER = phrase(
    r"\b(?:(?:prior|previous|original|earlier|first|initial|our) )?(?:denials?|non-?certification|adverse determination|"
    r"modification|refusal|determination|decision)\b"
    r"(?:[^.;:]{0,140}? (?:is|are|was|has been|have been)(?: now| hereby| therefore)?)? "
    r"(?:overturned|reversed|set aside|vacated|rescinded)(?P<part> in part| partially| partly)?\b"
)
"""An appeal's decision: what was denied is not any more."""
_UPHELD = phrase(
    r"\b(?:prior|previous|original|earlier|first|initial|our) (?:denials?|non-?certification|adverse determination|refusal)"
    r"(?:[^.;:]{0,140}? (?:is|are|has been|have been)(?: now| hereby| therefore)?)? "
    r"(?:upheld|affirmed|sustained|maintained)\b"
)
"""The contrary."""
_IF = phrase(r"\A\W{0,3}(?:if|when|whenever|unless|should)\b[^.;:,]{0,60}\Z")
_RULE = re.compile(r"\b(?:under|per|pursuant to|by)\s+(?:title\s+)?8\s+(?:CCR|Cal\w*\.?)[^;,]{0,40}", re.IGNORECASE)
"""The regulation under which a decision is made or put off."""
_SHORT = 5
_WORDS, _BEFORE, _BEHIND = "\N{HORIZONTAL ELLIPSIS}", 90, 60
"""What stands for a decision's words in the patterns of what decides nothing, and how much around them those read."""
_MOST_SAID = 1_500


class Said(NamedTuple):
    """What was decided, how much was asked for and allowed where the same words say it, and the words."""

    verdict: Verdict
    asked: float | None
    allowed: float | None
    words: str


def sentences(text: str) -> Iterator[str]:
    """The sentences and lines of a text."""
    return (sentence for _, sentence in placed_sentences(text))


@lru_cache(maxsize=4096)
def placed_sentences(text: str) -> tuple[tuple[int, str], ...]:
    """The same, each with the place where it begins. A row is asked about by each relation of each of its requests."""
    found, at = [], 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        if sentence := text[at:end].strip():
            found.append((text.index(sentence[0], at), sentence))
        at = end
    return tuple(found)


@lru_cache(maxsize=8192)
def verdict_of(sentence: str) -> Verdict | None:
    """What one sentence, cell or heading decides; None where it quotes a guideline or tells of the past."""
    if _APPEALS.search(sentence):
        return None
    if over := _TURNED_OVER.search(sentence):
        return "modified" if over["part"] else "certified"
    if _UPHELD.search(sentence):
        return "denied"
    kinds = {_turned(sentence, one) for one in all_decided(sentence) if not asked_for(sentence, one)}
    kinds |= {"denied"} if _NO.search(sentence) else set()
    kinds |= {"certified"} if _YES.search(sentence) and not _NO.search(sentence) else set()
    if not kinds:
        waits = _WAIT.search(sentence) is not None and not quotes(sentence)
        return "deferred" if waits else sign(sentence) if len(sentence.split()) <= _SHORT else None
    if quotes(_RULE.sub(" ", sentence)) or _PERSON.search(sentence):
        return None
    if {"certified", "denied"} <= kinds:
        return "modified"
    order: tuple[Verdict, ...] = ("deferred", "modified", "denied", "certified")
    return next(kind for kind in order if kind in kinds)


def asked_for(sentence: str, one: Decided) -> bool:
    """Whether a decision's word says what was asked for, may come, or was: "asked us to authorize", "if it is denied"."""
    around = f"{sentence[max(0, one.start - _BEFORE) : one.start]}{_WORDS}{sentence[one.end :][:_BEHIND]}"
    if _IF.search(sentence[: one.start]) or _idle().search(around):
        return True
    return one.verdict == "certified" and _TO_DO.search(sentence[max(0, one.start - 60) : one.start]) is not None


@cache
def _idle() -> re.Pattern[str]:
    return phrase("|".join(words_in("idle")))


@cache
def _turning() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = ("|".join(words_in(name)) for name in ("turning", "turning_behind"))
    return phrase(rf"\b(?:{before})\b[^.;,]{{0,40}}\Z"), phrase(behind)


def _turned(sentence: str, one: Decided) -> Verdict:
    """A decision, where no word beside it makes it its contrary."""
    before, behind = _turning()
    near = sentence[max(0, one.start - 60) : one.start]
    return (
        "denied" if one.verdict == "certified" and (before.search(near) or behind.match(sentence, one.end)) else one.verdict
    )


def _loud(sentence: str) -> bool:
    """Whether a sentence gives its decision in capitals, or behind a colon."""
    return any(
        sentence[one.start : one.end].isupper() or sentence[: one.start].rstrip().endswith(":")
        for one in all_decided(sentence)
    )


def _first_count(sentence: str) -> float | None:
    only = _ONLY_N.search(sentence)
    return number(only["n"]) if only else allowed_in(sentence)


def said_in(text: str) -> Said | None:
    """What a unit's words decide: the first sentence that does, and one about the rest of it."""
    ruled = [(one, made) for one in sentences(text[:_MOST_SAID]) if (made := verdict_of(one))]
    if not ruled:
        return None
    words, verdict = next(
        (one for one in ruled if _loud(one[0])), next((one for one in ruled if all_decided(one[0])), ruled[0])
    )
    split = any(_REST.search(one) for one, _ in ruled) and {made for _, made in ruled} >= {"certified", "denied"}
    verdict = "modified" if split else verdict
    both = part_of_whole(words)
    allowed = both.allowed
    if allowed is None and verdict in ("modified", "certified"):
        first = decided(words)
        allowed = allowed_in(words[first.end :][:120]) if first else _first_count(words) if _ONLY.search(words) else None
        allowed = allowed if allowed is not None or verdict == "certified" else allowed_in(words[:200])
    if allowed is None and verdict == "modified":
        allowed = next((count for one, made in ruled if made != "denied" and (count := _first_count(one)) is not None), None)
    asked = allowed if both.asked is None and _ALL_OF.search(words) else both.asked
    return Said(verdict, asked, allowed, words)

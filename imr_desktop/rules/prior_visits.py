"""Earlier visits that a text tells of: how many, of which kind of treatment; planned, denied and allowed ones are none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from imr_desktop.case.numbers import as_digits
from imr_desktop.rules.negation import sentences

PRIOR, BEFORE = "visits.prior", "visits.before"
_KINDS = (
    ("physical therapy", r"physical therap\w+|physiotherap\w+"),
    ("occupational therapy", r"occupational therap\w+|hand therap\w+"),
    ("chiropractic treatment", r"chiro(?:pract\w+)?\b"),
    ("acupuncture", r"(?:electro-?)?acupunctur\w*"),
    ("massage therapy", r"massage(?: therap\w+)?"),
    ("psychotherapy", r"psychotherap\w+|cognitive[- ]behaviou?ral\w*(?: therap\w+)?|\bcbt\b"),
)
_ABBREVIATED = re.compile(
    r"\b(?:PT|OT)\b(?![/&]|-\d| (?:has|had|is|was|are|were|reports?|states?|denies|complains?|presents?|notes))"
)
_KIND = "|".join(words for _, words in _KINDS)
_KIND_OF = tuple((kind, re.compile(words)) for kind, words in _KINDS)
_NAMED = re.compile(r"[Tt]herap|THERAP|[Cc]hiro|CHIRO|cupunct|CUPUNCT|[Mm]assage|\b(?:PT|OT|CBT)\b|ognitive")
_VISIT = r"(?:sessions?|visits?|treatments?|appointments?)"
_N = r"(?<![\d./#-])(?<!l )(\d{1,3})(?![\d./%-])(?: (?:\(\d{1,3}\) )?(?:out )?of \d{1,3})?"
_FILL = r"(?:(?:prior|previous|additional|completed|authorized|approved|initial|supervised|formal|total|of|for|the) ){0,3}"
_COUNTS = (
    re.compile(rf"{_N} {_FILL}(?P<kind>{_KIND})[\s\w()]{{0,20}}?\b{_VISIT}"),
    re.compile(rf"{_N} {_FILL}{_VISIT} (?:to date )?(?:of |for |with |in )?(?:the |a )?(?:\w+ )?(?P<kind>{_KIND})"),
    re.compile(rf"(?P<kind>{_KIND}) ?(?:x|times|,|:|-)? ?\(?{_N} ?(?:{_VISIT}|\)|[,.;]|and\b|$)"),
    re.compile(rf"{_N} (?:\((?P<kind>{_KIND})\)|(?P<other>{_KIND}) \([a-z ]+\)) {_VISIT}"),
)
_AT_LEAST = re.compile(r"\b(?:at least|over|more than|approximately|about|around|some|nearly|almost)(?: the)? $")
_PAST = re.compile(
    r"\b(?:complet\w+|attended|received|underwent|undergone|participated|finished|did|had|was (?:previously )?treated|"
    r"conservative (?:measures?|care|treatment):|"
    r"been (?:previously )?treated|previously treated|treated with|(?:treatment|treatments|therapy|care|management)s?"
    r"(?: (?:and \w+ )?(?:to date|so far|rendered|provided))? ?:? ?(?:has |have |had |were noted to )?"
    r"(?:includ\w+|consisted of|been)|to date|so far|status post|prior treatments?|past treatments?|previous treatments?|"
    r"prior (?:physical|chiro|acu|pt)|previous (?:physical|chiro|acu|pt))(?!\w)"
)
_PLANNED = re.compile(
    r"\b(?:request\w*|recommend\w*|plan(?:s|ned|ning)?|order\w*|schedul\w+|pending|await\w*|authori[sz]\w+|approv\w+|certif\w+"
    r"|non-?certif\w+|den(?:y|ied|ies|ial)|modified (?=the|to\b|request)|original|guidelines?|mtus|odg|acoem|criteria|allowed"
    r"|further|additional|continu(?:e|es|ing|ation)|will|would|should|could|(?<!in )may|might|up to"
    r"|prescribed (?=\d|physical|ch|acu)"
    r"|refer\w*|needs?|trial of|initiat\w+|begin|start\w*|propos\w+|consider\w*|unknown|unclear"
    r"|(?:prior to|before) (?:the|this|his|her) (?:injury|accident))\b"
)
_OF_ALLOWED = re.compile(
    r"\b(?:out )?of (?:\d{1,3} )?(?:the )?(?:authori[sz]ed|approved|certified)\b|\bauthorized (?=physical|chiro|acu|vis|ses)"
)
_NOT = re.compile(r"\b(?:not|no|without|never|denie[sd])\b")
_NEVER = re.compile(
    r"\b(?:has|have|had) (?:not|never) (?:yet )?(?:had|undergone|received|attended|started|begun|tried|been treated with)"
    rf" (?:any )?(?P<kind>{_KIND})(?! (?:for|since|in|during|recently))"
    rf"|\bno (?:prior|previous|earlier) (?P<other>{_KIND})\.?$"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told of earlier visits: the kind, their number (None: only that there were some; 0: none), and where."""

    kind: str
    count: int | None
    start: int
    end: int
    at_least: bool = False


@lru_cache(maxsize=256)
def kind_of(words: str) -> str:
    """The kind of treatment that a request's words name; empty where it is none that is counted in visits."""
    found = _kinds(words.lower())
    return found[0] if found else ""


def told(text: str) -> Iterator[Told]:
    """What a text tells of earlier visits, sentence by sentence."""
    places = [match.start() for match in _NAMED.finditer(text)]
    for start, end in sentences(text) if places else ():
        if bisect_left(places, start) < bisect_left(places, end):
            yield from _told_in(_ABBREVIATED.sub(_in_full, text[start:end]).lower(), start, end)


def _in_full(match: re.Match[str]) -> str:
    return "physical therapy" if match[0] == "PT" else "occupational therapy"


def _told_in(sentence: str, start: int, end: int) -> Iterator[Told]:
    words = _OF_ALLOWED.sub("", " ".join(sentence.split()))
    if not (kinds := _kinds(words)):
        return
    if match := _NEVER.search(words):
        yield Told(_kinds(match["kind"] or match["other"])[0], 0, start, end)
        return
    past = _PAST.search(words)
    if not past or _PLANNED.search(words) or _NOT.search(words[: min(_first(kind, words) for kind in kinds)]):
        return
    counted = list(_counts(words))
    for kind, count, least in counted:
        yield Told(kind, count, start, end, least)
    for kind in kinds:
        if kind not in {one for one, _, _ in counted} and past.start() < _first(kind, words):
            yield Told(kind, None, start, end)


def _counts(words: str) -> Iterator[tuple[str, int, bool]]:
    taken: list[tuple[int, int]] = []
    words = as_digits(words)
    for pattern in _COUNTS:
        for match in pattern.finditer(words):
            if any(low < match.end() and match.start() < high for low, high in taken):
                continue
            taken.append(match.span())
            number = next(group for group in match.groups() if group and group.isdigit())
            named = match.groupdict()
            kind = _kinds(named["kind"] or named.get("other") or "")[0]
            yield kind, int(number), bool(_AT_LEAST.search(words[: match.start(1)]))


def _kinds(words: str) -> list[str]:
    return [kind for kind, pattern in _KIND_OF if pattern.search(words)]


def _first(kind: str, words: str) -> int:
    found = dict(_KIND_OF)[kind].search(words)
    return found.start() if found else -1

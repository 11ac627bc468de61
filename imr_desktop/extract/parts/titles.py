"""The words at a page's head that say what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.parts.kinds import any_name, kinds
from imr_desktop.extract.parts.letterhead import NONE, Letterhead, letterhead_of
from imr_desktop.extract.parts.spelling import spelled

HEAD_LINES = 16
_HIGH = 3  # lines that count in full
_MIDDLE, _LOW = 6, 10
_OF_LETTERHEAD = 0.35  # a firm is named for one kind of work and writes of others
_MOST_OF_LINE, _FEW_WORDS = 0.55, 5
_LONGEST = 110  # characters; what is longer is a sentence
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|should|shows?|showed|reviewed|performed|he|she|i|we|please|dated|per|"
    r"states?|"
    r"reports?[ ](?:that|no|pain)|denies|noted?[ ]that|reveals?|revealed|demonstrates?|requesting|recommend(?:ed)?|"
    r"received|obtained|"
    r"if|you|your|with[ ]a|due|because|dear)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\s*(?:[-*\u2022\u25cf\u25a1\u2610\u2611\u2612]|\[[ xX]?\]|\(?\d{1,2}[.)]|[a-z][.)]|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\s*"
)
_SAID = re.compile(
    r"\s*(?:subject|document(?: type| title)?|report(?: type| title)?|study|type(?: of (?:report|document|note|visit|"
    r"evaluation))?|"
    r"note type|title|form|re|regarding|encounter type|visit type|exam(?:ination)? type|procedure|examination|exam|"
    r"service)\s*[:#-]\s*",
    re.IGNORECASE,
)
_WEAK_SAID = re.compile(r"\s*(?:visit type|encounter type|exam|examination|service|procedure)\s*[:#-]", re.IGNORECASE)
_FIELD = re.compile(r"[:=]\s*\S")
_ASIDE = re.compile(r"\([^)]*\)?")
_TOPIC = re.compile(r"[a-z][a-z .'/-]{2,40}:[ ]{0,3}(?=[a-z])")
_NO_TOPIC = re.compile(
    r"\b(?:reason|referral|referred|plan|requested|service|services|diagnos[ie]s|dx|history|comparison|attachments?|"
    r"enclos\w*|cc|to|from|"
    r"orders?|recommend\w*|goals?|medications?|employer|job|complaints?|patient|name|claimant|employee|provider|physician|"
    r"doctor|"
    r"therapist|surgeon|facility|clinic|location|carrier|insur\w+|date|claim|specialty|status|findings|impression|indication|"
    r"treatment|treatments|care asked for|what we decided|body parts?|area|company|department|profession|license|file|area|"
    r"by)\b"
)
_NAMED_LATER = 0.7  # "Imaging consultation" is imaging, "psychological evaluation and treatment" psychology
_PAGE_NUMBER = re.compile(r"[,\s]*\(?page\s*\d{1,3}(?:\s*of\s*\d{1,3})?\)?\s*\Z")


class Title(NamedTuple):
    """A line that names the kind of document; `weight` (0 to 1) is how much it looks like a title, `at` its line."""

    kind: str
    line: str
    weight: float
    at: int
    general: bool = False


class Heads(NamedTuple):
    """What a page's head says: its titles, the best first, and the kinds its letterhead speaks of."""

    titles: tuple[Title, ...] = ()
    hints: tuple[str, ...] = ()
    letterhead: Letterhead = NONE

    @property
    def best(self) -> Title | None:
        return self.titles[0] if self.titles else None


def find_heads(lines: Sequence[str]) -> Heads:
    """The titles among a page's first lines, and its letterhead."""
    head = lines[:HEAD_LINES]
    letterhead = letterhead_of(head)
    found, hints = [], []
    for at, line in enumerate(head):
        if len(line) > _LONGEST:
            continue
        for key, weight, general in _names(line):
            if at == letterhead.at:
                hints.append(key)
            share = _OF_LETTERHEAD if at == letterhead.at else 1.0
            found.append(Title(key, line, weight * share * _place(at), at, general))
    found.sort(key=lambda title: (-title.weight, title.at))
    return Heads(tuple(found), tuple(hints), letterhead)


def _place(at: int) -> float:
    return 1.0 if at < _HIGH else 0.9 if at < _MIDDLE else 0.75 if at < _LOW else 0.5


def _title_like(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capitals: int = sum(word[0].isupper() for word in words)
    return capitals * 2 > len(words)


@lru_cache(maxsize=20_000)
def _names(line: str) -> tuple[tuple[str, float, bool], ...]:
    """The kinds that a line names, each with how much it looks like a title of it; what is named first counts in full."""
    plain = spelled(_PAGE_NUMBER.sub("", line.replace("\u2019", "'").lower()))
    if any_name().search(plain) is None or _LIST.match(line):
        return ()
    said = _SAID.match(plain) or _topic(plain)
    words = plain[said.end() :] if said else plain
    loud = line.upper() == line and not any(map(str.isdigit, words))
    if not loud and _SENTENCE.search(_ASIDE.sub("", words)):
        return ()
    hits = [(match.start(), kind, match) for kind in kinds() if (match := kind.names.search(words)) is not None]
    first = min((start for start, kind, _ in hits if not kind.general), default=0)
    found = []
    for start, kind, match in hits:
        weight = _weight(line, words, match, bool(said)) * (1.0 if kind.general or start <= first else _NAMED_LATER)
        if weight:
            found.append((kind.key, weight, kind.general))
    return tuple(found)


def _topic(plain: str) -> re.Match[str] | None:
    """A short heading before the title on its line ("Injury care: initial examination report"), no label of a field."""
    found = _TOPIC.match(plain)
    return None if found is None or _NO_TOPIC.search(found[0]) else found


def _weight(line: str, words: str, match: re.Match[str], said: bool) -> float:
    """How much a line looks like a title where it names a kind: 0 in a field's label, little in a sentence, 1 alone."""
    before, after = words[: match.start()], words[match.end() :].lstrip()
    loud = line.upper() == line and not any(map(str.isdigit, words)) and len(words.split()) <= _FEW_WORDS + 1
    if not loud and (":" in before or after.startswith(":")):
        return 0.0
    if before.startswith("date") or len(before.split()) > 6 or line.rstrip().endswith((",", ";")):
        return 0.0
    weight = 1.0
    if _WEAK_SAID.match(line):
        weight *= 0.6
    elif _FIELD.search(after) and not said:
        weight *= 0.8
    if line.rstrip().endswith(".") and len(words.split()) > 4:
        weight *= 0.3
    letters = [char for char in line if char.isalpha()]
    upper = sum(char.isupper() for char in letters) / max(1, len(letters))
    share = (match.end() - match.start()) / max(1, len(words.strip()))
    if upper < 0.6 and not _title_like(line) and (share < _MOST_OF_LINE or not line[:1].isupper()):
        weight *= 0.75 if line[:1].isupper() and len(words.split()) <= _FEW_WORDS else 0.35
    weight *= 0.7 + 0.3 * min(1.0, share * 1.6)
    return weight * (1.0 if not before.strip() else 0.92)

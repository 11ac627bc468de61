"""The words at a page's head that say what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.parts.kinds import any_name, kinds

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
    r"if|your|you|with[ ]a|due|because)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\s*(?:[-*\u2022\u25cf\u25a1\u2610\u2611\u2612]|\[[ xX]?\]|\(?\d{1,2}[.)]|[a-z][.)]|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\s*"
)
_SAID = re.compile(
    r"\s*(?:subject|document(?: type| title)?|report(?: type| title)?|study|type(?: of (?:report|document|note|visit|"
    r"evaluation))?|"
    r"note type|title|form|encounter type|visit type|exam(?:ination)? type|procedure|examination|exam|service)\s*[:#-]\s*",
    re.IGNORECASE,
)
_WEAK_SAID = re.compile(r"\s*(?:visit type|encounter type|exam|examination|service|procedure)\s*[:#-]", re.IGNORECASE)
_FIELD = re.compile(r"[:=]\s*\S")
_ORGANIZATION = re.compile(
    r"\b(?:inc|llc|llp|corp|corporation|company|group|clinics?|centers?|centre|associates?|institute|hospitals?|partners|"
    r"services|systems?|health|healthcare|physicians|specialists?|solutions|management|network|laborator(?:y|ies)|labs?|"
    r"diagnostics?|imaging|rehab(?:ilitation)?|wellness|foundation|university|college|department|office|offices|apc|pc|"
    r"pharmacy|radiology|orthop(?:a)?edics?|spine|pain|surgery|therapy|chiropractic|acupuncture|toxicology|mutual|"
    r"insurance|claims|"
    r"administrators?|care|review|reviews|medicine)\.?,?\s*(?:inc|llc|llp|pc|apc|corp|a[ ]medical[ ]corporation|"
    r"medical[ ]corp)?\.?\s*\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:suite|ste|blvd|boulevard|street|st|avenue|ave|road|rd|drive|dr|way|lane|ln|highway|hwy|p\.?\s?o\.?\s?box|floor|"
    r"parkway|"
    r"pkwy)\b\.?|\b[A-Z]{2},?\s+\d{5}\b|\b(?:tel|phone|fax|ph)\b\s*[:.]?\s*\(?\d{3}|\(\d{3}\)\s*\d{3}-\d{4}|"
    r"\b\d{3}[-.]\d{3}[-.]\d{4}\b",
    re.IGNORECASE,
)


_PAGE_NUMBER = re.compile(r"[,\s]*\(?page\s*\d{1,3}(?:\s*of\s*\d{1,3})?\)?\s*\Z")
_NO_LETTERHEAD = re.compile(
    rf"{_SENTENCE.pattern}|\d{{4}}\s*\Z|^\W*(?:re|to|from|attn|dear|page|application|request|notice|report|state of|"
    rf"department of industrial)\b",
    re.IGNORECASE,
)


_ADDRESSED = re.compile(
    r"\s*(?:to|attn|attention|via|date|dated|re)\b|.{0,40}\b(?:19|20)\d{2}\s*\Z", re.IGNORECASE
)  # what follows is whom it is for


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
    letterhead: str = ""

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
            if at <= 2 and line == letterhead:
                hints.append(key)
            share = _OF_LETTERHEAD if at <= 2 and line == letterhead else 1.0
            found.append(Title(key, line, weight * share * _place(at), at, general))
    found.sort(key=lambda title: (-title.weight, title.at))
    return Heads(tuple(found), tuple(hints), letterhead)


def letterhead_of(head: Sequence[str]) -> str:
    """The organization whose paper a page is on: a name in the first lines, with an address near or a firm's word in it."""
    for at, line in enumerate(head[:3]):
        if _ADDRESSED.match(line):
            break
        if 4 <= len(line) <= 80 and ":" not in line and _title_like(line) and not _NO_LETTERHEAD.search(line):
            near = any(_ADDRESS.search(other) for other in head[at + 1 : at + 4])
            named = at == 0 and any_name().search(line.lower()) is None
            if (near and named) or (_ORGANIZATION.search(line) and (near or " " in line)):
                return line
    return ""


def _place(at: int) -> float:
    return 1.0 if at < _HIGH else 0.9 if at < _MIDDLE else 0.75 if at < _LOW else 0.5


def _title_like(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capitals: int = sum(word[0].isupper() for word in words)
    return capitals * 2 > len(words)


@lru_cache(maxsize=20_000)
def _names(line: str) -> tuple[tuple[str, float, bool], ...]:
    """The kinds that a line names, each with how much it looks like a title of it."""
    plain = line.replace("\u2019", "'").lower()
    said = _SAID.match(line)
    words = _PAGE_NUMBER.sub("", plain[said.end() :] if said else plain)
    if any_name().search(words) is None or _LIST.match(line) or (_SENTENCE.search(words) and line.upper() != line):
        return ()
    found = []
    for kind in kinds():
        match = kind.names.search(words)
        if match is not None and (weight := _weight(line, words, match, bool(said))):
            found.append((kind.key, weight, kind.general))
    return tuple(found)


def _weight(line: str, words: str, match: re.Match[str], said: bool) -> float:
    before, after = words[: match.start()], words[match.end() :].lstrip()
    if (
        ":" in before
        or after.startswith(":")
        or before.startswith("date")
        or len(before.split()) > 6
        or line.rstrip().endswith((",", ";"))
    ):
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

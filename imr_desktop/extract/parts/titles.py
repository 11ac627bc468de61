"""The words at a page's head that say what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.case.dates import MONTHS
from imr_desktop.extract.parts.kinds import any_name, kinds
from imr_desktop.extract.parts.letterhead import (
    NONE,
    Letterhead,
    below_signature,
    in_title_case,
    is_at_a_place,
    letterhead_of,
    parted,
)
from imr_desktop.extract.parts.spelling import spelled
from imr_desktop.extract.parts.word_lists import words

HEAD_LINES = 16
_HIGH = 3  # lines that count in full
_MIDDLE, _LOW = 6, 10
_OF_LETTERHEAD = 0.35  # a firm is named for one kind of work and writes of others
_MOST_OF_LINE, _FEW_WORDS = 0.55, 5
_LONGEST = 110  # characters; what is longer is a sentence
_SENTENCE = re.compile(rf"\b(?:{words('titles', 'sentence')})\b", re.IGNORECASE)
_LIST = re.compile(
    r"\s*(?:[-*\u2022\u25cf\u25a1\u2610\u2611\u2612]|\[[ xX]?\]|\(?\d{1,2}[.)]|[a-z][.)]|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\s*"
)
_SAID = re.compile(rf"\s*(?:{words('titles', 'said')})\s*[:#-]\s*", re.IGNORECASE)
_WEAK_SAID = re.compile(r"\s*(?:visit type|encounter type|exam|examination|service|procedure)\s*[:#-]", re.IGNORECASE)
_FIELD = re.compile(r"[:=]\s*\S")
_ASKED = re.compile(r"\b(?:date|number|no|name|#|code|id)\s*[.#:]?\Z")
"""How the label of a field ends: "UR letter date"."""
_AMOUNT = re.compile(
    r"#\s?\d|\b(?:qty|quantity|units?|sessions?|visits|refills?|tablets?|tabs|weeks?|injections x)\b\s*(?:of|:|x)?\s*\(?\d|"
    r"\b\d+\s*(?:\(\d+\)\s*)?(?:sessions?|visits|units?|ea(?:ch)?|mg|tablets?|tabs|pills|x\b)|\bx\s?\d|\d\s?x\s?\d|\b\d{5}\b"
)
"""How much of something is asked for or was given: a row of a list, never a title."""
_OF_AMOUNT = 0.4
_DAY = re.compile(
    r"\b\d{1,4}[/.-](?:\d{1,2}|[a-z]{3})[/.-]\d{2,4}\b|"
    rf"\b(?:{MONTHS})[a-z]*\.? \d{{1,2}},? \d{{4}}\b"
)
_WITH = re.compile(r", (?:with|including|together with|and)\b")
"""How a title goes on to what comes with it: "Request for review, with the outcome"."""
_DEAR = re.compile(
    r"\s*(?:dear\s+[A-Z]|counsel(?:ors?)?\s*:|gentlemen\s*:|to whom it may concern|to the [a-z ]{3,24}:\s*\Z)", re.IGNORECASE
)
_IN_LETTER = 0.5
"""Below whom a letter greets stand headings of its parts."""
_CAPTION = re.compile(r"\s*(?:re|regarding|subject|concerning)\s*:.*\sv(?:s\.?|\.)\s", re.IGNORECASE)
"""What a letter is about: "Re: Ana Ruiz v. Vale Foods", no paper of the court."""
_LONG_TITLE, _SHORT_REST = 38, 4
_ASIDE = re.compile(r"\([^)]*\)?")
_TOPIC = re.compile(r"[a-z][a-z .'/-]{2,40}:[ ]{0,3}(?=[a-z])")
_NO_TOPIC = re.compile(rf"\b(?:{words('titles', 'no_topics')})\b(?! portal)")
ACTS = frozenset({"rfa", "imr application", "ur determination"})
"""What is asked or decided goes before what it is about: "Imaging authorization request"."""
_BANNER = re.compile(r"\W*independent medical review\W*", re.IGNORECASE)
_TITLE_ENOUGH = 0.7
_LIST_OF = 3
"""Kinds that one line names where it is a list of papers, no title."""
_OF_LIST, _OF_FIELD = 0.4, 0.55
_OF_GENERAL = 0.05
"""By so much a name of many kinds must outweigh a closer one."""
_ORGANIZATION = re.compile(rf"\b(?:{words('titles', 'desks')})\W*\Z", re.IGNORECASE)
_VIA = re.compile(r"\s*(?:(?:sent )?(?:via|by)|attn|attention)\b", re.IGNORECASE)
_CHARGED = re.compile(r"\s*(?:\d{5}|[A-Z]{1,2}\d{3,4})(?:-[A-Z\d]{2})?\s")
"""How a line begins that charges for something by its code."""
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
        """The title that looks most like one."""
        return self.titles[0] if self.titles else None


def find_heads(lines: Sequence[str]) -> Heads:
    """The titles among a page's first lines, and its letterhead."""
    head = lines[:HEAD_LINES]
    letterhead = letterhead_of(head)
    found, hints, begun = [], [], False
    for at, line in enumerate(head):
        if len(line) > _LONGEST:
            continue
        begun = begun or _DEAR.match(line) is not None
        on_paper = at == letterhead.at or _is_of_paper(line)
        if below_signature(lines, at):
            continue
        if behind := parted(line)[1]:
            found += [Title(key, behind, weight * _place(at), at, general) for key, weight, general in _names(behind)]
        for key, weight, general in _names(line) or _names(_with_rest(head, at)):
            if on_paper:
                hints.append(key)
            share = _OF_LETTERHEAD if on_paper else _IN_LETTER if begun else 1.0
            found.append(Title(key, line, weight * share * _place(at), at, general))
    found = [title for title in found if not _is_banner(title, found)]
    rows = _dated_rows(found)
    found = [title._replace(weight=title.weight * _OF_LIST) if title.at in rows else title for title in found]
    found.sort(key=lambda title: (_OF_GENERAL * title.general - title.weight, title.at))
    return Heads(tuple(found), tuple(hints), letterhead)


def _dated_rows(found: Sequence[Title]) -> frozenset[int]:
    """The lines that name documents of several days one below the other: a list of records, none of them this one."""
    days = {title.at: day[0] for title in found if (day := _DAY.search(title.line.lower()))}
    return frozenset(at for at, day in days.items() if any(days.get(other, day) != day for other in (at - 1, at + 1)))


def _is_banner(title: Title, found: Sequence[Title]) -> bool:
    """Whether a line names the proceeding, and the next ones what the document is in it."""
    below = (one for one in found if title.at < one.at <= title.at + 2 and one.kind != title.kind and not one.general)
    return _BANNER.fullmatch(title.line) is not None and any(one.weight >= _TITLE_ENOUGH for one in below)


def names_kind(line: str, type_: str, least: float = _TITLE_ENOUGH) -> bool:
    """Whether a line, its day left out, is a title that a document of a type may have: no other request or decision.

    `least` is how much it must look like one, of 1.
    """
    named = {key for key, weight, _ in _names(" ".join(line.split()).strip(" -,|(")) if weight >= least}
    return bool(named) and named & ACTS <= {type_}


def _is_of_paper(line: str) -> bool:
    """Whether a line says whose paper it is, or whom it goes to, and how: a firm's name, an address, "via facsimile"."""
    firm = _ORGANIZATION.search(line) is not None and "services" not in line.lower().split()[:1] and ":" not in line
    return firm or is_at_a_place(line) or _VIA.match(line) is not None


def _with_rest(head: Sequence[str], at: int) -> str:
    """A long line with the short one below it, where that may be the end of a title that did not fit on one line."""
    line, rest = head[at], head[at + 1] if at + 1 < len(head) else ""
    goes_on = len(line) >= _LONG_TITLE and line[-1:].isalpha() and 0 < len(rest.split()) <= _SHORT_REST
    return f"{line} {rest}" if goes_on and rest.replace(" ", "").isalpha() else ""


def _place(at: int) -> float:
    return 1.0 if at < _HIGH else 0.9 if at < _MIDDLE else 0.75 if at < _LOW else 0.5


@lru_cache(maxsize=20_000)
def _names(line: str) -> tuple[tuple[str, float, bool], ...]:
    """The kinds that a line names, each with how much it looks like a title of it; what is named first counts in full."""
    if _LIST.match(line) or _CAPTION.match(line) or _CHARGED.match(line):
        return ()
    plain = spelled(_PAGE_NUMBER.sub("", line.replace("\u2019", "'").lower()))
    said = _SAID.match(plain) or _topic(plain)
    words = plain[said.end() :] if said else plain
    loud = line.upper() == line and not any(map(str.isdigit, _DAY.sub("", words)))
    if (not loud and _SENTENCE.search(_ASIDE.sub("", words))) or any_name().search(plain) is None:
        return ()
    hits = [(match.start(), kind, match) for kind in kinds() if (match := kind.names.search(words)) is not None]
    named = [(start, kind) for start, kind, _ in hits if not kind.general]
    first = min((start for start, kind in named if kind.key in ACTS), default=min((start for start, _ in named), default=0))
    found = []
    for start, kind, match in hits:
        weight = _weight(line, words, match, bool(said)) * (1.0 if kind.general or start == first else _NAMED_LATER)
        weight *= _OF_LIST if len(named) >= _LIST_OF and "," in line else 1.0
        if weight:
            found.append((kind.key, weight, kind.general))
    return tuple(found)


def _topic(plain: str) -> re.Match[str] | None:
    """A short heading before the title on its line ("Injury care: initial examination report"), no label of a field."""
    found = _TOPIC.match(plain)
    return None if found is None or _NO_TOPIC.search(found[0]) or any_name().search(found[0]) else found


def _begins_large(line: str) -> bool:
    """Whether a line begins with a capital, as also "eFax" does."""
    return any(char.isupper() for char in line[:2])


def _has_subtitle(line: str, match: re.Match[str], before: str) -> bool:
    """Whether a title of several words goes on behind a colon: "Request for Authorization: Surgery and Aftercare"."""
    after = line.rpartition(":")[2].strip()
    return not before.strip() and len(match[0].split()) >= 3 and after.replace(" ", "").isalpha() and in_title_case(after)


def _weight(line: str, words: str, match: re.Match[str], said: bool) -> float:
    """How much a line looks like a title where it names a kind: 0 in a field's label, little in a sentence, 1 alone."""
    before, after = words[: match.start()], words[match.end() :].lstrip()
    plain = _DAY.sub("", words)
    loud = line.upper() == line and not any(map(str.isdigit, plain)) and len(plain.split()) <= _FEW_WORDS + 1
    if not loud and (":" in before or (after.startswith(":") and not _has_subtitle(line, match, before))):
        return 0.0
    if _ASKED.search(plain.strip(" :")):
        return 0.0
    if before.startswith("date") or len(before.split()) > 6 or line.rstrip().endswith((",", ";")):
        return 0.0
    weight = _OF_AMOUNT if _AMOUNT.search(plain) else 1.0
    if _WEAK_SAID.match(line):
        weight *= 0.6
    elif _FIELD.search(after) and not said:
        weight *= _OF_FIELD
    if line.rstrip().endswith(".") and len(words.split()) > 4:
        weight *= 0.3
    letters = [char for char in line if char.isalpha()]
    upper = sum(char.isupper() for char in letters) / max(1, len(letters))
    told = match.end() if _WITH.match(after) else len(words.strip())
    share = (match.end() - match.start()) / max(1, told)
    if upper < 0.6 and not in_title_case(line) and (share < _MOST_OF_LINE or not _begins_large(line)):
        weight *= 0.75 if _begins_large(line) and len(words.split()) <= _FEW_WORDS else 0.35
    weight *= 0.7 + 0.3 * min(1.0, share * 1.6)
    return weight * (1.0 if not before.strip() else 0.92)

"""Diagnoses out of one entry or sentence: the name as it is written, its code, and whether it is sure, denied or long past.

A code that is written is kept and held against the list; one that the list does not have is a doubt. A name without a code
gets the list's code for it as a proposal of its own, never as the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from imr_desktop.extract.facts.icd import CODE, known
from imr_desktop.extract.facts.model import Polarity, Side, Status, Subject
from imr_desktop.extract.facts.tables import either, phrase, table

_OLD_CODE = re.compile(
    r"(?<![\w.$#/-])(?:\d{3}\.\d{1,2}|[EV]\d{2,3}\.\d{1,2})(?![\w%]|\.\d|\s?(?:mg|cm|mm|lbs?|degrees|percent))"
)
_LABEL = phrase(
    r"^[\s\-:.,;|]{0,8}(?:(?:(?:(?:primary|principal|secondary|working|other) )?"
    r"(?:dx|diagnos[ie]s)|assessment|"
    r"impression|axis [iv]{1,3}|"
    r"icd(?:-?(?:9|10))?(?:-cm)?(?: code)?s?|code)\s{0,3}(?:\([^)\n]{0,50}\))?\d{0,2}\s{0,3}[:#=\-]\s{0,3}|"
    r"\(?\d{1,2}[.)]\s{1,3}|\d{1,2}\s(?=[A-Z])|"
    r"[-*\u2022]\s{1,3}){1,3}"
)
_TRAILING = phrase(r"[\s\-:.,;|(\[/=]{0,8}(?:\bicd(?:-?(?:9|10))?(?:-cm)?(?: codes?)?\s{0,3}[:#]?)?[\s\-:.,;|(\[=]{0,8}$")
_LEADING = re.compile(r"^[\s\-:.,;|)\]=]{1,12}")
_PARTS = re.compile(r";|\s\d{1,2}[.)]\s(?=[A-Z])|(?<=[a-z)])\.\s(?=[A-Z])|\|")
_DOUBT = phrase(
    r"\b(?:rule[- ]?out|r/o|possible|possibly|probable|probably|suspect(?:ed)?|suspicious for|"
    r"questionable|query|presumed|likely|versus|vs\.?|differential)\b|\?"
)
_NO = phrase(r"^\W{0,4}(?:no (?:evidence|signs?|indication|diagnosis) of|no|negative for|without|denies|not)\b")
_PAST = phrase(r"^\W{0,4}(?:(?:past |prior |remote |personal )?(?:history|hx) of|h/o|hx|resolved)\b")
_BEHIND = phrase(
    r"\s?(?:[,(\-\u2013:;]|\b(?:now|has|have|is|was))\s?(?:now |clinically |fully |since |has |been |is |was ){0,3}"
    r"(?:(?P<resolved>resolved|healed)|(?:not (?:found|confirmed|supported|evident|present)|ruled out|excluded)\b[^\n]{0,60})"
    r"[\s).\]]{0,4}$"
)
_AFTER = phrase(r"^\W{0,4}(?:status[ -]post|s/p|post-?operative(?:ly)? status)\b")
_FAMILY = phrase(
    r"\b(?:family (?:history|hx)|mother|father|sister|brother|siblings?|maternal|paternal|"
    r"grand(?:mother|father))\b(?: (?:of|has|had|with))?"
)
_PROSE = phrase(rf"\b(?:{either(table('diagnoses')['prose'])})\b")
_OTHER = phrase(
    rf"\b(?:{either(table('diagnoses')['other'])})\b|"
    r"\d{1,2}/\d{1,2}/\d{2}|^(?:injury|pain|stress|strain|sprain)$|"
    r"^pain (?:at|with|during|on|while|now|today|after|before|when|better|worse)\b|\b(?:of|the|a|an|to|in|on|with|for|"
    r"and)$"
)
_SIDE = re.compile(r"\b(?:(?P<both>bilateral(?:ly)?|both)|(?P<left>left|(?-i:[Ll]t))|(?P<right>right|rt))\b", re.IGNORECASE)
_LEVEL = re.compile(r"(?<![\w.])[CTLS]\d{1,2}(?:\s?[-/]\s?[CTLS]?\d{1,2}){0,2}(?![\w.])")
_LONGEST, _SHORTEST = 150, 3
_MOST_WORDS = 16
_LETTERS = re.compile(r"[A-Za-z]{3}")


class Diagnosis(NamedTuple):
    """A diagnosis as it is written, at ``start:end``; `code` as written."""

    name: str
    code: str
    start: int
    end: int
    polarity: Polarity = "present"
    subject: Subject = "patient"
    status: Status = "current"
    doubt: float = 0.0


def find_diagnoses(text: str, start: int, end: int) -> Iterator[Diagnosis]:
    """The diagnoses in ``text[start:end]``, by their codes or by their names alone."""
    for low, high in _parts(text, start, end):
        codes = list(_codes(text, low, high))
        if not codes:
            yield from _named(text, low, high, "")
            continue
        for name_low, name_high, at in _around(text, low, high, codes):
            written = text[codes[at].start() : codes[at].end()]
            yield from _named(text, name_low, name_high, written, codes[at].span())


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _PARTS.finditer(text, start, end):
        yield begin, stop.start() + (stop[0] == ".")
        begin = stop.end()
    yield begin, end


def _codes(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    yield from (match for match in CODE.finditer(text, start, end) if _is_code(text, match))
    yield from _OLD_CODE.finditer(text, start, end)


def _is_code(text: str, match: re.Match[str]) -> bool:
    written = match[0]
    if "." in written:
        return bool(re.match(r"[A-TV-Z]\d[0-9AB]\.", written))
    if len(written) == _SHORTEST:
        around = text[max(0, match.start() - 8) : match.start()]
        return bool(known(written)) and (
            re.search(r"(?i)icd|[(\[]$|code", around) is not None or text[match.end() : match.end() + 1] in (")", "]")
        )
    return known(written) is not None and any(letter.isdigit() for letter in written[3:])


def _around(text: str, low: int, high: int, codes: list[re.Match[str]]) -> Iterator[tuple[int, int, int]]:
    """The words of each code: behind it where the part begins with a code, before it otherwise."""
    codes.sort(key=lambda match: match.start())
    first = _LABEL.sub("", text[low : codes[0].start()]).strip(" \n-:.,;|([")
    ahead = not any(letter.isalpha() for letter in first) or first.lower() in ("icd", "icd-10", "icd10", "code", "dx")
    for index, code in enumerate(codes):
        if ahead:
            yield code.end(), codes[index + 1].start() if index + 1 < len(codes) else high, index
        else:
            yield codes[index - 1].end() if index else low, code.start(), index


def _named(text: str, low: int, high: int, code: str, code_span: tuple[int, int] | None = None) -> Iterator[Diagnosis]:
    words = " ".join(text[low:high].split())
    subject: Subject = "patient"
    status: Status = "current"
    family = _FAMILY.search(words)
    if family:
        subject, words = "family", words[family.end() :]
    words = _LABEL.sub("", words)
    doubt, polarity = 0.0, "present"
    if (no := _NO.match(words)) is not None:
        polarity, words = "absent", words[no.end() :]
    if (past := _PAST.match(words)) is not None:
        status, words = "history", words[past.end() :]
    if (unsure := _DOUBT.search(words)) is not None:
        doubt = 0.5
        words = f"{words[: unsure.start()]} {words[unsure.end() :]}" if unsure.start() < 4 else words
    words, told = _judged(words)
    status = "history" if told == "resolved" or _AFTER.match(words) else status
    polarity = "absent" if told == "denied" else polarity
    name = _name(words)
    if code and not known(code) and not _OLD_CODE.fullmatch(code):
        doubt = max(doubt, 0.5)
    if not name and code:
        line = known(code)
        name = line.name if line else ""
    if not name or not ((code and not _OLD_CODE.fullmatch(code)) or is_condition(name)):
        return
    begin, stop = _trim(text, low, high)
    span = (min(begin, code_span[0]), max(stop, code_span[1])) if code_span else (begin, stop)
    yield Diagnosis(name, code, *span, polarity, subject, status, doubt)  # type: ignore[arg-type]


def _judged(words: str) -> tuple[str, str]:
    """A name without what is said of it behind it ("resolved", "not found today"), and which of the two that is."""
    found = _BEHIND.search(words)
    return (words[: found.start()], "resolved" if found["resolved"] else "denied") if found else (words, "")


def _trim(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low] in " \n\f-:.,;|)]=":
        low += 1
    while high > low and text[high - 1] in " \n\f-:,;|([=":
        high -= 1
    return low, high


_AHEAD = phrase(
    r"^[\s\"'\[]{0,4}(?:(?:with |the |a |an )?(?:diagnos(?:is|es)|impression|assessment)(?: (?:of|"
    r"include[sd]?|including|was|were|are|is))?"
    r"|(?:documented|noted|listed|given|described) as|includ(?:e|es|ed|ing)|consisting of|the)\b[\s:]{1,3}"
)


def _name(words: str) -> str:
    words = _AHEAD.sub("", words)
    words = _TRAILING.sub("", _LEADING.sub("", words))
    words = re.sub(r"\s{0,2}[(\[]\s{0,2}[)\]]", "", words).strip(" -:.,;|=*\"'[]")
    return re.sub(
        r"(?i)[\s,-]{1,4}(?:industrial(?:ly related)?|nonindustrial|non-industrial|accepted|deferred|"
        r"per (?:report|mri|emg))$",
        "",
        words,
    )[:_LONGEST]


@cache
def _conditions() -> re.Pattern[str]:
    rows = table("diagnoses")
    endings = "|".join(rows["endings"])
    every = "|".join(sorted((re.escape(word) for word in rows["conditions"]), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)|\b\w{{2,24}}(?:{endings})\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def is_condition(name: str) -> bool:
    """Whether words name a condition: one of the table's words, no sentence, not too long."""
    if not _LETTERS.search(name) or len(name.split()) > _MOST_WORDS or _PROSE.search(name) or _OTHER.search(name):
        return False
    return _conditions().search(name) is not None


def side_of(words: str) -> Side:
    """The side that words name, *bilateral* where they name both."""
    sides = {name for match in _SIDE.finditer(words) for name, said in match.groupdict().items() if said}
    if not sides:
        return ""
    return "bilateral" if "both" in sides or len(sides) > 1 else ("left" if "left" in sides else "right")


def level_of(words: str) -> str:
    """The levels of the spine that words name, the first run of them."""
    found = _LEVEL.search(words)
    return found[0] if found else ""

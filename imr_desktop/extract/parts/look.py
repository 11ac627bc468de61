"""What one page says, by itself, about whether a document begins on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.dates import find_dates
from imr_desktop.extract.parts import names
from imr_desktop.extract.parts.days import head_day, titled_day
from imr_desktop.extract.parts.furniture import PageCount
from imr_desktop.extract.parts.people import patient_in
from imr_desktop.extract.parts.spaced import unspaced
from imr_desktop.extract.parts.titles import Heads, find_heads
from imr_desktop.extract.parts.word_lists import words

TOP = 14
_SHORT = 40
"""Characters of a line that is no prose."""
_MOST_LINES = 400
_FEW_LINES, _LEAST_WORDS = 3, 8
"""Lines of a page that may be empty; letters and figures that are more than specks."""
_LEFT_BLANK = re.compile(rf"\b(?:{words('heads', 'left_blank')})\b", re.IGNORECASE)
_CONTINUED = re.compile(
    r"\(?\bcont(?:inued|inuation|'d|d\.)(?:\s+(?:from|on)\b)?|\bcontinued[ ]from\b|\bpage[ ]?\d{1,3}[ ]?\(cont", re.IGNORECASE
)
_SECOND_SHEET = re.compile(
    r"\W*(?:(?:attachment|addendum|schedule|appendix|supplement|annex|continuation)(?: (?:sheet|page))?"
    r"(?: (?:no\.? )?[a-z\d]{1,5})? (?:to|of|for) (?:the |this |my |our |your )?"
    r"(?:application|form|request|rfa|imr|dwc|independent)\b|"
    r"(?:sheet|part|side) (?:[2-9]|two|three|four|five|ii|iii|iv)\b|(?:second|third|2nd|3rd) (?:sheet|page|side)\b|"
    r"(?:additional|more|further|other) (?:sheet|page)\b|"
    r"(?:reverse|back|other side) of (?:the |this )?(?:form|sheet|page)\b)",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\W*(?:(?:please )?read (?:this|these|me)(?: \w+)? (?:first|before)|before you (?:begin|start|fill|complete|sign)|"
    r"(?:part|section|sheet|step) (?:1|one|i|a)\b[ ]?(?:[.:\u2013-]|of\b(?![ ]?(?:1|one)\b)))",
    re.IGNORECASE,
)
_RUNNING_PAGE = re.compile(rf"(?:.*\s)?page[ ]?(?:[2-9]|[1-9]\d|{words('heads', 'page_numbers')})\W*\Z", re.IGNORECASE)
_SERVICE = re.compile(
    r"\W*(?:proof|declaration|certificate|affidavit) of (?:(?:personal|electronic|mail) )?(?:service|mailing)\b",
    re.IGNORECASE,
)
_INSTRUCTIONS = re.compile(
    r"\s*(?:(?:general |form )?instructions?\b.{0,12}\b(?:for|to|on|regarding|sheet|page)|instructions?\s*:?\s*\Z|"
    r"how to (?:complete|fill|apply|submit)|definitions? (?:of|and)|important information about|notice to (?:employee|"
    r"injured))",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\bdwc[ -](?:form[ -])?(?:ad[ -]?)?(?P<dwc>imr|rfa|pr-?[234]|1|9785(?:\.\d)?|10133(?:\.\d+)?|cs1|5021)\b|"
    r"\bform[ -](?P<form>\d{3,5}|pr-?[234])\b|\b(?:cms|hcfa)[ -]?(?P<cms>1500)\b|\bub[ -]?(?P<ub>04)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"\s*(?:dear\s+[A-Z]|to whom it may concern|to the [a-z]+:\s*\Z|attention\s*:|attn\b)", re.IGNORECASE
)
_LABELS = ("patient", "birth", "claim", "employer", "injury", "visit", "doctor", "to")
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>(?<![\w])(?:{words('head_labels', name)}))" for name in _LABELS) + r"(?!\w)", re.IGNORECASE
)
_AFTER_LABEL = re.compile(r"(?:\s{0,3}\([^)]{0,30}\))?\s{0,6}[:#.]|\s{1,6}(?=[\dA-Z])")
_SIGNED = re.compile(words("heads", "signed"), re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;][)\]\"'\u201d]{0,2}\s*\Z")
_OPENING = re.compile(rf"\s*(?:{words('heads', 'opening')})\b", re.IGNORECASE)
_CLOSING = re.compile(rf"\s*(?:{words('heads', 'closing')})\b\s*(?::|\Z)", re.IGNORECASE)
_COPIES = re.compile(r"\s{0,8}(?:cc|c\.c\.|encl?|enclosures?)\s?[:.]", re.IGNORECASE)
_SIGNING = re.compile(
    r"[^:]{0,60}:?\s?\((?:original )?signature\b|\W{0,3}i declare (?:\w+ )?under (?:the )?penalty of perjury\b", re.IGNORECASE
)
"""How the foot of a form begins that a page's end parts from it, where it is signed."""
_FOOT = 3
"""Lines of a page that holds no more than a letter's foot: who signed, who got a copy."""
_PAGE = re.compile(
    r"\b(?:page|pg|p)\b[.:#]?\s{0,3}\d{1,3}(?:\s{0,3}(?:of|/)\s{0,3}\d{1,3})?|\A\W*\d{1,3}\s{0,3}(?:of|"
    r"/)\s{0,3}\d{1,3}\W*\Z",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d+")


class PageLook(NamedTuple):
    """One page's evidence.

    `day` is a day of service, or a letter's, that its head gives, `days` are all days in its first lines, `stated` those of
    short lines and titles further down, too; `labels` are the kinds of lines that open a record, each with the line it stands
    in; `head` are the first lines without page counters.
    `leading` is a sheet that leads to the form behind it, `running_page` a number above 1 in a running head, `service` a
    proof of service.
    """

    lines: tuple[str, ...]
    heads: Heads
    counter: PageCount | None
    readable: bool
    patient: str
    day: date | None
    days: frozenset[date]
    stated: frozenset[date]
    labels: Mapping[str, str]
    forms: frozenset[str]
    continued: bool
    instructions: bool
    leading: bool
    running_page: bool
    service: bool
    salutation: bool
    letter_day: bool
    signed: bool
    ends_open: bool
    begins_small: bool
    opening: bool
    closing: bool
    shape: tuple[float, float]
    head: tuple[str, ...]


def look_at(text: str, count: PageCount | None, readable: bool) -> PageLook:
    """The evidence of a page whose furniture was taken off."""
    rows = text.replace("\r", "\n").split("\n")[:_MOST_LINES]
    lines = tuple(line for raw in rows if (line := " ".join(unspaced(raw[:400]).split())))
    top = lines[:TOP]
    heads = find_heads(lines)
    titled = {title.line for title in heads.titles}
    head = [plain for line in top if (plain := _PAGE.sub("", line).strip(" -|,()"))]
    body = [line for line in lines if len(line) > 3]
    patient = patient_in(top)
    headed = bool(patient or heads.letterhead.name)  # else it is a report that is quoted
    return PageLook(
        lines=lines,
        heads=heads,
        counter=count,
        readable=readable and not _is_empty(lines, heads),
        patient=patient,
        day=head_day(top) or (titled_day(top) if headed else None),
        days=frozenset(found.value for line in top[:7] for found in find_dates(line)),
        stated=frozenset(found.value for line in top if len(line) <= _SHORT or line in titled for found in find_dates(line)),
        labels=_labels(head[:12]),
        forms=frozenset(_form(one) for line in (*top, *lines[-2:]) for one in _FORM.finditer(line)),
        continued=_is_foot(lines)
        or (bool(lines) and _SIGNING.match(lines[0]) is not None)
        or any(_CONTINUED.search(line) or _SECOND_SHEET.match(line) for line in top[:4] if len(line) < 90),
        instructions=any(_INSTRUCTIONS.match(line) for line in top[:4]),
        leading=any(_LEADING.match(line) for line in top[:3] if len(line) < 60),
        running_page=any(_RUNNING_PAGE.match(line) for line in top[:4] if len(line) < 90 and line not in titled),
        service=any(_SERVICE.match(line) for line in top[:4] if len(line) < 60),
        salutation=any(_SALUTATION.match(line) for line in top),
        letter_day=any(_is_day(line) for line, above in zip(top[:8], ("", *top), strict=False) if not above.endswith(":")),
        signed=_is_signed(lines[-9:]),
        ends_open=bool(body) and len(body[-1]) > 40 and not _SENTENCE_END.search(body[-1]) and not _SIGNED.search(body[-1]),
        begins_small=bool(top) and top[0][:1].islower() and not _PAGE.match(top[0]),
        opening=any(_OPENING.match(line) for line in top[:8]),
        closing=bool(top) and _CLOSING.match(top[0]) is not None,
        shape=_shape(lines),
        head=tuple(head[:6]),
    )


def _is_foot(lines: Sequence[str]) -> bool:
    """Whether a page holds no more than the foot of the letter before it: who got a copy."""
    return len(lines) <= _FOOT and any(map(_COPIES.match, lines))


def _is_empty(lines: Sequence[str], heads: Heads) -> bool:
    """Whether a page holds no words but that it is empty, or the few signs that a machine sees on an empty back."""
    if len(lines) > _FEW_LINES or heads.titles:
        return False
    text = " ".join(lines)
    return sum(map(str.isalnum, text)) < _LEAST_WORDS or _LEFT_BLANK.search(text) is not None


def _form(found: re.Match[str]) -> str:
    return next(word.lower().replace("-", "") for word in found.groups() if word)


def _labels(top: Sequence[str]) -> Mapping[str, str]:
    """The kinds of lines that open a record, each with the first line it stands in."""
    found: dict[str, str] = {}
    for line in top:
        if len(line) > 160:
            continue
        for label in _LABEL.finditer(line):
            if _AFTER_LABEL.match(line, label.end()):
                found.setdefault(label.lastgroup or "", line)
    return found


def _is_day(line: str) -> bool:
    """Whether a line is a day and nothing else, as letters have."""
    if len(line) > 45:
        return False
    first = next(find_dates(line), None)
    if first is None:
        return False
    rest = (line[: first.start] + line[first.end :]).strip(" .,:-").lower()
    return rest in ("", "date", "dated", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _is_signed(last: Sequence[str]) -> bool:
    return any(_SIGNED.search(line) or (len(line) < 70 and names.at_start(line)) for line in last)


def _shape(lines: Sequence[str]) -> tuple[float, float]:
    """The share of short lines, and of figures among the letters: tables, letters and prose differ in these."""
    if not lines:
        return 0.0, 0.0
    letters = sum(map(len, lines))
    digits = sum(map(str.isdigit, "".join(line[:200] for line in lines)))
    return sum(len(line) < 45 for line in lines) / len(lines), digits / max(1, letters)


@lru_cache(maxsize=4096)
def masked(line: str) -> str:
    """A line with its figures left out."""
    return _DIGIT.sub("#", line)[:80]

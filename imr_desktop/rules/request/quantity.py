"""How many: packs, refills, supplies, counts and durations, each taking its words away once read."""

from __future__ import annotations

import re
import tomllib

from imr_desktop.paths import resource
from imr_desktop.rules.request.reading import UNITS, VISIT, VISIT_UNITS, Reading, unit_of

COUNTED_SERVICE = re.compile(
    r"\b(?:therapy|physiotherapy|chiropractic|chiro|acupuncture|massage|mri|ct|x-?rays?|emg|ncv|ncs|injections?|visits?|tpis?"
    r"|sessions?|treatments?|consult\w*|evaluations?|ultrasound|arthrogram|radiographs?|pt|ot|screens?|biofeedback|cbt"
    r"|psychotherapy|counseling|manipulation|e?swt|blocks?|esis?|care)\b"
)


_IS = r" ?(?:x|:|of|#|-|=)? ?"
_REFILLS = re.compile(
    rf"(?<!#)\b(?:(\d{{1,9}}) ?(?:additional |more )?refill\b(?!{_IS}\d)|refill{_IS}(\d{{1,9}})\b"
    r"|((?:no|without) refill\b|refill ?:? ?none\b))"
)
_PACK = re.compile(r"# ?(\d{1,9})\b(?! of \d)")
_PACK_IN_WORDS = re.compile(r"\b(?:count|ct) ?(?:of|:|=)? ?(\d{1,4})\b|\b(\d{1,4}) (?:count|ct)\b")
_QUANTITY = re.compile(
    r"\b(?:qty|quantity|units?|count|total)\b(?: requested)?(?: (?:session|visit|treatment|number))?"
    r" ?(?:of|:|=|-|#|\.)? ?(?:of )?(\d{1,9})\b(?! ?(?:day|week|month|year|hour|x)\b)"
    r"|\b(\d{1,9}) (?:in )?total\b"
)
_TIMES = re.compile(
    r"(?<![\w.])x ?\(?(\d{1,9})\)?\b"
    r"(?! ?(?:day|night|month|year|hour|week|/|per\b|a\b|x\b|weekly|inch|cm|mm))"
    r"|(?<![\w.])(\d{1,3}) x\b(?! ?(?:\d|/|per\b|a\b|day|daily|week|month))"
)
_SUPPLY = re.compile(
    r"\b(\d{1,3})[- ]?(hour|day|week|month)s?[-' ]*(?:supply|coverage)\b"
    r"|\b(day|week|month)s?[-' ]*supply ?[:=]? ?(\d{1,3})\b"
)
_COUNTED = re.compile(rf"(?<![\d.,/^-])\b(\d{{1,9}}) ((?:[a-z&'./-]{{1,24}} ){{0,6}}?)({UNITS})\b")
_NOUN_FIRST = re.compile(
    rf"\b(?:{VISIT}|units?) ?(?:requested|number)? ?[:=#-]? ?\(?(\d{{1,3}})\b"
    r"(?! ?(?:x|week|month|day|hour|-|to\b|/|\.\d))"
)
_YEARLY = re.compile(r"\b(\d{1,2}) (?:x )?(?:(?:per|a|each) |/ ?)year\b")
_LEADING = re.compile(r"^\W{0,3}(\d{1,9}) (?!(?:day|week|month|year|hour|x|refill|per|to|and|or|of|in)s?\b)[a-z]")
_LEADING_SERVICE = re.compile(
    r"^\W{0,3}(\d{1,3}) (?:physical therapy|physiotherapy|pt|acupuncture|chiropractic|massage) "
    r"(?:and|plus|&)"
)
_TRAILING = re.compile(r"(?:, ?|;|\s\(|=\s?| - )\s?(\d{1,3})\)?\W*$")
_BRACKETED = re.compile(r" \((\d{1,3})\)")
_FURTHER = re.compile(
    r"\b(?:additional|another|further|initial|first|remaining|trial of|up to|course of|series of) "
    r"(\d{1,3})\b(?! (?:x|day|week|month|year|hour|level))"
)
_THERAPY_LAST = re.compile(
    r"\b(?:therapy|physiotherapy|pt|ot|acupuncture|chiro\w*|massage|treatment|care|manipulation) "
    r"(\d{1,3})\W*$"
)
_LASTING = re.compile(
    r"(?<!in )(?<!every )(?<!after )(?<!within )(?<!age )\b(\d{1,3}) (hour|day|night|month|year)s?\b"
    r"(?! ?(?:a\b|per\b|each\b|old\b|week|/|ago\b))"
)
_BREAKS = frozenset(
    (
        "for",
        "to",
        "of",
        "with",
        "and",
        "or",
        "per",
        "a",
        "the",
        "x",
        "week",
        "weeks",
        "day",
        "days",
        "month",
        "months",
        "level",
        "levels",
        "refill",
        "refills",
        "at",
        "in",
        "on",
        "by",
        "every",
        "each",
        "hour",
        "year",
    )
)
_NOUN = re.compile(rf"\b({UNITS})\b")
_DRUG_WORDS = tomllib.loads(resource("words", "drugs.toml").read_text(encoding="utf-8"))
_DRUG_FORMS = re.compile(
    rf"\b(?:{'|'.join((*_DRUG_WORDS['forms'], *_DRUG_WORDS['names']))}|\w{{2,}}(?:{'|'.join(_DRUG_WORDS['endings'])}))\b"
)


def read_refills(reading: Reading) -> None:
    """Read ``with 2 refills``, ``refill x 1``, ``no refills``."""
    if match := reading.take(_REFILLS.search(reading.rest)):
        reading.refills = 0 if match[3] else int(match[1] or match[2])


def read_pack(reading: Reading) -> None:
    """Read ``#60`` and ``60 ct``."""
    if match := reading.take(_PACK.search(reading.rest)):
        reading.pack = int(match[1])
    elif match := reading.take(_PACK_IN_WORDS.search(reading.rest)):
        reading.pack = reading.count = int(match[1] or match[2])


def read_count(reading: Reading) -> None:
    """Read how many, from the surest wording to the least."""
    if match := reading.take(_SUPPLY.search(reading.rest)):
        reading.count, reading.unit = int(match[1] or match[4]), f"{match[2] or match[3]} supply"
        _read_pack_beside(reading)
    elif not _read_counted(reading) and reading.count is None:
        _read_apart(reading)


def read_lasting(reading: Reading) -> None:
    """Read ``30 days``, ``6 months``, ``80 hours`` where nothing else was counted."""
    if reading.count is None and reading.months is None and (match := _LASTING.search(reading.rest)):
        reading.count, reading.unit = int(match[1]), match[2]


def noun_in(text: str) -> str | None:
    """The unit a request speaks of although its number stands apart (``injections … x 6``)."""
    nouns = [unit_of(match.group()) for match in _NOUN.finditer(text)]
    return next((noun for noun in nouns if noun in VISIT_UNITS or noun == "injection"), None)


def names_a_drug_form(text: str) -> bool:
    """Whether the words tell a medication's form."""
    return bool(_DRUG_FORMS.search(text))


def _read_pack_beside(reading: Reading) -> None:
    """``day supply: 30 qty: 60``: the second is what is in the pack."""
    if reading.pack is None and (match := reading.take(_QUANTITY.search(reading.rest))):
        reading.pack = int(match[1] or match[2])


def _read_counted(reading: Reading) -> bool:
    counted = [match for match in _COUNTED.finditer(reading.rest) if not _BREAKS & set(match[2].split())]
    if not counted:
        return False
    reading.count, reading.unit = int(counted[0][1]), unit_of(counted[0][3])
    values = {int(match[1]) for match in counted if unit_of(match[3]) in VISIT_UNITS}
    if values and (match := _LEADING_SERVICE.match(reading.rest)):
        values.add(int(match[1]))
    reading.conflicting = reading.conflicting or len(values) > 1
    inner = [int(match[1]) for match in counted[1:] if unit_of(match[3]) in ("tablet", "capsule", "patch")]
    if inner and reading.pack is None:
        reading.pack = inner[0]
    return True


def _read_apart(reading: Reading) -> None:
    for pattern in (_QUANTITY, _YEARLY, _TIMES, _NOUN_FIRST, _FURTHER, _BRACKETED, _TRAILING, _THERAPY_LAST, _LEADING):
        if match := pattern.search(reading.rest):
            reading.count = int(next(group for group in match.groups() if group))
            reading.apart = pattern is not _LEADING
            return

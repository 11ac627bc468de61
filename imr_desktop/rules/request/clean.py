"""Setting aside what looks like a quantity in a request and is none: dates, codes, levels, doses, dosing times."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imr_desktop.case.numbers import as_digits
from imr_desktop.rules.request.body import LEVELS
from imr_desktop.rules.request.regular import regular

MAX_CHARACTERS = 4000  # a request is a heading; what follows is prose

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_NOT_QUANTITY = re.compile(
    r"\(?\b(?:dos|dates? of service|doi|dates? of injury)\b[^()]{0,60}?\)?(?=[a-z]{3}|[()]|$)"
    r"|\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b"
    rf"|\b{_MONTHS}\s\d{{1,2}},?\s\d{{4}}\b|\b{_MONTHS}\s\d{{4}}\b"
    r"|\b(?:cpt|hcpcs|icd)\b(?:[- ]?(?:10|9))?(?: codes?)?[ :#]*[a-z]?\d{3,5}(?:\.\d+)?"
    r"|(?<!#)(?<!# )\b\d{5}\b(?!\s*(?:visit|session|treatment|tab|cap|refill))|\b[a-z]\d{4}\b"
    r"|\b(?:if|vascutherm|visco|tens)[- ]\d{1,4}\b(?! ?x)"
)
_CODEINE = re.compile(r"\b(?:tylenol|apap|acetaminophen)(?: with| w/| and|/)?(?: codeine)?(?:\s*#\s?|\sno\.?\s?|\s)[234]\b")
_STRENGTH = r"(?:\d{1,5}(?:,\d{3})?(?:\.\d{1,4})?|\.\d{1,4})"
_DOSE = re.compile(
    rf"(?<![\w.]){_STRENGTH}(?:\s?[-/]\s?{_STRENGTH}){{0,3}}\s?(?:mgs?|mcgs?|micrograms?|milligrams?|iu|meq|ug)\b"
    rf"(?:\s?/\s?(?:{_STRENGTH}\s?)?(?:ml|min|hr?|hour|day|tab|patch))?"
    rf"|(?<![\w.]){_STRENGTH}(?:\s?/\s?{_STRENGTH}){{0,3}}\s?%"
    r"|\b\d{1,2}(?:\.\d{1,2})?/\d{3}\b(?!/)"
)
_DOSE_AS_WRITTEN = re.compile(_DOSE.pattern, re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?<![-.\d])\b(\d{1,3},\d{3}|\d{1,4}(?:\.\d{1,3})?)\s?-?(gms?|grams?|g|mls?|oz|ounces?|cc)\b"
    r"(?!\s*(?:[qbt]\.?i\.?d|q\.?d|daily|nightly|(?:a|per|x|times) ?(?:day|daily)|to affected|up to|every))"
)
_INTERVAL = r"(?:every|q\.?)(?:\s?\d+(?:\s?(?:-|to)\s?\d+)?\s?(?:h|hours?|hrs?|days?)\b)"
_DOSING = re.compile(
    r"\b\d+(?:\s?(?:-|to)\s?\d+)?\s*(?:tabs?|tablets?|caps?|capsules?|pills?|patch(?:es)?)?\s*"
    rf"(?:by mouth|p\.?o\.?\b|orally|{_INTERVAL}"
    r"|(?:\d+\s*)?(?:x|times?)\s*(?:(?:a|per)\s*|/\s*)?(?:day|daily)|(?:a|per|each)\s+day|daily\b"
    r"|b\.?i\.?d\b|t\.?i\.?d\b|q\.?i\.?d\b|q\.?h\.?s\b|q\.?d\b|every (?:morning|night|evening|day|am|pm)"
    r"|at bedtime|as needed|prn|nightly)"
    rf"|\b{_INTERVAL}"
    r"|\bin\s+\d+(?:\s?(?:-|to)\s?\d+)?\s*(?:days?|weeks?|wks?|months?)\b"
    r"|\b\d+(?:\.\d+)?[- ]*(?:min(?:ute)?s?|years?[- ]old|y/?o|tesla|t(?= mri))\b"
    r"|\b\d+[- ]*(?:hours?|hrs?) ?(?:a|per|each|/) ?(?:day|week|wk)\b"
    r"|\b\d+[- ]*(?:hours?|hrs?)[- ](?=session|visit|each|treatment|a\b|per\b|/|daily)"
    r"|\b\d+[- ]*(?:(?:views?|leads?|channels?|panel|levels?|phase|wheel\w*|part|inch(?:es)?|ply|way|drug panel)\b"
    r"|points? (?=cane|harness))"
    r"|\b\d+ ?(?:/|per|in (?:a|each)) ?(?:box|bottle|tube|pack|container)\b"
    r"|\b\d+ (?:hours?|hrs?) (?:on|off)\b|\b\d+ ?(?:-|to) ?\d+ ?(?:gms?|grams?|g)\b"
    r"|\bapply (?:up to )?\d+(?: ?(?:-|to) ?\d+)? (?:patch(?:es)?|pumps?)\b"
    r"|\b\d+-in-\d+\b|\b(?:grade|phase|level|stage|type|ages?)\s*\d+\b"
)
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "×": "x", "\u00a0": " ", "’": "'"})
_GRAM_UNITS = frozenset({"g", "gm", "gms", "gram", "grams"})


@dataclass(frozen=True)
class Cleaned:
    """The request in digits and regular words without what is no quantity, and what was set aside.

    Set aside are doses as written and an amount (240, g).
    """

    text: str
    doses: tuple[str, ...]
    amount: int | float | None
    amount_unit: str | None


def clean(text: str) -> Cleaned:
    """Prepare the first `MAX_CHARACTERS` of a request for counting."""
    lowered = " ".join(text[:MAX_CHARACTERS].translate(_DASHES).split())
    doses = _doses(lowered)
    words = _NOT_QUANTITY.sub(" ", _CODEINE.sub("tylenol", lowered.lower()))
    words = LEVELS.sub(" ", _DOSE.sub(" ", words))
    amounts = list(_AMOUNT.finditer(words))
    words = _DOSING.sub(" ", as_digits(_AMOUNT.sub(" ", words)))
    unit = _amount_unit(amounts[0][2]) if amounts else None
    return Cleaned(regular(words), doses, _amount(amounts[0][1]) if amounts else None, unit)


def _doses(text: str) -> tuple[str, ...]:
    """Doses as written, each once; percentages all, since each ingredient of a compound has its own."""
    found: list[str] = []
    for match in _DOSE_AS_WRITTEN.finditer(text):
        if match.group() not in found or match.group().endswith("%"):
            found.append(match.group())
    return tuple(found)


def _amount(written: str) -> int | float:
    """An amount as written: 106.32 stays 106.32, 240 is whole."""
    number = float(written.replace(",", ""))
    return int(number) if number.is_integer() else number


def _amount_unit(written: str) -> str:
    if written in _GRAM_UNITS:
        return "g"
    return "oz" if written.startswith("o") else "ml"

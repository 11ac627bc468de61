"""What is asked for, read from a request's words. Nothing is guessed: what the words do not say stays None."""

from __future__ import annotations

import re
from functools import lru_cache

from imr_desktop.rules.model import Request
from imr_desktop.rules.request import body, quantity
from imr_desktop.rules.request.clean import MAX_CHARACTERS, Cleaned, clean
from imr_desktop.rules.request.quantity import SUPPLY_UNITS, VISIT_UNITS, Reading

_REMAINDER = re.compile(r"(?:remaining\s+IMR\s+eligible\s+portion\s+of\s+the\s+original\s+request,?\s*|"
                        r"(?<!leaving\s)(?<!leaving\sthe\s)\bthe\s+original\s+request,\s+)(.{3,}?)(?:\s+is\s*)?$",
                        re.IGNORECASE | re.DOTALL)
_PER_SESSION = re.compile(r"\b(?:per|each|in (?:a|1|one)|a)\s+(?:session|visit)\b|\bsingle (?:session|visit)\b")
_SESSIONS = re.compile(r"\bsessions?\b|\bvisits?\b")
_COUNTED_SERVICE = re.compile(
    r"\b(?:therapy|physiotherapy|chiropractic|chiro|acupuncture|massage|mri|ct|x-?rays?|emg|ncv|ncs|injections?|visits?"
    r"|sessions?|treatments?|consult\w*|evaluations?|ultrasound|arthrogram|radiographs?|pt|ot)\b")
_OPEN = re.compile(r"\b(?:unknown|unspecified|undetermined|unstated) (?:quantity|qty|amount|number|duration|dosage|frequency)"
                   r"|\bunspecified\b|\bquantity unknown\b")


def disputed_words(text: str) -> str:
    """The part of a heading that is in dispute, where it tells of a request allowed in part; else all of it."""
    text = text[:MAX_CHARACTERS]
    match = _REMAINDER.search(text)
    return match[1] if match else text


def parse_request(text: str) -> Request:
    """Read a request's words; never raises, and looks at the first 4,000 characters only."""
    return _parse(text[:MAX_CHARACTERS])


@lru_cache(maxsize=512)
def _parse(text: str) -> Request:
    words = disputed_words(text)
    cleaned = clean(words)
    reading = quantity.read(cleaned.text)
    _settle_unit(reading, cleaned)
    total = _total(reading)
    return Request(
        count=reading.count,
        unit=reading.unit,
        per_week=reading.per_week,
        weeks=reading.weeks,
        total=total,
        dose=", ".join(cleaned.doses) or None,
        pack=reading.pack,
        refills=reading.refills,
        side=body.side(words),
        body=body.body_parts(words),
        levels=body.spinal_levels(words),
        ambiguous=_question(reading, cleaned.text, total),
    )


def _settle_unit(reading: Reading, cleaned: Cleaned) -> None:
    """Give the number its unit: an amount of cream, a ``#12`` that counts visits, the noun a bare number speaks of."""
    if cleaned.amount is not None and reading.pack is None:
        reading.pack, reading.unit = cleaned.amount, reading.unit or cleaned.amount_unit
    elif reading.pack is not None and reading.count is None and not cleaned.doses \
            and _COUNTED_SERVICE.search(cleaned.text):
        reading.count = reading.pack
    if reading.unit in ("tablet", "capsule", "patch") and reading.pack is None:
        reading.pack = reading.count
    if reading.conflicting:
        reading.count = None
    if reading.count is not None and reading.unit is None:
        reading.unit = quantity.noun_in(cleaned.text)


def _scheduled(reading: Reading) -> int | None:
    if reading.per_week is None or reading.weeks is None:
        return None
    return reading.per_week * reading.weeks


def _countable(reading: Reading) -> bool:
    return reading.count is not None and (reading.unit is None or not reading.unit.endswith(" supply"))


def _total(reading: Reading) -> int | None:
    scheduled = _scheduled(reading)
    if reading.conflicting:
        return None
    if scheduled is None:
        return reading.count if _countable(reading) and reading.unit not in SUPPLY_UNITS - {"patch"} else None
    if not _countable(reading) or reading.count in (scheduled, 1) or reading.unit in SUPPLY_UNITS:
        return scheduled
    return None


def _question(reading: Reading, text: str, total: int | None) -> str | None:
    """What to ask where the words leave it open."""
    scheduled = _scheduled(reading)
    if reading.conflicting:
        return "The request gives different numbers of visits: how many are asked for?"
    if reading.ranges:
        return f"The request gives a range ({', '.join(reading.ranges)}): which number is asked for?"
    if scheduled is not None and total is None:
        return (f"{reading.count} are asked for, but {reading.per_week} times a week for {reading.weeks} weeks makes "
                f"{scheduled}: which is meant?")
    if reading.unit == "injection" and (reading.count or 0) > 1 and not _PER_SESSION.search(text) \
            and not _SESSIONS.search(text):
        return f"Are {reading.count} injections asked for in one session, or {reading.count} sessions?"
    if reading.per_week is not None and reading.weeks is None and reading.count is None:
        return f"{reading.per_week} times a week is asked for: for how many weeks?"
    if _OPEN.search(text):
        return "The request leaves its quantity or duration open: how much is asked for, and for how long?"
    return None


__all__ = ["VISIT_UNITS", "disputed_words", "parse_request"]

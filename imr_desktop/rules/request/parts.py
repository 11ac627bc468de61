"""The part of a request that is in dispute, where utilization review allowed another part."""

from __future__ import annotations

import re

from imr_desktop.rules.request.reading import Reading

_REMAINDER = re.compile(
    r"(?:remaining\s+IMR\s+eligible\s+portion\s+of\s+the\s+original\s+request,?\s*|"
    r"(?<!leaving\s)(?<!leaving\sthe\s)\bthe\s+original\s+request,\s+)(.{3,}?)(?:\s+is\s*)?$",
    re.IGNORECASE | re.DOTALL,
)
_ORIGINAL = re.compile(r"\A(.{3,}?)\s+was\s+the\s+original\s+request\b", re.IGNORECASE | re.DOTALL)
_AUTHORIZED = re.compile(
    r"original\s+request\.\s*(.{3,}?)\s+(?:was|were)\s+authorized\b"
    r"|Claims\s+Administrator\s+authorized\s+(.{3,}?)(?:,\s*leaving|\.\s)",
    re.IGNORECASE | re.DOTALL,
)
_ALLOWED = re.compile(
    r"\b(\d{1,3}) ?(?:[a-z]+ ){0,3}?(?:(?:were|was|have been|has been|already|being) )*"
    r"(?:authorized|certified(?! hand)|approved|allowed)\b"
    r"|(?<!non-)(?<!non )(?<!not )\b(?:authorized|approved|allowed|certified):? (?:only )?#?(\d{1,3})\b"
    r"|\b(?:modified|reduced) to #?(\d{1,3})\b"
)
_OF = r"(\d{1,3}) (?:out )?of (?:the )?(\d{1,3})"
_SOME = re.compile(
    rf"\b{_OF}(?: [a-z]+){{0,2}}? (?:(?:were|was|have been|has been|already) )*"
    r"(?:authorized|certified(?! hand)|approved|allowed)\b"
    rf"|(?<!non-)(?<!non )(?<!not )\b(?:authorized|approved|allowed|certified):? (?:only )?{_OF}\b"
)
_LEFT = re.compile(
    r"\bremaining (\d{1,3}) of (?:the )?(\d{1,3})\b|\b(\d{1,3}) of (\d{1,3}) [a-z ]{0,30}(?:remain\w*|denied|non-?certified)"
    r"|\b(\d{1,3}) (?:[a-z]+ ){0,2}?(?:remaining|remain|denied|non-?certified|in dispute|disputed)\b"
)
_ASKED = re.compile(r"\b(\d{1,3}) ((?:[a-z]+ ){0,5}?)requested\b")
_HINT = re.compile(r"authori[sz]ed|certified|approved|allowed|remain|denied|dispute|modified|reduced")


def disputed_words(text: str) -> str:
    """The part of a heading that is in dispute, where it tells of a request allowed in part; else all of it."""
    match = _REMAINDER.search(text)
    return match[1] if match else text


def original_words(text: str) -> str:
    """What was asked for at first, where a heading tells it apart from the remainder; else empty."""
    match = _ORIGINAL.search(text)
    return match[1] if match else ""


def authorized_words(text: str) -> str:
    """What utilization review allowed, where a heading tells it; else empty."""
    match = _AUTHORIZED.search(text) if "original request" in text.lower() else None
    return (match[1] or match[2]) if match else ""


def read_parts(reading: Reading) -> None:
    """Read ``6 visits authorized``, ``8 remaining``, ``12 requested`` within a request."""
    if not _HINT.search(reading.rest):
        return
    if match := reading.take(_SOME.search(reading.rest)):
        reading.authorized, reading.original = int(match[1] or match[3]), int(match[2] or match[4])
    elif match := reading.take(_ALLOWED.search(reading.rest)):
        reading.authorized = int(match[1] or match[2] or match[3])
    if match := _LEFT.search(reading.rest):
        _take_left(reading, match)
    if match := _ASKED.search(reading.rest):
        reading.original = int(match[1])
        reading.take(match, " ; ")


def settle_parts(reading: Reading) -> None:
    """What remains in dispute of the number asked for."""
    packed = reading.count is None and scheduled(reading) is None
    asked = reading.original or (reading.pack if packed else scheduled(reading) or reading.count)
    if reading.remaining is None and reading.authorized is not None and asked is not None:
        reading.remaining = asked - reading.authorized
    if reading.remaining is None or reading.remaining <= 0:
        return
    if asked != reading.remaining:
        reading.original = asked
        reading.per_week = reading.weeks = None
    if packed and reading.pack is not None:
        reading.pack = reading.remaining
    else:
        reading.count = reading.remaining


def scheduled(reading: Reading) -> int | None:
    """The visits a frequency and a duration come to."""
    if reading.planned is not None:
        return reading.planned
    if reading.per_week is not None and reading.weeks is not None:
        return reading.per_week * reading.weeks
    if reading.per_month is not None and reading.months is not None:
        return reading.per_month * reading.months
    return None


def _take_left(reading: Reading, match: re.Match[str]) -> None:
    reading.remaining = int(match[1] or match[3] or match[5])
    if match[2] or match[4]:
        reading.original = int(match[2] or match[4])
    reading.take(match, " ; ")

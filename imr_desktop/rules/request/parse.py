"""What is asked for, read from a request's words. Nothing is guessed: what the words do not say stays None."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from imr_desktop.case.model import DisputedItem
from imr_desktop.rules.model import Request
from imr_desktop.rules.request import body, dates, parts, sides
from imr_desktop.rules.request.asking import open_sessions, question
from imr_desktop.rules.request.bounds import read_ranges, refuse_beyond, refuse_broken
from imr_desktop.rules.request.clean import MAX_CHARACTERS, Cleaned, clean
from imr_desktop.rules.request.quantity import (
    COUNTED_SERVICE,
    names_a_drug_form,
    noun_in,
    read_count,
    read_lasting,
    read_pack,
    read_refills,
)
from imr_desktop.rules.request.reading import SUPPLY_UNITS, TIME_UNITS, Reading
from imr_desktop.rules.request.schedule import read_schedule
from imr_desktop.rules.request.sessions import INJECTIONS, TRIGGER_POINTS, read_sessions, settle_sessions

_Number = int | float | None


def disputed_words(text: str) -> str:
    """The part of a heading that is in dispute, where it tells of a request allowed in part; else all of it."""
    return parts.disputed_words(text[:MAX_CHARACTERS])


def parse_request(text: str) -> Request:
    """Read a request's words; never raises, and looks at the first 4,000 characters only."""
    return _parse(text[:MAX_CHARACTERS])


@lru_cache(maxsize=512)
def _parse(text: str) -> Request:
    words = parts.disputed_words(text)
    cleaned = clean(words)
    reading = _read(cleaned)
    total = _total(reading, cleaned)
    flat = " ".join(words.split())
    original, authorized = _parts(reading, text)
    return Request(
        count=reading.count,
        unit=reading.unit,
        per_week=reading.per_week,
        weeks=reading.weeks,
        total=total,
        dose=", ".join(cleaned.doses) or None,
        pack=reading.pack,
        refills=reading.refills,
        side=sides.side(flat),
        body=body.body_parts(flat),
        levels=body.spinal_levels(flat),
        ambiguous=question(reading, cleaned.text, total),
        per_session=reading.per_session,
        sessions=reading.sessions,
        original=original,
        authorized=authorized,
        retrospective=dates.is_retrospective(flat),
        service_dates=dates.service_dates(flat),
    )


def _read(cleaned: Cleaned) -> Reading:
    """Each step takes its words away, the surest first."""
    dosed = bool(cleaned.doses)
    reading = Reading(cleaned.text)
    refuse_broken(reading)
    parts.read_parts(reading)
    read_ranges(reading)
    read_refills(reading)
    read_pack(reading)
    read_sessions(reading)
    read_schedule(reading, dosed)
    read_count(reading)
    read_lasting(reading)
    parts.settle_parts(reading)
    _settle_unit(reading, cleaned)
    settle_sessions(reading)
    refuse_beyond(reading, _is_drug(cleaned))
    return reading


def divided(requested: str, authorized: str) -> tuple[_Number, _Number]:
    """The numbers asked for at first and allowed; neither where more was allowed, since they then count different things."""
    return _fitting(_amount(requested), _amount(authorized))


def _parts(reading: Reading, text: str) -> tuple[_Number, _Number]:
    return _fitting(
        reading.original or _amount(parts.original_words(text)), reading.authorized or _amount(parts.authorized_words(text))
    )


def _fitting(original: _Number, authorized: _Number) -> tuple[_Number, _Number]:
    return (None, None) if original and authorized and authorized > original else (original, authorized)


def _amount(words: str) -> _Number:
    """The one number some words come to: visits, or what is in the pack."""
    if not words:
        return None
    cleaned = clean(words)
    reading = _read(cleaned)
    return _total(reading, cleaned) or reading.pack or reading.count


def _is_drug(cleaned: Cleaned) -> bool:
    return bool(cleaned.doses) or cleaned.amount is not None or names_a_drug_form(cleaned.text)


def _settle_unit(reading: Reading, cleaned: Cleaned) -> None:
    """Give the number its unit: an amount of cream, a ``#12`` that counts visits, the noun a bare number speaks of."""
    if cleaned.amount is not None and reading.pack is None:
        reading.pack = cleaned.amount
        reading.unit = reading.unit or (cleaned.amount_unit if reading.count is None else None)
    elif (
        reading.pack is not None and reading.count is None and not _is_drug(cleaned) and COUNTED_SERVICE.search(cleaned.text)
    ):
        reading.count, reading.apart = reading.pack, True
    _settle_pack(reading, cleaned)
    if reading.unit == "unit" and TRIGGER_POINTS.search(cleaned.text):
        reading.unit, reading.apart = "injection", True
    if reading.conflicting:
        reading.count = None
    if reading.count is not None and reading.unit is None:
        reading.unit = _noun(reading, cleaned.text)


def _settle_pack(reading: Reading, cleaned: Cleaned) -> None:
    """A number of tablets, or a bare number beside a dose, is the pack; a second number beside a pack is a question."""
    if reading.pack is None and reading.count is None and _is_drug(cleaned):
        reading.pack = reading.per_month
    if reading.unit in ("tablet", "capsule", "patch") and reading.pack is None:
        reading.pack = reading.count
    elif reading.count is None or reading.unit is not None or not _is_drug(cleaned) or INJECTIONS.search(cleaned.text):
        return
    elif reading.pack is None:
        reading.pack = reading.count
    elif reading.apart and reading.pack != reading.count and cleaned.amount is None:
        reading.unclear = f"Does #{reading.pack} x {reading.count} mean {reading.count} fills of {reading.pack}?"
        reading.count = None


def _noun(reading: Reading, text: str) -> str | None:
    injected = "injection" if INJECTIONS.search(text) else None
    return injected if reading.sessions and (injected or reading.per_session) else noun_in(text) or injected


def _countable(reading: Reading, cleaned: Cleaned) -> bool:
    if reading.count is None or reading.unit in TIME_UNITS or reading.unit in SUPPLY_UNITS - {"patch"}:
        return False
    return reading.unit is not None or reading.pack != reading.count or not _is_drug(cleaned)


def _total(reading: Reading, cleaned: Cleaned) -> _Number:
    """The visits, injections or units it comes to in all; None where the words leave it open."""
    planned = parts.scheduled(reading)
    if reading.conflicting:
        return None
    if reading.remaining:
        return reading.count if not reading.pack else None
    if reading.per_session is not None:
        return reading.per_session * reading.sessions if reading.sessions else None
    if planned is not None and reading.per_month is not None and reading.count in (None, reading.per_month):
        return planned
    if planned is None:
        return reading.count if _countable(reading, cleaned) and not _open(reading, cleaned.text) else None
    if not _countable(reading, cleaned) or reading.count in (planned, 1) or reading.unit in SUPPLY_UNITS:
        return planned
    return None


def _open(reading: Reading, text: str) -> bool:
    """Whether ``trigger point injections x 6`` may be six sessions of several each, so that nobody can tell the total."""
    return (
        open_sessions(reading, text) and (reading.apart or reading.sessions is not None) and bool(TRIGGER_POINTS.search(text))
    )


def request_of(item: DisputedItem) -> Request:
    """What the words of the part in dispute say, and the numbers of the other parts where the item holds their words."""
    request = parse_request(item.disputed_text)
    if not item.authorized or request.authorized is not None:
        return request
    return _beside(request, item.requested[:MAX_CHARACTERS], item.authorized[:MAX_CHARACTERS])


@lru_cache(maxsize=256)
def _beside(request: Request, requested: str, authorized: str) -> Request:
    original, allowed = divided(requested, authorized)
    return msgspec.structs.replace(request, original=original, authorized=allowed)

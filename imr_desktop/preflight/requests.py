"""What an item asks for, as the checks hold it against the text: its service and drugs, its doses, its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight.restated import Restated, asked, restated
from imr_desktop.preflight.texts import TextField, prose
from imr_desktop.rules import Packs, Request, parse_request
from imr_desktop.rules.match import NamedService

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_UNIT = re.compile(r"%|[a-zµ]+", re.IGNORECASE)
_PLACE = re.compile(r" (?:of|for) the .*")
_UNITS = MappingProxyType(
    {"mgs": "mg", "milligram": "mg", "milligrams": "mg", "mcgs": "mcg", "ug": "mcg", "microgram": "mcg", "micrograms": "mcg"}
)


@dataclass(frozen=True, slots=True)
class RequestedDose:
    """The strengths of one dose and their unit; the unit is empty where none is written ("10/325")."""

    numbers: frozenset[float]
    unit: str

    def same(self, other: RequestedDose) -> bool:
        """Whether two doses can be one: "10 mg" and "10/325 mg" can; units that differ are not compared."""
        if self.unit and other.unit and self.unit != other.unit:
            return True
        return self.numbers <= other.numbers or other.numbers <= self.numbers


def named(packs: Packs | None, words: str) -> NamedService | None:
    """The service and drugs some words ask for; None without packs, or where the packs know none."""
    return packs.matcher.match(words) if packs else None


def of_item(packs: Packs | None, item: DisputedItem) -> NamedService | None:
    """The service and drugs an item asks for."""
    return named(packs, item.disputed_text)


def kind(one: NamedService) -> str:
    """A service without the part of the body it is for: an MRI, wherever."""
    return _PLACE.sub("", one.service.name)


def meant(case: Case, packs: Packs | None, field: TextField, one: Restated) -> tuple[DisputedItem, ...]:
    """The items a restatement can mean: the rationale's own, or for the summary those that ask for such a service."""
    if field.item is not None:
        return (field.item,)
    here = named(packs, one.text)
    others = ((item, of_item(packs, item)) for item in case.items) if here else ()
    return tuple(item for item, its in others if its and here and kind(its) == kind(here))


def all_restated(case: Case, packs: Packs | None) -> list[tuple[TextField, Restated, tuple[DisputedItem, ...]]]:
    """Every place where the texts name a request again, with the items it can mean (never none)."""
    found = [(field, one, meant(case, packs, field, one)) for field in prose(case) for one in restated(field)]
    return [row for row in found if row[2]]


@lru_cache(maxsize=1024)
def doses(text: str) -> tuple[RequestedDose, ...]:
    """The doses some words name."""
    written = parse_request(text).dose or ""
    return tuple(_dose(part) for part in re.split(r",\s+", written) if _NUMBER.search(part))


def _dose(written: str) -> RequestedDose:
    per = re.split(r"\s?/\s?(?=[a-z]|\d+\s?(?:ml|hr?|hour|day))", written, maxsplit=1, flags=re.IGNORECASE)[0]
    unit = _UNIT.search(per)
    word = unit[0].lower() if unit else ""
    return RequestedDose(frozenset(float(number.replace(",", "")) for number in _NUMBER.findall(per)), _UNITS.get(word, word))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers a request names: packs (``#60``), visits or other counts in all, months or days of supply."""

    packs: frozenset[int | float]
    counts: frozenset[int | float]
    supplies: frozenset[tuple[int | float, str]]


@lru_cache(maxsize=1024)
def numbers(text: str) -> Numbers:
    """The numbers some words name; where they can mean more than one, all of them."""
    request = parse_request(text)
    supply = _supply(request)
    scheduled = request.per_week * request.weeks if request.per_week and request.weeks else None
    return Numbers(
        packs=_some((request.pack,)),
        counts=_some(
            (
                request.total,
                scheduled,
                request.sessions,
                request.per_session,
                request.original,
                request.authorized,
                None if supply else request.count,
            )
        ),
        supplies=frozenset(supply),
    )


def _supply(request: Request) -> tuple[tuple[int | float, str], ...]:
    unit = request.unit or ""
    return ((request.count, unit),) if request.count and unit.endswith(" supply") else ()


def _some(values: Iterable[int | float | None]) -> frozenset[int | float]:
    return frozenset(value for value in values if value)


def numbers_of(item: DisputedItem) -> Numbers:
    """All numbers an item's words name: of the whole request, of the part allowed, and of the part in dispute."""
    return _numbers_in(asked(item))


@lru_cache(maxsize=512)
def _numbers_in(words: str) -> Numbers:
    each = [numbers(text) for text in words.split(" ; ")]
    return Numbers(
        frozenset().union(*(one.packs for one in each)),
        frozenset().union(*(one.counts for one in each)),
        frozenset().union(*(one.supplies for one in each)),
    )

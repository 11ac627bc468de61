"""The fixed words of cover letter and proof of service, read from ``resources/letter/cover`` into typed structs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from imr_desktop.case.appeal import Place
from imr_desktop.case.model import Decision, EndState
from imr_desktop.case.parties import Language, Method, Role
from imr_desktop.errors import RenderError
from imr_desktop.paths import resource

_PREFIX = "cover."
_FIXED = frozenset({"edition", "language"})
_FILES: Mapping[Language, str] = MappingProxyType({"English": "en.toml", "Spanish": "es.toml"})


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class EffectWords(_Part, frozen=True):
    """What the determination means for the parties."""

    heading: str
    binding: str
    overturned: str
    upheld: str


class AppealWords(_Part, frozen=True):
    """How, until when and on which grounds it can be appealed from."""

    heading: str
    who: str
    must: tuple[str, ...]
    mailed: str
    in_person: str
    grounds: str
    ground: tuple[str, ...]
    after: str


class HelpWords(_Part, frozen=True):
    """Where questions go."""

    heading: str
    contact: str
    state: str


class TableWords(_Part, frozen=True):
    """The table of decisions: its three headings, and the words for each decision and each end without one."""

    columns: tuple[str, str, str]
    decided: dict[Decision | EndState, str]


class ProofWords(_Part, frozen=True):
    """The declaration that the determination was served; `method` heads each row, `how` says how it was done."""

    title: str
    declare: str
    address: str
    served: str
    columns: tuple[str, str, str]
    method: dict[Method, str]
    how: dict[Method, str]
    perjury: str
    executed: str


class CoverWords(_Part, frozen=True):
    """All fixed words of the cover letter in one language; `proof` is there in English alone."""

    edition: str
    language: str
    note: str
    title: str
    running: str
    page: str
    months: tuple[str, ...]
    written: str
    not_stated: str
    by_email: str
    in_person: str
    greeting: str
    opening: str
    closing: str
    director: str
    enclosure: str
    copies: str
    administrative_director: str
    re: dict[str, str]
    outcome: dict[str, str]
    table: TableWords
    effect: EffectWords
    appeal: AppealWords
    places: dict[Place, str]
    help: HelpWords
    roles: dict[Role, str]
    proof: ProofWords | None = None

    def day(self, day: date | None) -> str:
        """A day in words."""
        if day is None:
            return self.not_stated
        return self.written.format(day=day.day, month=self.months[day.month - 1], year=day.year)


@cache
def cover_paragraphs() -> Mapping[str, str]:
    """What an office may word otherwise: each paragraph by its dotted place (``cover.Spanish.appeal.must.1``)."""
    found = (_places(_tables(language), f"{_PREFIX}{language}.") for language in _FILES)
    return MappingProxyType({place: text for places in found for place, text in places})


def cover_words(language: Language, own: Mapping[str, str] = MappingProxyType({})) -> CoverWords:
    """The words of one language, with the office's `own` in their places (see `cover_paragraphs`).

    Raises RenderError where the file does not hold.
    """
    tables, prefix = deepcopy(_tables(language)), f"{_PREFIX}{language}."
    for place, text in own.items():
        if place.startswith(prefix) and place in cover_paragraphs():
            _put(tables, place.removeprefix(prefix).split("."), text)
    try:
        return msgspec.convert(tables, CoverWords)
    except msgspec.ValidationError as error:
        raise _broken(error) from None


def _places(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _places(value, f"{before}{name}.")
        elif isinstance(value, list):
            yield from ((f"{before}{name}.{number}", text) for number, text in enumerate(value, 1))
        elif name not in _FIXED:
            yield f"{before}{name}", value


def _put(table: Any, path: list[str], text: str) -> None:
    for name in path[:-1]:
        table = table[name]
    table[int(path[-1]) - 1 if isinstance(table, list) else path[-1]] = text


@cache
def _tables(language: Language) -> dict[str, Any]:
    try:
        return tomllib.loads(resource("letter", "cover", _FILES[language]).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _broken(error) from None


def _broken(error: Exception) -> RenderError:
    return RenderError(f"The cover letter's fixed words cannot be read ({error}); install IMR Desktop again.")

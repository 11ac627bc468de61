"""The fixed words of cover letter and proof of service, read from ``resources/letter/cover`` into typed structs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

import msgspec

from imr_desktop.case.appeal import Place
from imr_desktop.case.model import Decision, EndState
from imr_desktop.case.parties import Language, Method, Role
from imr_desktop.errors import RenderError
from imr_desktop.paths import resource

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
def cover_words(language: Language) -> CoverWords:
    """The words of one language. Raises RenderError where the file does not hold."""
    try:
        return msgspec.convert(tomllib.loads(resource("letter", "cover", _FILES[language]).read_text("utf-8")), CoverWords)
    except (OSError, ValueError) as error:
        raise RenderError(f"The cover letter's fixed words cannot be read ({error}); install IMR Desktop again.") from None

"""The letter's fixed words by edition, read from ``resources/letter/editions`` into typed structs.

Every edition that a letter was ever signed in is kept, so that the letter can be rendered again. An office may put words of
its own in the place of an edition's, paragraph by paragraph.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from imr_desktop.case.model import Issue, WordingChange
from imr_desktop.errors import RenderError
from imr_desktop.paths import resource

_SLOT = re.compile(r"\{(\w+)\}")
_SHOWN = 40


class _WordingPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class HowWords(_WordingPart, frozen=True):
    """Words of the first section."""

    opening: str
    credentials: str
    licensure: str
    specialty: str
    effect: str


class DocumentWords(_WordingPart, frozen=True):
    """Words of the list of documents; `columns` are its five headings."""

    opening: str
    none: str
    columns: tuple[str, str, str, str, str]
    appendix: str = ""
    appendix_heading: str = ""
    none_opened: str = ""
    unopened: str = ""
    missing: str = ""
    unread: str = ""
    unread_elsewhere: str = ""


class SummaryWords(_WordingPart, frozen=True):
    """Words of the clinical case summary."""

    opening: str
    opening_no_record: str
    none: str


class ItemWords(_WordingPart, frozen=True):
    """Words around each disputed item."""

    opening: str
    none: str
    remainder: str
    whole: str
    claims_administrator_guideline: str
    reviewer_guideline: str
    rationale: str
    no_citation: str


class Headings(_WordingPart, frozen=True):
    """The section headings, in their order."""

    how: str
    documents: str
    summary: str
    items: str
    after: str = ""


class Caution(_WordingPart, frozen=True):
    """What is added where an item of a kind was decided in one way; `names` and `without` are patterns of whole words."""

    decision: str
    text: str
    names: tuple[str, ...]
    without: tuple[str, ...] = ()


class Wording(_WordingPart, frozen=True):
    """All fixed words of one edition; tables keyed by the model's own terms stay mappings.

    What has a default was not said in the first edition.
    """

    edition: str
    title: str
    not_stated: str
    draft: str
    draft_note: str
    signed_note: str
    page: str
    running: str
    header: dict[str, str]
    priority: dict[str, str]
    headings: Headings
    outcome: dict[str, str]
    how: HowWords
    attested: dict[str, str]
    documents: DocumentWords
    summary: SummaryWords
    items: ItemWords
    decision: dict[str, str]
    ended: dict[str, str]
    version: dict[str, str] = {}
    mixed: dict[str, str] = {}
    why: dict[str, str] = {}
    decisions: tuple[str, str, str] = ("", "", "")
    after: dict[str, str] = {}
    office: dict[str, str] = {}
    caution: tuple[Caution, ...] = ()


@cache
def editions() -> tuple[str, ...]:
    """The names of all editions, oldest first. Raises RenderError."""
    try:
        return tuple(sorted(path.stem for path in resource("letter", "editions").glob("*.toml")))
    except OSError as error:
        raise RenderError(f"The letter's fixed wording is not there ({error}).") from None


@cache
def wording(edition: str | None = None) -> Wording:
    """The words of an edition, of the newest where none is named. Raises RenderError where there is no such edition."""
    return _typed(_tables(edition or editions()[-1]))


def wording_of(issue: Issue | None) -> Wording:
    """The words that a determination is issued in: those of its edition, with the office's own in their places.

    Raises RenderError for an edition that this program does not know, and for a change that does not fit.
    """
    if issue is None or issue.office is None or not issue.office.wording:
        return wording(issue.edition if issue else None)
    return overlaid(issue.edition, issue.office.wording)


def overlaid(edition: str | None, changes: tuple[WordingChange, ...]) -> Wording:
    """The words of an edition with changes. Raises RenderError where a change names no paragraph, or loses one of its
    ``{slots}``: what the case says there would not be printed.
    """
    edition = edition or editions()[-1]
    known, tables = paragraphs_of(edition), deepcopy(dict(_tables(edition)))
    for change in changes:
        _require_fit(change, known, edition)
        *outer, last = change.place.split(".")
        table = tables
        for name in outer:
            table = table[name]
        table[last] = change.text.strip()
    return _typed(tables)


@cache
def paragraphs_of(edition: str | None = None) -> Mapping[str, str]:
    """What an office may word otherwise: each paragraph of an edition by its dotted place (``how.effect``)."""
    return MappingProxyType(dict(_paragraphs(_tables(edition or editions()[-1]), "")))


def _paragraphs(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str) and name != "edition":
            yield f"{before}{name}", value
        elif isinstance(value, dict) and "." not in name:
            yield from _paragraphs(value, f"{before}{name}.")


def _require_fit(change: WordingChange, known: Mapping[str, str], edition: str) -> None:
    place = change.place[:_SHOWN]
    if change.place not in known:
        raise RenderError(f"The office's wording names “{place}”, which edition {edition} of the letter does not have.")
    wanted, there = (set(_SLOT.findall(text)) for text in (known[change.place], change.text))
    if not change.text.strip() and known[change.place].strip():
        raise RenderError(f"The office's wording of “{place}” is empty; write the paragraph, or leave the letter's own.")
    if wanted != there:
        names = ", ".join(f"{{{name}}}" for name in sorted(wanted ^ there))
        raise RenderError(f"The office's wording of “{place}” must have the same places to fill in as the letter's: {names}.")


@cache
def _tables(edition: str) -> Mapping[str, Any]:
    if edition not in editions():
        raise RenderError(
            f"The letter names edition “{edition[:_SHOWN]}” of the fixed wording, which this version of IMR Desktop does not "
            f"have (it has {', '.join(editions())}); update the program."
        )
    try:
        return tomllib.loads(resource("letter", "editions", f"{edition}.toml").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RenderError(f"The letter's fixed wording cannot be read ({error}); install IMR Desktop again.") from None


def _typed(tables: Mapping[str, Any]) -> Wording:
    try:
        return msgspec.convert(tables, Wording)
    except msgspec.ValidationError as error:
        raise RenderError(f"The letter's fixed wording does not hold ({error}); install IMR Desktop again.") from None

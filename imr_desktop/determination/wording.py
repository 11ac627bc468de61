"""The letter's fixed words, read from ``resources/letter/determination.toml`` into typed structs."""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec

from imr_desktop.errors import RenderError
from imr_desktop.paths import resource


class _WordingPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class HowWords(_WordingPart, frozen=True):
    """Words of the first section."""

    opening: str
    credentials: str
    licensure: str
    specialty: str
    trail: str
    trail_head: str
    effect: str


class DocumentWords(_WordingPart, frozen=True):
    """Words of the list of documents; `columns` are its five headings."""

    opening: str
    none: str
    columns: tuple[str, str, str, str, str]


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
    """The four section headings, in their order."""

    how: str
    documents: str
    summary: str
    items: str


class Wording(_WordingPart, frozen=True):
    """All fixed words of one edition; tables keyed by the model's own terms stay mappings."""

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


@cache
def wording() -> Wording:
    """The shipped wording. Raises RenderError where the file does not hold."""
    try:
        return msgspec.convert(tomllib.loads(resource("letter", "determination.toml").read_text("utf-8")), Wording)
    except (OSError, ValueError) as error:
        raise RenderError(f"The letter's fixed wording cannot be read ({error}); install IMR Desktop again.") from None

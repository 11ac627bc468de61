"""What an explanation holds: from an item's words to each criterion, in values and in words for people."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from imr_desktop.case.model import SourceRef
from imr_desktop.rules.model import CriterionReport, GoverningText, OwnRule, Request

Place = Literal["governs", "adds", "skipped"]


class ExplainedInput(msgspec.Struct, frozen=True):
    """An input with its value `words`, where it comes from in words (`origin`), and the places it was found at.

    A `conflicting` one has no value: its places say different things. One that is not `tested` only stands beside.
    """

    key: str
    label: str
    words: str
    origin: str
    sources: tuple[SourceRef, ...] = ()
    conflicting: bool = False
    tested: bool = True


class Gate(msgspec.Struct, frozen=True):
    """A condition that decides whether the governing rule applies at all; `holds` is None where that is not known."""

    id: str
    text: str
    holds: bool | None
    values: tuple[ExplainedInput, ...]
    missing: tuple[str, ...]
    citation: str


class ExplainedCriterion(msgspec.Struct, frozen=True):
    """A criterion's report with its test in words, its values, why it has its status, and how sure the criterion is.

    `applies_when` is empty where it always applies; `missing` are labels for people.
    """

    rule: str
    report: CriterionReport
    test: str
    applies_when: str
    values: tuple[ExplainedInput, ...]
    missing: tuple[str, ...]
    why: str
    sure: str


class WeighedRule(msgspec.Struct, frozen=True):
    """A rule that was looked at for an item, and why it governs, adds its criteria, or was skipped.

    `general` ones are for many services; of those skipped the text names only the number.
    """

    rule: str
    service: str
    edition: str
    source: str
    overrides: tuple[str, ...]
    place: Place
    why: str
    general: bool = False
    out_of_force: bool = False


class Explained(msgspec.Struct, frozen=True):
    """One item explained. `words` is the request as received, `understood` what was read from it, `asks` what it left open.

    `matched` are the words that named the service; `rules` all rules looked at, the governing one first.
    """

    item_id: str
    title: str
    words: str
    request: Request
    understood: tuple[str, ...]
    asks: str | None
    service: str | None
    matched: str | None
    service_why: str
    governing_day: date | None
    governing_basis: str
    rule: str | None
    governing_edition: str
    gates: tuple[Gate, ...]
    criteria: tuple[ExplainedCriterion, ...]
    rules: tuple[WeighedRule, ...]
    own: tuple[OwnRule, ...] = ()
    governing: GoverningText | None = None
    entry: bool = False

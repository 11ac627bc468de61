"""What reading gives: determinations as data, and proposals the reviewer may accept."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from imr_desktop.case.model import Decision, Relation, SourceRef


class Proposal(msgspec.Struct, frozen=True):
    """A value the record proposes for one place of the case.

    `key` names the place (``dates.injury``, ``items.2``, ``facts.exam.spasm`` …), `value` is a JSON value (dates as
    YYYY-MM-DD), `sources` say where it stands, by case page. Proposals with one key and different values are conflicts; the
    first is the best supported. `doubt` runs from 0 (as it is written) to 1 (a guess), `note` says why.
    """

    key: str
    value: Any
    sources: tuple[SourceRef, ...] = ()
    doubt: float = 0.0
    note: str = ""


class ParsedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One disputed item of a determination that was read.

    `title` is the whole heading before the decision. `requested`, `authorized`, `in_dispute` and `relation` are filled only
    where utilization review allowed a part of the request. `end_state` are the letter's words for an item that ended without
    a decision ("Withdrawn").
    """

    title: str
    decision: Decision | None = None
    end_state: str | None = None
    requested: str | None = None
    authorized: str | None = None
    in_dispute: str | None = None
    relation: Relation | None = None
    claims_administrator_guideline: str | None = None
    reviewer_guideline: str | None = None
    rationale: str | None = None


class ParsedDetermination(msgspec.Struct, frozen=True, kw_only=True):
    """A determination letter as data; what the letter does not say is None.

    `file` is the file's name where the caller knows it; `age` is in whole years.
    """

    file: str = ""
    case_number: str | None = None
    date_assigned: date | None = None
    date_of_injury: date | None = None
    decision_date: date | None = None
    ur_denial_date: date | None = None
    application_received: date | None = None
    priority: str | None = None
    age: int | None = None
    sex: str | None = None
    licensure: str | None = None
    specialty: str | None = None
    summary: str | None = None
    items: tuple[ParsedItem, ...] = ()

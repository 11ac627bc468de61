"""What a record says that decides a case: one typed fact, with the words it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import msgspec

from imr_desktop.case.model import SourceRef

Kind = Literal[
    "age",
    "sex",
    "injury",
    "birth",
    "request date",
    "ur date",
    "body part",
    "diagnosis",
    "request",
    "medication",
    "pain",
    "symptom",
    "exam",
    "treatment",
    "imaging",
    "electrodiagnostic",
    "surgery",
    "work status",
    "function",
    "ur reason",
]
Side = Literal["", "left", "right", "bilateral"]
Polarity = Literal["", "present", "absent"]
Subject = Literal["patient", "family", "other"]
Status = Literal["current", "history", "copied", "template", "planned"]


@dataclass(frozen=True, slots=True)
class Found:
    """A fact where it stands in a document's text: ``start:end`` are the words that are quoted.

    `polarity` is empty where the text does not say; for a sign of the examination *absent* is negative or normal. `doubt`
    runs from 0 (as it is written) to 1 (a guess). `proposed_code` was not written: it is the list's code for the name.
    `scope` are the words of a heading that gave the side, where they stand before the quote. `day` is the fact's own;
    `until` ends a span. `number` is a count, a score or an age; `of` what it is counted against; `words` the short words
    of the fact alone.
    """

    kind: Kind
    value: str
    start: int
    end: int
    code: str = ""
    proposed_code: str = ""
    dose: str = ""
    frequency: str = ""
    number: float | None = None
    of: float | None = None
    side: Side = ""
    level: str = ""
    polarity: Polarity = ""
    subject: Subject = "patient"
    status: Status = "current"
    day: dt.date | None = None
    until: dt.date | None = None
    doubt: float = 0.0
    scope: str = ""
    response: str = ""
    category: str = ""


class RecordFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact of the record, as `Found`, with its source; `date` is its own day, or that of its document."""

    kind: Kind
    value: str
    source: SourceRef
    subject: Subject = "patient"
    status: Status = "current"
    code: str = ""
    proposed_code: str = ""
    dose: str = ""
    frequency: str = ""
    number: float | None = None
    of: float | None = None
    side: Side = ""
    level: str = ""
    polarity: Polarity = ""
    date: dt.date | None = None
    until: dt.date | None = None
    doubt: float = 0.0
    scope: str = ""
    response: str = ""

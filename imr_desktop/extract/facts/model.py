"""What a record says that decides a case: one typed fact, with the words it rests on."""

from __future__ import annotations

import datetime as dt
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
    "ur received",
    "ur deadline",
    "reviewer specialty",
]
Side = Literal["", "left", "right", "bilateral"]
Polarity = Literal["", "present", "absent"]
Subject = Literal["patient", "family", "other"]
Status = Literal["current", "history", "copied", "template", "planned"]


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What may be said of a fact, wherever it stands; most of it empty.

    `polarity` is empty where the text does not say; for a sign of the examination *absent* is negative or normal. `doubt`
    runs from 0 (as it is written) to 1 (a guess). `proposed_code` was not written: it is the list's code for the name.
    `scope` are the words of a heading that gave the side, where they stand before the quote. `until` ends a span. `number`
    is a count, a score or an age; `of` what it is counted against.
    """

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
    until: dt.date | None = None
    doubt: float = 0.0
    scope: str = ""
    response: str = ""


class Found(Said, frozen=True):
    """A fact where it stands in a document's text: ``start:end`` are the words that are quoted; `day` is the fact's own."""

    kind: Kind
    value: str
    start: int
    end: int
    day: dt.date | None = None

    def placed(self, source: SourceRef, written: dt.date | None) -> RecordFact:
        """The fact with its source; `written` is the day of its document."""
        said = {name: getattr(self, name) for name in Said.__struct_fields__}
        return RecordFact(kind=self.kind, value=self.value, source=source, date=self.day or written, **said)


class RecordFact(Said, frozen=True, kw_only=True, omit_defaults=True):
    """A fact of the record with its source; `date` is its own day, or that of its document."""

    kind: Kind
    value: str
    source: SourceRef
    date: dt.date | None = None

"""What a check says: a problem, its place, and the fix it offers: plain frozen values that any front end can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from imr_desktop.identity import Identity
from imr_desktop.preflight.others import Others

if TYPE_CHECKING:
    from imr_desktop.rules import ItemReport, Packs

Severity = Literal["must fix", "consider"]
Area = Literal["case", "dates", "record", "summary", "item", "sign"]
Need = Literal["record", "identity", "packs", "rules", "others", "disclosures"]
"""What a check may need beside the case: see `Context`."""
Act = Literal["", "give reason", "search", "open document", "open page", "attest", "write", "decide", "identify"]


class Place(msgspec.Struct, frozen=True):
    """Where a problem stands.

    `item` is a `DisputedItem.id`, `field` the name of the field; `start` and `end` are offsets into that field's text (-1:
    the field as a whole); `label` names the place for people ("Item 1 › Rationale").
    """

    area: Area
    item: str = ""
    field: str = ""
    start: int = -1
    end: int = -1
    label: str = ""


class SetDate(msgspec.Struct, frozen=True, tag="set date"):
    """Set one claim date."""

    field: str
    value: date


class SetItemField(msgspec.Struct, frozen=True, tag="set item field"):
    """Set one text field of an item."""

    item: str
    field: str
    value: str


class SetCaseField(msgspec.Struct, frozen=True, tag="set case field"):
    """Set one field of the case itself, or of its credentials (``credentials.specialty``)."""

    field: str
    value: int | str | None


class ReplaceText(msgspec.Struct, frozen=True, tag="replace text"):
    """Replace the words `old` at `start` of a text by `new`; `item` is empty for the summary.

    With `old` empty, `new` is inserted at `start`.
    """

    item: str
    field: str
    start: int
    old: str
    new: str


class Unbind(msgspec.Struct, frozen=True, tag="unbind"):
    """Make the bound words at ``start:end`` of a text plain text; `item` is empty for the summary."""

    item: str
    field: str
    start: int
    end: int


Change = SetDate | SetItemField | SetCaseField | ReplaceText | Unbind


class Fix(msgspec.Struct, frozen=True):
    """An offered fix: the words on its button, and either `changes` to the case or an `act` only the reviewer can do.

    For an act, `target` names what it is about: a document id, an attestation key, an item id, a claim's words.
    """

    label: str
    changes: tuple[Change, ...] = ()
    act: Act = ""
    target: str = ""


class Problem(msgspec.Struct, frozen=True):
    """One thing to fix or to consider before signing.

    `id` is the check's name and what tells its problems apart (``item.undecided:1``); it stays the same while the problem
    does. `message` is one sentence; `quote` is the words it points at, exactly as they stand. A `flag` is only shown: it
    never needs an acknowledgement. What is `overridable` must be fixed, or be acknowledged by itself with a reason.
    `citation` is the law or source the check rests on. `also` are the other places of the same cause.
    """

    id: str
    check: str
    severity: Severity
    place: Place
    message: str
    quote: str | None = None
    fix: Fix | None = None
    flag: bool = False
    citation: str = ""
    overridable: bool = False
    also: tuple[Place, ...] = ()


class NotRun(msgspec.Struct, frozen=True):
    """A check that could not be made, and what it lacked, in a sentence: no problem of it is no good answer."""

    check: str
    reason: str


@dataclass(frozen=True)
class Raised:
    """What a check yields: a problem without its name. `key` tells the problems of one check apart."""

    place: Place
    message: str
    key: str = ""
    quote: str | None = None
    fix: Fix | None = None
    severity: Severity | None = None
    flag: bool | None = None
    overridable: bool = False


@dataclass(frozen=True)
class Context:
    """What checks may know beside the case.

    `today` is the day of the check; `identity` what must never reach an outgoing file (empty: nobody has said who signs;
    None: that is not asked here); `record` the text of the record by case page, `hidden` what stands in the files there and
    no eye can see, and `away` why pages of it are not at hand (empty: they are, or there is no record); `reports` the rules'
    answers per item; `disclosures` the people and companies the reviewer has ties with (Labor Code 139.5); `others`
    what was decided in other cases; `own_pack_fault` why the reviewer's own guideline packs are left out (empty: they are
    not); `rules_fault` says that the rules could not be evaluated, so that `reports` are no answer; `packs` the guideline
    packs themselves, for the names of drugs and services and the days editions were in force (None: checks that need them say
    nothing).
    """

    today: date
    identity: Identity | None = None
    record: Mapping[int, str] = field(default_factory=dict)
    hidden: Mapping[int, str] = field(default_factory=dict)
    away: str = ""
    reports: tuple[ItemReport, ...] = ()
    disclosures: tuple[str, ...] = ()
    others: Others = field(default_factory=Others)
    own_pack_fault: str = ""
    rules_fault: bool = False
    packs: Packs | None = None

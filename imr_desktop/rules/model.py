"""What a guideline pack holds, as it stands in ``resources/guidelines``, and what an evaluation reports.

A pack is data: editions (which text was in force when), inputs (typed facts a rule may ask for), services (canonical names
and the words they go by) and rules (criteria with a test, a citation and how sure we are of it).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from imr_desktop.case import dates
from imr_desktop.case.model import CriterionAnswer, SourceRef

READINGS = "readings.yaml"
"""The file of the reviewer's own readings in the own folder."""

InputType = Literal["boolean", "number", "string", "list"]
InputValue = bool | float | str | tuple[str, ...]
Kind = Literal["limit", "prerequisite", "exclusion", "repeat", "not_recommended", "gate", "dependency", "calc", "info"]
OnFail = Literal["not_supported", "question_then_not_supported", "question", "not_applicable"]
Confidence = Literal["high", "mixed", "from-memory"]
"""How far a criterion's words were seen: in the text of this edition; in another edition, a report or partly; not at all."""
Tier = Literal[
    "MTUS chapter", "regulation", "statute", "drug list", "other guideline", "label", "IMR digest", "practice", "office"
]
"""What kind of text a rule rests on. Other guidelines, labels, digests and practice only ask (8 CCR 9792.21(d))."""
TIER_WORDS: dict[Tier, str] = {
    "MTUS chapter": "Chapter of the MTUS",
    "regulation": "Regulation",
    "statute": "Statute",
    "drug list": "MTUS Drug List",
    "other guideline": "Guideline outside the MTUS: it only asks",
    "label": "Drug label: it only asks",
    "IMR digest": "Digest of IMR decisions: it only asks",
    "practice": "Practice of IMR: it only asks",
    "office": "Your own reading of the guideline",
}
"""A tier in a reviewer's words."""
HISTORICAL = "Historical, not for this date"
"""What stands over criteria of a text that is not in force on the item's day."""
Phase = Literal["acute", "subacute", "chronic", "after surgery", ""]
RuleConfidence = Literal["high", "from-memory", "mixed"]
Status = Literal["met", "not met", "not documented", "not applicable"]


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything read from a pack: frozen, unknown fields refused."""


class Edition(Data, frozen=True):
    """A guideline text and the days on which it governed (both inclusive; None: open, or cited outside the MTUS).

    `line` names texts that follow one another (``chronic pain``); an edition may stand in several lines. `year` is how
    determinations name it. `chapter` is the MTUS chapter it is an edition of (empty: none), `section` where the regulation
    adopts it, `published` its own day where that is known. From `asks_from` on it is not known whether it governs: its rules
    only ask. `current_to` is the last day on which a text outside the MTUS is recent enough (set when packs are loaded).
    `note` is a sentence on what is doubtful about its days.
    """

    id: str
    title: str
    year: str
    lines: tuple[str, ...]
    in_force_from: date | None = None
    in_force_to: date | None = None
    chapter: str = ""
    section: str = ""
    published: date | None = None
    tier: Tier = "MTUS chapter"
    asks_from: date | None = None
    current_to: date | None = None
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether this text governed on `day`, or was current enough to be cited."""
        started = self.in_force_from is None or self.in_force_from <= day
        return started and all(last is None or day <= last for last in (self.in_force_to, self.current_to))

    @property
    def dated(self) -> bool:
        """Whether the text has a day it came into force."""
        return self.in_force_from is not None


class InputSpec(Data, frozen=True):
    """A typed fact: its `label` in a sentence, the `question` that asks for it, and the phrases that are evidence of it.

    `derived` inputs come from the request's words, the case's dates or other inputs. `values` maps a string input's values
    to their phrases. A number outside `minimum`..`maximum` is not used; `unit` says what it counts. With `in_request` the
    item's own words are searched before findings, summary and record, with `of_request` as well they alone (the form of this
    drug: that of another says nothing of it); with `region` words about another part of the body
    than the request's count for nothing. `tried` are names of treatments of which a sentence may say that they did not help;
    `listed` names that count in a sentence which lists what the patient takes; with `near` one of these words must stand in
    the same sentence. `defined` is a test over other inputs that settles a boolean nobody stated.
    """

    key: str
    type: InputType
    label: str
    question: str
    derived: bool = False
    phrases: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    values: dict[str, tuple[str, ...]] = {}
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    in_request: bool = False
    of_request: bool = False
    region: bool = False
    defined: dict[str, Any] | None = None


class Service(Data, frozen=True):
    """A treatment under its canonical `name` and the words it goes by.

    `drugs` maps generic names to brand names. Where `body` is given, the first body part of the request must be among
    them; where `with_any` is given, one of these words must stand in the request; `without` must not. `weak` names
    (``DME``) give way to any other. An `ancillary` service goes with an operation and stands or falls with it.
    """

    name: str
    family: str
    synonyms: tuple[str, ...] = ()
    drugs: dict[str, tuple[str, ...]] = {}
    body: tuple[str, ...] = ()
    with_any: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    weak: bool = False
    ancillary: bool = False


class CriterionData(Data, frozen=True):
    """A criterion as written in a pack.

    `test` must hold; `when` says to whom it applies: where that is not known, it is asked. Criteria of one `group` of a rule
    are for different patients (one limit for each diagnosis): at most one of them is for this one. `shown` are inputs
    displayed beside it without being tested. `limit` is the limit in words ("3–4"); `citation` follows the edition's title;
    `seen_in` names where a ``high`` one was seen.
    """

    id: str
    kind: Kind
    text: str
    test: dict[str, Any]
    citation: str
    confidence: Confidence
    on_fail: OnFail | None = None
    when: dict[str, Any] | None = None
    group: str = ""
    shown: tuple[str, ...] = ()
    limit: str = ""
    question: str = ""
    would_change: str = ""
    seen_in: tuple[str, ...] = ()


class Example(Data, frozen=True):
    """Inputs and the statuses they must give, by the last part of the criterion id; checked whenever the pack loads."""

    inputs: dict[str, bool | float | str | list[str]]
    expect: dict[str, Status]


class Carried(Data, frozen=True):
    """A later `edition` of the same chapter in which a rule's criteria stand as well, as a rule of its own with this `id`.

    Its words were seen there only for the criteria in `seen` (the last part of their ids, with where they were seen); the
    others were seen in the rule's own edition alone, so they are ``mixed`` here and only ask.
    """

    id: str
    edition: str
    seen: dict[str, tuple[str, ...]] = {}


class RuleData(Data, frozen=True):
    """A rule as written in a pack: one service (and `also` services judged alike) in one edition.

    With `when` it applies only where that holds, and then goes before rules without. A rule that `adds` puts its criteria
    beside those of the governing rule; its `service` is then only a label, and `to`, `families` and `not_to` say which
    services it is for (all, where `to` and `families` are empty); one that `gates` editions closes their rules where its
    criteria do not hold. `overrides` names shipped rules a user's rule replaces. `tier` stands where it is not its edition's.
    One that is `first` is law on whether the item is to be reviewed at all: its criteria stand before any others. `carried`
    are later editions that keep its criteria. After the day it `expires` it is not used.
    """

    id: str
    service: str
    edition: str
    section: str
    criteria: tuple[CriterionData, ...]
    also: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    note: str = ""
    when: dict[str, Any] | None = None
    adds: bool = False
    to: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    not_to: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    tier: Tier | None = None
    first: bool = False
    carried: tuple[Carried, ...] = ()
    expires: date | None = None


class GoverningText(msgspec.Struct, frozen=True):
    """The text that governs an item on its day: an edition of a chapter of the MTUS, or what stands in its place.

    `in_force_to` is None where no later edition is known, `citation` names it as a determination does. `edition_id` is the
    edition's id in the packs, `phase` the one the injury is in on the day (empty: not known), `beside` the citations of
    other texts in force that may speak to the item, `note` says in sentences what is not known or in doubt. Where no
    chapter is about the item, the text is the general one and `silent`.
    """

    chapter: str
    edition: str
    in_force_from: date | None
    in_force_to: date | None
    tier: Tier
    citation: str = ""
    edition_id: str = ""
    phase: Phase = ""
    beside: tuple[str, ...] = ()
    note: str = ""
    silent: bool = False

    @property
    def days(self) -> str:
        """The days it is in force, for people: ``in force from 11/23/2021``."""
        if self.in_force_from is None:
            return ""
        last = f"\u2013{dates.written(self.in_force_to)}" if self.in_force_to else ""
        return f"in force {'' if last else 'from '}{dates.written(self.in_force_from)}{last}"


class Request(msgspec.Struct, frozen=True):
    """What a request's words say; None where they do not say it.

    `count` is the stated number of `unit`; `total` the visits, injections or units it comes to; `pack` the number written
    with ``#`` or beside a dose, a fraction where an amount is written so (106.32 g); `ambiguous` a question for what cannot
    be told from the words. `per_session` and `sessions` tell how injections are given. `original` and `authorized` are what
    was asked for and allowed where the words tell it beside what is in dispute. `service_dates` are ISO days, or
    ``first/last``, of a `retrospective` request.
    """

    count: int | float | None = None
    unit: str | None = None
    per_week: int | None = None
    weeks: int | None = None
    total: int | float | None = None
    dose: str | None = None
    pack: int | float | None = None
    refills: int | None = None
    side: Literal["left", "right", "bilateral"] | None = None
    body: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    ambiguous: str | None = None
    per_session: int | float | None = None
    sessions: int | None = None
    original: int | float | None = None
    authorized: int | float | None = None
    retrospective: bool = False
    service_dates: tuple[str, ...] = ()


class CriterionReport(msgspec.Struct, frozen=True):
    """One criterion's proposed status with its trace: values used, limit, citation, sources, and what would change it.

    `question` is what to ask where the status is not settled; `answer` is the reviewer's own, which overrides. `labels` are
    the words for people of all inputs named in `inputs` and `missing`. `source` says where its rule stands ("shipped" or
    the name of a user's file), `overrides` which shipped rules that rule replaces. A `historical` one stands in a text that
    is not in force on the item's day: it is shown as such and counts for nothing. `found` are the numbers of visits that
    stand beside a limit on them, for a line.
    """

    id: str
    text: str
    kind: Kind
    status: Status
    inputs: dict[str, InputValue]
    limit: str
    citation: str
    confidence: Confidence
    sources: tuple[SourceRef, ...]
    missing: tuple[str, ...]
    would_change: str
    edition: str
    question: str = ""
    answer: CriterionAnswer | None = None
    labels: dict[str, str] = {}
    source: str = "shipped"
    overrides: tuple[str, ...] = ()
    tier: Tier = "MTUS chapter"
    historical: bool = False
    found: str = ""

    @property
    def kind_of_text(self) -> str:
        """The tier in a reviewer's words."""
        return TIER_WORDS[self.tier]

    @property
    def heading(self) -> str:
        """What stands over a historical one, with its edition; empty for one in force."""
        return f"{HISTORICAL}: {self.edition}" if self.historical else ""

    @property
    def own_pack(self) -> str:
        """The user's pack it stands in, and what that replaces there, in words; empty for a shipped criterion."""
        if self.source == "shipped":
            return ""
        return _pack(self.source) + (f" replaces {', '.join(self.overrides)}" if self.overrides else "")


def _pack(source: str) -> str:
    return "Your own reading" if source == READINGS else f"Your pack {source.removesuffix('.yaml')}"


class OwnRule(msgspec.Struct, frozen=True):
    """A rule of the user's own pack at work on an item: its file, and the shipped rules it replaces."""

    rule: str
    source: str
    overrides: tuple[str, ...]

    @property
    def words(self) -> str:
        """That it is at work, and what it replaces: "Your pack office: rule office.gym replaces odg.gym"."""
        if self.source == READINGS:
            return _pack(self.source)
        replaced = f" replaces {', '.join(self.overrides)}" if self.overrides else ""
        return f"{_pack(self.source)}: rule {self.rule}{replaced}"


class ItemReport(msgspec.Struct, frozen=True):
    """What the packs say of one disputed item. `rule` is None where no rule covers the service.

    `source` says where the rule stands ("shipped" or the name of a user's file), `overrides` which shipped rules it
    replaces, `added` which further rules put criteria beside its own. `own` are all rules of the user's own packs at work
    here: the rule itself, those added, and gates. `governing` is the text that governs on the item's day; `entry` says
    that its words are licensed and no rule holds them, so that the reviewer's own reading is asked for.
    """

    item_id: str
    title: str
    service: str | None
    request: Request
    rule: str | None
    edition: str
    governing_edition: str
    criteria: tuple[CriterionReport, ...]
    source: str = ""
    overrides: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    own: tuple[OwnRule, ...] = ()
    governing: GoverningText | None = None
    entry: bool = False


class RuleEntry(msgspec.Struct, frozen=True):
    """One line of ``rules list --json``; `criteria` is their number, `source` "shipped" or the name of a user's file."""

    id: str
    service: str
    family: str
    edition: str
    in_force_from: date | None
    in_force_to: date | None
    confidence: RuleConfidence
    criteria: int
    source: str = "shipped"
    overrides: tuple[str, ...] = ()

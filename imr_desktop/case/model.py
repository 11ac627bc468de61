"""The case: one immutable value that everything else is a function of.

Field names are the field's own terms (8 CCR 9792.6.1 ff., Labor Code 4610.5-4610.6). Dates are calendar dates without a
zone. Pages count from 1 through the whole case (the *case page*), in the order the files were taken in, so that
``[p. 37]`` means one sheet for the life of the case; `CaseFile.first_page` maps it back into the file.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from imr_desktop.case.bounds import MOST_ITEMS, Age, Id, ItemCount, Line, Listed, Number, Offset, Page, Pages, Text
from imr_desktop.case.fields import (
    BOUND,
    DISPUTE,
    EDITED,
    HOLDS,
    OFFICE,
    OPINION,
    PRINTED,
    PROSE,
    REMARK,
    STATEMENT,
    UNRULED,
    WORK,
    Use,
    field,
)
from imr_desktop.case.issuing import AuditHead as AuditHead
from imr_desktop.case.issuing import Issue as Issue
from imr_desktop.case.issuing import IssuingOffice as IssuingOffice
from imr_desktop.case.issuing import RulePacks as RulePacks
from imr_desktop.case.issuing import SignedLetter as SignedLetter
from imr_desktop.case.issuing import WordingChange as WordingChange
from imr_desktop.case.record import CaseFile as CaseFile
from imr_desktop.case.record import CommentRole as CommentRole
from imr_desktop.case.record import Document as Document
from imr_desktop.case.record import PageNote as PageNote
from imr_desktop.case.record import PageVerdict as PageVerdict
from imr_desktop.case.record import ReceivedFile as ReceivedFile
from imr_desktop.case.record import SourceRef as SourceRef
from imr_desktop.case.record import Struct as Struct
from imr_desktop.case.record import Turn as Turn
from imr_desktop.case.record import WordCorrection as WordCorrection

SCHEMA_VERSION = 1

Track = Literal["standard", "expedited", "formulary"]
Decision = Literal["Upheld", "Overturned"]
Relation = Literal["whole", "remainder"]
EndState = Literal["terminated", "withdrawn", "settled", "ineligible"]
CriterionStatus = Literal["met", "not met", "not documented", "not applicable", "conflicting"]
FactValue = bool | Number | Line
EvidenceStepName = Literal["mtus", "acoem or odg", "other guidelines", "studies"]
EvidenceResult = Literal["", "supports", "does not support", "silent", "rebutted"]


class Finding(Struct, frozen=True):
    """A clinical finding the reviewer noted, with its sources. `category` is a key such as ``exam`` or ``symptoms``."""

    id: Annotated[Id, DISPUTE]
    text: Annotated[Text, DISPUTE | EDITED]
    category: Annotated[Line, DISPUTE | EDITED] = ""
    date: Annotated[date | None, DISPUTE | EDITED] = None
    sources: Annotated[Listed[SourceRef], DISPUTE | EDITED] = ()


class Fact(Struct, frozen=True):
    """A typed value a rule may ask for. `key` is a rule input (``exam.twitch_response``); `item` limits it to one item."""

    key: Annotated[Line, DISPUTE]
    value: Annotated[FactValue, DISPUTE]
    sources: Annotated[Listed[SourceRef], DISPUTE] = ()
    item: Annotated[Id, DISPUTE] = ""


class CriterionAnswer(Struct, frozen=True):
    """The reviewer's answer to one criterion; it overrides the computed status, and both are kept."""

    criterion: Annotated[Line, WORK]
    status: Annotated[CriterionStatus, WORK]
    reason: Annotated[Text, WORK] = ""
    sources: Annotated[Listed[SourceRef], WORK] = ()


class PreliminaryView(Struct, frozen=True):
    """One line the reviewer wrote of an item before seeing the rules' result; lines are added, never changed."""

    text: Annotated[Text, OFFICE]
    written_at: Annotated[datetime, OFFICE]


class EvidenceStep(Struct, frozen=True):
    """One step of the medical evidence search sequence and what it gave (8 CCR 9792.21.1(a)).

    `result` is empty where the step was not taken; ``rebutted`` fits the MTUS alone (Labor Code 4604.5(a)). `citation` is
    in the form of 8 CCR 9792.21.1(d); `level` is a study's place in the hierarchy of evidence (``1a`` to ``5``,
    8 CCR 9792.25.1), empty for guidelines; `note` is the reviewer's reason.
    """

    step: Annotated[EvidenceStepName, OPINION]
    result: Annotated[EvidenceResult, OPINION] = ""
    citation: Annotated[Line, OPINION] = ""
    level: Annotated[Line, OPINION] = ""
    note: Annotated[Text, OPINION] = ""


class DisputedItem(Struct, frozen=True):
    """One disputed treatment, decided whole: IMR never trims a quantity (Labor Code 4610.6(c), (e)).

    `title` is the request as received. Where utilization review allowed a part, `requested`, `authorized` and `in_dispute`
    hold the three quantities' words and `relation` says whether the remainder or the whole request is in dispute.
    `source_decision` is what a determination that was read says; `decision` is the physician's own.
    """

    id: Annotated[Id, DISPUTE | HOLDS]
    title: Annotated[Line, field(DISPUTE | PRINTED | EDITED | BOUND, "Request")]
    requested: Annotated[Line, field(DISPUTE | PRINTED | EDITED | BOUND, "Requested")] = ""
    authorized: Annotated[Line, field(DISPUTE | PRINTED | EDITED | BOUND, "Authorized")] = ""
    in_dispute: Annotated[Line, field(DISPUTE | PRINTED | EDITED | BOUND, "In dispute")] = ""
    relation: Annotated[Relation | None, DISPUTE | PRINTED | EDITED] = None
    claims_administrator_guideline: Annotated[
        Line, field(DISPUTE | PRINTED | EDITED, "Claims administrator's guideline", line="UR cited")
    ] = ""
    reviewer_guideline: Annotated[Line, field(OPINION | PRINTED | EDITED | BOUND, "Guideline", line="You cite")] = ""
    no_citation_reason: Annotated[
        Line, field(OPINION | PRINTED | EDITED | UNRULED, "Reason for no citation", line="No guideline")
    ] = ""
    rationale: Annotated[Text, OPINION | PRINTED | EDITED | PROSE | UNRULED] = ""
    source_decision: Annotated[Decision | None, field(REMARK | EDITED | UNRULED, "Decision that was read")] = None
    decision: Annotated[Decision | None, WORK | PRINTED | EDITED] = None
    end_state: Annotated[EndState | None, WORK | Use.SECOND | PRINTED | EDITED] = None
    answers: Annotated[Listed[CriterionAnswer], field(WORK, "Criteria")] = ()
    sources: Annotated[Listed[SourceRef], DISPUTE] = ()
    preliminary_views: Annotated[Listed[PreliminaryView], OFFICE | UNRULED] = ()
    evidence: Annotated[Listed[EvidenceStep], OPINION | UNRULED] = ()

    @property
    def disputed_text(self) -> str:
        """The words of what is in dispute: the remainder where there is one, else the whole request."""
        return self.in_dispute or self.requested or self.title

    @property
    def settled(self) -> bool:
        """Whether nothing is left to decide: decided, or ended without a decision (Labor Code 4610.5(g))."""
        return self.decision is not None or self.end_state is not None


class ClaimDates(Struct, frozen=True):
    """The dates a determination prints and its deadlines are counted from (8 CCR 9792.10.1-9792.10.6).

    A cumulative injury (Labor Code 3208.1) runs from `injury` to `injury_until`; time is counted from the first day.
    """

    injury: Annotated[date | None, field(DISPUTE | PRINTED | EDITED | BOUND, "Date of injury")] = None
    injury_until: Annotated[date | None, field(DISPUTE | PRINTED | EDITED | BOUND, "Last day of a cumulative injury")] = None
    ur_denial: Annotated[date | None, field(DISPUTE | PRINTED | EDITED | BOUND, "UR decision date")] = None
    ur_served: Annotated[date | None, field(DISPUTE | EDITED | BOUND, "Date the UR decision was served")] = None
    request_for_authorization: Annotated[date | None, field(DISPUTE | EDITED | BOUND, "Request for authorization date")] = (
        None
    )
    request_received: Annotated[date | None, field(DISPUTE | EDITED | BOUND, "Date the request was received")] = None
    application_received: Annotated[
        date | None, field(DISPUTE | PRINTED | EDITED | BOUND, "Date the application was received")
    ] = None
    assigned: Annotated[date | None, field(DISPUTE | PRINTED | EDITED | BOUND, "Date assigned")] = None
    records_complete: Annotated[date | None, field(DISPUTE | EDITED | BOUND, "Date the records were complete")] = None
    decision: Annotated[date | None, field(DISPUTE | PRINTED | EDITED | BOUND, "Date of the determination")] = None
    mailed: Annotated[date | None, field(DISPUTE | PRINTED | BOUND, "Date mailed")] = None


class Credentials(Struct, frozen=True):
    """What a determination may say of its reviewer: never the name (Labor Code 4610.6(f))."""

    licensure: Annotated[Line, OPINION | PRINTED | EDITED] = ""
    specialty: Annotated[Line, OPINION | PRINTED | EDITED] = ""


class Attestation(Struct, frozen=True):
    """A statement the reviewer made. `statement` is a key of ``resources/letter/attestations.toml``.

    `made_at` is not told to those who get the letter's own data alone.
    """

    statement: Annotated[Line, STATEMENT | HOLDS]
    made_at: Annotated[datetime | None, field(STATEMENT, "Made")] = None
    sources: Annotated[Listed[SourceRef], STATEMENT] = ()


class Acknowledgement(Struct, frozen=True):
    """The reviewer's reason to sign although a problem to consider is open. `problem` is its id, or a prefix of ids."""

    problem: Annotated[Line, OFFICE]
    reason: Annotated[Text, OFFICE]
    made_at: Annotated[datetime, field(OFFICE, "Made")]


class Resolution(Struct, frozen=True):
    """The reviewer's choice where the record gives one fact several values, and why.

    `place` is where the fact goes in the case (``dates.injury``, ``age``, ``requests.<title>``), `value` the value chosen and
    `others` those it was chosen over, all as they stand in JSON; `sources` are the places of all of them.
    """

    place: Annotated[Line, OFFICE]
    value: Annotated[Line, OFFICE]
    reason: Annotated[Text, OFFICE]
    made_at: Annotated[datetime, field(OFFICE, "Made")]
    others: Annotated[Listed[Line], OFFICE] = ()
    sources: Annotated[Listed[SourceRef], OFFICE] = ()


class SearchHit(Struct, frozen=True):
    """A place that answered a search, and what the reviewer said of it (empty: not yet answered).

    `found` says that what was looked for does stand there: nothing that says it is absent can rest on the search. `also`
    are further case pages with the same words in the same place, such as copies.
    """

    source: Annotated[SourceRef, WORK]
    remark: Annotated[Text, WORK] = ""
    found: Annotated[bool, WORK] = False
    also: Annotated[Pages, field(WORK, "The same words on")] = ()


class Search(Struct, frozen=True):
    """What was looked for, where, and what was found: a statement that something is absent rests on one.

    `statement` is the sentence it backs, as it stands in the text; `pages` and `unreadable` are case pages. A search made
    for a `criterion` (its id) has the criterion's words as statement, and backs any sentence whose things it looked for.
    """

    id: Annotated[Id, WORK]
    terms: Annotated[Listed[Line], WORK]
    statement: Annotated[Line, WORK] = ""
    pages: Annotated[Pages, WORK] = ()
    unreadable: Annotated[Pages, field(WORK, "Pages that could not be read")] = ()
    hits: Annotated[Listed[SearchHit], WORK] = ()
    made_at: Annotated[datetime | None, field(WORK, "Made")] = None
    doubtful: Annotated[Pages, field(WORK, "Pages read by machine")] = ()
    criterion: Annotated[Line, WORK] = ""


class BoundText(Struct, frozen=True):
    """Words of a text that were inserted from the case and stay bound to it.

    `item` is an item's id, or empty for the case summary; `field` is ``summary`` or ``rationale``; ``start:end`` are the
    words' offsets in that text. `source` names where the value stands (``dates.injury``, ``fact:<key>``,
    ``fact:<key>@<item id>``, ``finding:<id>``, ``item:<id>.title``, ``age`` …). The words as they stand in the text are the
    value that was taken; the text is stale where the source says something else now. A source ``draft:…`` marks words that a
    draft put there (`imr_desktop.review.draft_marks`).
    """

    item: Annotated[Id, REMARK]
    field: Annotated[Literal["summary", "rationale"], REMARK]
    start: Annotated[int, REMARK]
    end: Annotated[int, REMARK]
    source: Annotated[Line, REMARK]


class Comment(Struct, frozen=True):
    """A remark of those who work on the case, pinned to a place; it never goes out with a letter.

    `place` is a stable place as in `imr_desktop.case.tree` (``items.<id>``, ``findings.<id>``, ``facts.<key>``,
    ``dates.injury``, ``items.<id>.rationale``, ``summary``), empty for the whole case. A remark on a sentence of a text
    also has the sentence's offsets and its words (`quote`), which find it again where the text was changed. `reply_to` is
    the id of the comment it answers.
    """

    id: Annotated[Id, REMARK]
    text: Annotated[Text, REMARK]
    role: Annotated[CommentRole, REMARK]
    made_at: Annotated[datetime, field(REMARK, "Made")]
    place: Annotated[Line, REMARK] = ""
    start: Annotated[Offset | None, REMARK] = None
    end: Annotated[Offset | None, REMARK] = None
    quote: Annotated[Line, REMARK] = ""
    resolved: Annotated[bool, REMARK] = False
    reply_to: Annotated[Id, field(REMARK, "Answer to")] = ""


class Case(Struct, frozen=True):
    """One Independent Medical Review. Outcome, deadlines, problems and criteria are derived from it, never stored.

    `ur_specialty` and `ur_deadline` are what the letter of utilization review says of its reviewer and of the time to apply.
    `records_missing` is what was asked for and never came, with semicolons or line ends between. `seen` are runs of case
    pages (first, last) that were shown to the reviewer, in order and apart from each other.
    """

    id: Annotated[Id, DISPUTE | HOLDS]
    number: Annotated[Line, field(DISPUTE | PRINTED | EDITED | BOUND | UNRULED, "Case number")] = ""
    track: Annotated[Track, field(DISPUTE | PRINTED | EDITED, "Review track")] = "standard"
    dates: Annotated[ClaimDates, DISPUTE | PRINTED] = ClaimDates()
    age: Annotated[Age | None, field(DISPUTE | EDITED | BOUND, "Age")] = None
    sex: Annotated[Literal["female", "male"] | None, field(DISPUTE | EDITED | BOUND, "Sex")] = None
    credentials: Annotated[Credentials, OPINION | PRINTED | UNRULED] = Credentials()
    summary: Annotated[Text, OPINION | PRINTED | EDITED | PROSE] = ""
    items: Annotated[tuple[DisputedItem, ...], Meta(max_length=MOST_ITEMS), DISPUTE | PRINTED] = ()
    expected_items: Annotated[ItemCount | None, field(DISPUTE | EDITED | UNRULED, "Items in dispute")] = None
    ur_specialty: Annotated[Line, field(DISPUTE | EDITED | BOUND | UNRULED, "UR reviewer's specialty")] = ""
    ur_deadline: Annotated[Line, field(DISPUTE | EDITED | UNRULED, "Time to apply, as UR says it")] = ""
    files: Annotated[Listed[CaseFile], field(DISPUTE | PRINTED, "Files of the record")] = ()
    documents: Annotated[Listed[Document], DISPUTE | PRINTED] = ()
    page_notes: Annotated[Listed[PageNote], field(DISPUTE, "Pages turned or read by eye")] = ()
    seen: Annotated[Listed[tuple[Page, Page]], field(OFFICE | UNRULED, "Pages shown")] = ()
    received: Annotated[Listed[ReceivedFile], field(OFFICE | UNRULED, "Files received")] = ()
    records_missing: Annotated[Text, field(DISPUTE | PRINTED | EDITED | UNRULED, "Records asked for, not received")] = ""
    findings: Annotated[Listed[Finding], DISPUTE] = ()
    facts: Annotated[Listed[Fact], DISPUTE] = ()
    searches: Annotated[Listed[Search], WORK | UNRULED] = ()
    attestations: Annotated[Listed[Attestation], STATEMENT | PRINTED | UNRULED] = ()
    acknowledgements: Annotated[Listed[Acknowledgement], OFFICE | UNRULED] = ()
    resolutions: Annotated[Listed[Resolution], field(OFFICE | UNRULED, "Conflicts resolved")] = ()
    signed: Annotated[Listed[SignedLetter], OFFICE | UNRULED] = ()
    bound: Annotated[Listed[BoundText], REMARK | UNRULED] = ()
    rule_packs: Annotated[RulePacks | None, field(STATEMENT | UNRULED, "Guideline packs")] = None
    audit_head: Annotated[AuditHead | None, field(STATEMENT | UNRULED, "State of the audit trail")] = None
    issue: Annotated[Issue | None, field(STATEMENT | UNRULED | PRINTED, "How it is issued")] = None
    comments: Annotated[Listed[Comment], REMARK | UNRULED] = ()
    schema_version: Annotated[int, Meta(ge=1), DISPUTE] = SCHEMA_VERSION

    def item(self, item_id: str) -> DisputedItem:
        """The item with this id. Raises KeyError."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def document_at(self, page: int) -> Document | None:
        """The document that holds a case page."""
        return next((document for document in self.documents if page in document.pages), None)

    def source(self, page: int, quote: str = "", box: tuple[float, float, float, float] | None = None) -> SourceRef:
        """A source that names a case page, with the words and their place on it where known."""
        document = self.document_at(page)
        return SourceRef(document.id if document else "", page, quote, box)

    @property
    def page_count(self) -> int:
        """Pages of the whole record."""
        return sum(file.pages for file in self.files)

    @property
    def has_record(self) -> bool:
        """Whether anything but a determination's own text was taken in, so that a search can back an absence."""
        return any(document.type != "determination" for document in self.documents)

    @property
    def locked(self) -> bool:
        """Whether the case is signed and so read-only until it is reopened as a new version."""
        return bool(self.signed)

"""Every change to a case: a function from a Case and a wish to a new Case.

Nothing here looks at a clock or a file: times are passed in, so that an edit gives the same result wherever it runs.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, get_type_hints

import msgspec

from imr_desktop.case import bound as bound_text
from imr_desktop.case import dates as days
from imr_desktop.case import fields
from imr_desktop.case.bounds import MOST_LISTED
from imr_desktop.case.by_eye import correct_word as correct_word
from imr_desktop.case.by_eye import read_by_eye as read_by_eye
from imr_desktop.case.by_eye import type_page as type_page
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    AuditHead,
    BoundText,
    Case,
    CaseFile,
    ClaimDates,
    Comment,
    Credentials,
    CriterionAnswer,
    CriterionStatus,
    Decision,
    DisputedItem,
    Document,
    EvidenceStep,
    Fact,
    Finding,
    Issue,
    PageNote,
    PreliminaryView,
    ReceivedFile,
    Resolution,
    RulePacks,
    Search,
    SignedLetter,
    SourceRef,
    Struct,
)
from imr_desktop.case.page_states import carry_states as carry_states
from imr_desktop.case.page_states import is_same_but_read as is_same_but_read
from imr_desktop.case.page_states import take_states as take_states
from imr_desktop.case.parting import part_anew as part_anew
from imr_desktop.case.seen import carry_seen as carry_seen
from imr_desktop.case.seen import mark_seen as mark_seen
from imr_desktop.case.seen import open_all_documents as open_all_documents
from imr_desktop.case.splitting import begin_document as begin_document
from imr_desktop.case.splitting import describe_document as describe_document
from imr_desktop.case.splitting import join_document as join_document
from imr_desktop.case.splitting import move_start as move_start
from imr_desktop.case.turning import turn_page as turn_page

replace = msgspec.structs.replace


def new_id() -> str:
    """A fresh id: 64 random bits as hex, never reused and free of meaning."""
    return secrets.token_hex(8)


def new_case() -> Case:
    """An empty case."""
    return Case(id=new_id())


def set_summary(case: Case, text: str, bound: Iterable[BoundText] | None = None) -> Case:
    """Replace the case summary's text. `bound` gives its bound ranges where they are known; else the former are moved."""
    return bound_text.with_text(case, "", "summary", text, bound)


def with_id(case: Case, case_id: str) -> Case:
    """The case under another id."""
    return replace(case, id=case_id)


def reopen(case: Case) -> Case:
    """A case of its own with what the case says: unsigned, no statement made yet, and the version after the signed one."""
    return replace(case, id=new_id(), signed=(), attestations=(), issue=next_issue(case) if case.signed else case.issue)


def next_issue(signed: Case) -> Issue:
    """How the determination after a signed case's is issued: its version, and which file it supersedes."""
    letter, before = signed.signed[-1], signed.issue
    return Issue(
        edition=before.edition if before else "",
        version=(before.version if before else 1) + 1,
        supersedes=letter.digest,
        superseded_on=days.in_california(letter.signed_at).date(),
    )


def set_field(case: Case, **changes: object) -> Case:
    """Set fields of the case itself that the reviewer edits (number, track, age, sex, expected_items, summary).

    Raises TypeError for any other field, and for a value that is not of the field's type.
    """
    _refuse_others(Case, changes)
    if "summary" in changes:
        case = set_summary(case, str(changes["summary"]))
    return replace(case, **changes)


def set_dates(case: Case, **changes: date | None) -> Case:
    """Set claim dates by name, e.g. ``set_dates(case, injury=date(2026, 1, 5))``. Raises TypeError for what is none."""
    _refuse_others(ClaimDates, changes)
    return replace(case, dates=replace(case.dates, **changes))


def set_credentials(case: Case, **changes: str) -> Case:
    """Set the reviewer's credentials: `licensure`, `specialty`. Raises TypeError for what is none."""
    _refuse_others(Credentials, changes)
    return replace(case, credentials=replace(case.credentials, **changes))


def _refuse_others(kind: type[Struct], changes: Mapping[str, object]) -> None:
    """Raise TypeError where something is changed that the reviewer does not edit, or to what it cannot be."""
    for name, value in changes.items():
        if name not in fields.named(kind, fields.EDITED):
            raise TypeError(f"{kind.__name__}.{name} is not set like this; `edits` has a function of its own for it")
        try:
            msgspec.convert(value, _types(kind)[name])
        except msgspec.ValidationError as error:
            raise TypeError(f"{kind.__name__}.{name}: {error}") from None


@cache
def _types(kind: type[Struct]) -> Mapping[str, Any]:
    """The types of a kind's fields, without their bounds: those are for what comes in."""
    return get_type_hints(kind)


def add_files(case: Case, files: Iterable[CaseFile], documents: Iterable[Document]) -> Case:
    """Append files and their documents; their pages must continue the case's numbering."""
    return replace(case, files=case.files + tuple(files), documents=case.documents + tuple(documents))


def receive(case: Case, lines: Iterable[ReceivedFile]) -> Case:
    """Append what was received; beyond what a case can list the oldest lines go."""
    return replace(case, received=(*case.received, *lines)[-MOST_LISTED:])


def set_files(case: Case, files: Iterable[CaseFile]) -> Case:
    """Put the record's files as they were taken in here in place of the same ones."""
    return replace(case, files=tuple(files))


def set_page_states(case: Case, digest: str, unreadable: Iterable[int], doubtful: Iterable[int]) -> Case:
    """Say anew which case pages of a file no search can see, and which only a machine read; the same case where none changed.

    Raises KeyError where the case has no such file.
    """
    file = next((file for file in case.files if file.digest == digest), None)
    if file is None:
        raise KeyError(digest)
    own = range(file.first_page, file.first_page + file.pages)
    blind = tuple(sorted({page for page in unreadable if page in own}))
    unsure = tuple(sorted({page for page in doubtful if page in own and page not in blind}))
    if (blind, unsure) == (file.unreadable, file.doubtful):
        return case
    changed = replace(file, unreadable=blind, doubtful=unsure)
    return replace(case, files=tuple(changed if one.digest == digest else one for one in case.files))


def note_page(case: Case, note: PageNote) -> Case:
    """Keep what the reviewer did to a page in place of an earlier note on it; a note that says nothing is dropped."""
    kept = tuple(old for old in case.page_notes if old.page != note.page)
    says = note != PageNote(note.page, role=note.role)
    return replace(case, page_notes=tuple(sorted((*kept, *((note,) if says else ())), key=lambda one: one.page)))


def add_item(case: Case, item: DisputedItem) -> Case:
    """Append a disputed item."""
    return replace(case, items=(*case.items, item))


def remove_item(case: Case, item_id: str) -> Case:
    """Remove a disputed item, the facts that belong to it alone, and what is bound in its rationale."""
    return replace(
        case,
        items=tuple(item for item in case.items if item.id != item_id),
        facts=tuple(fact for fact in case.facts if fact.item != item_id),
        bound=tuple(one for one in case.bound if one.item != item_id),
    )


def set_rationale(case: Case, item_id: str, text: str, bound: Iterable[BoundText] | None = None) -> Case:
    """Replace an item's rationale. `bound` gives its bound ranges where they are known; else the former are moved.

    Raises KeyError where there is no such item.
    """
    case.item(item_id)
    return bound_text.with_text(case, item_id, "rationale", text, bound)


def change_item(case: Case, item_id: str, **changes: object) -> Case:
    """Set fields of one disputed item that the reviewer edits.

    Raises KeyError where there is no such item, TypeError for any other field and a value that is not of the field's type.
    """
    case.item(item_id)
    _refuse_others(DisputedItem, changes)
    if "rationale" in changes:
        case = set_rationale(case, item_id, str(changes["rationale"]))
    return _with_item(case, item_id, **changes)


def _with_item(case: Case, item_id: str, **changes: object) -> Case:
    return replace(case, items=tuple(replace(item, **changes) if item.id == item_id else item for item in case.items))


def set_evidence(case: Case, item_id: str, steps: Iterable[EvidenceStep]) -> Case:
    """Replace the steps of an item's evidence search."""
    return _with_item(case, item_id, evidence=tuple(steps))


def add_sources(case: Case, item_id: str, sources: tuple[SourceRef, ...]) -> Case:
    """Add places of the record to those an item was read from. Raises KeyError where there is no such item."""
    return _with_item(case, item_id, sources=_each_once(case.item(item_id).sources, sources))


def decide(case: Case, item_id: str, decision: Decision | None) -> Case:
    """Record the physician's decision on one item, or take it back with None."""
    return change_item(case, item_id, decision=decision)


def note_view(case: Case, item_id: str, text: str, at: datetime) -> Case:
    """Add a line of the reviewer's preliminary view of an item; earlier lines stay as they are. Raises KeyError."""
    views = case.item(item_id).preliminary_views
    return _with_item(case, item_id, preliminary_views=(*views, PreliminaryView(text, at)))


def answer_criterion(case: Case, item_id: str, answer: CriterionAnswer) -> Case:
    """Record the reviewer's answer to a criterion, in place of an earlier one."""
    kept = tuple(old for old in case.item(item_id).answers if old.criterion != answer.criterion)
    return _with_item(case, item_id, answers=(*kept, answer))


def set_answer(
    case: Case, item_id: str, criterion: str, status: CriterionStatus, sources: tuple[SourceRef, ...] = ()
) -> Case:
    """Answer a criterion with a status; an earlier answer's reason and evidence stay, `sources` come to them."""
    old = _answer(case, item_id, criterion) or CriterionAnswer(criterion, status)
    return answer_criterion(case, item_id, replace(old, status=status, sources=_each_once(old.sources, sources)))


def cite_evidence(case: Case, item_id: str, criterion: str, sources: tuple[SourceRef, ...]) -> Case:
    """Add sources to the answer to a criterion; the same case where it is not answered."""
    old = _answer(case, item_id, criterion)
    return answer_criterion(case, item_id, replace(old, sources=_each_once(old.sources, sources))) if old else case


def give_reason(case: Case, item_id: str, criterion: str, reason: str) -> Case:
    """Set the reason of the answer to a criterion; the same case where it is not answered."""
    old = _answer(case, item_id, criterion)
    return answer_criterion(case, item_id, replace(old, reason=reason)) if old else case


def _answer(case: Case, item_id: str, criterion: str) -> CriterionAnswer | None:
    return next((old for old in case.item(item_id).answers if old.criterion == criterion), None)


def _each_once(first: tuple[SourceRef, ...], second: tuple[SourceRef, ...]) -> tuple[SourceRef, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def clear_answer(case: Case, item_id: str, criterion: str) -> Case:
    """Take back the reviewer's answer to a criterion."""
    kept = tuple(old for old in case.item(item_id).answers if old.criterion != criterion)
    return _with_item(case, item_id, answers=kept)


def add_finding(case: Case, finding: Finding) -> Case:
    """Append a finding."""
    return replace(case, findings=(*case.findings, finding))


def put_finding(case: Case, finding: Finding, at: int) -> Case:
    """Put a finding at a place of the list, as one that was removed goes back."""
    kept = tuple(other for other in case.findings if other.id != finding.id)
    return replace(case, findings=(*kept[:at], finding, *kept[at:]))


def change_finding(case: Case, finding_id: str, **changes: object) -> Case:
    """Set fields of one finding. Raises TypeError for its id, and for a value that is not of the field's type."""
    _refuse_others(Finding, changes)
    return replace(
        case,
        findings=tuple(replace(finding, **changes) if finding.id == finding_id else finding for finding in case.findings),
    )


def remove_finding(case: Case, finding_id: str) -> Case:
    """Remove a finding."""
    return replace(case, findings=tuple(finding for finding in case.findings if finding.id != finding_id))


def set_fact(case: Case, fact: Fact) -> Case:
    """Set a fact, in place of an earlier one with the same key and item."""
    kept = tuple(old for old in case.facts if (old.key, old.item) != (fact.key, fact.item))
    return replace(case, facts=(*kept, fact))


def add_search(case: Case, search: Search) -> Case:
    """Append a search, in place of an earlier one with the same id."""
    return replace(case, searches=(*(old for old in case.searches if old.id != search.id), search))


def attest(case: Case, attestation: Attestation) -> Case:
    """Record that the reviewer made a statement, in place of the same one made earlier."""
    kept = tuple(old for old in case.attestations if old.statement != attestation.statement)
    return replace(case, attestations=(*kept, attestation))


def withdraw_attestation(case: Case, statement: str) -> Case:
    """Take a statement back."""
    return replace(case, attestations=tuple(old for old in case.attestations if old.statement != statement))


def acknowledge(case: Case, acknowledgement: Acknowledgement) -> Case:
    """Record the reason to sign although a problem is open, in place of an earlier one."""
    kept = tuple(old for old in case.acknowledgements if old.problem != acknowledgement.problem)
    return replace(case, acknowledgements=(*kept, acknowledgement))


def withdraw_acknowledgements(case: Case) -> Case:
    """Take every reason to sign although a problem is open back."""
    return replace(case, acknowledgements=())


def resolve(case: Case, resolution: Resolution) -> Case:
    """Record the reviewer's choice between values that the record gives of one fact, in place of an earlier one."""
    kept = tuple(old for old in case.resolutions if old.place != resolution.place)
    return replace(case, resolutions=(*kept, resolution))


def set_basis(case: Case, rule_packs: RulePacks | None, audit_head: AuditHead | None, issue: Issue | None = None) -> Case:
    """What a signature rests on: the guideline packs it was checked against, the audit trail then, how it goes out."""
    return replace(case, rule_packs=rule_packs, audit_head=audit_head, issue=issue)


def mark_signed(case: Case, letter: SignedLetter) -> Case:
    """Record the signed determination; the case is read-only from here."""
    return replace(case, signed=(*case.signed, letter))


def add_comment(case: Case, comment: Comment) -> Case:
    """Append a comment, in place of an earlier one with the same id."""
    return replace(case, comments=(*(old for old in case.comments if old.id != comment.id), comment))


def answer_comment(case: Case, comment_id: str, answer: Comment) -> Case:
    """Append an answer to a comment, at the comment's own place. Raises KeyError where there is no such comment."""
    asked = _comment(case, comment_id)
    return add_comment(
        case, replace(answer, reply_to=asked.id, place=asked.place, start=asked.start, end=asked.end, quote=asked.quote)
    )


def resolve_comment(case: Case, comment_id: str, resolved: bool = True) -> Case:
    """Note that a comment is settled, or open again. Raises KeyError where there is no such comment."""
    _comment(case, comment_id)
    return replace(
        case, comments=tuple(replace(old, resolved=resolved) if old.id == comment_id else old for old in case.comments)
    )


def remove_comment(case: Case, comment_id: str) -> Case:
    """Remove a comment and all answers to it. Raises KeyError where there is no such comment."""
    answers: dict[str, list[str]] = {}
    for comment in case.comments:
        if comment.reply_to:
            answers.setdefault(comment.reply_to, []).append(comment.id)
    gone, left = set(), [_comment(case, comment_id).id]
    while left:
        one = left.pop()
        if one not in gone:
            gone.add(one)
            left.extend(answers.get(one, ()))
    return replace(case, comments=tuple(old for old in case.comments if old.id not in gone))


def _comment(case: Case, comment_id: str) -> Comment:
    for comment in case.comments:
        if comment.id == comment_id:
            return comment
    raise KeyError(comment_id)

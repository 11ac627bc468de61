"""The border: what a case that comes in from outside may say, and what only the person at the keyboard can.

A file tells of the dispute: its dates, documents, findings, texts, requests. It never speaks for the reviewer: statements,
acknowledgements, the note that a document was opened, views, signatures and where an audit trail stood are left behind, and
a decision becomes what the *source says*. An allow list: a field that stands in neither table below is left behind as well.

Texts (summary, rationale, evidence steps) come in: they are read and signed as words, and say nothing until they are. Answers
to criteria and searches do not: both silence the program (an answer overrides what a rule computed; a search backs a
statement that something is absent), so they are the reviewer's to give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

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
    DisputedItem,
    Document,
    EvidenceStep,
    Fact,
    Finding,
    PreliminaryView,
    RulePacks,
    Search,
    SearchHit,
    SignedLetter,
    SourceRef,
    Struct,
)
from imr_desktop.names import safe_name

Table = Mapping[type[Struct], frozenset[str]]


def _all(kind: type[Struct]) -> frozenset[str]:
    return frozenset(kind.__struct_fields__)


TOLD: Table = MappingProxyType(
    {
        Case: frozenset(
            {
                "id",
                "number",
                "track",
                "dates",
                "age",
                "sex",
                "credentials",
                "summary",
                "items",
                "expected_items",
                "files",
                "documents",
                "findings",
                "facts",
                "bound",
                "comments",
                "schema_version",
            }
        ),
        DisputedItem: frozenset(
            {
                "id",
                "title",
                "requested",
                "authorized",
                "in_dispute",
                "relation",
                "claims_administrator_guideline",
                "reviewer_guideline",
                "no_citation_reason",
                "rationale",
                "source_decision",
                "sources",
                "evidence",
            }
        ),
        Document: frozenset({"id", "file", "title", "type", "first_page", "last_page", "author", "date"}),
        **{
            kind: _all(kind)
            for kind in (BoundText, CaseFile, ClaimDates, Comment, Credentials, EvidenceStep, Fact, Finding, SourceRef)
        },
    }
)
"""What a file may tell, by struct and field."""

OWNED: Table = MappingProxyType(
    {
        Case: frozenset({"searches"}),
        DisputedItem: frozenset({"decision", "end_state", "answers"}),
        Document: frozenset({"relevant"}),
        **{kind: _all(kind) for kind in (CriterionAnswer, Search, SearchHit)},
    }
)
"""What is the reviewer's own work: left behind, unless the person at the keyboard says that it is theirs (``--attest``)."""

NEVER: Table = MappingProxyType(
    {
        Case: frozenset({"attestations", "acknowledgements", "signed", "rule_packs", "audit_head"}),
        DisputedItem: frozenset({"preliminary_views"}),
        Document: frozenset({"opened"}),
        **{kind: _all(kind) for kind in (Acknowledgement, Attestation, AuditHead, PreliminaryView, RulePacks, SignedLetter)},
    }
)
"""What is never taken from a file; named only so that a test can tell a field that was thought of from one forgotten."""


class Admitted(NamedTuple):
    """A case as it may come in; `left_out` are sentences that say what was left behind."""

    case: Case
    left_out: tuple[str, ...]


def admit(case: Case) -> Admitted:
    """The case as a file may tell it: undecided, with what its items say kept as what the source says."""
    told = _only(case, TOLD)
    items = tuple(_undecided(new, old) for new, old in zip(told.items, case.items, strict=True))
    return Admitted(msgspec.structs.replace(told, items=items), tuple(_left_out(case)))


def adopt(case: Case) -> Case:
    """The case with the work that is in it taken for the reviewer's own, because the person at the keyboard says it is.

    Decisions, answers to criteria and searches come in; statements, acknowledgements, opened documents and signatures
    still do not.
    """
    adopted: Case = _only(
        case, {kind: TOLD.get(kind, frozenset()) | OWNED.get(kind, frozenset()) for kind in {*TOLD, *OWNED}}
    )
    return adopted


def plain_names(case: Case) -> Case:
    """The case with its files named as files are: no path, device or sign that steers a terminal."""
    return msgspec.structs.replace(
        case,
        files=tuple(
            msgspec.structs.replace(file, name=safe_name(file.name, f"file-{number}"))
            for number, file in enumerate(case.files, start=1)
        ),
    )


def _undecided(item: DisputedItem, before: DisputedItem) -> DisputedItem:
    said = before.decision or before.source_decision
    return msgspec.structs.replace(item, source_decision=said)


def _only(value: Any, table: Table) -> Any:
    """A struct with only the fields the table names, all the way down; what it does not name is left at its default."""
    if isinstance(value, Struct):
        kind = type(value)
        return kind(**{name: _only(getattr(value, name), table) for name in table.get(kind, frozenset())})
    if isinstance(value, tuple):
        return tuple(_only(one, table) for one in value)
    return value


def _left_out(case: Case) -> Iterator[str]:
    """What is left behind, in words; nothing for what was not there."""
    decided = sum(item.decision is not None for item in case.items)
    yield from _said(decided, "decision", "kept as what the source says; decide for yourself")
    yield from _said(
        sum(item.end_state is not None for item in case.items),
        "end of an item without decision",
        "withdrawn, settled and the like are for you to note",
        "ends of items without decision",
    )
    yield from _said(len(case.attestations), "statement", "left out; statements are yours to make")
    yield from _said(len(case.acknowledgements), "acknowledgement", "left out; whoever signs gives the reasons")
    opened = sum(document.opened is not None for document in case.documents)
    yield from _said(opened, "document marked as opened", "unread here until you open them", "documents marked as opened")
    yield from _said(
        sum(len(item.answers) for item in case.items),
        "answer to a criterion",
        "left out; the rules say what they compute until you answer",
        "answers to criteria",
    )
    yield from _said(len(case.searches), "search", "left out; search the record again", "searches")
    views = sum(len(item.preliminary_views) for item in case.items)
    yield from _said(views, "preliminary view", "left out; it was not yours")
    if case.signed or case.rule_packs or case.audit_head:
        yield "It says that it was signed: left out; only this vault knows what it signed."


def _said(count: int, one: str, what: str, many: str = "") -> Iterator[str]:
    if count:
        yield f"{count:,} {one if count == 1 else many or one + 's'}: {what}."

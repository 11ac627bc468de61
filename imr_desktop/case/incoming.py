"""Import policy: what a case that comes in from outside may say, and what only the person at the keyboard can.

A file tells of the dispute: its dates, documents, findings, texts, requests. It never speaks for the reviewer: statements,
acknowledgements, the note that a document was opened, views, signatures and where an audit trail stood are left behind, and
a decision becomes what the *source says*. What a file may tell stands on the fields (`fields.Use.INTAKE` and `WORK`); a field
that says neither is left behind as well.

Texts (summary, rationale, evidence steps) come in: they are read and signed as words, and say nothing until they are. Answers
to criteria and searches do not: both silence the program (an answer overrides what a rule computed; a search backs a
statement that something is absent), so they are the reviewer's to give.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from imr_desktop.case import fields
from imr_desktop.case.fields import Use
from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.names import safe_name


class Admitted(NamedTuple):
    """A case as it may come in; `left_out` are sentences that say what was left behind."""

    case: Case
    left_out: tuple[str, ...]


def admit(case: Case) -> Admitted:
    """The case as a file may tell it: undecided, with what its items say kept as what the source says."""
    told = fields.kept(case, Use.INTAKE)
    items = tuple(_undecided(new, old) for new, old in zip(told.items, case.items, strict=True))
    return Admitted(msgspec.structs.replace(told, items=items), tuple(_left_out(case)))


def adopt(case: Case) -> Case:
    """The case with the work that is in it taken for the reviewer's own, because the person at the keyboard says it is.

    Decisions, answers to criteria and searches come in; statements, acknowledgements, opened documents and signatures
    still do not.
    """
    return fields.kept(case, Use.INTAKE | Use.WORK)


def with_opened(case: Case, told: Case) -> Case:
    """A case that is merely looked at, with what a file tells of documents opened and pages shown."""
    opened = {document.id: document.opened for document in told.documents}
    documents = tuple(msgspec.structs.replace(one, opened=opened.get(one.id)) for one in case.documents)
    return msgspec.structs.replace(case, documents=documents, seen=told.seen)


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
    yield from _said(
        len(case.resolutions),
        "choice between values that the record gives",
        "left out; the record says what it says until you choose",
        "choices between values that the record gives",
    )
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
    if case.signed or case.rule_packs or case.audit_head or case.issue:
        yield "It says that it was signed: left out; only this vault knows what it signed."


def _said(count: int, one: str, what: str, many: str = "") -> Iterator[str]:
    if count:
        yield f"{count:,} {one if count == 1 else many or one + 's'}: {what}."

"""Taking proposals into a case. What the case holds already stays: a proposal fills only what is empty."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from imr_desktop.case import edits, fields
from imr_desktop.case.model import Attestation, Case, DisputedItem, Fact, Finding
from imr_desktop.errors import UsageError
from imr_desktop.extract.doctypes import rank_of
from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.model import Proposal

_FINAL = frozenset({"determination", "imr application"})
BY_HAND = "items.by hand."
"""What the key of an item begins with that the reviewer wants as one of its own, whatever it resembles."""


def accept(case: Case, proposals: Iterable[Proposal], *, at: datetime, decisions: bool) -> Case:
    """The case with these proposals taken in; of several for one key, the best supported one.

    `at` dates the attestations; `decisions` also takes the decision a determination states as the physician's own, else it
    stays in `source_decision`. Ids are derived from the proposals, so the same call gives the same case. Raises UsageError
    for a proposal whose value does not fit its key.
    """
    types = {document.id: document.type for document in case.documents}
    ranked = sorted(proposals, key=lambda proposal: _rank(proposal, types))
    taken: set[str] = set()
    lists: list[tuple[str, Proposal]] = []
    for proposal in ranked:
        group = proposal.key.partition(".")[0]
        if group in ("items", "findings"):
            lists.append((group, proposal))
        elif proposal.key not in taken:
            taken.add(proposal.key)
            case = _single(case, proposal, at)
    for group, proposal in lists:
        kind = types.get(proposal.sources[0].document, "") if proposal.sources else ""
        case = _item(case, proposal, kind, taken, decisions) if group == "items" else _finding(case, proposal)
    return case


@dataclass(frozen=True)
class ItemOutcome:
    """What becomes of an item that is taken in: it is ``new``, ``joined`` with the item `title` says, or ``left out``.

    One that is left out as another wording of an item names that in `title` too; what another paper lists in the same place
    is none.
    """

    kind: Literal["new", "joined", "left out"]
    title: str = ""


def item_outcomes(case: Case, proposals: Iterable[Proposal]) -> tuple[ItemOutcome | None, ...]:
    """What becomes of each proposal where they are accepted together; None for those of no item."""
    listed = tuple(proposals)
    types = {document.id: document.type for document in case.documents}
    told: list[ItemOutcome | None] = [None] * len(listed)
    taken: set[str] = set()
    titles: dict[tuple[str, str], str] = {}
    for at in sorted(range(len(listed)), key=lambda at: _rank(listed[at], types)):
        proposal = listed[at]
        if proposal.key.partition(".")[0] == "items":
            document = proposal.sources[0].document if proposal.sources else ""
            kind = types.get(document, "")
            known = _known(case, _offered_item(case, proposal, False), kind, taken)
            after = _item(case, proposal, kind, taken, False)
            if len(after.items) > len(case.items):
                told[at] = ItemOutcome("new")
                titles.setdefault((proposal.key, document), after.items[-1].title)
            elif known:
                told[at] = ItemOutcome("joined", known.title)
            else:
                told[at] = ItemOutcome("left out", titles.get((proposal.key, document), ""))
            case = after
    return tuple(told)


def _rank(proposal: Proposal, types: dict[str, str]) -> int:
    return rank_of(types.get(proposal.sources[0].document, "")) if proposal.sources else 99


def _single(case: Case, proposal: Proposal, at: datetime) -> Case:
    group, _, name = proposal.key.partition(".")
    setter = _SETTERS.get(group)
    if setter is None:
        raise UsageError(f"There is no place {proposal.key!r} in a case; leave this proposal out.")
    try:
        return setter(case, name, proposal, at)
    except (msgspec.ValidationError, ValueError, TypeError, AttributeError):
        raise UsageError(f"{proposal.value!r} does not fit {proposal.key}; correct the value.") from None


def _set_field(case: Case, name: str, proposal: Proposal, at: datetime) -> Case:
    field = proposal.key
    if getattr(case, field) not in (None, "") and not (field == "track" and case.track == "standard"):
        return case
    checked = msgspec.convert({"id": case.id, field: proposal.value}, Case)
    return edits.set_field(case, **{field: getattr(checked, field)})


def _set_date(case: Case, name: str, proposal: Proposal, at: datetime) -> Case:
    day = date.fromisoformat(proposal.value)
    return case if getattr(case.dates, name) is not None else edits.set_dates(case, **{name: day})


def _set_credential(case: Case, name: str, proposal: Proposal, at: datetime) -> Case:
    return case if getattr(case.credentials, name) else edits.set_credentials(case, **{name: str(proposal.value)})


def _set_attestation(case: Case, name: str, proposal: Proposal, at: datetime) -> Case:
    if not proposal.value or any(made.statement == name for made in case.attestations):
        return case
    return edits.attest(case, Attestation(name, at, proposal.sources))


def _set_fact(case: Case, name: str, proposal: Proposal, at: datetime) -> Case:
    if any(fact.key == name and not fact.item for fact in case.facts):
        return case
    return edits.set_fact(
        case, msgspec.convert({"key": name, "value": proposal.value, "sources": msgspec.to_builtins(proposal.sources)}, Fact)
    )


_SETTERS: dict[str, Callable[[Case, str, Proposal, datetime], Case]] = {
    **dict.fromkeys(fields.named(Case, fields.EDITED), _set_field),
    "dates": _set_date,
    "credentials": _set_credential,
    "attestations": _set_attestation,
    "facts": _set_fact,
}


def _item(case: Case, proposal: Proposal, kind: str, taken: set[str], decisions: bool) -> Case:
    offered = _offered_item(case, proposal, decisions)
    letter, by_hand = kind == "determination", proposal.key.startswith(BY_HAND)
    known = None if by_hand else _known(case, offered, kind, taken)
    if known is not None:
        return _fill(case, known, offered)
    if not by_hand and (proposal.key in taken or (kind not in _FINAL and "final" in taken)):
        return case
    taken.update({proposal.key, *(["final"] if kind in _FINAL else []), *([_of_letter(offered)] if letter else [])})
    return edits.add_item(case, offered)


def _known(case: Case, offered: DisputedItem, kind: str, taken: set[str]) -> DisputedItem | None:
    """The item of the case that an offered one is joined with; a determination's items are never joined with each other."""
    of_letter = kind == "determination"
    free = (item for item in case.items if not (of_letter and _of_letter(item) in taken))
    return next((item for item in free if _same(item, offered)), None)


def _of_letter(item: DisputedItem) -> str:
    """The mark that an item came out of the determination at hand, whose items are never joined with each other."""
    return f"letter:{item.id}"


def _same(item: DisputedItem, offered: DisputedItem) -> bool:
    return plain(item.title) == plain(offered.title) or same_request(item.title, offered.title)


def _offered_item(case: Case, proposal: Proposal, decisions: bool) -> DisputedItem:
    told = fields.named(DisputedItem, fields.EDITED | fields.Use.INTAKE)
    values = {name: given for name, given in _fields(proposal).items() if name in told}
    if decisions and values.get("source_decision"):
        values["decision"] = values["source_decision"]
    key = _id(case, "item", proposal.key, str(values.get("title", "")), str(len(case.items)))
    try:
        return msgspec.convert({**values, "id": key, "sources": msgspec.to_builtins(proposal.sources)}, DisputedItem)
    except msgspec.ValidationError as error:
        raise UsageError(f"The proposal {proposal.key} is no disputed item ({error}); correct it.") from None


def _fill(case: Case, item: DisputedItem, offered: DisputedItem) -> Case:
    empty = (name for name in fields.named(DisputedItem, fields.EDITED) if getattr(item, name) in (None, ""))
    case = edits.change_item(case, item.id, **{name: getattr(offered, name) for name in empty})
    return edits.add_sources(case, item.id, offered.sources)


def _finding(case: Case, proposal: Proposal) -> Case:
    values = {name: given for name, given in _fields(proposal).items() if name in Finding.__struct_fields__}
    words = str(values.get("text", ""))
    bare = plain(words)
    if any(plain(finding.text) == bare for finding in case.findings):
        return case
    values |= {"id": _id(case, "finding", words), "sources": msgspec.to_builtins(proposal.sources)}
    try:
        return edits.add_finding(case, msgspec.convert(values, Finding))
    except msgspec.ValidationError as error:
        raise UsageError(f"The proposal {proposal.key} is no finding ({error}); correct it.") from None


def _fields(proposal: Proposal) -> dict[str, Any]:
    if not isinstance(proposal.value, dict):
        raise UsageError(f"The value of {proposal.key} must be an object of fields; correct the value.")
    return dict(proposal.value)


def _id(case: Case, *parts: str) -> str:
    return hashlib.sha256("\x1f".join([case.id, *parts]).encode("utf-8", "replace")).hexdigest()[:16]

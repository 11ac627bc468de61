"""The facts of a file with their sources, and what of them is proposed as a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from imr_desktop.extract.facts.medications import ONCE
from imr_desktop.extract.facts.model import Found, RecordFact
from imr_desktop.extract.facts.reader import find_facts
from imr_desktop.extract.likeness import plain
from imr_desktop.extract.model import Proposal

if TYPE_CHECKING:
    from imr_desktop.case.model import Document, SourceRef
    from imr_desktop.extract.facts.model import Kind
    from imr_desktop.extract.pagetext import PagedText

MOST_FINDINGS = 400
NEWEST = 2
"""Documents of a type whose plain sentences are findings, too."""
_CATEGORIES: dict[Kind, str] = {
    "symptom": "symptoms",
    "pain": "symptoms",
    "exam": "exam",
    "diagnosis": "diagnosis",
    "imaging": "imaging",
    "electrodiagnostic": "testing",
    "medication": "medication",
    "treatment": "treatment",
    "surgery": "treatment",
    "work status": "function",
    "function": "function",
    "ur reason": "ur",
}
_ALONE: frozenset[Kind] = frozenset({"diagnosis", "medication"})
"""Kinds of which each is a finding of its own; others are one finding with what else their sentence says."""
_NOTES = {"history": "history", "copied": "copied from an older note"}


class Part(Protocol):
    """One document of a file with its text."""

    @property
    def document(self) -> Document:
        """Which it is."""
        ...

    @property
    def text(self) -> PagedText:
        """Its pages' text."""
        ...

    def source(self, start: int, end: int) -> SourceRef:
        """The words at a place of `text`, as a source."""
        ...


class Placed(NamedTuple):
    """A fact where its document says it."""

    part: Part
    found: Found


def read_facts(parts: Iterable[Part]) -> list[Placed]:
    """The facts of a file's documents, in the order these are given."""
    return [Placed(part, found) for part in parts for found in find_facts(part.text.folded, part.document.type)]


def records_of(placed: Iterable[Placed]) -> Iterator[RecordFact]:
    """The facts with their sources."""
    for part, one in placed:
        if not one.value or one.kind == "birth":
            continue
        yield RecordFact(
            kind=one.kind,
            value=one.value,
            source=part.source(one.start, one.end),
            subject=one.subject,
            status=one.status,
            code=one.code,
            proposed_code=one.proposed_code,
            dose=one.dose,
            frequency=one.frequency,
            number=one.number,
            of=one.of,
            side=one.side,
            level=one.level,
            polarity=one.polarity,
            date=one.day or part.document.date,
            until=one.until,
            doubt=one.doubt,
            scope=one.scope,
            response=one.response,
        )


@dataclass
class _Finding:
    """A finding as it is gathered: its words, its category, the facts in it, and where it stands."""

    text: str
    category: str
    day: date | None
    facts: list[Found] = field(default_factory=list)
    sources: dict[SourceRef, None] = field(default_factory=dict)


def finding_proposals(placed: Iterable[Placed]) -> Iterator[Proposal]:
    """A finding for each diagnosis, drug with its dose, and clause that says something; one for what is said again.

    Sentences that hold no typed fact are taken from the newest documents of a kind alone.
    """
    listed = list(placed)
    newest = _newest(listed)
    dosed = {one.value.lower() for _, one in listed if one.kind == "medication" and one.dose}
    found: dict[tuple[str, str], _Finding] = {}
    for part, one in listed:
        category = _category(one) if part.document.type != "determination" else None
        if category is None or not (one.value or part.document.id in newest) or _is_left_out(one, dosed):
            continue
        text = _words(part, one)
        finding = found.setdefault((category, _again(one, text)), _Finding(text, category, one.day or part.document.date))
        finding.facts.append(one)
        finding.sources[part.source(one.start, one.end)] = None
    kept = [one for one in found.values() if one.text]
    for number, gathered in enumerate(kept[:MOST_FINDINGS], 1):
        yield Proposal(f"findings.{number}", _value(gathered), tuple(gathered.sources))


def _newest(placed: list[Placed]) -> set[str]:
    """The newest documents of each type: they come first."""
    ids: dict[str, set[str]] = {}
    for part, _ in placed:
        own = ids.setdefault(part.document.type, set())
        if len(own) < NEWEST:
            own.add(part.document.id)
    return set().union(*ids.values())


def _is_left_out(one: Found, dosed: set[str]) -> bool:
    """Whether a fact is no finding: printed, planned, a diagnosis denied, a drug that is named with its dose elsewhere."""
    if one.status in ("template", "planned") or (one.kind == "diagnosis" and one.polarity == "absent"):
        return True
    return one.kind == "medication" and not one.dose and one.value.lower() in dosed


def _again(one: Found, text: str) -> str:
    """What makes two facts one finding: their words; of drugs name and dose, of visits what they are counted against."""
    if one.kind == "medication":
        return plain(one.value + one.dose)
    return f"{one.value} of {one.of}" if one.kind == "treatment" and one.of else plain(text)


def _category(one: Found) -> str | None:
    if (one.kind == "diagnosis" and _is_past(one)) or (one.kind == "medication" and one.status == "copied"):
        return "history"
    return "treatment" if one.kind == "medication" and one.frequency == ONCE else _CATEGORIES.get(one.kind)


def _is_past(one: Found) -> bool:
    return one.subject != "patient" or one.status in ("history", "copied")


def _words(part: Part, one: Found) -> str:
    note = "of a family member" if one.subject == "family" else _NOTES.get(one.status, "")
    if one.kind == "diagnosis":
        text = f"{'No ' if one.polarity == 'absent' else ''}{one.value}{f' ({one.code})' if one.code else ''}"
        note = note or ("not sure" if one.doubt else "")
    elif one.kind == "medication":
        text = part.text.clean(one.start, one.end).strip(" ,;-")
    else:
        text = part.text.clean(one.start, one.end).strip(" -*\u2022")
    return f"{text} ({note})" if note and text else text


def _value(one: _Finding) -> dict[str, Any]:
    """The finding's fields, and what all facts in it agree on."""
    value: dict[str, Any] = {"text": one.text, "category": one.category}
    if one.day:
        value["date"] = one.day.isoformat()
    for name in ("polarity", "side", "code", "dose"):
        said = {getattr(fact, name) for fact in one.facts}
        if len(said) == 1 and (only := said.pop()):
            value[name] = only
    return value

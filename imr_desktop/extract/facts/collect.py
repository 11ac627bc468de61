"""The facts of a file with their sources, and what of them is proposed as a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from msgspec import structs

from imr_desktop.extract.facts import worth
from imr_desktop.extract.facts.banner import without_birth
from imr_desktop.extract.facts.medications import ONCE
from imr_desktop.extract.facts.model import Found, RecordFact
from imr_desktop.extract.facts.reader import find_facts
from imr_desktop.extract.likeness import plain
from imr_desktop.extract.model import Proposal
from imr_desktop.extract.part import Part as DocumentPart

if TYPE_CHECKING:
    from imr_desktop.case.model import SourceRef
    from imr_desktop.extract.facts.model import Kind

MOST_FINDINGS = 400
"""Findings that one file offers at the most: where they are as many, it is said that more may stand there (`gaps`)."""
_KEPT = 8192
"""Documents of which the facts are kept."""
MOST_PLAIN = 6
"""Plain sentences of the newest report of a type that are findings, too."""
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
_NOTES = {"history": "history", "copied": "copied from an older note"}


class Part(DocumentPart, Protocol):
    """One document of a file with its text, as its facts are read."""

    @property
    def is_of_other(self) -> bool:
        """Whether it names another person than the rest of its file does."""
        ...


class Placed(NamedTuple):
    """A fact where its document says it."""

    part: Part
    found: Found


def read_facts(parts: Iterable[Part]) -> list[Placed]:
    """The facts of a file's documents, in the order these are given."""
    return [Placed(part, found) for part in parts for found in facts_of(part)]


def facts_of(part: Part) -> tuple[Found, ...]:
    """The facts of a document: many are found while the rest of the file is still being read, and kept a while."""
    return _facts_of(part.text.folded, part.document.type, part.document.kind)


@lru_cache(maxsize=_KEPT)
def _facts_of(text: str, type_: str, kind: str) -> tuple[Found, ...]:
    return tuple(find_facts(text, type_, kind))


def records_of(placed: Iterable[Placed]) -> Iterator[RecordFact]:
    """The facts with their sources; those of a document of another person say that they are of that one."""
    for part, one in placed:
        if not one.value or one.kind == "birth":
            continue
        said = structs.replace(one, subject="other") if part.is_of_other else one
        yield said.placed(part.source(one.start, one.end), part.document.date)


@dataclass
class _Finding:
    """A finding as it is gathered: its words, its category, the facts in it, and where it stands."""

    text: str
    category: str
    day: date | None
    facts: list[Found] = field(default_factory=list)
    sources: dict[SourceRef, None] = field(default_factory=dict)


def finding_proposals(placed: Iterable[Placed], first: int = 1) -> Iterator[Proposal]:
    """A finding for each diagnosis, drug with its dose, and clause that says something; one for what is said again.

    They are numbered from `first` on. Sentences that hold no typed fact are taken from the newest report of a type alone,
    and few of them.
    """
    listed = [one for one in placed if one.part.document.type != "determination"]
    retold = worth.saw_the_patient(part.document.type for part, one in listed if one.value)
    plain_ones = _plain_ones(listed)
    dosed = {one.value.lower() for _, one in listed if one.kind == "medication" and one.dose}
    shown = {part.document.id for part, one in listed if one.kind == "imaging" and one.polarity == "present"}
    births = {one.day for _, one in listed if one.kind == "birth" and one.day}
    found: dict[tuple[str, str], _Finding] = {}
    for part, one in listed:
        category = _category(one)
        if category is None or not (one.value or id(one) in plain_ones) or _is_named_elsewhere(one, dosed):
            continue
        text = without_birth(_words(part, one), births)
        if (
            not text
            or not worth.is_offered(one, text, part.document.type, retold=retold)
            or _is_normal_beside(part, one, shown)
        ):
            continue
        finding = found.setdefault((category, _again(one, text)), _Finding(text, category, one.day or part.document.date))
        if one.code and not any(fact.code for fact in finding.facts):
            finding.text = text
        finding.facts.append(one)
        finding.sources[part.source(one.start, one.end)] = None
    for number, gathered in enumerate(_joined(found.values())[:MOST_FINDINGS], first):
        yield Proposal(f"findings.{number}", _value(gathered), tuple(gathered.sources))


def _plain_ones(placed: Iterable[Placed]) -> set[int]:
    """The first few plain sentences of the newest report of each type: these come first."""
    newest: dict[str, str] = {}
    kept: dict[str, list[int]] = {}
    for part, one in placed:
        document = part.document
        if worth.tells_how_the_patient_is(document.type) and newest.setdefault(document.type, document.id) == document.id:
            kept.setdefault(document.id, []).extend(() if one.value else (id(one),))
    return {one for ids in kept.values() for one in ids[:MOST_PLAIN]}


def _is_named_elsewhere(one: Found, dosed: set[str]) -> bool:
    """Whether a drug is named with its dose elsewhere."""
    return one.kind == "medication" and not one.dose and one.value.lower() in dosed


def _is_normal_beside(part: Part, one: Found, shown: set[str]) -> bool:
    """Whether a study that shows something calls another part normal: its page says that."""
    return one.kind == "imaging" and one.value == "normal" and part.document.id in shown


def _joined(found: Iterable[_Finding]) -> list[_Finding]:
    """The findings without those that others say: in the same words under another head, or all of it in other words."""
    kept: list[_Finding] = []
    texts: dict[str, _Finding] = {}
    told: dict[tuple[object, ...], _Finding] = {}
    for one in sorted(found, key=_is_plain):
        said = worth.said(one.facts, one.text)
        first = texts.get(plain(one.text)) or (said and _all_in(said, told)) or None
        if first is not None:
            first.sources |= one.sources
        elif one.text:
            kept.append(one)
            texts[plain(one.text)] = one
            told |= {each: one for each in said or () if each not in told}
    return kept


def _is_plain(one: _Finding) -> bool:
    return not any(fact.value for fact in one.facts)


def _all_in(said: frozenset[tuple[object, ...]], told: dict[tuple[object, ...], _Finding]) -> _Finding | None:
    """The finding that says all of it already, if one does."""
    found = {id(told[one]): told[one] for one in said if one in told}
    return next(iter(found.values())) if len(found) == 1 and all(one in told for one in said) else None


def _again(one: Found, text: str) -> str:
    """What makes two facts one finding: their words; of drugs name and dose, of visits what they are counted against."""
    if one.kind == "medication":
        return plain(one.value + one.dose)
    if one.kind == "diagnosis":
        return plain(f"{one.value} {one.status}")
    return f"{one.value} of {one.of}" if one.kind == "treatment" and one.of else plain(text)


def _category(one: Found) -> str | None:
    if (one.kind == "diagnosis" and _is_past(one)) or (one.kind == "medication" and one.status == "copied"):
        return "history"
    return "treatment" if one.kind == "medication" and one.frequency == ONCE else _CATEGORIES.get(one.kind)


def _is_past(one: Found) -> bool:
    return one.status in ("history", "copied")


def _words(part: Part, one: Found) -> str:
    note = _NOTES.get(one.status, "")
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
        said = {getattr(fact, name) for fact in one.facts} - {""}
        if len(said) == 1 and (only := said.pop()):
            value[name] = only
    return value

"""Finding what a rule asks for in the case: facts the reviewer accepted, findings, the summary, then the record's pages.

A phrase found is a proposal, never a finding of ours: it carries the exact words and where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from imr_desktop.case.model import Case, DisputedItem, Fact, Finding, SourceRef
from imr_desktop.rules import prior_visits, regions, telling
from imr_desktop.rules.expression import Known
from imr_desktop.rules.model import InputSpec, InputValue
from imr_desktop.rules.negation import assertion, sentence_span
from imr_desktop.rules.request.phrases import PhraseTable, tokens_of

MAX_TEXT = 200_000  # characters of one text that are searched
CACHED_TEXTS = 2048
MAX_HITS = 100  # places of one text at which one input is looked at
SOURCES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A value in one sentence, with the parts of the body that the sentence speaks of, and the kind of treatment."""

    value: InputValue
    quote: str
    parts: frozenset[str]
    kind: str = ""
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """What one text says of an input: every value it speaks for, and the first sentences that do.

    `placed` are all of them where the input is one of a part of the body; `at_least` where a number may be higher.
    """

    values: frozenset[InputValue]
    quotes: tuple[str, ...]
    placed: tuple[Placed, ...] = ()
    at_least: bool = False

    def of(self, parts: frozenset[str], kind: str = "") -> TextEvidence | None:
        """What it says of these parts of the body and this kind of treatment: words about another count for nothing.

        No parts and no kind: all it says.
        """
        if not (parts or kind) or not self.placed:
            return self
        kept = [one for one in self.placed if _fits(parts, one.parts) and (not kind or one.kind in ("", kind))]
        return _told(kept) if kept else None


def _fits(asked: frozenset[str], told: frozenset[str]) -> bool:
    return not asked or not told or bool(asked & told)


def _told(placed: list[Placed]) -> TextEvidence:
    quotes = tuple(dict.fromkeys(one.quote for one in placed))[:SOURCES_SHOWN]
    values = frozenset(one.value for one in placed)
    return TextEvidence(values, quotes, tuple(placed), any(one.at_least for one in placed))


Sourced = tuple[TextEvidence, tuple[SourceRef, ...]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An input's value with its sources; `conflicting` where the places found say different things (value unset)."""

    known: Known | None
    sources: tuple[SourceRef, ...]
    conflicting: bool = False


@dataclass(frozen=True, slots=True)
class _Spoken:
    key: str
    value: InputValue
    numeric: bool = False
    listed: bool = False


class PhraseIndex:
    """Every input's phrases in one table; remembers what it found in a text."""

    def __init__(self, specs: Iterable[InputSpec]) -> None:
        self._table = PhraseTable[_Spoken]()
        self._ranges: dict[str, InputSpec] = {}
        self._near: dict[str, re.Pattern[str]] = {}
        for spec in specs:
            self._add(spec)
        self.said = lru_cache(maxsize=CACHED_TEXTS)(self._said)

    def _add(self, spec: InputSpec) -> None:
        self._ranges[spec.key] = spec
        if spec.near:
            self._near[spec.key] = telling.any_of(spec.near)
        if spec.key == prior_visits.PRIOR:
            return  # read by sentence: which kind of treatment, and whether it was given at all
        for phrase in (*spec.phrases, *telling.unhelpful(spec.tried)):
            self._table.add(phrase, _Spoken(spec.key, True, numeric=spec.type == "number"))
        for phrase in spec.listed:
            self._table.add(phrase, _Spoken(spec.key, True, listed=True))
        for phrase in (*spec.negative, *telling.helpful(spec.tried)):
            self._table.add(phrase, _Spoken(spec.key, False))
        for value, phrases in spec.values.items():
            for phrase in phrases:
                self._table.add(phrase, _Spoken(spec.key, value))

    def _said(self, text: str) -> dict[str, TextEvidence]:
        """What a text says, by input; only its first `MAX_TEXT` characters and first hits of an input are looked at."""
        text = text[:MAX_TEXT]
        tokens = tokens_of(text)
        values: dict[str, dict[InputValue, list[str]]] = {}
        looked_at: dict[str, int] = {}
        placed: dict[str, list[Placed]] = {}
        for match in self._table.find_longest(tokens, attrgetter("key")):
            key = match.payload.key
            looked_at[key] = looked_at.get(key, 0) + 1
            if looked_at[key] > MAX_HITS:
                continue
            start, end = tokens[match.first].start, tokens[match.last].end
            value = self._asserted(match.payload, match.number, text, start, end)
            if value is not None:
                _note_quote(values.setdefault(key, {}).setdefault(value, []), text, start, end)
                if self._ranges[key].region:
                    placed.setdefault(key, []).append(_placed(value, text, start, end))
        said = {
            key: TextEvidence(
                frozenset(found), tuple(quote for quotes in found.values() for quote in quotes), tuple(placed.get(key, ()))
            )
            for key, found in values.items()
        }
        return said | self._visits(text, said)

    def _visits(self, text: str, said: dict[str, TextEvidence]) -> dict[str, TextEvidence]:
        """Earlier visits, each with its kind of treatment and part of the body."""
        counts: list[Placed] = []
        some = list(said[prior_visits.BEFORE].placed) if prior_visits.BEFORE in said else []
        for one in prior_visits.told(text) if prior_visits.PRIOR in self._ranges else ():
            quote, before = text[one.start : one.end].strip(), text[max(0, one.start - regions.CONTEXT) : one.start]
            parts = regions.parts_of(quote, before)
            some.append(Placed(one.count != 0, quote, parts, one.kind))
            if one.count is not None:
                counts.append(Placed(one.count, quote, parts, one.kind, one.at_least))
        found = {prior_visits.PRIOR: counts, prior_visits.BEFORE: some}
        return {key: _told(placed) for key, placed in found.items() if placed}

    def _asserted(self, spoken: _Spoken, number: float | None, text: str, start: int, end: int) -> InputValue | None:
        said = assertion(text, start, end)
        near = self._near.get(spoken.key)
        if said == "unsaid" or ((near or spoken.listed) and not self._in_place(spoken, near, text, start, end)):
            return None
        spec = self._ranges[spoken.key]
        if (said == "denied" and (spec.listed or spec.tried)) or (
            spec.tried and spoken.value is False and telling.hedged(text[max(0, start - 40) : start])
        ):
            return None  # not to have failed, not to be listed, or little help says nothing
        return self._value(spoken, number, said == "denied")

    @staticmethod
    def _in_place(spoken: _Spoken, near: re.Pattern[str] | None, text: str, start: int, end: int) -> bool:
        low, high = sentence_span(text, start, end)
        sentence = text[low:high]
        if spoken.listed:
            return telling.lists_what_is_taken(sentence, start - low)
        return bool(near and near.search(sentence))

    def _value(self, spoken: _Spoken, number: float | None, denied: bool) -> InputValue | None:
        if spoken.numeric:
            return None if denied or number is None or not in_range(self._ranges[spoken.key], number) else tidy(number)
        if isinstance(spoken.value, bool):
            return (not spoken.value) if denied and spoken.value else spoken.value
        return None if denied else spoken.value


def in_range(spec: InputSpec, value: float) -> bool:
    """Whether a number can be true of this input at all (no negative visits)."""
    return (spec.minimum is None or value >= spec.minimum) and (spec.maximum is None or value <= spec.maximum)


def tidy(value: float) -> float:
    """A whole number as int, so that it reads as it was written."""
    return int(value) if value.is_integer() else value


def usable(spec: InputSpec, value: object) -> InputValue | None:
    """A fact's value if it has the input's type and can be true, else None."""
    if spec.type == "boolean":
        return value if isinstance(value, bool) else None
    if spec.type == "number":
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return tidy(float(value)) if number and in_range(spec, float(value)) else None  # type: ignore[arg-type]
    if not isinstance(value, str) or not value:
        return None
    return value if spec.type == "string" else tuple(part.strip() for part in value.split(",") if part.strip())


def _placed(value: InputValue, text: str, start: int, end: int) -> Placed:
    low, high = sentence_span(text, start, end)
    before = text[max(0, low - regions.CONTEXT) : low]
    return Placed(value, text[low:high].strip(), regions.parts_of(text[low:high], before, text[start:end]))


def _note_quote(quotes: list[str], text: str, start: int, end: int) -> None:
    if len(quotes) < SOURCES_SHOWN:
        low, high = sentence_span(text, start, end)
        quotes.append(text[low:high].strip())


class CaseEvidence:
    """What one case says of the inputs, looked up in order and only once per input."""

    def __init__(
        self, case: Case, index: PhraseIndex, specs: Mapping[str, InputSpec], record: Mapping[int, str] | None
    ) -> None:
        self._case = case
        self._specs = specs
        self._facts: dict[tuple[str, str], list[Fact]] = {}
        for fact in case.facts:
            self._facts.setdefault((fact.key, fact.item), []).append(fact)
        self._said = index.said
        self._findings: dict[str, list[tuple[TextEvidence, Finding]]] = {}
        for finding in case.findings:
            for key, said in index.said(finding.text).items():
                self._findings.setdefault(key, []).append((said, finding))
        self._summary = index.said(case.summary)
        self._pages: dict[str, list[tuple[TextEvidence, int]]] = {}
        for page, text in sorted((record or {}).items()):
            for key, said in index.said(text).items():
                self._pages.setdefault(key, []).append((said, page))
        self._cache: dict[tuple[str, frozenset[str], str], Evidence] = {}

    def of(self, key: str, item: DisputedItem) -> Evidence:
        """What is known of an input for an item: its own fact, the case's fact, then texts in order."""
        for owner in (item.id, ""):
            for fact in self._facts.get((key, owner), ()):
                if found := _from_fact(self._specs[key], fact):
                    return found
        if self._specs[key].in_request and (said := self._said(item.disputed_text).get(key)):
            return _weighed([(said, ())])
        if self._specs[key].of_request:
            return Evidence(None, ())
        parts = regions.speaking_of(item.title) if self._specs[key].region else frozenset()
        kind = prior_visits.kind_of(item.title) if key in (prior_visits.PRIOR, prior_visits.BEFORE) else ""
        if (key, parts, kind) not in self._cache:
            self._cache[key, parts, kind] = self._from_texts(key, parts, kind)
        return self._cache[key, parts, kind]

    def _from_texts(self, key: str, parts: frozenset[str], kind: str) -> Evidence:
        """The first of findings, summary and record that speaks of the part of the body decides."""
        for tier in (self._in_findings, self._in_summary, self._in_pages):
            spoken = list(tier(key, parts, kind))
            if spoken:
                return _weighed(spoken)
        return Evidence(None, ())

    def _in_findings(self, key: str, parts: frozenset[str], kind: str) -> Iterator[Sourced]:
        for whole, finding in self._findings.get(key, ()):
            if said := whole.of(parts, kind):
                yield said, finding.sources or _refs(f"finding:{finding.id}", 0, said)

    def _in_summary(self, key: str, parts: frozenset[str], kind: str) -> Iterator[Sourced]:
        if said := _about(self._summary.get(key), parts, kind):
            yield said, _refs("summary", 0, said)

    def _in_pages(self, key: str, parts: frozenset[str], kind: str) -> Iterator[Sourced]:
        told: dict[InputValue, int] = {}
        for whole, page in self._pages.get(key, ()):
            said = whole.of(parts, kind)
            if said is None:
                continue
            fresh = any(told.get(value, 0) < SOURCES_SHOWN for value in said.values)
            told |= {value: told.get(value, 0) + 1 for value in said.values}
            document = self._case.document_at(page) if fresh else None
            yield said, _refs(document.id if document else "record", page, said) if fresh else ()


def _about(said: TextEvidence | None, parts: frozenset[str], kind: str) -> TextEvidence | None:
    return said and said.of(parts, kind)


def _refs(document: str, page: int, said: TextEvidence) -> tuple[SourceRef, ...]:
    return tuple(SourceRef(document, page, quote) for quote in said.quotes)


def _from_fact(spec: InputSpec, fact: Fact) -> Evidence | None:
    value = usable(spec, fact.value)
    return None if value is None else Evidence(Known(value), fact.sources)


def distinct(sources: Iterable[SourceRef], most: int) -> tuple[SourceRef, ...]:
    """The first `most` sources, none whose words stand within another's."""
    shown: list[SourceRef] = []
    for source in dict.fromkeys(sources):
        if not any(
            (source.document, source.page) == (other.document, other.page) and source.quote in other.quote for other in shown
        ):
            shown.append(source)
        if len(shown) == most:
            break
    return tuple(shown)


def _weighed(spoken: list[tuple[TextEvidence, tuple[SourceRef, ...]]]) -> Evidence:
    """Where the texts say two things, nothing is proposed and both are shown."""
    values = frozenset().union(*(said.values for said, _ in spoken))
    each = [sources for _, sources in spoken if sources]
    sources = distinct((source for group in each for source in group), SOURCES_SHOWN)
    if len(values) == 1:
        return Evidence(Known(next(iter(values)), at_least=any(said.at_least for said, _ in spoken)), sources)
    return Evidence(None, distinct((*sources, *(each[-1] if each else ())), SOURCES_SHOWN * 2), conflicting=True)

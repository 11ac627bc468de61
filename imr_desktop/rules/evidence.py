"""Finding what a rule asks for in the case: facts the reviewer accepted, findings, the summary, then the record's pages.

A phrase found is a proposal, never a finding of ours: it carries the exact words and where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from imr_desktop.case.model import Case, DisputedItem, Fact, Finding, SourceRef
from imr_desktop.rules.expression import Known
from imr_desktop.rules.model import InputSpec, InputValue
from imr_desktop.rules.negation import assertion, sentence_span
from imr_desktop.rules.phrases import PhraseTable, tokens_of

MAX_TEXT = 200_000  # characters of one text that are searched
CACHED_TEXTS = 2048
SOURCES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text: the input and value it speaks for, its words and its sentence."""

    key: str
    value: InputValue
    start: int
    end: int
    quote: str


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


class PhraseIndex:
    """Every input's phrases in one table; remembers what it found in a text."""

    def __init__(self, specs: Iterable[InputSpec]) -> None:
        self._table = PhraseTable()
        self._ranges: dict[str, InputSpec] = {}
        for spec in specs:
            self._add(spec)
        self.hits = lru_cache(maxsize=CACHED_TEXTS)(self._hits)

    def _add(self, spec: InputSpec) -> None:
        self._ranges[spec.key] = spec
        for phrase in spec.phrases:
            self._table.add(phrase, _Spoken(spec.key, True, numeric=spec.type == "number"))
        for phrase in spec.negative:
            self._table.add(phrase, _Spoken(spec.key, False))
        for value, phrases in spec.values.items():
            for phrase in phrases:
                self._table.add(phrase, _Spoken(spec.key, value))

    def _hits(self, text: str) -> tuple[Hit, ...]:
        text = text[:MAX_TEXT]
        tokens = tokens_of(text)
        return tuple(
            hit for match in self._table.find(tokens)
            if (hit := self._hit(match.payload, match.number, text, tokens[match.first].start, tokens[match.last].end)))

    def _hit(self, spoken: _Spoken, number: float | None, text: str, start: int, end: int) -> Hit | None:
        said = assertion(text, start, end)
        if said == "unsaid":
            return None
        value = self._value(spoken, number, said == "denied")
        if value is None:
            return None
        low, high = sentence_span(text, start, end)
        return Hit(spoken.key, value, start, end, text[low:high].strip())

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


class CaseEvidence:
    """What one case says of the inputs, looked up in order and only once per input."""

    def __init__(self, case: Case, index: PhraseIndex, specs: Mapping[str, InputSpec],
                 record: Mapping[int, str] | None) -> None:
        self._case = case
        self._specs = specs
        self._texts = _grouped(_case_hits(case, index, record))
        self._cache: dict[str, Evidence] = {}

    def of(self, key: str, item: DisputedItem) -> Evidence:
        """What is known of an input for an item: its own fact, the case's fact, then texts in order."""
        spec = self._specs[key]
        for owner in (item.id, ""):
            for fact in self._case.facts:
                if fact.key == key and fact.item == owner and (found := _from_fact(spec, fact)):
                    return found
        if key not in self._cache:
            self._cache[key] = _from_hits(self._texts.get(key, ()))
        return self._cache[key]


def _from_fact(spec: InputSpec, fact: Fact) -> Evidence | None:
    value = usable(spec, fact.value)
    return None if value is None else Evidence(Known(value), fact.sources)


def _case_hits(case: Case, index: PhraseIndex, record: Mapping[int, str] | None) -> Iterator[tuple[int, SourceRef, Hit]]:
    """Hits with their tier (findings 0, summary 1, record 2) and source."""
    for finding in case.findings:
        for hit in index.hits(finding.text):
            yield 0, _finding_source(finding, hit), hit
    for hit in index.hits(case.summary):
        yield 1, SourceRef("summary", 0, hit.quote), hit
    for page, text in sorted((record or {}).items()):
        hits = index.hits(text)
        document = _document_of(case, page) if hits else ""
        for hit in hits:
            yield 2, SourceRef(document, page, hit.quote), hit


def _finding_source(finding: Finding, hit: Hit) -> SourceRef:
    return finding.sources[0] if finding.sources else SourceRef(f"finding:{finding.id}", 0, hit.quote)


def _document_of(case: Case, page: int) -> str:
    for document in case.documents:
        if document.first_page <= page <= document.last_page:
            return document.id
    return "record"


def _grouped(hits: Iterable[tuple[int, SourceRef, Hit]]) -> dict[str, list[tuple[int, SourceRef, Hit]]]:
    grouped: dict[str, list[tuple[int, SourceRef, Hit]]] = {}
    for entry in hits:
        grouped.setdefault(entry[2].key, []).append(entry)
    return grouped


def distinct(sources: Iterable[SourceRef], most: int) -> tuple[SourceRef, ...]:
    """The first `most` sources, none whose words stand within another's."""
    shown: list[SourceRef] = []
    for source in dict.fromkeys(sources):
        if not any((source.document, source.page) == (other.document, other.page) and source.quote in other.quote
                   for other in shown):
            shown.append(source)
        if len(shown) == most:
            break
    return tuple(shown)


def _from_hits(hits: Iterable[tuple[int, SourceRef, Hit]]) -> Evidence:
    """The first tier that speaks decides; where it says two things, nothing is proposed and both are shown."""
    entries = list(hits)
    if not entries:
        return Evidence(None, ())
    tier = min(entry[0] for entry in entries)
    spoken = [entry for entry in entries if entry[0] == tier]
    values = {hit.value for _, _, hit in spoken}
    sources = distinct((source for _, source, _ in spoken), SOURCES_SHOWN)
    if len(values) > 1:
        return Evidence(None, sources, conflicting=True)
    return Evidence(Known(values.pop()), sources)

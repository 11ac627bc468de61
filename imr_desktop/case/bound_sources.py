"""The values of a case that a text can be bound to: their names, what people call them, and their words now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from imr_desktop.case import fields
from imr_desktop.case.labels import in_words
from imr_desktop.case.model import Case, ClaimDates, DisputedItem, Fact, Finding, Struct

LONGEST = 2000
"""Longer values are not offered: they are passages, not values."""


class Insertable(NamedTuple):
    """A value that can be put into a text: its source's name, what people call it, its words."""

    source: str
    label: str
    value: str


def value_of(case: Case, source: str) -> str | None:
    """The words of a source as they would be inserted now; None where it says nothing, is gone, or is no source.

    Dates are MM/DD/YYYY, yes-or-no facts ``yes`` or ``no``; line ends become spaces.
    """
    return Values(case).of(source)


class Values:
    """The values of one case by their sources' names, looked up fast: for many sources of the same case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._findings = {finding.id: finding for finding in reversed(case.findings)}
        self._items = {item.id: item for item in reversed(case.items)}
        self._facts = {fact_source(fact): fact.value for fact in reversed(case.facts)}

    def of(self, source: str) -> str | None:
        """The words of a source; None where it says nothing, is gone, or is no source."""
        kind, colon, name = source.partition(":")
        if colon and kind == "fact":
            return _words(self._facts.get(source))
        if colon and kind == "finding":
            return self._of_finding(name)
        if colon and kind == "item":
            return self._of_item(name)
        if source.startswith("dates."):
            return _field(self._case.dates, source.removeprefix("dates."))
        return _field(self._case, source)

    def _of_finding(self, name: str) -> str | None:
        if name in self._findings:
            finding = self._findings[name]
            return _words(finding.text) or _words(_quote(finding))
        quoted = self._findings.get(name.removesuffix(".quote"))
        return _words(_quote(quoted)) if quoted else None

    def _of_item(self, name: str) -> str | None:
        item_id, _, field = name.rpartition(".")
        item = self._items.get(item_id)
        return _field(item, field) if item else None


def fact_source(fact: Fact) -> str:
    """The name of a fact as a source: ``fact:<key>``, with ``@<item id>`` where it belongs to one item."""
    return f"fact:{fact.key}" + (f"@{fact.item}" if fact.item else "")


def _quote(finding: Finding) -> str:
    return next((source.quote for source in finding.sources if source.quote.strip()), "")


def _field(part: Case | ClaimDates | DisputedItem, name: str) -> str | None:
    return _words(getattr(part, name)) if name in fields.named(type(part), fields.BOUND) else None


def _words(value: object) -> str | None:
    return one_line(in_words(value)) or None


def one_line(text: str) -> str:
    """A text as it goes into another: on one line, without characters that cannot be seen."""
    words = " ".join(text.split())
    if words.isprintable():
        return words
    return " ".join("".join(letter for letter in words if letter.isprintable()).split())


def sources(case: Case, item: str = "") -> list[Insertable]:
    """What can be put into a text: dates, item, facts, findings, patient, number.

    `item` is the item whose rationale is written: its own values come, other items' do not; empty for the summary.
    """
    found: dict[str, Insertable] = {}
    values = Values(case)
    for source, label in _named(case, item):
        value = values.of(source)
        if value and len(value) <= LONGEST:
            found.setdefault(source, Insertable(source, label, value))
    return list(found.values())


def _named(case: Case, item: str) -> Iterator[tuple[str, str]]:
    yield from ((f"dates.{name}", label) for name, label in _titled(ClaimDates))
    yield from _titled(Case)
    for number, one in enumerate(case.items, start=1):
        if item in ("", one.id):
            before = f"Item {number} › " if len(case.items) > 1 else ""
            yield from ((f"item:{one.id}.{field}", before + label) for field, label in _titled(DisputedItem))
    for fact in case.facts:
        if not item or fact.item in ("", item):
            yield fact_source(fact), _fact_label(fact.key)
    for number, finding in enumerate(case.findings, start=1):
        yield f"finding:{finding.id}", f"Finding {number}"
        if _quote(finding):
            yield f"finding:{finding.id}.quote", f"Finding {number}, quoted"


def _titled(kind: type[Struct]) -> Iterator[tuple[str, str]]:
    return ((name, fields.title(kind, name)) for name in fields.named(kind, fields.BOUND))


def _fact_label(key: str) -> str:
    words = key.replace("_", " ").split(".")
    return ": ".join(words)[:1].upper() + ": ".join(words)[1:]

"""All rules as lines of a view: where each stands, how far it was seen, until when it is used, and in how many cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from imr_desktop.case.dates import written
from imr_desktop.case.model import Case
from imr_desktop.rules.editions import span
from imr_desktop.rules.evaluate import evaluate_case
from imr_desktop.rules.model import CriterionData
from imr_desktop.rules.packs import SHIPPED, Packs, Rule, entry_of
from imr_desktop.rules.readings import Reading, in_words

OWN_READING, OTHERS_READING = "own reading", "another reviewer's reading"
_SHOWN = 40


@dataclass(frozen=True)
class RuleRow:
    """A rule, or a reading that gives none any more. `state` says why it is not used now; empty: it is.

    `text` is what stands in it, as (what, words). `uses` is the number of open cases; None: not counted.
    """

    id: str
    service: str
    edition: str
    days: str
    source: str
    tier: str
    confidence: str
    expires: str
    state: str
    text: tuple[tuple[str, str], ...]
    reading: Reading | None = None
    uses: int | None = None

    def holds(self, words: Iterable[str]) -> bool:
        """Whether every word stands in it."""
        everything = " ".join(
            (self.id, self.service, self.edition, self.source, self.tier, self.confidence, self.state)
        ).lower()
        return all(word in everything for word in words)


def rule_rows(packs: Packs, today: date) -> tuple[RuleRow, ...]:
    """Every rule and every reading, own readings first, then by service and edition."""
    rows = [_rule_row(packs, rule, today) for rule in packs.rules.values()]
    rows += [_retired_row(packs, key, one) for key, one in packs.readings.items() if key not in packs.rules]
    return tuple(sorted(rows, key=lambda row: (row.reading is None, row.service.casefold(), row.edition, row.id)))


def _rule_row(packs: Packs, rule: Rule, today: date) -> RuleRow:
    edition, reading = packs.editions[rule.data.edition], packs.readings.get(rule.data.id)
    return RuleRow(
        id=rule.data.id,
        service=", ".join((rule.data.service, *rule.data.also)),
        edition=edition.title,
        days=span(edition),
        source=_source(rule, reading),
        tier=rule.data.tier or edition.tier,
        confidence=entry_of(packs, rule).confidence,
        expires=written(rule.data.expires),
        state=_state(rule, edition.covers(today), today),
        text=_text(rule, reading),
        reading=reading,
    )


def _retired_row(packs: Packs, key: str, reading: Reading) -> RuleRow:
    edition = packs.editions[reading.edition]
    state = f"retired on {written(reading.retired)}"
    return RuleRow(
        key,
        reading.service,
        edition.title,
        span(edition),
        OTHERS_READING if reading.imported else OWN_READING,
        "office",
        "mixed" if reading.imported else "high",
        written(reading.last_day),
        state,
        in_words(reading),
        reading,
    )


def _source(rule: Rule, reading: Reading | None) -> str:
    if reading is not None:
        return OTHERS_READING if reading.imported else OWN_READING
    return SHIPPED if rule.source == SHIPPED else f"own pack {rule.source.removesuffix('.yaml')}"


def _state(rule: Rule, in_force: bool, today: date) -> str:
    if rule.data.expires is not None and today > rule.data.expires:
        return f"expired on {written(rule.data.expires)}: read it again"
    return "" if in_force else "not in force today"


def _text(rule: Rule, reading: Reading | None) -> tuple[tuple[str, str], ...]:
    if reading is not None:
        return (*in_words(reading), ("Read on", written(reading.read_on)))
    note = (("Note", rule.data.note),) if rule.data.note else ()
    criteria = (("Criterion", _criterion(one.data)) for one in rule.criteria[:_SHOWN])
    return (("Section", rule.data.section), *criteria, *note)


def _criterion(data: CriterionData) -> str:
    limit = f" ({data.limit})" if data.limit else ""
    return f"{data.text}{limit} [{data.confidence}]"


def differences(one: RuleRow, other: RuleRow) -> tuple[tuple[str, str, str], ...]:
    """What two lines say side by side, as (what, first, second); equal words are left out."""
    first, second = _numbered(one), _numbered(other)
    keys = dict.fromkeys((*first, *second))
    return tuple((key, first.get(key, ""), second.get(key, "")) for key in keys if first.get(key, "") != second.get(key, ""))


def _numbered(row: RuleRow) -> dict[str, str]:
    """What a line says by name; names that come again are numbered."""
    names: Counter[str] = Counter()
    said = {
        "Service": row.service,
        "Edition": row.edition,
        "In force": row.days,
        "Source": row.source,
        "Confidence": row.confidence,
        "Expires": row.expires,
        "State": row.state,
    }
    for name, words in row.text:
        names[name] += 1
        said[name if names[name] == 1 else f"{name} {names[name]}"] = words
    return said


def used_in(case: Case, packs: Packs) -> frozenset[str]:
    """The rules at work on a case's items, its record aside."""
    used = set()
    for report in evaluate_case(case, packs):
        live = [one.id for one in report.criteria if not one.historical]
        rules = (rule for rule in (report.rule, *report.added) if rule)
        used |= {rule for rule in rules if any(one.startswith(f"{rule}.") for one in live)}
    return frozenset(used)

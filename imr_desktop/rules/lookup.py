"""The values a rule's tests read: facts first, then the item's words, findings, summary and record, then what follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from imr_desktop.case.model import SourceRef
from imr_desktop.rules import visits
from imr_desktop.rules.derive import DERIVED, SUMS, RequestedItem, derived
from imr_desktop.rules.evidence import CaseEvidence
from imr_desktop.rules.expression import Known
from imr_desktop.rules.packs import Packs


@dataclass(frozen=True, slots=True)
class ResolvedInputs:
    """The inputs that rules read, as far as they are known, with their sources."""

    known: dict[str, Known]
    sources: dict[str, tuple[SourceRef, ...]]
    conflicting: frozenset[str] = frozenset()


def to_look_up(keys: tuple[str, ...], packs: Packs) -> tuple[str, ...]:
    """Inputs that are read, with the parts of sums and with those that define others, each once."""
    return tuple(dict.fromkeys(_with_definitions(with_parts(keys), packs)))


def resolve_inputs(keys: Iterable[str], packs: Packs, evidence: CaseEvidence, question: RequestedItem) -> ResolvedInputs:
    """What is known of inputs that are to be looked up, for an item."""
    known: dict[str, Known] = {}
    sources: dict[str, tuple[SourceRef, ...]] = {}
    conflicting = set()
    for key in keys:
        found = evidence.of(key, question.item)
        value = found.known
        if value is None and key in DERIVED:
            value = derived(key, question)
        if value is not None:
            known[key] = value
        if found.sources:
            sources[key] = found.sources
        if found.conflicting:
            conflicting.add(key)
    known = settled(known, packs)
    service = question.named.service.name if question.named else ""
    return ResolvedInputs(known | visits.injury_totals(known, service), sources, frozenset(conflicting))


def _with_definitions(keys: tuple[str, ...], packs: Packs) -> tuple[str, ...]:
    """Inputs with those that define them, and with those that define these."""
    needed = dict.fromkeys(keys)
    for key in reversed(tuple(packs.definitions)):
        if key in needed:
            needed |= dict.fromkeys(packs.definitions[key].keys())
    return tuple(needed)


def settled(known: dict[str, Known], packs: Packs) -> dict[str, Known]:
    """Add what follows from what is known: sums, and inputs that others define."""
    for key, test in packs.definitions.items():
        if key not in known and (truth := test.truth(known)) is not None:
            known[key] = Known(truth)
    return with_sums(known)


@lru_cache(maxsize=4096)
def with_parts(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Inputs with those they are the sum of, and beside the visits asked for at first what became of them."""
    whole = (*keys, *(part for key in keys for part in SUMS.get(key, ())))
    return (*whole, *visits.BESIDE) if visits.ORIGINAL in whole else whole


def with_sums(known: dict[str, Known]) -> dict[str, Known]:
    """Add the sums that follow from what is known; with a part missing, the sum is a lower bound."""
    for total, (stated, earlier) in SUMS.items():
        if total in known or stated not in known:
            continue
        first, second = known[stated], known.get(earlier)
        whole = _number(first) + (0 if second is None else _number(second))
        known[total] = Known(whole, at_least=second is None or first.at_least or second.at_least)
    return known


def _number(known: Known) -> float:
    assert isinstance(known.value, int | float)
    return known.value

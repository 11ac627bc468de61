"""The hits of a search as a reviewer goes through them: by document, the strongest first, denials apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from imr_desktop.case.model import Case, Search, SearchHit
from imr_desktop.preflight.data import spaced, table
from imr_desktop.preflight.thesaurus import looks_for, qualifiers, subjects_of, term_spans, wanted

_ASKS = frozenset(["imr application", "ur determination", "rfa", "notice of assignment"])
"""Documents that ask for a thing or deny it: it stands there whether it was done or not."""


@dataclass(frozen=True)
class HitGroup:
    """The hits of one document that can be answered together, by their place in `Search.hits`, the strongest first.

    `denied` says that each of them denies the thing ("denies numbness").
    """

    document: str
    denied: bool
    hits: tuple[int, ...]


def grouped(search: Search, case: Case) -> tuple[HitGroup, ...]:
    """The hits by document, those that deny the thing in groups of their own; the group with the strongest hit first."""
    found: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    for at, hit in enumerate(search.hits):
        denied = is_denied(hit.source.quote, search.terms)
        document = case.document_at(hit.source.page)
        key = document.id if document else "", denied
        found.setdefault(key, []).append((-_strength(hit, search, case, denied=denied), at))
    groups = sorted(found.items(), key=lambda one: (min(one[1])[0], one[0][1], min(at for _, at in one[1])))
    return tuple(HitGroup(*key, tuple(at for _, at in sorted(hits))) for key, hits in groups)


def _strength(hit: SearchHit, search: Search, case: Case, *, denied: bool) -> int:
    """How much a place says against the claim: it names the thing itself, with what the claim says of it, of the patient."""
    document = case.document_at(hit.source.page)
    names = tuple(subject.name for subject in wanted(subjects_of(search.statement)))
    more = qualifiers(search.statement)
    return (
        2 * any(looks_for((name,), hit.source.quote) for name in names)
        + bool(more and looks_for(more, hit.source.quote))
        - 2 * (document is not None and document.type in _ASKS)
        - 4 * denied
    )


def is_denied(quote: str, terms: tuple[str, ...]) -> bool:
    """Whether every place of the terms in some words is denied there."""
    spans = term_spans(terms, quote)
    return bool(spans) and all(_is_negated(quote, span) for span in spans)


def _is_negated(quote: str, span: tuple[int, int]) -> bool:
    before = re.split(r"[.;:!?]\s|\bbut\b", quote[: span[0]])[-1]
    return _rule("before").search(before) is not None or _rule("after").match(quote[span[1] :]) is not None


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(spaced(table("thesaurus.toml")["negated"][name]), re.IGNORECASE)

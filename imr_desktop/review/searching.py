"""Searching the record for what a sentence says is absent, or for what a criterion asks, with the reviewer's synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.case.model import Case, Search, SearchHit
from imr_desktop.preflight import (
    absence_claims,
    search_for_claim,
    synonyms,  # noqa: F401  handed on
)
from imr_desktop.preflight.absence_phrases import Claim
from imr_desktop.preflight.hit_groups import HitGroup, grouped  # noqa: F401  handed on
from imr_desktop.preflight.search_claim import found_in
from imr_desktop.preflight.search_stands import same_place
from imr_desktop.preflight.synonyms import Groups  # noqa: F401  handed on
from imr_desktop.preflight.thesaurus import term_spans  # noqa: F401  handed on
from imr_desktop.review.questions import Question
from imr_desktop.review.synonym_file import SYNONYMS, keep_synonyms, own_synonyms  # noqa: F401  handed on

if TYPE_CHECKING:
    from imr_desktop.review.services import Services
    from imr_desktop.rules import Packs


@dataclass(frozen=True)
class SearchAnswer:
    """A question, the search made for it, and a sentence where the reviewer's synonyms could not be used (else empty).

    `left_out` are places in headers, letterheads and empty form rows; `before` is when it was searched for last, and `new`
    how many places have come up since then.
    """

    question: Question
    search: Search
    note: str = ""
    left_out: tuple[SearchHit, ...] = ()
    before: datetime | None = None
    new: int = 0


def search(
    services: Services, case: Case, question: Question, at: datetime, terms: Iterable[str] = (), anew: bool = False
) -> SearchAnswer:
    """Search the record; what the reviewer said of the same places in an earlier search of it is kept.

    Without `terms` those of the earlier search are taken, or (`anew`, or where there is none) the statement's with their
    synonyms. Raises what reading the record raises.
    """
    same, note = own_synonyms(services.home)
    claim = claim_of(question, services.guidelines.packs if question.inputs else None)
    before = earlier(case, question)
    wanted = tuple(terms) or (before.terms if before and not anew else ())
    record = services.record.text(case).pages
    made = search_for_claim(claim, case, record, at, wanted, same)
    made = msgspec.structs.replace(made, statement=question.statement, criterion=question.criterion)
    left_out = found_in(case, record, made.terms).left_out
    if before is None:
        return SearchAnswer(question, made, note, left_out)
    carried_on = carried(made, before)
    new = sum(not hit.remark for hit in carried_on.hits) - sum(not hit.remark for hit in before.hits)
    return SearchAnswer(question, carried_on, note, left_out, before.made_at, max(new, 0))


def claim_of(question: Question, packs: Packs | None = None) -> Claim:
    """The claim a question is about; of a criterion, its missing inputs and the phrases that are evidence of them."""
    for claim in absence_claims(question.text):
        if claim.text == question.statement and question.start in (-1, claim.start):
            return claim
    thing = question.statement
    specs = [packs.inputs[key] for key in question.inputs if key in packs.inputs] if packs else []
    if specs:
        phrases = [phrase for spec in specs for phrase in spec.phrases if ".." not in phrase and "{" not in phrase]
        thing = "; ".join([*(spec.label for spec in specs), *phrases])
    return Claim(0, len(question.statement), question.statement, thing, "criterion", 0, len(question.statement))


def earlier(case: Case, question: Question) -> Search | None:
    """The latest search kept for the same words, or for the same criterion."""
    for one in reversed(case.searches):
        same = one.criterion == question.criterion if question.criterion else one.statement == question.statement
        if same and (not question.criterion or one.statement == question.statement):
            return one
    return None


def carried(made: Search, before: Search) -> Search:
    """A new search in place of an earlier one, with what was said of the same places."""
    said = [hit for hit in before.hits if hit.remark.strip()]
    hits = tuple(_as_said(hit, said) for hit in made.hits)
    return msgspec.structs.replace(made, id=before.id, hits=hits)


def _as_said(hit: SearchHit, said: list[SearchHit]) -> SearchHit:
    known = next((one for one in said if same_place(hit, one)), None)
    return msgspec.structs.replace(hit, remark=known.remark, found=known.found) if known else hit

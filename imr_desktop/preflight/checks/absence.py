"""The absence guard: a sentence which says that something is absent rests on a search of the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from imr_desktop.case import citation
from imr_desktop.case.model import Case, Search
from imr_desktop.case.text import bare
from imr_desktop.preflight.absence_phrases import Claim, absence_claims
from imr_desktop.preflight.checks.outcome import appended
from imr_desktop.preflight.problem import Context, Fix, Raised, Severity
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.search_claim import looks_for, record_pages, things_named
from imr_desktop.preflight.texts import TextField, rationales

replace = msgspec.structs.replace
ALL = "absence"
"""What one acknowledgement names that covers every statement of absence, where there is no record to search."""
_SAYS_UNREADABLE = re.compile(
    r"\b(?:unreadable|illegible|not (?:be )?(?:read|legible|readable)|without (?:readable )?text)\b", re.IGNORECASE
)
SHORTEST_STATEMENT = 12
"""A search's statement of fewer letters cannot tell which claim it backs."""


@check("absence.summary", severity="must fix")
def in_summary(case: Case, context: Context) -> Iterator[Raised]:
    """What the case summary says is absent was searched for in the record.

    bad: {"summary": "Back pain since 2019. There is no documentation of a home exercise program."}
    good: {"summary": "Back pain since 2019. No tenderness or swelling was noted."}
    """
    if case.summary:
        yield from _unbacked(case, TextField(case.summary, "summary"))


@check("absence.rationale", severity="must fix")
def in_rationale(case: Case, context: Context) -> Iterator[Raised]:
    """What a rationale says is absent was searched for in the record.

    bad: {"items": [{"rationale": "The provider failed to document functional improvement."}]}
    good: {"items": [{"rationale": "The MTUS does not address this device."}]}
    good: {"items": [{"rationale": "The record has no mention of injections."}], "searches": [{"id": "s",
          "terms": ["injection"], "statement": "The record has no mention of injections."}]}
    """
    for field in rationales(case):
        yield from _unbacked(case, field)


def _unbacked(case: Case, field: TextField) -> Iterator[Raised]:
    severity: Severity = "must fix" if case.has_record else "consider"
    for count, claim in enumerate(absence_claims(field.text), start=1):
        fault = _fault(case, claim, field)
        if fault:
            message, fix = fault
            yield field.raised((claim.start, claim.end), message, count, fix, severity=severity)


def _fault(case: Case, claim: Claim, field: TextField) -> tuple[str, Fix] | None:
    search = search_behind(claim, case.searches, field.text)
    again = Fix("Search the record", act="search", target=claim.text)
    if search is None:
        return _no_search(case, again)
    if found := sorted({hit.source.page for hit in search.hits if hit.found}):
        return f"The search found it on {citation.listed(found, 'p.', 'pp.')}: reword the sentence.", replace(
            again, label="Open the search"
        )
    open_hits = sum(1 for hit in search.hits if not hit.remark.strip())
    if open_hits:
        return f"{open_hits} of {len(search.hits)} search hits not answered: say why each does not count.", replace(
            again, label="Answer the hits"
        )
    left = _pages_left(case, search)
    if left:
        return f"{citation.listed(left)} not searched for this: search again.", again
    if search.unreadable and not _SAYS_UNREADABLE.search(field.text):
        pages = citation.listed(search.unreadable)
        fix = Fix("Add the sentence", (appended(field, unreadable_sentence(search.unreadable)),))
        return f"{pages} could not be read: say so in the text.", fix
    return None


def unreadable_sentence(pages: Iterable[int]) -> str:
    """What a text must say of case pages that could not be searched."""
    return f"{citation.listed(pages)} of the record could not be read."


def _no_search(case: Case, again: Fix) -> tuple[str, Fix]:
    if case.has_record:
        return "Says something is absent: search the record for it, or reword.", again
    return (
        "Says something is absent, and there is no record to search: acknowledge with a reason.",
        Fix("Acknowledge all absence statements", act="give reason", target=ALL),
    )


def search_behind(claim: Claim, searches: tuple[Search, ...], text: str) -> Search | None:
    """The latest search that backs a claim of a text.

    Its statement is the claim's words, its sentence, or a part of the claim's words; or it was made for a criterion and
    looked for everything the claim names.
    """
    words = bare(claim.text)
    sentence = bare(text[claim.sentence_start : claim.sentence_end])
    for search in reversed(searches):
        statement = bare(search.statement)
        if not search.terms or len(statement) < SHORTEST_STATEMENT:
            continue
        if words in statement or statement in words or statement == sentence:
            return search
        if search.criterion and _covers(search, statement, claim):
            return search
    return None


def _covers(search: Search, statement: str, claim: Claim) -> bool:
    named = things_named(claim.thing)
    return bool(named) and all(name in statement or looks_for(search.terms, name) for name in named)


def _pages_left(case: Case, search: Search) -> list[int]:
    seen = {*search.pages, *search.unreadable}
    return [page for page in record_pages(case) if page not in seen]

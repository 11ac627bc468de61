"""The absence guard: a sentence which says that something is absent rests on a search of the record."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case import citation
from imr_desktop.case.model import Case, Search
from imr_desktop.case.text import bare
from imr_desktop.preflight.absence_phrases import Claim, absence_claims, attributed_claims
from imr_desktop.preflight.checks.outcome import appended
from imr_desktop.preflight.not_seen import said_unread, unread_sentence
from imr_desktop.preflight.problem import Context, Fix, Raised, Severity
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.search_claim import found_in, terms_for
from imr_desktop.preflight.search_stands import Standing, standing, unsaid
from imr_desktop.preflight.texts import TextField, prose, rationales
from imr_desktop.preflight.thesaurus import looks_for, things_named

ALL = "absence"
"""What one acknowledgement names that covers every statement of absence, where there is no record to search."""
MOST_PAGES = 15
"""Pages, or runs of them, that a problem names."""
SHORTEST_STATEMENT = 12
"""A search's statement of fewer letters cannot tell which claim it backs."""


@check("absence.summary", severity="must fix")
def in_summary(case: Case, context: Context) -> Iterator[Raised]:
    """What the case summary says is absent was searched for in the record.

    A summary recites what examinations did not find ("no evidence of instability"); that is no absence from the record.

    bad: {"summary": "Back pain since 2019. There is no documentation of a home exercise program."}
    good: {"summary": "Back pain since 2019. No tenderness or swelling was noted."}
    good: {"summary": "Back pain since 2019. There is no evidence of instability."}
    """
    if case.summary:
        yield from _unbacked(case, context, TextField(case.summary, "summary"))


@check("absence.rationale", severity="must fix")
def in_rationale(case: Case, context: Context) -> Iterator[Raised]:
    """What a rationale says is absent was searched for in the record.

    bad: {"items": [{"rationale": "The provider failed to document functional improvement."}]}
    good: {"items": [{"rationale": "The MTUS does not address this device."}]}
    good: {"items": [{"rationale": "The record has no mention of injections."}], "searches": [{"id": "s",
          "terms": ["injection"], "statement": "The record has no mention of injections."}]}
    """
    for field in rationales(case):
        yield from _unbacked(case, context, field)


@check("absence.attributed", severity="consider", flag=True)
def attributed(case: Case, context: Context) -> Iterator[Raised]:
    """What utilization review called absent is shown as its words; nobody need search for it.

    bad: {"summary": "Utilization review denied the request because there was no documentation of a trial of medication."}
    good: {"summary": "Utilization review denied the request. There is no documentation of a trial of medication."}
    """
    for field in prose(case):
        for count, claim in enumerate(attributed_claims(field.text), start=1):
            yield field.raised(
                (claim.start, claim.end), "Utilization review is reported to have said so: no search asked.", count
            )


def _unbacked(case: Case, context: Context, field: TextField) -> Iterator[Raised]:
    severity: Severity = "must fix" if case.has_record else "consider"
    for count, claim in enumerate(absence_claims(field.text), start=1):
        fault = None if claim.finding and field.item is None else _fault(case, context, claim, field)
        if fault:
            message, fix = fault
            yield field.raised((claim.start, claim.end), message, count, fix, severity=severity)


def _fault(case: Case, context: Context, claim: Claim, field: TextField) -> tuple[str, Fix] | None:
    search = search_behind(claim, case.searches, field.text)
    again = Fix("Search the record", act="search", target=claim.text)
    if search is None:
        return _no_search(case, context, claim, again)
    stands = standing(case, context.record, search, claim)
    if message := _outdated(stands):
        return message, again
    unanswered, unreached = _unanswered(search, stands), _unreached(stands)
    if unanswered:
        label = "Open the search" if any(hit.found for hit in search.hits) else "Answer the hits"
        return f"{unanswered} {unreached}".strip(), Fix(label, act="search", target=claim.text)
    if unreached:
        return unreached, again
    return _unseen(stands, field, again)


def _outdated(stands: Standing) -> str:
    """Why a search says nothing of the claim, whatever was answered."""
    if stands.missed:
        return f"The search did not look for “{'”, “'.join(stands.missed[:3])}”: search again."
    if stands.gone:
        return f"The search names {citation.listed(stands.gone, 'page', 'pages')}, not in the record: search again."
    return ""


def _unanswered(search: Search, stands: Standing) -> str:
    """What was found and has no answer, or an answer that goes against the claim."""
    if found := sorted({hit.source.page for hit in search.hits if hit.found}):
        return f"The search found it on {citation.listed(found, 'p.', 'pp.')}: reword the sentence."
    if stands.later:
        known = {page for hit in search.hits for page in (hit.source.page, *hit.also)}
        later = {page for hit in stands.later for page in (hit.source.page, *hit.also)}
        pages = citation.listed(later - known or later, "p.", "pp.")
        return f"The record says more than the search holds ({pages}): search again and answer."
    if stands.unanswered:
        return f"{stands.unanswered} of {len(search.hits)} search hits not answered: say why each does not count."
    return ""


def _unreached(stands: Standing) -> str:
    """Pages that the search did not see and that can be searched now."""
    if stands.left:
        return f"{citation.listed(stands.left)} not searched for this: search again."
    if stands.now:
        return f"{citation.listed(stands.now)} can be read now, and could not then: search again."
    return ""


def _unseen(stands: Standing, field: TextField, again: Fix) -> tuple[str, Fix] | None:
    """Pages and files that nobody saw and that the text does not name; the search itself stands."""
    left = unsaid(stands, said_unread(field.text))
    parts = (
        f"{citation.listed(left.unread)} could not be read" if left.unread else "",
        f"{citation.listed(left.doubtful)} only read by machine" if left.doubtful else "",
        f"{citation.listed(left.foreign)} not in English" if left.foreign else "",
        f"{_named(left.files)} not read" if left.files else "",
    )
    if not any(parts):
        return None
    message = "; ".join(part for part in parts if part)
    if left.doubtful or left.foreign:
        return f"{message}: look at each, or say so in the text.", Fix(
            "Look at the pages", act=again.act, target=again.target
        )
    sentence = unread_sentence(left.unread, len(left.files))
    return f"{message}: say so in the text.", Fix("Add the sentence", (appended(field, sentence),))


def _named(files: tuple[str, ...]) -> str:
    """Files by name, the first three: they may be many."""
    more = f" and {len(files) - 3} more files" if len(files) > 3 else ""
    return ", ".join(f"“{name}”" for name in files[:3]) + more


def _no_search(case: Case, context: Context, claim: Claim, again: Fix) -> tuple[str, Fix]:
    if named := _named_on(case, context, claim):
        thing, pages = named
        return f"“{thing}” is named on {pages}: reword, or search and say why each does not count.", again
    if case.has_record:
        return "Says something is absent: search the record for it, or reword.", again
    return (
        "Says something is absent, and there is no record to search: acknowledge with a reason.",
        Fix("Acknowledge all absence statements", act="give reason", target=ALL),
    )


def _named_on(case: Case, context: Context, claim: Claim) -> tuple[str, str] | None:
    """What a claim without a search calls absent, and the pages of the record that name it under any of its names.

    Words that stand nearly everywhere ("care") tell nothing of where to look.
    """
    things = things_named(claim.thing) if context.record else ()
    terms = terms_for(claim) if things else ()
    pages = (
        {page for hit in found_in(case, context.record, terms).hits for page in (hit.source.page, *hit.also)}
        if terms
        else set()
    )
    if not pages or (len(pages) > MOST_PAGES and len(pages) > len(context.record) / 2):
        return None
    first = citation.runs(pages)[:MOST_PAGES]
    written = ", ".join(
        f"{low}–{high}" if high > low + 1 else f"{low}, {high}" if high > low else f"{low}" for low, high in first
    )
    more = len(pages) - sum(high - low + 1 for low, high in first)
    return things[0], f"{'pp.' if len(pages) > 1 else 'p.'} {written}{f' and {more} more' if more else ''}"


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

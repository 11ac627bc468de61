"""A rationale that calls absent what the case shows: the commonest ground on which determinations are reversed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial

from imr_desktop.case.model import Case, CriterionAnswer, DisputedItem, SourceRef
from imr_desktop.preflight.absence_phrases import Claim, absence_claims, denied_findings
from imr_desktop.preflight.against import LONGEST_THING, hedged, may_be_shown, purpose, shown_in, speaks_to
from imr_desktop.preflight.checks.absence import search_behind
from imr_desktop.preflight.data import pattern_of, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.regions import parts_in
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, rationales, sentences
from imr_desktop.preflight.thesaurus import looks_for, term_spans, terms_of, things_named
from imr_desktop.rules import ItemReport, Packs
from imr_desktop.rules.model import CriterionReport

MOST_PAGES = 2000
"""Pages of the record that are read for what a claim denies."""
LONGEST_QUOTE = 90
_NAMES = {
    "summary": "The case summary",
    "finding": "A finding",
    "fact": "A fact of the case",
    "rationale": "Another rationale",
}
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_opinion = partial(pattern_of, "denied.toml", "general", "opinion")
_general = partial(pattern_of, "denied.toml", "general", "words")


@check("criteria.denied_though_found", severity="consider", needs="record")
def though_found(case: Case, context: Context) -> Iterator[Raised]:
    """What a rationale calls absent was not found by the rules, in the facts, the findings, the summary or the record.

    bad: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of muscle spasm."}],
          "summary": "The lumbar spine shows muscle spasm and guarding."}
    bad: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of muscle spasm."}],
          "record": {"3": "Examination: palpable muscle spasm of the lumbar spine."}}
    bad: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of muscle spasm."}],
          "facts": [{"key": "exam.muscle_spasm", "value": true, "sources": [{"document": "d1", "page": 3}]}]}
    good: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of muscle spasm."}],
          "summary": "The lumbar spine shows no muscle spasm."}
    good: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of muscle spasm."}],
          "record": {"3": "Examination: palpable muscle spasm of the lumbar spine."},
          "searches": [{"id": "s", "terms": ["spasm"], "statement": "There is no documentation of muscle spasm.",
          "pages": [3], "hits": [{"source": {"document": "d1", "page": 3}, "remark": "Another patient."}]}]}
    good: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of failed NSAIDs."}],
          "summary": "The lumbar spine shows muscle spasm and guarding."}
    """
    if context.packs is None:
        return
    packs = context.packs
    claims = [
        (field, count, claim, _named(packs, claim))
        for field in rationales(case)
        for count, claim in enumerate(absence_claims(field.text), start=1)
    ]
    pages = _on_pages(packs, context.record, frozenset().union(*(keys for _, _, _, keys in claims)))
    for field, count, claim, keys in claims:
        there = () if _answered(case, claim, field) else (pages[key] for key in sorted(keys) if key in pages)
        places = (*_places(case, packs, field.item, keys), *there) if keys and field.item else ()
        shown = [one for one in places if field.item and speaks_to(claim.thing, field.item.title, one.quote)]
        if shown:
            yield field.raised(
                (claim.start, claim.end),
                _shown(shown[0], claim),
                count,
                Fix("Search the record", act="search", target=claim.text),
            )


def _on_pages(packs: Packs, record: Mapping[int, str], keys: frozenset[str]) -> dict[str, SourceRef]:
    """The first page that shows each input, in one pass over the record; it ends when all are found."""
    found: dict[str, SourceRef] = {}
    for page in sorted(record)[:MOST_PAGES] if keys else ():
        open_keys = keys - found.keys()
        if not open_keys:
            break
        for key in open_keys & packs.phrases.said(record[page]).keys():
            found.update((key, source) for source in _quoted(packs, (key,), record[page], "page", page))
    return found


@check("criteria.denied_though_shown", severity="consider", confidence="likely")
def though_shown(case: Case, context: Context) -> Iterator[Raised]:
    """What a rationale calls absent is not shown by the summary, a finding or another rationale of the same case.

    bad: {"items": [{"title": "Epidural injection L4-L5", "rationale": "No imaging study corroborates it."}],
          "summary": "An MRI of the lumbar spine shows a disc protrusion."}
    bad: {"items": [{"title": "MRI cervical spine", "rationale": "There are no neurological deficits."}],
          "summary": "There was 4/5 strength of the left biceps."}
    bad: {"items": [{"rationale": "There is no documentation of physical therapy."},
          {"rationale": "She has completed six visits of physical therapy."}]}
    good: {"items": [{"title": "MRI lumbar spine", "rationale": "There are no neurological deficits."}],
          "summary": "There was 4/5 strength of the left wrist extensor."}
    good: {"items": [{"title": "MRI lumbar spine", "rationale": "There is no documentation of imaging."}],
          "summary": "An x-ray of the left wrist shows a fracture."}
    """
    every = tuple(rationales(case))
    own = [("summary", case.summary), *(("finding", finding.text) for finding in case.findings)]
    for field in every:
        texts = (*own, *(("rationale", other.text) for other in every if other.number != field.number))
        for count, claim in enumerate((*absence_claims(field.text), *denied_findings(field.text)), start=1):
            shown = _shown_by(texts, claim, field)
            if shown and not _answered(case, claim, field) and not _is_found(case, context.packs, claim, field):
                yield field.raised((claim.start, claim.end), shown, count)


def _shown_by(texts: Iterable[tuple[str, str]], claim: Claim, field: TextField) -> str:
    """What shows a thing that a claim calls absent, as a message; empty where nothing does."""
    if not may_be_shown(claim.thing):
        return ""
    title = field.item.title if field.item else ""
    shown = next(((where, at) for where, text in texts if (at := shown_in(claim.thing, title, text))), None)
    return f"{_NAMES[shown[0]]} says “{_around(*shown[1])}”: reword, or say why it does not count." if shown else ""


def _is_found(case: Case, packs: Packs | None, claim: Claim, field: TextField) -> bool:
    """Whether `though_found` says the same of a claim of the record."""
    if packs is None or field.item is None or claim.speaker != "record":
        return False
    return any(
        speaks_to(claim.thing, field.item.title, one.quote) for one in _places(case, packs, field.item, _named(packs, claim))
    )


@check("criteria.denied_though_told", severity="consider", flag=True)
def though_told(case: Case, context: Context) -> Iterator[Raised]:
    """What a rationale calls absent is not told of in the case summary or a finding, under any of its names.

    bad: {"items": [{"rationale": "There is no documentation of a back brace."}],
          "summary": "Treatment included medication and a lumbar brace for the back."}
    good: {"items": [{"rationale": "There is no documentation of physical therapy."}],
          "summary": "Treatment included medication. No PT was given."}
    good: {"items": [{"rationale": "There is no documentation of failed physical therapy."}],
          "summary": "Six visits of PT helped."}
    """
    texts = [case.summary, *(finding.text for finding in case.findings)]
    for field in rationales(case):
        for count, claim in enumerate(absence_claims(field.text), start=1):
            told = next((found for text in texts if (found := _told(claim.thing, text))), None)
            title = field.item.title if field.item else ""
            if told is None or any(shown_in(claim.thing, title, text) for text in texts):
                continue
            if speaks_to(claim.thing, title, told[0]) and not (context.packs and _named(context.packs, claim)):
                quote, at = told
                yield field.raised((claim.start, claim.end), f"But your text says “{_around(quote, at)}”: check both.", count)


@lru_cache(maxsize=4096)
def _told(thing: str, text: str) -> tuple[str, int] | None:
    """The first sentence that tells of everything some words name, and where in it; None where there is none."""
    terms = _terms(purpose().split(thing, maxsplit=1)[0]) if text and len(thing) < LONGEST_THING else ()
    if not terms:
        return None
    every = (one.text for one in sentences(text))
    told = next((one for one in every if _tells(one, terms) and not hedged().search(one)), None)
    return (told, term_spans(terms[0], told)[0][0]) if told else None


def _tells(sentence: str, terms: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a sentence tells of every thing; of where it was, only if the sentence says where at all."""
    nowhere = not parts_in(sentence)
    return all(looks_for(each, sentence) or (number and nowhere and _is_place(each)) for number, each in enumerate(terms))


def _is_place(terms: tuple[str, ...]) -> bool:
    return terms[0] in ("left", "right") or bool(parts_in(terms[0]))


@lru_cache(maxsize=1024)
def _terms(head: str) -> tuple[tuple[str, ...], ...]:
    """The terms for each thing a claim names; none where one of its words is too general to be held against a text."""
    named = things_named(head)
    if _opinion().search(head) or any(_general().fullmatch(name) for name in named):
        return ()
    return tuple(terms_of(name) for name in named)


def _answered(case: Case, claim: Claim, field: TextField) -> bool:
    """Whether the record was searched for a claim and every hit answered: then its pages were seen already."""
    search = search_behind(claim, case.searches, field.text)
    return search is not None and all(hit.remark.strip() and not hit.found for hit in search.hits)


@check("criteria.against_answer", severity="consider")
def against_answer(case: Case, context: Context) -> Iterator[Raised]:
    """A rationale does not call absent what the reviewer answered as met.

    bad: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of muscle spasm.",
          "answers": [{"criterion": "cp16.muscle_relaxant.c2", "status": "met"}]}],
          "dates": {"decision": "2017-01-12"}, "judged": true}
    good: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of muscle spasm.",
          "answers": [{"criterion": "cp16.muscle_relaxant.c2", "status": "not met"}]}],
          "dates": {"decision": "2017-01-12"}, "judged": true}
    good: {"items": [{"title": "Norflex 100mg #60", "rationale": "There is no documentation of a CURES report.",
          "answers": [{"criterion": "cp16.muscle_relaxant.c2", "status": "met"}]}],
          "dates": {"decision": "2017-01-12"}, "judged": true}
    """
    reports = {report.item_id: report for report in context.reports}
    for field in rationales(case):
        met = _met(field.item, reports) if field.item else ()
        for count, claim in enumerate(absence_claims(field.text) if met else (), start=1):
            keys = _named(context.packs, claim) if context.packs else frozenset()
            number = next((number for number, one in met if _is_about(one, keys, claim)), 0)
            if number:
                yield field.raised(
                    (claim.start, claim.end), f"You answered criterion {number} as met: which is right?", count
                )


def _met(item: DisputedItem, reports: dict[str, ItemReport]) -> tuple[tuple[int, CriterionReport], ...]:
    """The criteria the reviewer answered as met, with their numbers."""
    answers: dict[str, CriterionAnswer] = {answer.criterion: answer for answer in item.answers}
    criteria = reports[item.id].criteria if item.id in reports else ()
    return tuple(
        (number, one)
        for number, one in enumerate(criteria, start=1)
        if not one.historical and one.id in answers and answers[one.id].status == "met"
    )


def _is_about(one: CriterionReport, keys: frozenset[str], claim: Claim) -> bool:
    """Whether a claim denies what a criterion asks for: the same inputs, or everything it names stands in its words."""
    if keys & {*one.inputs, *one.missing}:
        return True
    things = things_named(claim.thing)
    return len(things) > 1 and all(looks_for((thing,), one.text) for thing in things)


def _named(packs: Packs, claim: Claim) -> frozenset[str]:
    """The inputs a claim says are absent; none where the words after it make it an absence of something else."""
    said = packs.phrases.said(purpose().split(claim.thing, maxsplit=1)[0])
    return frozenset(key for key, one in said.items() if True in one.values) - _loose()


@cache
def _loose() -> frozenset[str]:
    return frozenset(table("denied.toml")["loose"]["inputs"])


def _places(case: Case, packs: Packs, item: DisputedItem, keys: frozenset[str]) -> Iterator[SourceRef]:
    """The reviewer's own places that show one of the inputs: facts, findings, the summary."""
    for fact in case.facts:
        if fact.key in keys and fact.value is True and fact.item in ("", item.id):
            yield from fact.sources[:1] or (SourceRef("fact", 0),)
    for finding in case.findings:
        yield from _quoted(packs, keys, finding.text, "finding", finding.sources[0].page if finding.sources else 0)
    yield from _quoted(packs, keys, case.summary, "summary", 0)


def _quoted(packs: Packs, keys: Iterable[str], text: str, document: str, page: int) -> Iterator[SourceRef]:
    said = packs.phrases.said(text) if text else {}
    for key in keys:
        if key in said and said[key].values == {True}:
            quote = next((quote for quote in said[key].quotes if not hedged().search(quote)), "")
            if quote:
                yield SourceRef(document, page, quote)


def _shown(source: SourceRef, claim: Claim) -> str:
    """Where it stands after all, in which words, and what to do."""
    where = _NAMES.get(source.document, "The record")
    page = f" (page {source.page})" if source.page else ""
    quote = f" says “{_around(source.quote, _shared(source.quote, claim))}”" if source.quote else " says it is there"
    return f"{where}{page}{quote}: reword, or say why it does not count."


def _shared(quote: str, claim: Claim) -> int:
    """Where in a sentence the first word stands that it shares with what a claim denies."""
    words = set(_LONG_WORD.findall(purpose().split(claim.thing.lower(), maxsplit=1)[0]))
    at = [found.start() for found in _LONG_WORD.finditer(quote.lower()) if found[0] in words]
    return at[-1] if at else 0


def _around(quote: str, at: int) -> str:
    """The part of a sentence around one of its places."""
    start = 0 if len(quote) <= LONGEST_QUOTE else max(0, min(at - LONGEST_QUOTE // 2, len(quote) - LONGEST_QUOTE))
    shown = quote[start : start + LONGEST_QUOTE].strip()
    return f"{'… ' if start else ''}{shown}{' …' if start + LONGEST_QUOTE < len(quote) else ''}"

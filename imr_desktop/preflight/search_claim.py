"""Search the record for what a claim says is absent: terms with their synonyms, the pages, and the hits to be answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from imr_desktop.case.edits import new_id
from imr_desktop.case.model import Case, Search, SearchHit
from imr_desktop.preflight.absence_phrases import Claim
from imr_desktop.preflight.data import table
from imr_desktop.preflight.noise import is_noise, line_of
from imr_desktop.preflight.not_seen import NotSeen, not_seen
from imr_desktop.preflight.record_words import Page, RecordWords, words_of
from imr_desktop.preflight.segments import Segment
from imr_desktop.preflight.synonyms import Groups
from imr_desktop.preflight.thesaurus import terms_of


@dataclass(frozen=True)
class Found:
    """What the terms find in the pages that can be searched: places to answer, and those of headers and empty form rows.

    `pages` were searched: all that are readable, or those before the one where there was more than can be answered.
    """

    pages: tuple[int, ...]
    hits: tuple[SearchHit, ...]
    left_out: tuple[SearchHit, ...]


def search_for_claim(
    claim: Claim,
    case: Case,
    record: Mapping[int, str],
    at: datetime | None = None,
    terms: Iterable[str] = (),
    same: Groups = (),
) -> Search:
    """A search of the record behind a claim, its hits still without a remark.

    `record` is the text by case page; which of the case's pages no search can see, and which only a machine read or are not
    in English, is kept with the search. `terms` are the reviewer's own instead of those found by `terms_for`; `same` are the
    reviewer's own synonyms. A search that finds more than can be answered stops there: the pages from there on do not count
    as searched.
    """
    wanted = tuple(dict.fromkeys(term.strip() for term in terms if term.strip())) or terms_for(claim, same)
    unseen = unseen_in(case, record)
    unsure = sorted({*unseen.doubtful, *unseen.foreign})
    found = found_in(case, record, wanted)
    stopped = len(found.pages) < len(unseen.readable)
    last = found.pages[-1] if found.pages else 0
    return Search(
        id=new_id(),
        terms=wanted,
        statement=claim.text,
        pages=found.pages,
        unreadable=tuple(page for page in unseen.unread if not stopped or page <= last),
        doubtful=tuple(page for page in unsure if not stopped or page <= last),
        hits=found.hits,
        made_at=at,
    )


def terms_for(claim: Claim, same: Groups = ()) -> tuple[str, ...]:
    """What to look for: the things the claim names, each with its synonyms, then its other words of weight."""
    return terms_of(claim.thing, same) or terms_of(claim.text, same)


def found_in(case: Case, record: Mapping[int, str], terms: tuple[str, ...]) -> Found:
    """What the terms find in the case's record, with the pages that could be searched; kept until record or case change."""
    words = words_of(record)
    kept = _kept(case, words)
    if terms not in kept.found:
        kept.found[terms] = _found(case, words, kept.unseen, terms)
    return kept.found[terms]


def unseen_in(case: Case, record: Mapping[int, str]) -> NotSeen:
    """As `not_seen`; kept as `found_in` is."""
    return _kept(case, words_of(record)).unseen


@dataclass(frozen=True)
class _Kept:
    """What was found in a record for a case whose parts are these."""

    parts: tuple[object, ...]
    unseen: NotSeen
    found: dict[tuple[str, ...], Found]


def _kept(case: Case, words: RecordWords) -> _Kept:
    parts = (case.files, case.documents, case.page_notes, case.received)
    kept = words.kept
    if not isinstance(kept, _Kept) or kept.parts != parts:
        kept = words.kept = _Kept(parts, not_seen(case, words.texts), {})
    return kept


def _found(case: Case, words: RecordWords, unseen: NotSeen, terms: tuple[str, ...]) -> Found:
    most: int = table("thesaurus.toml")["limits"]["hits"]
    places = list(islice(_places(words, unseen.readable, unseen.doubtful, terms), most + 1))
    pages = unseen.readable
    if len(places) > most:
        beyond = places[most][0]
        pages = tuple(page for page in pages if page < beyond)
        places = [place for place in places if place[0] < beyond]
    return Found(pages, *_sorted(case, words, places, terms))


_Place = tuple[int, Segment, tuple[int, int]]


def _places(
    words: RecordWords, pages: tuple[int, ...], doubtful: tuple[int, ...], terms: tuple[str, ...]
) -> Iterator[_Place]:
    """The sentences and lines that hold a term: page, sentence, and where in it the first one stands."""
    for number, spans in words.find(terms, pages, frozenset(doubtful)):
        last = -1
        for span in spans:
            if span[0] < last:
                continue
            part = _part(words.pages[number], span)
            last = _cut(words.pages[number], part, span)[1]
            yield number, part, span


def _part(page: Page, span: tuple[int, int]) -> Segment:
    """The sentence of a place; the place alone where it goes over the end of one."""
    inside = next((part for part in page.parts if part.start <= span[0] < part.end), None)
    return inside if inside is not None else Segment(span[0], span[1], "")


def _cut(page: Page, part: Segment, span: tuple[int, int]) -> tuple[int, int]:
    """The part of a long sentence around a place, in whole words: its start and end on the page."""
    most: int = table("thesaurus.toml")["limits"]["quote"]
    start, end = part.start, max(part.end, span[1])
    if span[1] - start > most // 2:
        start = _word_start(page.text, span[0] - most // 2, span[0])
    if end - start > most:
        end = max(page.text.rfind(" ", span[1], start + most), span[1])
    return start, end


def _word_start(text: str, start: int, before: int) -> int:
    blank = text.find(" ", max(start, 0), before)
    return blank + 1 if blank >= 0 else max(start, 0)


def _sorted(
    case: Case, words: RecordWords, places: list[_Place], terms: tuple[str, ...]
) -> tuple[tuple[SearchHit, ...], tuple[SearchHit, ...]]:
    """The places as hits, the same words in the same surroundings once; and those that say nothing of the patient."""
    hits: dict[tuple[str, ...], list[_Place]] = defaultdict(list)
    left_out: list[SearchHit] = []
    for place in places:
        number, part, span = place
        if is_noise(words.pages[number].text, span, case, number, terms):
            left_out.append(_hit(case, words, place))
        else:
            hits[_surroundings(words, number, part, span)].append(place)
    return tuple(_hit(case, words, *same) for same in hits.values()), tuple(left_out)


def _surroundings(words: RecordWords, number: int, part: Segment, span: tuple[int, int]) -> tuple[str, ...]:
    """What tells a place from others: its sentence, the one before and the one after it, and how far in it stands.

    A line at the edge of several pages is one place on all of them.
    """
    page = words.pages[number]
    if running := words.furniture.form(line_of(page.text, span)[0], page.text):
        return ("running", running)
    at = page.parts.index(part) if part.words else -1
    around = [page.parts[near].words if at >= 0 and 0 <= near < len(page.parts) else "" for near in (at - 1, at + 1)]
    return (around[0], part.words, around[1], str(span[0] - part.start) if part.words else f"{number}:{span}")


def _hit(case: Case, words: RecordWords, place: _Place, *copies: _Place) -> SearchHit:
    number, part, span = place
    start, end = _cut(words.pages[number], part, span)
    quote = " ".join(words.pages[number].text[start:end].split())
    also = tuple(dict.fromkeys(page for page, _, _ in copies if page != number))
    return SearchHit(case.source(number, quote), also=also)

"""Whether a stored search still backs a statement of absence: it is run again over the record as it is now.

A search is a value in the case and can be old or wrong: pages are read later by machine, files are added, words corrected,
and a stored list of hits proves nothing by itself. So what counts is what its terms find now, and whether each of those
places was answered then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from imr_desktop.case.model import Case, Search, SearchHit
from imr_desktop.preflight.absence_phrases import Claim
from imr_desktop.preflight.not_seen import NotSeen, Said, not_seen
from imr_desktop.preflight.search_claim import found_in, unseen_in
from imr_desktop.preflight.thesaurus import Subject, looks_for, subjects_of, wanted

_LETTERS = re.compile(r"[\W_]+")
_LEAST, _LONGEST = 8, 600
"""Letters of a quote that can stand for its sentence: fewer stand anywhere, and more are no quote."""
_SHARED = 16
"""Letters that two quotes of one place share at least, where each holds a part of its sentence."""


@dataclass(frozen=True)
class Standing:
    """A stored search held against the record as it is now.

    `missed` are things the claim names and the search did not look for, `gone` pages it names that the record does not
    have, `later` places it does not know, `answerable` its own hits without an answer, `left` pages it did not reach, `now`
    pages it could not read that can be searched now. `unread`, `doubtful` and `foreign` pages (not in English) are those
    nobody looked at; `files` came and were not read. `again` is whether the record's text was at hand to run it again.
    """

    missed: tuple[str, ...] = ()
    gone: tuple[int, ...] = ()
    later: tuple[SearchHit, ...] = ()
    unanswered: int = 0
    left: tuple[int, ...] = ()
    now: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    foreign: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    again: bool = True


def standing(case: Case, record: Mapping[int, str], search: Search, claim: Claim) -> Standing:
    """How a stored search stands now; without any text of the record it can only be held against the case."""
    unseen = unseen_in(case, record) if record else _as_stored(case, search)
    every = {*unseen.readable, *unseen.unread}
    reached = {*search.pages, *search.unreadable}
    return Standing(
        missed=missed(search, claim),
        gone=tuple(sorted({*reached, *search.doubtful} - every)),
        later=later_hits(case, record, search) if record else (),
        unanswered=sum(not hit.remark.strip() for hit in search.hits),
        left=tuple(sorted(every - reached)),
        now=tuple(page for page in unseen.readable if page in search.unreadable and page not in search.pages),
        unread=tuple(page for page in unseen.unread if page not in unseen.looked_at),
        doubtful=tuple(page for page in unseen.doubtful if page not in unseen.looked_at),
        foreign=tuple(page for page in unseen.foreign if page not in unseen.looked_at),
        files=unseen.files,
        again=bool(record),
    )


def _as_stored(case: Case, search: Search) -> NotSeen:
    """What a search says of itself, together with what the case knows, where there is no text to look at."""
    from_case = not_seen(case, dict.fromkeys(range(1, case.page_count + 1), "text"))
    unread = {*from_case.unread, *(page for page in search.unreadable if page in from_case.readable)}
    return NotSeen(
        tuple(page for page in from_case.readable if page not in unread),
        tuple(sorted(unread)),
        from_case.doubtful,
        from_case.looked_at,
        from_case.files,
        tuple(page for page in search.doubtful if page in from_case.readable and page not in from_case.doubtful),
    )


def missed(search: Search, claim: Claim) -> tuple[str, ...]:
    """The things a claim names that a search has no term for: such a search says nothing of them.

    A search for the wider thing does: one for "injection" finds every trigger point injection.
    """
    words = claim.thing if subjects_of(claim.thing) else claim.text
    every = subjects_of(words)
    looked_for = [one.name for one in every if _is_looked_for(one, search.terms)]
    wider = [name for name in looked_for if any(one.name == name and one.weak and len(one.terms) > 1 for one in every)]
    small = " ".join(words.lower().split())
    return tuple(
        dict.fromkeys(
            one.name
            for one in wanted(every)
            if one.name not in looked_for
            and not any(re.search(rf"{re.escape(one.name)}s? {re.escape(name)}", small) for name in wider)
            and not _is_looked_for(one, search.terms)
        )
    )


def _is_looked_for(subject: Subject, terms: tuple[str, ...]) -> bool:
    known = {term.lower().rstrip("~") for term in terms}
    return any(term.rstrip("~") in known for term in subject.terms) or looks_for(terms, subject.name)


def later_hits(case: Case, record: Mapping[int, str], search: Search) -> tuple[SearchHit, ...]:
    """The places that a search's terms find now and that it does not hold: since read, added or corrected, or taken out."""
    held: dict[int, list[SearchHit]] = {}
    for hit in search.hits:
        for page in (hit.source.page, *hit.also):
            held.setdefault(page, []).append(hit)
    return tuple(
        hit
        for hit in found_in(case, record, search.terms).hits
        if not any(same_place(hit, one) for page in (hit.source.page, *hit.also) for one in held.get(page, ()))
    )


def same_place(hit: SearchHit, other: SearchHit) -> bool:
    """Whether two hits are one place, or copies of it, wherever each cuts its sentence."""
    if not {hit.source.page, *hit.also} & {other.source.page, *other.also}:
        return False
    one, two = _letters(hit.source.quote), _letters(other.source.quote)
    if one == two or max(len(one), len(two)) > _LONGEST:
        return one == two
    inside = min(len(one), len(two)) >= _LEAST and (one in two or two in one)
    return inside or _overlap(one, two) or _overlap(two, one)


def _overlap(one: str, other: str) -> bool:
    """Whether one quote ends in the words that another begins with: the same long sentence, cut at another place."""
    return any(one.endswith(other[:size]) for size in range(_SHARED, min(len(one), len(other))))


@lru_cache(maxsize=8192)
def _letters(quote: str) -> str:
    return _LETTERS.sub("", quote.lower())


def unsaid(stands: Standing, said: Said) -> Standing:
    """The same, of what nobody saw only what the text does not say either: pages and files."""
    return replace(
        stands,
        unread=tuple(page for page in stands.unread if page not in said.pages),
        doubtful=tuple(page for page in stands.doubtful if page not in said.pages),
        foreign=tuple(page for page in stands.foreign if page not in said.pages),
        files=() if said.files else stands.files,
    )

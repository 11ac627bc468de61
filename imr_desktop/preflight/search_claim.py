"""Search the record for what a claim says is absent: terms with their synonyms, the pages, and the hits to be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from itertools import islice

from imr_desktop.case.bounds import MOST_PAGES
from imr_desktop.case.edits import new_id
from imr_desktop.case.model import Case, Search, SearchHit
from imr_desktop.preflight.absence_phrases import Claim
from imr_desktop.preflight.data import compile_words, spaced, table
from imr_desktop.preflight.synonyms import Groups

_WORD = re.compile(r"[^\W_][\w'’/-]*")


def search_for_claim(
    claim: Claim,
    case: Case,
    record: Mapping[int, str],
    at: datetime | None = None,
    terms: Iterable[str] = (),
    same: Groups = (),
) -> Search:
    """A search of the record behind a claim, its hits still without a remark.

    `record` is the text by case page; pages of the case it does not hold, or holds as blank, count as unreadable. `terms`
    are the reviewer's own instead of those found by `terms_for`; `same` are the reviewer's own synonyms. A search that
    finds more than can be answered stops there: the pages from there on do not count as searched.
    """
    wanted = tuple(dict.fromkeys(term.strip() for term in terms if term.strip())) or terms_for(claim, same)
    pages = record_pages(case) or tuple(sorted(record))
    marked = {page for file in case.files for page in file.unreadable}
    blank = tuple(page for page in pages if page in marked or not record.get(page, "").strip())
    read = tuple(page for page in pages if page not in set(blank))
    most = table("thesaurus.toml")["limits"]["hits"]
    found = tuple(islice(_hits(case, record, read, wanted), most + 1))
    if len(found) > most:
        read = tuple(page for page in read if page < found[most].source.page)
        blank = tuple(page for page in blank if page < found[most].source.page)
    return Search(
        id=new_id(), terms=wanted, statement=claim.text, pages=read, unreadable=blank, hits=found[:most], made_at=at
    )


def terms_for(claim: Claim, same: Groups = ()) -> tuple[str, ...]:
    """What to look for: the things the claim names, each with its synonyms, then its other words of weight."""
    return terms_of(claim.thing, same) or terms_of(claim.text, same)


def terms_of(thing: str, same: Groups = ()) -> tuple[str, ...]:
    """The terms for some words: the things they name with their synonyms, then the other words of weight."""
    terms: dict[str, None] = {}
    covered: list[tuple[int, int]] = []
    for pattern, forms in (*_own_groups(same), *_thesaurus()):
        for found in pattern.finditer(thing):
            covered.append(found.span())
            terms[found[0].lower()] = None
            terms.update(dict.fromkeys(forms))
    terms.update(dict.fromkeys(_own_words(thing, covered)))
    return tuple(terms)[: table("thesaurus.toml")["limits"]["terms"]]


def things_named(thing: str) -> tuple[str, ...]:
    """The things some words name, as they stand there and without synonyms, then their other words of weight."""
    found = [match for pattern, _ in _thesaurus() for match in pattern.finditer(thing)]
    named = [match[0].lower() for match in found]
    return tuple(dict.fromkeys([*named, *_own_words(thing, [match.span() for match in found])]))


def looks_for(terms: tuple[str, ...], name: str) -> bool:
    """Whether a search for these terms would find a thing under its name."""
    pattern = _any_term(terms)
    return pattern is not None and pattern.search(name) is not None


def term_spans(terms: tuple[str, ...], text: str) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in some words."""
    pattern = _any_term(terms)
    return tuple(found.span() for found in pattern.finditer(text)) if pattern is not None else ()


def record_pages(case: Case) -> tuple[int, ...]:
    """The case pages of the record, a determination's own left out."""
    pages = (page for document in case.documents if document.type != "determination" for page in document.pages)
    return tuple(sorted(set(islice(pages, MOST_PAGES))))


@cache
def _thesaurus() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """What sets a search off, with the terms it adds: words for the same thing first, then wider things."""
    data = table("thesaurus.toml")
    rows = [(row, row) for row in data["same"]] + [(row["when"], row["also"]) for row in data["wider"]]
    return tuple((compile_words(when), tuple(_as_read(form) for form in also)) for when, also in rows)


@lru_cache(maxsize=8)
def _own_groups(same: Groups) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The reviewer's groups, each together with the shipped ones that share a word with it."""
    rows = []
    for group in same:
        words = tuple(word.lower() for word in group)
        shared = [forms for pattern, forms in _thesaurus() if any(pattern.fullmatch(word) for word in words)]
        everything = tuple(dict.fromkeys((*words, *(form for forms in shared for form in forms))))
        rows.append((_any_term(everything), everything))
    return tuple((pattern, forms) for pattern, forms in rows if pattern is not None)


def _as_read(form: str) -> str:
    r"""A form of the thesaurus as people read it: ``injections?`` is shown as ``injection``, ``taper\w*`` as ``taper*``."""
    form = re.sub(r"\(\?:([^|()]*)\|[^()]*\)", r"\1", form)
    form = re.sub(r"\(\?:([^()]*)\)\??", r"\1", form)
    form = re.sub(r"\[(\w)\w*\]", r"\1", form)
    form = form.replace(r"\w*", "*").replace(r"\w+", "*").replace(r"\S*", "*").replace(r"\d+", "#")
    return re.sub(r"(\w|-)\?", lambda found: "" if found[1] == "s" else found[1], form)


def _own_words(thing: str, covered: list[tuple[int, int]]) -> Iterator[str]:
    stop = _stop_words()
    for word in _WORD.finditer(thing):
        inside = any(start <= word.start() < end for start, end in covered)
        if not inside and len(word[0]) > 2 and word[0].lower() not in stop:
            yield word[0].lower()


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(table("thesaurus.toml")["plain"]["stop"])


def _hits(case: Case, record: Mapping[int, str], pages: tuple[int, ...], terms: tuple[str, ...]) -> Iterator[SearchHit]:
    limits = table("thesaurus.toml")["limits"]
    pattern = _any_term(terms)
    if pattern is None:
        return
    for page in pages:
        last = -1
        for found in pattern.finditer(record[page]):
            if found.start() < last:
                continue
            quote, last = _line(record[page], found, limits["quote"])
            yield SearchHit(case.source(page, quote))


@lru_cache(maxsize=64)
def _any_term(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern for any of the terms: ``*`` ends a stem, ``#`` is a number, a plural counts as the same."""
    forms = [_form(term) for term in terms if term.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE) if forms else None


def _form(term: str) -> str:
    escaped = spaced(re.escape(term.strip()).replace("\\ ", " ")).replace(r"\*", r"\w*").replace(r"\#", r"\d+")
    return escaped if term.endswith(("*", "s", "#")) else f"{escaped}s?"


def _line(text: str, found: re.Match[str], most: int) -> tuple[str, int]:
    """The words around a hit, at most `most` letters, as they stand on one line; and where they end."""
    start = max(text.rfind("\n", 0, found.start()) + 1, found.start() - most // 2)
    stop = text.find("\n", found.end())
    end = min(len(text) if stop < 0 else stop, found.end() + most // 2)
    return text[start:end].strip(), end

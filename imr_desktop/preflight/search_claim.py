"""Search the record for what a claim says is absent: terms with their synonyms, the pages, and the hits to be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache

from imr_desktop.case.edits import new_id
from imr_desktop.case.model import Case, Search, SearchHit, SourceRef
from imr_desktop.preflight.absence_phrases import Claim
from imr_desktop.preflight.data import compile_words, spaced, table

_WORD = re.compile(r"[^\W_][\w'’/-]*")


def search_for_claim(claim: Claim, case: Case, record: Mapping[int, str], at: datetime | None = None,
                     terms: Iterable[str] = ()) -> Search:
    """A search of the record behind a claim, its hits still without a remark.

    `record` is the text by case page; pages of the case it does not hold, or holds as blank, count as unreadable. `terms`
    are the reviewer's own instead of those found by `terms_for`.
    """
    wanted = tuple(terms) or terms_for(claim)
    pages = record_pages(case) or tuple(sorted(record))
    marked = {page for file in case.files for page in file.unreadable}
    blank = tuple(page for page in pages if page in marked or not record.get(page, "").strip())
    read = tuple(page for page in pages if page not in set(blank))
    hits = tuple(_hits(case, record, read, wanted))
    return Search(id=new_id(), terms=wanted, statement=claim.text, pages=read, unreadable=blank, hits=hits, made_at=at)


def terms_for(claim: Claim) -> tuple[str, ...]:
    """What to look for: the things the claim names, each with its synonyms, then its other words of weight."""
    return _terms(claim.thing) or _terms(claim.text)


def _terms(thing: str) -> tuple[str, ...]:
    terms: dict[str, None] = {}
    covered: list[tuple[int, int]] = []
    for pattern, forms in _thesaurus():
        for found in pattern.finditer(thing):
            covered.append(found.span())
            terms[found[0].lower()] = None
            terms.update(dict.fromkeys(forms))
    terms.update(dict.fromkeys(_own_words(thing, covered)))
    return tuple(terms)[: table("thesaurus.toml")["limits"]["terms"]]


def record_pages(case: Case) -> tuple[int, ...]:
    """The case pages of the record, a determination's own left out."""
    return tuple(sorted({page for document in case.documents if document.type != "determination"
                         for page in range(document.first_page, document.last_page + 1)}))


@cache
def _thesaurus() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """What sets a search off, with the terms it adds: words for the same thing first, then wider things."""
    data = table("thesaurus.toml")
    rows = [(row, row) for row in data["same"]] + [(row["when"], row["also"]) for row in data["wider"]]
    return tuple((compile_words(when), tuple(_plain(form) for form in also)) for when, also in rows)


def _plain(form: str) -> str:
    r"""A form of the thesaurus as people read it: ``injections?`` is shown as ``injection``, ``taper\w*`` as ``taper*``."""
    form = re.sub(r"\(\?:([^|()]*)\|[^()]*\)", r"\1", form)
    form = re.sub(r"\(\?:([^()]*)\)\??", r"\1", form)
    form = re.sub(r"\[(\w)\w*\]", r"\1", form)
    form = form.replace(r"\w*", "*").replace(r"\w+", "*").replace(r"\S*", "*").replace(r"\d+", "#")
    return re.sub(r"(\w|-)\?", lambda found: "" if found[1] in "s" else found[1], form)


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
    left = limits["hits"]
    for page in pages:
        last = -1
        for found in pattern.finditer(record[page]):
            if found.start() < last:
                continue
            quote, last = _line(record[page], found, limits["quote"])
            yield SearchHit(SourceRef(_document(case, page), page, quote))
            left -= 1
            if left == 0:
                return


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


def _document(case: Case, page: int) -> str:
    for document in case.documents:
        if document.first_page <= page <= document.last_page:
            return document.id
    return ""

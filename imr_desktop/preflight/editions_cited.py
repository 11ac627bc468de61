"""Which editions a citation names: chapters of the MTUS by the packs' own table, and guidelines outside it by their year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.preflight.data import any_of, table

if TYPE_CHECKING:
    from imr_desktop.rules import Packs
    from imr_desktop.rules.chapter_table import ChapterTable, Cited

_YEAR = r"(?: guidelines?)?,?\s+\(?(?P<year>(?:19|20)\d\d)\b"
_BETWEEN = r"[^.;\n]{0,60}?\(?\b(?P<year>(?:19|20)\d\d)\b"


class CitedEdition(NamedTuple):
    """A chapter cited with a year: its `words` at `start`, the edition that is `right` on the day and the years it goes by.

    `doubt` says why it is not known whether the one cited governs (empty: it is known).
    """

    start: int
    words: str
    year: str
    right: Cited
    years: frozenset[str]
    doubt: str


def mtus(citation: str, packs: Packs, day: date) -> Iterator[CitedEdition]:
    """Every chapter of the MTUS a citation names with a year, where an edition of it is known to have governed on the day."""
    yield from _mtus(citation, packs.chapters, day)


@lru_cache(maxsize=512)
def _mtus(citation: str, chapters: ChapterTable, day: date) -> tuple[CitedEdition, ...]:
    return tuple(_named(citation, chapters, day))


def _named(citation: str, chapters: ChapterTable, day: date) -> Iterator[CitedEdition]:
    for pattern, name in _chapters(chapters):
        for found in pattern.finditer(citation):
            editions = chapters.editions[name]
            right = next((one for one in reversed(editions) if one.edition.covers(day)), None)
            if right is None or _outside().search(citation, 0, found.start()):
                continue
            doubt = right.edition.note if right.doubted(day) and found["year"] in _years(right) else ""
            yield CitedEdition(found.start(), found[0], found["year"], right, _years(right), doubt)


def _years(one: Cited) -> frozenset[str]:
    """The years an edition is cited by: its own, and that in which it came into force."""
    began = one.edition.in_force_from
    return frozenset((one.year, one.edition.year, str(began.year) if began and one.edition.chapter else one.year))


@lru_cache(maxsize=4)
def _chapters(chapters: ChapterTable) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The words of each chapter, once: what two chapters are cited by is the later one's in the table."""
    names = {_pattern(one.cited): name for name, listed in chapters.editions.items() for one in listed}
    others = {words: name for name, listed in table("editions.toml")["names"].items() for words in listed}
    return tuple(
        (re.compile(rf"\b{any_of([words])}{_YEAR}", re.IGNORECASE), name) for words, name in (names | others).items()
    )


def _pattern(cited: str) -> str:
    """A chapter's name as a pattern: commas may be left out, and *Disorders* where the name is plain without it."""
    words = " ".join(map(re.escape, cited.lower().split())).replace(",", ",?")
    return (
        words.removesuffix(" disorders") + "(?: disorders)?" if " and " in cited and words.endswith(" disorders") else words
    )


@cache
def _outside() -> re.Pattern[str]:
    """Words from which on a citation speaks of guidelines outside the MTUS."""
    return re.compile(any_of(table("editions.toml")["outside"]["words"]), re.IGNORECASE)


def outside(citation: str, packs: Packs) -> Iterator[tuple[int, str, int]]:
    """Every guideline outside the MTUS a citation names with a year: where, in which words, and the year."""
    inside = _spans(citation, packs.chapters)
    begins = _outside().search(citation)
    for found in _guidelines().finditer(citation):
        within = any(start < found.end() and found.start() < end for start, end in inside)
        after_mtus = "mtus" in citation[: found.start()].lower() and (begins is None or found.start() < begins.start())
        if not within and not after_mtus:
            yield found.start(), found[0], int(found["year"])


@lru_cache(maxsize=512)
def _spans(citation: str, chapters: ChapterTable) -> tuple[tuple[int, int], ...]:
    """Where a citation names chapters of the MTUS."""
    return tuple(found.span() for pattern, _ in _chapters(chapters) for found in pattern.finditer(citation))


@cache
def _guidelines() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(table('editions.toml')['currency']['guidelines'])}{_BETWEEN}", re.IGNORECASE)


def says_current(text: str) -> bool:
    """Whether a text says of a guideline that it is current, or was looked after since."""
    return _said().search(text) is not None


@cache
def _said() -> re.Pattern[str]:
    words = any_of(table("editions.toml")["currency"]["said"])
    return re.compile(rf"\b(?:guideline|odg|acoem|edition|version|recommendation)\w*[^.;]{{0,80}}\b{words}\b", re.IGNORECASE)

"""The chapters of the MTUS with their editions, and the words that call them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

from imr_desktop.rules.chapter_data import Chapter
from imr_desktop.rules.model import Edition, GoverningText
from imr_desktop.rules.request.body import body_parts, regions_of

_DIAGNOSES = re.compile(
    r"\b(?:(?:diagnos|diagnós|assessment|impression)\w*|(?:treated|treatment|claim) for)[^.;]{0,400}", re.IGNORECASE
)
_MOST = 2_000
"""How many items' texts are remembered."""
K = TypeVar("K", bound=Hashable)


class Cited(NamedTuple):
    """An edition of a chapter, and how a determination names the chapter by it."""

    chapter: Chapter
    edition: Edition
    cited: str
    year: str

    @property
    def citation(self) -> str:
        """``MTUS Knee Disorders 2019``."""
        return f"MTUS {self.cited} {self.year}"

    def covers(self, day: date) -> bool:
        """Whether it governed on the day; one in doubt then only stands beside where its chapter says so."""
        return self.edition.covers(day) and not (self.chapter.doubtful_last and self.doubted(day))

    def doubted(self, day: date) -> bool:
        """Whether it is not known if it still governed on the day."""
        return self.edition.asks_from is not None and self.edition.asks_from <= day


class ChapterTable:
    """The chapters with their editions, and the words that call them."""

    def __init__(self, chapters: tuple[Chapter, ...], editions: Mapping[str, Edition]) -> None:
        self.chapters = chapters
        self.general = chapters[-1]
        self.editions = {chapter.name: _editions_of(chapter, editions) for chapter in chapters}
        self._chapter_of = {one.citation: name for name, listed in self.editions.items() for one in listed}
        self._words = tuple((chapter, _words(chapter.words)) for chapter in chapters if chapter.words)
        self._title_words = tuple((chapter, _words(chapter.title_words)) for chapter in chapters if chapter.title_words)
        self._body = {part: chapter for chapter in chapters for part in chapter.body}
        self._texts: dict[Hashable, GoverningText] = {}
        self.lists: Callable[[Sequence[str]], frozenset[str]] = lru_cache(maxsize=512)(frozenset)
        self.parts = lru_cache(maxsize=512)(body_parts)
        self.diagnoses = lru_cache(maxsize=16)(_diagnoses)
        self.named = lru_cache(maxsize=512)(self._named)
        self.worded = lru_cache(maxsize=512)(self._worded)

    def forget_texts(self) -> None:
        """Forget what was found in which text."""
        self._texts.clear()
        self.named.cache_clear()
        self.worded.cache_clear()
        self.parts.cache_clear()
        self.diagnoses.cache_clear()

    def remembered(self, key: K, made: Callable[[K], GoverningText]) -> GoverningText:
        """What was made of a key before, or makes it."""
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _MOST:
                self._texts.clear()
            found = self._texts[key] = made(key)
        return found

    def chapters_of(self, text: GoverningText) -> frozenset[str]:
        """The names of the chapters that govern and stand beside."""
        return frozenset(self._chapter_of[one] for one in (text.citation, *text.beside))

    def _named(self, text: str) -> tuple[Chapter, ...]:
        """The chapters of the parts of the body a text names, in its order; those of words that tell a part follow."""
        parts = (*self.parts(text), *regions_of(text))
        worded = (chapter for chapter in self.worded(text) if chapter.body)
        return tuple(dict.fromkeys((*(self._body[part] for part in parts if part in self._body), *worded)))

    def _worded(self, text: str) -> tuple[Chapter, ...]:
        """The chapters whose words a text holds."""
        return tuple(chapter for chapter, words in self._words if words.search(text))

    def titled(self, text: str) -> tuple[Chapter, ...]:
        """The chapters a request's own words call, whatever the part of the body."""
        plain = tuple(chapter for chapter in self.worded(text) if not chapter.body)
        return (*plain, *(chapter for chapter, words in self._title_words if words.search(text)))

    def limbs(self, parts: Iterable[str]) -> tuple[Chapter, ...]:
        """The chapters that may be meant by parts such as ``upper extremity``."""
        return tuple(chapter for part in parts for chapter in self.chapters if part in chapter.limbs)


def _diagnoses(summary: str) -> str:
    """What a summary says the patient has or is treated for."""
    return "\n".join(_DIAGNOSES.findall(summary))


def _editions_of(chapter: Chapter, editions: Mapping[str, Edition]) -> tuple[Cited, ...]:
    own = (Cited(chapter, one, chapter.cited, one.year) for one in editions.values() if one.chapter == chapter.name)
    earlier = (
        Cited(chapter, editions[text.edition], text.cited, text.year or editions[text.edition].year)
        for text in chapter.earlier
    )
    return tuple(sorted((*earlier, *own), key=lambda one: one.edition.in_force_from or date.min))


def _words(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b", re.IGNORECASE)

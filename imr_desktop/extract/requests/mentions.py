"""Where sentences name care that is known by name: from a paper's own list, or from another paper of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from imr_desktop.extract.requests.amounts import is_amount
from imr_desktop.extract.requests.care import is_drug, listed_care_at
from imr_desktop.extract.requests.words import form_words, words_in

_WORD = re.compile(r"\w+")
_BRACKET = re.compile(r"\s*[(\[][^()]*(?:\([^()]*\)[^()]*)*[)\]]\s*\Z")
_LEAST_LETTERS, _LEAST_WORDS, _MOST_WORDS = 5, 2, 24
_COUNT = re.compile(r"[\s,]{1,3}(?:x\s?\d{1,3}|#\s?\d{1,4}|(?:qty|quantity|count)\W{0,2}(?:of\s)?\d{1,4})\Z", re.IGNORECASE)
_CORE_ENDS = re.compile(r"[,;(]|\s(?:for|of|with|without|to|after|at|under|in|and|per|x|#)\s|\s#?\d", re.IGNORECASE)
_LEAST_WORD, _LEAST_ALONE = 3, 8

Names = tuple[str, ...]


def names_of(titles: Iterable[str]) -> Names:
    """Titles as names to look for, the longest first, each once."""
    names = {name for title in titles if (name := _name_of(title))}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=4096)
def _name_of(title: str) -> str:
    """A title as a name to look for; empty where it is none. Each paper of a file asks for those of all others."""
    bare = _uncounted(title)
    name = plain_words(bare)
    return name if _is_name(name) or _is_short(bare) else ""


def _uncounted(title: str) -> str:
    """A title without how much of it."""
    title = _BRACKET.sub("", title).strip()
    head, _, tail = title.rpartition(",")
    while head and is_amount(tail):
        title = head.strip()
        head, _, tail = title.rpartition(",")
    return _COUNT.sub("", title)


def plain_words(text: str) -> str:
    """A text's words and figures, one space between them."""
    return " ".join(_WORD.findall(text.lower()))


def _is_name(name: str) -> bool:
    """Whether words are enough to be known again: two, or one that is a drug."""
    words = name.split()
    if len(words) == 1:
        return is_drug(name)
    return _LEAST_WORDS <= len(words) <= _MOST_WORDS and sum(map(str.isalpha, name)) >= _LEAST_LETTERS


def _is_short(title: str) -> bool:
    """Whether a title is one short form ("VNG"): the papers' own are none."""
    is_short = title.isalpha() and title.isupper() and 3 <= len(title) <= 6
    return is_short and title.lower() not in form_words() and title.lower() not in words_in("papers")


@lru_cache(maxsize=64)
def _pattern(names: Names) -> re.Pattern[str] | None:
    if not names:
        return None
    ones = "|".join(r"\W{1,3}".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"(?<!\w)(?:{ones})(?!\w)\)?", re.IGNORECASE)


def mentions(text: str, names: Names) -> list[re.Match[str]]:
    """The places where a text names care that is known."""
    pattern = _pattern(names)
    return [*pattern.finditer(text)] if pattern else []


@lru_cache(maxsize=64)
def reworded(titles: Names) -> re.Pattern[str] | None:
    """What titles may be called besides, where no list knows their words: the noun with one of the words before it."""
    ones = [one for title in titles for one in _rewordings(title)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(ones)})(?!\w)", re.IGNORECASE) if ones else None


def _rewordings(title: str) -> Iterator[str]:
    core = _CORE_ENDS.split(title.strip())[0]
    if listed_care_at(core) >= 0:
        return
    words = [word for word in _WORD.findall(core) if word.lower() not in words_in("loose")]
    if len(words) == 1 and len(words[0]) >= _LEAST_ALONE and words[0].lower() not in form_words():
        yield re.escape(words[0])
    noun = re.escape(words[-1]) if words else ""
    for word in map(re.escape, words[:-1]):
        if len(word) >= _LEAST_WORD:
            yield rf"{word}\W{{1,3}}(?:\w{{1,14}}\W{{1,3}}){{0,2}}{noun}s?"
            yield rf"{noun}s?\W{{1,3}}(?:\w{{1,14}}\W{{1,3}}){{0,2}}{word}"

"""Which language a page is in, where it is another than English: its words can be found, and nobody here understands them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from imr_desktop.paths import resource

_DATA = tomllib.loads(resource("words", "languages.toml").read_text(encoding="utf-8"))
"""Read when this module is loaded: later, a limited process has no files."""
_WORDS = {name: frozenset(words.split()) for name, words in _DATA["words"].items()}
_ENGLISH = _WORDS.pop("English")
_LETTERS: dict[str, str] = _DATA["letters"]
_LEAST = 6
"""Different words of a language that a page has at least: a street, a name or a quoted word is none."""
_OTHER_LETTERS = 40
"""Letters other than Latin on a page from which it is not in English."""
_OTHER = re.compile("[\u0370-\U0010ffff]")
"""A letter or sign beyond the Latin ones."""
_PAGES = 8192
_LONGEST = 6_000
"""Letters of a page that are looked at."""
_PLAIN = 6
"""From one of so many words on that are plain English, a page is: the quick way out of nearly all pages."""
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=_PAGES)
def language_of(text: str) -> str:
    """The language of a page's text as people call it (``Spanish``); empty for English, and where it is too little to say.

    A page in two languages, as a form that says all in both, is in English where half as many of its words are.
    """
    written = _by_letters(text)
    if written:
        return written
    words = _WORD.findall(text[:_LONGEST].lower())
    english = sum(map(_ENGLISH.__contains__, words))
    if english * _PLAIN >= len(words):
        return ""
    counts = Counter(words)
    best, most = "", 2 * english
    for name, known in _WORDS.items():
        many = sum(counts[word] for word in known if word in counts)
        if many > most and sum(word in counts for word in known) >= _LEAST:
            best, most = name, many
    return best


def pages_by_language(texts: Mapping[int, str]) -> dict[str, tuple[int, ...]]:
    """The pages of a record that are not in English, by their language."""
    found: dict[str, tuple[int, ...]] = {}
    for page, text in sorted(texts.items()):
        if language := language_of(text):
            found[language] = (*found.get(language, ()), page)
    return found


def _by_letters(text: str) -> str:
    if text.isascii():
        return ""
    others = list(filter(str.isalpha, _OTHER.findall(text)))
    if len(others) < _OTHER_LETTERS:
        return ""
    scripts = Counter(_LETTERS.get(unicodedata.name(letter, "").partition(" ")[0], "") for letter in others)
    name, many = scripts.most_common(1)[0]
    return name if many * 3 > sum(map(str.isalpha, text)) else ""

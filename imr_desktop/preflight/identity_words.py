"""Find a person's name and numbers in text, whatever the accents, the case, the order or the initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from imr_desktop.case.text import fold

_TITLES = frozenset(
    {
        "md",
        "do",
        "dr",
        "phd",
        "dc",
        "dpm",
        "dds",
        "od",
        "lac",
        "psyd",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "facs",
        "faapmr",
        "mph",
        "ms",
        "rn",
        "mr",
        "mrs",
        "prof",
        "doctor",
        "esq",
    }
)
_DOTTED = re.compile(r"\b(?:[a-z]{1,2}\.){2,}")
_MARKS = "[\u0300-\u036f]*"
_SEPARATOR = r"[\s.,\-‐‑–'’]{0,3}"
_SHORTEST_SURNAME = 3


@dataclass(frozen=True)
class Finder:
    """One pattern over folded text. A plain ASCII text without `hint` cannot hold it and is not looked through."""

    pattern: re.Pattern[str]
    hint: str = ""

    def spans(self, small: str) -> Iterator[tuple[int, int]]:
        """Where it stands as whole words in a folded text."""
        if self.hint not in small and small.isascii():
            return
        for found in self.pattern.finditer(small):
            start = found.start()
            if start == 0 or not (small[start - 1].isalnum() or small[start - 1] == "_"):
                yield found.span()


@dataclass(frozen=True)
class IdentityWords:
    """What to look for: `full` leaves no doubt whose it is, `surname` alone may be another's."""

    full: tuple[Finder, ...]
    surname: tuple[Finder, ...]


@lru_cache(maxsize=8)
def identity_words(words: tuple[str, ...]) -> IdentityWords:
    """The finders for a reviewer's words: names, licence numbers, NPI. Empty words are left out."""
    full: list[Finder] = []
    surnames: list[Finder] = []
    for word in words:
        tokens = _tokens(word)
        if any(letter.isdigit() for letter in word):
            full.append(Finder(re.compile(rf"{_number(word)}(?!\w)")))
        elif tokens:
            last = _surname(tokens)
            surnames.extend([_finder(last, tokens[-1])] if last else [])
            full.extend(_finder(one, tokens[-1]) for one in _name(tokens, last))
    return IdentityWords(tuple(full), tuple(surnames))


def _finder(pattern: str, hint: str) -> Finder:
    return Finder(re.compile(rf"(?<!\w){pattern}(?!\w)"), hint)


def _tokens(word: str) -> list[str]:
    """The folded parts of a name, titles left out; a comma name ("Núñez, Ana") is put in speaking order."""
    text = _DOTTED.sub(_undotted, fold(unicodedata.normalize("NFC", word)))
    parts = [re.findall(r"[^\W\d_]+", part) for part in text.split(",")]
    kept = [[token for token in part if token not in _TITLES] for part in parts]
    kept = [part for part in kept if part]
    last_first = len(kept) == 2 and len(parts) == 2
    return kept[1] + kept[0] if last_first else [token for part in kept for token in part]


def _undotted(found: re.Match[str]) -> str:
    """A degree without its dots ("m.d." is "md"); initials stay apart."""
    joined = found[0].replace(".", "")
    return joined if joined in _TITLES else found[0].replace(".", ". ")


def _name(tokens: list[str], last: str) -> list[str]:
    """Patterns for first and last name: "Ana Ortiz", "A. M. Ortiz", "Ortiz, Ana", "Dr. Ortiz", in full or by initial."""
    if len(tokens) < 2 or not last:
        return []
    given = rf"(?:{_letters(tokens[0])}|{re.escape(tokens[0][0])}{_MARKS}\.?)"
    middle = r"(?:\s*[^\W\d_][\w'’-]{0,20}\.?){0,2}"
    return [
        rf"{given}{middle}[\s,]{{1,3}}{last}",
        rf"{last},?\s{{1,3}}{given}",
        rf"(?:dr|doctor|prof)\.?\s{{1,3}}(?:{given}{middle}\s{{1,3}})?{last}",
    ]


def _surname(tokens: list[str]) -> str:
    """The pattern of the surname: the last part, with the one before it allowed as the first half of a double name."""
    last = tokens[-1]
    if len(last) < _SHORTEST_SURNAME:
        return ""
    before = tokens[-2] if len(tokens) > 2 and len(tokens[-2]) >= _SHORTEST_SURNAME else ""
    return (rf"(?:{_letters(before)}{_SEPARATOR})?" if before else "") + _letters(last)


def _letters(token: str) -> str:
    return "".join(re.escape(letter) + _MARKS for letter in token)


def _number(word: str) -> str:
    """A licence number or NPI with any separators between its parts."""
    signs = [sign for sign in fold(word) if sign.isalnum()]
    return r"[\s.\-#:]{0,2}".join(re.escape(sign) for sign in signs)

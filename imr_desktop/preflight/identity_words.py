"""Find a person's name and numbers in text, whatever the accents, the case, the order or the initials."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

_TITLES = frozenset({
    "md", "do", "dr", "phd", "dc", "dpm", "dds", "od", "lac", "psyd", "jr", "sr", "ii", "iii", "iv", "facs", "faapmr", "mph",
    "ms", "rn", "mr", "mrs", "prof", "doctor", "esq",
})
_DOTTED = re.compile(r"\b(?:[a-z]{1,2}\.){2,}")
_PLAIN = dict(zip("ßøØđĐłŁæÆœŒıþð", "sooddllaaooitd", strict=True))
_MARKS = "[\u0300-\u036f]*"
_SEPARATOR = r"[\s.,\-‐‑–'’]{0,3}"
_SHORTEST_SURNAME = 3


@dataclass(frozen=True)
class IdentityPatterns:
    """What to look for in folded text: `full` leaves no doubt whose it is, `surname` alone may be another's."""

    full: re.Pattern[str] | None
    surname: re.Pattern[str] | None


@lru_cache(maxsize=8)
def identity_patterns(words: tuple[str, ...]) -> IdentityPatterns:
    """The patterns of a reviewer's words: names, licence numbers, NPI. Empty words are left out."""
    full: list[str] = []
    surnames: list[str] = []
    for word in words:
        tokens = _tokens(word)
        if any(letter.isdigit() for letter in word):
            full.append(_number(word))
        elif len(tokens) >= 2:
            full.extend(_name(tokens))
            surnames.append(_surname(tokens))
        elif tokens:
            surnames.append(_letters(tokens[0]))
    return IdentityPatterns(_any(full), _any([one for one in surnames if one]))


def fold(text: str) -> str:
    """The text without accents and capitals, letter for letter, so that offsets stay the same."""
    return text.lower() if text.isascii() else text.translate(_folding())


@cache
def _folding() -> dict[int, str]:
    table = {code: _base(chr(code)) for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))}
    return {**table, 0x2019: "'", 0x2010: "-", 0x2011: "-", 0xA0: " "}


def _base(letter: str) -> str:
    """The letter's plain small form; one letter always, so that offsets hold."""
    if letter in _PLAIN:
        return _PLAIN[letter]
    return unicodedata.normalize("NFKD", letter)[0].lower()[:1] or letter


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


def _name(tokens: list[str]) -> list[str]:
    """Patterns for first and last name: "Ana Ortiz", "A. M. Ortiz", "Ortiz, Ana", "Dr. Ortiz", in full or by initial."""
    first, last = tokens[0], _surname(tokens)
    if not last:
        return []
    given = rf"(?:{_letters(first)}|{re.escape(first[0])}{_MARKS}\.?)"
    middle = r"(?:\s*[^\W\d_][\w'’-]{0,20}\.?){0,2}"
    return [rf"{given}{middle}[\s,]{{1,3}}{last}" if len(first) > 1 else rf"{given}\s{{0,3}}{last}",
            rf"{last},?\s{{1,3}}{given}(?!\w)", rf"(?:dr|doctor|prof)\.?\s{{1,3}}(?:{given}{middle}\s{{1,3}})?{last}"]


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


def _any(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)") if patterns else None

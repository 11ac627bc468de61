"""Whether words are words: fonts that map their letters wrongly give text that no eye sees on the page.

Letters in threes are compared with those of `resources/evidence/words.txt` (English of the field, Spanish, some of other
languages), without accents. Names, codes, numbers and scripts other than Latin are no evidence either way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from math import log2

from imr_desktop.paths import resource

WINDOW = 12
"""Words that are judged together: fewer say too little."""
LEAST_LETTERS = 45
UNLIKELY = -6.3
"""Mean of log2 of a letter's chance after the two before it: text of nine languages lies above, text in wrong letters below
in all but 3 windows of 100."""
KNOWN = 0.2
"""From this share of known words on, a run of words is language, whatever its names."""
PLAIN_KNOWN = 0.34
MOST_GARBLED = 0.1
"""Share of garbled windows from which a page's words are not those that it shows."""
MOST_SIGNS = 0.5
LEAST_SIGNS = 25
MOST_LOST = 0.02
LEAST_LOST = 4
LEAST_SHIFTED = 4
"""Known words that a shift of all letters must give before it counts as proof."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_SPACE = re.compile(r"\s+")
_RUN = re.compile(r"(\S)\1{2,}")
"""No word has a letter three times on end."""
_SAMPLE = 900
_SHORT_CAPITALS = 5
_QUARTERS = 4
_OWN_LETTERS = str.maketrans("đıłøßæœ", "dilosao")


KNOWN_WORDS = frozenset(resource("evidence", "words.txt").read_text("ascii").split())
"""Read when this module is loaded: later, the process that parses has no files."""


@cache
def _chances() -> dict[str, float]:
    """Log2 of the chance of each letter (or a word's end) after the two before it."""
    triples = Counter(spaced[at : at + 3] for spaced in map("  {} ".format, KNOWN_WORDS) for at in range(len(spaced) - 2))
    before, pairs, ahead, single = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for triple, count in triples.items():
        before[triple[:2]] += count
        pairs[triple[1:]] += count
        ahead[triple[1]] += count
        single[triple[2]] += count
    letters, total = "abcdefghijklmnopqrstuvwxyz ", sum(single.values())
    chances = {}
    for pair in (first + second for first in letters for second in letters):
        for third in letters:
            one = (single[third] + 1) / (total + len(letters))
            two = (pairs[pair[1] + third] + 2 * one) / (ahead[pair[1]] + 2)
            chances[pair + third] = log2((triples[pair + third] + 4 * two) / (before[pair] + 4))
    return chances


@lru_cache(maxsize=20_000)
def likelihood(word: str) -> float:
    """Sum of the chances of a folded word's letters and of its end."""
    spaced, chances = f"  {word} ", _chances()
    return sum(chances[spaced[at : at + 3]] for at in range(len(spaced) - 2))


def garbled(text: str) -> str:
    """Why these are not the words that the page shows, as a sentence; empty where nothing speaks against them."""
    if is_plainly_language(text):
        return _LOST if _has_lost_letters(text) else ""
    if _has_lost_letters(text):
        return _LOST
    if _is_signs(text):
        return "Its text is signs, not words: the font does not say which letters it draws."
    if _is_shifted(text) or _is_unlikely(text):
        return "Its text is no language: the font says other letters than it draws."
    return ""


_LOST = "Letters of its text are missing: the font does not say which letters it draws."


def is_plainly_language(text: str) -> bool:
    """Whether each quarter of the words is plainly language: the quick way out of nearly all pages."""
    words = text.lower().split()
    step = max(WINDOW, -(-len(words) // _QUARTERS))
    parts = [words[start : start + step] for start in range(0, len(words), step)]
    return bool(words) and all(sum(map(KNOWN_WORDS.__contains__, part)) >= PLAIN_KNOWN * len(part) for part in parts)


def _has_lost_letters(text: str) -> bool:
    """Whether letters within words have no meaning; a lone sign in the private area is a bullet or a box."""
    if text.isascii():
        return False
    tokens = text.split()
    lost = sum(_lost_in(token) for token in tokens if len(token) > 1)
    whole = sum(map(len, tokens))
    return lost >= LEAST_LOST and lost > MOST_LOST * whole


def _lost_in(token: str) -> int:
    return sum(character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc") for character in token)


def _is_signs(text: str) -> bool:
    """Whether signs stand where letters should; leaders, rules and boxes of a form count once."""
    dense = _RUN.sub(r"\1", _SPACE.sub("", text))
    if len(dense) < LEAST_SIGNS:
        return False
    signs = sum(unicodedata.category(character)[0] in "PS" for character in dense)
    return signs > MOST_SIGNS * len(dense) and not _is_drawn(dense)


def _is_drawn(dense: str) -> bool:
    """Whether the signs are few kinds over and over, as in ruled tables and tick boxes."""
    kinds = Counter(character for character in dense if not character.isalnum())
    return sum(count for _, count in kinds.most_common(4)) > 0.85 * kinds.total()


def _is_shifted(text: str) -> bool:
    """Whether the text becomes language when every character is moved by the same distance."""
    sample = text[:_SAMPLE]
    return any(_reads(moved) for moved in (*_by_code(sample), *_by_letter(sample)))


def _reads(text: str) -> bool:
    words = _WORD.findall(text.lower())
    if len(words) < LEAST_SHIFTED:
        return False
    found = [word for word in words if word in KNOWN_WORDS]
    return len(set(found)) >= LEAST_SHIFTED and len(found) > 0.4 * len(words)


def _by_code(text: str) -> Iterator[str]:
    printed = [ord(character) for character in text]
    for by in (29, 31, 3, 1, -1, -3, -29, -31):
        yield "".join(chr(code + by) if 33 <= code + by < 127 and code > 32 else " " for code in printed)


def _by_letter(text: str) -> Iterator[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    lower = text.lower()
    for by in range(1, 26):
        yield lower.translate(str.maketrans(letters, letters[by:] + letters[:by]))


def _is_unlikely(text: str) -> bool:
    windows = [_unlikely(window) for window in _windows(list(_latin(text)))]
    return bool(windows) and sum(windows) > MOST_GARBLED * len(windows) and _enough(windows)


def _enough(windows: Sequence[bool]) -> bool:
    """Two garbled windows on end, or all there are: one alone may be a list of names or abbreviations."""
    longest = max((len(list(run)) for bad, run in groupby(windows) if bad), default=0)
    return longest >= min(2, len(windows))


def _latin(text: str) -> Iterator[str]:
    """The words in Latin letters, folded; short ones in capitals are abbreviations unless nearly all are."""
    words = _WORD.findall(text)
    capitals = sum(map(str.isupper, words)) > 0.7 * len(words)
    for word in words:
        if word.isupper() and len(word) <= _SHORT_CAPITALS and not capitals:
            continue
        folded = _folded(word.lower())
        if _RUN.search(folded):
            continue
        if folded.isascii() and folded.isalpha():
            yield folded


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word).translate(_OWN_LETTERS)
    return "".join(character for character in apart if not unicodedata.combining(character))


def _windows(words: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(words), WINDOW):
        window = words[start : start + WINDOW]
        if sum(map(len, window)) >= LEAST_LETTERS:
            yield window


def _unlikely(window: Sequence[str]) -> bool:
    if sum(word in KNOWN_WORDS for word in window) >= KNOWN * len(window):
        return False
    return sum(map(likelihood, window)) < UNLIKELY * sum(len(word) + 1 for word in window)

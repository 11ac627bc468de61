"""Words printed with a space behind every letter, as on letterheads: "S T . M A R Y C L I N I C" is "ST. MARY CLINIC"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from imr_desktop.extract.parts.kinds import title_words
from imr_desktop.extract.parts.vocabulary import learned

_SPACED = re.compile(r"(?<!\S)[^\W\d_](?: {1,6}(?:[^\W\d_]|[&.,'/-])){5,80}(?!\S)")
_GAP = re.compile(r" {2,}")
_WORD = re.compile(r"[^\W\d_]+|&|[.,'/-]")
_BEFORE_SIGN = re.compile(r" (?=[.,'/-])|(?<=['/-]) ")
_LEAST = 5
"""Letters of a word that is known where it stands among others without a space."""
_KNOWN, _UNKNOWN, _LETTER = 0.5, 1.5, 0.15
"""What a known word costs, one that is not known, and each letter of it: the cheapest parting is taken."""


def unspaced(line: str) -> str:
    """A line with such words written as words; a row of single letters that makes none of them stays as it is."""
    return _SPACED.sub(lambda found: _joined(found[0]), line)


@lru_cache(maxsize=2_000)
def _joined(spaced: str) -> str:
    if _GAP.search(spaced):  # the gaps between the words are kept
        return " ".join(part.replace(" ", "") for part in _GAP.split(spaced))
    parted = [word for piece in _WORD.findall(spaced.replace(" ", "")) for word in _parted(piece)]
    known = any(word.lower() in _words() for word in parted)
    return _BEFORE_SIGN.sub("", " ".join(parted)) if known else spaced


def _parted(letters: str) -> list[str]:
    """The words that letters without a space are most likely made of."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(letters) + 1):
        ways = ((best[start][0] + _cost(letters[start:end]), start) for start in range(end))
        cost, start = min(ways)
        best.append((cost, [*best[start][1], letters[start:end]]))
    return best[-1][1]


def _cost(word: str) -> float:
    return _KNOWN if word.lower() in _words() else _UNKNOWN + _LETTER * len(word)


@cache
def _words() -> frozenset[str]:
    return frozenset(word for word in (*learned(), *title_words()) if len(word) >= _LEAST and word.isalpha())

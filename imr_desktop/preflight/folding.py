"""Text made comparable letter for letter: small letters without accents, so that offsets stay those of the text."""

from __future__ import annotations

import unicodedata
from functools import cache

_PLAIN = dict(zip("ßøØđĐłŁæÆœŒıþð", "sooddllaaooitd", strict=True))


def fold(text: str) -> str:
    """The text without accents and capitals, letter for letter, so that offsets stay the same."""
    return text.lower() if text.isascii() else text.translate(_folding())


def bare(text: str) -> str:
    """The words alone, for whether two texts say the same: without capitals, line ends and the signs around them."""
    return " ".join(text.casefold().split()).strip(" .,;:")


@cache
def _folding() -> dict[int, str]:
    table = {code: _base(chr(code)) for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))}
    return {**table, 0x2019: "'", 0x2010: "-", 0x2011: "-", 0xA0: " "}


def _base(letter: str) -> str:
    """The letter's plain small form; one letter always, so that offsets hold."""
    if letter in _PLAIN:
        return _PLAIN[letter]
    return unicodedata.normalize("NFKD", letter)[0].lower()[:1] or letter

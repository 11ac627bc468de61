"""Numbers in figures and words, as parts of patterns and as what they count."""

from __future__ import annotations

from imr_desktop.case.numbers import ONES, TENS

_MORE = {"once": 1, "twice": 2, "a single": 1, "single": 1}
_NUMBERS = {
    **{word: at for at, word in enumerate(ONES[1:], 1)},
    **{word: 10 * at for at, word in enumerate(TENS, 2)},
    **_MORE,
}
_BELOW_HUNDRED = rf"(?:{'|'.join(TENS)})-(?:{'|'.join(ONES[1:10])})\b"
_HUNDREDS = rf"(?:an? |one |two |three )?hundred(?: (?:and )?(?:{_BELOW_HUNDRED}|{'|'.join(TENS)}))?\b"
_SINGLE = "|".join(sorted(_NUMBERS, key=len, reverse=True))

NUMBER_WORD = rf"(?:{_SINGLE})\b"
"""A number in one word, as a part of a pattern."""
NUMBER = rf"(?:\d{{1,4}}|{_HUNDREDS}|{_BELOW_HUNDRED}|{_SINGLE})"
"""A number in figures or words, as a part of a pattern."""
AGAIN = rf"(?: ?\({NUMBER}\))?"
"""The same number again: "6 (six)", "six (6)"."""
MOST = 2000
"""No amount of care is larger."""


def number(word: str) -> float | None:
    """A number in figures or words."""
    found = single_number(word)
    return _compound(" ".join(word.lower().split())) if found is None else found


def single_number(word: str) -> float | None:
    """A number in figures or one word."""
    plain = " ".join(word.lower().split())
    found = float(plain) if plain.isdigit() else _NUMBERS.get(plain)
    return found if found is not None and found <= MOST else None


def number_words() -> str:
    """All words that numbers are made of."""
    return " ".join((*_NUMBERS, "hundred"))


def _compound(words: str) -> float | None:
    """What several words count: "thirty-six", "one hundred and twenty"."""
    before, hundred, rest = words.rpartition("hundred")
    total = 100 * _NUMBERS.get(before.strip(), 1) if hundred else 0
    return float(total + sum(_NUMBERS.get(word, 0) for word in rest.replace("-", " ").split())) or None

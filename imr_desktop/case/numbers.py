"""Numbers in words, as requests and records write them."""

from __future__ import annotations

import re
from types import MappingProxyType

ONES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = MappingProxyType(
    {word: float(value) for value, word in enumerate(ONES)}
    | {word: (value + 2) * 10.0 for value, word in enumerate(TENS)}
    | {
        f"{tens}-{one}": (place + 2) * 10.0 + value + 1
        for place, tens in enumerate(TENS)
        for value, one in enumerate(ONES[1:10])
    }
)
_WORD = re.compile(rf"\b(?:(?:{'|'.join(TENS)})[- ](?:{'|'.join(ONES[1:10])})|{'|'.join([*TENS, *reversed(ONES)])})\b")
_HUNDRED = re.compile(r"\b(?:([1-9]|a) )?hundred(?:(?: and)? (\d{1,2})\b)?")
_REPEATED = re.compile(r"\b(\d{1,4})\s*\(\s*(\d{1,4})\s*\)")
_DIGITS = re.compile(r"\d{1,9}(?:\.\d{1,6})?\Z")


def number_of(word: str) -> float | None:
    """The number a single word or digits stand for, or None."""
    if word[:1].isdigit():
        return float(word) if _DIGITS.match(word) else None
    return _WORDS.get(word)


def as_digits(text: str) -> str:
    """Lower-case text with number words as digits, ``once``/``twice`` as times, and ``six (6)`` said once."""
    text = re.sub(r"(?<!\bat )\bonce\b", "1 times", re.sub(r"\btwice\b", "2 times", re.sub(r"\bthrice\b", "3 times", text)))
    text = _WORD.sub(lambda match: f"{_WORDS[match.group().replace(' ', '-')]:g}", text)
    if "hundred" in text:
        text = _HUNDRED.sub(lambda match: str(100 * int((match[1] or "1").replace("a", "1")) + int(match[2] or 0)), text)
    text = re.sub(r"\b(?:a |1 )?dozen\b", "12", text)
    return _REPEATED.sub(lambda match: match[1] if match[1] == match[2] else match[0], text)

"""A text in one plain spelling, with the place of each letter kept: what the search for a name reads.

Small letters a to z and digits of all scripts; without accents, invisible signs and breaks within a word. A letter of another
alphabet that looks like a Latin one is read as that one (Unicode Technical Standard 39).
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from imr_desktop.paths import resource

_SPECIAL = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,12});?"
    r"|\\u[0-9a-fA-F]{4}|\\[ntr]"
    r"|%[2-7][0-9A-Fa-f]"
    r"|[-\u00ad\u2010\u2011]\\?\s{0,3}\n\s{0,8}"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_PLAIN = re.compile(r"[&\\%]|-\s{0,3}\n")
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ŧ": "t"}


class Folded(NamedTuple):
    """The plain spelling; letter n of it stands at ``places[n]`` of the text (None: at n)."""

    text: str
    places: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the plain spelling stands in the text; `end` is behind its last letter."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


@lru_cache(maxsize=2048)
def folded(text: str) -> Folded:
    """The text in its plain spelling."""
    if text.isascii() and not _PLAIN.search(text):
        return Folded(text.lower(), None)
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for special in _SPECIAL.finditer(text):
        _take(text[at : special.start()], at, letters, places)
        _take_special(special[0], special.start(), letters, places)
        at = special.end()
    _take(text[at:], at, letters, places)
    return Folded("".join(letters), tuple(places))


@lru_cache(maxsize=512)
def squeezed(text: str) -> tuple[str, tuple[int, ...]]:
    """The letters and digits alone of a folded text, and where each of them stands in it."""
    places = tuple(at for at, sign in enumerate(text) if sign.isalnum())
    return "".join(text[at] for at in places), places


def _take(part: str, at: int, letters: list[str], places: list[int]) -> None:
    done = 0
    for foreign in _FOREIGN.finditer(part):
        letters.append(part[done : foreign.start()].lower())
        places.extend(range(at + done, at + foreign.start()))
        plain = _plain(foreign[0])
        letters.append(plain)
        places.extend([at + foreign.start()] * len(plain))
        done = foreign.end()
    letters.append(part[done:].lower())
    places.extend(range(at + done, at + len(part)))


def _take_special(words: str, at: int, letters: list[str], places: list[int]) -> None:
    """A sign that is written as a code, or a word's break at a line's end, which is nothing."""
    meant = "" if words[0] in "-\u00ad\u2010\u2011" else _meant(words)
    plain = "".join(_plain(sign) for sign in meant)
    letters.append(plain)
    places.extend([at] * len(plain))


def _meant(words: str) -> str:
    if words[0] == "&":
        return html.unescape(words if words.endswith(";") else f"{words};") if "#" in words or words.endswith(";") else words
    if words[0] == "%":
        return chr(int(words[1:], 16))
    return " " if words[1] in "ntr" else chr(int(f"0x{words[2:]}", 0))


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """One sign's plain spelling: none for what cannot be seen."""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    looks = _lookalikes().get(sign, "")
    if looks:
        return looks
    found: list[str] = []
    for part in unicodedata.normalize("NFKD", sign):
        kind = unicodedata.category(part)
        if kind[0] != "M" and kind != "Cf" and part not in "\u115f\u1160\u3164\u034f":
            found.append(_lookalikes().get(part) or _LETTERS.get(part.lower()) or part.lower())
    return "".join(found)


@cache
def _lookalikes() -> dict[str, str]:
    table = tomllib.loads(resource("identity", "confusables.toml").read_text(encoding="utf-8"))
    return {sign: letter for letter, signs in table.items() for sign in signs if sign.lower() not in _LETTERS}

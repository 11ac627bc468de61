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
    r"&(?:#0{0,20}\d{1,7}|#[xX]0{0,20}[0-9a-fA-F]{1,6}|[A-Za-z]{2,32});?"
    r"|\\u[0-9a-fA-F]{4}|\\[uU]00[0-9a-fA-F]{6}|\\[ux]\{[0-9a-fA-F]{1,6}\}|\\x[0-9a-fA-F]{2}|\\[0-3]?[0-7]{2}|\\[ntr]"
    r"|%[uU][0-9a-fA-F]{4}|(?:%[2-7][0-9A-Fa-f]|%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){1,3})+"
    r"|</?(?:b|i|u|s|em|strong|span|font|small|big|mark|sub|sup|wbr|a|tt|code|br|p|div|li|td|th|tr)"
    r"(?:\s{1,3}(?:style|dir|lang|color)\s?=\s?(?:\"[^\"<>]{0,80}\"|'[^'<>]{0,80}'))?\s?/?>|<!--\s{0,3}-->"
    r"|[-\u00ad\u2010\u2011]\\?\s{0,3}\n\s{0,8}"
)
_TAG_APART = re.compile(r"</?(?:br|p|div|li|td|th|tr)\b")
_QUOTED = re.compile(r"=(?:[2-7][0-9A-F]|\r?\n)|_(?=[^\s_])")
_MAY_BE_FIGURES = re.compile(r"[%\\](?=\d)")
_MOST_DEEP = 3
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_PLAIN = re.compile(r"[&\\%<]|-\s{0,3}\n")
_LATIN = re.compile(r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL |DOTLESS )?([A-Z])(?: WITH .*)?")
_ENCLOSED = ((0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26))
"""Letters in black circles and squares, and those that flags are made of: no normal form leads to a letter."""
_LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
    "ς": "o",
}


class Folded(NamedTuple):
    """The plain spelling; letter n of it stands at ``places[n]`` of the text (None: at n)."""

    text: str
    places: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the plain spelling stands in the text; `end` is behind its last letter."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


@lru_cache(maxsize=2048)
def folded(text: str) -> Folded:
    """The text in its plain spelling; a code within a code is read as well."""
    read = _once(text)
    for _ in range(_MOST_DEEP):
        if not _SPECIAL.search(read.text):
            break
        again = _once(read.text)
        read = Folded(again.text, tuple(read.span(at, at + 1)[0] for at in again.places or range(len(again.text))))
    return read


@lru_cache(maxsize=512)
def readings(text: str) -> tuple[Folded, ...]:
    """The text's plain spelling, and others where it can be read otherwise.

    A letter that looks like a small l looks like a large i too. In quoted printable ``=53`` is a letter. Figures behind a
    percent sign or a backslash may be figures after all.
    """
    found = [folded(text)]
    either = "".join("i" if sign in _bars() else sign for sign in text) if not text.isascii() else text
    if either != text:
        found.append(folded(either))
    if _MAY_BE_FIGURES.search(text):
        found.append(Folded(text.lower(), None) if text.isascii() else folded(_MAY_BE_FIGURES.sub(" ", text)))
    if "=" in text and (codes := tuple(_QUOTED.finditer(text))) and any(code[0][0] == "=" for code in codes):
        found.append(_unquoted(text, codes))
    return tuple(found)


def _unquoted(text: str, codes: tuple[re.Match[str], ...]) -> Folded:
    signs, places, at = [], [], 0
    for code in codes:
        signs += [*text[at : code.start()], _of_quoted(code[0])]
        places += [*range(at, code.start()), code.start()]
        at = code.end()
    joined = [
        (sign, place) for sign, place in zip([*signs, *text[at:]], [*places, *range(at, len(text))], strict=True) if sign
    ]
    read = folded("".join(sign for sign, _ in joined))
    return Folded(read.text, tuple(joined[read.span(at, at + 1)[0]][1] for at in range(len(read.text))))


def _of_quoted(code: str) -> str:
    if code == "_":
        return " "
    return "" if code[1:].isspace() else chr(int(code[1:], 16))


@cache
def _bars() -> frozenset[str]:
    return frozenset(sign for sign, letter in _lookalikes().items() if letter == "l")


def _once(text: str) -> Folded:
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
    if words[0] == "<":
        return " " if _TAG_APART.match(words) else ""
    if words[0] == "%" and words[1] not in "uU":
        return bytes.fromhex(words.replace("%", "")).decode("utf-8", "ignore")
    if words[1] in "ntr":
        return " "
    code = int(words[1:], 8) if words[1].isdigit() else int(words[2:].strip("{}"), 16)
    return chr(code) if code <= 0x10FFFF else ""


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """One sign's plain spelling: none for what cannot be seen."""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    looks = _lookalikes().get(sign, "")
    if looks:
        return looks
    for first, count in _ENCLOSED:
        if 0 <= ord(sign) - first < count:
            return chr(ord("a") + ord(sign) - first)
    if named := _LATIN.fullmatch(unicodedata.name(sign, "")):
        return _LETTERS.get(sign.lower()) or named[1].lower()
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

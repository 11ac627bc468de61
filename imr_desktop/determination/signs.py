"""Which characters the letter can print, in which typeface, and what becomes of the others. Knows no font library.

`resources/fonts/coverage.txt` says which face draws what: the text face first, then spare faces for signs and names. A
character without a glyph is spelled where a spelling says the same (``㎎`` as mg); what is left cannot be printed: `lacking`
finds it, a draft shows `MARK` in its place, and nothing that holds it is signed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from imr_desktop.paths import resource

MARK = "▯"
"""Stands in a draft where a character cannot be printed."""

NBSP = "\u00a0"
_NEVER_BREAKING = "\u2007\u202f"
_LOOSE = re.compile(f"[ {NBSP}]*(?: {NBSP}|{NBSP}[ {NBSP}])[ {NBSP}]*")
_LONGER = re.compile("[^ \n]{33,}")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BREAKING = "\t\r\x0b\x0c\x85\u2028\u2029"
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202c\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


class Lacking(msgspec.Struct, frozen=True):
    """Characters that cannot be printed: they stand at ``start:end`` of a text, a letter with its marks as one."""

    start: int
    end: int
    characters: str


@cache
def faces() -> dict[str, frozenset[int]]:
    """The faces in the order in which they are asked, each with the code points that it alone draws."""
    lines = resource("fonts", "coverage.txt").read_text(encoding="ascii").splitlines()
    return {name: frozenset(code for part in ranges for code in _codes(part)) for name, *ranges in map(str.split, lines)}


def _codes(part: str) -> range:
    first, _, last = part.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def face_of(char: str) -> str | None:
    """The face that draws a character; None where none does."""
    return next((name for name, codes in faces().items() if ord(char) in codes), None)


@cache
def _drawn() -> frozenset[int]:
    return frozenset().union(*faces().values())


@cache
def _odd() -> re.Pattern[str]:
    """Runs of what the text face does not draw as it stands, with the letter before it that a mark would join."""
    plain = sorted(code for code in next(iter(faces().values())) if not _joins(chr(code)))
    return re.compile(f".?[^\n{''.join(map(re.escape, map(chr, plain)))}]+")


def unified(text: str) -> str:
    """The text with every kind of line break as a line feed; as long as before but for a carriage return with a line feed."""
    return _BREAKS.sub("\n", text)


def printable(text: str) -> str:
    """`text` as it is drawn: line breaks unified, tabs as spaces, invisible characters gone, what lacks a glyph as `MARK`.

    Only the line feed is left as a control character; every other character has a glyph in one of the faces. A no-break
    space holds two words together; many in a row, or many words, are blanks that a web page or a table made of them.
    """
    text = unified(text).replace("\t", " ")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = _odd().sub(_replaced, text)
    if NBSP not in text:
        return text
    return _LONGER.sub(_loosened, _LOOSE.sub(_loosened, text))


def _loosened(match: re.Match[str]) -> str:
    return match[0].replace(NBSP, " ")


def _replaced(match: re.Match[str]) -> str:
    return "".join(_shown(cluster) or (MARK if _shown(cluster) is None else "") for cluster in _clusters(match[0]))


def lacking(text: str) -> Iterator[Lacking]:
    """What of a text cannot be printed, with its place, in order."""
    if text.isascii() and not _CONTROLS.search(text):
        return
    for match in _odd().finditer(text):
        at = match.start()
        for cluster in _clusters(match[0]):
            if cluster not in _BREAKING and _shown(cluster) is None:
                yield Lacking(at, at + len(cluster), cluster)
            at += len(cluster)


_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def _clusters(text: str) -> Iterator[str]:
    """Each letter with the marks that join it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or text[start] in _BREAKING or not _joins(text[at]):
            yield text[start:at]
            start = at


def _joins(char: str) -> bool:
    """Whether a character is drawn onto the one before it: a mark, or a later letter of a Hangul syllable."""
    return unicodedata.category(char).startswith("M") or "\u1160" <= char <= "\u11ff"


@lru_cache(maxsize=4096)
def _shown(cluster: str) -> str | None:
    """A letter with its marks as it is drawn, empty where it has no look of its own; None where it cannot be."""
    composed = unicodedata.normalize("NFC", _IGNORABLE.sub("", cluster))
    parts = [_spelled(char) for char in composed]
    return None if None in parts else "".join(part for part in parts if part is not None)


def _spelled(char: str) -> str | None:
    """A drawable spelling of one character; raised and lowered digits and fractions have none but themselves.

    Spelled out they would be other numbers.
    """
    if ord(char) in _drawn():
        return char
    if unicodedata.category(char) == "Zs":
        return NBSP if char in _NEVER_BREAKING else " "
    if unicodedata.decomposition(char).startswith(("<super>", "<sub>", "<fraction>")):
        return None
    spellings = (unicodedata.normalize(form, char) for form in ("NFKC", "NFKD"))
    return next((plain for plain in spellings if _drawn().issuperset(map(ord, plain))), None)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Printable text in runs of one face each: the face, empty for the text face, and the words."""
    start = 0
    for match in _spare().finditer(text):
        if start < match.start():
            yield "", text[start : match.start()]
        start = match.end()
        yield from _by_face(match[0])
    if start < len(text):
        yield "", text[start:]


def _by_face(text: str) -> Iterator[tuple[str, str]]:
    start = 0
    names = [face_of(char) or "" for char in text]
    for at in range(1, len(text) + 1):
        if at == len(text) or names[at] != names[start]:
            yield names[start], text[start:at]
            start = at


@cache
def _spare() -> re.Pattern[str]:
    codes = sorted(next(iter(faces().values())))
    return re.compile(f"[^\n{''.join(map(re.escape, map(chr, codes)))}]+")

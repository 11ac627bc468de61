"""Single characters made alike for searching: without accents, capitals, ligatures and forms of width."""

from __future__ import annotations

import unicodedata
from functools import cache

_PLAIN = {
    **dict(zip("øđłıðħŧŋƀɨ", "odlidhtnbi", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "ة": "ه",
    "ـ": "",
    **dict.fromkeys("‘’‚‛ʼʻ′´`", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    "_": " ",
    "−": "-",
    **dict.fromkeys("՚՛՜՞", ""),
}
"""Letters that have no decomposition, Arabic and Persian forms of one letter, quotes, and Armenian signs within words."""
HYPHENS = "-\u00ad\u058a\u05be\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d\u0002\ufffe"
"""Hyphens and dashes as a regular expression has them in brackets; a PDF's line-end hyphen is read as U+0002 or U+FFFE."""
SPACED = "\ue000"
"""Stands between the letters of a letter-spaced word: whether it is also the end of one, nobody can tell."""
UNSPACED = "\u0e00-\U0010ffff"
"""Scripts that write no blanks between words, or words that grow together, as a regular expression has them in brackets.

From Thai on, in one range: a pattern is compiled for each term, and many ranges make that a hundred times as slow. The few
scripts there that do write blanks (Georgian, Ethiopic) are found inside words, too.
"""
_MARKS = (
    (0x300, 0x36F),
    (0x483, 0x489),
    (0x591, 0x5BD),
    (0x5BF, 0x5C7),
    (0x610, 0x61A),
    (0x64B, 0x65F),
    (0x670, 0x670),
    (0x6D6, 0x6ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
"""Accents and points that stand over a letter and may be left out; the vowels of Indic and Thai writing may not."""


def is_mark(letter: str) -> bool:
    """Whether a character is an accent that belongs to the letter before it."""
    code = ord(letter)
    return code >= 0x300 and any(first <= code <= last for first, last in _MARKS)


@cache
def alike(letters: str) -> str:
    """A character (or a few that make up one) as it is searched: none, one or several; the same for all that look alike."""
    parts = unicodedata.normalize("NFKD", letters)
    bare = "".join(part for part in parts if not is_mark(part))
    folded = unicodedata.normalize("NFC", bare).casefold()
    return "".join(map(_plain, folded))


def _plain(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    kind = unicodedata.category(letter)
    if kind == "Pd":
        return "-"
    return "" if kind in ("Cf", "Cs") or is_mark(letter) else " " if kind in ("Zs", "Zl", "Zp", "Cc") else letter

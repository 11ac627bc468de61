"""Names of files that come from cases: what a case says is text, and never a path.

A name out of a case (its number, a file's name, a signed letter's) goes through `safe_name` before it is proposed to a
dialog, joined to a folder or put into an archive.
"""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 150
"""Letters of a file name: with the longest path a user's folder has, it stays under the 255 bytes a name may have."""
MOST_BYTES = 240

_NO_NAME = frozenset('<>:"/\\|?*')
_DEVICES = frozenset(
    (
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        *(f"{name}{number}" for name in ("COM", "LPT") for number in "0123456789\u00b9\u00b2\u00b3"),
    )
)
_SHOWN = frozenset(("L", "M", "N", "P", "S", "Z"))


def safe_name(text: str, otherwise: str = "case") -> str:
    """A plain file name made from some text; `otherwise` where nothing of it is left.

    Without separators, control characters, signs that turn the direction of reading, leading dots and trailing dots or
    blanks; never a device of Windows; at most 150 letters and 240 bytes, the ending kept.
    """
    shown = "".join(letter if _allowed(letter) else "-" for letter in unicodedata.normalize("NFC", text))
    name = _short(" ".join(shown.split()).lstrip(". ").rstrip(". "))
    if not name.strip("-. "):
        return otherwise
    return f"_{name}" if name.partition(".")[0].strip().upper() in _DEVICES else name


def _allowed(letter: str) -> bool:
    return letter not in _NO_NAME and unicodedata.category(letter)[0] in _SHOWN and letter not in "\u2028\u2029"


def _short(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    stem = stem[: LONGEST_NAME - len(dot + ending)]
    while len((stem + dot + ending).encode(errors="replace")) > MOST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + dot + ending

"""What may stand for a character that the letter cannot print, and why it cannot (``resources/preflight/signs.toml``)."""

from __future__ import annotations

import unicodedata

from imr_desktop.determination.signs import lacking
from imr_desktop.preflight.data import table

_REMOVED = {"\u202d", "\u202e", "\ufffc"}


def replacement(text: str, start: int, characters: str) -> str | None:
    """What is offered for the characters at `start` of a text; empty: to leave them out; None: nothing says the same."""
    char, code = characters[0], f"{ord(characters[0]):04X}"
    data = table("signs.toml")
    if len(characters) == 1:
        at_start = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        for part in (("line_start",) if at_start else ()) + ("within", "control", "word"):
            if code in data[part]:
                found: str = data[part][code]
                return found
    return _by_kind(char, characters)


def _by_kind(char: str, characters: str) -> str | None:
    kind = unicodedata.category(char)
    if kind == "Cc" or char in _REMOVED:
        return ""
    if kind == "So" and (name := unicodedata.name(char, "")):
        return f"({name.lower()})"
    bare = "".join(one for one in unicodedata.normalize("NFKD", characters) if not unicodedata.combining(one))
    return bare if bare and bare != characters and next(lacking(bare), None) is None else None


def script(char: str) -> str:
    """The first word of a character's Unicode name; empty where it has none."""
    return unicodedata.name(char, "").partition(" ")[0]


def reason(char: str) -> str:
    """Why a character is not printed, as the end of a sentence."""
    said: str = table("signs.toml")["script"].get(script(char), "")
    kind = unicodedata.category(char)
    if said:
        return said
    if kind == "Co":
        return "it belongs to a typeface of the program it was copied from, so that nobody else knows its look"
    if kind in ("Cc", "Cf"):
        return "it is a control character and has no look"
    if char == "\ufffd":
        return "it stands for a character that was lost when the text was copied: look at the source"
    return "no typeface of the letter has it: write it in other words"


def described(characters: str) -> str:
    """Characters as people look them up: their look where they have one, their names and codes."""
    codes = ", ".join(dict.fromkeys(map(_one, characters)))
    seen = any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs") for char in characters)
    return codes if seen else f"“{characters}” ({codes})"


def _one(char: str) -> str:
    name = unicodedata.name(char, "").lower()
    return f"{name} U+{ord(char):04X}".strip()

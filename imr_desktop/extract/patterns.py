"""Patterns written as words: in them a space stands for any break between words, over lines and pages."""

from __future__ import annotations

import re

BREAK = r"\s{1,200}"
_PART = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|[ ^$]")
_BROKEN = re.compile(r"(?<=[^\n]{40})\n")
"""Where a line of prose ends, and its sentence goes on below."""
_LINE_EDGES = {"^": r"(?:^|(?<=\f))", "$": r"(?=\f|$)"}  # a page's edge is a line's edge


def in_small_letters(text: str) -> str:
    """A text in small letters, each in its place: patterns of small letters run through it several times as fast as those
    that pass over case run through the text itself.
    """
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(low if len(low := char.lower()) == 1 else char for char in text)


def whole_lines(text: str) -> str:
    """A text in which sentences go on over the ends of long lines; every other character keeps its place."""
    return _BROKEN.sub(" ", text)


def phrase(*parts: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Compile the parts as one pattern in which each space matches any run of whitespace (at most 200).

    A space inside brackets (``[ ]``) stays a space, and keeps to the line. In patterns by line (MULTILINE), a line also
    begins and ends at a page's edge. Repetition is bounded, so that no text can make a search slow.
    """
    edges = _LINE_EDGES if flags & re.MULTILINE else {}
    meant = {" ": BREAK, **edges}
    return re.compile(_PART.sub(lambda part: meant.get(part.group(), part.group()), "".join(parts)), flags)

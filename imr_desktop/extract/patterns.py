"""Patterns written as words: in them a space stands for any break between words, over lines and pages."""

from __future__ import annotations

import re

BREAK = r"\s{1,200}"
_SPACE = re.compile(r"\[(?:\\.|[^\]\\])+\]|[ ]")


def phrase(*parts: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Compile the parts as one pattern in which each space matches any run of whitespace (at most 200).

    A space inside brackets (``[ ]``) stays a space, and keeps to the line. Repetition is bounded, so that no text can make
    a search slow.
    """
    return re.compile(_SPACE.sub(_spaced, "".join(parts)), flags)


def _spaced(match: re.Match[str]) -> str:
    return BREAK if match.group() == " " else match.group()

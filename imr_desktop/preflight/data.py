"""The checks' data: phrase lists, word lists and citations in ``resources/preflight``, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from imr_desktop.paths import resource


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of ``resources/preflight`` as plain values. Raises OSError or TOMLDecodeError where it does not hold."""
    return tomllib.loads(resource("preflight", name).read_text(encoding="utf-8"))


_CLASS_OR_SPACE = re.compile(r"(\[[^\]]*\])| ")


def spaced(regex: str) -> str:
    """A regular expression as the data files write it, where a space stands for any run of white space."""
    return _CLASS_OR_SPACE.sub(_space, regex)


def _space(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    following = match.string[match.end() : match.end() + 1]
    return r"\s" if following and following in "*+?{" else r"\s+"


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words or phrases, longest first; any run of white space fits a space.

    Words are regular expressions themselves, so that ``strains?`` can stand for both forms.
    """
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(spaced(word) for word in ordered) + ")"


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words as whole words, in any case."""
    return re.compile(rf"\b{any_of(words)}\b", re.IGNORECASE)


def compile_any(patterns: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the regular expressions of a data file, in any case."""
    return re.compile("|".join(f"(?:{spaced(one)})" for one in patterns), re.IGNORECASE)


@cache
def pattern_of(name: str, *keys: str) -> re.Pattern[str]:
    """What finds any of the words in a list of a data file, under its keys. Raises KeyError where there is no such list."""
    found: Any = table(name)
    for key in keys:
        found = found[key]
    return compile_words(found)

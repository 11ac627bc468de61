"""The tables of words in ``resources/facts``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from imr_desktop.extract.patterns import phrase as spaced
from imr_desktop.paths import resource


@cache
def table(name: str) -> dict[str, Any]:
    """One table, by the file's name without its ending."""
    return tomllib.loads(resource("facts", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def of_drugs(name: str) -> re.Pattern[str]:
    """Any of the words of one list of ``drugs.toml``, whole."""
    return phrase(rf"(?<!\w)(?:{either(table('drugs')[name])})(?!\w)")


def phrase(*parts: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """As `patterns.phrase`, where a space with a question mark behind it may be no break at all."""
    return spaced(*(part.replace(" ?", r"\s{0,9}") for part in parts), flags=flags)


def either(words: list[str]) -> str:
    """Words as alternatives of a pattern, the longest first; a space stands for any break (see `patterns.phrase`)."""
    return "|".join(sorted(words, key=len, reverse=True))

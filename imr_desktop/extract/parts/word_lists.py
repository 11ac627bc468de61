"""The words that people, papers and days are told by, as they stand in ``resources/letter/part_words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from imr_desktop.paths import resource


def words(table: str, name: str) -> str:
    """A list as the alternatives of a pattern, in its order: ``examiner|adjuster|attorney``."""
    return "|".join(word_lists()[table][name])


@cache
def word_lists() -> dict[str, Any]:
    """All lists by table and name."""
    with resource("letter", "part_words.toml").open("rb") as file:
        return tomllib.load(file)

"""Lines with a known truth, in two halves: those at even places were looked at while the reader was made, the others not."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

Said = tuple[str, ...]
POLARITY = {"+": "present", "-": "absent", "?": ""}


def lines(name: str) -> list[tuple[str, list[str]]]:
    """Each line of a table with what it says."""
    rows = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text())["lines"]
    return [(text, [part.strip() for part in truth.split(";") if part.strip()]) for text, truth in rows]


def score(name: str, half: int, read: Callable[[str], Iterable[Said]], spell: Callable[[str], Said]) -> tuple[float, float]:
    """Precision and recall of what is read out of one half of a table."""
    right = given = true = 0
    for text, truth in lines(name)[half::2]:
        said, want = Counter(read(text)), Counter(map(spell, truth))
        right, given, true = right + (said & want).total(), given + said.total(), true + want.total()
    return right / given, right / true


def sign(words: str) -> Said:
    """``tenderness + left`` as name, polarity and side."""
    name, mark, side = next(found for mark in POLARITY if (found := f"{words} ".partition(f" {mark} "))[1])
    return name, POLARITY[mark.strip()], side.strip()


def fields(count: int) -> Callable[[str], Said]:
    """``a|b|c`` as so many fields, in small letters."""

    def spell(words: str) -> Said:
        return tuple([*words.lower().split("|"), *[""] * count][:count])

    return spell

"""The categories of clinical findings, read from ``resources/ui/finding_categories.toml``. Imports no Qt."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from imr_desktop.paths import resource


@dataclass(frozen=True)
class Category:
    """One category: the key kept in the case, the word shown, and what may be typed after ``#``."""

    key: str
    label: str
    typed: tuple[str, ...]


@cache
def categories() -> tuple[Category, ...]:
    """All categories, in the order a summary tells them."""
    rows = tomllib.loads(resource("ui", "finding_categories.toml").read_text(encoding="utf-8"))["category"]
    return tuple(Category(row["key"], row["label"], tuple(row["typed"])) for row in rows)


def label(key: str) -> str:
    """The word shown for a category's key; an unknown key is shown as it is, capitalised."""
    for category in categories():
        if category.key == key:
            return category.label
    return key[:1].upper() + key[1:]


def from_typed(word: str) -> str | None:
    """The category's key for what was typed after ``#``, or None."""
    wanted = word.casefold()
    for category in categories():
        if wanted in category.typed:
            return category.key
    return None


def rank(key: str) -> int:
    """The place of a category in a composed summary; unknown ones come last."""
    keys = [category.key for category in categories()]
    return keys.index(key) if key in keys else len(keys)

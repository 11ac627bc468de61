"""The table of kinds of documents, as it stands in ``resources/letter/document_kinds.toml``, ready to be looked up."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from imr_desktop.paths import resource

OTHER = "other"


@dataclass(frozen=True)
class Kind:
    """One kind of document: its key, the type it is of, a title to fall back on, and whether its names head many kinds."""

    key: str
    type: str
    title: str
    general: bool
    names: re.Pattern[str]


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order they are tried on one line."""
    return tuple(
        Kind(row["key"], row["type"], row["title"], row.get("general", False), _compiled(row["names"])) for row in _table()
    )


@cache
def kind_of(key: str) -> Kind:
    """The kind of a key; an unknown one is `other`."""
    return next((kind for kind in kinds() if kind.key == key), kinds()[-1])


@cache
def any_name() -> re.Pattern[str]:
    """Any kind's name: most lines have none, and are done with at once."""
    return _compiled([name for row in _table() for name in row["names"]])


@cache
def signs() -> tuple[tuple[str, str], ...]:
    """Each sign as it stands in a text of words between single spaces, and the kind that it speaks for."""
    return tuple(
        (f" {sign[:-1]}" if sign.endswith("*") else f" {sign} ", row["key"])
        for row in _table()
        for sign in row.get("signs", ())
    )


@cache
def title_words() -> frozenset[str]:
    """The whole words that kinds' names are made of."""
    return frozenset(
        word for row in _table() for name in row["names"] for word in re.findall(r"[a-z]{5,}", re.sub(r"\\[a-z]", " ", name))
    )


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_spaced(pattern)})" for pattern in patterns) or "(?!)")


def _spaced(pattern: str) -> str:
    return pattern.replace("(?! ", r"(?!\s{1,20}").replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,20}")


@cache
def _table() -> tuple[dict[str, Any], ...]:
    with resource("letter", "document_kinds.toml").open("rb") as file:
        return tuple(tomllib.load(file)["kind"])

"""The table of kinds of documents, as it stands in ``resources/letter/document_kinds.toml``, ready to be looked up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from imr_desktop.paths import resource

OTHER = "other"
_BEGINS = re.compile(r"(?:\\b|[a-z0-9](?![?*+{]))")


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
def forms() -> Mapping[str, str]:
    """The kind of each printed form that heads say the number of."""
    return {form: row["key"] for row in _table() for form in row.get("forms", ())}


@cache
def any_name() -> re.Pattern[str]:
    """Any kind's name: most lines have none, and are done with at once. What begins alike is tried together."""
    begun: dict[str, list[str]] = {}
    for row in _table():
        for name in row["names"]:
            for opened in _opened(_spaced(name)):
                begins = _BEGINS.match(opened)
                first = begins[0] if begins else ""
                begun.setdefault(first, []).append(opened[len(first) :])
    return re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in begun.items()))


def _opened(pattern: str) -> Iterator[str]:
    """A pattern that begins with a choice as so many patterns, which begin with a letter."""
    end = _end_of_group(pattern) if pattern.startswith("(?:") else 0
    if not end or pattern[end : end + 1] in ("*", "+", "{") or pattern[end : end + 2] in ("??", "?+"):
        yield pattern
        return
    rest = pattern[end:]
    if rest.startswith("?"):
        rest = rest[1:]
        yield from _opened(rest)
    for one in _choices(pattern[3 : end - 1]):
        yield from _opened(one + rest)


def _end_of_group(pattern: str) -> int:
    """Where the group ends that a pattern begins with; the table's names have no bracket with a parenthesis in it."""
    depth = 0
    for at, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if not depth:
            return at + 1
    return 0


def _choices(inside: str) -> Iterator[str]:
    depth, begin = 0, 0
    for at, char in enumerate(inside):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            yield inside[begin:at]
            begin = at + 1
    yield inside[begin:]


class Sign(NamedTuple):
    """A sign as it stands in a text of words between single spaces, the kind it speaks for, its first word where whole."""

    words: str
    kind: str
    first: str


@cache
def signs() -> tuple[Sign, ...]:
    """Each sign of each kind."""
    return tuple(_sign(sign, row["key"]) for row in _table() for sign in row.get("signs", ()))


def _sign(sign: str, kind: str) -> Sign:
    first = sign.split()[0]
    return Sign(f" {sign[:-1]}" if sign.endswith("*") else f" {sign} ", kind, "" if first.endswith("*") else first)


@cache
def title_words() -> frozenset[str]:
    """The whole words that kinds' names are made of."""
    return frozenset(
        word for row in _table() for name in row["names"] for word in re.findall(r"[a-z]{5,}", re.sub(r"\\[a-z]", " ", name))
    )


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    """A kind's names as one pattern; each begins where a word begins, so that "items" is no ambulance ("ems")."""
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(_spaced, patterns))})" if patterns else "(?!)")


def _spaced(pattern: str) -> str:
    return pattern.replace("(?! ", r"(?!\s{1,20}").replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,20}")


@cache
def _table() -> tuple[dict[str, Any], ...]:
    with resource("letter", "document_kinds.toml").open("rb") as file:
        return tuple(tomllib.load(file)["kind"])

"""Care under one name: short forms, brands, sides and lay words of a title folded to the words that stand for them.

The lists are ``resources/letter/same_care.toml`` and, for brands, the guidelines' ``drug_lists.yaml`` and ``services.yaml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from imr_desktop.paths import resource
from imr_desktop.rules import yaml_safe
from imr_desktop.rules.request.body import body_parts

_TOKEN = re.compile(
    r"(?:level|phase|stage|grade|type|class)\s(?:\d|i{1,3}|iv|v)\b|\d+(?:\.\d+)?|x(?=\d)|[a-z]+\d[a-z0-9]*|[a-z]+|%"
)
_STRENGTH = re.compile(
    r"(?<![\w.])(\d{1,4}(?:\.\d{1,3})?(?:\s?[/-]\s?\d{1,4}(?:\.\d{1,3})?){0,5})\s?(mg|mcg|%|iu\b)|(?<![\w./-])(\d{1,2}(?:\.\d)?[/-](?:300|325|500|650))\b"
)
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,3})?")
_LEVEL = re.compile(r"(?<![a-z0-9])([ctls])\s?-?(\d{1,2})(?:\s?[-/]\s?([ctls])?(\d{1,2})(?!\d))?(?!\s?(?:mg|%|x|visits?))")
_SIDE = re.compile(r"(?<![\w/])(?:\(([LR])\)|([LR])(?=\s|[,.;]|$)(?!\s?-?\s?(?:[Ss]pine|\d|[Ss]\b)))")
_SIDES = {"L": "left", "R": "right"}
_INITIALS = re.compile(r"(?<![\w-])[A-Z]{3,6}(?![\w-])")


class Care(NamedTuple):
    """A title's words under one name each; `telling` without loose words and amounts, `head` those before what it is for.

    `choice` are its words of which care has one or another, `another` those that make another service of it.
    """

    words: tuple[str, ...]
    telling: frozenset[str]
    head: frozenset[str]
    drugs: frozenset[str]
    parts: frozenset[str]
    strengths: frozenset[str]
    levels: frozenset[str]
    choice: frozenset[str]
    another: frozenset[str]


@lru_cache(maxsize=8192)
def care(title: str) -> Care:
    """What a title names."""
    sided = _SIDE.sub(lambda match: f" {_SIDES[match[1] or match[2]]} ", title)
    lower = sided.lower()
    levels = frozenset(_levels(lower))
    words = _folded(tuple(_singular(word) for word in _TOKEN.findall(lower)))
    telling = [word for word in words if _tells(word)]
    cut = next((at for at, word in enumerate(words) if word in _words("behind") and any(map(_tells, words[:at]))), len(words))
    text = " ".join(words)
    return Care(
        words,
        frozenset(telling),
        frozenset(word for word in words[:cut] if _tells(word)),
        frozenset(telling) & _generics(),
        frozenset(body_parts(text)) - {"spine", "back"},
        frozenset(_strengths(lower)),
        levels,
        frozenset(word for word in words if any(word in group for group in _groups())),
        frozenset(words) & _words("another"),
    )


def spelled_out(title: str, other: str) -> str:
    """A title with its unknown initials (three capitals or more) in the words of the other whose first letters they are."""
    return _INITIALS.sub(lambda match: _words_of(match[0], other) or match[0], title) if _has_initials(title) else title


@lru_cache(maxsize=4096)
def _has_initials(title: str) -> bool:
    return _INITIALS.search(title) is not None


def unlike(one: Care, other: Care) -> bool:
    """Whether two names have each another word of a group of which care has one, or one makes another service of it."""
    if one.another != other.another:
        return True
    mine, theirs = one.choice, other.choice
    if not mine or not theirs or mine == theirs:
        return False
    return any(mine & group and theirs & group and not mine & theirs & group for group in _groups())


def _words_of(initials: str, other: str) -> str:
    if _is_known(initials.lower()):
        return ""
    words = [word for word in re.findall(r"[A-Za-z]+", other) if word.lower() not in ("of", "the", "and")]
    letters = "".join(word[0] for word in words).upper()
    at = letters.find(initials)
    while at >= 0:
        if all(len(word) > 2 for word in words[at : at + len(initials)]):
            return " ".join(words[at : at + len(initials)])
        at = letters.find(initials, at + 1)
    return ""


@lru_cache(maxsize=4096)
def _is_known(word: str) -> bool:
    """Whether lists of words have another name for it."""
    return _folded((word,)) != (word,)


def _tells(word: str) -> bool:
    return (
        word not in _words("loose") and word not in _words("behind") and not word.replace(".", "").isdigit() and word != "%"
    )


def _strengths(lower: str) -> Iterator[str]:
    for match in _STRENGTH.finditer(lower):
        yield from (f"{float(number):g}" for number in _NUMBER.findall(match[1] or match[3]))


def _levels(lower: str) -> Iterator[str]:
    for match in _LEVEL.finditer(lower):
        yield match[1] + match[2]
        if match[4]:
            sacral = match[1] == "l" and match[4] == "1" and match[2] in "456"
            yield (match[3] or ("s" if sacral else match[1])) + match[4]


def _singular(word: str) -> str:
    if word == "tens":
        return word
    if word.endswith("ies") and len(word) > 5:
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "suia" else word


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    at = 0
    while at < len(words):
        said, names = next(
            (
                (size, known)
                for size in range(min(6, len(words) - at), 0, -1)
                if (known := _names().get(words[at : at + size]))
            ),
            (1, words[at : at + 1]),
        )
        found.extend(names)
        at += said
    return tuple(found)


@cache
def _names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """What wordings fold to; our own lists go before the packs'."""
    apart = _listed(_data()["apart"])
    found = {_tokens(brand): _tokens(name) for brand, name in _brands() if " ".join(_tokens(brand)) not in apart}
    for row in _data()["same"]:
        found.update({_tokens(one): _tokens(row[0]) for one in row})
    return found


def _brands() -> Iterator[tuple[str, str]]:
    names = _pack("drug_lists.yaml")["names"]
    forms = {str(word) for kinds in (names["forms"], names["releases"]) for words in kinds.values() for word in words}
    said = _generics() | forms
    for family in _pack("services.yaml")["services"].values():
        for service in family:
            for generic, brands in (service.get("drugs") or {}).items():
                yield from ((str(brand), generic) for brand in brands if not said & set(_tokens(str(brand))))
    for brand, parts in names["brands"].items():
        yield brand, " ".join(parts)


@cache
def _generics() -> frozenset[str]:
    return frozenset(
        word for name in _table("facts", "drugs.toml")["generics"] for word in _tokens(name) if len(word) > 4
    ) - {"sodium"}


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(_singular(word) for word in _TOKEN.findall(words.lower()))


def _listed(words: str) -> frozenset[str]:
    return frozenset(" ".join(_tokens(word)) for word in words.split(","))


@cache
def _words(name: str) -> frozenset[str]:
    return _listed(_data()[name])


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in _data()["unlike"])


def _data() -> dict[str, Any]:
    return _table("letter", "same_care.toml")


@cache
def _table(room: str, name: str) -> dict[str, Any]:
    return tomllib.loads(resource(room, name).read_text(encoding="utf-8"))


def _pack(name: str) -> Any:
    return yaml_safe.load(resource("guidelines", name).read_bytes(), name)

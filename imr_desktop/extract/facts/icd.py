"""The list of ICD-10-CM (``resources/facts/icd10cm.z``): whether a code is in it, what it means, the code for a name."""

from __future__ import annotations

import re
import zlib
from functools import cache, lru_cache
from typing import NamedTuple

from imr_desktop.extract.facts.tables import table
from imr_desktop.paths import resource
from imr_desktop.rules.request.phrases import fold

CODE = re.compile(r"(?<![\w.])[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4}|[0-9A-Z]{1,4})?(?![\w]|\.\d)")
"""What may be a code: with its point, or without; verify it in the list."""
_WORD = re.compile(r"[a-z]+|\d+")
_SEVENTH_PLACE = 6
_SHORTEST_WORD = 4


class Code(NamedTuple):
    """A line of the list: the letters its seventh character may be, whether others stand below it, its name, its terms."""

    seventh: str
    is_group: bool
    name: str
    terms: tuple[str, ...]


@cache
def _text() -> str:
    return "\n" + zlib.decompress(resource("facts", "icd10cm.z").read_bytes()).decode() + "\n"


@cache
def _lowered() -> str:
    return _text().encode("ascii", "replace").decode().lower()  # each letter keeps its place


@cache
def _lines() -> dict[str, str]:
    return dict(line.split("\t", 1) for line in _text().split("\n") if line)


def _code(line: str | None) -> Code | None:
    if line is None:
        return None
    seventh, name, *terms = line.split("\t")
    return Code(seventh.replace("-", ""), seventh == "-", name, tuple(terms))


def known(written: str) -> Code | None:
    """The line of a code as it is written (``S33.5XXA``), its seventh character allowed; None where the list has none."""
    bare = written.replace(".", "").upper()
    line = _code(_lines().get(bare))
    if line is not None or len(bare) <= _SEVENTH_PLACE:
        return line
    line = _code(_lines().get(bare[:_SEVENTH_PLACE].rstrip("X")))
    return line if line and line.seventh and bare[_SEVENTH_PLACE:] in line.seventh else None


def pointed(code: str) -> str:
    """A code as it is written: with its point."""
    bare = code.replace(".", "")
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare


@lru_cache(maxsize=4096)
def for_name(name: str) -> str:
    """The one code whose name or term has just these words, or those of a name in common use; empty where none has."""
    key = _key(name)
    loose = key - _left_out("degrees")
    return _common().get(key) or _common().get(loose) or _in_list(key)


@cache
def _common() -> dict[frozenset[str], str]:
    return {_key(name): code for code, names in table("diagnoses")["common"].items() for name in names}


def _in_list(key: frozenset[str]) -> str:
    """The first line, a diagnosis by itself before a group, of which the name or a term has just these words."""
    longest = max(key, key=len, default="")
    if len(longest) < _SHORTEST_WORD:
        return ""
    found = ""
    text, lowered, at = _text(), _lowered(), 0
    others = [word[:-1] for word in key - _meant() if word != longest]
    while (at := lowered.find(longest[:-1], at)) >= 0:
        begin, end = text.rindex("\n", 0, at) + 1, text.index("\n", at)
        line, at = text[begin:end], end
        if not all(lowered.find(word, begin, end) >= 0 for word in others):
            continue
        code, _, rest = line.partition("\t")
        one = _code(rest)
        if one and any(_key(name) == key for name in (one.name, *one.terms)):
            if not one.is_group:
                return pointed(f"{code:X<{_SEVENTH_PLACE}}A" if "A" in one.seventh else code)
            found = found or pointed(code)
    return found


@lru_cache(maxsize=65536)
def _key(name: str) -> frozenset[str]:
    words = (fold(word) for word in _WORD.findall(name.lower()))
    same: dict[str, str] = table("diagnoses")["same"]
    return frozenset(same.get(word, word) for word in words) - _left_out("left_out")


@cache
def _meant() -> frozenset[str]:
    """Words that stand for others: a name may have another one in their place."""
    same: dict[str, str] = table("diagnoses")["same"]
    return frozenset(same.values())


@cache
def _left_out(name: str) -> frozenset[str]:
    return frozenset(table("diagnoses")[name])

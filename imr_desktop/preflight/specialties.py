"""Specialties: their right names, and whether one clearly does not judge a treatment.

The list and the families of treatment are data in ``resources/preflight/specialties.toml``; what it does not know is never
judged.
"""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache, partial

from imr_desktop.preflight.data import compile_words, pattern_of, table

_PARTS = re.compile(r"\s*(?:[,;/|]|\r?\n|\bwith\b|\bsubspecialty\b)\s*", re.IGNORECASE)
_SIGNS = re.compile(r"[^\w&]+")
_LONGEST = 60
LONGEST_REQUEST = 2000
"""Letters of a request that are looked at; real ones have a few hundred."""
_dropped = partial(pattern_of, "specialties.toml", "words", "drop")


def parts(text: str) -> tuple[tuple[int, int], ...]:
    """Where the single specialties of a line stand ("Internal Medicine, Rheumatology" has two)."""
    found, start = [], 0
    for separator in _PARTS.finditer(text[:2000]):
        found.append((start, separator.start()))
        start = separator.end()
    found.append((start, len(text[:2000])))
    return tuple((first, last) for first, last in found if text[first:last].strip())


@lru_cache(maxsize=256)
def known(name: str) -> str:
    """The list's own spelling of a specialty, whatever the capitals and "and"; empty where the list does not have it."""
    return _names().get(_folded(name), "")


@lru_cache(maxsize=256)
def meant(name: str) -> str:
    """The specialty of the list that an unknown name is a slip of; empty where none is near."""
    plain = _folded(name)
    if not plain or len(plain) > _LONGEST:
        return ""
    near = difflib.get_close_matches(plain, _names(), n=1, cutoff=table("specialties.toml")["near"])
    return _names()[near[0]] if near else ""


def judged_by(name: str) -> frozenset[str]:
    """The families of treatment a specialty is knowledgeable in; ``all`` stands for any, and so does a name not known."""
    group = _groups().get(_folded(known(name) or meant(name)))
    return group if group is not None else frozenset({"all"})


@lru_cache(maxsize=256)
def families(request: str) -> frozenset[str]:
    """The families of treatment a request's words put it in."""
    return frozenset(name for name, words in _families().items() if words.search(request))


def clear_mismatch(specialties: tuple[str, ...], request: str) -> bool:
    """Whether none of the specialties judges a request: only where every one of them and the request are known."""
    request = request[:LONGEST_REQUEST]
    asked = families(request)
    if not asked or not specialties:
        return False
    return all(_apart(judged_by(name), asked, request) for name in specialties)


def _apart(judges: frozenset[str], asked: frozenset[str], request: str) -> bool:
    if "all" in judges:
        return False
    others = _others()
    for region in judges & others.keys():
        if region not in asked and others[region].search(request):
            return True
        if region in asked or not others[region].search(request):
            return False
    return not judges & asked


@cache
def _names() -> dict[str, str]:
    return {_folded(name): name for group in table("specialties.toml")["group"] for name in group["names"]}


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups = table("specialties.toml")["group"]
    return {_folded(name): frozenset(group["judges"]) for group in groups for name in group["names"]}


@cache
def _families() -> dict[str, re.Pattern[str]]:
    return {name: compile_words(words) for name, words in table("specialties.toml")["families"].items()}


@cache
def _others() -> dict[str, re.Pattern[str]]:
    return {name: compile_words(words) for name, words in table("specialties.toml")["bodies"]["others"].items()}


def _folded(name: str) -> str:
    plain = _dropped().sub(" ", name.casefold().replace("&", " and ").replace("paedic", "pedic").replace("anaesth", "anesth"))
    return " ".join(_SIGNS.sub(" ", plain).split())

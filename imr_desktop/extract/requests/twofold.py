"""Cells under a head that asks for several counts at once ("Requested / Approved": "12 req / 6 appr")."""

from __future__ import annotations

import re
from dataclasses import replace

from imr_desktop.extract.requests.amounts import is_amount
from imr_desktop.extract.requests.below import Part
from imr_desktop.extract.requests.labels import kind_of

_HEADS = re.compile(r"\s?[/|&]\s?|\s(?:and|vs\.?)\s", re.IGNORECASE)
_BETWEEN = re.compile(r"\s?[/|&\u2192]\s?|\s?->\s?|\s(?:and|vs\.?|of|to)\s", re.IGNORECASE)
_REQUESTED = re.compile(r"\W{0,3}request(?:ed)?\W{0,3}\Z", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][A-Za-z'.]{0,20}")
_COUNTS = frozenset({"asked", "allowed", "lost"})


def parted(part: Part) -> list[Part]:
    """A cell as its counts, each as what the head asks for in that place; one that cannot be parted so asks for nothing."""
    kinds = [_counted(words) for words in _HEADS.split(part.head)]
    if len(kinds) < 2 or len(set(kinds)) < len(kinds) or not _COUNTS.issuperset(kinds):
        return [part]
    told = [_WORD.sub(_but_labels, words).strip() for words in _BETWEEN.split(part.text)]
    if len(told) == len(kinds) and all(map(is_amount, told)):
        return [replace(part, kind=kind, text=words, raw=words, first=words) for kind, words in zip(kinds, told, strict=True)]
    return [replace(part, kind="") if "asked" in kinds else part]


def _counted(words: str) -> str:
    return "asked" if _REQUESTED.match(words) else kind_of(words)


def _but_labels(word: re.Match[str]) -> str:
    return "" if _counted(word.group()) in _COUNTS and not is_amount(f"1 {word.group()}") else word.group()

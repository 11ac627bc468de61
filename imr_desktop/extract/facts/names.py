"""A coded diagnosis by its whole name: where a cell cuts it, the code's own name says which words belong to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imr_desktop.extract.facts.diagnoses import is_condition
from imr_desktop.extract.facts.icd import known
from imr_desktop.extract.facts.tables import phrase

if TYPE_CHECKING:
    from imr_desktop.extract.facts.diagnoses import Diagnosis

_WORD = re.compile(r"[A-Za-z][A-Za-z'\-]*")
_LINKS = frozenset(["of", "the", "and", "or", "in", "with", "to", "without", "not", "due", "by", "for", "on", "at", "a"])
_ENCOUNTER = frozenset(["initial", "subsequent", "encounter", "sequela"])
_MOST_OF = 0.6
"""The share of a code's name that a shorter name of it has at least."""
_CARE = phrase(
    r"\b(?:injections?|blocks?|brace|orthosis|therapy|visits?|sessions?|mri|surgery|quantity|qty|units?|"
    r"(?:not )?approved|certified|denied|authoriz\w+|requested|purchase|rental|tablets|capsules)\b"
)
_AHEAD, _BEHIND = 70, 70


def completed(text: str, one: Diagnosis) -> str:
    """The diagnosis's name with the words of its code's name that stand right beside it, also a line further.

    A name that has nothing of the code's and names no condition ("codes are") was no name: the code's own is given.
    """
    line = known(one.code) if one.code else None
    if line is None:
        return one.name
    wanted = frozenset(word.lower() for word in _WORD.findall(line.name)) - _LINKS
    if not wanted & {word.lower() for word in _WORD.findall(one.name)}:
        return one.name if is_condition(one.name) else line.name
    name = _with_neighbours(text, one, wanted)
    return line.name if _is_scrap(name, wanted) else name


def _with_neighbours(text: str, one: Diagnosis, wanted: frozenset[str]) -> str:
    at = text.find(one.name, one.start, one.end)
    if at < 0:
        return one.name
    have = {word.lower() for word in _WORD.findall(one.name)}
    before, after = _ahead(text, at, wanted - have), _behind(text, at + len(one.name), wanted - have)
    return " ".join(" ".join((before, one.name)).split()) + after


def _is_scrap(name: str, wanted: frozenset[str]) -> bool:
    """Whether a name is only the end of the code's, cut off by a line, or the service that the code stands beside."""
    if _CARE.search(name) and not is_condition(name):
        return True
    have = {word.lower() for word in _WORD.findall(name)} - _LINKS - _ENCOUNTER
    few = have <= wanted and len(have) < len(wanted) * _MOST_OF
    return name[:1].islower() and (few or not is_condition(name))


def _behind(text: str, at: int, wanted: frozenset[str]) -> str:
    """The words right behind a place, or at the begin of the next line, up to the last that the code's name has."""
    line_end = text.find("\n", at)
    for start in (at, line_end) if 0 <= line_end < at + _BEHIND else (at,):
        words, kept = "", ""
        for match in re.finditer(r"([,\s(]{1,4})([A-Za-z][A-Za-z'\-]*)", text[start : start + _BEHIND]):
            word = match[2].lower()
            if match.start() != len(words) or word not in wanted | _LINKS:
                break
            words = text[start : start + match.end()]
            kept = words if word in wanted else kept
        if kept:
            lead = ", " if kept.lstrip(" ").startswith(",") or text[at : at + 1] == "," else " "
            return lead + " ".join(kept.strip(" ,\n(").split())
    return ""


def _ahead(text: str, at: int, wanted: frozenset[str]) -> str:
    """The words right ahead of a place, back to the first that the code's name has."""
    kept = ""
    stretch = text[max(0, at - _AHEAD) : at]
    found = list(re.finditer(r"([A-Za-z][A-Za-z'\-]*)[,\s]{1,4}", stretch))
    end = len(stretch)
    for match in reversed(found):
        word = match[1].lower()
        if match.end() != end or word not in wanted | _LINKS:
            break
        end = match.start()
        kept = stretch[end:] if word in wanted else kept
    return " ".join(kept.split())

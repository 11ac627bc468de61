"""Words held against the pages they cite: dates, numbers, drugs and treatments, sides, levels, findings, the page itself.

What is not sure is not said: a fault is one only where the page speaks of the same thing and says another value, or where
what is named stands on no page of the cited document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.extract.people import find_age, find_sex
from imr_desktop.preflight.cited import contraries, days, findings, names, numbers, prose_days
from imr_desktop.preflight.cited.fault import Fault, Finder, Parts
from imr_desktop.preflight.cited.held_pages import Held, folded
from imr_desktop.preflight.cited.resting import clauses
from imr_desktop.preflight.data import table
from imr_desktop.record.find.fold import fold


def faults(text: str, of: Held, loose: bool) -> tuple[Fault, ...]:
    """What some words say that their pages do not; `loose` ones cite nothing themselves and only contradict."""
    made = fold(text)
    small = made.text
    parts = [(start, end) for start, end in clauses(small)]
    page = () if loose else tuple(_other_page(small, of))
    found = page or tuple(fault for find in _FINDERS for fault in find(small, parts, of, loose))
    return tuple(
        Fault(one.kind, *made.span(one.start, one.end), one.message, one.page)
        for one in sorted(found, key=lambda one: one.start)
    )


def _person(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    age = find_age(text)
    there = {found.value for page in of.texts if (found := find_age(page))}
    if age is not None and there and not any(abs(age.value - other) <= 1 for other in there):
        message = f"Age {age.value} here, but {of.named} says {min(there)}: which is right?"
        yield Fault("person", age.start, age.end, message)
    sex = find_sex(text, age=age)
    sexes = {there_too.value for page in of.texts if (there_too := find_sex(page, age=find_age(page)))}
    if sex is not None and sexes and sex.value not in sexes:
        yield Fault("person", sex.start, sex.end, f"The employee is {sex.value} here, but {of.named} says {min(sexes)}.")


_CONTENT = re.compile(r"\b[a-z]{4,}\b")
_LEAST_WORDS = 4


def _other_page(text: str, of: Held) -> Iterator[Fault]:
    """Where hardly a telling word of a sentence stands on its page, and nearly all stand on another one."""
    weights = _weights(text, of)
    total = sum(weights.values())
    if len(weights) < _LEAST_WORDS or _cover(weights, of.texts) > 0.45 * total:
        return
    days = [day for _, _, day in prose_days.written(text)]
    best, most = 0, 0.0
    for page in of.others():
        cover = _cover(weights, (folded(of.words, page),)) / total
        if cover > most + 0.01:
            best, most = page, cover
    more = most - _cover(weights, of.texts) / total
    if (most >= 0.8 and more >= 0.4) or (days and most >= 0.7 and more >= 0.5):
        yield Fault("page", 0, len(text), f"Hardly a word of this stands on {of.named}, but on page {best}: cite that?", best)


def _weights(text: str, of: Held) -> dict[str, float]:
    """The telling words of a text that stand somewhere in the record, by how rare they are there."""
    common = _common()
    count = len(of.words.pages)
    found: dict[str, float] = {}
    for word in dict.fromkeys(_CONTENT.findall(text)):
        if word in common:
            continue
        stem = word[: max(4, len(word) - 2)]
        pages = of.words.pages_with(stem)
        if pages:
            found[stem] = math.log(1 + count / len(pages))
    return found


def _cover(weights: dict[str, float], texts: tuple[str, ...]) -> float:
    return sum(weight for stem, weight in weights.items() if any(stem in text for text in texts))


@cache
def _common() -> frozenset[str]:
    plain = table("thesaurus.toml")["plain"]["stop"]
    return frozenset((*plain, *table("cited_facts.toml")["skip"]["words"]))


_FINDERS: tuple[Finder, ...] = (
    days.dates,
    numbers.numbers,
    numbers.qualified,
    names.named,
    names.body,
    findings.sides,
    findings.levels,
    findings.of_level,
    findings.findings,
    contraries.contraries,
    _person,
)

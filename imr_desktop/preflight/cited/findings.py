"""Sides, levels and findings in a text against the pages it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_desktop.preflight.cited import amounts, findings_said, sided
from imr_desktop.preflight.cited.fault import Fault, Parts, inside
from imr_desktop.preflight.cited.held_pages import Held
from imr_desktop.preflight.data import table
from imr_desktop.preflight.regions import levels_in, segments
from imr_desktop.rules.request.body import LEVELS

_RANGE = re.compile(r"\b([ctls])(\d{1,2})\s?(?:to|through|-)\s?([ctls])?(\d{1,2})\b")


def sides(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A side that the page gives to the same words otherwise."""
    maps = [sided.sides_of(page) for page in of.texts]
    for one in sided.sided(text):
        known = next((word for word in one.words if any(word in page for page in maps)), "")
        if not known or inside(parts, one.start) is None:
            continue
        there = frozenset().union(*(page.get(known, frozenset()) for page in maps))
        alone = len(one.sides) == 1 and len(there) > 1 and _only(text, one.start, one.end)
        if (one.sides <= there and not alone) or (len(one.sides) == 2 and _also_both(of, known)):
            continue
        other = next(iter(there)) if len(there) == 1 else "both sides"
        words = text[one.start : one.end]
        yield Fault("side", one.start, one.end, f"“{words}” here, but {of.named} says {other}: which is right?")


def _only(text: str, start: int, end: int) -> bool:
    """Whether a side is said to be the only one."""
    return re.search(r"\b(?:only|alone)\b", text[max(0, start - 12) : end + 24].partition(".")[0]) is not None


def _also_both(of: Held, word: str) -> bool:
    """Whether a page says of a word, in one sentence, that it is so on both sides in other words."""
    return any(
        re.search(rf"\b(?:both|bilateral|each|either)\b[^.]*\b{word}|\b{word}[^.]*\b(?:both|each|bilateral)", page)
        for page in of.texts
    )


def levels(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A spinal level that the page does not name, where it names others."""
    named = levels_in(text)
    if not named:
        return
    there = {level for page in of.texts for level in levels_in(page)}
    covered = segments(there) if not any("-" in level for level in there) else frozenset()
    covered |= frozenset(disc for page in of.texts for disc in _ranges(page))
    for level in named if there else ():
        discs = segments((level,))
        if level in there or discs <= covered or ("-" not in level and discs & segments(there)):
            continue
        found = re.search(rf"{level[:2].lower()}", text)
        at = found.start() if found else 0
        if inside(parts, at) is None:
            continue
        listed = ", ".join(sorted(there)[:5])
        yield Fault(
            "level", at, at + len(level), f"{level} does not stand on {of.named}, which names {listed}: which is right?"
        )


def of_level(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A measure given to one level that the page gives to another."""
    for start, end in parts:
        levels = levels_in(text[start:end])
        sizes = [one for one in amounts.amounts(text).listed if one.unit == "mm" and start <= one.start < end]
        if len(levels) != 1 or len(sizes) != 1:
            continue
        sections = [section for page in of.texts for section in _sections(page)]
        own = [words for level, words in sections if level == levels[0]]
        right = next((level for level, words in sections if sizes[0].low in amounts.amounts(words).of("mm")), "")
        if own and right and right != levels[0] and not any(sizes[0].low in amounts.amounts(words).of("mm") for words in own):
            message = f"{sizes[0].low:g} mm at {levels[0]} here, but {of.named} has it at {right}: which is right?"
            yield Fault("level", sizes[0].start, sizes[0].end, message)


@lru_cache(maxsize=512)
def _sections(page: str) -> tuple[tuple[str, str], ...]:
    """The words on each level of a page, from where it is named to where the next one is."""
    found = list(LEVELS.finditer(page))
    ends = [*(one.start() for one in found[1:]), len(page)]
    return tuple(
        (level, page[one.end() : end])
        for one, end in zip(found, ends, strict=True)
        for level in levels_in(one.group().upper())
    )


def _ranges(page: str) -> Iterator[int]:
    for found in _RANGE.finditer(page):
        low = segments((f"{found[1].upper()}{found[2]}",))
        high = segments((f"{(found[3] or found[1]).upper()}{found[4]}",))
        if low and high and max(high) - min(low) > 2:
            yield from range(min(low) + 1, max(high))


def findings(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A finding, test or function of which the page says the opposite."""
    sided_tests = findings_said.by_side(text)
    pairs = {(name, side, yes) for page in of.texts for _, _, name, side, yes in findings_said.by_side(page)}
    for start, end, name, side, yes in sided_tests:
        if (name, side, not yes) in pairs and (name, side, yes) not in pairs and inside(parts, start):
            says, here = _opposite(name, yes)
            message = f"“{text[start:end]}” is {here} on the {side} here, but {of.named} says {says}: which is right?"
            yield Fault("finding", start, end, message)
    for one in findings_said.said(text):
        if one.yes is None or inside(parts, one.start) is None or any(one.start == start for start, *_ in sided_tests):
            continue
        there = [other for page in of.texts for other in findings_said.said(page) if other.name == one.name]
        if there and all(other.yes is (not one.yes) for other in there):
            words = text[one.start : one.end]
            says, here = _opposite(one.name, one.yes)
            yield Fault(
                "finding", one.start, one.end, f"“{words}” is {here} here, but {of.named} says {says}: which is right?"
            )


def _opposite(name: str, yes: bool) -> tuple[str, str]:
    data = table("cited_facts.toml")["findings"]
    if any(name.endswith(row[0]) for row in (*data["tests"], *data["screened"])):
        return ("negative", "positive") if yes else ("positive", "negative")
    if any(name.endswith(row[0]) for row in data["states"]):
        return ("otherwise", "good") if yes else ("otherwise", "poor")
    return ("there is none", "there") if yes else ("there is", "not there")

"""Parts of the body and spinal levels that may, or may not, mean the same place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache, partial

from imr_desktop.preflight.data import any_of, pattern_of, table
from imr_desktop.rules.request.body import BODY_PARTS, body_parts, spinal_levels

LEAST = 3
"""Letters of a word that is too short to be looked for within others ("le" for the lower extremity)."""
_LEVEL = re.compile(r"([CTLS])(\d{1,2})(?:-([CTLS])?(\d{1,2}))?")
_FIRST = {"C": 0, "T": 7, "L": 19, "S": 24}
"""How many vertebrae lie above the first of each part of the spine."""


@cache
def _regions_of_part() -> dict[str, frozenset[str]]:
    rows = table("places.toml")["regions"]
    return {
        part: frozenset(region for region, parts in rows.items() if part in parts)
        for parts in rows.values()
        for part in parts
    }


words_not = partial(pattern_of, "places.toml", "words")
"""Words that look like a part of the body (``not_parts``) or a side (``not_sides``), and are none."""


@lru_cache(maxsize=4096)
def parts_in(text: str) -> tuple[str, ...]:
    """The parts of the body a text names, in order, each once."""
    return body_parts(words_not("not_parts").sub(" ", text))


@lru_cache(maxsize=4096)
def regions_of(text: str) -> frozenset[str]:
    """The regions of the parts and levels a text names."""
    parts = (region for part in parts_in(text) for region in _regions_of_part().get(part, ()))
    return frozenset(parts) | region_of_levels(levels_in(text))


def region_of_levels(levels: Iterable[str]) -> frozenset[str]:
    """The regions levels lie in: ``C5-6`` in the neck."""
    letters = table("places.toml")["levels"]
    return frozenset(letters[level[0]] for level in levels)


def widened(regions: frozenset[str]) -> frozenset[str]:
    """Regions with those that are looked into for their sake: the low back's with the legs."""
    near = table("places.toml")["near"]
    return regions.union(*(near.get(region, ()) for region in regions))


@lru_cache(maxsize=256)
def words_for(regions: frozenset[str]) -> tuple[str, ...]:
    """Words that name a part in these regions, in small letters; a quick look before a slow one."""
    rows = table("places.toml")["regions"]
    parts = (part for region in sorted(regions) for part in rows[region])
    return tuple(word for part in parts for word in BODY_PARTS[part] if len(word) > LEAST)


def with_nerves(text: str) -> frozenset[str]:
    """The regions some words name, with those the nerves of their limbs come from."""
    nerves = table("places.toml")["nerves"]
    return regions_of(text).union(*(nerves.get(part, ()) for part in parts_in(text)))


@cache
def _no_level() -> re.Pattern[str]:
    return re.compile(rf"\b[TS]\d(?:{table('places.toml')['levels']['not_levels']})", re.IGNORECASE)


@lru_cache(maxsize=1024)
def levels_in(text: str) -> tuple[str, ...]:
    """The spinal levels a text names; the T1 and T2 of an image are none."""
    return spinal_levels(_no_level().sub(" ", text))


def segments(levels: Iterable[str]) -> frozenset[int]:
    """The discs that levels touch, counted from the top of the neck: ``L4-5`` one, ``L4`` the one above it and below it."""
    return frozenset(disc for level in levels for disc in _of_level(level))


def _of_level(level: str) -> range:
    found = _LEVEL.fullmatch(level)
    if found is None:
        return range(0)
    first = _FIRST[found[1]] + int(found[2])
    if found[4] is None:
        return range(first - 1, first + 1)
    last = _FIRST[found[3] or found[1]] + int(found[4])
    return range(first, max(last, first + 1))


@cache
def _chapters() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (re.compile(rf"\b{any_of(row['words'])}", re.IGNORECASE), frozenset(row["regions"]))
        for row in table("places.toml")["chapter"]
    )


@lru_cache(maxsize=512)
def chapters_in(citation: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The chapters a citation names that treat of one region, as written, with their regions."""
    return tuple((found[0], regions) for pattern, regions in _chapters() for found in [pattern.search(citation)] if found)

"""Numbers in a text against the pages it cites: visits, doses, degrees, lengths of time, scores of pain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.preflight.cited import amounts
from imr_desktop.preflight.cited.days import days_of
from imr_desktop.preflight.cited.fault import Fault, Parts, inside
from imr_desktop.preflight.cited.held_pages import Held, folded

_NEAR = 0.15
"""How far a number that is called about, nearly or over may be from the page's."""
_CONTENT = re.compile(r"\b[a-z]{4,}\b")


def numbers(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A number whose unit the page gives other numbers, or that stands nowhere in the document."""
    for one in amounts.amounts(text).listed:
        if inside(parts, one.start) is None:
            continue
        kind = amounts.kind_of(one.unit)
        there = _there(of.texts, one.unit)
        wide = there if kind == "score" else _there(of.around, one.unit)
        wrong = [end for end in one.ends if not _says(end, one, there | wide)]
        if not wrong or (kind in ("count", "part") and _plain(of, wrong)) or (kind == "time" and _reckoned(of, one)):
            continue
        if not (there | wide) and (kind in ("time", "part") or (kind == "measure" and _plain(of, wrong))):
            continue
        if fault := _number_fault(text, one, of, there | wide, loose):
            yield fault


def _there(texts: tuple[str, ...], unit: str) -> frozenset[float]:
    return frozenset().union(*(amounts.amounts(text).of(unit) for text in texts))


def _says(value: float, one: amounts.Amount, there: frozenset[float]) -> bool:
    if value in there:
        return True
    return one.hedged and any(abs(value - number) <= max(1.0, _NEAR * number) for number in there)


def _plain(of: Held, wrong: list[float]) -> bool:
    every = frozenset().union(*(amounts.amounts(text).plain for text in of.texts))
    weekly = frozenset().union(*(amounts.amounts(text).of("week") for text in of.texts))
    return all(value in every or any(value == week * times for week in weekly for times in (2, 3)) for value in wrong)


def _reckoned(of: Held, one: amounts.Amount) -> bool:
    """Whether a length of time is what lies between two dates there, or since the injury."""
    every = sorted({*days_of(of), *((of.injury,) if of.injury else ())})
    length = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.2}.get(one.unit)
    if length is None:
        return False
    gaps = {(later - earlier).days / length for earlier in every for later in every if later > earlier}
    return any(abs(gap - end) <= max(1.0, 0.1 * end) for gap in gaps for end in one.ends)


def qualified(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A score of pain that a page gives for some time or act alone, beside that of most days."""
    scores = [one for one in amounts.amounts(text).listed if one.unit == "score"]
    if loose or len(scores) != 1 or (part := inside(parts, scores[0].start)) is None:
        return
    one = scores[0]
    there = [(found, page) for page in of.texts for found in amounts.amounts(page).listed if found.unit == "score"]
    same = [(found, page) for found, page in there if found.ends == one.ends]
    usual = [found for found, page in there if found.ends != one.ends and _USUAL.search(page[found.end : found.end + 30])]
    if len(same) == 1 and usual and (only := _ONLY.match(same[0][1], same[0][0].end)):
        told = set(_CONTENT.findall(only[0])) & set(_CONTENT.findall(text[slice(*part)]))
        if not told:
            words = text[one.start : one.end]
            message = f"On {of.named}, {words} is the pain{only[0]}, not that of most days: which is meant?"
            yield Fault("number", one.start, one.end, message)


_USUAL = re.compile(r"^\W*(?:on|in|for)?\s?(?:most|average|usual|typical)")
_ONLY = re.compile(r" (?:at|after|during|with|without|when|by|in)(?: [a-z]+){1,6}")


def _number_fault(text: str, one: amounts.Amount, of: Held, there: frozenset[float], loose: bool) -> Fault | None:
    words = " ".join(text[one.start : one.end].split())
    if amounts.kind_of(one.unit) == "part":
        listed = ", ".join(f"{number:g}" for number in sorted(there)[:4])
        return Fault(
            "number", one.start, one.end, f"{_cap(words)} of them here, but {of.named} has {listed}: which is right?"
        )
    unit = {"score": "/10", "strength": "/5", "percent": "%", "degree": " degrees"}.get(one.unit, f" {one.unit}")
    shown = words if one.unit in ("score", "strength") else f"{words}{unit}"
    if amounts.kind_of(one.unit) in ("count", "time"):
        unit, shown = f"{unit}s", f"{words} {one.unit}s"
    if there:
        listed = ", ".join(
            f"{number:g}{unit}" for number in sorted(there)[:4] if number == int(number) or one.unit != "strength"
        )
        return Fault("number", one.start, one.end, f"{_cap(shown)} here, but {of.named} has {listed}: which is right?")
    if loose or amounts.kind_of(one.unit) == "count":
        return None
    elsewhere = next(
        (page for page in of.others() if set(one.ends) <= amounts.amounts(folded(of.words, page)).of(one.unit)), 0
    )
    where = f"but on page {elsewhere}" if elsewhere else "nor on any other page"
    return Fault("number", one.start, one.end, f"{_cap(shown)} does not stand on {of.named}, {where}: correct it.", elsewhere)


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]

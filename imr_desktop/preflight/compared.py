"""Words held against the pages they cite: dates, numbers, drugs and treatments, sides, levels, findings, the page itself.

What is not sure is not said: a fault is one only where the page speaks of the same thing and says another value, or where
what is named stands on no page of the cited document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from imr_desktop.extract.people import find_age, find_sex
from imr_desktop.preflight import amounts, findings_said, prose_days, sided
from imr_desktop.preflight.cited import clauses
from imr_desktop.preflight.data import table
from imr_desktop.preflight.held_pages import Held, folded, page_with_day
from imr_desktop.preflight.prose_dates_found import like
from imr_desktop.preflight.regions import levels_in, segments
from imr_desktop.record.find.fold import fold
from imr_desktop.rules.negation import assertion

if TYPE_CHECKING:
    from datetime import date

_ABOUT_INJURY = re.compile(r"\b(?:injur\w*|since|onset|began|begun|hurt|accident|incident|fell|fall|when|caught|doi)\b")
_OF_REPORT = re.compile(
    r"\b(?:exam\w*|report\w*|visit|mri|x-rays?|radiographs?|ct|emg|note\w*|evaluat\w*|seen|study|dated|scan|therapist|surgery)\b"
)
_CASE_DATE = re.compile(r"\b(?:injur\w*|utilization|denied|denial|request\w*|application|authoriz\w*|since)\b")
_RANGE = re.compile(r"\b([ctls])(\d{1,2})\s?(?:to|through|-)\s?([ctls])?(\d{1,2})\b")
_NEAR = 0.15
"""How far a number that is called about, nearly or over may be from the page's."""


@dataclass(frozen=True)
class Fault:
    """What a page does not say: the words at ``start:end`` of what was compared, why, and where they stand (0: nowhere)."""

    kind: str
    start: int
    end: int
    message: str
    page: int = 0


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


def _inside(parts: list[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The clause that a place stands in; None where that is not held to a page."""
    return next((part for part in parts if part[0] <= at < part[1]), None)


# --- dates


def _dates(text: str, parts: list[tuple[int, int]], of: Held, loose: bool) -> Iterator[Fault]:
    there = _days_of(of)
    for start, end, day in prose_days.written(text):
        part = _inside(parts, start)
        if part is None or (day == of.injury and _ABOUT_INJURY.search(text, *part)):
            continue
        if day in there:
            if not loose and there[day] == {"injury"} and _is_of_report(text, start, part) and (right := _own_day(of)):
                shown = like("01/01/2000", right)
                message = f"On {of.named}, {text[start:end]} is the date of injury; the report there is of {shown}."
                yield Fault("date", start, end, message)
            continue
        elsewhere = page_with_day(of, day)
        if elsewhere and (loose or _is_known(text, part, of, day)):
            continue
        yield Fault("date", start, end, _date_message(text[start:end], of, day, elsewhere), elsewhere)
    for start, end, year, month in () if loose else prose_days.months(text):
        named = any((day.year, day.month) == (year, month) for day in there) or any(
            text[start:end] in one for one in of.around
        )
        if there and not named and _inside(parts, start):
            yield Fault("date", start, end, f"No date on {of.named} lies in that month: which is right?")


def _days_of(of: Held) -> dict[date, frozenset[str]]:
    found: dict[date, frozenset[str]] = dict.fromkeys(of.known, frozenset(("own",)))
    for page in of.around:
        for day, roles in prose_days.days(page).items():
            found[day] = found.get(day, frozenset()) | roles
    return found


def _is_of_report(text: str, at: int, part: tuple[int, int]) -> bool:
    return _OF_REPORT.search(text, part[0], at) is not None and not _ABOUT_INJURY.search(text, *part)


def _own_day(of: Held) -> date | None:
    return max(of.known, default=None) if len(of.known) == 1 else None


def _is_known(text: str, part: tuple[int, int], of: Held, day: date) -> bool:
    """Whether a date of the case is named in passing ("since the request of …"): it need not stand on the cited page."""
    return day == of.injury and _CASE_DATE.search(text, *part) is not None


def _date_message(words: str, of: Held, day: date, elsewhere: int) -> str:
    there = [one for one in _days_of(of) if one != of.injury]
    alike = min(there, key=lambda one: _apart(one, day), default=None)
    if elsewhere:
        return f"{words} does not stand on {of.named}, but on page {elsewhere}: which is right?"
    near = f", which has {like('01/01/2000', alike)}" if alike else ""
    return f"{words} does not stand on {of.named}{near}, nor on any other page: correct it."


def _apart(one: date, other: date) -> tuple[int, int]:
    written = (f"{one:%m%d%Y}", f"{other:%m%d%Y}")
    return sum(a != b for a, b in zip(*written, strict=True)), abs((one - other).days)


# --- numbers


def _numbers(text: str, parts: list[tuple[int, int]], of: Held, loose: bool) -> Iterator[Fault]:
    for one in amounts.amounts(text).listed:
        if _inside(parts, one.start) is None:
            continue
        kind = amounts.kind_of(one.unit)
        there = _there(of.texts, one.unit)
        wide = there if kind == "score" else _there(of.around, one.unit)
        wrong = [end for end in one.ends if not _says(end, one, there | wide)]
        if not wrong or (kind == "count" and _plain(of, wrong)) or (kind == "time" and _reckoned(of, one)):
            continue
        if kind == "time" and not (there | wide):
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
    return all(value in every for value in wrong)


def _reckoned(of: Held, one: amounts.Amount) -> bool:
    """Whether a length of time is what lies between two dates there, or since the injury."""
    every = sorted({*_days_of(of), *((of.injury,) if of.injury else ())})
    length = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.2}.get(one.unit)
    if length is None:
        return False
    gaps = {(later - earlier).days / length for earlier in every for later in every if later > earlier}
    return any(abs(gap - end) <= max(1.0, 0.1 * end) for gap in gaps for end in one.ends)


def _number_fault(text: str, one: amounts.Amount, of: Held, there: frozenset[float], loose: bool) -> Fault | None:
    words = " ".join(text[one.start : one.end].split())
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


# --- drugs, treatments, tests


@cache
def _things() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """What is named or not: a kind, the names it goes by, and further words that may stand for it on a page."""
    data, wanted = table("thesaurus.toml"), table("cited_facts.toml")["things"]
    rows = [("treatment", tuple(row), ()) for row in data["same"] if row[0] in wanted["rows"]]
    for one in data["class"]:
        if one["names"][0] in wanted["drugs"]:
            rows.extend(("drug", tuple(member), tuple(one["names"])) for member in one["members"])
            if not one["members"]:
                rows.append(("drug", tuple(one["names"]), ()))
    return tuple(rows)


def _named(text: str, parts: list[tuple[int, int]], of: Held, loose: bool) -> Iterator[Fault]:
    for kind, names, wider in _things():
        for start, end in _places_of(text, names):
            if _inside(parts, start) is None or assertion(text, start, end) != "affirmed":
                continue
            every = (*names, *wider)
            if next(of.words.find(every, of.document), None):
                continue
            elsewhere = next((page for page, _ in of.words.find(names, of.others())), 0)
            if loose and elsewhere:
                continue
            where = f"but on page {elsewhere}" if elsewhere else "nor on any other page"
            yield Fault(
                kind, start, end, f"“{text[start:end]}” does not stand on {of.named}, {where}: which is right?", elsewhere
            )
            break


@lru_cache(maxsize=4096)
def _places_of(text: str, names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    pattern = _name_pattern(names)
    return tuple(found.span() for found in pattern.finditer(text)) if pattern.search(text) else ()


@lru_cache(maxsize=512)
def _name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    words = (
        re.escape(name.rstrip("~*")).replace(r"\ ", r"[\s-]") + (r"\w*" if name.endswith("*") else "s?") for name in names
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


# --- sides, levels, findings, the person


def _sides(text: str, parts: list[tuple[int, int]], of: Held, loose: bool) -> Iterator[Fault]:
    for one in sided.sided(text):
        if _inside(parts, one.start) is None:
            continue
        there = frozenset().union(*(sided.sides_there(page, one.noun) for page in of.texts))
        if not there or one.sides <= there:
            continue
        other = next(iter(there)) if len(there) == 1 else "both sides"
        words = text[one.start : one.end]
        yield Fault("side", one.start, one.end, f"“{words}” here, but {of.named} says {other}: which is right?")


def _levels(text: str, parts: list[tuple[int, int]], of: Held, loose: bool) -> Iterator[Fault]:
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
        if _inside(parts, at) is None:
            continue
        listed = ", ".join(sorted(there)[:5])
        yield Fault(
            "level", at, at + len(level), f"{level} does not stand on {of.named}, which names {listed}: which is right?"
        )


def _ranges(page: str) -> Iterator[int]:
    for found in _RANGE.finditer(page):
        low = segments((f"{found[1].upper()}{found[2]}",))
        high = segments((f"{(found[3] or found[1]).upper()}{found[4]}",))
        if low and high and max(high) - min(low) > 2:
            yield from range(min(low) + 1, max(high))


def _findings(text: str, parts: list[tuple[int, int]], of: Held, loose: bool) -> Iterator[Fault]:
    for one in findings_said.said(text):
        if one.yes is None or _inside(parts, one.start) is None:
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
    if any(name.endswith(row[0]) for row in data["tests"]):
        return ("negative", "positive") if yes else ("positive", "negative")
    if any(name.endswith(row[0]) for row in data["states"]):
        return ("otherwise", "good") if yes else ("otherwise", "poor")
    return ("there is none", "there") if yes else ("there is", "not there")


def _person(text: str, parts: list[tuple[int, int]], of: Held, loose: bool) -> Iterator[Fault]:
    age = find_age(text)
    there = {found.value for page in of.texts if (found := find_age(page))}
    if age is not None and there and not any(abs(age.value - other) <= 1 for other in there):
        message = f"Age {age.value} here, but {of.named} says {min(there)}: which is right?"
        yield Fault("person", age.start, age.end, message)
    sex = find_sex(text, age=age)
    sexes = {there_too.value for page in of.texts if (there_too := find_sex(page, age=find_age(page)))}
    if sex is not None and sexes and sex.value not in sexes:
        yield Fault("person", sex.start, sex.end, f"The employee is {sex.value} here, but {of.named} says {min(sexes)}.")


# --- the page itself

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


_Finder = Callable[[str, list[tuple[int, int]], Held, bool], Iterator[Fault]]
_FINDERS: tuple[_Finder, ...] = (_dates, _numbers, _named, _sides, _levels, _findings, _person)

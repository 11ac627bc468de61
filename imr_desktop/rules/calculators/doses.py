"""A line such as ``oxycodone 10 mg x 4`` or ``fentanyl patch 25 mcg/h``, read into a drug and its dose a day.

Only what the line says is taken: a dose without how often, an unknown unit or left-over words are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from imr_desktop.rules.calculators.inputs import number
from imr_desktop.rules.calculators.model import InputRefused, shown

PATCH_UNIT = "mcg/h"
_FIELD = "doses"
_HOW = "write it as oxycodone 10 mg x 4 (units a day) or fentanyl patch 25 mcg/h"
_LINE = re.compile(
    r"(?P<drug>[A-Za-z][A-Za-z0-9#/ .'-]{0,60}?)[\s,:]+"
    r"(?P<strength>-?[\d.,]{1,16}(?:\s?[/-]\s?[\d.,]{1,10})?)\s?(?P<unit>[A-Za-zµμ]{1,10}(?:\s?(?:/|per|an)\s?[A-Za-z]{1,8})?)"
    r"(?P<often>.*)"
)
_UNITS = {
    "mg": ("mg", Fraction(1)),
    "milligrams": ("mg", Fraction(1)),
    "g": ("mg", Fraction(1000)),
    "mcg": ("mg", Fraction(1, 1000)),
    "ug": ("mg", Fraction(1, 1000)),
    "µg": ("mg", Fraction(1, 1000)),
    **{f"{mass}/{time}": (PATCH_UNIT, Fraction(1)) for mass in ("mcg", "ug", "µg") for time in ("h", "hr", "hour")},
}
_COUNT = re.compile(
    r"(?:x|×|\*|times)?\s*(?P<count>-?[\d.,]+(?:/\d+)?)\s*(?:tablets?|tabs?|capsules?|caps?|pills?|units?|doses?|patch(?:es)?|x)?",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:by mouth|orally|po|p\.o\.|take|prn|as needed|tablets?|tabs?|capsules?|caps?|er|ir|transdermal)\b"
    r"|[,;()]",
    re.IGNORECASE,
)
_TIMES = {
    "daily": 1,
    "a day": 1,
    "per day": 1,
    "/day": 1,
    "/d": 1,
    "each day": 1,
    "every day": 1,
    "qd": 1,
    "once daily": 1,
    "once a day": 1,
    "qhs": 1,
    "at bedtime": 1,
    "bid": 2,
    "b.i.d.": 2,
    "twice daily": 2,
    "twice a day": 2,
    "tid": 3,
    "t.i.d.": 3,
    "three times daily": 3,
    "three times a day": 3,
    "qid": 4,
    "q.i.d.": 4,
    "four times daily": 4,
    "four times a day": 4,
    "times a day": 1,
    "times daily": 1,
    "times per day": 1,
    "tablets a day": 1,
}
_ENDING = re.compile(
    r"[ /-](?:er|ir|cr|sr|xr|tablets?|tabs?|hcl|hydrochloride|sulfate|bitartrate|phosphate|apap|"
    r"acetaminophen|aspirin|ibuprofen|naloxone|of)$"
)
_TWICE_MG = re.compile(r"(\d)\s?mg\s?/(?=\s?\d)", re.IGNORECASE)
_HOURS = re.compile(r"(?:q|every)\s?(\d{1,3})\s?(?:hours?|hrs?|h)\b", re.IGNORECASE)
_PATCH_CHANGE = re.compile(r"(?:q|every)\s?\d{1,3}\s?(?:hours?|hrs?|h|days?|d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dose:
    """One line understood: `amount` in `unit` a day (of a patch: mcg/h worn at once), and the arithmetic in words."""

    drug: str
    amount: Fraction
    unit: str
    words: str


def read_dose(line: str, names: Mapping[str, str], data: Mapping[str, Any]) -> Dose:
    """The line's dose. Raises InputRefused.

    `names` maps what a drug goes by to its name in the table; `data` is ``mme.toml``.
    """
    match = _LINE.fullmatch(_TWICE_MG.sub(r"\1/", line.strip()))
    if match is None:
        raise _refused(f"“{_brief(line)}” cannot be read as a drug with its dose; {_HOW}.")
    limits, drug = data["limits"], _drug(match["drug"], names)
    unit, scale = _unit(match["unit"], line)
    strength, combined = _strength(match["strength"], drug in data["larger_part"])
    if unit == PATCH_UNIT:
        return _patch(drug, strength, match["often"], limits, line)
    _check(strength * scale, limits["strength_mg"], "mg a unit", line)
    times = _units_a_day(match["often"], line, limits)
    amount = strength * scale * times
    _check(amount, limits["mg_a_day"], "mg a day", line)
    part = f" (the opioid of {match['strength']})" if combined else ""
    words = f"{drug}: {shown(strength * scale)} mg{part} × {shown(times)} a day = {shown(amount)} mg a day"
    return Dose(drug, amount, "mg", words)


def _patch(drug: str, strength: Fraction, often: str, limits: Mapping[str, Any], line: str) -> Dose:
    worn, rest = Fraction(1), _PATCH_CHANGE.sub("", _FILLER.sub(" ", often)).strip()
    rest = "" if rest.lower() in ("patch", "patches", "a patch", "continuously") else rest
    if rest:
        count = _COUNT.fullmatch(rest)
        if count is None:
            raise _refused(f"“{_brief(line)}”: “{_brief(rest)}” is not understood; {_HOW}.")
        worn = number(count["count"], "Patches worn at once", _FIELD)
        _check(worn, limits["units_a_day"], "patches worn at once", line)
    amount = strength * worn
    _check(amount, limits["strength_mcg_an_hour"], PATCH_UNIT, line)
    many = f" × {shown(worn)} patches worn at once = {shown(amount)} mcg/h" if worn != 1 else ""
    return Dose(drug, amount, PATCH_UNIT, f"{drug}: {shown(strength)} mcg/h{many}")


def _drug(words: str, names: Mapping[str, str]) -> str:
    wanted = " ".join(words.lower().replace(".", "").split())
    while wanted not in names:
        shorter = _ENDING.sub("", wanted)
        if shorter == wanted:
            break
        wanted = shorter
    if wanted in names:
        return names[wanted]
    near = get_close_matches(wanted, [name for name in names if "/" not in name and "-" not in name], 1, 0.8)
    meant = f" Did you mean {near[0]}?" if near else f" It knows {', '.join(sorted(set(names.values())))}."
    raise _refused(f"“{_brief(words)}” is not in this table of opioids.{meant}")


def _unit(words: str, line: str) -> tuple[str, Fraction]:
    unit = re.sub(r"\s?(?:/|per|an)\s?", "/", words.lower().replace("μ", "µ")) if len(words) > 4 else words.lower()
    found = _UNITS.get(unit.replace("μ", "µ"))
    if found is None:
        raise _refused(f"“{_brief(line)}”: the unit “{words}” is not one of mg, mcg, g or mcg/h; {_HOW}.")
    return found


def _strength(words: str, larger: bool) -> tuple[Fraction, bool]:
    parts = re.split(r"[/-]", words.lstrip("-"))
    read = [number(part.strip(), "The strength", _FIELD) for part in parts if part.strip()]
    if words.startswith("-") or not read or min(read) <= 0:
        raise _refused(f"A strength of {words} is not possible; enter one above 0.")
    # In tablets with acetaminophen, aspirin or ibuprofen the opioid is the smaller amount, whichever stands first.
    return (max if larger else min)(read), len(read) > 1


def _units_a_day(often: str, line: str, limits: Mapping[str, Any]) -> Fraction:
    rest = " ".join(_FILLER.sub(" ", often.lower()).split())
    times, rest = _frequency(rest)
    units = Fraction(1)
    if rest:
        count = _COUNT.fullmatch(rest)
        if count is None:
            raise _refused(f"“{_brief(line)}”: “{_brief(rest)}” is not understood; {_HOW}.")
        units = number(count["count"], "Units a day", _FIELD)
    elif times is None:
        raise _refused(f"“{_brief(line)}” does not say how many a day; {_HOW}.")
    total = units * (times or 1)
    _check(total, limits["units_a_day"], "units a day (the quantity dispensed is not meant)", line)
    return total


def _frequency(rest: str) -> tuple[Fraction | None, str]:
    hours = _HOURS.search(rest)
    if hours and int(hours[1]):
        return Fraction(24, int(hours[1])), (rest[: hours.start()] + rest[hours.end() :]).strip()
    for words in sorted(_TIMES, key=len, reverse=True):
        if rest == words or rest.endswith((f" {words}", words if words.startswith("/") else f" {words}")):
            return Fraction(_TIMES[words]), rest[: len(rest) - len(words)].strip()
    return None, rest


def _check(value: Fraction, most: Any, unit: str, line: str) -> None:
    if not 0 < value <= most:
        raise _refused(f"“{_brief(line)}”: {shown(value)} {unit} is not possible; at most {shown(Fraction(most))} are taken.")


def _refused(sentence: str) -> InputRefused:
    return InputRefused(sentence, _FIELD)


def _brief(text: str) -> str:
    cleaned = " ".join(text.split())
    return cleaned if len(cleaned) <= 60 else f"{cleaned[:59]}…"

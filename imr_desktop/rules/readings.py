"""A reviewer's own reading of a licensed guideline, as data: what the text says of a service, in the reviewer's words.

A reading belongs to an edition of a chapter, says where and when it was read and until when it is used. It never holds the
text itself: every field has a length that leaves room for a fact, and none for a passage. Who read it stands nowhere.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import date
from typing import Literal, get_args

from msgspec.structs import replace

from imr_desktop.case.dates import written
from imr_desktop.rules.model import Data, Edition

Recommendation = Literal["recommended", "not recommended", "no recommendation"]
Strength = Literal["not said", "A", "B", "C", "I"]
Phase = Literal["any", "acute", "subacute", "chronic", "after surgery"]
Measure = Literal[
    "visits in all",
    "visits in one request",
    "visits a week",
    "injections in one session",
    "injections or units in one request",
    "days",
    "weeks",
    "mg morphine equivalent a day",
]
RECOMMENDATIONS: tuple[Recommendation, ...] = get_args(Recommendation)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
PHASES: tuple[Phase, ...] = get_args(Phase)
MEASURES: tuple[Measure, ...] = get_args(Measure)
STRENGTH_WORDS: dict[Strength, str] = {
    "not said": "",
    "A": "strong evidence (A)",
    "B": "moderate evidence (B)",
    "C": "limited evidence (C)",
    "I": "insufficient evidence, consensus (I)",
}

OWN_WORDS = "In your own words and short: licensed text is not copied here."
MOST_PREREQUISITES, MOST_WORDS = 8, 5
LONGEST = {"service": 80, "dose": 80, "interval": 80, "place": 60, "note": 200}
LONGEST_PREREQUISITE, LONGEST_WORD = 120, 60
_MOST_COUNT = 100_000
_MOST_WEEKS = 520
_ID = 32


class Reading(Data, frozen=True):
    """What an edition of a chapter says of a service, read by a reviewer.

    `count` is at most so much of `measure`, `weeks` the time it is given within; `dose` and `interval` say in words what no
    measure says. `place` is a page or section. `expires` is the last day it is used (None: a year after `read_on`).
    `retired` ones are kept and not used. `words` are what a service that no pack names goes by. An `imported` one was read
    by somebody else: it asks, and never says *not met*.
    """

    id: str
    service: str
    edition: str
    recommendation: Recommendation
    place: str
    read_on: date
    chapter: str = ""
    strength: Strength = "not said"
    phase: Phase = "any"
    count: float | None = None
    measure: Measure | None = None
    weeks: float | None = None
    dose: str = ""
    interval: str = ""
    prerequisites: tuple[str, ...] = ()
    note: str = ""
    words: tuple[str, ...] = ()
    expires: date | None = None
    retired: date | None = None
    imported: bool = False

    @property
    def last_day(self) -> date:
        """The last day on which it is used."""
        return self.expires or a_year_after(self.read_on)

    def expired(self, day: date) -> bool:
        """Whether it is to be read anew on `day`."""
        return day > self.last_day


def new_id() -> str:
    """An id that no other reading has, of no meaning."""
    return secrets.token_hex(5)


def a_year_after(day: date) -> date:
    """The same day of the next year; the day before for February 29."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def default_expiry(read_on: date, edition: Edition | None) -> date:
    """A year after the reading, or the end of the edition where that comes before."""
    year = a_year_after(read_on)
    end = edition.in_force_to if edition else None
    return min(year, end) if end is not None and end >= read_on else year


def tidy(reading: Reading) -> Reading:
    """The reading with single spaces, without empty lines and what says nothing; number and measure stand together."""
    lines = tuple(filter(None, map(_line, reading.prerequisites)))
    return replace(
        reading,
        **{name: _line(getattr(reading, name)) for name in LONGEST},
        prerequisites=tuple(dict.fromkeys(lines)),
        words=tuple(dict.fromkeys(filter(None, map(_line, reading.words)))),
    )


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def problem(reading: Reading) -> str:
    """What does not fit, as a clause that follows the reading's name; empty where all does."""
    return (
        _wrong_id(reading)
        or _too_long(reading)
        or _unfit_letters(reading)
        or _missing(reading)
        or _wrong_numbers(reading)
        or _wrong_days(reading)
    )


def _wrong_id(reading: Reading) -> str:
    fits = reading.id.isascii() and reading.id.isalnum() and len(reading.id) <= _ID
    return "" if fits else f"needs an id of 1 to {_ID} letters and digits"


def _too_long(reading: Reading) -> str:
    for name, most in LONGEST.items():
        if len(getattr(reading, name)) > most:
            return f"has more than {most} characters in {name}; say it shorter, in your own words"
    for lines, name, number, most in (
        (reading.prerequisites, "prerequisites", MOST_PREREQUISITES, LONGEST_PREREQUISITE),
        (reading.words, "words", MOST_WORDS, LONGEST_WORD),
    ):
        if len(lines) > number:
            return f"has more than {number} {name}"
        if any(len(line) > most for line in lines):
            return f"has more than {most} characters in a line of {name}; say it shorter, in your own words"
    return ""


def _unfit_letters(reading: Reading) -> str:
    texts = (reading.chapter, *(getattr(reading, name) for name in LONGEST), *reading.prerequisites, *reading.words)
    unfit = any(unicodedata.category(letter)[0] == "C" for text in texts for letter in text)
    return "holds characters that cannot be printed" if unfit else ""


def _missing(reading: Reading) -> str:
    if not reading.service.strip():
        return "names no service"
    if not reading.place.strip():
        return "says no page or section; without one nobody can look it up"
    if any(not line.strip() for line in (*reading.prerequisites, *reading.words)):
        return "has an empty line"
    if (reading.count is None) != (reading.measure is None):
        return "needs a number and what it counts together"
    return ""


def _wrong_numbers(reading: Reading) -> str:
    for value, name, most in ((reading.count, "number", _MOST_COUNT), (reading.weeks, "number of weeks", _MOST_WEEKS)):
        if value is not None and not 0 < value <= most:
            return f"needs a {name} above 0, at most {most:,}"
        if value is not None and round(value, 2) != value:
            return f"has more than two decimals in its {name}"
    return ""


def _wrong_days(reading: Reading) -> str:
    if reading.expires is not None and reading.expires < reading.read_on:
        return "expires before it was read"
    return ""


def alike(one: Reading, other: Reading) -> bool:
    """Whether two readings say the same, whoever read them and whenever."""
    return _said(one) == _said(other)


def _said(reading: Reading) -> Reading:
    day = date(2000, 1, 1)
    return replace(reading, id="", read_on=day, expires=None, retired=None, imported=False, note="")


def same_question(one: Reading, other: Reading) -> bool:
    """Whether two readings speak of the same service, edition and phase."""
    return (one.service, one.edition, one.phase) == (other.service, other.edition, other.phase)


def limit_words(reading: Reading) -> str:
    """Its count in words: "12 visits in all within 6 weeks"; empty where it has none."""
    count = f"{reading.count:g} {reading.measure}" if reading.count is not None else ""
    weeks = f"within {reading.weeks:g} weeks" if reading.weeks is not None else ""
    return " ".join(filter(None, (count, weeks)))


def in_words(reading: Reading) -> tuple[tuple[str, str], ...]:
    """What it says, as (field, words), for people; fields that say nothing are left out."""
    rows = (
        ("Recommendation", reading.recommendation),
        ("Strength", STRENGTH_WORDS[reading.strength]),
        ("Phase", "" if reading.phase == "any" else reading.phase),
        ("At most", limit_words(reading)),
        ("Dose", reading.dose),
        ("Interval", reading.interval),
        *((f"Asks for {number}", line) for number, line in enumerate(reading.prerequisites, 1)),
        ("Page or section", reading.place),
        ("Note", reading.note),
    )
    return tuple(row for row in rows if row[1])


def differences(one: Reading, other: Reading) -> tuple[tuple[str, str, str], ...]:
    """Fields that two readings fill otherwise, as (field, first, second)."""
    first, second = dict(_compared(one)), dict(_compared(other))
    keys = dict.fromkeys((*first, *second))
    return tuple((key, first.get(key, ""), second.get(key, "")) for key in keys if first.get(key, "") != second.get(key, ""))


def _compared(reading: Reading) -> tuple[tuple[str, str], ...]:
    days = (("Read on", written(reading.read_on)), ("Expires", written(reading.last_day)))
    return (("Service", reading.service), ("Edition", reading.edition), *in_words(reading), *days)

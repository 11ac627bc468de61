"""How case facts are worded on screen: dates, counts, deadlines. Imports no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from imr_desktop.case import citation, dates
from imr_desktop.case.model import Case

SOON_DAYS = 3
_WORD = re.compile(r"\w[\w'\u2019\u2013./%-]*")


def weekday(value: date, today: date) -> str:
    """Wed, Dec 2; with the year where it is another one."""
    text = f"{value:%a}, {value:%b} {value.day}"
    return text if value.year == today.year else f"{text}, {value.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """1 item, 2 items."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size_note(text: str) -> str:
    """What a pane says of its text: ``118 words · 5 citations``, ``Empty``; citations are not words."""
    words, cited = len(_WORD.findall(citation.without(text))), len(citation.spans(text))
    noted = [counted(words, "word")] if words or cited else ["Empty"]
    return " · ".join([*noted, *([counted(cited, "citation")] if cited else [])])


@dataclass(frozen=True)
class Due:
    """A due date in words: `left` ("9 days left"), `when` ("Due Wed, Dec 2"), urgency "", ``warn`` or ``error``."""

    left: str
    when: str
    urgency: str = ""

    @property
    def icon(self) -> str:
        """The icon that goes with the urgency: shape tells it as well as colour."""
        return {"warn": "triangle-alert", "error": "octagon-alert"}.get(self.urgency, "clock")


def due_words(due: date, today: date, *, calculated: bool = False) -> Due:
    """The words for a due date as seen today."""
    days = (due - today).days
    shown = weekday(due, today)
    tail = ", calculated" if calculated else ""
    if days < 0:
        return Due(f"{counted(-days, 'day')} late", f"Was due {shown}{tail}", "error")
    urgency = "error" if days <= 1 else "warn" if days <= SOON_DAYS else ""
    left = "Due today" if days == 0 else f"{counted(days, 'day')} left"
    return Due(left, f"{shown}{tail}" if days == 0 else f"Due {shown}{tail}", urgency)


def facts_line(case: Case, *, short: bool) -> str:
    """48-year-old · Injured 03/03/2007 · Physical Medicine & Rehabilitation · 1 disputed item."""
    parts = [
        f"{case.age}-year-old" if case.age is not None else "",
        case.sex or "",
        f"Injured {dates.written(case.dates.injury)}" if case.dates.injury else "",
        case.track if case.track != "standard" else "",
    ]
    if not short:
        parts += [case.credentials.specialty, counted(len(case.items), "disputed item") if case.items else ""]
    shown = " · ".join(part for part in parts if part)
    return shown or "No case facts yet"

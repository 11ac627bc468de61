"""How case facts are worded on screen: dates, counts, deadlines. Imports no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from imr_desktop.case import citation, dates, read_states
from imr_desktop.case.labels import in_words
from imr_desktop.case.model import Case
from imr_desktop.language import mark, told, tr, trn

SOON_DAYS = 3
_LANGUAGES = {
    "Spanish": mark("Spanish"),
    "Portuguese": mark("Portuguese"),
    "French": mark("French"),
    "Tagalog": mark("Tagalog"),
    "Vietnamese": mark("Vietnamese"),
    "Korean": mark("Korean"),
}
_MONTHS = mark("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
_SEXES = {"female": mark("female"), "male": mark("male")}
_TRACKS = {"expedited": mark("expedited"), "formulary": mark("formulary")}
_BASES = {"decision date": mark("decision date"), "day of this check": mark("day of this check")}
_WEEKDAYS = mark("Mon Tue Wed Thu Fri Sat Sun")
_STORED_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WORD = re.compile(r"\w[\w'\u2019\u2013./%-]*")


def day(value: date, today: date) -> str:
    """Dec 2; with the year where it is another one."""
    text = tr("{month} {day}", month=tr(_MONTHS).split()[value.month - 1], day=value.day)
    return text if value.year == today.year else tr("{text}, {year}", text=text, year=value.year)


def value_words(value: object) -> str:
    """A value as people write it; a day that is kept as ``2024-03-09`` is 03/09/2024, whatever else has dashes stays."""
    text = in_words(value)
    try:
        return dates.written(date.fromisoformat(text)) if _STORED_DAY.fullmatch(text) else text
    except ValueError:
        return text


def weekday(value: date, today: date) -> str:
    """Wed, Dec 2; with the year where it is another one."""
    return tr("{weekday}, {day}", weekday=tr(_WEEKDAYS).split()[value.weekday()], day=day(value, today))


def counted(number: int, one: str, many: str = "") -> str:
    """1 item, 2 items."""
    return trn(f"{{count:,}} {one}", f"{{count:,}} {many or one + 's'}", number)


def size_note(text: str) -> str:
    """What a pane says of its text: ``118 words · 5 citations``, ``Empty``; citations are not words."""
    words, cited = len(_WORD.findall(citation.without(text))), len(citation.spans(text))
    noted = [counted(words, "word")] if words or cited else [tr("Empty")]
    return " · ".join([*noted, *([counted(cited, "citation")] if cited else [])])


@dataclass(frozen=True)
class Due:
    """A due date in words: `left` ("9 days left"), `when` ("Due Wed, Dec 2"), urgency (``warn``, ``error``), `shown`."""

    left: str
    when: str
    urgency: str = ""
    shown: str = ""

    @property
    def icon(self) -> str:
        """The icon that goes with the urgency: shape tells it as well as colour."""
        return {"warn": "triangle-alert", "error": "octagon-alert"}.get(self.urgency, "clock")


def due_words(due: date, today: date, *, calculated: bool = False, now: datetime | None = None) -> Due:
    """The words for a due date as seen today. With `now`, the last days are counted in hours until the due day ends."""
    days = (due - today).days
    shown = weekday(due, today)
    shown += tr(", calculated") if calculated else ""
    if days < 0:
        return Due(tr("{days} late", days=counted(-days, "day")), tr("Was due {shown}", shown=shown), "error", shown)
    urgency = "error" if days <= 1 else "warn" if days <= SOON_DAYS else ""
    left = tr("Due today") if days == 0 else tr("{days} left", days=counted(days, "day"))
    if now is not None and now.date() == today and days <= SOON_DAYS:
        left = _hours_left(due, now)
    return Due(left, shown if days == 0 else tr("Due {shown}", shown=shown), urgency, shown)


def _hours_left(due: date, now: datetime) -> str:
    """Whole hours until the due day ends, as clocks run: a day on which they are changed has one more or less."""
    end = datetime.combine(due + timedelta(1), time(), now.tzinfo)
    hours = int((end.astimezone(UTC) - now.astimezone(UTC)) / timedelta(hours=1))
    return tr("{hours} left", hours=counted(hours, "hour")) if hours else tr("Less than 1 hour left")


def version_words(case: Case) -> str:
    """``Version 2, supersedes the letter signed on 11/20/2026``; empty for a first determination."""
    issue = case.issue
    if issue is None or issue.superseded_on is None:
        return ""
    return tr(
        "Version {version}, supersedes the letter signed on {superseded_on}",
        version=issue.version,
        superseded_on=dates.written(issue.superseded_on),
    )


def judged_words(case: Case) -> str:
    """On which day it is judged what governs: ``Judged on the decision date 04/06/2016``. It is no deadline."""
    from imr_desktop.review.checking import governing_date

    governing = governing_date(case)
    if governing.day is None:
        return tr("No date says which guideline edition governs")
    return tr(
        "Judged on the {basis} {day}",
        basis=tr(_BASES[governing.basis]) if governing.basis in _BASES else told(governing.basis),
        day=dates.written(governing.day),
    )


def facts_line(case: Case, *, short: bool) -> str:
    """48-year-old · Injured 03/03/2007 · Physical Medicine & Rehabilitation · 1 disputed item."""
    version = version_words(case)
    parts = [
        version.partition(",")[0] if short else version,
        tr("{age}-year-old", age=case.age) if case.age is not None else "",
        tr(_SEXES.get(case.sex or "", "")),
        tr("Injured {injury}", injury=dates.span(case.dates.injury, case.dates.injury_until)) if case.dates.injury else "",
        tr(_TRACKS.get(case.track, "")),
    ]
    if not short:
        items = counted(len(case.items), "disputed item") if case.items else ""
        parts += [case.credentials.specialty, items, judged_words(case) if case.dates.decision else ""]
    shown = " · ".join(part for part in parts if part)
    return shown or tr("No case facts yet")


def language_words(language: str) -> str:
    """A language as the window calls it; one that has no word of its own here stays as it is."""
    return tr(_LANGUAGES.get(language, language))


def record_words(case: Case) -> str:
    """What the record is that the determination rests on: how much of it was read, by whom."""
    states = read_states.of_case(case)
    if not states.pages:
        return tr("No record.")
    read = tr("{count:,} read", count=states.pages - states.by_machine - states.not_read)
    whole = f"{counted(states.pages, 'page')}: {', '.join(filter(None, (read, read_words(states))))}"
    if not states.words:
        return f"{whole}."
    return tr("{whole}. What was not read is in no search; what a machine read may be wrong.", whole=whole)


def read_words(states: read_states.ReadStates) -> str:
    """``3 read by machine, 2 not read``; empty where every page was read."""
    by_machine = tr("{count:,} read by machine", count=states.by_machine) if states.by_machine else ""
    not_read = tr("{count:,} not read", count=states.not_read) if states.not_read else ""
    return ", ".join(filter(None, (by_machine, not_read)))

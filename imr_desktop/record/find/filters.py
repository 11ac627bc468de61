"""What narrows a search: a document's type, date and name, and pages."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from imr_desktop.errors import UsageError
from imr_desktop.record.find.fold import fold
from imr_desktop.record.find.pattern import pattern

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, Document

KEYS = ("type", "date", "doc", "page")
Span = tuple[date, date]
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
    r"|(?:(?P<amonth>\d{1,2})/)?(?:(?P<aday>\d{1,2})/)?(?P<ayear>\d{4})"
)
_RANGE = re.compile(r"(?P<from>.*?)(?:\.\.+|\u2013|\bto\b)(?P<to>.*)")
_LAST_PAGE = 10_000_000


@dataclass(frozen=True)
class Filters:
    """Documents and pages to look in; each that is empty lets all through. A document must match one of each kind."""

    types: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    dates: tuple[Span, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()

    def admits(self, document: Document | None) -> bool:
        """Whether a document is looked in; None for pages of none."""
        if not (self.types or self.documents or self.dates):
            return True
        if document is None:
            return False
        kinds = f"{document.type} {document.title}"
        named = f"{document.id}\n{document.title}\n{document.author}"
        return (
            (not self.types or _any(self.types, kinds))
            and (not self.documents or _any(self.documents, named))
            and (not self.dates or _within(document.date, self.dates))
        )

    def admits_page(self, page: int) -> bool:
        """Whether a case page is looked at, whatever document it is of."""
        return not self.pages or any(first <= page <= last for first, last in self.pages)

    def note(self, case: Case) -> str:
        """A sentence where documents were left out that may belong: those without a date. Else empty."""
        undated = sum(document.date is None for document in case.documents) if self.dates else 0
        if not undated:
            return ""
        named = "1 document has" if undated == 1 else f"{undated} documents have"
        return f"{named} no date and {'was' if undated == 1 else 'were'} not looked in."


def narrowed(found: Iterable[tuple[str, str]]) -> Filters:
    """The filters some keys and values ask for. Raises UsageError where a value cannot be understood."""
    values: dict[str, list[str]] = {key: [] for key in KEYS}
    for key, value in found:
        if not value:
            raise UsageError(f"The search cannot be made: {key}: has no value; write it right behind the colon.")
        values[key].append(value)
    return Filters(
        tuple(part for value in values["type"] for part in value.split(",") if part.strip()),
        tuple(values["doc"]),
        tuple(_dates(value) for value in values["date"]),
        tuple(pages for value in values["page"] for pages in _pages(value)),
    )


def _any(words: tuple[str, ...], named: str) -> bool:
    """Whether words, or what begins with them, stand in a name."""
    return next(fold(named).places(pattern([f"{word.strip().rstrip('*')}*" for word in words])), None) is not None


def _within(day: date | None, spans: tuple[Span, ...]) -> bool:
    return day is not None and any(first <= day <= last for first, last in spans)


def _dates(value: str) -> Span:
    for sign in (">=", "<=", ">", "<"):
        if value.startswith(sign):
            first, last = _moment(value.removeprefix(sign), value)
            if sign[0] == ">":
                return first if sign == ">=" else _day(last.toordinal() + 1), date.max
            return date.min, last if sign == "<=" else _day(first.toordinal() - 1)
    if parts := _RANGE.fullmatch(value):
        if not (parts["from"].strip() or parts["to"].strip()):
            raise _wrong_date(value)
        first = _moment(parts["from"], value)[0] if parts["from"].strip() else date.min
        last = _moment(parts["to"], value)[1] if parts["to"].strip() else date.max
        if first > last:
            raise UsageError(f"The search cannot be made: date:{value} ends before it begins.")
        return first, last
    return _moment(value, value)


def _day(ordinal: int) -> date:
    return date.fromordinal(max(1, min(ordinal, date.max.toordinal())))


def _moment(words: str, value: str) -> Span:
    """A day, a month or a year as its first and last day."""
    found = _DATE.fullmatch(words.strip())
    if found is None:
        raise _wrong_date(value)
    year, month, day = (found[name] or found[f"a{name}"] for name in ("year", "month", "day"))
    try:
        if month is None:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        if day is None:
            return date(int(year), int(month), 1), date(int(year), int(month), calendar.monthrange(int(year), int(month))[1])
        return date(int(year), int(month), int(day)), date(int(year), int(month), int(day))
    except (ValueError, calendar.IllegalMonthError):
        raise _wrong_date(value) from None


def _wrong_date(value: str) -> UsageError:
    return UsageError(
        f"The search cannot be made: date:{value} is no date; write date:2024, date:03/2024, date:03/14/2024 or, from "
        "and to, date:2024-01..2024-06."
    )


def _pages(value: str) -> list[tuple[int, int]]:
    found = []
    for part in value.split(","):
        numbers = re.fullmatch(r"\s*(\d{1,7})?\s*(-|\u2013|\.\.)?\s*(\d{1,7})?\s*", part)
        if numbers is None or not (numbers[1] or numbers[3]) or (numbers[1] and numbers[3] and not numbers[2]):
            raise UsageError(f"The search cannot be made: page:{value} names no pages; write page:12 or page:3-7.")
        first = int(numbers[1] or 1)
        last = int(numbers[3]) if numbers[3] else _LAST_PAGE if numbers[2] else first
        if last < first:
            raise UsageError(f"The search cannot be made: page:{value} ends before it begins.")
        found.append((first, last))
    return found

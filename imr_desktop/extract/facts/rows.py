"""Days of the request and of the decision that no words right before them name: a row of labels does, or what is around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from imr_desktop.case.dates import today, written
from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.facts.model import Found, Kind
from imr_desktop.extract.parts.day_claims import claims

_HEAD = 4000
"""Characters of a document in which its days are looked for."""
_ANSWERED = timedelta(60)
"""Within which a request is answered: a day long before is another paper's."""
_AGE_LABEL = re.compile(r"^(?=[^\n\d]{8,90}$)[^\n:]{0,60}\bAge\b(?:[ ]/[ ]\w+)?(?:[ ][A-Z][^\n:]{0,40})?$", re.MULTILINE)
_NUMBER = re.compile(r"(?<![\w/.,$#\-])\d{2}(?![\w/.,\-])")
_WORKING = timedelta(30 * 365)
"""Within which an injury lies behind the request of its treatment: a day long before is a day of birth."""
_FIRM = frozenset({"birth", "injury", "span"})


def request_in_rows(text: str, type_: str) -> Iterator[Found]:
    """The day of the request that a review or an application answers to: the one that is claimed for it, not its receipt."""
    told = _told(text, type_)
    last = max((day for day in told if day <= today()), default=date.min)
    asked = [day for day, roles in told.items() if "request" in roles and not roles & (_FIRM | {"decision", "ahead"})]
    near = [day for day in asked if day > date.min + _ANSWERED and last - _ANSWERED <= day <= last]
    unreceived = [day for day in near if "received" not in told[day]]
    kept = unreceived or sorted(near)[:-1]  # "RFA / received: 6/17 / 6/18"
    if len(kept) == 1:
        yield from _found("request date", text, kept[0])


def decision_in_rows(text: str) -> Iterator[Found]:
    """The day of the decision that an application challenges, where one day alone is claimed for it."""
    told = _told(text, "imr application")
    days = [day for day, roles in told.items() if "decision" in roles and not roles & (_FIRM | {"request", "received"})]
    if len(days) == 1:
        yield from _found("ur date", text, days[0])


def receipt_in_rows(text: str) -> Iterator[Found]:
    """The day on which a review's request came in: the one day, or the later of two, that is claimed for it."""
    told = _told(text, "ur determination")
    days = sorted(day for day, roles in told.items() if "received" in roles and not roles & (_FIRM | {"decision"}))
    asked = any("request" in roles and "received" not in roles for roles in told.values())
    if days and days[-1] - days[0] <= _ANSWERED and (len(days) > 1 or asked or "request" not in told[days[0]]):
        yield from _found("ur received", text, days[-1])


def injury_in_rows(text: str, type_: str) -> Located[date] | None:
    """The first day of the injury, where a row of labels or words around it claim one day alone for it."""
    told = _told(text, type_)
    days = [day for day, roles in told.items() if "injury" in roles and not roles - {"injury", "span"} and day <= today()]
    first = min(days, default=None)
    later = [day for day, roles in told.items() if roles & {"request", "received", "decision"} and not roles & _FIRM]
    if first is None or (len(days) > 1 and not all("span" in told[day] for day in days)):
        return None
    if later and not min(later) - _WORKING < first < min(later):
        return None
    return next((one for one in find_dates(text, 0, _HEAD) if one.value == first), None)


def age_in_rows(text: str) -> Located[int] | None:
    """The age that stands in the row below a row of labels ("Name Age Visit date"), where one number there can be it."""
    for labels in _AGE_LABEL.finditer(text, 0, _HEAD):
        found = list(_NUMBER.finditer(text, labels.end(), text.find("\n", labels.end() + 1) % (len(text) + 1)))
        if len(found) == 1:
            return Located(int(found[0][0]), *found[0].span())
    return None


def _told(text: str, type_: str) -> dict[date, frozenset[str]]:
    return dict(claims(text[:_HEAD], type_))


def _found(kind: Kind, text: str, day: date) -> Iterator[Found]:
    """A day where it stands first, if it is none still to come."""
    place = next((one for one in find_dates(text, 0, _HEAD) if one.value == day), None)
    if place is not None and day <= today():
        yield Found(kind, written(day), place.start, place.end, day=day)

"""What the words of a document claim its days for: birth, injury, a request, its receipt, another paper; and what is left.

A day that no label gives as the document's own may still be it: the one that nothing else claims, in the head or beside the
signature, and as a rule the latest, for a paper speaks of what came before it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from imr_desktop.case.dates import today
from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.parts.day_rows import SPAN, row_days
from imr_desktop.extract.parts.titles import names_kind
from imr_desktop.extract.parts.word_lists import word_lists, words

_WORDS = {role: words("roles", role) for role in word_lists()["roles"]}
_BEFORE = {
    role: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])[^\n\d]{{0,18}}\Z", re.IGNORECASE) for role, words in _WORDS.items()
}
_ROLE_OF_LABEL = {role: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE) for role, words in _WORDS.items()}
_ANY_LABEL = re.compile(
    rf"(?<![a-z])(?:(?:dates? of )?(?:{'|'.join(_WORDS.values())}|dos|service|signed)|dates?)(?![a-z])", re.IGNORECASE
)
_WEAK = frozenset({"other", "ahead", "printed"})
"""Roles that a document's own day may have elsewhere in it: "your report of …", "valid until …"."""
_BROKEN_SPAN = re.compile(r"\s{1,3}(?:to|through|thru)\b[^\n\d]{0,3}[^\n]{0,40}\n[ ]{0,8}", re.IGNORECASE)
"""Between the days of a span that breaks in its cell: the row's next cell stands there."""
_ANSWERS = re.compile(
    r"\b(?:reply|response|answer|decision|determination|outcome) (?:to|on|of|re|regarding)\b", re.IGNORECASE
)
_FIRM = re.compile(r"(?<![a-z])(?:injured|d\.?o\.?[ib]\.?|born|birth)(?![a-z])[^\n\d]{0,18}\Z", re.IGNORECASE)
_ITS_OWN = re.compile(rf"(?<![a-z])(?:{words('days', 'own_words')})(?![a-z])", re.IGNORECASE)
"""Words of a line that say what its day is: the line below or above it does not."""
_DATE = re.compile(r"(?<![a-z])dates?(?![a-z])", re.IGNORECASE)
_OFFICE = re.compile(rf"\b(?:{words('days', 'offices')})\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"(?P<labels>[A-Za-z][A-Za-z .#]{1,20}(?: ?/ ?[A-Za-z][A-Za-z .#]{1,20}){1,3}): ?(?P<values>[^:\n]{3,60}) / ?\Z"
)
"""Labels parted by strokes, and values before the last one: "Claim/DOI: AB-21-44 / "."""
_BOX = re.compile(r"(?<!\S)\d{1,2}[a-z]?[.)]?(?!\S)", re.IGNORECASE)
"""The number of a form's box before its label."""
TITLE_LINES = 7
"""Lines of a document's head in which a title may have its day behind it; below, other papers are named so."""
_LABEL_ABOVE = 34
_HEAD, _FOOT = 14, 14
_LONG_LINE, _PROSE = 100, 60
_ALONE, _LATEST, _IN_HEAD, _AT_END, _AGAIN = 1.5, 2.5, 1.0, 1.0, 0.5
_LEAST = 2.0


class _Place(NamedTuple):
    day: date
    line: int
    alone: bool


def claims(text: str, type_: str) -> Mapping[date, frozenset[str]]:
    """Each day of a text with the roles that words before it, in its row of labels or in the line above claim it for."""
    found: dict[date, set[str]] = defaultdict(set)
    free: set[date] = set()
    last: Located[date] | None = None
    for one in find_dates(text):
        roles = _roles(text, one, type_)
        between = text[last.end : one.start] if last is not None else ""
        if last is not None and (SPAN.fullmatch(between) or _BROKEN_SPAN.fullmatch(between)):
            roles |= found[last.value] | {"span"}
            found[last.value] |= roles
        elif last is not None and between.strip() == "/":  # "RFA / received: 6/17/24 / 6/18/24"
            roles |= found[last.value]
        found[one.value] |= roles
        free |= set() if roles else {one.value}
        last = one
    for label, day in (*row_days(text), *_under_labels(text, type_)):
        found[day] |= {role for role, words in _ROLE_OF_LABEL.items() if words.search(label)}
    return {day: frozenset(roles - _WEAK if day in free else roles) for day, roles in found.items()}


def _roles(text: str, one: Located[date], type_: str) -> set[str]:
    begin = text.rfind("\n", 0, one.start) + 1
    heads = text.count("\n", 0, begin) < TITLE_LINES
    own = heads and not _FIRM.search(text, begin, one.start) and not text[one.end : one.end + 1].strip()
    answers = type_ == "ur determination" and _ANSWERS.search(text, begin, one.start)
    if own and (answers or names_kind(text[begin : one.start], type_)):
        return set()  # "First report of work injury 2/26/23" is a title with its day
    before = text[max(begin, one.start - 60) : one.start]
    if not before.strip(" |:") and begin:
        above = text[text.rfind("\n", 0, begin - 1) + 1 : begin - 1]
        if _is_row(text, one) and len(_labels(above, 0)) > 1:
            return set()  # each has its own place in the row of labels
        goes_on = len(above) >= _PROSE  # a sentence that breaks before its day
        before = above if goes_on or (len(above) <= _LABEL_ABOVE and not any(map(str.isdigit, above))) else ""
    if several := _SEVERAL.search(before):
        labels = several["labels"].split("/")
        before = f"{labels[min(len(labels) - 1, several['values'].count(' / ') + 1)]}: "
    return {role for role, words in _BEFORE.items() if words.search(before.rstrip("\n"))}


def _is_row(text: str, one: Located[date]) -> bool:
    """Whether a further day stands on the line of a day."""
    end = text.find("\n", one.end)
    return next(find_dates(text, one.end, end if end >= 0 else len(text)), None) is not None


def _entries(line: str) -> list[date]:
    """The days of a line, a span as one by its first."""
    found = list(find_dates(line))
    return [one.value for at, one in enumerate(found) if not at or not SPAN.fullmatch(line[found[at - 1].end : one.start])]


def _under_labels(text: str, type_: str) -> Iterator[tuple[str, date]]:
    """Each day of a row of values with the label in its place in the row of labels below it, or above it, as most have it."""
    lines = text.split("\n")
    rows = []
    for at, line in enumerate(lines):
        days = _entries(line) if len(line) <= _LONG_LINE and ":" not in line and not line.endswith(".") else []
        if days and not any(words.search(line[:40]) for words in (_ITS_OWN, *_ROLE_OF_LABEL.values())):
            near = [lines[n] if 0 <= n < len(lines) else "" for n in (at + 1, at - 1)]
            below, above = ([] if _is_title(line, type_) else _labels(line, len(days)) for line in near)
            rows.append((days, below, above))
    balance = sum(bool(below) - bool(above) for _, below, above in rows)
    below_more = balance > 0 or (balance == 0 and bool(rows) and not rows[0][2])
    for days, below, above in rows:
        asked = (below or above) if below_more else (above or below)
        if len(asked) >= len(days):
            yield from zip(asked, days, strict=False)


def _is_title(line: str, type_: str) -> bool:
    """Whether a line is what a letter is called: "Request for review" above or below its day asks for none."""
    return _DATE.search(line) is None and names_kind(line, type_)


def _labels(line: str, days: int) -> list[str]:
    """The words of a row of labels that claim a day, in their order; none where the line holds figures or is a sentence.

    Where it says "date" as often as there are days, each begins a label: "Date Request Received  Date of Determination".
    """
    line = _BOX.sub("", line)
    if len(line) > _LONG_LINE or ":" in line or any(map(str.isdigit, line)) or _OFFICE.search(line):
        return []
    dates = [one.start() for one in _DATE.finditer(line)]
    if len(dates) == days > 1 and not line[: dates[0]].strip():
        return [line[start:end] for start, end in zip(dates, [*dates[1:], len(line)], strict=True)]
    found = [label[0] for label in _ANY_LABEL.finditer(line)]
    others = len(line.split()) - sum(len(label.split()) for label in found)
    return found if others <= len(found) + 1 else []


def unclaimed(text: str, type_: str, banned: Collection[str], earliest: date = date.min) -> Iterator[date]:
    """The day that is likeliest a document's own, where no label gives one; nothing where two are as likely.

    `banned` are roles that a document of its kind is not dated by; it is of no day before `earliest`.
    """
    told = claims(text, type_)
    places = [one for one in _places(text) if not told.get(one.day, frozenset()) & frozenset(banned)]
    days = {one.day for one in places if one.day >= earliest}
    if not days:
        return
    latest = max(days)
    worth = {day: _worth([one for one in places if one.day == day], day == latest) for day in days}
    first, *rest = sorted(worth.values(), reverse=True)
    if first >= _LEAST and (not rest or first > rest[0]):
        yield max(days, key=lambda day: worth[day])


def _places(text: str) -> Iterator[_Place]:
    """The days of a document's head and foot; those in its prose speak of other things."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if (at < _HEAD or at >= len(lines) - _FOOT) and len(line) <= _LONG_LINE:
            for one in find_dates(line):
                if one.value <= today():
                    rest = (line[: one.start] + line[one.end :]).strip(" .,:-|")
                    yield _Place(one.value, at if at < _HEAD else at - len(lines), len(rest) <= 12)


def _worth(places: list[_Place], latest: bool) -> float:
    own = _ALONE * any(one.alone for one in places) + _LATEST * latest
    own += _IN_HEAD * any(one.line >= 0 for one in places) + _AT_END * any(one.line < 0 for one in places)
    return own + _AGAIN * min(2, len(places) - 1)

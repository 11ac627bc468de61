"""The worker and the claim out of any document: age, sex, the injury as a day or a span, and when treatment was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from imr_desktop.case.dates import today, written
from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.facts.arrival import signed_on
from imr_desktop.extract.facts.below import is_below
from imr_desktop.extract.facts.day_columns import days_below
from imr_desktop.extract.facts.model import Found, Kind
from imr_desktop.extract.facts.rows import age_in_rows, decision_in_rows, injury_in_rows, request_in_rows
from imr_desktop.extract.facts.tables import phrase
from imr_desktop.extract.people import find_age, find_sex

_WORKING = range(14, 101)
"""Years that an injured worker may have."""
_ONE_PHRASE = 80  # characters from an age to its sex ("a 54-year-old, right-hand-dominant female")
_MOST = 3  # injuries of one document
_CT = r"(?:c\.?t\.?|cumulative(?: trauma| injury)?|continuous(?: trauma)?)"
_INJURY = phrase(
    r"(?<![\w/])(?P<label>dates?(?:\(s\))?(?: and hour)? of (?:the )?(?:industrial |work |original )?(?:injury|loss|"
    r"accident)|(?:injury|loss|accident) dates?|d\.?/?o\.?/?i\.?|d/i|dol|date (?:you were |of being )?(?:injured|hurt)|"
    r"injury(?: claimed)?|injured|hurt|loss|accident|onset|industrial injury|inj\.?(?=[:\s]))"
    r"(?: ?\([^)\n]{1,24}\))?(?: ?(?:[:=#\-]{1,2}|\.{2,60}))?(?: (?:is|was|on|of|dated))?"
    rf"(?:\s{{0,3}}\(?(?P<ct>{_CT})\)?\s{{0,3}}[:,\-]?(?: from)?)?\s{{0,4}}(?=[\dA-Z])"
)
_ENDING = re.compile(r"\s{0,3}(?:ending|ended|through|until|up to)\b", re.IGNORECASE)
"""How a span goes on of which only the end is told: no day of injury."""
_CUMULATIVE = phrase(rf"(?<![\w/])(?P<ct>{_CT})\)?\s{{0,3}}[:,\-]?(?: (?:from|injury|of))?\s{{0,3}}(?=[\dA-Z])")
_BIRTH = phrase(r"(?<!\w)(?:date of birth|birth ?date|dob|d\.o\.b\.?|birth|born)[\s:]{1,3}(?=[\dA-Z])")
_DATED = phrase(
    r"^[ ]{0,8}(?:(?:request|requested|date (?:of (?:request|rfa)|signed|prepared|requested)|dated?|signature date|"
    r"signed(?: on)?)"
    r"(?: \([^)\n]{1,16}\))?[ ]{0,3}:?[ ]{0,3}|[^\n]{0,60}\bsignature[^\n]{0,50}\bdate:[ ]{0,3})(?=[\dA-Z])",
    flags=re.IGNORECASE | re.MULTILINE,
)
_BELOW = phrase(r"^[^\n]{0,40}\bsignature[ ]{1,30}date\b[^\n]{0,12}$", flags=re.IGNORECASE | re.MULTILINE)
_FORMS = frozenset({"ur determination", "imr application", "rfa", "notice of assignment"})
"""Types of documents whose rows of labels may give the day of the injury."""
_ANSWERING = frozenset({"ur determination", "imr application"})
"""Types of documents about one request."""
_OF_REQUESTS = frozenset({"ur determination", "imr application", "correspondence", "notice of assignment", "other"})
"""Types of documents that speak of a request by its day."""
_DECIDED = phrase(
    r"(?<!\w)(?:date of (?:the )?(?:ur|utilization review|determination|decision|denial)(?: (?:letter|"
    r"determination|decision|denial))?"
    r"(?: letter)?|(?:ur |utilization review )?(?:determination|decision|denial)(?: letter)? dated?|(?:ur|decision) date)"
    r"(?: \([^)\n]{1,16}\))?\s?[:\-]?\s?"
)
_UNTIL = phrase(r"\s{0,4}(?:-|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\bup to\b)\s{0,4}")
_ASKED = phrase(
    r"(?<!\w)(?:(?:dwc )?(?:form )?rfa|requests?(?: for (?:authorization|"
    r"treatment))?(?: of treatment)?(?: \(rfa\))?|in a form|"
    r"(?:as )?asked(?: for)?|"
    r"requested by [^\n]{3,50}?|yours(?= of))"
    r"(?: form)?(?: was)?(?: (?:dated?|of|signed|from|on))?[\s:,]{1,3}(?=[\dA-Z])"
)
_ANSWERED = re.compile(r"\b(?:reply|response|answer) to (?:an |your |the |this )?\Z", re.IGNORECASE)
"""Words ahead of a request whose day is the answer's."""
_EARLIER = re.compile(
    r"\b(?:prior|previous|old|older|other|another|earlier|subsequent|second|non-?industrial|car|"
    r"report of(?: work| occupational| industrial)?)\s{1,3}\Z",
    re.IGNORECASE,
)
"""Words ahead of an injury that is not the claim's, or of a title that speaks of it."""
_GOES_ON = re.compile(r"\b(?:of|on)[ ]?\n")
"""How a sentence goes on in the next line with its day."""
_AT_LABEL = 4  # characters between a label and its day


def find_claim(text: str, type_: str) -> Iterator[Found]:
    """Age, sex and injuries of a document's folded text; of a utilization review also the day of the request."""
    yield from _person(text)
    below = days_below(text) if type_ in _FORMS or type_ in _OF_REQUESTS else {}
    yield from (
        list(_injuries(text))
        or list(_injury_in_rows(text, type_) if type_ in _FORMS else ())
        or list(_in_column("injury", below.get("injury")))
    )
    yield from _born(text)
    if type_ in _OF_REQUESTS:
        answers = type_ in _ANSWERING
        yield from (
            list(_asked(text))
            or list(_signed_on(text) if answers else ())
            or list(request_in_rows(text, type_) if answers else ())
            or list(_in_column("request date", below.get("request") if answers else None))
        )
    if type_ == "rfa":
        asked = list(_asked(text))
        yield from asked or _signed(text)
    if type_ == "imr application":
        yield from list(_challenged(text)) or decision_in_rows(text)


def _in_column(kind: Kind, day: Located[date] | None) -> Iterator[Found]:
    """A day that stands below its label in a table."""
    if day is not None and day.value <= today():
        yield Found(kind, written(day.value), day.start, day.end, day=day.value)


def _person(text: str) -> Iterator[Found]:
    age = find_age(text) or age_in_rows(text)
    if age and age.value in _WORKING:
        yield Found("age", str(age.value), age.start, age.end, number=age.value)
    sex = find_sex(text, age=age)
    if sex:
        start = min(sex.start, age.start) if age and 0 <= sex.start - age.start < _ONE_PHRASE else sex.start
        yield Found("sex", sex.value, start, sex.end)


def _injuries(text: str) -> Iterator[Found]:
    found: dict[tuple[date, date | None], Found] = {}
    for pattern in (_INJURY, _CUMULATIVE):
        for label in pattern.finditer(text):
            first = _day_at(text, label.end()) or _below(text, label)
            if first is None or first.value > today() or _EARLIER.search(text, max(0, label.start() - 24), label.start()):
                continue
            last = _until(text, first.end, first.value)
            if not last and (pattern is _CUMULATIVE or label["ct"] or _goes_on(text, first.end)):
                continue
            found.setdefault((first.value, last.value if last else None), _injury(label.start(), first, last))
    yield from list(found.values())[:_MOST]


def _injury(start: int, first: Located[date], last: Located[date] | None) -> Found:
    until = last.value if last else None
    value = written(first.value) + (f" - {written(until)}" if until else "")
    return Found("injury", value, start, last.end if last else first.end, day=first.value, until=until)


def _injury_in_rows(text: str, type_: str) -> Iterator[Found]:
    first = injury_in_rows(text, type_)
    last = _until(text, first.end, first.value) if first else None
    broken = any(_day_at(text, label.end()) or _ENDING.match(text, label.end()) for label in _CUMULATIVE.finditer(text))
    if first and (last or not (broken or _goes_on(text, first.end))):
        yield _injury(first.start, first, last)


def _day_at(text: str, at: int) -> Located[date] | None:
    """The day that stands right at a place, on its line, or below a label that ends in a colon."""
    found = next(find_dates(text, at, at + 24), None)
    if found is None or found.start - at > _AT_LABEL or text[at : found.start].strip(" \n:"):
        return None
    ahead = text[max(0, at - _AT_LABEL) : found.start]
    return None if "\n" in ahead and ":" not in ahead and not _GOES_ON.search(ahead) else found


def _below(text: str, label: re.Match[str]) -> Located[date] | None:
    """The day on the line below a label that ends in no colon, where it is that label's own."""
    found = next(find_dates(text, label.end(), label.end() + 24), None)
    own = found is not None and not text[label.end() : found.start].strip() and is_below(text, label.start(), found)
    return found if own else None


def _goes_on(text: str, at: int) -> bool:
    """Whether a span begins with the day that ends here: "01/01/2019 to present" names no single day."""
    until = _UNTIL.match(text, at)
    return (
        until is not None
        and re.match(r"(?:the )?(?:present|current|date\b|ongoing)", text[until.end() :], re.IGNORECASE) is not None
    )


def _until(text: str, at: int, first: date) -> Located[date] | None:
    until = _UNTIL.match(text, at)
    last = next(find_dates(text, until.end(), until.end() + 24), None) if until else None
    follows = last is not None and until is not None and not text[until.end() : last.start].strip()  # on the next line, too
    return last if last and follows and first < last.value <= today() else None


def _born(text: str) -> Iterator[Found]:
    for label in _BIRTH.finditer(text):
        day = _day_at(text, label.end())
        if day:
            yield Found("birth", written(day.value), label.start(), day.end, day=day.value)
            return


def _signed(text: str) -> Iterator[Found]:
    """The day a request was signed: at its label, or on the line above "Signature … Date"."""
    found = [day for label in _DATED.finditer(text) if (day := _day_at(text, label.end())) and day.value <= today()]
    if not found:
        for label in _BELOW.finditer(text):
            above = text.rfind("\n", 0, label.start())
            found += [
                day for day in find_dates(text, text.rfind("\n", 0, max(0, above)) + 1, above + 1) if day.value <= today()
            ]
    if found:
        yield Found("request date", written(found[-1].value), found[-1].start, found[-1].end, day=found[-1].value)


def _challenged(text: str) -> Iterator[Found]:
    """The day of the decision that an application challenges: behind its label, else alone on the line below or above it."""
    for label in _DECIDED.finditer(text):
        day = _day_at(text, label.end()) or _beside(text, label.start(), label.end())
        if day and day.value <= today():
            yield Found(
                "ur date", written(day.value), min(label.start(), day.start), max(label.end(), day.end), day=day.value
            )
            return


def _beside(text: str, start: int, end: int) -> Located[date] | None:
    """The one day on the line below a label's line, or on the one above, where only one of them has a day."""
    begin, stop = text.rfind("\n", 0, start), text.find("\n", end)
    if stop < 0 or next(find_dates(text, begin + 1, stop), None):
        return None
    below = list(find_dates(text, stop + 1, text.find("\n", stop + 1) if text.find("\n", stop + 1) > 0 else len(text)))
    above = list(find_dates(text, text.rfind("\n", 0, max(0, begin)) + 1, max(0, begin)))
    found = [*below, *above]
    return found[0] if len(found) == 1 else None


def _asked(text: str) -> Iterator[Found]:
    for label in _ASKED.finditer(text):
        day = _day_at(text, label.end())
        if day and day.value <= today() and not _ANSWERED.search(text, max(0, label.start() - 24), label.start()):
            yield Found("request date", written(day.value), label.start(), day.end, day=day.value)
            return


def _signed_on(text: str) -> Iterator[Found]:
    day = signed_on(text)
    if day:
        yield Found("request date", written(day.value), day.start, day.end, day=day.value)

"""The labelled fields at a letter's head: case number, dates, priority."""

from __future__ import annotations

import re
from datetime import date

from imr_desktop.extract.dates import Located, labelled_date

HEAD_CHARS = 4000

_LABELS = (
    ("case_number", r"(?:IMR |MAXIMUS |IMRO )?Case (?:Number|No\.?|#)"),
    ("date_assigned", "Date Assigned|Assigned Date|Assignment Date"),
    ("date_of_injury", r"Date(?:s|\(s\))? of (?:the )?Injury|Injury Date|D\.?O\.?I\.?"),
    (
        "decision_date",
        "(?:IMR |Final )?Decision Date|Date of (?:IMR |Final )?(?:Decision|Determination)|Determination Date|Dated",
    ),
    (
        "ur_denial_date",
        r"UR (?:Denial|Decision|Determination) Date|Date of (?:the )?(?:UR|Utilization Review) "
        r"(?:Denial|Decision|Determination)|Utilization Review (?:Denial|Decision|Determination) Date",
    ),
    (
        "application_received",
        r"(?:IMR )?Application(?: Date)? Received(?: Date)?|Date (?:IMR )?Application Received|Application Receipt Date",
    ),
    ("priority", "Priority|Review Type|Type of Review"),
    (
        "other",
        r"Employee(?: Name)?|Claims?(?: Administrator)? Number|Claim No\.?|Employer|Provider(?: Name)?|Claims Administrator|"
        r"Treatment\(?s?\)? in Dispute|Date Records Complete|Outcome|Case Outcome|Reviewer",
    ),
)
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>(?<!\w)(?:{words}))(?=[ ]{{0,6}}:)" for name, words in _LABELS)
    .replace(" ", r"\s{1,40}")
    .replace(r"[\s{1,40}]", "[ ]"),
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:(?P<series>CM)[ \-]{1,3}|[A-Za-z]{0,6}\-?)(?P<rest>\d[\w\-]{2,30})", re.IGNORECASE)
"""A case number; the letters of a determination's are written apart from it at times ("CM 24-0123456")."""
_MISREAD = re.compile(r"\A[GOE0]M(?=\d\d-\d{7}\Z)")
"""How a machine reads the letters that begin each number of a review."""
_PRIORITY = re.compile(r"(?i)\b(standard|regular|expedited|formulary)\b")


def read_header(text: str, end: int) -> dict[str, Located[str | date]]:
    """The fields labelled within ``text[:end]``. A label whose value cannot be read gives nothing.

    Labels may wrap over lines and stand several to a line; a value runs to the next label.
    """
    labels = list(_LABEL.finditer(text, 0, end))
    fields: dict[str, Located[str | date]] = {}
    for index, label in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else min(end, label.end() + 200)
        name = label.lastgroup or "other"
        field = None if name in fields else _value(name, text, label.end(), stop)
        if field is not None:
            fields[name] = field._replace(start=label.start())
    return fields


def _value(name: str, text: str, start: int, end: int) -> Located[str | date] | None:
    if name == "other":
        return None
    if name == "case_number":
        match = _NUMBER.search(text, start, min(end, start + 80))
        return Located(_written(match), match.start(), match.end()) if match else None
    if name == "priority":
        match = _PRIORITY.search(text, start, min(end, start + 80))
        return Located(match.group().capitalize(), match.start(), match.end()) if match else None
    found = labelled_date(text, start, min(end, start + 120))
    return Located(found.value, found.start, found.end) if found else None


def _written(number: re.Match[str]) -> str:
    told = (number["series"] + number["rest"] if number["series"] else number[0]).upper()
    return _MISREAD.sub("CM", told)

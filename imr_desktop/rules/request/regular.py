"""One spelling for each way of writing how many and how often, so that few patterns read them all.

``times`` becomes ``x`` standing alone, nouns lose their plural, ``wk`` is ``week``, ``rf`` is ``refill``.
"""

from __future__ import annotations

import re

# What is written -> what is read; in this order, each once over lower-case text with digits.
_SPELLINGS = tuple(
    (re.compile(written), read)
    for written, read in (
        (r"(\d),(\d{3})\b", r"\1\2"),
        (r"\b(\d{1,4})\.0{1,2}\b", r"\1"),
        (r"\bbi[- ]weekly\b", "biweekly"),
        (r"\bt\.?i\.?w\b\.?", "3 x a week"),
        (r"\bb\.?i\.?w\b\.?", "2 x a week"),
        (r"\bq\.?\s?(?:wk|week)\b|\bqw\b", "1 x a week"),
        (r"(\d)\s?x'?s\b", r"\1 x"),
        (r"(\d)\s?x?w\s?(\d)", r"\1 x \2 week"),
        (r"(?<=\d)-(?=[a-z])", " "),
        (r"(?<=[a-z])-(?=(?:a|per|each|week|weeks|weekly|monthly|visit|session)\b)", " "),
        (
            r"(?<=\d)(?=(?:x|wks?|weeks?|visits?|sessions?|refills?|rfs?|tabs?|caps?|days?|months?|hrs?|hours?|tx|patches)"
            r"(?:\d|\b|week|wk))",
            " ",
        ),
        (r"(?<=\d)v\b", " visit"),
        (r"\btimes?\b", "x"),
        (r"\bx(?=\d|wk|week|month)", "x "),
        (r"/(?=[a-z\d])", " / "),
        (r"\bp / (?=week|wk|month)", "per "),
        (r"\bwkly\b", "weekly"),
        (r"\b(?:wks?|week'?s)(?:'|\b)", "week"),
        (r"\b(?:mos?|mths?|month'?s)(?:'|\b)", "month"),
        (r"\bday'?s(?:'|\b)", "day"),
        (r"\b(?:hrs?|hours)\b", "hour"),
        (r"\b(?:yrs?|years)\b", "year"),
        (r"\btxs?\b|\btreatments\b", "treatment"),
        (r"\bappts?\b|\bappointments?\b|\bvisits\b", "visit"),
        (r"\bsessions\b|\bsittings?\b", "session"),
        (r"\binj(?:ections|s)?\b", "injection"),
        (r"\brfs?(?=x?\s?\d)|\brfs?\b|\brefills\b", "refill "),
        (r"(#\s?\d{1,4})[ ,;]+r\s?(\d{1,2})\b", r"\1 refill \2"),
        (r"\b(?:no|nr)\.\s?(?=\d)", "#"),
        (r"#\s?(?:of|visit|session)\b", "number of"),
        (r"\bdisp(?:ense|ensed|\.)?\s(?=#?\s?\d)", "qty "),
        (r"\bsingle (?=visit|session|treatment|injection|consult|evaluation|office)", "1 "),
        (r"\s+", " "),
    )
)


def regular(text: str) -> str:
    """Lower-case text in which quantities and frequencies are spelled one way."""
    for written, read in _SPELLINGS:
        text = written.sub(read, text)
    return text.strip()

"""What stands ahead of a finding's words on its line: whose record it is and when that one was born."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from imr_desktop.extract.dates import find_dates

_BIRTH = re.compile(r"(?<!\w)(?:date of birth|birth ?date|d\.?o\.?b\.?|born)(?: on)?[\s:#.-]{0,4}\Z", re.IGNORECASE)
_FARTHEST = 80
"""Characters ahead of the day of birth on such a line."""
_LABEL = 24
_SEX = re.compile(r"\W*(?:\(?\d{1,3} ?y[/.]?o\.?\)?|age:? ?\d{1,3}|[MF]|male|female)(?!\w)\W*", re.IGNORECASE)


def without_birth(text: str, births: Collection[date]) -> str:
    """The words behind a line's day of birth; the text itself where it has none. `births` are the days that are known."""
    for day in find_dates(text, 0, _FARTHEST):
        if day.value in births or _BIRTH.search(text, max(0, day.start - _LABEL), day.start):
            rest = text[day.end :]
            sex = _SEX.match(rest)
            return rest[sex.end() if sex else 0 :].strip(" ,;|.:-)")
    return text

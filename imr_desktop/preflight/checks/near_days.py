"""Days of a rationale that are the summary's but for one sign: a slip of the pen, where the summary does not name both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from imr_desktop.case.dates import written
from imr_desktop.case.model import Case
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.prose_calendar import dates_of
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, rationales

_NEAR_DAYS = 31


@check("finding.day", severity="consider")
def near_day(case: Case, context: Context) -> Iterator[Raised]:
    """A day in a rationale is not one sign away from a day of the summary, which does not have it.

    bad: {"summary": "The examination of 12/14/2024 shows spasm.",
          "items": [{"rationale": "The report of 12/24/2024 speaks of spasm."}]}
    good: {"summary": "The examinations of 12/14/2024 and 12/24/2024 show spasm.",
          "items": [{"rationale": "The report of 12/24/2024 speaks of spasm."}]}
    good: {"summary": "The examination of 12/14/2024 shows spasm.",
          "items": [{"rationale": "The report of 11/02/2024 speaks of spasm."}]}
    """
    told = {one.day for one in dates_of(TextField(case.summary, "summary")) if one.day}
    if not told:
        return
    known = told | {day for day in (case.dates.injury, case.dates.ur_denial, case.dates.decision) if day}
    for field in rationales(case):
        for one in dates_of(field):
            day = one.day if one.day not in known else None
            other = next((near for near in sorted(told) if _one_sign(near, day)), None) if day else None
            if other:
                message = f"Item {field.number}: {written(day)} here, and {written(other)} in the summary: which is right?"
                yield field.raised((one.start, one.end), message, one.start)


def _one_sign(one: date, other: date) -> bool:
    """Whether two days are written alike but for one sign, and lie near each other."""
    pairs = zip(f"{one:%m%d%Y}", f"{other:%m%d%Y}", strict=True)
    return sum(a != b for a, b in pairs) == 1 and abs((one - other).days) <= _NEAR_DAYS

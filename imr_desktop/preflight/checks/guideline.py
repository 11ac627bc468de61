"""The guideline cited against the item and the day: the chapter's region of the body, and the edition in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from imr_desktop.case import dates
from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.data import any_of, table
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.regions import chapters_in, parts_in, with_nerves
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.restated import asked
from imr_desktop.rules import Packs
from imr_desktop.rules.model import Edition


@check("citation.region", severity="consider")
def region(case: Case, context: Context) -> Iterator[Raised]:
    """The guideline's chapter treats of the part of the body the request is for.

    bad: {"items": [{"title": "MRI of the left knee",
          "reviewer_guideline": "Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies."}]}
    bad: {"items": [{"title": "X-ray of the right shoulder", "reviewer_guideline": "ODG, Knee Chapter, Radiography."}]}
    bad: {"items": [{"title": "ESI at L4-5", "reviewer_guideline": "MTUS Neck and Upper Back Complaints 2004."}]}
    good: {"items": [{"title": "MRI of the left knee", "reviewer_guideline": "MTUS Knee Complaints 2004."}]}
    good: {"items": [{"title": "EMG of both arms", "reviewer_guideline": "MTUS Neck and Upper Back Complaints 2004."}]}
    good: {"items": [{"title": "PT for the knee and back", "reviewer_guideline": "MTUS Low Back Complaints 2004."}]}
    good: {"items": [{"title": "Hospital bed", "reviewer_guideline": "ODG Knee Chapter, Durable medical equipment."}]}
    good: {"items": [{"title": "Gym membership, left hand",
          "reviewer_guideline": "MTUS Shoulder Complaints 2004, and Forearm, Wrist, and Hand Complaints 2004."}]}
    """
    for number, item in places.numbered(case):
        wanted, chapters = with_nerves(asked(item)), chapters_in(item.reviewer_guideline)
        if not wanted or not chapters or any(wanted & regions for _, regions in chapters):
            continue
        part = next(iter(parts_in(asked(item))), " and ".join(sorted(wanted)))
        start = item.reviewer_guideline.find(chapters[0][0])
        message = f"Item {number} is for the {part}, the chapter cited is “{chapters[0][0]}”: cite the right one."
        yield Raised(
            places.of_item(number, item, "reviewer_guideline", start, start + len(chapters[0][0])),
            message,
            str(number),
            chapters[0][0],
        )


@check("citation.edition", severity="consider", needs="packs")
def edition(case: Case, context: Context) -> Iterator[Raised]:
    """The edition of the MTUS that is cited governed on the day of the decision.

    bad: {"dates": {"decision": "2017-02-01"}, "items": [{"title": "Tramadol 50mg",
          "reviewer_guideline": "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Opioids."}]}
    bad: {"dates": {"decision": "2020-02-01"}, "items": [{"title": "MRI of the knee",
          "reviewer_guideline": "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies."}]}
    bad: {"dates": {"decision": "2015-02-01"}, "items": [{"title": "Tramadol 50mg",
          "reviewer_guideline": "Decision based on MTUS Opioid Treatment 2016, Section(s): 3.3."}]}
    good: {"dates": {"decision": "2017-02-01"}, "items": [{"title": "Tramadol 50mg",
          "reviewer_guideline": "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Opioids."}]}
    good: {"dates": {"decision": "2017-02-01"}, "items": [{"title": "MRI of the knee",
          "reviewer_guideline": "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies."}]}
    good: {"items": [{"title": "Tramadol 50mg", "reviewer_guideline": "MTUS Chronic Pain Medical Treatment 2009."}]}
    """
    day, basis = _governing(case)
    if day is None or context.packs is None:
        return
    for number, item in places.numbered(case):
        for found, line in _cited(item.reviewer_guideline):
            right = _in_force(context.packs, line, day)
            if right and found["year"] not in _years(context.packs, line, day):
                message = f"“{found[0]}” did not govern on {dates.written(day)} ({basis}): {right.title} did."
                yield Raised(
                    places.of_item(number, item, "reviewer_guideline", *found.span()),
                    message,
                    f"{number}:{found.start()}",
                    found[0],
                )


def _governing(case: Case) -> tuple[date | None, str]:
    """The day that decides which edition governs, and what it is."""
    known = ((getattr(case.dates, field), field) for field in ("decision", "ur_denial", "request_for_authorization"))
    return next(((day, places.date_name(field)) for day, field in known if day), (None, ""))


def _cited(citation: str) -> Iterator[tuple[re.Match[str], str]]:
    """Every MTUS chapter a citation names with a year, and the line of texts it belongs to."""
    for pattern, line in _chapters():
        for found in pattern.finditer(citation):
            if not _outside().search(citation, 0, found.start()):
                yield found, line


@cache
def _chapters() -> tuple[tuple[re.Pattern[str], str], ...]:
    year = r"(?: guidelines?)?,?\s+\(?(?P<year>(?:19|20)\d\d)\b"
    return tuple(
        (re.compile(rf"\b{any_of(row['words'])}{year}", re.IGNORECASE), row["line"])
        for row in table("editions.toml")["chapter"]
    )


@cache
def _outside() -> re.Pattern[str]:
    """Words from which on a citation speaks of guidelines outside the MTUS."""
    return re.compile(any_of(table("editions.toml")["outside"]["words"]), re.IGNORECASE)


def _in_force(packs: Packs, line: str, day: date) -> Edition | None:
    """The edition of a line that governed on a day; None where none is known to."""
    return next((one for one in packs.editions.values() if line in one.lines and one.dated and one.covers(day)), None)


def _years(packs: Packs, line: str, day: date) -> set[str]:
    """The years a line's text may be cited by on a day: its own, and for the texts of 2017 and after any later one."""
    right = _in_force(packs, line, day)
    if right is None:
        return set()
    since = range(int(right.year), day.year + 1) if right.in_force_to is None and right.year.isdigit() else ()
    return {right.year, *map(str, since), *table("editions.toml")["also"].get(right.id, [])}

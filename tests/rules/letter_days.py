"""What the packs say of real letters as if they were decided later: their dates moved, their words left as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import asdict, replace

from imr_desktop.case import dates
from imr_desktop.case.model import Case
from imr_desktop.rules import evaluate_case
from imr_desktop.rules.model import CriterionReport, ItemReport
from imr_desktop.rules.packs import Packs

DAYS = (0, 600, 1_350, 2_000, 3_300)
"""How far the dates of letters of 2016 and 2017 are moved: to the years 2018, 2020, 2022 and 2026."""


_CENTURY_TURN = 70
_DATE = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b|\b[A-Z][a-z]{2,8} \d{1,2}, \d{4}\b")


def moved(case: Case, days: int) -> Case:
    """The case with all its dates later by so many days, those that its summary and its items' words name among them."""
    known = {name: day for name, day in asdict(case.dates).items() if isinstance(day, date)}
    return replace(
        case,
        dates=replace(case.dates, **{name: day + timedelta(days) for name, day in known.items()}),
        summary=_moved(case.summary, days),
        items=tuple(replace(item, title=_moved(item.title, days)) for item in case.items),
    )


def _moved(text: str, days: int) -> str:
    def later(found: re.Match[str]) -> str:
        day = dates.day_of(found[3], found[1], found[2], _CENTURY_TURN) if found[1] else dates.named(found[0], _CENTURY_TURN)
        return f"{day + timedelta(days):%m/%d/%Y}" if day else found[0]

    return _DATE.sub(later, text)


def reports(cases: Sequence[Case], packs: Packs, days: int) -> list[ItemReport]:
    """The reports of all items, their dates moved."""
    return [report for case in cases for report in evaluate_case(moved(case, days), packs)]


def medical(report: ItemReport, packs: Packs) -> list[CriterionReport]:
    """The criteria in force that speak of the treatment itself: not law that decides whether it is reviewed, not practice."""
    return [
        one for one in report.criteria if not one.historical and one.status != "not applicable" and not _aside(one, packs)
    ]


def _aside(one: CriterionReport, packs: Packs) -> bool:
    rule = packs.criteria[one.id][0]
    return rule.data.first or (rule.data.tier or packs.editions[rule.data.edition].tier) == "practice"


def answers(report: ItemReport, packs: Packs) -> bool:
    """Whether a criterion in force says met or not met."""
    return any(one.status in ("met", "not met") for one in medical(report, packs))


def table(cases: Sequence[Case], packs: Packs) -> Iterator[str]:
    """A Markdown table: of all items, how many have a governing text, a criterion in force, an entry form, an answer."""
    yield "| dates moved by | items | governing text | criterion in force | criterion or entry | one that answers |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for days in DAYS:
        found = reports(cases, packs, days)
        counts = (
            sum(report.governing is not None for report in found),
            sum(bool(medical(report, packs)) for report in found),
            sum(report.entry or bool(medical(report, packs)) for report in found),
            sum(answers(report, packs) for report in found),
        )
        shares = " | ".join(f"{count} ({count / len(found):.0%})" for count in counts)
        yield f"| {days} days | {len(found)} | {shares} |"

"""The case number and the claim dates: there, and in an order that can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from imr_desktop.case import dates, fields
from imr_desktop.case.deadlines import deadline, judged_on
from imr_desktop.case.model import Case, ClaimDates
from imr_desktop.preflight import places
from imr_desktop.preflight.data import table
from imr_desktop.preflight.problem import Context, Fix, Raised, SetDate
from imr_desktop.preflight.registry import check


@check("dates.number", severity="must fix", confidence="sure")
def number(case: Case, context: Context) -> Iterator[Raised]:
    """The case has its number.

    bad: {"number": " "}
    good: {"number": "CM26-0000001"}
    """
    if not case.number.strip():
        yield Raised(places.of_case("number"), "No case number: copy it from the notice of assignment.")


@check("dates.missing", severity="must fix", confidence="sure")
def missing(case: Case, context: Context) -> Iterator[Raised]:
    """The dates the determination prints are there.

    bad: {"dates": {"injury": "2025-01-05", "ur_denial": "2025-10-01"}}
    good: {"dates": {"injury": "2025-01-05", "ur_denial": "2025-10-01", "decision": "2025-11-20",
          "assigned": "2025-10-21", "application_received": "2025-10-14"}}
    """
    for row in table("dates.toml")["needed"]:
        field = row["field"]
        if getattr(case.dates, field) is None:
            name = places.date_name(field)
            fix = Fix("Use today's date", (SetDate(field, context.today),)) if field == "decision" else None
            yield Raised(places.of_date(field), f"No {name}: enter it.", field, fix=fix, severity=row["severity"])


@check("dates.order", severity="must fix", confidence="sure")
def order(case: Case, context: Context) -> Iterator[Raised]:
    """The dates stand in an order that can be.

    bad: {"dates": {"injury": "2025-12-05", "decision": "2025-11-20"}}
    bad: {"dates": {"ur_denial": "2025-11-05", "application_received": "2025-11-01"}}
    good: {"dates": {"injury": "2025-01-05", "ur_denial": "2025-10-01", "application_received": "2025-10-01"}}
    """
    for row in table("dates.toml")["order"]:
        first = getattr(case.dates, row["earlier"])
        for later in row["later"]:
            second = getattr(case.dates, later)
            if first is not None and second is not None and first > second:
                message = f"The {places.date_name(row['earlier'])} is after the {places.date_name(later)}: correct one."
                yield Raised(places.of_date(row["earlier"]), message, f"{row['earlier']}-{later}", severity=row["severity"])


@check("dates.unlikely", severity="consider", confidence="sure")
def unlikely(case: Case, context: Context) -> Iterator[Raised]:
    """No date lies in the future or before any open claim.

    bad: {"dates": {"decision": "2062-11-20"}}
    bad: {"dates": {"injury": "0207-03-03"}}
    good: {"dates": {"injury": "2007-03-03"}}
    """
    oldest, now = date(table("dates.toml")["oldest"]["year"], 1, 1), dates.written(context.today)
    for field in fields.of(ClaimDates):
        day = getattr(case.dates, field)
        if day is not None and day > context.today:
            fix = Fix("Use today's date", (SetDate(field, context.today),)) if field == "decision" else None
            message = f"The {places.date_name(field)}, {dates.written(day)}, lies in the future (today is {now}): correct it."
            yield Raised(places.of_date(field), message, field, fix=fix)
        elif day is not None and day < oldest:
            yield Raised(
                places.of_date(field), f"The {places.date_name(field)} lies before {oldest.year}: correct the year.", field
            )


@check("dates.backdated", severity="consider", confidence="sure", flag=True)
def backdated(case: Case, context: Context) -> Iterator[Raised]:
    """The determination is dated on the day it is signed, or near it. An earlier date is only shown: it may be meant.

    bad: {"dates": {"decision": "2016-04-06"}}
    good: {"dates": {"decision": "2025-11-28"}}
    """
    day = case.dates.decision
    if day is None or (context.today - day).days <= table("dates.toml")["backdated"]["days"] or case.signed:
        return
    message = (
        f"The determination is dated {dates.written(day)} and would be signed on {dates.written(context.today)}: "
        "its signature shows the later day."
    )
    fix = Fix("Use today's date", (SetDate("decision", context.today),))
    yield Raised(places.of_date("decision"), message, fix=fix)


@check("dates.late", severity="consider", confidence="sure", flag=True)
def late(case: Case, context: Context) -> Iterator[Raised]:
    """The determination is in time, as of today until it is signed. A late one is valid, so this is only shown.

    bad: {"dates": {"records_complete": "2025-10-01", "decision": "2025-11-20"}}
    bad: {"dates": {"records_complete": "2025-10-01", "decision": "2025-10-20"}}
    good: {"dates": {"records_complete": "2025-11-05", "decision": "2025-11-20"}}
    """
    due = deadline(case)
    day = judged_on(case, context.today)
    if due is None or day <= due.due:
        return
    if due.calculated:
        message = f"Due {dates.written(due.due)} if all records came with the application: enter when they were complete."
        yield Raised(places.of_date("records_complete"), message)
    else:
        days = (day - due.due).days
        late_by = f"{days:,} day{'s' if days != 1 else ''} late"
        message = f"{late_by} (due {dates.written(due.due)}); a late determination is still valid."
        yield Raised(places.of_date("decision"), message)

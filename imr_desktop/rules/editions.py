"""Which guideline text governs: by date where one is known, else by what the item itself cites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imr_desktop.case import dates
from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.rules.model import Edition, GoverningText, RuleData
from imr_desktop.rules.tiers import MAY_DENY

_DATE = r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})\b"
_DATED_BASIS = (
    (
        "utilization review date in the summary",
        re.compile(rf"\b(?:utilization review|UR)\b[^.;]{{0,80}}?{_DATE}", re.IGNORECASE),
    ),
    (
        "request date in the summary",
        re.compile(rf"\b(?:request for authorization|RFA)\b[^.;]{{0,80}}?{_DATE}", re.IGNORECASE),
    ),
)
_SUMMARY_LIMIT = 20_000
_CENTURY_TURN = 70  # two-digit years below this are 20xx


@dataclass(frozen=True, slots=True)
class Governing:
    """The day that decides which edition governs, and where it comes from; `day` is None where nothing is known."""

    day: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """The rule used for an item, whether its edition governed, and a sentence on the edition."""

    rule: RuleData
    in_force: bool
    note: str


def asked_on(case: Case, day: date | None) -> date | None:
    """The day to which weeks of symptoms are counted: of the request, else of the utilization review, else `day`.

    A test that had to wait four weeks had not waited because the review took as many. One before the injury is passed over.
    """
    injury = case.dates.injury
    days = (case.dates.request_for_authorization, case.dates.ur_denial, day)
    return next((one for one in days if one is not None and (injury is None or one >= injury)), None)


def governing_date(case: Case) -> Governing:
    """The decision's day, else the utilization review's, else the request's, else one found in the summary."""
    dates = case.dates
    known = (
        (dates.decision, "decision date"),
        (dates.ur_denial, "utilization review date"),
        (dates.request_for_authorization, "request date"),
        (dates.application_received, "application date"),
    )
    for day, basis in known:
        if day is not None:
            return Governing(day, basis)
    return _from_summary(case.summary[:_SUMMARY_LIMIT])


def _from_summary(summary: str) -> Governing:
    for basis, pattern in _DATED_BASIS:
        match = pattern.search(summary)
        month, number, year = match.groups() if match else ("", "", "")
        day = dates.day_of(year, month, number, _CENTURY_TURN)
        if day is not None:
            return Governing(day, basis)
    return Governing(None, "")


def choose(
    rules: Sequence[RuleData], editions: Mapping[str, Edition], governing: Governing, item: DisputedItem, text: GoverningText
) -> RuleChoice:
    """The rule to use of those for one service (at least one); of those in force one of the governing `text` goes first."""
    day = governing.day
    if day is None:
        return _without_date(rules, editions, item)

    def rank(rule: RuleData) -> tuple[bool, bool, date]:
        edition = editions[rule.edition]
        mtus = edition.dated and (rule.tier or edition.tier) in MAY_DENY
        return edition.id == text.edition_id, mtus, edition.in_force_from or date.min

    in_force = [rule for rule in rules if editions[rule.edition].covers(day)]
    if in_force:
        rule = max(in_force, key=rank)
        return RuleChoice(rule, True, _note(editions[rule.edition], governing))
    nearest = min(rules, key=lambda rule: _distance(editions[rule.edition], day))
    used = editions[nearest.edition]
    return RuleChoice(
        nearest,
        False,
        f"On {dates.written(day)} ({governing.basis}) {text.citation} governs. "
        f"No rule of it is in the packs for this service; the nearest edition is shown and does not apply: "
        f"{used.title}, {span(used)}.",
    )


def _without_date(rules: Sequence[RuleData], editions: Mapping[str, Edition], item: DisputedItem) -> RuleChoice:
    unknown = "Not known which edition governs: no decision, utilization review or request date."
    cited = f"{item.reviewer_guideline} {item.claims_administrator_guideline}"
    for rule in rules:
        edition = editions[rule.edition]
        if edition.dated and re.search(rf"\b{re.escape(edition.year)}\b", cited):
            return RuleChoice(rule, False, f"{unknown} Used: {edition.title}, which the item cites.")
    dated = [rule for rule in rules if editions[rule.edition].dated] or list(rules)
    newest = max(dated, key=lambda rule: editions[rule.edition].in_force_from or date.min)
    return RuleChoice(newest, False, f"{unknown} Used: {editions[newest.edition].title}, the newest in the packs.")


def _note(edition: Edition, governing: Governing) -> str:
    assert governing.day is not None
    day = dates.written(governing.day)
    if not edition.dated:
        return f"{edition.title}: not part of the MTUS, read as cited; governing day {day} ({governing.basis})."
    return f"{edition.title}, {span(edition)}; governing day {day} ({governing.basis})."


def span(edition: Edition) -> str:
    """The days on which an edition governed or was current, for people."""
    if not edition.dated:
        return f"current to {dates.written(edition.current_to)}" if edition.current_to else "cited without days"
    start = dates.written(edition.in_force_from)
    return f"in force {start}–{dates.written(edition.in_force_to)}" if edition.in_force_to else f"in force from {start}"


def _distance(edition: Edition, day: date) -> int:
    if edition.in_force_from and day < edition.in_force_from:
        return (edition.in_force_from - day).days
    last = edition.in_force_to or edition.current_to
    return (day - last).days if last else 0

"""The text against the item and the facts: invented cases, each with the checks that must speak up, and no more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from imr_desktop.case.model import Case, ClaimDates, DisputedItem
from imr_desktop.preflight import Context, run
from imr_desktop.preflight.examples import TODAY, shipped

ROWS = tomllib.loads((Path(__file__).with_name("linter_text.toml")).read_text(encoding="utf-8"))["row"]
FAMILIES = ("place.", "request.", "prose.", "people.", "citation.region", "citation.edition", "criteria.denied")


def case_of(row: dict) -> Case:
    first = DisputedItem(
        id="i1",
        title=row["title"],
        requested=row.get("requested", ""),
        authorized=row.get("authorized", ""),
        rationale=row.get("rationale", ""),
        reviewer_guideline=row.get("guideline", ""),
    )
    others = tuple(DisputedItem(id=f"i{number}", title=title) for number, title in enumerate(row.get("titles", ()), start=2))
    dates = ClaimDates(injury=row.get("injury"), application_received=row.get("application"), decision=row.get("decision"))
    return Case(
        id="c1", dates=dates, age=row.get("age"), sex=row.get("sex"), summary=row.get("summary", ""), items=(first, *others)
    )


@pytest.mark.parametrize("row", ROWS, ids=[f"{number}" for number, _ in enumerate(ROWS, start=1)])
def test_only_what_deserves_it_is_raised(row):
    problems = run(case_of(row), Context(today=TODAY, packs=shipped()))
    found = {problem.check for problem in problems if problem.check.startswith(FAMILIES)}
    assert found == set(row["fires"]), row

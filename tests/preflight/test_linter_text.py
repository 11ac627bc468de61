"""The text against the item and the facts: invented cases, each with the checks that must speak up, and no more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from imr_desktop.case.model import Case, ClaimDates, DisputedItem
from imr_desktop.preflight import Context, all_checks
from imr_desktop.preflight.examples import TODAY, shipped
from imr_desktop.preflight.runner import run_checks

ROWS = tomllib.loads((Path(__file__).with_name("linter_text.toml")).read_text(encoding="utf-8"))["row"]
FAMILIES = ("place.", "request.", "prose.", "people.", "citation.region", "citation.edition", "criteria.denied")
CHECKS = [check.name for check in all_checks() if check.name.startswith(FAMILIES)]


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


def _raised(row: dict) -> list[str]:
    problems = run_checks(case_of(row), Context(today=TODAY, packs=shipped()), CHECKS)
    return sorted({problem.check for problem in problems})


@pytest.mark.parametrize("part", range(4))
def test_only_what_deserves_it_is_raised(part):
    found = [(_raised(row), row) for row in ROWS[part::4]]
    assert [(raised, row) for raised, row in found if raised != sorted(set(row["fires"]))] == []
